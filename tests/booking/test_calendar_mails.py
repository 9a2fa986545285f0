"""Whatever becomes of a visit, a calendar that is fed by its mails alone shows what is so."""

from datetime import timedelta
from email import policy

import pytest
from django.core import mail

from booking import ics, lifecycle, offers, outbox, pausing, together
from booking.lifecycle import CLIENT
from booking.models import Booking, Status
from content.models import Practice
from tests.booking import second_reader, waits
from tests.booking.factories import NOW, ConfirmedFactory, SeriesFactory, WorkingHoursFactory
from tests.booking.rows import again, found
from tests.intake.factories import ClientFactory, ScreeningFactory, UserFactory, WordsFactory

pytestmark = pytest.mark.django_db
JOAN = "joan@heron.example"
VISIT, MOVED = NOW + timedelta(days=7), NOW + timedelta(days=8)


@pytest.fixture(autouse=True)
def practice():
    for weekday in range(5):
        WorkingHoursFactory(weekday=weekday)
    return Practice.objects.create(name="NPM Practice", practitioner="Kim Example", email="kim@example.com")


@pytest.fixture
def she():
    return lifecycle.practitioner(UserFactory(username="kim"))


class Inbox:
    """A calendar that knows nothing but the files of its owner's mails, and acts on higher numbers alone."""

    def __init__(self):
        self.entries = {}
        self.files = []

    def take_in(self, *, now):
        outbox.send_due(now=now)
        sent = [one for one in mail.outbox if one.to == [JOAN]]
        mail.outbox.clear()
        for letter in sent:
            for part in letter.message(policy=policy.SMTP).iter_attachments():
                self._read(part)
        return self

    def _read(self, part):
        file = second_reader.read(part.get_payload(decode=True).decode())
        (event,) = file.events
        assert part["Content-Type"].params["method"] == file.method
        assert event.status == {"REQUEST": "CONFIRMED", "CANCEL": "CANCELLED"}[file.method]
        known = self.entries.get(event.uid)
        assert known is None or event.sequence > known.sequence
        self.files.append((file.method, event.sequence))
        self.entries[event.uid] = event

    def shown(self):
        """Return when it says that visits take place."""
        return sorted(event.starts_at for event in self.entries.values() if event.status == "CONFIRMED")


@pytest.fixture
def inbox():
    return Inbox()


def confirm(**changes):
    """Return a visit of Joan's that has just been booked."""
    client = changes.pop("client", None) or ClientFactory(email=JOAN)
    waits.agree(client)
    starts_at = changes.pop("starts_at", VISIT)
    screening = ScreeningFactory(client=client, visit_on=starts_at.date())
    booking = ConfirmedFactory(client=client, screening=screening, starts_at=starts_at, **changes)
    booking.events.create(to_status=Status.CONFIRMED, version=1, at=NOW, actor="client")
    outbox.put("confirmed", booking=booking, at=NOW)
    return booking


def hold(visit, she):
    lifecycle.hold_again(
        again(visit), found(visit), answer_due_at=NOW + timedelta(days=2), now=NOW, by=CLIENT
    )


def approve(visit, she):
    lifecycle.approve(again(visit), by=she, now=NOW)


def move(visit, she):
    row = again(visit)
    to = row.starts_at + timedelta(days=1)
    screening = ScreeningFactory(client=row.client, visit_on=to.date())
    lifecycle.reschedule(row, to, screening=screening, by=she, now=NOW)


def move_to_be_read(visit, she):
    row = again(visit)
    to = row.starts_at + timedelta(days=1)
    screening = ScreeningFactory(client=row.client, visit_on=to.date(), needs_review=True)
    lifecycle.reschedule(row, to, screening=screening, by=CLIENT, now=NOW)


def answer_again(visit, she):
    row = again(visit)
    lifecycle.adopt_screening(row, found(row), by=CLIENT, now=NOW)


def cancel(visit, she):
    lifecycle.cancel(again(visit), by=CLIENT, now=NOW)


def call_off(visit, she):
    lifecycle.cancel(again(visit), by=she, now=NOW, is_called_off=True)


def decline(visit, she):
    lifecycle.decline(again(visit), by=she, now=NOW, words=WordsFactory())


def later(visit, she):
    lifecycle.offer_later(again(visit), by=she, now=NOW, from_on=(NOW + timedelta(days=40)).date())


def lapse(visit, she):
    lifecycle.lapse_run_out(now=again(visit).held_until)


# What happens one after another, each told of; then the files, and whether the visit is still shown.
CASES = {
    "booked": ([], [("REQUEST", 2)], True),
    "moved": ([move], [("REQUEST", 2), ("REQUEST", 4)], True),
    "moved twice": ([move, move], [("REQUEST", 2), ("REQUEST", 4), ("REQUEST", 6)], True),
    "cancelled": ([cancel], [("REQUEST", 2), ("CANCEL", 3)], False),
    "called off": ([call_off], [("REQUEST", 2), ("CANCEL", 3)], False),
    "moved, cancelled": ([move, cancel], [("REQUEST", 2), ("REQUEST", 4), ("CANCEL", 5)], False),
    "held again": ([hold], [("REQUEST", 2), ("CANCEL", 3)], False),
    "moved to a day to be read": ([move_to_be_read], [("REQUEST", 2), ("CANCEL", 3)], False),
    "held again, confirmed": ([hold, approve], [("REQUEST", 2), ("CANCEL", 3), ("REQUEST", 4)], True),
    "held again, answered again, confirmed": (
        [hold, answer_again, approve],
        [("REQUEST", 2), ("CANCEL", 3), ("REQUEST", 6)],
        True,
    ),
    "held again, moved": (
        [hold, move_to_be_read],
        [("REQUEST", 2), ("CANCEL", 3), ("CANCEL", 5)],
        False,
    ),
    "held again, moved, confirmed, cancelled": (
        [hold, move_to_be_read, approve, cancel],
        [("REQUEST", 2), ("CANCEL", 3), ("CANCEL", 5), ("REQUEST", 6), ("CANCEL", 7)],
        False,
    ),
    "held again, declined": ([hold, decline], [("REQUEST", 2), ("CANCEL", 3), ("CANCEL", 5)], False),
    "held again, a later date": ([hold, later], [("REQUEST", 2), ("CANCEL", 3), ("CANCEL", 5)], False),
    "held again, cancelled": ([hold, cancel], [("REQUEST", 2), ("CANCEL", 3), ("CANCEL", 5)], False),
    "held again, lapsed": ([hold, lapse], [("REQUEST", 2), ("CANCEL", 3), ("CANCEL", 5)], False),
}


@pytest.mark.parametrize(("steps", "files", "is_shown"), CASES.values(), ids=CASES)
def test_each_end_and_change_of_a_visit_is_told_to_the_calendar(inbox, she, steps, files, is_shown):
    visit = confirm()
    inbox.take_in(now=NOW)

    for step in steps:
        step(visit, she)
        inbox.take_in(now=again(visit).held_until if step is lapse else NOW)

    assert inbox.files == files
    assert inbox.shown() == ([again(visit).starts_at] if is_shown else [])
    assert list(inbox.entries) == [ics.uid(visit)]


@pytest.mark.parametrize(("steps", "files", "is_shown"), CASES.values(), ids=CASES)
def test_a_calendar_that_hears_of_it_all_at_once_shows_the_same(inbox, she, steps, files, is_shown):
    visit = confirm()

    for step in steps:
        step(visit, she)
    inbox.take_in(now=again(visit).held_until if lapse in steps else NOW)

    assert inbox.shown() == ([again(visit).starts_at] if is_shown else [])
    assert inbox.files == [] or inbox.files == files[-1:]


def test_after_the_end_no_step_puts_a_visit_back(inbox, she):
    visit = confirm()
    cancel(visit, she)
    inbox.take_in(now=NOW)

    for step in (hold, approve, move, answer_again, decline, call_off):
        with pytest.raises(lifecycle.NotAllowed):
            step(visit, she)

    assert inbox.take_in(now=NOW + timedelta(days=9)).files == [("CANCEL", 3)]


def test_a_file_that_was_fetched_has_the_number_of_the_mail(inbox, practice):
    visit = confirm()
    inbox.take_in(now=NOW)

    fetched = second_reader.read(ics.published([visit], practice, now=NOW).text).events

    assert fetched == (inbox.entries[ics.uid(visit)],)


def test_of_a_pair_each_visit_has_a_file_of_its_own(inbox, she):
    client, key = ClientFactory(email=JOAN), "6f2b4a0e-5f0e-4a59-9a3e-0d8f6b1f6c11"
    first = confirm(client=client, together=key)
    second = confirm(client=client, together=key, starts_at=VISIT + timedelta(days=7))
    inbox.take_in(now=NOW)

    cancel(first, she)
    hold(second, she)
    inbox.take_in(now=NOW)

    assert inbox.files == [("REQUEST", 2), ("REQUEST", 2), ("CANCEL", 3), ("CANCEL", 3)]
    assert inbox.shown() == []


def test_a_pair_held_again_and_confirmed_stands_in_the_calendar_again(inbox, she):
    client, key = ClientFactory(email=JOAN), "6f2b4a0e-5f0e-4a59-9a3e-0d8f6b1f6c11"
    first = confirm(client=client, together=key)
    second = confirm(client=client, together=key, starts_at=VISIT + timedelta(days=7))
    inbox.take_in(now=NOW)

    hold(first, she)
    inbox.take_in(now=NOW)
    assert inbox.shown() == []
    approve(first, she)
    inbox.take_in(now=NOW)

    assert {one.status for one in together.held(again(first))} <= {Status.CONFIRMED}
    assert inbox.shown() == [first.starts_at, second.starts_at]


def test_a_series_that_is_paused_leaves_the_calendar(inbox, she):
    client = ClientFactory(email=JOAN)
    series = SeriesFactory(client=client, wanted=3)
    visits = [
        confirm(client=client, series=series, starts_at=VISIT + timedelta(days=7 * week)) for week in range(3)
    ]
    inbox.take_in(now=NOW)
    assert inbox.shown() == [visit.starts_at for visit in visits]

    seen = pausing.seen_of(series, pausing.coming(series, now=NOW))
    pausing.pause(series.pk, seen=seen, by=she, now=NOW)
    inbox.take_in(now=NOW)

    assert inbox.files == [("REQUEST", 2)] * 3 + [("CANCEL", 3)] * 3
    assert inbox.shown() == []


def test_an_offer_that_is_taken_in_place_of_a_visit_moves_that_visit(inbox):
    client = ClientFactory(email=JOAN)
    own = confirm(client=client, starts_at=waits.NEXT_MONDAY)
    inbox.take_in(now=NOW)
    entry = waits.waiting(client=client, instead_of=own)
    offer = lifecycle.offer(entry, waits.MONDAY, until=waits.UNTIL, length=timedelta(minutes=120), now=NOW)
    inbox.take_in(now=NOW)

    offers.accept(offer, now=NOW)
    inbox.take_in(now=NOW)

    assert inbox.files == [("REQUEST", 2), ("REQUEST", 4)]
    assert inbox.shown() == [waits.MONDAY]
    assert Booking.objects.get(pk=offer.pk).status == Status.CANCELLED


def test_what_she_moves_and_takes_back_before_the_mail_leaves_is_shown_once(inbox, she):
    visit = confirm()
    inbox.take_in(now=NOW)
    move(visit, she)
    row = again(visit)
    screening = ScreeningFactory(client=row.client, visit_on=VISIT.date())

    lifecycle.reschedule(row, VISIT, screening=screening, by=she, now=NOW)
    inbox.take_in(now=NOW)

    assert inbox.shown() == [VISIT]
    assert inbox.files == [("REQUEST", 2)]
