"""How a booking's status is written: a table of moves, and the one UPDATE behind all of them.

The UPDATE is filtered on the status and the version that the caller saw, so that of two who race
exactly one wins; the other gets NotAllowed. Only lifecycle calls this."""

from dataclasses import dataclass

from booking import freed
from booking.lock import take_diary
from booking.models import Booking, BookingEvent, Status
from booking.models.booking import FREE_AGAIN

MOVES = {
    Status.RESERVED: {Status.CONFIRMED, Status.HELD, Status.LAPSED, Status.CANCELLED},
    Status.OFFERED: {Status.CONFIRMED, Status.HELD, Status.LAPSED, Status.CANCELLED},
    Status.HELD: {Status.CONFIRMED, Status.DECLINED, Status.LAPSED, Status.CANCELLED},
    Status.CONFIRMED: {
        Status.HELD,
        Status.COMPLETED,
        Status.NOT_TREATED,
        Status.NO_SHOW,
        Status.CANCELLED,
    },
}
# Why a visit was cancelled: the client wanted it, in time or late, or the practice called it off.
ASKED, ASKED_LATE, CALLED_OFF = "asked", "asked_late", "called_off"
# Why an offer ended as cancelled: a visit has moved to its time.
SPENT = "spent"
# Why a visit was moved: somebody wanted it, or the practitioner cannot be there.
MOVED, AWAY = "moved", "away"
# Why what was picked as a first session became a follow-up.
BEEN_BEFORE = "been_before"


class NotAllowed(Exception):
    """The booking is not, or no longer, in a state that allows this."""


class TooLate(NotAllowed):
    """The deadline for doing this by oneself has passed: the practitioner is to be spoken to."""


class NotSafeYet(NotAllowed):
    """Something that was found has to be settled before anybody can confirm."""


class NoteMissing(NotAllowed):
    """This has to say how it came about."""


class FormMissing(NotAllowed):
    """A first visit is completed with its health form, or with a note that it is on paper."""


class TooMany(NotAllowed):
    """As many visits lie ahead for this e-mail address as can be booked online."""


class Taken(Exception):
    """The time is not free. `nearest` holds the free slots nearest to it."""

    def __init__(self, nearest=()):
        super().__init__("This time is not free.")
        self.nearest = list(nearest)


@dataclass(frozen=True)
class Actor:
    """Who does something; only the practitioner has a name here."""

    kind: str
    user: object = None


CLIENT = Actor(BookingEvent.Actor.CLIENT)
SYSTEM = Actor(BookingEvent.Actor.SYSTEM)


def practitioner(user) -> Actor:
    return Actor(BookingEvent.Actor.PRACTITIONER, user)


def move(booking, to, *, by, at, why="", words=None, **changes):
    came_from = booking.status
    if to not in MOVES.get(came_from, ()):
        raise NotAllowed
    change(booking, status=to, **changes)
    note(booking, came_from, by=by, at=at, why=why, words=words)
    if to in FREE_AGAIN:
        freed.tell(booking.blocked_from, booking.blocked_until, now=at)


def change(booking, **changes):
    """Write where status and version are still what the caller saw; otherwise somebody else won."""
    take_diary()
    seen = Booking.objects.filter(pk=booking.pk, status=booking.status, version=booking.version)
    if not seen.update(**changes):
        raise NotAllowed
    for name, value in changes.items():
        setattr(booking, name, value)


def note(booking, came_from, *, by, at, why="", words=None, was_at=None, session_note=None):
    BookingEvent.objects.create(
        booking=booking,
        from_status=came_from,
        to_status=booking.status,
        version=booking.version,
        at=at,
        actor=by.kind,
        by=by.user,
        why=why,
        words=words,
        was_at=was_at,
        session_note=session_note,
    )
