"""What a health form means at the door, on the day sheet, on the desk and in the diary."""

from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.test import Client as Browser

from booking import desk, sheet
from booking.door import Verdict, Why
from booking.models import Status
from booking.practitioner import make_practitioner
from intake.crypto import Unreadable
from intake.models import HealthForm, Reading
from tests.booking.factories import NOW, ConfirmedFactory
from tests.booking.test_admin_sheet import queries_of
from tests.intake.factories import ClientFactory, HealthFormFactory, UserFactory

pytestmark = pytest.mark.django_db
VISIT = NOW + timedelta(days=7)
TODAY = NOW.date()
EPILEPSY = {
    "code": "epilepsy",
    "section": "health",
    "kind": "reply",
    "wording": "Do you have epilepsy?",
    "version": 1,
    "precaution": "epilepsy",
    "value": "yes",
    "details": "twice a year",
}


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def user():
    return make_practitioner("marja", "walking-in-birch-woods")


@pytest.fixture
def marja(user):
    marja = Browser()
    marja.force_login(user)
    return marja


def formed(client, *given, on=date(2027, 2, 20)):
    answers = {"given": list(given), "complaints": []}
    return HealthFormFactory(client=client, answers=answers, filled_on=on)


def row_of(visit, **readers):
    (row,) = sheet.of(visit.visit_on, now=NOW, **readers)
    return row


def shown(browser, **query):
    return browser.get("/admin/booking/booking/sheet/", {"day": VISIT.date().isoformat()} | query).text


def shut(form):
    raise Unreadable


def test_a_precaution_is_checked_at_the_door_and_said_in_words(user):
    visit = ConfirmedFactory(is_first=False)
    form = formed(visit.client, EPILEPSY)

    row = row_of(visit, reader=user, forms_reader=user)

    assert (row.answer.verdict, row.answer.why) == (Verdict.CHECK, (Why.PRECAUTIONS,))
    assert row.care == [("Epilepsy or fits", "twice a year")]
    assert list(Reading.objects.values_list("what", "row", "client", "by")) == [
        ("healthform", form.pk, visit.client_id, user.pk)
    ]


def test_a_form_with_nothing_to_report_lets_her_treat(user):
    visit = ConfirmedFactory(is_first=False)
    formed(visit.client, EPILEPSY | {"value": "no", "details": ""})

    assert row_of(visit, reader=user, forms_reader=user).answer.verdict == Verdict.TREAT


def test_only_the_newest_form_counts(user):
    visit = ConfirmedFactory(is_first=False)
    formed(visit.client, EPILEPSY)
    formed(visit.client, on=date(2027, 2, 25))

    assert row_of(visit, reader=user, forms_reader=user).care == []


def test_a_form_that_no_key_opens_is_checked(marja, user, monkeypatch):
    visit = ConfirmedFactory(is_first=False)
    formed(visit.client)
    monkeypatch.setattr(HealthForm, "given", shut)

    page = shown(marja)

    assert row_of(visit, reader=user, forms_reader=user).answer.verdict == Verdict.CHECK
    assert "Locked: no key in use opens the form" in page


def test_the_sheet_without_notes_says_check_and_names_nothing(marja, user):
    visit = ConfirmedFactory(is_first=False)
    formed(visit.client, EPILEPSY)

    page = shown(marja, notes="no")

    assert "The form asks you to take care" in page
    assert "pilepsy" not in page
    assert Reading.objects.get().what == "healthform"


def test_the_sheet_with_notes_names_it(marja):
    formed(ConfirmedFactory(is_first=False).client, EPILEPSY)

    page = shown(marja)

    assert ("Epilepsy or fits" in page, "twice a year" in page) == (True, True)


def test_who_may_not_read_forms_opens_none():
    visit = ConfirmedFactory(is_first=False)
    formed(visit.client, EPILEPSY)
    helper, browser = UserFactory(is_superuser=False), Browser()
    helper.user_permissions.set(Permission.objects.filter(codename="view_booking"))
    browser.force_login(helper)

    assert "pilepsy" not in shown(browser)
    assert not Reading.objects.exists()


@pytest.mark.parametrize("count", [1, 5])
def test_forms_take_the_same_queries_however_many_there_are(user, count):
    for n in range(count):
        visit = ConfirmedFactory(starts_at=VISIT.replace(hour=6) + timedelta(hours=3 * n), is_first=False)
        formed(visit.client, EPILEPSY)

    day = VISIT.date()

    assert queries_of(lambda: sheet.of(day, now=NOW, reader=user, forms_reader=user)) == 5


def test_a_follow_up_whose_form_has_run_out_is_checked():
    visit = ConfirmedFactory(is_first=False, client__form_on=date(2026, 3, 8))

    assert row_of(visit).answer.why == (Why.FORM_OLD,)


@pytest.mark.parametrize(
    ("form_on", "is_first", "words"),
    [
        (None, True, "has no health form yet. It is late"),
        (date(2026, 3, 1), False, "health form will have run out. It is late"),
        (None, False, ""),
        (TODAY, True, ""),
    ],
)
def test_the_desk_says_which_form_lacks_and_that_it_is_late(marja, form_on, is_first, words):
    client = ClientFactory(form_on=form_on)
    ConfirmedFactory(client=client, starts_at=NOW + timedelta(hours=20), is_first=is_first)

    rows = desk.at(NOW).formless
    page = marja.get("/admin/").text

    assert [row.is_form_late for row in rows] == [True] * bool(words)
    assert not words or words in page


@pytest.mark.parametrize(
    ("form_on", "is_first", "hours", "words"),
    [
        (None, True, 20, "Health form is late"),
        (None, True, 30, "No health form yet"),
        (date(2026, 3, 1), False, 30, "Health form has run out"),
    ],
)
def test_the_diary_shows_the_form_that_lacks(marja, form_on, is_first, hours, words):
    client = ClientFactory(form_on=form_on)
    ConfirmedFactory(client=client, starts_at=NOW + timedelta(hours=hours), is_first=is_first)

    page = marja.get("/admin/booking/booking/diary/", {"day": TODAY.isoformat()}).text

    assert words in page


def test_a_visit_that_is_over_asks_for_no_form(marja):
    ConfirmedFactory(
        client=ClientFactory(form_on=None), starts_at=NOW - timedelta(days=1), status=Status.NO_SHOW
    )

    assert desk.at(NOW).formless == []
