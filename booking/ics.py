"""Calendar files for one visit: once it is confirmed, and again when it no longer takes place."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress

from booking import availability

PRODUCT = "-//NPM practice//Diary//EN"
# The file explains the zone for the weeks around the visit, not for decades.
A_YEAR = timedelta(days=366)


def confirmed(booking, practice, *, now: datetime) -> str:
    """Return the file that puts a confirmed visit into a calendar, or moves it there."""
    return all_confirmed([booking], practice, now=now)


def all_confirmed(bookings, practice, *, now: datetime) -> str:
    """Return one such file for several visits of about the same time."""
    events = [_event(booking, practice, now, "CONFIRMED", booking.version) for booking in bookings]
    return _file(events, bookings[0].visit_on, method="PUBLISH")


def cancelled(booking, practice, *, now: datetime) -> str:
    """Return the file that takes a visit out of a calendar again.

    A calendar acts only on a higher number, and after this one the booking never gets another version."""
    event = _event(booking, practice, now, "CANCELLED", booking.version + 1)
    return _file([event], booking.visit_on, method="CANCEL")


def uid(booking) -> str:
    """Name the visit for all calendars; it stays the same when the visit moves."""
    return f"booking-{booking.pk}-{booking.reference}@{urlsplit(settings.SITE_URL).hostname}"


def _file(events, visit_on, *, method):
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    for event in events:
        calendar.add_component(event)
    calendar.add_missing_timezones(first_date=visit_on - A_YEAR, last_date=visit_on + A_YEAR)
    return calendar.to_ical().decode()


def _event(booking, practice, now, status, sequence):
    zone = availability.zone()
    event = Event()
    event.add("uid", uid(booking))
    event.add("sequence", sequence)
    event.add("dtstamp", now)
    event.add("dtstart", booking.starts_at.astimezone(zone))
    # Each end is put on the practice's clock by itself: real minutes, also across a change of the clocks.
    event.add("dtend", booking.ends_at.astimezone(zone))
    event.add("summary", _("Session with %(name)s") % {"name": practice.practitioner or practice.name})
    event.add("status", status)
    if practice.address_lines:
        event.add("location", ", ".join(practice.address_lines))
    if practice.email:
        organiser = vCalAddress(f"mailto:{practice.email}")
        organiser.params["CN"] = practice.name
        event.add("organizer", organiser)
    return event
