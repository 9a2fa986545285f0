"""One sitting of coming again: what was said about changes, and which time is kept. The session alone
knows it, and for an hour."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from booking import request as requests
from booking.models import Booking
from booking.on_file import OnFile

SESSION_KEY = "again"
LASTS = timedelta(minutes=60)
UNCHANGED, CHANGED = "unchanged", "changed"


@dataclass(frozen=True)
class Sitting:
    """`visit` is the one that was before, `key` names what is kept and booked."""

    key: UUID
    visit: int
    said: str
    said_at: datetime
    starts_at: datetime | None = None

    def carries(self, file: OnFile) -> bool:
        """Whether it was said that nothing has changed, or the questions were answered since."""
        return self.said == UNCHANGED or file.screening.answered_at >= self.said_at

    @property
    def placed(self) -> Booking | None:
        return requests.placed(self.key)


def of(request, own) -> Sitting | None:
    """Return what was said about coming again after this very visit, None when that is too long ago."""
    sitting = _kept(request)
    is_theirs = sitting is not None and sitting.visit == own.booking.pk
    return sitting if is_theirs and own.now < sitting.said_at + LASTS else None


def begin(request, own, said: str) -> Sitting:
    """Note what was said. A time that is kept already stays kept, one that was booked is left alone."""
    earlier = of(request, own)
    is_going_on = earlier is not None and earlier.placed is None
    key, starts_at = (earlier.key, earlier.starts_at) if is_going_on else (uuid4(), None)
    return _keep(request, Sitting(key, own.booking.pk, said, own.now, starts_at))


def choose(request, sitting: Sitting, starts_at: datetime) -> Sitting:
    return _keep(request, replace(sitting, starts_at=starts_at))


def _keep(request, sitting):
    starts_at = sitting.starts_at and sitting.starts_at.isoformat()
    said = [str(sitting.key), sitting.visit, sitting.said, sitting.said_at.isoformat(), starts_at]
    request.session[SESSION_KEY] = said
    return sitting


def _kept(request):
    if SESSION_KEY not in request.session:
        return None
    key, visit, said, said_at, starts_at = request.session[SESSION_KEY]
    starts_at = starts_at and datetime.fromisoformat(starts_at)
    return Sitting(UUID(key), visit, said, datetime.fromisoformat(said_at), starts_at)
