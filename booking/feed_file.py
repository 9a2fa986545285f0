"""What the practitioner's calendar feed holds: her visits by first name and initial, and nothing else."""

from datetime import date, datetime, timedelta

from django.db.models import Max
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vDuration

from booking import availability, ics, pausing, zones
from booking.desk import short_name
from booking.models import Booking, Status

DAYS_BACK = timedelta(days=30)
# A calendar program is asked to look again after this; many take longer.
LOOK_AGAIN = timedelta(hours=1)
# What is kept for minutes or hours would be gone before a calendar looks again.
SHOWN = (Status.HELD, Status.CONFIRMED, Status.COMPLETED, Status.NOT_TREATED, Status.NO_SHOW)
LONGEST_NAME = 40


def written(*, now: datetime) -> str:
    """Return the feed: what took place in 30 days, and all that lies ahead.

    As long as nothing changes it is the same to the letter."""
    visits = list(_visits(now))
    places = pausing.places_of(visits)
    days = [visit.visit_on for visit in visits] or [availability.day_of(now)]
    calendar = _frame(min(days), max(days))
    for visit in visits:
        calendar.add_component(_event(visit, places.get(visit.pk)))
    return calendar.to_ical().decode()


def _visits(now):
    shown = Booking.objects.taking(now).filter(status__in=SHOWN, starts_at__gte=now - DAYS_BACK)
    return shown.select_related("client").annotate(told_at=Max("events__at")).order_by("starts_at", "pk")


def _frame(first: date, last: date):
    calendar = Calendar()
    calendar.add("prodid", ics.PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", _("Sessions"))
    calendar.add("refresh-interval", LOOK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(LOOK_AGAIN))
    # By whole years, so that the words about the zone do not change from day to day.
    years = date(first.year, 1, 1), date(last.year, 12, 31)
    calendar.add_component(zones.explained(availability.zone(), *years))
    return calendar


def _event(visit, place):
    changed_at = visit.told_at or visit.created_at
    event = Event()
    # Not the name that its client's calendar knows it by, which has the reference in it.
    event.add("uid", f"visit-{visit.pk}@{ics.host()}")
    event.add("sequence", visit.version)
    event.add("dtstamp", changed_at)
    event.add("last-modified", changed_at)
    starts_at, ends_at = ics.clock(visit.starts_at, visit.ends_at)
    event.add("dtstart", starts_at)
    event.add("dtend", ends_at)
    event.add("summary", summary(visit, place))
    event.add("status", "TENTATIVE" if visit.status == Status.HELD else "CONFIRMED")
    event.add("class", "PRIVATE")
    return event


def summary(visit, place) -> str:
    """Return all that a calendar of hers is told of a visit besides its time."""
    name = ics.plain(short_name(visit.client))[:LONGEST_NAME]
    if place is None:
        return name
    return _("%(name)s, %(number)s of %(count)s") % {"name": name, "number": place[0], "count": place[1]}
