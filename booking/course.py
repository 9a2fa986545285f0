"""One client's sessions: what comes, what was and how much. It opens nothing that is sealed."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, Sum

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
    """Read them in five queries, however many there are."""
    own = Booking.objects.filter(client=client).select_related("treatment")
    coming = own.taking(now).filter(starts_at__gt=now)
    # Whatever does not come any more, also what was cancelled or has run out before its day.
    past = own.exclude(pk__in=coming.values("pk")).order_by("-starts_at")
    open_ = own.filter(status=Status.CONFIRMED, starts_at__lte=now).order_by("-starts_at")
    numbers = own.aggregate(
        all=Count("pk"),
        completed=Count("pk", filter=Q(status=Status.COMPLETED)),
        minutes=Sum("minutes_given"),
        noted=Count("pk", filter=Q(Exists(BookingEvent.objects.filter(booking=OuterRef("pk"), why=SESSION)))),
        coming=Count("pk", filter=Q(pk__in=coming.values("pk"))),
    )
    first = None if is_all else SHOWN_AT_FIRST
    return Course(
        coming=list(coming.order_by("starts_at")[:first]),
        past=list(past[:first]),
        over=[visit for visit in open_[: MOST_OVER + 1] if visit.ends_at <= now][:MOST_OVER],
        latest=own.order_by("-starts_at").first(),
        coming_count=numbers["coming"],
        past_count=numbers["all"] - numbers["coming"],
        completed=numbers["completed"],
        minutes=numbers["minutes"] or 0,
        noted=numbers["noted"],
    )


def uncovered(course: Course, clearances) -> Booking | None:
    """Return the first coming visit that needs a letter and that none covers to its day."""
    needing = (visit for visit in course.coming if visit.needs_clearance)
    return next(
        (visit for visit in needing if not any(one.is_valid_on(visit.visit_on) for one in clearances)), None
    )
