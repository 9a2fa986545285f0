"""One client's sessions: what comes, what was and how much. It opens nothing that is sealed."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q

from booking.models import Booking, BookingEvent, Status
from booking.models.booking import SESSION
from intake.models import Client

SHOWN_AT_FIRST = 20
# More than that without an outcome are found in the list of bookings.
MOST_OVER = 5


@dataclass(frozen=True)
class Course:
    """A client's sessions at one moment; `coming` and `past` may be only the nearest of them."""

    coming: list[Booking]
    past: list[Booking]
    over: list[Booking]
    latest: Booking | None
    coming_count: int
    past_count: int
    completed: int
    minutes: int
    # How many sessions have a note.
    noted: int

    @property
    def next(self) -> Booking | None:
        """The next visit that is at least asked for."""
        return next((visit for visit in self.coming if visit.status != Status.OFFERED), None)

    @property
    def waiting(self) -> list[Booking]:
        return [visit for visit in self.coming if visit.status == Status.HELD]

    @property
    def is_cut(self) -> bool:
        return self.coming_count > len(self.coming) or self.past_count > len(self.past)


def load(client: Client, *, now: datetime, is_all: bool = False) -> Course:
    """Read them in one query: nobody has so many visits that all of them are too many."""
    own = Booking.objects.filter(client=client)
    comes = own.taking(now).filter(starts_at__gt=now).values("pk")
    flagged = own.annotate(
        comes=ExpressionWrapper(Q(pk__in=comes), BooleanField()),
        is_noted=Exists(BookingEvent.objects.filter(booking=OuterRef("pk"), why=SESSION)),
    )
    visits = list(flagged.select_related("treatment").order_by("starts_at"))
    coming = [visit for visit in visits if visit.comes]
    # Whatever does not come any more, also what was cancelled or has run out before its day.
    past = [visit for visit in reversed(visits) if not visit.comes]
    over = [visit for visit in past if visit.status == Status.CONFIRMED and visit.ends_at <= now]
    first = None if is_all else SHOWN_AT_FIRST
    return Course(
        coming=coming[:first],
        past=past[:first],
        over=over[:MOST_OVER],
        latest=visits[-1] if visits else None,
        coming_count=len(coming),
        past_count=len(past),
        completed=sum(visit.status == Status.COMPLETED for visit in visits),
        minutes=sum(visit.minutes_given or 0 for visit in visits),
        noted=sum(visit.is_noted for visit in visits),
    )


def uncovered(course: Course, clearances) -> Booking | None:
    """Return the first coming visit that needs a letter and that none covers to its day."""
    needing = (visit for visit in course.coming if visit.needs_clearance)
    return next(
        (visit for visit in needing if not any(one.is_valid_on(visit.visit_on) for one in clearances)), None
    )
