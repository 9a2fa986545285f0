"""Who said that they cannot come, or not then, when it was too late: the practitioner answers that."""

from django.db.models import Exists, F, OuterRef, Q, Subquery

from booking.models import Booking, BookingEvent, Status

CANNOT_COME, COMES = "late_cancel_asked", "comes_after_all"
WANTS_TO_MOVE = "late_move_asked"
ANSWERED_BY_MOVING = Q(was_at__isnull=False)


def with_asked(bookings):
    """Give each booking `last_asked`, CANNOT_COME when that is the last that was said about coming, and
    `wants_to_move`, which is_move_asked() says of one."""
    said = _said().filter(booking=OuterRef("pk"))
    wishes = BookingEvent.objects.filter(why=WANTS_TO_MOVE, booking=OuterRef("pk"))
    is_of_now = wishes.filter(version=F("booking__version"))
    return bookings.annotate(last_asked=Subquery(said.values("why")[:1]), wants_to_move=Exists(is_of_now))


def is_asked(booking) -> bool:
    """Whether they cannot come, and she has neither moved the visit nor heard otherwise since."""
    return _said().filter(booking=booking).values_list("why", flat=True).first() == CANNOT_COME


def is_move_asked(booking) -> bool:
    """Whether they want another time, said too late to take one, and nothing about the visit has changed."""
    return booking.events.filter(why=WANTS_TO_MOVE, version=booking.version).exists()


def asked(now):
    """Return the visits still ahead whose clients cannot come, or not then, in order."""
    ahead = Booking.objects.taking(now).filter(status__in=(Status.HELD, Status.CONFIRMED), starts_at__gt=now)
    is_asked = Q(last_asked=CANNOT_COME) | Q(wants_to_move=True)
    return with_asked(ahead).filter(is_asked).order_by("starts_at")


def _said():
    said = BookingEvent.objects.filter(Q(why__in=(CANNOT_COME, COMES)) | ANSWERED_BY_MOVING)
    return said.order_by("-at", "-pk")
