"""What clients said too late, or have not said yet, stands in words wherever she looks."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from booking import lifecycle
from booking.admin.decisions import seen_of
from booking.models import Status
from booking.practitioner import make_practitioner
from tests.booking.factories import NOW, ConfirmedFactory, TreatmentFactory
from tests.intake.factories import ClientFactory, ScreeningFactory

pytestmark = pytest.mark.django_db
TOMORROW = NOW + timedelta(hours=24)
PAGES = {
    "desk": "/admin/",
    "week": "/admin/booking/booking/diary/",
    "day": "/admin/booking/booking/diary/?view=day&day=2027-03-02",
    "sheet": "/admin/booking/booking/sheet/?day=2027-03-02",
}
CANNOT, WANTS, UNANSWERED = ("Cannot come", "Wants another time", "“Anything changed?” is not answered")


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def marja():
    marja = Browser()
    marja.force_login(make_practitioner("marja", "walking-in-birch-woods"))
    return marja


def visit_of(name="Joan Green", starts_at=TOMORROW, *, answered=timedelta(0)):
    """A visit whose client last said so long ago how they are."""
    client = ClientFactory(name=name)
    screening = ScreeningFactory(client=client, created_at=NOW - answered, visit_on=starts_at.date())
    about = {"client": client, "screening": screening, "treatment": TreatmentFactory()}
    return ConfirmedFactory(starts_at=starts_at, is_first=False, **about)


@pytest.fixture
def visit():
    return visit_of()


def words(browser, page) -> str:
    answer = browser.get(PAGES.get(page, page), follow=True)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", strip_tags(answer.content.decode().partition("<main")[2]))


def comes(browser, booking, **sent):
    address = reverse("admin:booking_booking_comes", args=[booking.pk])
    return browser.post(address, {"seen": seen_of(booking)} | sent, follow=True)


@pytest.mark.parametrize("page", PAGES)
def test_each_page_says_who_cannot_come(marja, visit, page):
    before = words(marja, page)
    lifecycle.cannot_come(visit, now=NOW)

    after = words(marja, page)

    said = "Joan G. cannot come" if page == "desk" else "Cannot come, said late"
    assert (said in before, said in after) == (False, True)


@pytest.mark.parametrize("page", PAGES)
def test_each_page_says_who_wants_another_time(marja, visit, page):
    before = words(marja, page)
    lifecycle.ask_to_move(visit, now=NOW)

    after = words(marja, page)

    said = "Joan G. wants another time" if page == "desk" else "Wants another time, said late"
    assert (said in before, said in after) == (False, True)


def test_the_desk_leads_to_moving_whom_another_time_suits_better(marja, visit):
    lifecycle.ask_to_move(visit, now=NOW)

    page = marja.get("/admin/").content.decode()

    assert f'href="{reverse("admin:booking_booking_move", args=[visit.pk])}"' in page
    assert "It stays at this time until you move it." in page


def test_who_cannot_come_at_all_is_listed_once_and_as_that(marja, visit):
    lifecycle.ask_to_move(visit, now=NOW)
    lifecycle.cannot_come(visit, now=NOW)

    pages = [words(marja, page) for page in PAGES]

    assert ["annot come" in page for page in pages] == [True] * 4
    assert [bool(re.search("[Ww]ants another time", page)) for page in pages] == [False] * 4


def test_a_move_answers_the_wish_for_another_time(marja, visit):
    lifecycle.ask_to_move(visit, now=NOW)
    visit.version += 1
    visit.save()

    assert "wants another time" not in words(marja, "desk")
    assert WANTS not in words(marja, "sheet")


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.NO_SHOW])
def test_what_is_over_wants_no_answer(marja, visit, status):
    lifecycle.ask_to_move(visit, now=NOW)
    lifecycle.cannot_come(visit, now=NOW)
    visit.status = status
    visit.save()

    told = [word for page in PAGES for word in ("annot come", "ants another") if word in words(marja, page)]

    assert told == []


def test_the_page_of_the_visit_says_it_too(marja, visit):
    address = reverse("admin:booking_booking_change", args=[visit.pk])
    lifecycle.ask_to_move(visit, now=NOW)
    wants = words(marja, address)
    lifecycle.cannot_come(visit, now=NOW)

    cannot = words(marja, address)

    assert ("Wants another time. They told you too late" in wants, "They come after all" in wants) == (1, 0)
    assert ("Cannot come. They told you too late" in cannot, "They come after all" in cannot) == (1, 1)


def test_they_come_after_all_by_one_press(marja, visit):
    lifecycle.cannot_come(visit, now=NOW)

    page = comes(marja, visit).content.decode()

    assert "Noted: the visit stays as it is." in page
    assert "They come after all" not in page
    assert "cannot come" not in words(marja, "desk")
    assert [event.why for event in visit.events.all()] == ["late_cancel_asked", "comes_after_all"]


def test_pressing_it_twice_or_on_an_old_page_notes_nothing_more(marja, visit):
    lifecycle.cannot_come(visit, now=NOW)
    comes(marja, visit, seen="something older")
    before = visit.events.count()

    pages = [comes(marja, visit).content.decode() for _press in range(2)]

    assert ["Nothing was changed or sent" in page for page in pages] == [False, True]
    assert (before, visit.events.count()) == (1, 2)


def test_it_is_pressed_and_by_whoever_may_change_bookings(marja, visit):
    lifecycle.cannot_come(visit, now=NOW)
    looked = marja.get(reverse("admin:booking_booking_comes", args=[visit.pk]))
    reader = make_practitioner("reader", "walking-in-birch-woods")
    group = reader.groups.get()
    group.permissions.remove(*group.permissions.filter(codename="change_booking"))
    marja.force_login(reader)

    refused = comes(marja, visit)

    assert (looked.status_code, refused.status_code) == (405, 403)
    assert visit.events.count() == 1


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(("answered", "says"), [(timedelta(days=5), True), (timedelta(0), False)])
def test_each_page_says_that_the_question_is_not_answered(marja, page, answered, says):
    visit_of(answered=answered)

    assert (UNANSWERED in words(marja, page)) == says


def test_before_it_is_asked_and_once_it_is_answered_nothing_is_said(marja):
    visit_of(starts_at=NOW + timedelta(days=4), answered=timedelta(days=5))
    answered = visit_of(answered=timedelta(days=5))
    lifecycle.note_unchanged(answered, by=lifecycle.CLIENT, now=NOW)

    assert [page for page in PAGES if UNANSWERED in words(marja, page)] == []


@pytest.mark.parametrize("page", PAGES)
def test_it_takes_as_many_queries_for_one_as_for_three(marja, page):
    def queries():
        marja.get(PAGES[page])
        with CaptureQueriesContext(connection) as captured:
            marja.get(PAGES[page])
        return len(captured)

    def say(hours):
        visit = visit_of(starts_at=TOMORROW + timedelta(hours=hours), answered=timedelta(days=5))
        other = visit_of(starts_at=TOMORROW + timedelta(hours=hours + 2.5), answered=timedelta(days=5))
        lifecycle.cannot_come(visit, now=NOW)
        lifecycle.ask_to_move(other, now=NOW)

    say(-5)
    few = queries()
    say(0)
    say(5)

    assert queries() == few
