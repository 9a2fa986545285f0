"""The sessions as they should stand in the calendar that is written to: the same words as in the feed."""

from datetime import UTC, datetime

from django.db.models import Max
from django.utils.crypto import salted_hmac
from icalendar import Calendar, Event

from booking import feed_file, ics, pausing
from booking.feed_file import DAYS_BACK
from booking.models import Booking, Status, WrittenEvent
from booking.written.values import Seen, Wanted

SHOWN = (Status.CONFIRMED, Status.COMPLETED, Status.NOT_TREATED, Status.NO_SHOW)
ENDING = ".ics"
SALT = "booking.written"


def wanted(*, now: datetime) -> tuple[list[Wanted], dict[str, str]]:
    """Return the confirmed visits of the last 30 days and all that lies ahead, and by name the file of each.

    Nobody who has asked to be erased is among them."""
    visits = Booking.objects.filter(status__in=SHOWN, starts_at__gte=now - DAYS_BACK)
    visits = visits.filter(client__restricted_at=None).select_related("client")
    visits = list(visits.annotate(told_at=Max("events__at")).order_by("starts_at", "pk"))
    places = pausing.places_of(visits)
    names = dict(WrittenEvent.objects.values_list("visit", "name"))
    found, files = [], {}
    for visit in visits:
        words = feed_file.summary(visit, places.get(visit.pk))
        name = names.get(visit.pk) or name_of(visit.pk)
        span = visit.starts_at, visit.ends_at
        found.append(Wanted(visit.pk, name, digest(*span, words), *span))
        files[name] = _file(visit, name, words)
    return found, files


def mark() -> str:
    """Return how the name of each of our files begins; a site with another secret has another."""
    return f"session-{_keyed('mark')[:10]}-"


def name_of(visit: int) -> str:
    """Return the file of a visit: the same each time, so that none is written twice. It tells no number."""
    return f"{mark()}{_keyed(f'visit {visit}')[:24]}{ENDING}"


def digest(starts_at: datetime, ends_at: datetime, words: str) -> str:
    times = (at.astimezone(UTC).isoformat() for at in (starts_at, ends_at))
    return _keyed("|".join((*times, words)))


def digest_of(seen: Seen) -> str:
    """Return the digest of what was found; none where it holds what this diary never writes."""
    if seen.starts_at is None or seen.has_more:
        return ""
    return digest(seen.starts_at, seen.ends_at, seen.summary)


def _keyed(words: str) -> str:
    return salted_hmac(SALT, words, algorithm="sha256").hexdigest()


def _file(visit, name, words) -> str:
    event = Event()
    event.add("uid", f"{name.removesuffix(ENDING)}@{ics.host()}")
    event.add("sequence", visit.version)
    event.add("dtstamp", (visit.told_at or visit.created_at).astimezone(UTC))
    # In UTC, which every calendar knows; it shows them on its own clock.
    event.add("dtstart", visit.starts_at.astimezone(UTC))
    event.add("dtend", visit.ends_at.astimezone(UTC))
    event.add("summary", words)
    event.add("status", "CONFIRMED")
    event.add("class", "PRIVATE")
    calendar = Calendar()
    calendar.add("prodid", ics.PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add_component(event)
    return calendar.to_ical().decode()
