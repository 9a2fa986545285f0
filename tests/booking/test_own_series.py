"""Planning several sessions on the client's own page: proposed, changed one by one, booked by one press."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.signing import dumps
from django.urls import reverse

from booking import links
from booking.models import Booking, Purpose, Series, Status
from booking.views import progress
from booking.views.own.series import SALT
from tests.booking.factories import NOW, BookingFactory, ConfirmedFactory
from tests.booking.test_next_visit import agreed, been
from tests.intake.factories import ClientFactory

pytestmark = pytest.mark.usefixtures("open_week")
PAGE = "/booking/series/"


@pytest.fixture
def joan():
    return ClientFactory(name="Joan Surname", email="joan@example.com")


@pytest.fixture
def visit(joan):
    """This morning's visit."""
    return been(joan, days=0)


@pytest.fixture
def came(client, visit):
    come(client, visit)
    return client


def come(client, visit):
    token = links.make(Purpose.VISIT, booking=visit, address=visit.email, now=NOW)
    return client.get(reverse("own:visit", args=[token]), follow=True)


def hidden(page, name):
    return re.findall(rf'<input type="hidden" name="{name}" value="([^"]*)"', page)


def typed(page, changed="no", **more):
    """What the form for booking sends."""
    form = page[page.index('class="series-book"') :]
    names = ("seen", "key", "count", "weekday", "part", "at")
    return {name: hidden(form, name) for name in names} | {"changed": changed} | more


def ahead():
    return Booking.objects.filter(starts_at__gt=NOW, status__in=(Status.CONFIRMED, Status.HELD))


def test_the_own_page_leads_there(client, visit):
    shown = come(client, visit)

    assert f'href="{PAGE}"' in shown.text


def test_three_are_proposed_like_last_time_and_the_last_is_not_shown(came):
    page = came.get(PAGE).text

    assert re.findall(r"<time datetime=\"([^\"]+)\"", page) == [
        "2027-03-08T10:00:00+00:00",
        "2027-03-15T10:00:00+00:00",
        "2027-04-05T10:00:00+01:00",
    ]
    assert "Surname" not in page
    assert "joan@example.com" not in page


def test_one_press_books_all_of_them(came):
    answer = came.post(PAGE, typed(came.get(PAGE).text), follow=True)

    assert ahead().count() == 3
    assert "Your 3 sessions are booked" in answer.text


def test_ten_presses_book_once(came):
    sent = typed(came.get(PAGE).text)

    for _press in range(10):
        came.post(PAGE, sent)

    assert ahead().count() == 3


def test_another_number_day_and_part_of_day(came):
    page = came.get(PAGE, {"count": "5", "weekday": "3", "part": "afternoon"}).text

    times = re.findall(r"<time datetime=\"[\d-]+T(\d\d)", page)
    assert (len(times), set(times) <= {"12", "13", "14", "15"}) == (5, True)


def test_a_date_is_swapped_by_a_button_and_the_others_stay(came):
    page = came.get(PAGE).text
    item = page.split('class="series-gap"')[2]
    other = re.search(r'name="at" value="([^"]+)">[A-Z]', item)[1]
    form = {name: hidden(item, name) for name in ("count", "weekday", "part", "at")}

    swapped = came.get(PAGE, form | {"at": [*form["at"], other]}).text

    assert set(re.findall(r"<time datetime=\"([^\"]+)\"", swapped)) == {*form["at"], other}


def test_one_that_is_taken_meanwhile_is_proposed_anew_and_nothing_is_booked(came):
    sent = typed(came.get(PAGE).text)
    BookingFactory(starts_at=NOW.replace(hour=10) + timedelta(days=14))

    answer = came.post(PAGE, sent)

    assert answer.status_code == 409
    assert "The other dates are kept below" in answer.text
    kept = hidden(answer.text[answer.text.index('class="series-book"') :], "at")
    assert len(set(kept) & set(sent["at"])) == 2
    assert not ahead().exists()


def test_something_that_has_changed_is_asked_about_first(came):
    answer = came.post(PAGE, typed(came.get(PAGE).text, changed="yes"))

    assert answer.url == reverse("book:question-1")
    assert not ahead().exists()


@pytest.mark.parametrize(
    "more",
    [{"key": "x"}, {"key": dumps(["not-a-key", 0], salt=SALT)}, {"seen": "other"}, {"key": ""}],
    ids=["forged", "of another visit", "another page", "none"],
)
def test_a_form_of_another_page_books_nothing(came, more):
    answer = came.post(PAGE, typed(came.get(PAGE).text, **more))

    assert answer.status_code == 409
    assert not ahead().exists()


@pytest.mark.parametrize("changed", ["", "maybe"])
def test_without_an_answer_nothing_is_booked(came, changed):
    answer = came.post(PAGE, typed(came.get(PAGE).text, changed=changed))

    assert answer.status_code == 400
    assert not ahead().exists()


@pytest.mark.parametrize(
    "sent",
    [
        {"count": "99"},
        {"count": "x" * 9000},
        {"weekday": "8", "part": "night"},
        {"at": ["never", "2027-13-45", "9999-12-31T23:59:59+14:00", "\x00", "2027-03-08T10:00"]},
        {"at": ["0001-01-01T00:00:00+14:00"] * 50},
    ],
    ids=["too many", "long", "no such day", "no times", "many times"],
)
def test_nonsense_shows_the_page_as_it_is(came, sent):
    assert came.get(PAGE, sent).status_code == 200


def test_before_the_first_visit_it_says_that_the_others_come_later(client):
    visit = ConfirmedFactory()
    agreed(visit.client)
    come(client, visit)

    assert "We plan the next ones after your first visit" in client.get(PAGE).text


def test_looking_at_it_books_nothing_and_makes_no_series(came):
    for _look in range(50):
        came.get(PAGE)
        came.head(PAGE)

    assert not ahead().exists()
    assert not Series.objects.exists()


def test_who_has_only_just_typed_a_name_is_sent_a_link_first(client, visit):
    key = uuid4()
    Booking.objects.filter(pk=visit.pk).update(draft_key=key, created_at=NOW)
    session = client.session
    session[progress.SESSION_KEY] = str(key)
    session.save()

    assert client.get(PAGE).url == reverse("own:lost")


def coming(joan, number):
    for days in range(number):
        ConfirmedFactory(client=joan, starts_at=NOW.replace(hour=15) + timedelta(days=40 + days))


def test_with_three_visits_ahead_the_next_ones_are_talked_about(came, joan):
    sent = typed(came.get(PAGE).text)
    coming(joan, 3)

    looked, pressed = came.get(PAGE), came.post(PAGE, sent)

    assert (looked.status_code, pressed.status_code) == (200, 409)
    for answer in (looked, pressed):
        assert "Online I take three coming visits for one email address." in answer.text
        assert 'href="/booking/"' in answer.text
    assert ahead().count() == 3


def test_a_second_press_that_leaves_no_room_is_answered_with_what_the_first_did(came, joan):
    coming(joan, 2)
    sent = typed(came.get(PAGE).text)

    presses = [came.post(PAGE, sent, follow=True) for _press in range(2)]

    assert ["Your 3 sessions are booked" in answer.text for answer in presses] == [True, True]
    assert ahead().count() == 5


@pytest.mark.parametrize("method", ["get", "post"])
def test_where_the_answers_carry_no_visit_the_questions_are_a_press_away(came, joan, method):
    sent = typed(came.get(PAGE).text)
    joan.consents.all().delete()

    answer = getattr(came, method)(PAGE, sent)

    assert answer.status_code == 200
    assert "Let us go through my questions again" in answer.text
    assert 'href="/book/"' in answer.text
    assert not ahead().exists()


def test_without_a_link_it_leads_to_a_new_one(client):
    assert client.get(PAGE).url == reverse("own:lost")


def test_what_was_booked_is_shown_to_nobody_else(came, client):
    came.post(PAGE, typed(came.get(PAGE).text))
    come(client, ConfirmedFactory(starts_at=NOW + timedelta(days=60)))

    assert client.get("/booking/series/booked/").url == PAGE


def test_where_nothing_is_free_there_is_another_way(came):
    for day in range(1, 60):
        BookingFactory(
            starts_at=NOW.replace(hour=9) + timedelta(days=day),
            blocked_until=NOW.replace(hour=20) + timedelta(days=day),
        )

    page = came.get(PAGE).text

    assert "I find no dates for that." in page
    assert "/contact/" in page or "ring" in page
