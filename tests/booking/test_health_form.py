"""A health form is sent: what is kept, what it replaces, and what happens to the coming visits."""

from datetime import date, timedelta

import pytest

from booking import health_form, lifecycle
from booking.models import Kind, Status
from intake import agreement, records
from intake.answers import ForWhom
from intake.models import Consent, FormDraft, HealthForm, Screening
from tests.booking.factories import NOW, ConfirmedFactory, HeldFactory
from tests.intake.factories import (
    PLAIN_ANSWERS,
    ClientFactory,
    FormDraftFactory,
    GuardianshipFactory,
    HealthFormFactory,
    UserFactory,
)

pytestmark = pytest.mark.usefixtures("open_week")
TODAY = NOW.date()


def draft_of(client, *, guardianship=None, **parts):
    return FormDraftFactory(client=client, guardianship=guardianship, answers=parts)


def send(draft, **more):
    return health_form.send(draft, **{"by": lifecycle.CLIENT, "now": NOW} | more)


def given(**values):
    return {
        code: {"value": value, "details": "words" if value == "yes" else ""} for code, value in values.items()
    }


def answered(form):
    return {one.code: (one.value, one.details, one.precaution) for one in form.given() if one.value}


@pytest.fixture
def client():
    return ClientFactory(form_on=None, name="Joan Heron")


@pytest.fixture
def visit(client):
    return ConfirmedFactory(client=client, screening__answers=PLAIN_ANSWERS)


def status_of(visit):
    visit.refresh_from_db()
    return visit.status


def test_a_form_that_is_sent_is_kept_with_its_words_and_the_draft_goes(client):
    complaint = {"code": "nerve", "label": "Pain that travels", "trouble": 6, "places": [], "words": ""}
    draft = draft_of(client, given=given(epilepsy="yes", heart="no"), complaints=[complaint])

    form = send(draft)

    form.refresh_from_db()
    assert answered(form) == {"epilepsy": ("yes", "words", "epilepsy"), "heart": ("no", "", "heart")}
    assert [one.to_json() for one in form.complaints()] == [complaint]
    assert (form.client, form.channel, form.entered_by, form.given_by) == (client, "web", None, "client")
    assert (form.filled_on, form.sent_at, form.supersedes) == (TODAY, NOW, None)
    assert not FormDraft.objects.exists()


def test_the_client_has_a_form_from_then_on(client):
    send(draft_of(client))

    client.refresh_from_db()
    assert client.form_on == TODAY


def test_sent_twice_it_is_one_form(client):
    draft = draft_of(client, given=given(epilepsy="yes"), agreed=[agreement.current("self").to_json()])

    first, second = send(draft), send(draft)

    assert first == second
    assert (HealthForm.objects.count(), Consent.objects.count()) == (1, 1)


def test_a_draft_that_is_gone_and_was_never_sent_says_so(client):
    draft = draft_of(client)
    FormDraft.objects.all().delete()

    with pytest.raises(health_form.DraftGone):
        send(draft)


def test_what_another_tab_saved_meanwhile_is_sent(client):
    draft = draft_of(client, given=given(epilepsy="no"))
    newer = FormDraft.objects.get()
    newer.answers = {"given": given(epilepsy="yes")}
    newer.save()

    assert answered(send(draft)) == {"epilepsy": ("yes", "words", "epilepsy")}


def test_a_new_form_supersedes_the_former_and_leaves_it_as_it_was(client):
    former = send(draft_of(client, given=given(epilepsy="yes")))

    newer = send(draft_of(client, given=given(epilepsy="no")), now=NOW + timedelta(days=1))

    assert newer.supersedes == former
    assert answered(HealthForm.objects.get(pk=former.pk)) == {"epilepsy": ("yes", "words", "epilepsy")}
    assert records.newest_form(client) == newer


def test_an_old_paper_form_takes_no_newer_ones_place(client):
    her = UserFactory()
    newer = send(draft_of(client))
    typed = {"channel": HealthForm.Channel.PAPER, "by": lifecycle.practitioner(her)}

    old = send(draft_of(client), filled_on=date(2026, 9, 1), now=NOW + timedelta(days=1), **typed)

    client.refresh_from_db()
    assert (old.supersedes, records.newest_form(client), client.form_on) == (None, newer, TODAY)


def test_a_paper_form_says_who_typed_it_in_and_whose_words_they_are(client):
    her = UserFactory()

    form = send(
        draft_of(client),
        by=lifecycle.practitioner(her),
        channel=HealthForm.Channel.PAPER,
        filled_on=date(2027, 2, 26),
    )

    assert (form.entered_by, form.given_by, form.filled_on) == (her, "client", date(2027, 2, 26))


def test_a_form_of_a_day_to_come_is_refused_and_keeps_the_draft(client):
    with pytest.raises(ValueError, match="day to come"):
        send(draft_of(client), filled_on=TODAY + timedelta(days=1))

    assert FormDraft.objects.exists()


def test_the_agreement_is_kept_in_its_words_by_whoever_gave_it(client):
    guardianship = GuardianshipFactory(child=client, adult_name="Robin Example", relationship="parent")
    agreed = agreement.current(ForWhom.CHILD).to_json()

    form = send(draft_of(client, guardianship=guardianship, agreed=[agreed]))

    kept = Consent.objects.get()
    assert (kept.client, kept.wording, kept.given_by, kept.relation, kept.channel, kept.given_at) == (
        client,
        agreed["wording"],
        "Robin Example",
        "parent",
        "web",
        NOW,
    )
    assert (form.guardianship, form.given_by) == (guardianship, "guardian")


def test_a_form_without_agreement_keeps_none(client):
    send(draft_of(client))

    assert not Consent.objects.filter(page=health_form.PAGE).exists()


def test_an_answer_that_screening_would_have_held_holds_the_visit_kindly(client, visit):
    form = send(draft_of(client, screening={"symptoms": "yes"}))

    assert status_of(visit) == Status.HELD
    assert visit.screening.answers["symptoms"] == "yes"
    assert form.screening.client == client
    assert {Kind.HELD, Kind.NEW_REQUEST} <= set(visit.messages.values_list("kind", flat=True))


def test_suitability_answers_with_nothing_to_report_disturb_nothing(client, visit):
    send(draft_of(client, screening=dict(PLAIN_ANSWERS)))

    assert (status_of(visit), visit.version) == (Status.CONFIRMED, 1)


def test_what_the_form_did_not_ask_again_stays_as_it_was_answered(client, visit):
    form = send(draft_of(client, screening={"symptoms": "no"}))

    assert form.screening.answers == PLAIN_ANSWERS
    assert not form.screening.needs_review


def test_a_form_with_no_suitability_answers_makes_no_screening(client, visit):
    form = send(draft_of(client, screening=None))

    assert form.screening is None
    assert Screening.objects.count() == 1


def test_a_yes_that_is_taken_back_on_the_form_stays_with_the_visit(client):
    held = HeldFactory(
        client=client,
        screening__answers=PLAIN_ANSWERS | {"cancer": "yes"},
        screening__needs_clearance=True,
        needs_clearance=True,
    )

    send(draft_of(client, screening={"cancer": "no"}))

    assert (status_of(held), held.needs_clearance) == (Status.HELD, True)


def test_another_clients_visit_is_left_alone(client):
    other = ConfirmedFactory(screening__answers=PLAIN_ANSWERS)

    send(draft_of(client, screening={"symptoms": "yes"}))

    assert status_of(other) == Status.CONFIRMED


def test_new_answers_on_the_form_answer_whether_anything_has_changed(client, visit):
    asked_at = visit.starts_at - timedelta(days=1)

    send(draft_of(client, screening=dict(PLAIN_ANSWERS)), now=asked_at)

    visit.refresh_from_db()
    assert visit.unchanged_at == asked_at


def test_a_form_has_the_key_of_its_draft(client):
    draft = draft_of(client)

    assert send(draft).pk == draft.pk


def test_a_second_form_of_one_client_is_another_row(client):
    HealthFormFactory(client=client, filled_on=date(2025, 1, 1))

    send(draft_of(client))

    assert HealthForm.objects.count() == 2
