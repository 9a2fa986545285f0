"""What may go wrong between a booking and its mail: nothing is lost, and nothing is told twice."""

import os
import signal
import smtplib
from datetime import timedelta
from pathlib import Path
from queue import Queue

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection

from booking import lifecycle, mail_faults, outbox
from booking.emails import NoAddress
from booking.models import Booking, Kind, Message, Status
from booking.refused import RefusedBefore
from content.models import Practice
from npm_site import settings as site
from tests.booking import flow, processes, smtp
from tests.booking.factories import NOW, ConfirmedFactory, HeldFactory
from tests.booking.smtp import Mode
from tests.intake.factories import ClientFactory

KILLS = 20


@pytest.fixture
def post(settings):
    with smtp.server(settings) as post:
        yield post


@pytest.fixture(scope="module")
def started(django_db_setup):
    with processes.nursery(connection.settings_dict["NAME"]) as nursery:
        yield nursery


@pytest.fixture
def nursery(started, post, transactional_db):
    started.port = post.port
    return started


@pytest.fixture
def practice(db):
    return Practice.objects.create(name="NPM Practice", practitioner="Kim Example", email="kim@example.com")


def queued(number=0, at=NOW):
    booking = ConfirmedFactory(
        starts_at=NOW + timedelta(days=7 + number), client=ClientFactory(email=f"joan{number}@example.com")
    )
    outbox.put(Kind.CONFIRMED, booking=booking, at=at)
    return Message.objects.get(booking=booking)


def ids():
    return sorted(Message.objects.values_list("message_id", flat=True))


def one_round_at(moment):
    with time_machine.travel(moment, tick=False):
        call_command("worker", once=True)


def request():
    return HeldFactory(client=ClientFactory(email="joan@example.com"))


def test_a_process_that_dies_before_the_commit_leaves_neither_a_booking_nor_a_mail(
    nursery, post, practice, admin_user
):
    held = request()

    end = nursery.run("approve and die", held.pk, admin_user.pk, NOW, "before")
    one_round_at(NOW + timedelta(minutes=1))

    assert end == processes.DIED
    assert (Booking.objects.get().status, Message.objects.count(), post.taken) == (Status.HELD, 0, [])


def test_a_process_that_dies_after_the_commit_has_its_mail_sent_by_the_next_round(
    nursery, post, practice, admin_user
):
    held = request()

    end = nursery.run("approve and die", held.pk, admin_user.pk, NOW, "after")
    one_round_at(NOW + timedelta(minutes=1))
    one_round_at(NOW + timedelta(minutes=2))

    assert end == processes.DIED
    assert [mail["Subject"] for mail in post.taken] == ["Your session on Monday 8 March, noon"]


def test_a_process_that_dies_before_it_marks_a_sent_mail_sends_at_most_one_more(nursery, post, practice):
    message = queued()

    end = nursery.run("send and die", NOW)
    for rounds in range(1, 4):
        nursery.run("work", NOW + rounds * outbox.LEASE)

    assert end == processes.DIED
    assert post.ids == [message.message_id] * 2


def test_a_sender_killed_twenty_times_loses_no_mail_and_sends_none_twice(nursery, post, practice):
    for number in range(KILLS + 2):
        queued(number)
    working = Queue()

    def kill_at_the_second(asked):
        if asked % 2 == 0:
            os.kill(working.get(timeout=30), signal.SIGKILL)

    post.on_mail = kill_at_the_second
    ends = []
    for kill in range(KILLS):
        pid = nursery.start("send", NOW + kill * outbox.LEASE)
        working.put(pid)
        ends.append(nursery.ended(pid))
    post.on_mail = smtp.say_nothing
    nursery.run("work", NOW + KILLS * outbox.LEASE)

    assert ends == [-signal.SIGKILL] * KILLS
    assert post.ids == ids()
    assert Message.objects.filter(sent_at=None).count() == 0


def test_the_worker_started_twice_sends_each_mail_once(nursery, post, practice):
    for number in range(KILLS):
        queued(number)

    both = [nursery.start("work", NOW) for _twice in range(2)]
    ends = [nursery.ended(pid) for pid in both]

    assert ends == [0, 0]
    assert post.ids == ids()


@pytest.mark.parametrize(
    "mode", [Mode.BUSY, Mode.LATER, Mode.MUTE, Mode.HANG, Mode.DROP_AFTER_DATA], ids=lambda mode: mode.name
)
@pytest.mark.django_db
def test_what_a_server_does_not_take_now_it_gets_again_later_and_once(post, practice, mode):
    message = queued()
    post.mode = mode

    outbox.send_due(now=NOW)
    message.refresh_from_db()
    first = (message.sent_at, message.gave_up_at, message.due_at)
    post.mode = Mode.ACCEPT
    outbox.send_due(now=message.due_at)
    outbox.send_due(now=NOW + timedelta(days=2))

    assert first == (None, None, NOW + timedelta(minutes=1))
    assert post.ids == [message.message_id]


@pytest.mark.django_db
def test_a_line_that_goes_dead_after_the_250_repeats_nothing(post, practice):
    message = queued()
    post.mode = Mode.DROP_AFTER_250

    outbox.send_due(now=NOW)
    outbox.send_due(now=NOW + timedelta(days=2))

    message.refresh_from_db()
    assert (message.sent_at, post.ids) == (NOW, [message.message_id])


@pytest.mark.django_db
def test_after_an_hour_without_a_server_all_is_sent_and_the_oldest_first(settings, post, practice):
    with smtp.nobody_there(settings):
        for minute in range(60):
            if minute % 10 == 0:
                queued(minute, at=NOW + timedelta(minutes=minute))
            outbox.send_due(now=NOW + timedelta(minutes=minute))
    waiting = Message.objects.filter(sent_at=None).count()
    for minute in range(60, 70):
        outbox.send_due(now=NOW + timedelta(minutes=minute))

    oldest_first = list(Message.objects.order_by("pk").values_list("message_id", flat=True))
    assert waiting == 6
    assert post.in_order == oldest_first


@pytest.mark.django_db
def test_a_round_ends_with_the_first_mail_that_finds_no_server(settings, post, practice):
    for number in range(3):
        queued(number)

    with smtp.nobody_there(settings):
        dealt_with = outbox.send_due(now=NOW)

    assert dealt_with == 0
    assert sorted(Message.objects.values_list("attempts", flat=True)) == [0, 0, 1]


@pytest.mark.django_db
def test_a_mail_refused_for_now_waits_for_its_own_time_also_when_the_server_takes_others(post, practice):
    refused = queued()
    post.mode = Mode.LATER
    outbox.send_due(now=NOW)
    post.mode = Mode.ACCEPT

    other = queued(1)
    outbox.send_due(now=NOW)

    refused.refresh_from_db()
    assert post.ids == [other.message_id]
    assert (refused.sent_at, refused.due_at) == (None, NOW + timedelta(minutes=1))


@pytest.mark.django_db(transaction=True)
def test_no_request_speaks_to_the_mail_server(post, practice, open_week, client):
    """A server that hangs is never met by a page: what a visitor presses only writes."""
    post.mode = Mode.MUTE

    flow.fill_in(client, NOW + timedelta(days=7))
    flow.send(client)

    assert Booking.objects.get().status == Status.CONFIRMED
    assert Message.objects.filter(sent_at=None).exists()
    assert post.connected == 0


def test_a_server_is_waited_for_ten_seconds_at_most_and_no_mail_outlives_its_lease():
    """With encryption and a password a mail takes twelve answers; each may come at its last moment."""
    timeout = site.MAILERS["default"]["OPTIONS"]["timeout"]

    assert timeout <= 10
    assert timedelta(seconds=2 * 12 * timeout) < outbox.LEASE


def test_only_the_sender_hands_mail_to_a_server():
    """Beside it there is the test of a text that she asks for: nobody else waits for it."""
    root = Path(site.BASE_DIR)
    code = [
        path for app in ("booking", "intake", "content", "npm_site") for path in (root / app).rglob("*.py")
    ]

    words = ("mailers[", "send_mail(", ".send(using=", "smtplib.SMTP(")
    speaking = {
        str(path.relative_to(root)) for path in code if any(word in path.read_text() for word in words)
    }

    assert speaking == {"booking/outbox.py", "booking/wording/trial.py"}


@pytest.mark.django_db
def test_what_is_confirmed_while_no_server_is_there_is_booked_all_the_same(
    settings, post, practice, admin_user
):
    held = request()

    with smtp.nobody_there(settings):
        lifecycle.approve(held, by=lifecycle.practitioner(admin_user), now=NOW)
        outbox.send_due(now=NOW)

    assert Booking.objects.get().status == Status.CONFIRMED
    assert Message.objects.filter(kind=Kind.CONFIRMED, sent_at=None).count() == 1


@pytest.mark.parametrize("error", [NoAddress(), RefusedBefore(), OSError(), ValueError()])
def test_what_no_server_has_said_marks_no_address(error):
    assert not mail_faults.is_of_address(error)


@pytest.mark.parametrize(
    ("error", "is_so"),
    [
        (smtplib.SMTPResponseException(421, b"Going down"), True),
        (smtplib.SMTPRecipientsRefused({"joan@example.com": (421, b"Going down")}), True),
        (smtplib.SMTPServerDisconnected(), True),
        (TimeoutError(), True),
        (smtplib.SMTPResponseException(451, b"Later"), False),
        (smtplib.SMTPRecipientsRefused({"joan@example.com": (550, b"Nobody")}), False),
        (NoAddress(), False),
    ],
    ids=["going_down", "going_down_for_one", "hung_up", "hangs", "later", "nobody", "no_address"],
)
def test_a_server_that_goes_down_takes_nothing_from_anybody(error, is_so):
    assert mail_faults.is_of_server(error) == is_so
