"""The client's own page in each of a visit's states, and what a form of it may do."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from booking import lifecycle, links
from booking.models import Link, Purpose, Status
from booking.views.own import access
from tests.booking import flow
from tests.booking.factories import NOW, BookingFactory, ConfirmedFactory, HeldFactory, OfferedFactory
from tests.intake.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_week")]
VISIT = datetime(2027, 3, 8, 10, tzinfo=UTC)


def visit(factory=ConfirmedFactory, **more):
    return factory(starts_at=VISIT, client__name="Robin Surname", client__email="robin@example.com", **more)


def come(client, booking):
    """Open the page by a new link, as from a mail."""
    token = links.make(Purpose.VISIT, booking=booking, address=booking.email, now=NOW)
    return client.get(reverse("own:visit", args=[token]), follow=True)


def over(status):
    """A visit that has been, or that came to nothing."""
    return visit(status=status, minutes_given=100 if status == Status.COMPLETED else None)


@pytest.mark.parametrize(
    ("status", "heading"),
    [
        (Status.COMPLETED, "Thank you for coming"),
        (Status.NOT_TREATED, "We left the session for another day"),
        (Status.NO_SHOW, "We missed each other"),
        (Status.CANCELLED, "This visit is cancelled"),
        (Status.LAPSED, "This time is no longer kept"),
    ],
)
def test_what_is_over_says_so_and_how_to_go_on(client, status, heading):
    shown = come(client, over(status))

    assert f"<h1>{heading}</h1>" in shown.text
    assert reverse("book:start") in shown.text or "own-action" in shown.text
    assert "Add to my calendar" not in shown.text


def test_a_declined_request_leads_to_a_talk(client):
    booking = visit(HeldFactory)
    she = lifecycle.practitioner(UserFactory())
    lifecycle.offer_later(booking, by=she, now=NOW, from_on=VISIT.date())

    assert "A later time would be better" in come(client, booking).text


def test_a_confirmed_visit_says_when_where_and_what_it_costs(client):
    shown = come(client, visit())

    assert "<h1>Your visit is confirmed</h1>" in shown.text
    for words in ("Monday 8 March 2027", "10am, to noon at the latest", "Robin", "£98", "What to wear"):
        assert words in shown.text
    for url in ("own:calendar_file", "own:cancel"):
        assert reverse(url) in shown.text


def test_the_page_names_nothing_that_a_link_must_not_open(client):
    shown = come(client, visit(client__phone="07700 900777")).text

    for secret in ("Surname", "robin@example.com", "07700 900777", "1985"):
        assert secret not in shown


def test_a_held_request_says_by_when_and_not_to_travel(client):
    shown = come(client, visit(HeldFactory)).text

    assert "<h1>I have your request</h1>" in shown
    assert "Please do not travel before I have confirmed it." in shown
    assert "Wednesday 3 March, noon" in shown
    assert "Sunday 7 March, 10am" in shown
    assert "Add to my calendar" not in shown


def test_a_visit_that_is_held_again_is_kept_until_she_has_answered(client):
    booking = visit()
    lifecycle.hold_again(
        booking, booking.screening, answer_due_at=NOW + timedelta(days=2), now=NOW, by=lifecycle.CLIENT
    )
    booking.events.create(
        from_status="held", to_status="confirmed", version=1, at=NOW - timedelta(1), actor="system"
    )

    shown = come(client, booking).text

    assert "<h1>Please wait for my answer</h1>" in shown
    assert "I keep the time for you until I have answered." in shown


def test_a_paper_that_was_asked_for_is_still_to_do(client):
    booking = visit(HeldFactory)
    lifecycle.ask_for_letter(booking, by=lifecycle.practitioner(UserFactory()), now=NOW)

    shown = come(client, booking).text

    assert "Send me one paper" in shown
    assert "doctor" not in shown.lower()


def test_an_offer_is_shown_as_one(client):
    assert "This time is yours if you want it" in come(client, visit(OfferedFactory)).text


def test_a_hold_that_has_run_out_is_no_longer_shown_as_kept(client):
    shown = come(client, visit(HeldFactory, held_until=NOW)).text

    assert "<h1>This time is no longer kept</h1>" in shown


def test_nobody_sees_a_page_without_a_link(client):
    visit()

    assert client.get(reverse("own:page")).url == reverse("own:lost")


class TestOlderLinks:
    @pytest.fixture
    def booking(self):
        return visit()

    def test_they_open_nothing_any_more(self, client, booking):
        older = links.make(Purpose.VISIT, booking=booking, address=booking.email, now=NOW)
        again = links.make(Purpose.AGAIN, booking=booking, address=booking.email, now=NOW)
        come(client, booking)

        answer = client.post(reverse("own:rotate"), {"seen": access.seen(booking)}, follow=True)

        assert "The older links open nothing any more." in answer.text
        assert links.find(Purpose.VISIT, older, now=NOW) is None
        assert links.find(Purpose.AGAIN, again, now=NOW) is not None
        assert Link.objects.filter(purpose=Purpose.VISIT).count() == 1

    def test_not_those_of_another_visit(self, client, booking):
        other = ConfirmedFactory(starts_at=VISIT + timedelta(days=1), client=booking.client)
        token = links.make(Purpose.VISIT, booking=other, address=other.email, now=NOW)
        come(client, booking)

        client.post(reverse("own:rotate"), {"seen": access.seen(booking)})

        assert links.find(Purpose.VISIT, token, now=NOW) is not None

    def test_a_form_for_another_visit_ends_none(self, client, booking):
        older = links.make(Purpose.VISIT, booking=booking, address=booking.email, now=NOW)
        other = BookingFactory(starts_at=VISIT + timedelta(days=1))
        come(client, booking)

        answer = client.post(reverse("own:rotate"), {"seen": access.seen(other)})

        assert answer.status_code == 409
        assert links.find(Purpose.VISIT, older, now=NOW) is not None


def test_whoever_has_just_typed_a_name_is_told_neither_price_nor_length(client):
    flow.fill_in(client, VISIT)
    flow.send(client)

    shown = client.get(reverse("own:page")).text

    assert "Monday 8 March 2027" in shown
    for secret in ("£", "90 minutes", "at the latest"):
        assert secret not in shown
