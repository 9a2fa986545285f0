"""A doctor’s letter is accepted and ended, and a “not sure” is settled, on the review page."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse

from booking.models import Kind, Message, Status
from booking.practitioner import make_practitioner
from intake.answers import Reply
from intake.models import Clearance, Screening
from tests.booking.asked import REASON, VISIT, held, kinds, post, url
from tests.booking.factories import NOW, WorkingHoursFactory
from tests.intake.factories import ClearanceFactory

pytestmark = pytest.mark.django_db


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


def test_care_for_cancer_is_not_confirmed_without_a_letter(marja):
    booking = held(cancer=Reply.YES)

    page = post(marja, booking, decision="confirm", note=REASON).content.decode()

    booking.refresh_from_db()
    assert booking.status == Status.HELD
    assert "Opens when a letter that is valid on 8 March is accepted." in page
    assert REASON in page
    assert not Message.objects.exists()


def test_an_accepted_letter_opens_the_confirmation(marja, user):
    booking = held(cancer=Reply.YES)

    post(
        marja, booking, act="letter", valid_from="1/3/2027", valid_until="1/6/2027", letter_note="Dr Example"
    )
    post(marja, booking, decision="confirm")

    booking.refresh_from_db()
    letter = Clearance.objects.get()
    assert (booking.status, booking.clearance) == (Status.CONFIRMED, letter)
    assert (letter.accepted_by, letter.valid_until, letter.note) == (user, date(2027, 6, 1), "Dr Example")


def test_a_letter_that_ends_before_the_visit_opens_nothing(marja):
    booking = held(cancer=Reply.YES)
    ClearanceFactory(client=booking.client, valid_until=VISIT.date() - timedelta(days=1))

    post(marja, booking, decision="confirm")

    booking.refresh_from_db()
    assert booking.status == Status.HELD


@pytest.mark.parametrize(
    ("first", "last"), [("1/6/2027", "1/3/2027"), ("", "1/6/2027"), ("1/3/2027", ""), ("x", "y")]
)
def test_a_letter_with_impossible_days_is_not_accepted(marja, first, last):
    booking = held(cancer=Reply.YES)

    page = post(marja, booking, act="letter", valid_from=first, valid_until=last, letter_note="Dr Example")

    assert not Clearance.objects.exists()
    assert "Dr Example" in page.content.decode()


def test_not_sure_about_cancer_is_settled_before_anybody_confirms(marja):
    booking = held(cancer=Reply.UNSURE)
    ClearanceFactory(client=booking.client)

    page = post(marja, booking, decision="confirm").content.decode()

    booking.refresh_from_db()
    assert booking.status == Status.HELD
    assert "settled as yes or no" in page


def test_settled_as_no_can_be_confirmed(marja, user):
    booking = held(cancer=Reply.UNSURE)
    first = booking.screening

    post(marja, booking, act="settle", reply="no")
    booking.refresh_from_db()
    settled = booking.screening
    post(marja, booking, decision="confirm")

    booking.refresh_from_db()
    assert settled.supersedes == first
    assert settled.given_by == Screening.GivenBy.PRACTITIONER
    assert (booking.status, booking.screening) == (Status.CONFIRMED, settled)


def test_settled_as_yes_still_needs_a_letter(marja):
    booking = held(cancer=Reply.UNSURE)

    post(marja, booking, act="settle", reply="yes")
    booking.refresh_from_db()
    page = post(marja, booking, decision="confirm").content.decode()

    assert booking.needs_clearance
    assert "Opens when a letter" in page


def end(booking, letter):
    return reverse("admin:booking_booking_end_letter", args=[booking.pk, letter.pk])


class TestEndingALetter:
    @pytest.fixture
    def visit(self, marja):
        WorkingHoursFactory()
        booking = held(cancer=Reply.YES)
        ClearanceFactory(client=booking.client)
        post(marja, booking, decision="confirm")
        Message.objects.all().delete()
        return booking

    @pytest.fixture
    def letter(self, visit):
        return Clearance.objects.get()

    def test_it_is_asked_once_more_with_the_visits_it_touches(self, marja, visit, letter):
        review = marja.get(url(visit)).content.decode()
        page = marja.get(end(visit, letter)).content.decode()

        letter.refresh_from_db()
        assert f'href="{end(visit, letter)}"' in review
        assert "Monday 8 March 2027, 12:00" in page
        assert letter.ended_at is None

    def test_what_was_confirmed_on_it_is_held_again(self, marja, visit, letter):
        page = marja.post(end(visit, letter), follow=True).content.decode()

        visit.refresh_from_db()
        letter.refresh_from_db()
        assert letter.ended_at == NOW
        assert (visit.status, visit.clearance, visit.approved_version) == (Status.HELD, None, None)
        assert Kind.HELD in kinds(visit)
        assert "1 visit is held for you again" in page
        assert "the doctor’s letter was ended" in page

    def test_the_visit_is_not_confirmed_without_another(self, marja, visit, letter):
        marja.post(end(visit, letter))
        visit.refresh_from_db()

        post(marja, visit, decision="confirm", note="x")

        visit.refresh_from_db()
        assert visit.status == Status.HELD

    def test_twice_says_so_and_changes_nothing(self, marja, visit, letter):
        marja.post(end(visit, letter))
        before = visit.events.count(), Message.objects.count()

        page = marja.post(end(visit, letter), follow=True).content.decode()
        asked = marja.get(end(visit, letter))

        assert (visit.events.count(), Message.objects.count()) == before
        assert "this letter had ended already" in page
        assert asked.status_code == 302

    @pytest.mark.parametrize("right", ["change_booking", "change_clearance"])
    def test_who_may_not_is_refused(self, marja, user, visit, letter, right):
        group = user.groups.get()
        group.permissions.remove(*group.permissions.filter(codename=right))

        answer = marja.post(end(visit, letter))

        letter.refresh_from_db()
        assert (answer.status_code, letter.ended_at) == (403, None)
        assert end(visit, letter) not in marja.get(url(visit)).content.decode()
