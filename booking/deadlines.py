"""When something is due. Pure: moments in UTC, days and clock times of the practice."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from booking.hours import moment

END_OF_WORK = time(18)
WORKING_DAYS_TO_ANSWER = 2
HELD_UNTIL_BEFORE = timedelta(hours=24)
NOTICE_WHEN_HELD = timedelta(hours=48)
RESERVED_FOR = timedelta(minutes=15)
# Filling in the form may eat into the notice by this much; a page left open for a day may not.
FILLING_IN = timedelta(hours=1)
# Days before a visit on which the client is asked whether anything has changed.
ASKED_BEFORE = timedelta(days=2)
# Before a visit that needs a health form: by when it is to be here, and on which days it is asked for again.
FORM_DUE_BEFORE = timedelta(hours=24)
FORM_ASKED_BEFORE = (timedelta(days=5), timedelta(days=2))
REMIND_AFTER = (timedelta(hours=24), timedelta(hours=44))
# By the practice's clock, on the day before a visit.
EVE = time(18)
# By then they are at home. Before it they travel, and much later the evening is over.
AFTERWARDS = timedelta(hours=2)
# How long it helps to read how one may feel: most of that time is still ahead.
HELPS_FOR = timedelta(hours=24)


def held_until(starts_at: datetime) -> datetime:
    """Return the moment a held time is let go: 24 hours before the visit, counted in real hours."""
    return starts_at.astimezone(UTC) - HELD_UNTIL_BEFORE


def free_until(starts_at: datetime, hours: int, *, now: datetime) -> datetime | None:
    """Return until when a visit can be cancelled free of charge, so many real hours before it starts; None
    when that is over already."""
    until = starts_at.astimezone(UTC) - timedelta(hours=hours)
    return until if now <= until else None


def asked_at(starts_at: datetime, zone: tzinfo) -> datetime:
    """Return when the client is asked whether anything has changed, in UTC: two days before the visit, at
    the same time by the clock, so 47 or 49 hours when the clocks change in between."""
    return days_before(starts_at, ASKED_BEFORE, zone)


def form_due_at(starts_at: datetime) -> datetime:
    """Return by when the health form is to be here, in UTC: 24 real hours before the visit."""
    return starts_at.astimezone(UTC) - FORM_DUE_BEFORE


def form_asked_at(starts_at: datetime, zone: tzinfo, before=FORM_ASKED_BEFORE) -> tuple[datetime, ...]:
    """Return when a form that is not here is asked for again, in UTC and in order: so many days before the
    visit, at the same time by the clock."""
    return tuple(days_before(starts_at, days, zone) for days in before)


def eve_of(visit_on: date, clock: time, zone: tzinfo) -> datetime:
    """Return the moment of this clock time on the day before, in UTC."""
    return moment(visit_on - timedelta(days=1), clock, zone)


def days_before(starts_at: datetime, days: timedelta, zone: tzinfo) -> datetime:
    """Return the moment so many days before, at the same time by the clock, in UTC."""
    local = starts_at.astimezone(zone)
    return moment(local.date() - days, local.time(), zone)


def is_unanswered(starts_at: datetime, told_at: datetime, now: datetime, zone: tzinfo) -> bool:
    """Return whether the question is out at `now`, and nothing was told since it went out.

    What was told at that very moment or later is new enough, so it may never go out."""
    return told_at < asked_at(starts_at, zone) <= now


def answer_due(
    sent_at: datetime, working_days: Iterable[date], kept_until: datetime, zone: tzinfo
) -> datetime:
    """Return 18:00 of the second working day after the request, or `kept_until` when that is sooner.

    With fewer than two working days known, `kept_until` is all that can be promised."""
    sent_on = sent_at.astimezone(zone).date()
    after = sorted(day for day in working_days if day > sent_on)
    if len(after) < WORKING_DAYS_TO_ANSWER:
        return kept_until
    return min(kept_until, moment(after[WORKING_DAYS_TO_ANSWER - 1], END_OF_WORK, zone))
