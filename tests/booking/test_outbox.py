"""The queue against a real mail server: each message once, whatever happens meanwhile."""

import threading
from datetime import timedelta
from itertools import pairwise

import pytest
from django.core.mail.backends.smtp import EmailBackend
from django.db import connection, transaction

from booking import lifecycle, outbox
from booking.models import Booking, Kind, Message, Status
from content.models import Practice
from tests.booking import smtp
from tests.booking.factories import NOW, ConfirmedFactory, HeldFactory
from tests.intake.factories import ClientFactory, UserFactory, WordsFactory

MANY = 24


@pytest.fixture
def post(settings):
    with smtp.server(settings) as post:
        yield post


@pytest.fixture
def practice(db):
    return Practice.objects.create(name="NPM Practice", practitioner="Kim Example", email="kim@example.com")


@pytest.fixture
def message(db, practice):
    """A confirmation that is due now."""
    return queued(ConfirmedFactory())


def queued(booking, kind=Kind.CONFIRMED, at=NOW):
    outbox.put(kind, booking=booking, at=at)
    return Message.objects.get(booking=booking, kind=kind, version=booking.version)


def queue_many():
    for number in range(MANY):
        queued(ConfirmedFactory(starts_at=NOW + timedelta(days=7 + number)))


def send_until(message, last_try):
    """Let every try fail up to this one; return the moment of each."""
    moments, now = [], NOW
    for _try in range(last_try):
        moments.append(now)
        outbox.send_due(now=now)
        message.refresh_from_db()
        now = message.due_at
    return moments


@pytest.mark.django_db
def test_a_due_message_is_sent_with_its_own_id(post, message):
    outbox.send_due(now=NOW)

    message.refresh_from_db()
    assert post.ids == [message.message_id]
    assert (message.sent_at, message.attempts, message.last_error) == (NOW, 1, "")


@pytest.mark.django_db
def test_a_sent_message_is_not_sent_again(post, message):
    outbox.send_due(now=NOW)

    assert outbox.send_due(now=NOW + timedelta(days=3)) == 0
    assert len(post.taken) == 1


@pytest.mark.django_db
def test_a_message_waits_until_it_is_due(post, practice):
    message = queued(HeldFactory(), Kind.REQUEST_WAITING, at=NOW + timedelta(hours=24))

    outbox.send_due(now=NOW + timedelta(hours=23, minutes=59))

    message.refresh_from_db()
    assert (post.taken, message.attempts) == ([], 0)


@pytest.mark.django_db
def test_the_oldest_goes_first_and_no_more_than_asked_for(post, practice):
    late = queued(ConfirmedFactory(), at=NOW)
    early = queued(ConfirmedFactory(starts_at=NOW + timedelta(days=8)), at=NOW - timedelta(minutes=1))

    assert outbox.send_due(now=NOW, limit=1) == 1
    assert post.ids == [early.message_id]
    assert Message.objects.get(pk=late.pk).sent_at is None


@pytest.mark.django_db
def test_the_same_kind_is_written_once_for_a_version(practice):
    booking = ConfirmedFactory()

    queued(booking)
    queued(booking)

    assert Message.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_sends_nothing(post, practice, admin_user):
    booking = HeldFactory()

    with transaction.atomic():
        lifecycle.approve(booking, by=lifecycle.practitioner(admin_user), now=NOW)
        transaction.set_rollback(True)

    assert outbox.send_due(now=NOW) == 0
    assert (Message.objects.count(), post.taken) == (0, [])


@pytest.mark.django_db(transaction=True)
def test_nothing_is_sent_inside_a_transaction(post, message, monkeypatch):
    seen = []
    send = EmailBackend.send_messages
    monkeypatch.setattr(
        EmailBackend,
        "send_messages",
        lambda server, mails: seen.append(connection.in_atomic_block) or send(server, mails),
    )

    outbox.send_due(now=NOW)

    assert seen == [False]


@pytest.mark.django_db(transaction=True)
def test_two_senders_at_once_send_each_message_once(post, practice):
    queue_many()
    start = threading.Barrier(2)
    dealt_with = []

    def sender():
        try:
            start.wait()
            dealt_with.append(outbox.send_due(now=NOW, limit=MANY))
        finally:
            connection.close()

    threads = [threading.Thread(target=sender) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(dealt_with) == MANY
    assert post.ids == sorted(Message.objects.values_list("message_id", flat=True))
    assert Message.objects.filter(sent_at=None).count() == 0


@pytest.mark.django_db
def test_what_another_sender_works_on_is_left_alone(post, message):
    Message.objects.update(claimed_until=NOW + timedelta(minutes=1))

    assert outbox.send_due(now=NOW) == 0
    assert post.taken == []


class Killed(BaseException):
    """The process ends here, and nothing after this line runs."""


def kill(*_args, **_kwargs):
    raise Killed


@pytest.mark.django_db
def test_a_sender_killed_before_sending_gives_the_message_back(post, message, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", kill)
        with pytest.raises(Killed):
            outbox.send_due(now=NOW)

    assert outbox.send_due(now=NOW + outbox.LEASE - timedelta(seconds=1)) == 0
    assert outbox.send_due(now=NOW + outbox.LEASE) == 1
    assert post.ids == [message.message_id]


@pytest.mark.django_db
def test_a_sender_killed_after_sending_repeats_the_mail_with_the_same_id(post, message, monkeypatch):
    send = EmailBackend.send_messages
    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", lambda server, mails: send(server, mails) and kill())
        with pytest.raises(Killed):
            outbox.send_due(now=NOW)

    outbox.send_due(now=NOW + outbox.LEASE)
    outbox.send_due(now=NOW + 2 * outbox.LEASE)

    assert post.ids == [message.message_id] * 2


@pytest.mark.django_db
def test_a_sender_whose_lease_ended_does_not_undo_what_the_next_one_did(post, message, monkeypatch):
    claimed_by_another = NOW + timedelta(hours=1)

    def fail_late(_server, _mails):
        Message.objects.update(claimed_until=claimed_by_another)
        raise TimeoutError

    monkeypatch.setattr(EmailBackend, "send_messages", fail_late)
    outbox.send_due(now=NOW)

    message.refresh_from_db()
    assert (message.claimed_until, message.last_error) == (claimed_by_another, "")


@pytest.mark.django_db
def test_a_message_that_gets_a_new_version_while_it_is_looked_at_is_not_lost(post, practice, monkeypatch):
    booking = HeldFactory()
    message = queued(booking, Kind.HELD)

    def look(claimed, now):
        Booking.objects.update(version=2)
        Message.objects.update(version=2)
        return False

    with monkeypatch.context() as patch:
        patch.setattr(outbox.emails, "is_still_true", look)
        outbox.send_due(now=NOW)

    outbox.send_due(now=NOW + outbox.LEASE)
    assert post.ids == [message.message_id]


@pytest.mark.django_db
def test_a_mail_refused_for_now_is_tried_again_ever_more_seldom(post, message):
    post.refuses = "451 Come back later"

    moments = send_until(message, 7)

    waits = [after - before for before, after in pairwise(moments)]
    minutes = [wait.total_seconds() / 60 for wait in waits]
    assert minutes == [1, 5, 30, 120, 360, 360]
    assert message.last_error == "The mail server answered 451."


@pytest.mark.django_db
def test_a_mail_refused_for_now_goes_out_once_the_server_takes_it(post, message):
    post.refuses = "451 Come back later"
    send_until(message, 1)
    post.refuses = ""

    outbox.send_due(now=message.due_at)

    message.refresh_from_db()
    assert post.ids == [message.message_id]
    assert (message.attempts, message.last_error) == (2, "")


@pytest.mark.django_db
def test_after_two_days_of_trying_it_is_given_up(post, practice):
    booking = ConfirmedFactory()
    message = queued(booking)
    post.refuses = "451 Come back later"

    moments = send_until(message, 12)

    assert moments[-1] - NOW <= timedelta(hours=48) < moments[-1] - NOW + timedelta(hours=6)
    assert message.gave_up_at == moments[-1]
    assert outbox.send_due(now=NOW + timedelta(days=6)) == 0


@pytest.mark.django_db
def test_a_mail_refused_for_good_is_given_up_at_once(post, message):
    post.refuses = "550 No such person joan@example.com"

    outbox.send_due(now=NOW)
    outbox.send_due(now=NOW + timedelta(days=1))

    message.refresh_from_db()
    assert (message.gave_up_at, message.attempts, post.refused) == (NOW, 1, 1)
    assert message.last_error == "The mail server answered 550."


@pytest.mark.django_db
def test_a_server_that_never_answers_is_tried_again(post, message):
    post.mode = smtp.Mode.HANG

    outbox.send_due(now=NOW)

    message.refresh_from_db()
    assert (message.gave_up_at, message.due_at) == (None, NOW + timedelta(minutes=1))
    assert message.last_error.startswith("The mail server did not answer")


@pytest.mark.django_db
def test_a_server_that_is_not_there_is_tried_again(settings, message):
    with smtp.nobody_there(settings):
        outbox.send_due(now=NOW)

    message.refresh_from_db()
    assert (message.gave_up_at, message.due_at) == (None, NOW + timedelta(minutes=1))


@pytest.mark.django_db
def test_one_mail_that_cannot_be_made_does_not_keep_the_others_back(post, practice, monkeypatch):
    broken = queued(ConfirmedFactory(), at=NOW - timedelta(minutes=1))
    sound = queued(ConfirmedFactory(starts_at=NOW + timedelta(days=8)))
    build = outbox.emails.build
    monkeypatch.setattr(
        outbox.emails,
        "build",
        lambda message, **about: build(message, **about) if message != broken else 1 / 0,
    )

    outbox.send_due(now=NOW)

    broken.refresh_from_db()
    assert post.ids == [sound.message_id]
    assert broken.last_error == "The mail could not be made (ZeroDivisionError)."


@pytest.mark.django_db
def test_a_client_without_an_address_gets_no_mail(post, practice):
    message = queued(ConfirmedFactory(client=ClientFactory(email="")))

    outbox.send_due(now=NOW)

    message.refresh_from_db()
    assert (message.dropped_at, post.taken) == (NOW, [])


@pytest.mark.django_db
def test_a_practice_without_an_address_is_shown_what_could_not_be_sent(post):
    message = queued(HeldFactory(), Kind.NEW_REQUEST)

    outbox.send_due(now=NOW)

    message.refresh_from_db()
    assert (message.gave_up_at, message.last_error) == (NOW, "There is no usable address to send to.")


def cancel(booking, by):
    lifecycle.cancel(booking, by=by, now=NOW)


def decline(booking, by):
    lifecycle.decline(booking, by=by, now=NOW, words=WordsFactory())


def approve(booking, by):
    lifecycle.approve(booking, by=by, now=NOW)


def move_on(booking, by):
    Booking.objects.filter(pk=booking.pk).update(version=2)


@pytest.mark.parametrize(
    ("factory", "kind", "change"),
    [
        (ConfirmedFactory, Kind.CONFIRMED, cancel),
        (ConfirmedFactory, Kind.CONFIRMED, move_on),
        (ConfirmedFactory, Kind.NEW_BOOKING, cancel),
        (HeldFactory, Kind.HELD, approve),
        (HeldFactory, Kind.HELD, cancel),
        (HeldFactory, Kind.NEW_REQUEST, decline),
        (HeldFactory, Kind.NEW_REQUEST, move_on),
        (HeldFactory, Kind.REQUEST_WAITING, approve),
        (HeldFactory, Kind.REQUEST_DUE, decline),
        (HeldFactory, Kind.LAPSED, cancel),
        (HeldFactory, Kind.REQUEST_LAPSED, approve),
        (HeldFactory, Kind.LATER, decline),
    ],
)
@pytest.mark.django_db
def test_what_is_no_longer_true_is_dropped(post, practice, factory, kind, change):
    message = queued(factory(), kind)
    change(message.booking, lifecycle.practitioner(UserFactory()))

    outbox.send_due(now=NOW)

    message.refresh_from_db()
    assert (message.dropped_at, message.sent_at) == (NOW, None)
    assert message.message_id not in post.ids


@pytest.mark.parametrize(
    ("factory", "kind", "ends"),
    [
        (ConfirmedFactory, Kind.CONFIRMED, "starts_at"),
        (ConfirmedFactory, Kind.NEW_BOOKING, "starts_at"),
        (HeldFactory, Kind.HELD, "held_until"),
        (HeldFactory, Kind.REQUEST_WAITING, "held_until"),
    ],
)
@pytest.mark.django_db
def test_what_comes_too_late_to_be_of_use_is_dropped(post, practice, factory, kind, ends):
    message = queued(factory(), kind)
    too_late = getattr(message.booking, ends)

    outbox.send_due(now=too_late)

    message.refresh_from_db()
    assert (message.dropped_at, post.taken) == (too_late, [])


@pytest.mark.django_db
def test_a_booking_held_again_is_confirmed_by_a_mail_of_its_own(post, practice, admin_user):
    by = lifecycle.practitioner(admin_user)
    booking = ConfirmedFactory()
    queued(booking)
    lifecycle.hold_again(booking, booking.screening, answer_due_at=NOW, by=by, now=NOW)
    lifecycle.approve(booking, by=by, now=NOW)

    outbox.send_due(now=NOW)

    sent = Message.objects.exclude(sent_at=None).values_list("kind", "version")
    assert Booking.objects.get().status == Status.CONFIRMED
    assert list(sent) == [(Kind.CONFIRMED, 2)]
