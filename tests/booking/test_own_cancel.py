"""Cancelling by the client: two presses until the deadline, and after it a word to the practitioner."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client as Browser
from django.urls import reverse

from booking import late, lifecycle, links, outbox
from booking.models import Booking, Kind, Message, Purpose, Status
from booking.moves import CLIENT, NotAllowed, TooLate
from booking.views.own import access
from content.models import Practice
from tests.booking.factories import NOW, ConfirmedFactory, HeldFactory, OfferedFactory
from tests.booking.races import together
from tests.intake.factories import UserFactory

VISIT = datetime(2027, 3, 8, 10, tzinfo=UTC)
DEADLINE = VISIT - timedelta(hours=48)
A_MINUTE = timedelta(minutes=1)
CANCEL, CANNOT_COME = "/booking/cancel/", "/booking/cannot-come/"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_week")]


@pytest.fixture
def visit():
    return ConfirmedFactory(starts_at=VISIT, client__email="robin@example.com")


@pytest.fixture
def held():
    return HeldFactory(starts_at=VISIT, client__email="robin@example.com")


def come(browser, booking, *, now=NOW, to=""):
    token = links.make(Purpose.VISIT, booking=booking, address=booking.email, now=now)
    return browser.get(links.url(Purpose.VISIT, token, to=to).removeprefix("http://testserver"), follow=True)


def press(browser, booking, address=CANCEL, **more):
    return browser.post(address, {"seen": access.seen(booking)} | more)


def kinds(booking):
    return sorted(booking.messages.values_list("kind", flat=True))


def whys(booking):
    return list(booking.events.values_list("why", flat=True))


class TestInTime:
    def test_a_link_in_a_mail_lands_on_the_button(self, client, visit):
        asked = come(client, visit, to="cancel")

        assert asked.redirect_chain == [(CANCEL, 302)]
        assert "Yes, cancel it" in asked.text

    def test_one_press_cancels_frees_the_time_and_tells_both(self, client, visit):
        come(client, visit)

        answer = press(client, visit)

        visit.refresh_from_db()
        assert answer.url == reverse("own:page")
        assert visit.status == Status.CANCELLED
        assert (whys(visit), kinds(visit)) == (["asked"], [Kind.CANCELLED, Kind.GIVEN_BACK])
        shown = client.get(reverse("own:page")).text
        assert "This visit is cancelled" in shown
        assert reverse("own:again") in shown

    def test_pressing_again_changes_nothing_and_says_it_is_cancelled(self, client, visit):
        come(client, visit)
        press(client, visit)

        again = press(client, visit)

        assert again.url == reverse("own:page")
        assert (len(whys(visit)), len(kinds(visit))) == (1, 2)

    def test_a_request_that_waits_can_be_taken_back_at_any_time(self, client, held):
        with time_machine.travel(DEADLINE + timedelta(hours=12), tick=False):
            come(client, held, now=DEADLINE)
            press(client, held)

        held.refresh_from_db()
        assert (held.status, whys(held)) == (Status.CANCELLED, ["asked"])

    def test_a_form_for_something_else_is_not_obeyed(self, client, visit):
        held = HeldFactory(starts_at=VISIT + timedelta(days=1))
        come(client, visit)

        for seen in ({"seen": access.seen(held)}, {"seen": ""}, {"seen": f"{visit.reference}.9.confirmed"}):
            answer = client.post(CANCEL, seen)
            assert answer.status_code == 409
            assert "nothing has been done" in answer.text

        visit.refresh_from_db()
        assert visit.status == Status.CONFIRMED

    def test_of_a_visit_that_is_over_nothing_is_cancelled(self, client):
        over = ConfirmedFactory(starts_at=NOW - timedelta(hours=5), client__email="robin@example.com")
        come(client, over)

        assert client.get(CANCEL).url == reverse("own:page")
        assert press(client, over).url == reverse("own:page")
        assert whys(over) == []


class TestTooLate:
    @pytest.fixture(autouse=True)
    def clock(self, open_week):
        with time_machine.travel(DEADLINE + A_MINUTE, tick=False):
            yield

    def test_the_page_says_how_to_reach_me_and_offers_one_button(self, client, visit):
        Practice.objects.create(name="NPM", phone="01632 960 123", email="kim@example.com")

        asked = come(client, visit, to="cancel").text

        assert "Tell me that you cannot come" in asked
        assert "01632 960 123" in asked
        assert "mailto:kim@example.com" in asked
        assert "Yes, cancel it" not in asked

    def test_cancelling_is_refused_whatever_is_sent(self, client, visit):
        come(client, visit)

        answer = press(client, visit)

        visit.refresh_from_db()
        assert (answer.status_code, visit.status) == (409, Status.CONFIRMED)
        assert "Tell me that you cannot come" in answer.text

    def test_she_is_told_once_and_the_visit_stays(self, client, visit):
        come(client, visit)

        for _press in range(3):
            answer = press(client, visit, CANNOT_COME)
            assert answer.url == CANCEL

        visit.refresh_from_db()
        assert visit.status == Status.CONFIRMED
        assert (whys(visit), kinds(visit)) == ([late.CANNOT_COME], [Kind.CANNOT_COME])
        assert "I know that you cannot come" in client.get(CANCEL).text

    def test_a_form_that_was_shown_before_the_visit_moved_tells_her_nothing(self, client, visit):
        come(client, visit)
        shown = {"seen": access.seen(visit)}
        Booking.objects.filter(pk=visit.pk).update(version=2)

        answer = client.post(CANNOT_COME, shown)

        assert (answer.status_code, whys(visit), kinds(visit)) == (409, [], [])

    def test_her_mail_names_nobody(self, client, visit):
        Practice.objects.create(name="NPM", practitioner="Kim", email="kim@example.com")
        come(client, visit)
        press(client, visit, CANNOT_COME)

        outbox.send_due(now=DEADLINE + A_MINUTE)

        (letter,) = mail.outbox
        assert (letter.to, letter.subject) == (["kim@example.com"], "Late cancellation: Monday 8 March, 10am")
        assert visit.client.name.split()[0] not in letter.body

    def test_cancelling_it_then_counts_as_late(self, client, visit):
        lifecycle.cannot_come(visit, now=DEADLINE + A_MINUTE)

        lifecycle.cancel(visit, by=lifecycle.practitioner(UserFactory()), now=DEADLINE + 2 * A_MINUTE)

        assert whys(visit) == [late.CANNOT_COME, "asked_late"]
        assert Kind.GIVEN_BACK not in kinds(visit)

    def test_a_visit_that_was_agreed_and_is_held_again_keeps_its_deadline(self, client, held):
        held.events.create(to_status=Status.CONFIRMED, version=1, at=NOW, actor="system")

        with pytest.raises(TooLate):
            lifecycle.give_back(held, now=DEADLINE + A_MINUTE)


def test_the_deadline_itself_is_still_in_time(visit):
    lifecycle.give_back(visit, now=DEADLINE)

    assert whys(visit) == ["asked"]


def test_before_the_deadline_there_is_nothing_to_tell_her(visit):
    with pytest.raises(NotAllowed):
        lifecycle.cannot_come(visit, now=DEADLINE)


def test_moving_the_visit_or_hearing_otherwise_answers_it(visit):
    she, now = lifecycle.practitioner(UserFactory()), DEADLINE + A_MINUTE
    lifecycle.cannot_come(visit, now=now)
    assert list(late.asked(now)) == [visit]

    lifecycle.comes_after_all(visit, by=she, now=now)
    assert list(late.asked(now)) == []
    with pytest.raises(NotAllowed):
        lifecycle.comes_after_all(visit, by=she, now=now)

    lifecycle.cannot_come(visit, now=now)
    visit.events.create(to_status="confirmed", version=2, at=now, actor="system", was_at=VISIT)
    assert (list(late.asked(now)), late.is_asked(visit)) == ([], False)


def test_an_offer_that_is_given_back_is_no_news_to_her():
    offer = OfferedFactory(starts_at=VISIT)

    lifecycle.cancel(offer, by=CLIENT, now=NOW)

    assert Kind.GIVEN_BACK not in kinds(offer)


@pytest.mark.parametrize("address", [CANCEL, CANNOT_COME, "/booking/older-links/"])
def test_without_a_link_nothing_is_done_by_whoever_knows_the_number(client, visit, address):
    answer = client.post(address, {"seen": access.seen(visit), "reference": visit.reference})

    assert answer.url == reverse("own:lost")
    assert whys(visit) == []


@pytest.mark.parametrize("address", [CANNOT_COME, "/booking/older-links/"])
def test_what_acts_is_not_to_be_had_by_looking(client, visit, address):
    come(client, visit)

    assert client.get(address).status_code == 405


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("address", "now", "count"), [(CANCEL, NOW, 2), (CANNOT_COME, DEADLINE + A_MINUTE, 1)]
)
def test_of_ten_presses_at_once_one_has_an_effect(visit, address, now, count):
    with time_machine.travel(now, tick=False):
        browsers = [Browser() for _press in range(10)]
        for browser in browsers:
            come(browser, visit, now=now)

        answers = together(*[lambda one=one: press(one, visit, address).status_code for one in browsers])

    assert set(answers) <= {302, 409}
    assert visit.events.count() == 1
    assert Message.objects.count() == count
