"""The pages on which a client moves their visit: nothing is typed, nothing is lost, no page ends anywhere."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from booking import lifecycle, links, rebooking
from booking.models import Booking, Kind, Message, Purpose, Status
from content.models import Practice
from intake.crypto import Unreadable
from intake.models import Screening
from tests.booking.factories import NOW, ConfirmedFactory, HeldFactory
from tests.booking.test_own_move import OPERATED, approved, kinds, read, visit_of
from tests.intake.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_week", "practice")]
WAS_AT = datetime(2027, 3, 8, 10, tzinfo=UTC)
TUESDAY = WAS_AT + timedelta(days=1)
MOVE, CHECK, ASK = (f"/booking/{path}" for path in ("move/", "move/check/", "move/ask/"))


@pytest.fixture
def practice():
    Practice.objects.create(
        name="NPM Practice", practitioner="Kim Example", phone="07700 900123", email="kim@example.com"
    )


def come(client, booking):
    """Arrive at the page by a new link, as from a mail."""
    token = links.make(Purpose.VISIT, booking=booking, address=booking.email, now=NOW)
    return client.get(reverse("own:visit_move", args=[token]), follow=True)


def seen(booking):
    return f"{booking.reference}.{booking.version}.{booking.status}"


def choose(client, booking, at, **more):
    return client.post(MOVE, {"seen": seen(booking), "starts_at": at.isoformat()} | more, follow=True)


def press(client, booking, at, **more):
    return client.post(CHECK, {"seen": seen(booking), "starts_at": at.isoformat()} | more)


def test_the_link_of_a_mail_leads_to_the_times(client):
    shown = come(client, visit_of())

    assert shown.request["PATH_INFO"] == MOVE
    assert "You have Monday 8 March 2027, 10am." in shown.text
    assert f'value="{TUESDAY.isoformat()}"' in shown.text


def test_choosing_shows_both_times_and_changes_nothing(client):
    visit = visit_of()
    come(client, visit)

    shown = choose(client, visit, TUESDAY)

    assert shown.request["PATH_INFO"] == CHECK
    for words in ("Monday 8 March 2027", "Tuesday 9 March 2027", "until you press", "confirmed at once"):
        assert words in shown.text
    assert (read(visit).version, Message.objects.count()) == (1, 0)


def test_pressing_moves_the_visit_and_says_so(client):
    visit = visit_of()
    come(client, visit)
    choose(client, visit, TUESDAY)

    done = client.get(press(client, visit, TUESDAY).url)

    moved = read(visit)
    assert (moved.starts_at, moved.version, moved.status) == (TUESDAY, 2, Status.CONFIRMED)
    assert "Your visit is now on Tuesday 9 March, 10am." in done.text


def test_a_second_press_does_nothing_and_says_the_same(client):
    visit = visit_of()
    come(client, visit)

    answers = [press(client, visit, TUESDAY) for _press in range(3)]

    assert [(answer.status_code, answer.url) for answer in answers] == [(302, "/booking/")] * 3
    assert (read(visit).version, kinds(visit)) == (2, [Kind.MOVED, Kind.MOVED_BY_CLIENT])


def test_a_day_that_needs_reading_is_said_before_and_makes_a_request(client):
    visit = visit_of(answers=OPERATED, starts_at=datetime(2027, 4, 21, 9, tzinfo=UTC))
    wanted = datetime(2027, 4, 14, 9, tzinfo=UTC)
    come(client, visit)

    shown = choose(client, visit, wanted)
    done = client.get(press(client, visit, wanted, read_first="yes").url)

    assert "Your visit then waits for my answer." in shown.text
    assert 'name="read_first" value="yes"' in shown.text
    assert read(visit).status == Status.HELD
    assert "Your request is now for Wednesday 14 April, 10am." in done.text


def test_what_was_not_said_before_does_not_happen(client):
    visit = visit_of(answers=OPERATED, starts_at=datetime(2027, 4, 21, 9, tzinfo=UTC))
    come(client, visit)

    shown = press(client, visit, datetime(2027, 4, 14, 9, tzinfo=UTC))

    assert (shown.status_code, read(visit).version) == (409, 1)
    assert "Please read it once more." in shown.text
    assert "Your visit then waits for my answer." in shown.text


def test_the_pages_say_nothing_of_what_was_answered(client):
    visit = visit_of(answers=OPERATED, starts_at=datetime(2027, 4, 21, 9, tzinfo=UTC))

    pages = come(client, visit).text, choose(client, visit, datetime(2027, 4, 14, 9, tzinfo=UTC)).text

    for text in pages:
        for word in ("operation", "surgery", "rest after", "1985", visit.client.email, visit.client.phone):
            assert word not in text


def test_days_that_are_too_soon_are_behind_a_link(client):
    shown = come(client, visit_of(answers=OPERATED, starts_at=datetime(2027, 4, 21, 9, tzinfo=UTC)))
    earlier = client.get(f"{MOVE}?earlier=1&week=2027-03-08")

    assert "The times here start on Saturday 20 March." in shown.text
    assert f'href="{MOVE}?earlier=1"' in shown.text
    assert f'value="{WAS_AT.isoformat()}"' in earlier.text


def taken_by_somebody(at):
    return ConfirmedFactory(starts_at=at)


def test_a_time_that_is_taken_meanwhile_leaves_the_visit_and_shows_the_nearest(client):
    visit = visit_of()
    come(client, visit)
    choose(client, visit, TUESDAY)
    taken_by_somebody(TUESDAY)

    answers = client.get(CHECK), press(client, visit, TUESDAY), choose(client, visit, TUESDAY)

    assert [answer.status_code for answer in answers] == [409] * 3
    for answer in answers:
        assert "Your visit stays where it is" in answer.text
        assert f'value="{(TUESDAY + timedelta(hours=2, minutes=30)).isoformat()}"' in answer.text
    assert read(visit).version == 1


@pytest.mark.parametrize("path", [MOVE, CHECK, ASK])
def test_a_form_that_was_shown_for_something_else_is_not_obeyed(client, path):
    visit, other = visit_of(), visit_of(starts_at=TUESDAY)
    come(client, visit)

    for of in (seen(other), seen(visit).replace(".1.", ".7."), "", "\0" * 500):
        answer = client.post(path, {"seen": of, "starts_at": (TUESDAY + timedelta(days=1)).isoformat()})

        assert answer.status_code == 409
    assert {read(one).version for one in (visit, other)} == {1}


def test_a_visit_that_she_moved_meanwhile_is_shown_as_it_is(client):
    visit = visit_of()
    come(client, visit)
    choose(client, visit, TUESDAY)
    she = lifecycle.practitioner(UserFactory())
    rebooking.move(read(visit), TUESDAY + timedelta(days=1), by=she, now=NOW)

    answer = press(client, visit, TUESDAY)

    assert answer.status_code == 409
    assert "Wednesday 10 March 2027, 10am" in answer.text
    assert read(visit).version == 2


@pytest.mark.parametrize(
    "value", ["", "tomorrow", "2027-03-09T10:00", "9999-12-31T23:59:59+00:00", "\0", "1" * 9999]
)
def test_a_moment_that_is_none_is_answered_with_the_times(client, value):
    visit = visit_of()
    come(client, visit)

    chosen = client.post(MOVE, {"seen": seen(visit), "starts_at": value})
    pressed = client.post(CHECK, {"seen": seen(visit), "starts_at": value}, follow=True)

    assert chosen.status_code in (400, 409)
    assert "Move to another time" in chosen.text
    assert "Move to another time" in pressed.text
    assert read(visit).version == 1


@pytest.mark.parametrize(
    "query", ["week=nonsense", "week=9999-12-31", "week=0001-01-01", "week=\0&earlier=x"]
)
def test_a_week_that_is_none_shows_times_all_the_same(client, query):
    come(client, visit_of())

    assert client.get(f"{MOVE}?{query}").status_code == 200


@pytest.mark.parametrize("kept", [None, "text", [], ["X", 1], [["X"], None]])
def test_a_session_that_holds_nonsense_leads_to_the_times(client, kept):
    come(client, visit_of())
    session = client.session
    session["moving"] = kept
    session.save()

    assert client.get(CHECK).url == MOVE


def test_a_time_chosen_for_another_visit_is_forgotten(client):
    visit, other = visit_of(), visit_of(starts_at=TUESDAY)
    come(client, visit)
    choose(client, visit, TUESDAY + timedelta(days=1))
    come(client, other)

    assert client.get(CHECK).url == MOVE


def test_near_the_visit_the_page_asks_to_talk_and_notes_it_once(client, time_machine):
    visit = visit_of()
    come(client, visit)
    time_machine.move_to(WAS_AT - timedelta(hours=20), tick=False)

    shown = client.get(MOVE)
    for _press in range(3):
        told = client.post(ASK, {"seen": seen(visit)}, follow=True)

    for words in (
        "The visit is near",
        Practice.objects.get().phone_href,
        "mailto:kim@example.com",
        "Ask me to move it",
    ):
        assert words in shown.text
    assert "I know that you want another time" in told.text
    assert [message.kind for message in Message.objects.all()] == [Kind.WANTS_TO_MOVE]
    assert press(client, visit, TUESDAY + timedelta(days=7)).status_code == 409
    assert read(visit).version == 1


def test_before_the_deadline_there_is_nothing_to_ask_for(client):
    visit = visit_of()
    come(client, visit)

    assert client.post(ASK, {"seen": seen(visit)}).status_code == 409
    assert not visit.events.exists()


def test_a_form_that_was_shown_before_the_visit_moved_asks_for_nothing(client, time_machine):
    visit = visit_of()
    come(client, visit)
    shown = {"seen": seen(visit)}
    Booking.objects.filter(pk=visit.pk).update(version=2)
    time_machine.move_to(WAS_AT - timedelta(hours=20), tick=False)

    assert client.post(ASK, shown).status_code == 409
    assert not Message.objects.exists()


def shut(screening):
    raise Unreadable


def test_a_visit_whose_answers_no_key_opens_is_moved_by_talking(client, monkeypatch):
    visit = visit_of()
    monkeypatch.setattr(Screening, "given", shut)

    shown = come(client, visit)

    assert shown.status_code == 200
    assert "Ring me, and we find a time." in shown.text
    assert press(client, visit, TUESDAY).status_code == 409


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.COMPLETED, Status.LAPSED, Status.NO_SHOW])
def test_what_is_over_is_not_moved(client, status):
    visit = visit_of()
    come(client, visit)
    Booking.objects.update(status=status)

    assert client.get(MOVE).url == client.get(CHECK).url.replace("move/", "") == "/booking/"
    assert press(client, read(visit), TUESDAY).status_code == 409


@pytest.mark.parametrize("path", [MOVE, CHECK])
def test_looking_changes_nothing(client, path):
    visit = visit_of()
    come(client, visit)
    choose(client, visit, TUESDAY)

    for ask in (client.get, client.head):
        for _time in range(3):
            ask(path)

    assert (read(visit).version, visit.events.count(), Message.objects.count()) == (1, 0, 0)


@pytest.mark.parametrize("path", [MOVE, CHECK, ASK])
def test_without_a_link_nothing_opens(path):
    assert Client().get(path).status_code in (302, 405)
    assert Client().post(path, {"starts_at": TUESDAY.isoformat()}).status_code in (302, 409)


def test_the_own_page_leads_here_until_the_deadline(client, time_machine):
    visit = visit_of()
    come(client, visit)

    early = client.get("/booking/").text
    time_machine.move_to(WAS_AT - timedelta(hours=20), tick=False)
    late = client.get("/booking/").text

    assert "Move to another time" in early
    assert "Until Saturday 6 March, 10am" in early
    assert "Ask me to move it" in late


def test_a_request_says_that_it_stays_one(client):
    request = visit_of(HeldFactory)
    come(client, request)

    shown = choose(client, request, TUESDAY)
    press(client, request, TUESDAY, read_first="yes")

    assert "It stays a request until I have answered." in shown.text
    assert (read(request).status, read(request).starts_at) == (Status.HELD, TUESDAY)


def test_her_yes_is_kept_on_its_own_day(client):
    visit = approved({"symptoms": "yes"})
    come(client, visit)
    later = visit.starts_at + timedelta(hours=1)

    shown = choose(client, visit, later)
    press(client, visit, later)

    assert "confirmed at once" in shown.text
    assert read(visit).status == Status.CONFIRMED


def test_too_many_moves_from_one_address_are_slowed(client, settings):
    settings.ATTEMPTS_PER_HOUR = settings.ATTEMPTS_PER_HOUR | {"move": 1}
    visit = visit_of()
    come(client, visit)
    press(client, visit, TUESDAY)

    answer = press(client, read(visit), TUESDAY + timedelta(days=1))

    assert (answer.status_code, read(visit).version) == (429, 2)
    assert "Please ring me, or try in an hour." in answer.text


@pytest.mark.parametrize("path", [MOVE, CHECK])
def test_the_pages_take_as_many_queries_however_full_the_diary_is(client, path):
    visit = visit_of()
    come(client, visit)
    choose(client, visit, TUESDAY)
    counts = set()
    for others in (1, 10, 100):
        fill(visit, others)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        counts.add(len(queries))

    assert len(counts) == 1


def fill(visit, count):
    shared = {"treatment": visit.treatment, "client": visit.client, "screening": visit.screening}
    Booking.objects.filter(status=Status.COMPLETED).delete()
    Booking.objects.bulk_create(
        ConfirmedFactory.build(**shared, starts_at=NOW - timedelta(hours=3 * n), status=Status.COMPLETED)
        for n in range(1, count + 1)
    )
