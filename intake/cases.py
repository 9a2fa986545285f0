"""By when a complaint and a breach of personal data have to be dealt with."""

from datetime import date, datetime, timedelta

ACKNOWLEDGE_WITHIN = timedelta(days=30)
TELL_WITHIN = timedelta(hours=72)
REMIND_AFTER = (timedelta(hours=24), timedelta(hours=60))


def acknowledge_by(received_on: date) -> date:
    """Return the last day on which a complaint can be acknowledged in time."""
    return received_on + ACKNOWLEDGE_WITHIN


def days_left(received_on: date, today: date) -> int:
    """Return how many days are left after today: none on the last day, fewer than none when it is over."""
    return (acknowledge_by(received_on) - today).days


def tell_by(aware_at: datetime) -> datetime:
    """Return the moment by which the ICO has to be told of a breach."""
    return aware_at + TELL_WITHIN


def reminders(aware_at: datetime, now: datetime) -> list[datetime]:
    """Return when she is reminded of a breach that is written down now. Of those that should have been
    before, only the last is made up for."""
    moments = [aware_at + after for after in REMIND_AFTER]
    past = [moment for moment in moments if moment <= now]
    return [*past[-1:], *(moment for moment in moments if moment > now)]
