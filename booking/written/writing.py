"""Writes the sessions into a calendar of hers by the clock, and puts right what was changed over there.

Nothing that is found there changes the diary. While the calendar cannot be reached, bookings go on; once
it is back, it is brought into step."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q

from booking.busy import apart
from booking.busy.values import Access, Failed, Trouble
from booking.models import BookingEvent, PutRight, WrittenCalendar, WrittenEvent
from booking.models.written import ONLY
from booking.written import child, planning, sessions
from booking.written.values import MOST_STEPS, Known, Plan, Seen, There
from intake.crypto import Unreadable

EVERY = timedelta(minutes=15)
# A change in the diary is written as soon as this after the last look.
SOON = timedelta(seconds=30)
# A worker that died over it gives it back to the others.
LEASE = timedelta(minutes=2)
# A server that is away is asked less and less often, but no less than one that is there.
LONGEST_WAIT = EVERY
# What was put right is told for so long, and no more than so many times.
TOLD_FOR = timedelta(days=30)
MOST_TOLD = 50


def write_next(*, now: datetime) -> bool:
    """Bring the calendar into step if its turn has come, in one of several workers; return whether it had."""
    calendar = WrittenCalendar.objects.filter(Q(is_on=True) | Q(is_clearing=True)).first()
    if calendar is None or not _is_due(calendar, now):
        return False
    if _claim(calendar, now):
        write(calendar, now=now)
    return True


def write(calendar: WrittenCalendar, *, now: datetime) -> None:
    """Bring a calendar that was claimed at `now` into step. The network is asked outside any transaction."""
    try:
        access, seen_event = calendar.opened(), _last_event()
        wanted, files = sessions.wanted(now=now) if calendar.is_on else ([], {})
        known = [_known(row) for row in calendar.events.all()]
        strangers, there = look(access, {one.name for one in known} | set(files), wanted, known)
        plan = planning.plan(wanted, known, there)
        if not _begin(calendar, plan, wanted, now):
            return
        done = _written(access, plan, files)
    except Failed as failed:
        return _fail(calendar, failed.trouble, now)
    except Unreadable:
        return _fail(calendar, Trouble.SHUT, now)
    return _keep(calendar, plan, wanted, done, strangers, seen_event, now)


def look(access: Access, ours, wanted, known) -> tuple[int, dict[str, There]]:
    """Return how many entries there are not ours, and by name those that are. Raise Failed."""
    asked = _asked(access) | {
        "ours": sorted(ours),
        "mark": sessions.mark(),
        "known": planning.to_look_at(wanted, known),
        "most": MOST_STEPS,
    }
    found = _answered(asked)
    if found["trouble"]:
        raise Failed(Trouble(found["trouble"]))
    return found["strangers"], {name: _there(**one) for name, one in found["there"].items()}


def _there(etag, seen=None) -> There:
    if seen is None:
        return There(etag)
    starts_at, ends_at = (at and datetime.fromisoformat(at) for at in seen[:2])
    found = Seen(starts_at, ends_at, *seen[2:])
    return There(etag, True, sessions.digest_of(found), found.starts_at, found.ends_at)


def _written(access, plan: Plan, files) -> dict:
    """Take the steps; what went wrong with the server is part of the answer, beside what went well."""
    if not plan.steps:
        return {"done": {}, "missed": [], "refused": [], "trouble": ""}
    steps = [
        {"method": one.method, "name": one.name, "etag": one.etag, "text": files.get(one.name, "")}
        for one in plan.steps
    ]
    return _answered(_asked(access) | {"steps": steps})


def _asked(access: Access) -> dict:
    return {
        "access": {
            "address": access.address,
            "user_name": access.user_name,
            "password": access.password,
        },
        "on_loopback": settings.CALENDARS_ON_LOOPBACK,
        "seconds": child.SECONDS,
    }


def _answered(asked: dict) -> dict:
    return apart.answered("booking.written.child", asked, seconds=child.ALL_SECONDS)


def _is_due(calendar, now) -> bool:
    if calendar.due_at <= now:
        return True
    tried_at = calendar.last_tried_at
    is_under_way = tried_at is None or tried_at > now - SOON or calendar.due_at == tried_at + LEASE
    may_be_new = calendar.is_on and not calendar.trouble and not is_under_way
    return may_be_new and _last_event() > calendar.seen_event


def _last_event() -> int:
    """Return the diary's last step. One that is seen late is made up for by the next look by the clock."""
    return BookingEvent.objects.aggregate(last=Max("pk"))["last"] or 0


def _claim(calendar, now) -> bool:
    """Also when two began at the same moment: whoever sees it as it was takes it."""
    wanted = Q(is_on=True) | Q(is_clearing=True)
    as_seen = WrittenCalendar.objects.filter(wanted, pk=ONLY, due_at=calendar.due_at)
    return as_seen.update(last_tried_at=now, due_at=now + LEASE) == 1


def _claimed(now):
    """Whoever changed the calendar meanwhile has made it due anew: what is known of it no longer holds."""
    return WrittenCalendar.objects.filter(pk=ONLY, last_tried_at=now)


def _known(row: WrittenEvent) -> Known:
    return Known(row.visit, row.name, row.etag, row.digest, row.starts_at, row.ends_at, row.trying)


@transaction.atomic
def _begin(calendar, plan: Plan, wanted, now) -> bool:
    """Note what is about to be written, and what was noticed: a worker that dies over it is understood."""
    if not _claimed(now).update(due_at=now + LEASE):
        return False
    rows = {row.name: row for row in calendar.events.all()}
    digests = {one.name: one.digest for one in wanted}
    put = [rows[one.name] for one in plan.steps if one.method == "PUT" and one.name in rows]
    for row in put:
        row.trying = digests[row.name]
    WrittenEvent.objects.bulk_update(put, ["trying"])
    open_ = set(calendar.put_right.filter(done_at=None).values_list("event__name", flat=True))
    starts = {one.name: one.starts_at for one in wanted}
    PutRight.objects.bulk_create(
        PutRight(
            calendar=calendar,
            event=rows[one.name],
            change=one.change,
            visit_at=starts[one.name],
            was_at=one.was_at,
            noticed_at=now,
        )
        for one in plan.noticed
        if one.name not in open_
    )
    return True


@transaction.atomic
def _keep(calendar, plan: Plan, wanted, done: dict, strangers: int, seen_event: int, now) -> None:
    """Note what stands there now."""
    trouble = _trouble(done)
    is_whole = plan.is_all and len(done["done"]) == len(plan.steps)
    values = {"strangers": strangers} | _failing(calendar, trouble, now)
    if not trouble:
        # What came in between is looked at again soon, what is left over at once.
        wait = EVERY if is_whole else SOON if done["missed"] else timedelta()
        values |= {"due_at": now + wait, "seen_event": seen_event}
    if is_whole:
        is_over = {"is_clearing": False, "cleared_at": now} if calendar.is_clearing else {"written_at": now}
        values |= is_over
    if not _claimed(now).update(**values):
        return
    _keep_events(calendar, plan, wanted, done["done"], now)
    _tell_no_longer(calendar, now)


def _keep_events(calendar, plan: Plan, wanted, etags: dict, now) -> None:
    standing = dict(plan.agreed) | {
        one.name: etags[one.name] for one in plan.steps if one.method == "PUT" and one.name in etags
    }
    gone = {one.name for one in plan.steps if one.method == "DELETE" and one.name in etags} | set(plan.gone)
    settled = calendar.put_right.filter(done_at=None, event__name__in=[*standing, *gone])
    settled.update(done_at=now)
    calendar.events.filter(name__in=gone).delete()
    rows = [
        WrittenEvent(
            calendar=calendar,
            visit=one.visit,
            name=one.name,
            etag=standing[one.name][:200],
            digest=one.digest,
            trying="",
            starts_at=one.starts_at,
            ends_at=one.ends_at,
        )
        for one in wanted
        if one.name in standing
    ]
    changed = ["etag", "digest", "trying", "starts_at", "ends_at"]
    WrittenEvent.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["calendar", "name"], update_fields=changed
    )


def drop_old(*, now: datetime) -> None:
    """Delete what was told for its time, also while nothing is written any more."""
    PutRight.objects.filter(noticed_at__lte=now - TOLD_FOR).delete()


def _tell_no_longer(calendar, now) -> None:
    drop_old(now=now)
    latest = list(calendar.put_right.values_list("pk", flat=True)[:MOST_TOLD])
    calendar.put_right.exclude(pk__in=latest).delete()


def _trouble(done: dict) -> str:
    """Return why not everything was written. A server that is only slow gets on with it in the next round."""
    if done["trouble"] == Trouble.TIMED_OUT and done["done"]:
        return ""
    if done["trouble"] or not done["refused"]:
        return done["trouble"]
    return Trouble.REFUSED if done["done"] else Trouble.READ_ONLY


def _fail(calendar, trouble: Trouble, now) -> None:
    _claimed(now).update(**_failing(calendar, trouble, now))


def _failing(calendar, trouble: str, now) -> dict:
    """The longer it has been away, the longer it is left alone."""
    if not trouble:
        return {"trouble": "", "failing_since": None}
    since = calendar.failing_since or now
    wait = min(max(now - since, timedelta(minutes=1)), LONGEST_WAIT)
    return {"trouble": trouble, "failing_since": since, "due_at": now + wait}
