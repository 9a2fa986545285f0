"""What is written by the clock alone. It is found anew in each round of the worker, and its row is what
claims it: so nothing is written twice, and a worker that slept writes what still matters."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from booking import (
    afterwards,
    availability,
    deadlines,
    message_rules,
    outbox,
    together,
    tomorrow,
    undelivered,
)
from booking.hours import moment
from booking.models import Booking, BookingEvent, Kind, Message, Run, Status
from booking.models.treatment import LONGEST

# What the client has just read, or is about to: another mail would be one too many.
AT_ONCE = timedelta(hours=1)
ASKS = (Kind.CHANGED, Kind.FORM_SOON, Kind.FORM_LAST)
A_DAY = timedelta(days=1)


def sweep(*, now: datetime) -> None:
    """Write all that is due by the clock, but what she has switched off."""
    rules = message_rules.load()
    if rules[Kind.REMINDER].is_on:
        remind(rules[Kind.REMINDER].number, now=now)
    look_back(rules, now=now)
    if rules[Kind.SHEET].is_on:
        lay_out(rules[Kind.SHEET].number, now=now)
    if rules[Kind.UNSENT].is_on:
        tell_of_unsent(now=now)


def remind(hour: int, *, now: datetime) -> None:
    """Write the reminders of the day before. Until a visit begins, a late one is better than none."""
    today = availability.day_of(now)
    for day in (today, today + A_DAY):
        eve = deadlines.eve_of(day, time(hour), availability.zone())
        for visit in _to_remind(day, eve, now) if eve <= now else ():
            outbox.put(Kind.REMINDER, booking=visit, at=eve)


def look_back(rules: message_rules.Rules, *, now: datetime) -> None:
    """Write how people may feel after the visits that ended some hours ago, and no more than a day ago.

    For two who come together that is after the second."""
    visits = list(_over(now))
    last_ends = together.last_ends(visits)
    for visit in visits:
        kind = afterwards.kind_of(visit)
        if kind is None or not rules[kind].is_on or not afterwards.helps(visit, now):
            continue
        at = last_ends.get((visit.together, visit.visit_on), visit.ends_at)
        at += timedelta(hours=rules[kind].number)
        if at <= now:
            outbox.put(kind, booking=visit, at=at)


def lay_out(hour: int, *, now: datetime) -> None:
    """Write the sheet of a day on its eve; until its first visit begins, a late one is better than none."""
    today = availability.day_of(now)
    for day in (today, today + A_DAY):
        is_eve = deadlines.eve_of(day, time(hour), availability.zone()) <= now
        if is_eve and not Run.objects.filter(name=tomorrow.NAME, day=day).exists():
            _claim(tomorrow.NAME, day, Kind.SHEET if tomorrow.is_to_come(day, now) else None, now)


def tell_of_unsent(*, now: datetime) -> None:
    """Write to her that mail to clients was given up: at once, and at most once an hour."""
    last = undelivered.last_told()
    since = last.started_at if last else now - undelivered.RECENTLY
    if undelivered.recent(now).filter(gave_up_at__gt=since).exists():
        _claim(f"{undelivered.NAME}{now:%H}", availability.day_of(now), Kind.UNSENT, now)


@transaction.atomic
def _claim(name, day, kind, now):
    """Write the job's row with its message; of several workers one does. Without a kind nothing is told."""
    run, is_mine = Run.objects.get_or_create(
        name=name, day=day, defaults={"started_at": now, "finished_at": now}
    )
    if is_mine and kind:
        outbox.put(kind, run=run, at=now)


def _to_remind(day, eve, now):
    """The sure visits of a day, but for those that the client has only just been told of, or asked about."""
    ends = moment(day + A_DAY, time(), availability.zone())
    coming = Booking.objects.filter(status=Status.CONFIRMED, starts_at__gt=now, starts_at__lt=ends)
    of_it = {"booking": OuterRef("pk"), "version": OuterRef("version")}
    steps = BookingEvent.objects.filter(**of_it, at__gt=eve - AT_ONCE)
    news = steps.exclude(from_status=F("to_status"), was_at=None)
    written = Message.objects.filter(**of_it, kind=Kind.REMINDER)
    of_day = coming.filter(~Exists(news), ~Exists(written), visit_on=day)
    rows = list(of_day.annotate(is_asked=Exists(_asks(of_it, now))))
    # Two who come together are reminded in one mail, so one of them waits for the other.
    waiting = {row.together for row in rows if row.is_asked} - {None}
    return [row for row in rows if not row.is_asked and row.together not in waiting]


def _asks(of_it, now):
    """Questions that have just gone out, or are about to: while there is one, the reminder waits."""
    is_about_to = Q(sent_at=None, dropped_at=None, gave_up_at=None, due_at__lt=now + AT_ONCE)
    about = Message.objects.filter(**of_it, kind__in=ASKS)
    return about.filter(is_about_to | Q(sent_at__gt=now - AT_ONCE))


def _over(now):
    longest = timedelta(minutes=LONGEST)
    since = now - deadlines.HELPS_FOR - longest
    over = Booking.objects.filter(status=Status.COMPLETED, starts_at__gt=since)
    written = Message.objects.filter(booking=OuterRef("pk"), kind__in=afterwards.KINDS)
    told = over.filter(Q(is_first=True) | Q(series__ended_at__isnull=False))
    return told.exclude(Exists(written)).select_related("series")
