"""The worker command, end to end: from a request to the mail that a server took in."""

import logging
import os
import signal
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from booking import lifecycle, outbox
from booking.management.commands import worker
from booking.models import Booking, Kind, Message, Status
from content.models import Practice
from intake.models import Draft
from tests.booking import smtp
from tests.booking.factories import NOW, BookingFactory, ConfirmedFactory, HeldFactory
from tests.intake.factories import ClientFactory, DraftFactory

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def post(settings):
    with smtp.server(settings) as post:
        yield post


@pytest.fixture
def practice(db):
    return Practice.objects.create(name="NPM Practice", practitioner="Kim Example", email="kim@example.com")


def one_round_at(moment):
    with time_machine.travel(moment, tick=False):
        call_command("worker", once=True)


@pytest.mark.django_db(transaction=True)
def test_a_decision_reaches_the_client_in_the_next_round(post, practice, admin_user):
    booking = HeldFactory(client=ClientFactory(email="joan@example.com"))
    lifecycle.approve(booking, by=lifecycle.practitioner(admin_user), now=NOW)

    one_round_at(NOW)
    one_round_at(NOW + timedelta(minutes=1))

    (mail,) = post.taken
    assert (mail["To"], mail["Subject"]) == ("joan@example.com", "Your session on Monday 8 March, noon")
    assert [part.get_filename() for part in mail.iter_attachments()] == ["session.ics"]


@pytest.mark.django_db(transaction=True)
def test_a_request_that_ran_out_is_let_go_and_told_in_the_same_round(post, practice):
    booking = HeldFactory(client=ClientFactory(email="joan@example.com"))

    one_round_at(booking.held_until)

    told = {(mail["To"], mail["Subject"]) for mail in post.taken}
    assert Booking.objects.get().status == Status.LAPSED
    assert told == {
        ("joan@example.com", "Not confirmed: Monday 8 March, noon"),
        ("kim@example.com", "Not answered: Monday 8 March, noon"),
    }


@pytest.mark.django_db(transaction=True)
def test_a_round_lets_go_of_reservations_and_drafts_that_ran_out():
    reservation = BookingFactory()
    DraftFactory(expires_at=NOW)
    kept = DraftFactory(expires_at=NOW + timedelta(hours=2))

    one_round_at(reservation.expires_at)

    assert Booking.objects.get().status == Status.LAPSED
    assert list(Draft.objects.all()) == [kept]


@pytest.mark.django_db(transaction=True)
def test_what_fails_is_logged_without_its_words_and_the_rest_is_done(post, practice, monkeypatch, caplog):
    def fail(**_kwargs):
        raise DatabaseError("Key (email)=(joan@example.com)")

    booking = HeldFactory()
    Message.objects.create(booking=booking, kind=Kind.HELD, due_at=NOW, message_id="<1@booking.invalid>")
    monkeypatch.setattr(lifecycle, "lapse_run_out", fail)
    caplog.set_level(logging.INFO)

    with pytest.raises(CommandError):
        one_round_at(NOW)

    assert post.ids == ["<1@booking.invalid>"]
    assert "let_go: DatabaseError at " in caplog.text
    assert "joan" not in "".join(
        record.getMessage() for record in caplog.records if record.name != "mail.log"
    )


@pytest.mark.django_db
def test_sending_ends_with_the_message_in_hand_when_the_worker_is_stopped(monkeypatch):
    stop = threading.Event()
    sent = []
    done = outbox.Turn.DONE
    monkeypatch.setattr(worker.outbox, "send_next", lambda **_now: sent.append(1) or stop.set() or done)

    worker.send(stop)

    assert sent == [1]


def rest_after(post, monkeypatch, many):
    """Let the command send so many mails that are due, two a round; return how many the server was asked to
    take, and in how many rounds, before the worker first rested."""
    rounds = []
    monkeypatch.setattr(worker, "MAILS_A_ROUND", 2)
    monkeypatch.setattr(worker, "let_go", rounds.append)
    monkeypatch.setattr(worker, "Stop", Resting)
    for number in range(many):
        visit = ConfirmedFactory(starts_at=NOW + timedelta(days=7 + number))
        outbox.put(Kind.CONFIRMED, booking=visit, at=NOW)
    with time_machine.travel(NOW, tick=False):
        call_command("worker")
    return post.asked, len(rounds)


class Resting(threading.Event):
    """Told to end by the first rest."""

    def wait(self, seconds):
        self.set()


@pytest.mark.django_db(transaction=True)
def test_while_mail_is_due_it_goes_on_at_once_and_does_its_other_jobs_between(post, practice, monkeypatch):
    assert rest_after(post, monkeypatch, 5) == (5, 3)


@pytest.mark.parametrize("mode", [smtp.Mode.LATER, smtp.Mode.NOBODY])
@pytest.mark.django_db(transaction=True)
def test_a_server_that_refuses_mail_is_left_in_peace_until_it_has_rested(post, practice, monkeypatch, mode):
    post.mode = mode

    assert rest_after(post, monkeypatch, 5) == (2, 1)


@pytest.mark.django_db(transaction=True)
def test_a_server_that_takes_nothing_now_is_left_in_peace_at_once(post, practice, monkeypatch):
    post.mode = smtp.Mode.BUSY

    assert rest_after(post, monkeypatch, 5) == (1, 1)


def queries_of_a_round(moment):
    with CaptureQueriesContext(connection) as asked:
        one_round_at(moment)
    return len(asked)


@pytest.mark.django_db(transaction=True)
def test_a_round_asks_as_many_queries_however_many_visits_have_been(post, practice):
    def have_been(days):
        """Visits of long ago, each told of by a mail that was sent."""
        for day in days:
            visit = ConfirmedFactory(starts_at=NOW - timedelta(days=day), status=Status.COMPLETED)
            Message.objects.create(
                booking=visit, kind=Kind.CONFIRMED, due_at=NOW, sent_at=NOW, message_id=f"<{day}@x.invalid>"
            )

    have_been(range(30, 31))
    one_round_at(NOW)
    few = queries_of_a_round(NOW)
    have_been(range(31, 71))
    many = queries_of_a_round(NOW)

    assert many == few


# Between two rounds it rests for longer than this test would wait.
A_LONG_REST = "from booking.management.commands import worker; worker.PAUSE_SECONDS = 3600; "
RUN = "from django.core.management import execute_from_command_line as run; "


@pytest.mark.parametrize("name", [signal.SIGTERM, signal.SIGINT])
def test_the_worker_outlives_a_round_that_fails_and_stops_at_once_when_told(tmp_path, name):
    """A database without tables: every round fails, and nothing but the signal ends the loop."""
    database = f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    code = f"import django; django.setup(); {A_LONG_REST}{RUN}run(['manage.py', 'worker'])"
    with subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "TEST_DATABASE_URL": database},
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        seen = [process.stderr.readline() for _job in range(8)]
        process.send_signal(name)
        try:
            process.communicate(timeout=60)
        finally:
            process.kill()

    assert process.returncode == 0
    assert [line.split()[4] for line in seen] == [
        "let_go:",
        "offer:",
        "drop_drafts:",
        "drop_links:",
        "letters:",
        "remind:",
        "keep_no_longer:",
        "send:",
    ]
