"""The practitioner's desk: what needs an answer, who comes today and tomorrow, what to look at.

It opens nothing that is sealed: what was found is read on the review page, which writes that down."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q

from booking import asked, availability, form_due, late, unsent, when
from booking.case_words import ShownBreach, ShownComplaint, open_breaches, open_complaints
from booking.models import (
    Booking,
    BusyCalendar,
    BusyTime,
    Message,
    Status,
    WaitlistEntry,
    WrittenCalendar,
)
from booking.models.message import TO_CLIENT
from booking.slots import Reason
from booking.wording import own
from booking.wording.catalogue import Text
from intake.models import Enquiry, LetterFile, LetterRequest

# What has a place in a day's list: times that are only being filled in do not.
SHOWN = (Status.HELD, Status.CONFIRMED, Status.COMPLETED, Status.NOT_TREATED, Status.NO_SHOW)
# How long the desk asks whether a confirmed visit took place.
ASKED_ABOUT = timedelta(days=28)
A_WEEK = timedelta(days=7)
# What was changed in a calendar over there is told here for so long, and on its own page for longer.
TOLD_FOR = timedelta(days=2)
# Somebody who writes each session into a calendar of her own as well needs no list of all of them.
MOST_ELSEWHERE, MOST_LOOKED_AT = 5, 50


@dataclass(frozen=True)
class Desk:
    """The diary as it is at `now`."""

    day: date
    now: datetime
    next: "Row | None"
    waiting: list["Row"]
    late: list["Row"]
    formless: list["Row"]
    today: list["Row"]
    tomorrow: list["Row"]
    over: list["Row"]
    enquiries: int
    texts: list[Text]
    unsent: list["Unsent"]
    on_list: int
    offered: list["Row"]
    complaints: list[ShownComplaint]
    breaches: list[ShownBreach]
    papers: list[LetterRequest]
    unread: list[BusyCalendar]
    elsewhere: list["Row"]
    written: WrittenCalendar | None

    @property
    def next_day(self) -> date:
        return self.day + timedelta(days=1)

    @property
    def overdue(self) -> int:
        return sum(row.is_overdue for row in self.waiting)

    @property
    def letters(self) -> int:
        """How many requests cannot be confirmed before a letter is here."""
        return sum(row.booking.needs_clearance for row in self.waiting)

    @property
    def has_something_to_look_at(self) -> bool:
        waits = self.formless or self.over or self.enquiries or self.unsent or self.offered
        logs = self.complaints or self.breaches or self.papers or self.texts
        return bool(waits or logs or self.unread or self.elsewhere or self.written)


@dataclass(frozen=True)
class Row:
    """A booking in a list, with what the clock says about it."""

    booking: Booking
    now: datetime

    @property
    def who(self) -> str:
        return short_name(self.booking.client)

    @property
    def is_overdue(self) -> bool:
        return self.booking.answer_due_at is not None and self.booking.answer_due_at <= self.now

    @property
    def has_no_outcome(self) -> bool:
        """Whether the visit is over, and nobody has said yet how it went."""
        return self.booking.status == Status.CONFIRMED and self.booking.ends_at <= self.now

    @property
    def is_next(self) -> bool:
        """Whether this is a sure visit that is running or still to come."""
        return self.booking.status == Status.CONFIRMED and self.booking.ends_at > self.now

    @property
    def lacks_form(self) -> bool:
        """Whether a visit to come needs a health form that is not here, or runs out before it."""
        return self._is_coming and form_due.is_lacking(self.booking)

    @property
    def is_form_old(self) -> bool:
        """Whether what lacks is a newer one."""
        return self._is_coming and form_due.has_run_out(self.booking)

    @property
    def is_form_late(self) -> bool:
        """Whether it should have been here by now."""
        return self._is_coming and form_due.is_late(self.booking, self.now)

    @property
    def _is_coming(self) -> bool:
        return self.booking.status in form_due.COMING and self.booking.starts_at > self.now

    @property
    def cannot_come(self) -> bool:
        """Whether a late word, in a list of those, was that they cannot come: it outweighs another time."""
        return self.booking.last_asked == late.CANNOT_COME

    @property
    def is_unanswered(self) -> bool:
        """Whether they were asked if anything has changed, and have not said."""
        return self.booking.ends_at > self.now and asked.is_unanswered(self.booking, self.now)

    @property
    def time_left(self) -> str:
        return when.time_left(self.booking.answer_due_at, self.now)

    @property
    def is_today(self) -> bool:
        return self.booking.visit_on == availability.day_of(self.now)


@dataclass(frozen=True)
class Unsent:
    """A mail that could not be sent, of one visit or of several that it told of together."""

    message: Message

    @property
    def who(self) -> str:
        return short_name(self.message.booking.client) if self.message.booking else ""

    @property
    def is_to_client(self) -> bool:
        return self.message.kind in TO_CLIENT


def at(now: datetime) -> Desk:
    """Read the desk, in at most fourteen queries however full the diary is."""
    today = availability.day_of(now)
    shown = [Row(booking, now) for booking in _shown(today, now)]
    return Desk(
        day=today,
        now=now,
        next=next((row for row in shown if row.is_next), None) or _first_after(today + A_WEEK, now),
        waiting=[Row(booking, now) for booking in waiting(now)],
        late=[Row(booking, now) for booking in late.asked(now).select_related("client")],
        formless=[row for row in shown if row.lacks_form],
        today=[row for row in shown if row.booking.visit_on == today],
        tomorrow=[row for row in shown if row.booking.visit_on == today + timedelta(days=1)],
        over=[row for row in shown if row.has_no_outcome],
        enquiries=Enquiry.objects.open().count(),
        texts=own.unusable(),
        unsent=_unsent(now),
        on_list=WaitlistEntry.objects.waiting().count(),
        offered=[Row(booking, now) for booking in offered(now)],
        complaints=open_complaints(today),
        breaches=open_breaches(now),
        papers=list(papers()),
        unread=list(BusyCalendar.objects.filter(is_on=True, failing_since__isnull=False)),
        elsewhere=[Row(booking, now) for booking in elsewhere(now)],
        written=written(now),
    )


def waiting(now: datetime):
    """Return the bookings that wait for her answer, the one due first on top."""
    held = Booking.objects.taking(now).held().filter(starts_at__gt=now)
    return held.select_related("client", "treatment").order_by("answer_due_at", "starts_at")


def waiting_count(now: datetime) -> int:
    return Booking.objects.taking(now).held().filter(starts_at__gt=now).count()


def offered(now: datetime):
    """Return the times that are kept for somebody on the waitlist at this moment, in order."""
    kept = Booking.objects.taking(now).filter(status=Status.OFFERED)
    return kept.select_related("client", "treatment").order_by("starts_at")


def papers():
    """Return the letters that came and wait to be read, and those of which a file was refused."""
    wanted = LetterRequest.objects.open().filter(Q(received_at__isnull=False) | Q(refused_at__isnull=False))
    is_held = LetterFile.objects.filter(request=OuterRef("pk"), is_held=True)
    return wanted.annotate(has_held=Exists(is_held)).select_related("client").order_by("received_at", "pk")


def written(now: datetime) -> WrittenCalendar | None:
    """Return the calendar that sessions are written to if it fails, or if any were `changed` lately."""
    of_late = Count("put_right", filter=Q(put_right__noticed_at__gt=now - TOLD_FOR))
    found = WrittenCalendar.objects.annotate(changed=of_late)
    return found.filter(Q(failing_since__isnull=False) | Q(changed__gt=0)).first()


def elsewhere(now: datetime):
    """Return the first visits to come that a busy time in a calendar of her own has come to touch.

    One that she put there herself, knowing, is not among them."""
    touching = BusyTime.objects.blocking().filter(
        starts_at__lt=OuterRef("blocked_until"), ends_at__gt=OuterRef("blocked_from")
    )
    coming = Booking.objects.taking(now).filter(
        Exists(touching), status__in=form_due.COMING, starts_at__gt=now
    )
    found = coming.select_related("client").order_by("starts_at")[:MOST_LOOKED_AT]
    return [booking for booking in found if Reason.BUSY not in booking.crossed][:MOST_ELSEWHERE]


def _unsent(now):
    """Return one of each mail; what is about visits that were booked together was in one."""
    seen = {}
    for message in unsent.to_see_to(now=now):
        visit = message.booking
        told_in = visit and (visit.series_id or visit.together or visit.pk)
        seen.setdefault((told_in or message.pk, message.kind, message.gave_up_at), Unsent(message))
    return list(seen.values())


def between(start: datetime, end: datetime, now: datetime):
    """Return the sessions that take any part of `[start, end)`, in order."""
    overlapping = Booking.objects.taking(now).between(start, end).select_related("client", "treatment")
    return [booking for booking in overlapping if booking.starts_at < end and start < booking.ends_at]


def short_name(client) -> str:
    """Return first name and initial, as much as a list needs."""
    if client is None:
        return ""
    first, *rest = client.name.split() or [""]
    return f"{first} {rest[-1][0]}." if rest else first


def _shown(today: date, now: datetime):
    """Return the visits of a week from today, and those of the days before that have no outcome."""
    in_a_week = Q(status__in=SHOWN, visit_on__range=(today, today + A_WEEK))
    before = Q(status=Status.CONFIRMED, starts_at__range=(now - ASKED_ABOUT, now))
    shown = Booking.objects.taking(now).filter(in_a_week | before)
    return shown.select_related("client", "treatment", "screening").order_by("starts_at")


def _first_after(day: date, now: datetime):
    """Return the next session when it is further away than what the desk reads anyway."""
    later = Booking.objects.filter(status=Status.CONFIRMED, visit_on__gt=day)
    found = later.select_related("client", "treatment", "screening").order_by("starts_at").first()
    return found and Row(found, now)
