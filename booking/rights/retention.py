"""What has been kept for its time goes: first as a report, which changes nothing, then in truth."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.contrib.sessions.models import Session
from django.db import transaction

from booking import account_news, availability, refused
from booking.lock import take_diary
from booking.models import Message, RetentionPolicy, Run, WaitlistEntry
from booking.rights import clock, plan, purging, rows, tombstones
from booking.rights.facts import OPEN, facts
from booking.rights.removing import clear_visits, remove
from booking.written import writing
from intake import months, records
from intake.models import Client, Enquiry, Erasure, FormDraft, Reading

NAME = "retention"
# A worker that died over it gives the day back to the others.
LEASE = timedelta(minutes=30)
# That somebody was erased is proved for so long.
ERASURE_MONTHS = 12


class What(StrEnum):
    """Why it goes."""

    RECORD = "record"
    CONTACT = "contact"
    HEALTH = "health"
    WAITLIST = "waitlist"
    FORM = "form"
    ENQUIRY = "enquiry"
    ERASURE = "erasure"


@dataclass(frozen=True)
class Batch:
    """What goes by one rule, of those whose time ran out in one month."""

    what: What
    month: date
    found: rows.Found
    clients: tuple[int, ...] = ()


@dataclass(frozen=True)
class Line:
    """One line of the report: how many rows of one table go, by which rule, since which month."""

    what: What
    month: date
    model: str
    count: int


def expired(*, now: datetime) -> list[Batch]:
    """Return all whose time has run out, with everything that hangs on it."""
    today, periods = availability.day_of(now), RetentionPolicy.load().as_periods()
    batches = [*_people(today, periods), *_places(today, periods), *_forms(today, periods)]
    batches += [*_enquiries(today, periods), *_erasures(today)]
    seen: rows.Found = {}
    return [batch for batch in (_whole(batch, seen) for batch in batches) if batch.found]


def _whole(batch, seen) -> Batch:
    """Take along what hangs on it, and leave out what goes by an earlier rule."""
    found = rows.with_what_hangs_on(batch.found)
    found = {model: keys - seen.get(model, set()) for model, keys in found.items()}
    for model, keys in found.items():
        seen[model] = seen.get(model, set()) | keys
    return Batch(
        batch.what, batch.month, {model: keys for model, keys in found.items() if keys}, batch.clients
    )


def report(*, now: datetime) -> list[Line]:
    """Return what apply() would delete now, by rule, month and table. It names nobody."""
    return [
        Line(batch.what, batch.month, model, len(keys))
        for batch in sorted(expired(now=now), key=lambda batch: (batch.what, batch.month))
        for model, keys in sorted(batch.found.items())
    ]


@transaction.atomic
def apply(*, now: datetime) -> Counter:
    """Delete what has run out, and return how many rows that was, by table."""
    # Whoever books at this moment is either seen here, or comes as somebody new.
    take_diary()
    count = Counter()
    for batch in expired(now=now):
        gone = remove(batch.found, now=now)
        if batch.what == What.HEALTH:
            clear_visits(batch.clients)
        if batch.what in (What.RECORD, What.CONTACT):
            tombstones.bury(gone[tombstones.PERSON], at=now)
        count.update({model: len(keys) for model, keys in gone.items()})
    _forget_addresses()
    refused.drop_old(now=now)
    writing.drop_old(now=now)
    account_news.drop_old(now=now)
    Session.objects.filter(expire_date__lte=now).delete()
    return count


def daily(*, now: datetime) -> bool:
    """Do it once a day, whoever comes first; return whether it was done now. A day that was slept over is
    made up for by the next, because what has run out then has run out still."""
    run, is_mine = Run.objects.get_or_create(
        name=NAME, day=availability.day_of(now), defaults={"started_at": now}
    )
    if not is_mine:
        left = Run.objects.filter(pk=run.pk, finished_at=None, started_at__lte=now - LEASE)
        is_mine = bool(left.update(started_at=now))
    if not is_mine:
        return False
    purging.purge(now=now)
    deleted = apply(now=now)
    tombstones.file()
    Run.objects.filter(pk=run.pk).update(finished_at=now, deleted=deleted.total())
    Run.objects.filter(day__lt=availability.day_of(now) - timedelta(days=366)).delete()
    return True


def _people(today, periods) -> Iterator[Batch]:
    """Whole people by the month in which their time ran out, and health answers of who was never treated."""
    by_batch: dict[tuple[What, date], list[int]] = {}
    for client, known in facts().items():
        due = clock.due_on(known, periods)
        if due.all_goes(today):
            never = due.why == clock.Why.NEVER_TREATED
            key = (What.CONTACT if never else What.RECORD, _month(due.contact_on))
        elif due.health_goes(today):
            key = (What.HEALTH, _month(due.health_on))
        else:
            continue
        by_batch.setdefault(key, []).append(client)
    for (what, month), clients in by_batch.items():
        everyone = rows.everyone(clients)
        lines = [line for line in plan.LINES if what != What.HEALTH or line.clock == plan.HEALTH]
        yield Batch(what, month, rows.keys(lines, everyone), tuple(everyone))


def _places(today, periods) -> Iterator[Batch]:
    ended = WaitlistEntry.objects.exclude(ended_at=None).exclude(client__in=_on_hold())
    yield from _by_month(
        What.WAITLIST,
        WaitlistEntry,
        [
            (pk, months.add(availability.day_of(at), periods.waitlist_months))
            for pk, at in ended.values_list("pk", "ended_at")
        ],
        today,
    )


def _forms(today, periods) -> Iterator[Batch]:
    """Unfinished ones, when no visit is to come for which they could be finished."""
    left = FormDraft.objects.exclude(client__bookings__status__in=OPEN).exclude(client__in=_on_hold())
    yield from _by_month(
        What.FORM,
        FormDraft,
        [
            (pk, availability.day_of(at) + timedelta(days=periods.form_draft_days))
            for pk, at in left.values_list("pk", "saved_at")
        ],
        today,
    )


def _enquiries(today, periods) -> Iterator[Batch]:
    """Each with the notes of who has read it."""
    sent = Enquiry.objects.values_list("pk", "answered_at", "created_at")
    due = [
        (pk, months.add(availability.day_of(answered or made), periods.enquiry_months))
        for pk, answered, made in sent
    ]
    for batch in _by_month(What.ENQUIRY, Enquiry, due, today):
        read = Reading.objects.filter(client=None, row__in=batch.found[Enquiry._meta.label])
        batch.found[Reading._meta.label] = set(read.values_list("pk", flat=True))
        yield batch


def _erasures(today) -> Iterator[Batch]:
    done = Erasure.objects.filter(client=None).values_list("pk", "at")
    due = [(pk, months.add(availability.day_of(at), ERASURE_MONTHS)) for pk, at in done]
    yield from _by_month(What.ERASURE, Erasure, due, today)


def _by_month(what, model, due, today) -> Iterator[Batch]:
    by_month: dict[date, set] = {}
    for pk, day in due:
        if day <= today:
            by_month.setdefault(_month(day), set()).add(pk)
    for month, keys in by_month.items():
        yield Batch(what, month, {model._meta.label: keys})


def _on_hold():
    return Client.objects.filter(legal_holds__lifted_at=None, legal_holds__isnull=False).values("pk")


def _month(day: date) -> date:
    return day.replace(day=1)


def _forget_addresses() -> None:
    """Of whoever has been written to, or cannot be, the address goes."""
    waiting = Message.objects.filter(sent_at=None, dropped_at=None, gave_up_at=None)
    told = Erasure.objects.filter(sent_to__isnull=False).exclude(
        pk__in=waiting.exclude(erasure=None).values("erasure")
    )
    for erasure in told:
        records.forget_address(erasure)
