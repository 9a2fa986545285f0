"""One valid, unsurprising row of each model."""

from datetime import UTC, date, datetime, timedelta

import factory
from factory.django import DjangoModelFactory

from intake import agreement, models
from intake.history.session import SessionContent

NOW = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)
PLAIN_ANSWERS = {
    "born_on": "1985-06-15",
    "for_whom": "self",
    "pregnant": "no",
    "due_on": None,
    "had_operation": "no",
    "operations": [],
    "healed": None,
    "cancer": "no",
    "symptoms": "no",
}


class ClientFactory(DjangoModelFactory):
    class Meta:
        model = models.Client

    name = factory.Sequence(lambda n: f"Joan Example {n}")
    email = factory.Sequence(lambda n: f"joan{n}@example.com")
    phone = "07700 900456"
    born_on = date(1985, 6, 15)
    form_on = date(2027, 2, 20)
    created_at = NOW


class GuardianshipFactory(DjangoModelFactory):
    class Meta:
        model = models.Guardianship

    child = factory.SubFactory(ClientFactory, born_on=date(2018, 6, 15))
    adult_name = "Robin Example"
    adult_email = "robin@example.com"
    adult_phone = "07700 900457"
    relationship = "parent"
    has_parental_responsibility = True
    created_at = NOW


class ConsentFactory(DjangoModelFactory):
    """Of the client themselves, to the use of their health answers."""

    class Meta:
        model = models.Consent

    client = factory.SubFactory(ClientFactory)
    purpose = "health"
    condition = "explicit_consent"
    wording = factory.LazyFunction(lambda: agreement.current("self").wording)
    wording_sha256 = factory.LazyFunction(lambda: agreement.current("self").sha256)
    version = "1"
    language = "en-gb"
    given_by = factory.SelfAttribute("client.name")
    relation = "self"
    channel = "web"
    page = "booking"
    given_at = NOW - timedelta(days=60)


class DraftFactory(DjangoModelFactory):
    class Meta:
        model = models.Draft

    answers = factory.LazyFunction(lambda: dict(PLAIN_ANSWERS))
    created_at = NOW
    expires_at = NOW + timedelta(hours=24)


class ScreeningFactory(DjangoModelFactory):
    class Meta:
        model = models.Screening

    client = factory.SubFactory(ClientFactory)
    visit_on = date(2027, 3, 9)
    answers = factory.LazyFunction(lambda: dict(PLAIN_ANSWERS))
    asked = factory.LazyFunction(list)
    findings = factory.LazyFunction(list)
    questions_version = "1"
    needs_review = False
    needs_clearance = False
    given_by = models.Screening.GivenBy.CLIENT
    answered_at = factory.SelfAttribute("created_at")
    created_at = NOW


class FormDraftFactory(DjangoModelFactory):
    class Meta:
        model = models.FormDraft
        skip_postgeneration_save = True

    client = factory.SubFactory(ClientFactory, form_on=None)
    answers = factory.LazyFunction(dict)
    started_at = NOW
    saved_at = NOW

    @factory.post_generation
    def agreed(draft, create, extracted, **kwargs):
        """Nobody begins a form who has not agreed when they booked, or does so in it."""
        is_known = draft.client.consents.exists() or draft.answers.get("agreed")
        if create and not is_known and extracted is not False:
            ConsentFactory(client=draft.client)


class FormQuestionFactory(DjangoModelFactory):
    """A question of hers, in the first words she gave it by way of FormWordingFactory."""

    class Meta:
        model = models.FormQuestion

    code = factory.Sequence(lambda n: f"hers-{n}")
    section = "comfort"
    kind = "line"


class FormWordingFactory(DjangoModelFactory):
    class Meta:
        model = models.FormWording

    question = factory.SubFactory(FormQuestionFactory)
    version = 1
    own = "Do you sleep well?"
    other = "Does the person sleep well?"
    created_at = NOW


class HealthFormFactory(DjangoModelFactory):
    class Meta:
        model = models.HealthForm

    client = factory.SubFactory(ClientFactory)
    answers = factory.LazyFunction(lambda: {"given": [], "complaints": []})
    given_by = models.Screening.GivenBy.CLIENT
    channel = models.HealthForm.Channel.WEB
    filled_on = date(2027, 2, 20)
    sent_at = NOW


class UserFactory(DjangoModelFactory):
    class Meta:
        model = "auth.User"

    username = factory.Sequence(lambda n: f"practitioner{n}")
    is_staff = True
    is_superuser = True


class ClearanceFactory(DjangoModelFactory):
    class Meta:
        model = models.Clearance

    client = factory.SubFactory(ClientFactory)
    valid_from = date(2027, 3, 1)
    valid_until = date(2027, 6, 1)
    accepted_at = NOW
    accepted_by = factory.SubFactory(UserFactory)


class SessionNoteFactory(DjangoModelFactory):
    class Meta:
        model = models.SessionNote

    client = factory.SubFactory(ClientFactory)
    content = factory.LazyFunction(lambda: SessionContent(worked=("Neck map",)).to_json())
    by = factory.SubFactory(UserFactory)
    created_at = NOW


class LetterRequestFactory(DjangoModelFactory):
    class Meta:
        model = models.LetterRequest

    client = factory.SubFactory(ClientFactory)
    asked_at = NOW
    asked_by = factory.SubFactory(UserFactory)


class LetterFileFactory(DjangoModelFactory):
    class Meta:
        model = models.LetterFile

    request = factory.SubFactory(LetterRequestFactory, received_at=NOW)
    number = 1
    content = b"%PDF-1.7 otter letter"
    name = "otter scan.pdf"
    kind = "pdf"
    size = factory.LazyAttribute(lambda file: len(file.content))
    uploaded_at = NOW


class WordsFactory(DjangoModelFactory):
    class Meta:
        model = models.Words

    text = "I would like to hear how you are first."
    created_at = NOW


class EnquiryFactory(DjangoModelFactory):
    class Meta:
        model = models.Enquiry

    message = factory.LazyFunction(
        lambda: {
            "name": "Robin Example",
            "email": "robin@example.com",
            "phone": "07700 900457",
            "text": "Is there a step at the door?",
        }
    )
    created_at = NOW


class LegalHoldFactory(DjangoModelFactory):
    class Meta:
        model = models.LegalHold

    client = factory.SubFactory(ClientFactory)
    reason = "A claim was announced by letter."
    review_on = date(2027, 9, 1)
    set_by = factory.SubFactory(UserFactory)
    set_at = NOW


class ErasureFactory(DjangoModelFactory):
    """Of somebody of whom nothing is kept."""

    class Meta:
        model = models.Erasure

    outcome = models.Erasure.Outcome.DELETED
    reason = "Asked on the phone."
    by = factory.SubFactory(UserFactory)
    at = NOW


class ComplaintCaseFactory(DjangoModelFactory):
    class Meta:
        model = models.ComplaintCase

    said = factory.LazyFunction(
        lambda: {"who": "Robin Example", "reach": "robin@example.com", "what": "My letter was read aloud."}
    )
    received_on = date(2027, 3, 1)
    by = factory.SubFactory(UserFactory)
    created_at = NOW


class BreachFactory(DjangoModelFactory):
    class Meta:
        model = models.Breach

    said = factory.LazyFunction(
        lambda: {
            "facts": "A receipt went to a wrong address.",
            "people": "One client",
            "data": "Name and price",
            "effect": "Hardly any",
            "decision": "I asked for it to be deleted.",
        }
    )
    aware_at = NOW
    by = factory.SubFactory(UserFactory)
    created_at = NOW


class CaseNoteFactory(DjangoModelFactory):
    class Meta:
        model = models.CaseNote

    breach = factory.SubFactory(BreachFactory)
    text = "It was deleted meanwhile."
    by = factory.SubFactory(UserFactory)
    created_at = NOW


class NoteFactory(DjangoModelFactory):
    class Meta:
        model = models.Note

    client = factory.SubFactory(ClientFactory)
    kind = models.Note.Kind.GENERAL
    text = "Likes the window open."
    by = factory.SubFactory(UserFactory)
    created_at = NOW
