"""A health form as the practitioner reads it."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
import time_machine
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.db.models import QuerySet
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from booking.practitioner import make_practitioner
from intake.fields import Sealed
from intake.history.values import Complaint, Given
from intake.models import HealthForm, Reading
from tests.booking.factories import NOW
from tests.intake.factories import ClientFactory, GuardianshipFactory, HealthFormFactory

pytestmark = pytest.mark.django_db
SHUT = Sealed(b"\x01\x02t1" + bytes(40))
EPILEPSY = Given("epilepsy", "health", "reply", "Do you have epilepsy?", 1, "epilepsy", "no")
PILLS = Given("medicines", "medicines", "reply", "Do you take any medicines?", 2, "", "yes", "For sleep")
LYING = Given("lying", "comfort", "choices", "Is any of this hard?", 1, "", ["Lying face down"])
GP = Given("gp", "about", "line", "Which surgery do you go to?", 1)
BACK = Complaint("tension", "Everyday pain and tension", 6, ("neck", "upper_back"), "Worse at night")


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def marja():
    marja = Browser()
    marja.force_login(make_practitioner("marja", "walking-in-birch-woods"))
    return marja


@pytest.fixture
def joan():
    return ClientFactory(name="Joan Green")


def a_form(client, given=(EPILEPSY, PILLS, LYING, GP), complaints=(BACK,), **changes):
    answers = {"given": [one.to_json() for one in given], "complaints": [one.to_json() for one in complaints]}
    return HealthFormFactory(client=client, answers=answers, **changes)


def url(client, *more):
    return reverse("admin:booking_booking_client_form" + ("_of" if more else ""), args=[client.pk, *more])


def look(marja, client, *more):
    answer = marja.get(url(client, *more))
    assert answer.status_code == 200
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def test_the_form_is_shown_in_full_as_it_was_asked(marja, joan):
    a_form(joan)

    page = look(marja, joan)

    assert "Filled in 20 February 2027, on the site." in page
    assert "About you Which surgery do you go to? Left empty" in page
    assert "Your health Do you have epilepsy? No" in page
    assert "Do you take any medicines? Yes For sleep" in page
    assert "Is any of this hard? Lying face down" in page
    assert "Everyday pain and tension 6 out of 10 Neck, Upper back Worse at night" in page
    assert "Nothing on this form asks for special care." in page
    assert "Changed" not in page


def test_what_asks_for_care_stands_on_top_in_words(marja, joan):
    a_form(joan, [EPILEPSY.with_value("unsure", "Twice as a child"), PILLS])

    page = look(marja, joan)

    assert "To take care of Epilepsy or fits (not sure): Twice as a child" in page


def test_what_changed_since_the_one_before_is_marked_with_what_it_was(marja, joan):
    before = a_form(joan, filled_on=date(2026, 2, 1), sent_at=NOW - timedelta(days=390))
    a_form(joan, [EPILEPSY.with_value("yes"), PILLS], [Complaint("tension", "Pain", 3)], supersedes=before)

    page = look(marja, joan)

    assert "2 answers have changed since the form of Sunday 1 February 2026. They are marked." in page
    assert "Do you have epilepsy? Changed Yes Before: No" in page
    assert "Pain Changed 3 out of 10 before: 6" in page
    assert "Do you take any medicines? Yes For sleep" in page


def test_the_others_are_listed_by_date_and_lead_to_themselves(marja, joan):
    before = a_form(joan, [PILLS], filled_on=date(2026, 2, 1))
    a_form(joan, [EPILEPSY], supersedes=before)

    newest, older = look(marja, joan), look(marja, joan, before.pk)

    assert "Other forms Sunday 1 February 2026 Filled in 1 February 2026, on the site." in newest
    assert url(joan, before.pk) in marja.get(url(joan)).content.decode()
    assert "There is a newer form. Read the newest" in older
    assert "Do you take any medicines?" in older


def test_one_that_was_typed_in_says_by_whom_and_for_whom(marja):
    adult = GuardianshipFactory(child__name="Ada Small")
    user = User.objects.get()
    a_form(adult.child, guardianship=adult, channel="paper", entered_by=user)

    page = look(marja, adult.child)

    assert "on paper, by Robin Example (parent). Typed in by marja on Monday 1 March 2027." in page


def test_opening_a_form_is_written_down_the_one_beside_it_too(marja, joan):
    before = a_form(joan, filled_on=date(2026, 2, 1))
    newest = a_form(joan, supersedes=before)

    look(marja, joan)

    noted = set(Reading.objects.values_list("what", "row", "client", "by__username"))
    assert noted == {("healthform", row.pk, joan.pk, "marja") for row in (before, newest)}


def test_a_form_that_no_key_opens_is_told_of_in_a_sentence(marja, joan):
    form = a_form(joan)
    QuerySet(HealthForm).filter(pk=form.pk).update(answers=SHUT)

    page = look(marja, joan)

    assert "These answers cannot be opened with the keys in use." in page
    assert "For sleep" not in page
    assert not Reading.objects.exists()


def test_without_the_key_of_the_one_before_nothing_is_compared(marja, joan):
    before = a_form(joan, filled_on=date(2026, 2, 1))
    a_form(joan, [EPILEPSY.with_value("yes")], supersedes=before)
    QuerySet(HealthForm).filter(pk=before.pk).update(answers=SHUT)

    page = look(marja, joan)

    assert "Do you have epilepsy? Yes" in page
    assert "changed since" not in page


def test_without_a_form_the_page_says_how_one_gets_here(marja, joan):
    assert "There is none yet." in look(marja, joan)


def test_a_form_of_somebody_else_is_not_found(marja, joan):
    other = a_form(ClientFactory())

    assert marja.get(url(joan, other.pk)).status_code == 404


def test_who_was_merged_is_read_as_who_they_are_now(marja, joan):
    old = ClientFactory(merged_into=joan)

    assert marja.get(url(old)).url == url(joan)


@pytest.mark.parametrize("missing", ["view_healthform", "view_client", "view_booking"])
def test_only_who_may_read_forms_reads_one(joan, missing):
    a_form(joan)
    looker = User.objects.create_user("looker", is_staff=True)
    names = {"view_healthform", "view_client", "view_booking"} - {missing}
    looker.user_permissions.set(Permission.objects.filter(codename__in=names))
    browser = Browser()
    browser.force_login(looker)

    assert browser.get(url(joan)).status_code == 403
    assert not Reading.objects.exists()


def test_a_hundred_forms_cost_no_more_queries_than_two(marja, joan):
    before, counts = None, {}
    for n in range(100):
        on = date(2024, 1, 1) + timedelta(days=n)
        before = a_form(joan, [EPILEPSY], filled_on=on, supersedes=before)
        if n in (1, 9, 99):
            with CaptureQueriesContext(connection) as captured:
                look(marja, joan)
            counts[n] = len(captured)

    assert counts[1] == counts[9] == counts[99]
