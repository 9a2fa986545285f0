"""Calendar files of a visit: once it is confirmed, and again when that is no longer so."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress

from booking import availability, zones

PRODUCT = "-//NPM practice//Diary//EN"
# The file explains the zone for the weeks around the visit, not for decades.
A_YEAR = timedelta(days=366)
# A calendar acts on a higher number alone. Each version of a booking has three of them: it may take out
# what an earlier version put in, then put itself in, then be taken out for good.
PER_VERSION = 2
HELD, SURE, ENDED = -1, 0, 1
# What else stands in an address would end it, or begin something of its own.
NOT_PLAIN = re.compile(r"[^\w.!$'*+/=^`{|}~@-]")


@dataclass(frozen=True, slots=True)
class File:
    """A calendar file, and what it wants of a calendar: PUBLISH, REQUEST or CANCEL."""

    method: str
    text: str


def published(bookings, practice, *, now: datetime) -> File:
    """Return the file of confirmed visits of about the same time, to be kept by whoever asks for it.

    It names nobody that is treated, nor an address of theirs: it may lie on a device of many."""
    events = [_event(booking, practice, now, "CONFIRMED", SURE) for booking in bookings]
    return _file("PUBLISH", events, bookings[0])


def confirmed(booking, practice, *, to: str, now: datetime) -> File:
    """Return the file that puts a confirmed visit into the calendar of `to`, or moves it there."""
    return _file("REQUEST", [_for(to, _event(booking, practice, now, "CONFIRMED", SURE))], booking)


def held_again(booking, practice, *, to: str, now: datetime) -> File:
    """Return the file that takes out a visit which waits again. Once it is confirmed, it can come back."""
    return _file("CANCEL", [_for(to, _event(booking, practice, now, "CANCELLED", HELD))], booking)


def ended(booking, practice, *, to: str, now: datetime) -> File:
    """Return the file that takes a visit out for good: after it the booking has no other version."""
    return _file("CANCEL", [_for(to, _event(booking, practice, now, "CANCELLED", ENDED))], booking)


def uid(booking) -> str:
    """Name the visit for all calendars; it stays the same when the visit moves."""
    return f"booking-{booking.pk}-{booking.reference}@{host()}"


def host() -> str:
    return urlsplit(settings.SITE_URL).hostname


def clock(*moments: datetime) -> list[datetime]:
    """Return the moments on the practice's clock; all in UTC where that clock shows one of them twice.

    In the hour that is repeated in autumn a calendar cannot tell which of the two is meant."""
    local = [moment.astimezone(availability.zone()) for moment in moments]
    is_twice = any(one.replace(fold=0).utcoffset() != one.replace(fold=1).utcoffset() for one in local)
    return [moment.astimezone(UTC) for moment in moments] if is_twice else local


def plain(text: str) -> str:
    """Return the text in one line, without what no calendar can show."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _file(method, events, booking):
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    day = booking.visit_on
    calendar.add_component(zones.explained(availability.zone(), day - A_YEAR, day + A_YEAR))
    for event in events:
        calendar.add_component(event)
    return File(method, calendar.to_ical().decode())


def _event(booking, practice, now, status, step):
    event = Event()
    event.add("uid", uid(booking))
    event.add("sequence", booking.version * PER_VERSION + step)
    event.add("dtstamp", now)
    starts_at, ends_at = clock(booking.starts_at, booking.ends_at)
    event.add("dtstart", starts_at)
    event.add("dtend", ends_at)
    event.add("summary", plain(_("Session with %(name)s") % {"name": practice.practitioner or practice.name}))
    event.add("status", status)
    if practice.address_lines:
        event.add("location", plain(", ".join(practice.address_lines)))
    event.add("organizer", _organiser(practice))
    return event


def _organiser(practice):
    """The practice invites, by the address that the mail comes from where that is another."""
    sender = parseaddr(settings.MAIL_FROM)[1]
    organiser = vCalAddress(_mailto(practice.email or sender))
    organiser.params["CN"] = plain(practice.name)
    if practice.email and practice.email.casefold() != sender.casefold():
        organiser.params["SENT-BY"] = _mailto(sender)
    return organiser


def _for(to, event):
    """Address it to whoever the mail goes to. They said yes by booking, so no answer is asked for."""
    guest = vCalAddress(_mailto(to))
    guest.params |= {
        "CUTYPE": "INDIVIDUAL",
        "ROLE": "REQ-PARTICIPANT",
        "PARTSTAT": "ACCEPTED",
        "RSVP": "FALSE",
    }
    event.add("attendee", guest)
    return event


def _mailto(address):
    return "mailto:" + NOT_PLAIN.sub(lambda sign: quote(sign[0]), address)
