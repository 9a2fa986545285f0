"""Keys: what was changed or moved does not open, and with a weak key nothing starts. Each with its twin."""

import base64
import logging

import pytest
import time_machine
from django.core.exceptions import ImproperlyConfigured
from django.db.models import QuerySet
from django.test import Client as Browser
from django.urls import reverse

from booking.practitioner import make_practitioner
from intake import crypto
from intake.fields import Sealed
from intake.models import Draft, FormDraft, HealthForm, Note, Screening, Words
from npm_site import secrets
from npm_site.shut import ShutMiddleware
from tests import production
from tests.booking.factories import HeldFactory
from tests.intake.factories import (
    NOW,
    DraftFactory,
    EnquiryFactory,
    FormDraftFactory,
    HealthFormFactory,
    ScreeningFactory,
    WordsFactory,
)

PLANTED = "marker heron keyhole"
GOOD_KEY = production.SETTINGS["HEALTH_KEYS"].partition(":")[2]
SHUT = ("cannot be opened", "does not open", "no key in use")


@pytest.fixture
def marja(db):
    marja = Browser()
    with time_machine.travel(NOW, tick=False):
        marja.force_login(make_practitioner("marja", "walking-in-birch-woods"))
        yield marja


def stored(row, field) -> bytes:
    return bytes(QuerySet(type(row)).values_list(field, flat=True).get(pk=row.pk))


def write(row, field, value: bytes):
    QuerySet(type(row)).filter(pk=row.pk).update(**{field: Sealed(value)})


def flip(row, field, place=-1):
    changed = bytearray(stored(row, field))
    changed[place] ^= 1
    write(row, field, changed)


def review():
    """Something sealed, and the page that shows it."""
    booking = HeldFactory()
    asked = [{"code": "symptoms", "wording": PLANTED}]
    booking.screening = ScreeningFactory(client=booking.client, needs_review=True, asked=asked)
    booking.save()
    return booking.screening, "asked", reverse("admin:booking_booking_review", args=[booking.pk])


def client_page():
    client = HeldFactory().client
    kim = make_practitioner("kim", "walking-in-birch-woods")
    note = Note.objects.create(client=client, kind="general", text=PLANTED, by=kim, created_at=NOW)
    return note, "text", reverse("admin:booking_booking_client", args=[client.pk])


def enquiry():
    message = {"name": "Robin", "email": "", "phone": "", "text": PLANTED}
    row = EnquiryFactory(message=message)
    return row, "message", reverse("admin:intake_enquiry_change", args=[row.pk])


PAGES = pytest.mark.parametrize("kept", [review, client_page, enquiry])


@PAGES
def test_k1_one_flipped_byte_gives_a_sentence_no_text_and_an_alarm(marja, kept, caplog):
    row, field, address = kept()
    flip(row, field)

    answer = marja.get(address, follow=True)

    assert (answer.status_code, PLANTED in answer.text) == (200, False)
    assert [words for words in SHUT if words in answer.text]
    alarms = [record for record in caplog.records if record.levelno >= logging.ERROR]
    sentence = f"a sealed value does not open: {row._meta.label_lower}.{field} of row {row.pk}"
    assert {(alarm.getMessage(), alarm.exc_info) for alarm in alarms} == {(sentence, None)}


@PAGES
def test_k1_untouched_it_is_shown_and_nobody_is_alarmed(marja, kept, caplog):
    _row, _field, address = kept()

    answer = marja.get(address)

    assert (answer.status_code, PLANTED in answer.text) == (200, True)
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/admin/", "/booking/"])
def test_k1_a_page_that_did_not_expect_it_says_a_sentence_too(rf, path):
    middleware = ShutMiddleware(lambda request: None)

    answer = middleware.process_exception(rf.get(path), crypto.Unreadable("marker of what was inside"))

    assert answer.status_code == 503
    assert "cannot be opened" in answer.content.decode()
    assert "marker" not in answer.content.decode()
    assert middleware.process_exception(rf.get(path), ValueError()) is None


# Where a sealed value could be carried to: another row, another field of one row, another model.
def other_row():
    return DraftFactory(answers=PLANTED), "answers", DraftFactory(), "answers"


def other_field():
    row = ScreeningFactory(asked=[PLANTED], answers={"a": 1})
    return row, "asked", row, "answers"


def other_model():
    draft = DraftFactory(answers=PLANTED)
    return draft, "answers", WordsFactory(id=draft.pk), "text"


def draft_to_form():
    draft = FormDraftFactory(answers={"given": PLANTED})
    return draft, "answers", HealthFormFactory(id=draft.pk), "answers"


@pytest.mark.django_db
@pytest.mark.parametrize("places", [other_row, other_field, other_model, draft_to_form])
def test_k2_what_was_copied_elsewhere_does_not_open_there(places):
    source, its_field, target, field = places()
    own = stored(target, field)

    write(target, field, stored(source, its_field))
    with pytest.raises(crypto.Unreadable):
        getattr(type(target).objects.get(pk=target.pk), field)

    write(target, field, own)
    assert getattr(type(target).objects.get(pk=target.pk), field) is not None
    assert PLANTED in str(getattr(type(source).objects.get(pk=source.pk), its_field))


@pytest.mark.django_db
def test_k2_every_model_binds_to_its_own_name():
    labels = {
        model: model._meta.get_field(name).associated_data(model(id="x")).decode()
        for model, name in [
            *[(Draft, "answers"), (FormDraft, "answers"), (HealthForm, "answers")],
            *[(Screening, "answers"), (Words, "text"), (Note, "text")],
        ]
    }

    assert len(set(labels.values())) == len(labels)
    assert labels[HealthForm] == "intake.healthform|answers|x"


def key(drawn: bytes) -> str:
    return base64.b64encode(drawn).decode()


WEAK = {
    "missing": None,
    "empty": "",
    "no id": GOOD_KEY,
    "short": "k1:" + key(b"\x01\xfe\x80\x10" * 4),
    "long": "k1:" + key(bytes(range(200, 250)) + bytes(range(14))),
    "not base64": "k1:not base64",
    "all zero": "k1:" + key(bytes(32)),
    "all one": "k1:" + key(b"\xff" * 32),
    "counted": "k1:" + key(bytes(range(32))),
    "counted down": "k1:" + key(bytes(range(255, 223, -1))),
    "typed": "k1:" + key(b"our-practice-has-a-good-password"),
    "an id twice": f"k1:{GOOD_KEY},k1:{key(b'0123456789abcdefghijklmnopqrst\xe9\xff')}",
    "a key twice": f"k1:{GOOD_KEY},k2:{GOOD_KEY}",
    "a demo's": f"demo12ab:{GOOD_KEY}",
    "a demo's behind": f"k2:{key(b'0123456789abcdefghijklmnopqrst\xe9\xff')},demo12ab:{GOOD_KEY}",
    "a control letter": f"k\x01:{GOOD_KEY}",
}


@pytest.mark.parametrize("value", WEAK.values(), ids=WEAK)
def test_k4_a_weak_key_is_refused_with_a_sentence(value):
    with pytest.raises(ImproperlyConfigured, match=r"^HEALTH_KEYS .*id:") as refusal:
        secrets.health_keys(value or "")

    assert GOOD_KEY not in str(refusal.value)


def test_k4_a_drawn_key_is_taken_and_a_demo_s_in_the_demo_alone():
    drawn = secrets.fresh().partition("HEALTH_KEYS=")[2].strip()
    of_a_demo = secrets.fresh("demo").partition("HEALTH_KEYS=")[2].strip()

    assert [key_id[0] for key_id, _key in secrets.health_keys(drawn)] == ["k"]
    assert secrets.health_keys(of_a_demo, is_demo=True)[0][0].startswith("demo")


@pytest.mark.parametrize(
    "command",
    [("manage.py", "check"), ("manage.py", "worker", "--once"), ("-c", "import npm_site.wsgi")],
    ids=["check", "worker", "web"],
)
@pytest.mark.parametrize("name", ["missing", "short", "all zero", "a demo's"])
def test_k4_nothing_starts_with_a_weak_key(command, name):
    done = production.python(*command, HEALTH_KEYS=WEAK[name])

    assert done.returncode != 0
    assert "ImproperlyConfigured: HEALTH_KEYS" in done.stderr
    assert GOOD_KEY not in done.stderr + done.stdout


def test_k4_with_a_good_key_it_starts():
    done = production.python("manage.py", "check")

    assert (done.returncode, done.stderr) == (0, "")
