"""The mails: one function and one template each, and whether what they tell is still true.

None of them holds a word about health: why a visit waits, or was declined, is said in person. What
goes to the practitioner names nobody either; it says when, and where in her desk to read the rest."""

import re
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import MIMEPart
from email.utils import parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from booking import availability, deadlines, ics, told
from booking.models import Kind, Status
from booking.moves import CALLED_OFF
from content.models import Practice
from intake import screening

TIMES_OFFERED = 3
# A name is typed by a visitor and goes to an address typed by a visitor: nothing like a link may pass.
PLAIN_NAME = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
LONGEST_NAME = 30


class NoAddress(Exception):
    """The one it is meant for has no usable e-mail address."""


def is_still_true(message, *, now: datetime) -> bool:
    """Return whether what the message tells is so for the booking, or the enquiry, as it is now."""
    if message.enquiry is not None:
        return message.enquiry.answered_at is None
    booking = message.booking
    return booking.version == message.version and TRUE_WHILE[message.kind](booking, now)


def build(message, *, now: datetime) -> EmailMessage | None:
    """Return the mail, None when a client left no e-mail address. Raise NoAddress when one is needed."""
    mail = MAILS[message.kind](message.enquiry or message.booking, now)
    if mail is not None:
        mail.extra_headers |= {"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"}
    return mail


def confirmed(booking, now):
    policy = booking.treatment.policy
    by = {"move_by": policy.move_hours, "cancel_by": policy.cancel_hours}
    until = {name: booking.starts_at - timedelta(hours=hours) for name, hours in by.items()}
    still = {name: moment if moment > now else None for name, moment in until.items()}
    mail = _to_client("confirmed", booking, now, guardian_stays=_guardian_stays(booking), **still)
    return mail and _attach(mail, ics.confirmed, "PUBLISH", booking, now)


def held(booking, now):
    move = told.move(booking)
    return _to_client("held", booking, now, is_held_again=_was_confirmed(booking), **move)


def moved(booking, now):
    move = told.move(booking)
    if move["was_at"] is None and booking.events.filter(was_at__isnull=False).exists():
        # There and back again, before anybody heard of it: what is left to tell is the visit itself.
        return confirmed(booking, now)
    mail = _to_client("moved", booking, now, **move)
    return mail and _attach(mail, ics.confirmed, "PUBLISH", booking, now)


def letter(booking, now):
    return _to_client("letter", booking, now)


def receipt(booking, now):
    return _to_client("receipt", booking, now)


def declined(booking, now):
    return _taken_back(_to_client("declined", booking, now), booking, now)


def later(booking, now):
    free = _free(booking, now, from_day=booking.client.not_before_on)
    return _taken_back(_to_client("later", booking, now, free=free), booking, now)


def lapsed(booking, now):
    mail = _to_client("lapsed", booking, now, free=_free(booking, now))
    return _taken_back(mail, booking, now)


def cancelled(booking, now):
    is_called_off = _last_why(booking) == CALLED_OFF
    free = _free(booking, now) if is_called_off else []
    mail = _to_client("cancelled", booking, now, is_called_off=is_called_off, free=free)
    return _taken_back(mail, booking, now)


def new_request(booking, now):
    return _to_practitioner("new_request", booking)


def new_booking(booking, now):
    return _to_practitioner("new_booking", booking)


def request_waiting(booking, now):
    return _to_practitioner("request_waiting", booking)


def request_due(booking, now):
    return _to_practitioner("request_due", booking)


def request_lapsed(booking, now):
    return _to_practitioner("request_lapsed", booking)


def enquiry(enquiry, now):
    return _to_practitioner("enquiry", enquiry)


def _is_coming(booking, now):
    return booking.status == Status.CONFIRMED and now < booking.starts_at


def _has_moved(booking, now):
    """Whether there is a move to tell of, or a visit that the client does not know to be one."""
    return _is_coming(booking, now) and (told.was_at(booking) is not None or not told.is_known(booking))


def _is_held(booking, now):
    return booking.status == Status.HELD and now < booking.held_until


def _has_lapsed(booking, now):
    return booking.status == Status.LAPSED


def _is_cancelled(booking, now):
    return booking.status == Status.CANCELLED


def _was_completed(booking, now):
    return booking.status == Status.COMPLETED


def _was_decided(why):
    return lambda booking, now: booking.status == Status.DECLINED and _last_why(booking) == why


TRUE_WHILE = {
    Kind.CONFIRMED: _is_coming,
    Kind.HELD: _is_held,
    Kind.DECLINED: _was_decided("declined"),
    Kind.LATER: _was_decided("later_date"),
    Kind.LAPSED: _has_lapsed,
    Kind.CANCELLED: _is_cancelled,
    Kind.MOVED: _has_moved,
    Kind.LETTER: _is_held,
    Kind.RECEIPT: _was_completed,
    Kind.NEW_REQUEST: _is_held,
    Kind.NEW_BOOKING: _is_coming,
    Kind.REQUEST_WAITING: _is_held,
    Kind.REQUEST_DUE: _is_held,
    Kind.REQUEST_LAPSED: _has_lapsed,
}
MAILS = {
    Kind.CONFIRMED: confirmed,
    Kind.HELD: held,
    Kind.DECLINED: declined,
    Kind.LATER: later,
    Kind.LAPSED: lapsed,
    Kind.CANCELLED: cancelled,
    Kind.MOVED: moved,
    Kind.LETTER: letter,
    Kind.RECEIPT: receipt,
    Kind.NEW_REQUEST: new_request,
    Kind.NEW_BOOKING: new_booking,
    Kind.REQUEST_WAITING: request_waiting,
    Kind.REQUEST_DUE: request_due,
    Kind.REQUEST_LAPSED: request_lapsed,
    Kind.ENQUIRY: enquiry,
}


def _to_client(template, booking, now, **more):
    client, adult = booking.client, booking.guardianship
    address = adult.adult_email if adult else client.email
    if not address:
        return None
    people = {
        "first_name": _first_name(adult.adult_name if adult else client.name),
        "treated": _first_name(client.name) if adult else "",
    }
    return _mail(template, address, booking=booking, **people, **more)


def _to_practitioner(template, about):
    address = Practice.objects.current().email
    name = about._meta.model_name
    page = settings.SITE_URL + reverse(f"admin:{about._meta.app_label}_{name}_change", args=[about.pk])
    return _mail(template, address, page=page, **{name: about})


def _mail(template, address, **context):
    """Make the mail of a template: its first line is the subject, the rest is the text."""
    _check(address)
    practice = Practice.objects.current()
    about = {"practice": practice, "site": settings.SITE_URL, "zone": settings.TIME_ZONE}
    rendered = render_to_string(f"booking/emails/{template}.txt", about | _ways(practice) | context)
    subject, _newline, text = rendered.strip().partition("\n")
    return EmailMessage(
        subject=subject.strip(),
        body=re.sub(r"\n\s*\n", "\n\n", text).strip() + "\n",
        from_email=str(Address(" ".join(practice.name.split()), addr_spec=parseaddr(settings.MAIL_FROM)[1])),
        to=[address],
        reply_to=[practice.email] if practice.email else [],
    )


def _ways(practice):
    """How to reach the practitioner, as the end of a sentence."""
    if not practice.phone:
        return {"ring": _("reply to this email"), "reach": _("reply to this email")}
    phone = {"phone": practice.phone}
    return {
        "ring": _("ring me on %(phone)s") % phone,
        "reach": _("ring me on %(phone)s or reply to this email") % phone,
    }


def _check(address):
    try:
        validate_email(address)
    except ValidationError as error:
        raise NoAddress from error


def _first_name(name):
    first = name.split()[0] if name.strip() else ""
    return first if len(first) <= LONGEST_NAME and PLAIN_NAME.fullmatch(first) else ""


def _guardian_stays(booking):
    born_on, visit_on = booking.client.born_on, booking.visit_on
    return bool(booking.guardianship) and screening.guardian_needed(born_on, visit_on, screening.Policy())


def _free(booking, now, from_day=None):
    """Return the first free times; as many hours away as a request has to be, for it may be one again."""
    return availability.next_free(
        booking.treatment, TIMES_OFFERED, now=now, from_day=from_day, notice=deadlines.NOTICE_WHEN_HELD
    )


def _was_confirmed(booking):
    return booking.events.filter(to_status=Status.CONFIRMED).exists()


def _last_why(booking):
    """Return why the status is what it is: what was only noted since then is no answer."""
    changes = booking.events.exclude(from_status=F("to_status"))
    return changes.values_list("why", flat=True).last()


def _taken_back(mail, booking, now):
    """A visit that was once confirmed stands in a calendar: send the file that takes it out."""
    if mail is None or not _was_confirmed(booking):
        return mail
    return _attach(mail, ics.cancelled, "CANCEL", booking, now)


def _attach(mail, write, method, booking, now):
    part = MIMEPart()
    part.set_content(
        write(booking, Practice.objects.current(), now=now),
        subtype="calendar",
        charset="utf-8",
        params={"method": method},
        disposition="attachment",
        filename=_("session.ics"),
    )
    mail.attach(part)
    return mail
