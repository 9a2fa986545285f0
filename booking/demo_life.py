"""What a practice gathers as it goes on: how the demo's visits went, and what was noted of people."""

from datetime import datetime, timedelta

from booking import asked, availability, demo_notes, lifecycle, offers, waitlist
from booking.models import Booking, Status
from intake import records
from intake.models import Client, Note

MINUTES_GIVEN = (105, 120, 90, 110, 120)
NO_SHOW, LATE = 11, 7
WISHES = (
    {"weekdays": [1, 3], "parts": ["evening"], "notice_hours": 48},
    {"weekdays": [5], "parts": [], "notice_hours": 24},
    {"weekdays": [], "parts": ["morning", "afternoon"], "notice_hours": 72},
)


def end(booking, n: int, *, by):
    """Note how the n-th visit went; now and then nobody came, or they rang off late."""
    starts_at = booking.starts_at
    if booking.status == Status.HELD:
        lifecycle.cancel(booking, by=by, now=starts_at - timedelta(days=4))
    elif n % LATE == LATE - 1:
        lifecycle.cancel(booking, by=by, now=starts_at - timedelta(hours=20))
    elif n % NO_SHOW == NO_SHOW - 1:
        lifecycle.no_show(booking, by=by, now=starts_at + timedelta(hours=2))
    else:
        _complete(booking, n, by=by, now=starts_at + timedelta(hours=2))


def _complete(booking, n, *, by, now):
    if booking.is_first:
        records.note_form(booking.client, on=booking.visit_on - timedelta(days=2))
    lifecycle.complete(booking, minutes=MINUTES_GIVEN[n % len(MINUTES_GIVEN)], by=by, now=now)
    demo_notes.note(booking, by=by, now=now)


def settle_in(practitioner, now: datetime):
    """What she knows of some people by now, and a question that came by the contact form."""
    for client in Client.objects.filter(name__startswith="Tom "):
        client.usual_minutes = 90
        client.save(update_fields=["usual_minutes"])
    for client in Client.objects.filter(name__startswith="Mira "):
        text = "Comes by bus, five minutes later than the hour. The ramp, please."
        records.write_note(
            client=client, kind=Note.Kind.ACCESS, text=text, by=practitioner.user, now=now - timedelta(days=9)
        )
    _answer_all_but_one(now)
    records.write_enquiry(
        name="Robin Sample",
        email="robin@example.com",
        phone="",
        text="Do you have a time on a Saturday in the new year?",
        now=now - timedelta(hours=5),
    )


def _answer_all_but_one(now):
    """Whoever comes in the next two days has said that nothing has changed, and the last one not yet."""
    coming = Booking.objects.filter(status=Status.CONFIRMED, starts_at__gt=now).order_by("starts_at")
    asked_of = [booking for booking in coming.select_related("screening") if asked.is_open(booking, now)]
    for booking in asked_of[:-1]:
        lifecycle.note_unchanged(booking, by=lifecycle.CLIENT, now=now)


def wait(practitioner, now: datetime):
    """Three people wait for another session, and one of them is asked whether a free time will do."""
    entries = [_wait(client, wish, now) for client, wish in zip(_regulars(now), WISHES, strict=False)]
    if not entries:
        return
    treatment = entries[0].treatment
    soon = availability.day_of(now) + timedelta(days=5)
    for slot in availability.next_free(treatment, 1, now=now, from_day=soon):
        offers.offer_by_hand(entries[0], slot.starts_at, by=practitioner, now=now)


def _regulars(now):
    """People with a visit ahead, in the order of their visits."""
    coming = Booking.objects.filter(status=Status.CONFIRMED, is_first=False, starts_at__gt=now)
    clients = {
        visit.client_id: visit.client for visit in coming.select_related("client").order_by("starts_at")
    }
    return list(clients.values())


def _wait(client, wish, now):
    """Nothing sooner than a week after their last visit suits anybody: so nothing free is for them yet."""
    last = client.bookings.filter(status=Status.CONFIRMED).order_by("starts_at").last()
    days = {"from_on": availability.day_of(now), "until_on": last.visit_on + timedelta(days=6)}
    return waitlist.join_on_file(client, wish | days, now=now - timedelta(hours=20))
