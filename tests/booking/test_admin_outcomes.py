"""What became of a visit, noted on its outcome page."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse

from booking.admin import decisions
from booking.models import Booking, BookingEvent, Kind, Message, Status
from booking.practitioner import make_practitioner
from intake.models import Reading, ScreeningPolicy
from tests.booking.factories import NOW, BookingFactory, ConfirmedFactory, HeldFactory, WorkingHoursFactory
from tests.intake.factories import PLAIN_ANSWERS, ClientFactory

pytestmark = pytest.mark.django_db
AN_HOUR_AGO = NOW - timedelta(hours=1)
TOOK_PLACE = {"outcome": "completed", "minutes": "120", "note": ""}


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


@pytest.fixture
def visit():
    return begun()


def begun(**changes):
    return ConfirmedFactory(starts_at=AN_HOUR_AGO, **changes)


def without_form(**changes):
    return begun(client=ClientFactory(form_on=None), **changes)


def url(booking, page="outcome"):
    return reverse(f"admin:booking_booking_{page}", args=[booking.pk])


def post(marja, booking, page="outcome", **typed):
    sent = {"seen": decisions.seen_of(booking)} | typed
    return marja.post(url(booking, page), sent, follow=True).content.decode()


def state(booking):
    booking.refresh_from_db()
    return booking.status, booking.minutes_given


def words_of(booking):
    event = booking.events.last()
    return event.words and event.words.text


def test_the_ordinary_case_is_filled_in_and_sends_nothing(marja, user, visit):
    asked = marja.get(url(visit)).context["form"].initial
    page = post(marja, visit, **TOOK_PLACE)

    assert {name: asked[name] for name in ("outcome", "minutes")} == {
        "outcome": "completed",
        "minutes": "120",
    }
    assert state(visit) == (Status.COMPLETED, 120)
    assert BookingEvent.objects.get().by == user
    assert "Noted: it took 120 minutes. Nothing was sent." in page
    assert not Message.objects.exists()


def test_the_session_note_comes_next_and_then_what_is_offered_afterwards(marja, visit):
    answer = marja.post(url(visit), {"seen": decisions.seen_of(visit)} | TOOK_PLACE)
    page = marja.get(url(visit, "change")).content.decode()

    assert answer.url == url(visit, "session")
    assert "What comes next?" in page
    assert url(visit, "receipt") in page


def test_who_writes_no_session_notes_goes_on_to_the_visit(marja, user, visit):
    group = user.groups.get()
    group.permissions.remove(*group.permissions.filter(codename="add_sessionnote"))

    answer = marja.post(url(visit), {"seen": decisions.seen_of(visit)} | TOOK_PLACE)

    assert answer.url == url(visit, "change")


def test_who_is_usually_treated_for_100_minutes_has_these_filled_in(marja):
    visit = begun(reserved_minutes=100)

    asked = marja.get(url(visit)).context["form"].initial

    assert (asked["minutes"], asked["other_minutes"]) == ("other", 100)


@pytest.mark.parametrize(
    ("minutes", "note"), [("90", ""), ("95", ""), ("85", "She felt cold."), ("130", "x")]
)
def test_another_number_of_minutes(marja, visit, minutes, note):
    typed = {"minutes": "other", "other_minutes": minutes, "note": note}

    post(marja, visit, outcome="completed", **typed)

    assert state(visit) == (Status.COMPLETED, int(minutes))
    assert (words_of(visit) or "") == note


@pytest.mark.parametrize("minutes", ["89", "121"])
def test_fewer_than_90_or_more_than_120_need_a_note(marja, visit, minutes):
    page = post(marja, visit, outcome="completed", minutes="other", other_minutes=minutes)

    assert state(visit) == (Status.CONFIRMED, None)
    assert "Write why it took fewer than 90 or more than 120 minutes." in page
    assert f'value="{minutes}"' in page


@pytest.mark.parametrize("minutes", ["", "0", "-5", "481", "9" * 5000, "two hours", "1.5", "\x00", "1e2"])
def test_minutes_that_are_none_are_asked_for_again(marja, visit, minutes):
    page = post(marja, visit, outcome="completed", minutes="other", other_minutes=minutes, note="Kept.")

    assert state(visit) == (Status.CONFIRMED, None)
    assert 'href="#id_other_minutes"' in page
    assert "<title>Error:" in page
    assert "Kept." in page


@pytest.mark.parametrize("typed", [{}, {"outcome": "nonsense"}, {"outcome": "completed"}])
def test_nothing_chosen_is_asked_for_again(marja, visit, typed):
    page = post(marja, visit, **typed)

    assert state(visit) == (Status.CONFIRMED, None)
    assert "There is a problem" in page


class TestWithoutAHealthForm:
    def test_the_page_asks_for_it(self, marja):
        visit = without_form()

        assert "The health form is here on paper" in marja.get(url(visit)).content.decode()

    @pytest.mark.parametrize("typed", [{}, {"on_paper": "on"}, {"note": "In the folder."}])
    def test_a_first_visit_is_not_completed(self, marja, typed):
        visit = without_form()

        page = post(marja, visit, **TOOK_PLACE | typed)

        assert state(visit) == (Status.CONFIRMED, None)
        assert ('href="#id_on_paper"' in page, 'href="#id_note"' in page) == (
            "on_paper" not in typed,
            "note" not in typed,
        )

    def test_that_it_is_on_paper_completes_it(self, marja):
        visit = without_form()

        post(marja, visit, **TOOK_PLACE | {"on_paper": "on", "note": "In the folder."})

        assert state(visit) == (Status.COMPLETED, 120)
        assert Booking.objects.get().client.form_on == AN_HOUR_AGO.date()
        assert words_of(visit) == "In the folder."

    def test_a_follow_up_needs_none(self, marja):
        visit = without_form(is_first=False)

        asked = marja.get(url(visit)).content.decode()
        post(marja, visit, **TOOK_PLACE)

        assert "on paper" not in asked
        assert state(visit) == (Status.COMPLETED, 120)


class TestNotTreated:
    def test_the_reason_and_the_safe_day_are_kept(self, marja, visit):
        post(marja, visit, outcome="not_treated", note="A fresh scar.", safe_from="5/6/2027")

        assert state(visit) == (Status.NOT_TREATED, None)
        assert words_of(visit) == "A fresh scar."
        assert Booking.objects.get().client.not_before_on == date(2027, 6, 5)
        assert not Message.objects.exists()

    def test_a_reason_is_needed(self, marja, visit):
        page = post(marja, visit, outcome="not_treated", safe_from="5/6/2027")

        assert state(visit) == (Status.CONFIRMED, None)
        assert "Write why you did not treat." in page
        assert 'value="5/6/2027"' in page

    @pytest.mark.parametrize("day", ["1/3/2027", "31/2/2027", "soon", "9999-99-99", "\x00"])
    def test_a_safe_day_that_is_none_is_asked_for_again(self, marja, visit, day):
        page = post(marja, visit, outcome="not_treated", note="A fresh scar.", safe_from=day)

        assert state(visit) == (Status.CONFIRMED, None)
        assert 'href="#id_safe_from"' in page
        assert "A fresh scar." in page

    def test_visits_before_the_safe_day_are_held_again(self, marja):
        WorkingHoursFactory()
        ScreeningPolicy.objects.get_or_create(pk=1)
        visit = begun()
        coming = ConfirmedFactory(client=visit.client, screening__answers=PLAIN_ANSWERS)

        page = post(marja, visit, outcome="not_treated", note="A fresh scar.", safe_from="5/6/2027")

        coming.refresh_from_db()
        assert coming.status == Status.HELD
        assert Kind.HELD in coming.messages.values_list("kind", flat=True)
        assert "1 coming visit of theirs is held for you now" in page


def test_they_did_not_come(marja, visit):
    page = post(marja, visit, outcome="no_show", other_minutes="nonsense", safe_from="nonsense")

    assert state(visit) == (Status.NO_SHOW, None)
    assert "Noted: they did not come." in page


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (ConfirmedFactory, "this visit has not begun"),
        (HeldFactory, "Answer the request first"),
        (lambda: HeldFactory(starts_at=AN_HOUR_AGO), "was still held when it began"),
        (lambda: begun(status=Status.CANCELLED), "is “Cancelled” now"),
        (lambda: begun(status=Status.COMPLETED, minutes_given=105), "is noted as “Completed” already"),
        (lambda: begun(status=Status.NO_SHOW), "is noted as “Did not come” already"),
        (BookingFactory, "is “Being booked” now"),
    ],
    ids=["to come", "held", "held and begun", "cancelled", "completed", "no-show", "reserved"],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_has_no_outcome_to_note_says_so(marja, make, words, method):
    visit = make()
    before = state(visit)
    sent = {"seen": decisions.seen_of(visit)} | TOOK_PLACE

    page = getattr(marja, method)(url(visit), sent if method == "post" else {}, follow=True)

    assert words in page.content.decode()
    assert state(visit) == before
    assert not visit.events.exists()


def test_finished_in_another_tab_the_note_is_not_lost(marja, visit):
    seen = decisions.seen_of(visit)
    post(marja, visit, **TOOK_PLACE)

    sent = {"seen": seen, "outcome": "not_treated", "note": "A fresh scar."}
    page = marja.post(url(visit), sent).content.decode()

    assert state(visit) == (Status.COMPLETED, 120)
    assert "is noted as “Completed” already" in page
    assert "A fresh scar.</textarea>" in page
    assert f'action="{url(visit, "note")}"' in page


@pytest.mark.parametrize("seen", [None, "", "confirmed.2.1", "x" * 200, "\x00"])
def test_a_page_from_before_notes_nothing(marja, visit, seen):
    typed = TOOK_PLACE | ({} if seen is None else {"seen": seen})

    answer = marja.post(url(visit), typed, follow=True)

    assert (answer.status_code, state(visit)) == (200, (Status.CONFIRMED, None))


class TestCorrecting:
    @pytest.fixture
    def done(self):
        return begun(status=Status.COMPLETED, minutes_given=120)

    def test_the_minutes_are_put_right_with_a_note(self, marja, done):
        asked = marja.get(url(done, "minutes")).content.decode()
        page = post(marja, done, "minutes", minutes="105", note="I pressed the wrong one.")

        assert "120 minutes are noted." in asked
        assert state(done) == (Status.COMPLETED, 105)
        assert words_of(done) == "I pressed the wrong one."
        assert "Put right: 105 minutes." in page

    def test_not_without_a_note(self, marja, done):
        page = post(marja, done, "minutes", minutes="105")

        assert state(done) == (Status.COMPLETED, 120)
        assert "Write how the mistake came about." in page

    def test_not_on_a_page_from_before(self, marja, done):
        seen = decisions.seen_of(done)
        post(marja, done, "minutes", minutes="105", note="I pressed the wrong one.")

        post(marja, done, "minutes", minutes="90", note="No.", seen=seen)

        assert state(done) == (Status.COMPLETED, 105)

    def test_only_of_what_is_completed(self, marja, visit):
        post(marja, visit, "minutes", minutes="105", note="No.")

        assert state(visit) == (Status.CONFIRMED, None)


class TestNotes:
    @pytest.mark.parametrize("status", [Status.CONFIRMED, Status.NO_SHOW, Status.CANCELLED])
    def test_a_note_is_added_to_any_visit(self, marja, user, status):
        visit = begun(status=status)

        page = post(marja, visit, "note", note="She rang to say sorry.")

        event = visit.events.get()
        assert (event.why, event.by, event.words.text) == ("note", user, "She rang to say sorry.")
        assert state(visit)[0] == status
        assert "Your note is kept locked in the record." in page

    @pytest.mark.parametrize("note", ["", "  ", "x" * 2001, "a\x00b"])
    def test_a_note_that_cannot_be_kept_is_asked_for_again(self, marja, visit, note):
        page = post(marja, visit, "note", note=note)

        assert not visit.events.exists()
        assert "There is a problem" in page

    def test_of_two_presses_the_second_adds_nothing(self, marja, visit):
        for _press in range(2):
            post(marja, visit, "note", note="She rang.")

        assert visit.events.count() == 1

    def test_notes_are_opened_when_they_are_asked_for_and_that_is_written_down(self, marja, user, visit):
        post(marja, visit, "note", note="She rang.")

        closed = marja.get(url(visit, "note")).content.decode()
        unread = Reading.objects.count()
        read = marja.get(url(visit, "note"), {"read": "yes"}).content.decode()

        assert ("She rang." in closed, "She rang." in read) == (False, True)
        assert (unread, Reading.objects.get().what, Reading.objects.get().by) == (0, "words", user)

    def test_who_may_read_no_answers_reads_no_notes(self, marja, user, visit):
        post(marja, visit, "note", note="She rang.")
        group = user.groups.get()
        group.permissions.remove(*group.permissions.filter(codename="view_screening"))

        page = marja.get(url(visit, "note"), {"read": "yes"}).content.decode()

        assert "She rang." not in page
        assert not Reading.objects.exists()
