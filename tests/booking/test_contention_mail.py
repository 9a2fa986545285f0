"""What is done to mail, texts, times and the feed in two windows, or by two senders, at one moment."""

from datetime import timedelta
from uuid import uuid4

import pytest

from booking import feed, message_rules, refused, unsent
from booking.message_rules import Rule
from booking.models import Feed, Kind, Message, MessageRule, MessageText, RefusedAddress
from booking.wording import editing
from booking.wording.catalogue import BY_NAME
from booking.wording.editing import Outdated, Words
from content.models import Practice
from tests.booking.factories import NOW, ConfirmedFactory, SeriesFactory
from tests.booking.races import named, open_every_day, together
from tests.intake.factories import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = BY_NAME["reminder"]


@pytest.fixture(autouse=True, params=range(5))
def each_in_five_rounds():
    open_every_day()
    Practice.objects.create(name="NPM Practice", email="kim@example.com")


@pytest.fixture
def user():
    return UserFactory()


def given_up(booking, kind=Kind.CONFIRMED):
    name = f"<{uuid4()}@booking.invalid>"
    return Message.objects.create(booking=booking, kind=kind, due_at=NOW, gave_up_at=NOW, message_id=name)


def words(n):
    return Words(f"See you, {n}", "{visit}\n\n{facts}\n\n{adult_stays}")


def rewording(wanted, seen, user):
    return lambda: editing.reword(TEXT, wanted, seen=editing.mark(seen), by=user, now=NOW)


def test_of_two_who_replace_the_feeds_address_one_does():
    seen = feed.seen_of(feed.switch_on(now=NOW))

    results = together(*[lambda: feed.replace(seen, now=NOW)] * 2)

    assert sorted(results) == [False, True]
    row = Feed.objects.get()
    assert feed.find(row.secret) == row


def test_replaced_and_switched_off_at_once_the_old_address_opens_nothing():
    was = feed.switch_on(now=NOW)
    seen = feed.seen_of(was)

    results = together(lambda: feed.replace(seen, now=NOW), lambda: feed.switch_off(seen))

    assert set(results) <= {True, False, None}
    assert feed.find(was.secret) is None
    assert Feed.objects.count() == results[0]


def test_switched_on_twice_at_once_it_has_one_address():
    results = together(*[lambda: feed.switch_on(now=NOW).secret] * 2)

    assert set(results) == {Feed.objects.get().secret}


def test_of_two_who_word_one_text_anew_the_second_is_told(user):
    before = editing.current(TEXT, now=NOW)

    results = together(*[rewording(words(n), before, user) for n in (1, 2)])

    assert named(results) == ["Outdated", "bool"]
    won = words(1 + results.index(True))
    assert editing.current(TEXT, now=NOW) == won
    assert len(editing.versions(TEXT)) == 1


def test_put_back_beside_a_save_the_original_goes_out(user):
    editing.reword(TEXT, words(1), seen=editing.mark(editing.original(TEXT, now=NOW)), by=user, now=NOW)

    saved, put_back = together(
        rewording(words(2), words(1), user), lambda: editing.put_back(TEXT, by=user, now=NOW)
    )

    assert put_back is True
    assert saved is True or isinstance(saved, Outdated)
    assert not MessageText.objects.exists()


def test_put_back_twice_at_once_it_is_noted_once(user):
    editing.reword(TEXT, words(1), seen=editing.mark(editing.original(TEXT, now=NOW)), by=user, now=NOW)

    results = together(*[lambda: editing.put_back(TEXT, by=user, now=NOW)] * 2)

    assert sorted(results) == [False, True]
    assert len(editing.versions(TEXT)) == 2


def test_two_times_for_one_message_leave_it_at_the_later_wish():
    visit = ConfirmedFactory(starts_at=NOW + timedelta(days=30))
    usual = visit.starts_at - timedelta(days=message_rules.usual(Kind.FORM_SOON).number)
    message = Message.objects.create(
        booking=visit, kind=Kind.FORM_SOON, due_at=usual, message_id="<1@booking.invalid>"
    )

    results = together(
        *[
            lambda days=days: message_rules.turn({Kind.FORM_SOON: Rule(True, days)}, now=NOW)
            for days in (4, 9)
        ]
    )

    message.refresh_from_db()
    rule = MessageRule.objects.get()
    assert results == [1, 1]
    assert message.due_at.date() == (visit.starts_at - timedelta(days=rule.number)).date()
    assert MessageRule.history.count() == 2


@pytest.mark.parametrize("tie", ["alone", "together", "series"])
def test_of_ten_who_try_again_at_once_one_lets_it_go(tie):
    about = {"together": {"together": uuid4()}, "series": {"series": SeriesFactory()}}.get(tie, {})
    visits = [ConfirmedFactory(starts_at=NOW + timedelta(days=days), **about) for days in (7, 14)]
    for visit in visits:
        given_up(visit)

    press = lambda: unsent.try_again(visits[0], seen=NOW, now=NOW + timedelta(hours=1))  # noqa: E731
    results = together(*[press] * 10)

    assert sorted(results) == [0] * 9 + [1]
    assert Message.objects.filter(gave_up_at=None).count() == (1 if tie == "alone" else 2)


def test_tried_again_and_told_at_once_one_of_them_holds():
    key = uuid4()
    visits = [ConfirmedFactory(starts_at=NOW + timedelta(days=days), together=key) for days in (7, 14)]
    for visit in visits:
        given_up(visit)

    results = together(
        lambda: unsent.try_again(visits[0], seen=NOW, now=NOW),
        lambda: unsent.is_told(visits[1], seen=NOW, now=NOW),
    )

    assert sorted(results) == [0, 1]
    is_tried = results[0] == 1
    assert set(Message.objects.values_list("gave_up_at", "seen_to_at")) == {
        (None, None) if is_tried else (NOW, NOW)
    }


def test_an_address_that_two_senders_hear_a_no_about_is_marked_once():
    results = together(*[lambda: refused.mark("joan@example.com", now=NOW)] * 4)

    assert results == [None] * 4
    assert RefusedAddress.objects.count() == 1
