"""What the pages of a phone booking say, and what they read from an address or a button."""

from datetime import datetime

from django.contrib import messages
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from booking import availability, by_hand, calls, deadlines, desk, when
from booking.admin import crossing
from booking.admin.about import contact_of
from booking.models import Booking, Status
from booking.views.week import a_moment
from intake import months, records
from intake import words as health_words
from intake.findings import Outcome

LONGEST_MOMENT = 40
PAST = gettext_lazy("This time has gone by while you talked. Choose another one.")
NOT_A_TIME = gettext_lazy("Choose one of the times on this page.")
BOOKED = gettext_lazy("Booked and confirmed: %(who)s, %(when)s.")
HELD = gettext_lazy("Held: %(who)s, %(when)s. It waits for your yes.")
WRITTEN = gettext_lazy("%(who)s gets an email.")
NOT_WRITTEN = gettext_lazy("There is no email, so %(who)s gets no message.")


def asked_for(query) -> dict:
    """Return what an address fills in: a start, with or without an offset, and a client."""
    client = calls.present(a_number(query.get("client")))
    return _fields(_typed_moment(query.get("start", ""))) | {"client": client.pk if client else ""}


def typed_in(call) -> dict:
    """Return the first page as it was filled in."""
    client = {"client": call.client.pk} if call.client else call.typed
    return _fields(call.starts_at.astimezone(availability.zone())) | client


def with_time(posted):
    """Return what was sent; a time that was pressed stands in place of the one that was typed."""
    moment = a_moment(posted.get("start", ""))
    data = posted.copy()
    if moment is not None:
        data["day"], data["clock"] = f"{moment:%d/%m/%Y}", f"{moment:%H:%M}"
    return data


def a_number(text) -> int | None:
    """Return the number of a row, None for what cannot be one."""
    text = str(text or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None


def a_start(text, now) -> datetime | None:
    """Return a moment that can be booked by hand, None for anything else."""
    moment = a_moment(text)
    return moment if moment and now < moment <= now + availability.BY_HAND_WINDOW else None


def _typed_moment(text) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text) if len(text) < LONGEST_MOMENT else None
        return moment.astimezone(availability.zone()) if moment and moment.tzinfo else moment
    except (ValueError, OverflowError):
        return None


def _fields(moment) -> dict:
    return {"day": moment.date(), "clock": moment.time()} if moment else {}


def guardian(call) -> dict:
    """Fill in the adult who came with the child before, or who has given a number just now."""
    known = call.known_guardian
    if call.guardian or known is None:
        return {"phone": call.phone, "email": call.email} | call.guardian
    return {
        "name": known.adult_name,
        "relationship": known.relationship,
        "phone": known.adult_phone,
        "email": known.adult_email,
        "in_the_room": known.in_the_room,
    }


def head(call) -> dict:
    """Return what stands above each page of a call, and which rules of hers the time crosses."""
    about = {"now": call.now, "leave_out": _own(call)}
    reasons = availability.crossed(call.treatment, call.starts_at, call.length, **about)
    return {"crosses": crossing.words(reasons, call.treatment.policy)}


def clash(found) -> dict:
    """Say with what a time clashes, and what is free instead."""
    span = found.starts_at, found.starts_at + found.length
    return {
        "starts_at": found.starts_at,
        "rows": [_in_the_way(booking, *span) for booking in found.bookings],
        "nearest": [slot.starts_at.astimezone(availability.zone()) for slot in found.nearest],
    }


def _in_the_way(booking, starts_at, ends_at):
    return {
        "who": desk.short_name(booking.client),
        "url": booking.client_id and reverse("admin:booking_booking_change", args=[booking.pk]),
        "starts_at": booking.starts_at,
        "ends_at": booking.ends_at,
        "is_session": booking.starts_at < ends_at and starts_at < booking.ends_at,
    }


def check(call) -> dict:
    """Return all that is looked at before a booking is made."""
    is_held = any(finding.holds for finding in call.findings)
    return {
        "facts": list(_facts(call)),
        "findings": [health_words.finding(found, call.visit_on) for found in call.findings],
        "is_held": is_held,
        "kept_until": _kept_until(call),
        "told": _told(call, is_held),
        "clash": _taken_meanwhile(call),
        "Outcome": Outcome,
    }


def note_reading(call, *, by):
    """An answer that differs from an earlier one shows the earlier one too: that it is read is written."""
    days = {found.on for found in call.findings if found.code == "disagrees"}
    earlier = call.client.screenings.all() if days else ()
    for screening in earlier:
        if timezone.localdate(screening.created_at) in days:
            records.read_screening(screening, by=by, now=call.now)


def _facts(call):
    age = months.age_on(call.born_on, call.visit_on)
    born = date_format(call.born_on, "j F Y")
    span = {"from": when.clock24(call.starts_at), "to": when.clock24(call.ends_at)}
    day = {"day": when.day_year(call.starts_at)}
    url = reverse("admin:booking_booking_book_again", args=[call.key])
    yield _fact(_("When"), _("%(day)s, %(from)s to %(to)s") % (day | span), url)
    yield _fact(_("Who"), _("%(name)s, born %(born)s") % {"name": call.name, "born": born}, url)
    if call.is_for_child:
        adult = call.guardian
        yield _fact(_("Age on the day"), age)
        url = reverse("admin:booking_booking_book_guardian", args=[call.key])
        yield _fact(_("Comes with"), f"{adult['name']} ({adult['relationship']})", url)
        yield _fact(_("In the room"), adult.get("in_the_room") or adult["name"], url)
    yield _fact(_("Counts as"), f"{call.treatment.name}, {call.treatment.price.amount_in_words}")
    yield _fact(_("Minutes kept"), call.minutes)
    yield _fact(_("Phone"), call.reached["phone"])
    yield _fact(_("Email"), call.reached["email"] or _("None"))


def _fact(term, value, url=None):
    return {"term": term, "value": value, "url": url}


def _told(call, is_held) -> str:
    name = call.reached["name"]
    if not call.reached["email"]:
        return _("There is no email, so nobody is written to. Tell them the time now.")
    if is_held:
        return _("%(who)s gets an email that the time is kept and not confirmed yet.") % {"who": name}
    return _("%(who)s gets an email with the time and a calendar file.") % {"who": name}


def _kept_until(call):
    until = deadlines.held_until(call.starts_at)
    return until if until > call.now else call.starts_at


def _taken_meanwhile(call):
    """Look whether the time is still there: one that is kept for minutes may have run out."""
    about = {"now": call.now, "leave_out": _own(call)}
    bookings = availability.clashes(call.treatment.policy, call.starts_at, call.length, **about)
    if not bookings:
        return None
    nearest = availability.nearest_by_hand(call.treatment, call.starts_at, 6, call.length, **about)
    return clash(by_hand.Clash(call.starts_at, call.length, bookings, nearest))


def _own(call):
    return Booking.objects.filter(draft_key=call.key, status=Status.RESERVED).first()


def say_booked(request, booking):
    told = BOOKED if booking.status == Status.CONFIRMED else HELD
    at = f"{when.day(booking.starts_at)}, {when.clock24(booking.starts_at)}"
    about = {"who": booking.client.name, "when": at}
    written = WRITTEN if contact_of(booking).email else NOT_WRITTEN
    written = written % {"who": contact_of(booking).name}
    messages.success(request, f"{told % about} {written}")
