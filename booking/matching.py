"""Which free time a place on the waitlist would take, judged by the answers of whoever waits."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from django.utils.functional import cached_property

from booking import availability, on_file, spacing, waiting
from booking.judgement import Judgement
from booking.lifecycle import CLIENT, Screened, can_move
from booking.models import Status
from booking.on_file import AskAgain, OnFile
from booking.slots import Slot
from intake.answers import combined
from intake.crypto import Unreadable

# What the next session keeps its distance from: what was, and what is agreed on or asked for.
SESSIONS = (Status.COMPLETED, Status.CONFIRMED, Status.HELD)


class Seeker:
    """Somebody who waits, at one moment. Their answers are opened only when a time is free at all."""

    def __init__(self, entry, *, now: datetime):
        self.entry, self.now = entry, now

    @property
    def own(self):
        """Return the visit that an earlier time would take the place of, as long as it is still to come."""
        visit = self.entry.instead_of
        return visit if visit is not None and can_move(visit, self.now) else None

    @property
    def length(self) -> timedelta:
        if self.own is not None:
            return timedelta(minutes=self.own.reserved_minutes)
        return availability.length_of(self.entry.treatment, self.entry.client)

    @cached_property
    def wishes(self) -> waiting.Wishes:
        entry = self.entry
        return waiting.Wishes(
            weekdays=entry.weekdays,
            parts=entry.parts,
            from_on=entry.from_on,
            until_on=entry.until_on,
            length=self.length,
            before=self.own.starts_at if self.own is not None else None,
            offered=[offer.starts_at for offer in entry.offers.all()],
        )

    @cached_property
    def file(self) -> OnFile:
        """Return what is on file, with nothing loosened of the answers they began to wait with.

        Raise AskAgain where it does not carry a visit."""
        entry = self.entry
        file = on_file.of(entry.client, now=self.now, guardianship=entry.guardianship)
        judged = file.judgement
        try:
            answers = judged.answers
            for earlier in filter(None, [entry.screening, self.own and self.own.screening]):
                answers = combined(_latest(earlier).given(), answers)
        except Unreadable:
            raise AskAgain("shut") from None
        is_unmatched = file.treatment.is_first and not entry.treatment.is_first
        file.judgement = replace(
            judged, answers=answers, known=replace(judged.known, follow_up_unmatched=is_unmatched)
        )
        return file

    @property
    def judgement(self) -> Judgement:
        return self.file.judgement

    def screened(self, day: date) -> Screened:
        """Judge the answers for the day of an offer. Raise AskAgain.

        A visit that moves on its own day keeps the screening it has, and her yes with it."""
        if self.own is not None and self.own.visit_on == day:
            return Screened(self.own.client, self.own.screening, self.own.is_first, self.own.guardianship)
        return self.file.screened(day, by=CLIENT)

    @cached_property
    def first_on(self) -> date | None:
        """Return the first day that keeps the distance to their last session; None without one."""
        client = self.entry.client
        until = self.own.starts_at if self.own is not None else None
        # Chosen here and not by the database, so that a list of many can load them all at once.
        sessions = sorted(
            (visit for visit in client.bookings.all() if visit.status in SESSIONS),
            key=lambda visit: visit.starts_at,
        )
        days = [visit.visit_on for visit in sessions if until is None or visit.starts_at < until]
        apart = spacing.own_apart(client.days_apart_from, client.days_apart_until)
        return spacing.next_span(len(days), days[-1], apart).first if days else None

    def first_match(self, diary: availability.Availability) -> tuple[Slot, datetime] | None:
        """Return the first free time they would take, and until when an offer of it stands."""
        zone = availability.zone()
        for slot in diary.free(self.length, is_first=self.entry.treatment.is_first, notice=self.notice):
            if waiting.wants(self.wishes, slot.starts_at, zone) and self._is_open(slot.day):
                until = self.until(slot)
                if until is not None:
                    return slot, until
        return None

    @property
    def notice(self) -> timedelta:
        return timedelta(hours=self.entry.notice_hours)

    def _is_open(self, day: date) -> bool:
        """Whether the answers and the distance to other sessions leave this day open."""
        if self.first_on is not None and day < self.first_on:
            return False
        return not self._rule(day).is_hidden

    def _rule(self, day):
        return self.judgement.rule(is_earlier_asked=False)(day)

    def until(self, slot: Slot) -> datetime | None:
        """Return until when an offer stands: it is answered before anybody's notice begins."""
        policy = self.entry.treatment.policy
        notice = max(self.notice, policy.notice, self._rule(slot.day).notice)
        latest = slot.starts_at - notice
        if self.own is not None:
            latest = min(latest, self.own.starts_at - timedelta(hours=policy.move_hours))
        return waiting.offer_until(self.now, slot.starts_at, latest=latest, zone=availability.zone())


def _latest(screening):
    """Return the screening that stands in place of this one by now."""
    while (newer := getattr(screening, "superseded_by", None)) is not None:
        screening = newer
    return screening
