"""Every text that clients read is read for claims before it is published, in whatever form she types it."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import models
from django.forms import CharField
from django.urls import reverse

from booking.forms.form_question import AddForm, WordsForm
from booking.forms.message_text import TextForm
from booking.rights import plan
from content.admin.claims import ClaimsAdmin
from content.claims_form import Claims, ClaimsForm
from content.models import ClaimOverride
from tests.booking import factories as booking_factories
from tests.content import factories as content_factories

pytestmark = pytest.mark.django_db
OURS = ("content", "intake", "booking")
REGISTERED = list(admin.site._registry.values())
WORDS = (models.CharField, models.TextField, models.JSONField, models.BinaryField)
# Forms of the desk's own pages, by the table that their words are kept in.
OWN_PAGES = {"booking.MessageText": [TextForm], "intake.FormWording": [WordsForm, AddForm]}

# Words that the check does not read, by the reason: "app.Model.field", or a whole "app.Model".
REASONS = {
    "Chosen from a list, or written by the site itself.": """
        content.Page.layout content.Picture.digest content.PictureFile
        booking.Treatment.sort booking.MessageText.name booking.MessageRule
        booking.BookingPolicy booking.Booking booking.BookingEvent booking.WaitlistEntry booking.Message
        booking.Link booking.Feed booking.WrittenCalendar booking.WrittenEvent booking.PutRight booking.Run
        booking.AccountNews booking.Attempt booking.Tombstone booking.RefusedAddress
        intake.FormQuestion intake.PrecautionRule intake.Reading intake.Consent
    """,
    "A number or an address of a fixed shape.": """
        content.Practice.postcode content.Practice.phone content.Practice.email content.Practice.ico_number
    """,
    "What the practitioner notes for herself.": """
        booking.HoursOverride booking.BusyCalendar content.ClaimOverride
        intake.LegalHold intake.Erasure intake.ComplaintCase intake.Breach intake.CaseNote
    """,
    "About one person, or written to one: nothing that is published.": """
        intake.Client intake.Guardianship intake.Draft intake.Screening intake.FormDraft intake.HealthForm
        intake.Clearance intake.Words intake.Note intake.SessionNote intake.Enquiry
        intake.LetterRequest intake.LetterFile
    """,
}
NOT_READ = {name for names in REASONS.values() for name in names.split()}


def is_read(form):
    return issubclass(form, Claims)


def forms():
    """The forms that read for claims, by the table that their words are kept in."""
    registered = {one.model._meta.label: [one.form] for one in REGISTERED if is_read(one.form)}
    return registered | OWN_PAGES


def words():
    """Every column of ours that holds words; earlier versions are as their original."""
    for model in apps.get_models():
        label = model._meta.label
        if model._meta.app_label in OURS and plan.original(label) == label:
            yield from (
                f"{label}.{one.name}" for one in model._meta.concrete_fields if isinstance(one, WORDS)
            )


def read():
    return {
        f"{label}.{name}" for label, some in forms().items() for form in some for name in form.claim_places
    }


def is_answered(field):
    return field in NOT_READ or field.rpartition(".")[0] in NOT_READ


def test_every_column_of_words_is_read_or_has_its_reason():
    assert [field for field in words() if field not in read() and not is_answered(field)] == []


def test_no_reason_is_given_for_what_is_read_or_gone():
    columns = set(words())
    tables = {column.rpartition(".")[0] for column in columns}

    assert NOT_READ - columns - tables == set()
    assert {field for field in read() if is_answered(field)} == set()
    assert read() - columns == set()


def test_a_page_of_its_own_reads_all_that_is_typed_there():
    typed = {
        name
        for form in (form for some in OWN_PAGES.values() for form in some)
        for name, field in form.base_fields.items()
        if isinstance(field, CharField) and not field.widget.is_hidden and name not in form.claim_places
    }

    assert typed == {"claims_reason"}


def test_what_an_admin_asks_for_beside_its_columns_is_thought_of_too(rf, admin_user):
    request = rf.get("/")
    request.user = admin_user
    shown = [part for one in REGISTERED for part in (one, *one.get_inline_instances(request))]
    typed = {
        f"{one.model._meta.label}.{name}"
        for one in shown
        if one.model._meta.app_label in OURS
        for name, field in one.form.declared_fields.items()
        if isinstance(field, CharField) and name != "claims_reason"
    }

    assert [field for field in typed if not is_answered(field)] == []


def test_a_form_that_reads_has_an_admin_that_notes_the_reason():
    reading = [one for one in REGISTERED if is_read(one.form)]

    assert [one for one in reading if not isinstance(one, ClaimsAdmin)] == []
    assert [one for one in reading if not issubclass(one.form, ClaimsForm)] == []
    assert len(reading) >= 6


def made(label):
    app, _dot, name = label.partition(".")
    factories = {"content": content_factories, "booking": booking_factories}[app]
    return getattr(factories, f"{name}Factory")()


def typed_in(form):
    """What a browser would send of a form that nobody has touched."""
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value is not None and value is not False}


# Texts call a picture by its name, so it is typed once, with the file: see the tests of pictures.
ONLY_WHEN_NEW = {("content.Picture", "name")}
ADMIN_FIELDS = [
    (one.model._meta.label, name)
    for one in REGISTERED
    if is_read(one.form)
    for name in one.form.claim_places
    if (one.model._meta.label, name) not in ONLY_WHEN_NEW
]


@pytest.mark.parametrize(("label", "field"), ADMIN_FIELDS)
def test_a_claim_asks_for_a_reason_wherever_it_is_typed(admin_client, label, field):
    row = made(label)
    url = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    typed = typed_in(admin_client.get(url).context["adminform"].form)
    claim = "cures-migraine" if field == "slug" else "It cures a sore back."

    untouched = admin_client.post(url, typed)
    answer = admin_client.post(url, typed | {field: claim})

    row.refresh_from_db()
    assert untouched.status_code == 302
    assert "Before this is published" in answer.text
    assert claim in answer.text
    assert getattr(row, field) != claim
    assert not ClaimOverride.objects.exists()
