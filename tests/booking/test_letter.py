"""A letter is asked for, waited for, comes and is decided about; visits stand on it and fall with it."""

from datetime import date, timedelta

import pytest

from booking import emails, lifecycle, outbox, rescreening
from booking.letter import asking, by_the_clock, running_out
from booking.letter.asking import AskedAgain
from booking.models import Booking, Kind, Message, Status
from content.models import Practice
from intake import records
from intake.letters.content import Kind as FileKind
from intake.letters.content import Taken
from intake.models import LetterRequest
from intake.records.letters import Scanned
from tests.booking.factories import (
    NOW,
    ConfirmedFactory,
    SeriesFactory,
    WorkingHoursFactory,
)
from tests.booking.rows import again, held_for_a_letter, kinds
from tests.intake.factories import (
    ClearanceFactory,
    LetterFileFactory,
    LetterRequestFactory,
    ScreeningFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
FAR = NOW + timedelta(days=40)
WEEK = timedelta(days=7)
SCANNED = Scanned(Taken(FileKind.PDF, b"%PDF-1.7 otter letter"), is_held=False)


@pytest.fixture(autouse=True)
def practice():
    WorkingHoursFactory()
    return Practice.objects.create(name="NPM Practice", practitioner="Kim", email="kim@example.com")


@pytest.fixture
def marja():
    return lifecycle.practitioner(UserFactory())


@pytest.fixture
def visit():
    return held_for_a_letter(starts_at=FAR)


def ask(visit, marja):
    asking.ask_all(visit, by=marja, now=NOW)
    return LetterRequest.objects.get(client=visit.client)


def receive(request, visit=None):
    return asking.receive(request, SCANNED, name="otter.pdf", now=NOW, visit=visit)


def is_true(visit, kind, *, now):
    message = Message.objects.select_related("booking").get(booking=visit, kind=kind)
    return emails.is_still_true(message, now=now)


def on_a_letter(letter, **changes):
    """Return a coming visit that was confirmed on this letter."""
    visit = ConfirmedFactory(client=letter.client, **changes)
    screening = ScreeningFactory(
        client=letter.client, visit_on=visit.visit_on, needs_review=True, needs_clearance=True
    )
    Booking.objects.filter(pk=visit.pk).update(
        screening=screening, needs_review=True, needs_clearance=True, clearance=letter,
        approved_version=visit.version, decided_by=letter.accepted_by, decided_at=NOW,
    )  # fmt: skip
    return again(visit)


class TestAsking:
    def test_it_is_reminded_of_after_a_week_and_after_two(self, visit, marja):
        ask(visit, marja)

        due = {message.kind: message.due_at for message in visit.messages.all()}
        assert due == {Kind.LETTER_WAITED: NOW + WEEK, Kind.LETTER_STILL: NOW + 2 * WEEK}

    def test_pressing_twice_asks_and_reminds_once(self, visit, marja):
        ask(visit, marja)

        ask(visit, marja)

        assert Message.objects.count() == 2

    def test_both_of_a_pair_that_wait_for_a_letter_are_asked(self, visit, marja):
        other = held_for_a_letter(starts_at=FAR + timedelta(hours=3))
        key = "6f1ed002-ab5e-4f9c-9f0a-3b0c1a2d4e5f"
        Booking.objects.update(together=key)

        asking.ask_all(again(visit), by=marja, now=NOW)

        asked = set(LetterRequest.objects.values_list("client", flat=True))
        assert asked == {visit.client_id, other.client_id}

    def test_a_reminder_moves_with_the_visit(self, visit, marja):
        ask(visit, marja)
        screening = ScreeningFactory(
            client=visit.client, visit_on=(FAR + WEEK).date(), needs_review=True, needs_clearance=True
        )

        lifecycle.reschedule(again(visit), FAR + WEEK, screening=screening, by=marja, now=NOW)

        assert {Kind.LETTER_WAITED, Kind.LETTER_STILL} <= kinds(again(visit))


class TestReminding:
    @pytest.fixture(autouse=True)
    def asked(self, visit, marja):
        return ask(visit, marja)

    def test_it_goes_out_while_nothing_came(self, visit, mailoutbox):
        outbox.send_due(now=NOW + WEEK)

        (mail,) = mailoutbox
        assert mail.subject == "One thing still to do before your visit"
        assert "photograph" in mail.body

    def test_not_once_it_came(self, visit, asked):
        receive(asked)

        assert not is_true(visit, Kind.LETTER_WAITED, now=NOW + WEEK)

    def test_not_once_it_is_decided(self, visit, asked, marja):
        records.refuse_letter(asked, reason="Not signed", by=marja.user, now=NOW)

        assert not is_true(visit, Kind.LETTER_WAITED, now=NOW + WEEK)

    @pytest.mark.parametrize(("days", "is_sent"), [(4, True), (3, True), (2.9, False)])
    def test_not_when_the_visit_is_near(self, visit, days, is_sent):
        assert is_true(visit, Kind.LETTER_STILL, now=visit.starts_at - timedelta(days=days)) == is_sent

    def test_not_when_the_request_has_ended(self, visit, marja):
        lifecycle.decline(again(visit), by=marja, now=NOW, words=records.write_words("No", now=NOW))

        assert not is_true(visit, Kind.LETTER_WAITED, now=NOW + WEEK)


class TestReceiving:
    def test_she_is_told_once_of_all_that_came_within_minutes(self, visit, marja, mailoutbox):
        asked = ask(visit, marja)

        receive(asked, visit)
        receive(asked, visit)
        outbox.send_due(now=NOW + asking.GATHERED)

        (mail,) = mailoutbox
        assert mail.to == ["kim@example.com"]
        assert "paper" in mail.subject

    def test_not_when_she_has_read_it_meanwhile(self, visit, marja):
        asked = ask(visit, marja)
        receive(asked, visit)

        asking.refuse(asked, reason="Not signed", is_again=False, by=marja, now=NOW)

        assert not is_true(visit, Kind.LETTER_CAME, now=NOW + asking.GATHERED)

    def test_what_she_puts_in_herself_is_no_news(self, visit, marja):
        asked = ask(visit, marja)

        asking.receive(asked, SCANNED, name="scan.pdf", now=NOW, by=marja.user)

        assert not visit.messages.filter(kind=Kind.LETTER_CAME).exists()

    def test_a_second_letter_is_told_of_too(self, visit, marja):
        asked = ask(visit, marja)
        receive(asked, visit)
        asking.refuse(asked, reason="Not signed", is_again=True, by=marja, now=NOW)

        receive(records.open_request(visit.client), visit)

        assert {Kind.LETTER_CAME, Kind.LETTER_CAME_AGAIN, Kind.LETTER_AGAIN} <= kinds(visit)


class TestDeciding:
    def test_an_accepted_letter_opens_the_yes_and_gives_none(self, visit, marja):
        asked = ask(visit, marja)
        receive(asked)

        letter = asking.accept(
            visit.client, valid_from=NOW.date(), valid_until=FAR.date(), note="Light work", by=marja.user,
            now=NOW, request=asked,
        )  # fmt: skip
        still_held = again(visit).status
        lifecycle.approve(again(visit), by=marja, now=NOW)

        asked.refresh_from_db()
        assert (still_held, again(visit).status) == (Status.HELD, Status.CONFIRMED)
        assert (asked.clearance, asked.decided_by, letter.note) == (letter, marja.user, "Light work")

    def test_accepting_at_the_review_page_answers_what_was_asked(self, visit, marja):
        asked = ask(visit, marja)

        asking.accept(
            visit.client, valid_from=NOW.date(), valid_until=FAR.date(), note="", by=marja.user, now=NOW
        )

        asked.refresh_from_db()
        assert asked.state(NOW.date()) == "accepted"

    def test_a_letter_that_was_decided_meanwhile_accepts_nothing(self, visit, marja):
        asked = ask(visit, marja)
        asking.refuse(asked, reason="Not signed", is_again=False, by=marja, now=NOW)

        with pytest.raises(lifecycle.NotAllowed):
            asking.accept(
                visit.client, valid_from=NOW.date(), valid_until=FAR.date(), note="", by=marja.user, now=NOW,
                request=asked,
            )  # fmt: skip

        assert not visit.client.clearances.exists()

    def test_not_enough_and_asked_again(self, visit, marja):
        asked = ask(visit, marja)

        written_by = asking.refuse(asked, reason="Not signed", is_again=True, by=marja, now=NOW)

        assert written_by == visit
        assert records.open_request(visit.client) not in (None, asked)
        assert is_true(visit, Kind.LETTER_AGAIN, now=NOW)

    def test_a_third_time_is_for_the_telephone_and_nothing_is_decided(self, visit, marja):
        asking.refuse(ask(visit, marja), reason="Not signed", is_again=True, by=marja, now=NOW)
        second = records.open_request(visit.client)

        with pytest.raises(AskedAgain):
            asking.refuse(second, reason="Still not", is_again=True, by=marja, now=NOW)

        second.refresh_from_db()
        assert second.is_open

    def test_with_no_visit_ahead_nobody_is_written_to(self, marja):
        client = LetterRequestFactory(dropped_at=NOW).client

        assert asking.ask_again(client, by=marja, now=NOW) is None
        assert records.open_request(client) is not None
        assert not Message.objects.exists()


class TestRunningOut:
    @pytest.fixture
    def letter(self):
        return ClearanceFactory(valid_until=date(2027, 6, 1))

    def test_shortening_holds_what_lies_beyond_and_leaves_the_rest(self, letter, marja):
        before = on_a_letter(letter, starts_at=NOW + WEEK)
        after = on_a_letter(letter, starts_at=FAR)

        held = rescreening.shorten_letter(letter, valid_until=date(2027, 3, 20), by=marja, now=NOW)

        assert held == 1
        assert (again(before).status, again(after).status) == (Status.CONFIRMED, Status.HELD)
        assert Kind.HELD in kinds(again(after))

    def test_a_visit_on_the_last_day_stays(self, letter, marja):
        visit = on_a_letter(letter, starts_at=FAR)

        held = rescreening.shorten_letter(letter, valid_until=FAR.date(), by=marja, now=NOW)

        assert (held, again(visit).status) == (0, Status.CONFIRMED)

    @pytest.mark.parametrize("day", [date(2027, 6, 1), date(2027, 7, 1), date(2027, 2, 1)])
    def test_it_is_shortened_and_nothing_else(self, letter, marja, day):
        with pytest.raises(lifecycle.NotAllowed):
            rescreening.shorten_letter(letter, valid_until=day, by=marja, now=NOW)

        letter.refresh_from_db()
        assert letter.valid_until == date(2027, 6, 1)

    def test_an_ended_letter_is_not_shortened(self, letter, marja):
        records.end_clearance(letter, now=NOW)

        with pytest.raises(lifecycle.NotAllowed):
            rescreening.shorten_letter(letter, valid_until=date(2027, 3, 20), by=marja, now=NOW)

    def test_moving_beyond_the_letter_holds_the_visit(self, letter, marja):
        visit = on_a_letter(letter, starts_at=NOW + WEEK)
        beyond = NOW + timedelta(days=98)
        screening = ScreeningFactory(
            client=letter.client, visit_on=beyond.date(), needs_review=True, needs_clearance=True
        )

        lifecycle.reschedule(visit, beyond, screening=screening, by=marja, now=NOW)

        visit = again(visit)
        assert (visit.status, visit.clearance) == (Status.HELD, None)
        with pytest.raises(lifecycle.NotSafeYet):
            lifecycle.approve(visit, by=marja, now=NOW)

    @pytest.mark.parametrize(
        "changes", [{"valid_until": date(2027, 3, 20)}, {"ended_at": NOW}, {"valid_from": date(2027, 5, 1)}]
    )
    def test_whatever_the_clock_finds_uncovered_is_held(self, letter, changes):
        visit, covered = (
            on_a_letter(letter, starts_at=FAR),
            on_a_letter(ClearanceFactory(), starts_at=FAR + WEEK),
        )
        type(letter).objects.filter(pk=letter.pk).update(**changes)

        by_the_clock.sweep(now=NOW)
        by_the_clock.sweep(now=NOW)

        assert (again(visit).status, again(covered).status) == (Status.HELD, Status.CONFIRMED)
        assert again(visit).events.filter(why="letter_ended").count() == 1

    def test_she_is_warned_two_weeks_before_its_end_once(self, letter, mailoutbox):
        visit = held_for_a_letter(client=letter.client, starts_at=NOW + timedelta(days=98))
        told = []

        for days in (15, 14, 13):
            now = NOW.replace(month=6, day=1) - timedelta(days=days)
            by_the_clock.sweep(now=now)
            outbox.send_due(now=now)
            told.append(len(mailoutbox))

        assert visit.visit_on > letter.valid_until
        assert told == [0, 1, 1]
        assert "Tuesday 1 June" in mailoutbox[0].subject

    def test_not_when_nothing_lies_beyond(self, letter):
        on_a_letter(letter, starts_at=FAR)

        assert by_the_clock.warn(now=NOW.replace(month=5, day=25)) == 0

    def test_not_when_a_later_letter_is_there(self, letter):
        held_for_a_letter(client=letter.client, starts_at=NOW + timedelta(days=98))
        ClearanceFactory(client=letter.client, valid_until=date(2027, 9, 1))

        assert by_the_clock.warn(now=NOW.replace(month=5, day=25)) == 0

    def test_a_series_that_is_not_booked_to_its_end_counts(self, letter):
        series = SeriesFactory(client=letter.client, wanted=3)
        visit = on_a_letter(letter, starts_at=FAR, series=series)

        now = NOW.replace(month=5, day=25)

        assert running_out.beyond(letter, now=now) == visit
        assert by_the_clock.warn(now=now) == 1

    def test_what_was_held_by_the_scanner_is_judged_by_the_clock(self, settings, monkeypatch):
        settings.VIRUS_SCANNER = "127.0.0.1:1"
        monkeypatch.setattr("intake.letters.scanner.is_harmless", lambda content: True)
        file = LetterFileFactory(is_held=True)

        by_the_clock.sweep(now=NOW)

        file.refresh_from_db(fields=["is_held"])
        assert not file.is_held
