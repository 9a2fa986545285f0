"""Moving a visit of a series, on the client's page and on the practitioner's: what it says, what it does."""

import pytest
from django.urls import reverse

from booking import lifecycle, links, series_move, when
from booking.admin import decisions
from booking.lifecycle import CLIENT
from booking.models import Booking, Purpose, Status
from booking.practitioner import make_practitioner
from content.models import Practice
from tests.booking.factories import NOW, ConfirmedFactory
from tests.booking.test_series_move import later, look, planned, read

pytestmark = pytest.mark.usefixtures("open_week", "practice")
MOVE, CHECK = "/booking/move/", "/booking/move/check/"
BOTH = ("Move this and the rest", "Move only this one")


@pytest.fixture
def practice(db):
    Practice.objects.create(
        name="Practice", practitioner="Kim", email="kim@example.com", phone="07700 900123"
    )


@pytest.fixture
def user(db):
    return make_practitioner("marja", "walking-in-birch-woods")


def seen(visit):
    visit = read(visit)
    return f"{visit.reference}.{visit.version}.{visit.status}"


def choose(client, visit, at):
    """Come by a link and choose this time."""
    token = links.make(Purpose.VISIT, booking=read(visit), address=visit.email, now=NOW)
    client.get(reverse("own:visit_move", args=[token]), follow=True)
    return client.post(MOVE, {"seen": seen(visit), "starts_at": at.isoformat()}, follow=True)


def press(client, visit, at, **more):
    return client.post(CHECK, {"seen": seen(visit), "starts_at": at.isoformat()} | more)


def versions(visits):
    return [read(one).version for one in visits]


def test_the_check_page_says_what_the_move_does_to_the_spacing(client):
    visits = planned(4)
    at = later(visits[0], 8)

    shown = choose(client, visits[0], at)

    found = look(visits[0], at)
    assert shown.request["PATH_INFO"] == CHECK
    for words in ("It would come", "1 day after the visit before it.", "closer than the usual", *BOTH):
        assert words in shown.text
    assert f'value="{found.seen}"' in shown.text
    assert all(step.choice.value in shown.text for step in found.steps)
    assert all(when.day(one.starts_at) in shown.text for one in found.staying)
    assert versions(visits) == [1, 1, 1, 1]


def test_where_the_rest_still_fits_there_is_one_button(client):
    visits = planned(4)

    shown = choose(client, visits[2], later(visits[2], 1))

    assert "Between your sessions" in shown.text
    assert "Move my visit" in shown.text
    assert not any(words in shown.text for words in BOTH)


def test_a_visit_of_no_series_says_nothing_of_spacing(client):
    visits = planned(2)
    Booking.objects.update(series=None)

    shown = choose(client, visits[0], later(visits[0], 8))

    assert "Between your sessions" not in shown.text


def test_pressing_for_all_moves_all_and_a_second_press_changes_nothing(client):
    visits = planned(4)
    at = later(visits[0], 8)
    choose(client, visits[0], at)
    sent = {"seen": seen(visits[0]), "rest": look(visits[0], at).seen}
    expected = sum(1 for _step in look(visits[0], at).steps) + 1

    answers = [press(client, visits[0], at, **sent) for _press in range(3)]

    assert [(answer.status_code, answer.url) for answer in answers] == [(302, "/booking/")] * 3
    assert sorted(versions(visits)) == [1] * (4 - expected) + [2] * expected
    assert read(visits[0]).starts_at == at


def test_pressing_for_this_one_moves_this_one(client):
    visits = planned(4)
    choose(client, visits[0], later(visits[0], 8))

    press(client, visits[0], later(visits[0], 8))

    assert versions(visits) == [2, 1, 1, 1]


def test_what_changed_meanwhile_is_shown_anew_and_nothing_moves(client):
    visits = planned(4)
    at = later(visits[0], 8)
    choose(client, visits[0], at)
    rest = look(visits[0], at).seen
    lifecycle.cancel(read(visits[3]), by=CLIENT, now=NOW)

    answer = press(client, visits[0], at, rest=rest)

    assert answer.status_code == 409
    assert "Nothing has moved." in answer.text
    assert versions(visits) == [1, 1, 1, 1]


@pytest.mark.parametrize("rest", ["x", "0" * 5000, "\x00"])
def test_a_name_of_what_was_never_shown_moves_nothing(client, rest):
    visits = planned(3)
    choose(client, visits[0], later(visits[0], 8))

    answer = press(client, visits[0], later(visits[0], 8), rest=rest)

    assert (answer.status_code, versions(visits)) == (409, [1, 1, 1])


def test_the_page_names_nothing_that_a_link_may_not_show(client):
    visits = planned(4)

    shown = choose(client, visits[0], later(visits[0], 8))

    assert not any(words in shown.text for words in ("joan@example.com", "Joan Example", visits[1].reference))


def by_hand(client, visit, at, **more):
    url = reverse("admin:booking_booking_move", args=[visit.pk])
    visit = Booking.objects.get(pk=visit.pk)
    return client.post(url, {"seen": decisions.seen_of(visit), "starts_at": at.isoformat()} | more)


def by_hand_look(visit, at, user):
    return series_move.look(read(visit), at, by=lifecycle.practitioner(user), now=NOW)


def test_the_practitioner_is_asked_once_and_moves_all(client, user):
    client.force_login(user)
    visits = planned(4)
    at = later(visits[0], 8)

    asked = by_hand(client, visits[0], at)
    found = by_hand_look(visits[0], at, user)
    done = by_hand(client, visits[0], at, sure="spacing", rest=found.seen)

    assert all(words in asked.text for words in ("The spacing of the series", *BOTH))
    assert done.status_code == 302
    assert sorted(versions(visits)) == [1] * (3 - len(found.steps)) + [2] * (1 + len(found.steps))


def test_the_practitioner_moves_this_one_alone(client, user):
    client.force_login(user)
    visits = planned(4)

    by_hand(client, visits[0], later(visits[0], 8), sure="spacing")

    assert versions(visits) == [2, 1, 1, 1]


def test_a_move_that_leaves_the_spacing_as_usual_asks_the_practitioner_nothing(client, user):
    client.force_login(user)
    visits = planned(4)

    by_hand(client, visits[2], later(visits[2], 1))

    assert versions(visits) == [1, 1, 2, 1]


def test_the_practitioner_is_shown_anew_what_changed_meanwhile(client, user):
    client.force_login(user)
    visits = planned(4)
    at = later(visits[0], 8)
    rest = by_hand_look(visits[0], at, user).seen
    ConfirmedFactory(starts_at=by_hand_look(visits[0], at, user).steps[0].choice.starts_at)

    answer = by_hand(client, visits[0], at, sure="spacing", rest=rest)

    assert answer.status_code == 409
    assert "Nothing was moved." in answer.text
    assert BOTH[0] in answer.text
    assert versions(visits) == [1, 1, 1, 1]


@pytest.mark.parametrize("rest", ["x", "0" * 5000, "\x00"])
def test_nonsense_moves_nothing_for_the_practitioner_either(client, user, rest):
    client.force_login(user)
    visits = planned(3)

    answer = by_hand(client, visits[0], later(visits[0], 8), sure="spacing", rest=rest)

    assert answer.status_code in (400, 409)
    assert versions(visits) == [1, 1, 1]


def test_the_page_of_a_visit_leads_to_its_series(client, user):
    client.force_login(user)
    visits = planned(5)
    lifecycle.cancel(read(visits[0]), by=CLIENT, now=NOW)

    pages = [client.get(reverse("admin:booking_booking_change", args=[one.pk])).text for one in visits[:3]]

    link = f'href="{reverse("admin:booking_booking_one_series", args=[visits[0].series_id])}"'
    assert [link in page for page in pages] == [False, True, True]
    assert "Session 2 of 5 of a series" in pages[2]
    assert read(visits[0]).status == Status.CANCELLED
