"""How a mail is made: whom it goes to, what every one says, and the file that comes with it."""

import re
from datetime import timedelta
from email.headerregistry import Address
from email.message import MIMEPart
from email.utils import parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email
from django.urls import reverse
from django.utils.translation import gettext as _

from booking import links, wanted_form
from booking.emails import html
from booking.models import Purpose, Status, WaitlistEntry
from booking.wording import rendering
from content.models import Practice

# A name is typed by a visitor and goes to an address typed by a visitor: nothing like a link may pass.
PLAIN_NAME = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
LONGEST_NAME = 30


class NoAddress(Exception):
    """The one it is meant for has no usable e-mail address."""


def to_client(template, about, now, **more):
    """Make a mail about a booking, or a place on the waitlist; None when there is no address to write to."""
    client, adult, address = about.client, about.guardianship, about.email
    if not address:
        return None
    people = {
        "first_name": _first_name(adult.adult_name if adult else client.name),
        "treated": _first_name(client.name) if adult else "",
    }
    name = "entry" if isinstance(about, WaitlistEntry) else "booking"
    own = _own(about, address, now)
    context = {name: about, "own": own, "agreements": _agreements([people | own])}
    return _mail(template, address, **context, **people, **more)


def to_address(template, address, *, name="", **more):
    """A mail to an address that may be several people's, or of somebody who is in no booking any more."""
    return _mail(template, address, first_name=_first_name(name), **more)


# Where a mail leads to: the client's own page of a visit that is still ahead, or coming again after it.
LEADS_TO = {
    Status.OFFERED: ("offer", Purpose.OFFER),
    Status.HELD: ("page", Purpose.VISIT),
    Status.CONFIRMED: ("page", Purpose.VISIT),
    Status.COMPLETED: ("again", Purpose.AGAIN),
    Status.CANCELLED: ("again", Purpose.AGAIN),
}


def _own(booking, address, now):
    if isinstance(booking, WaitlistEntry):
        return _place(booking, address, now)
    if booking.status not in LEADS_TO:
        return {}
    name, purpose = LEADS_TO[booking.status]
    token = links.make(purpose, booking=booking, address=address, now=now)
    doors = _doors(booking, purpose, now)
    # One link opens all the pages of a visit.
    return {name: links.url(purpose, token)} | {to: links.url(purpose, token, to=to) for to in doors}


def _doors(booking, purpose, now):
    """The pages that a mail leads to at once; moving and cancelling until their deadlines."""
    if purpose in (Purpose.VISIT, Purpose.AGAIN):
        yield "agreements"
    if purpose != Purpose.VISIT:
        return
    yield "changed"
    if wanted_form.is_wanted(booking, now=now):
        yield "form"
    policy = booking.treatment.policy
    for to, hours in (("move", policy.move_hours), ("cancel", policy.cancel_hours)):
        if now < booking.starts_at - timedelta(hours=hours):
            yield to


def _agreements(visits) -> list[dict]:
    """Where each person's agreements can be looked at and taken back: by the first link that leads there."""
    first = {visit["treated"]: visit for visit in reversed(visits) if "agreements" in visit}
    several = len(first) > 1
    return [
        {"treated": treated if several else "", "url": visit["agreements"]}
        for treated, visit in reversed(first.items())
    ]


def _place(entry, address, now):
    """The page of a place on the waitlist, as long as they wait there."""
    if entry.ended_at is not None:
        return {}
    token = links.make(Purpose.WAITING, entry=entry, address=address, now=now)
    return {"waiting": links.url(Purpose.WAITING, token)}


def to_client_of_all(template, bookings, now, **more):
    """Write to one address about several visits, each with its own page."""
    first, address = bookings[0], bookings[0].email
    if not address:
        return None
    adult = first.guardianship
    are_several = len({booking.client_id for booking in bookings}) > 1
    visits = [
        {
            "booking": booking,
            "treated": _first_name(booking.client.name) if are_several or booking.guardianship else "",
            **_own(booking, address, now),
        }
        for booking in bookings
    ]
    more |= {"visits": visits, "booking": first, "agreements": _agreements(visits)}
    first_name = _first_name(adult.adult_name if adult else first.client.name)
    return _mail(template, address, first_name=first_name, **more)


def to_practitioner(template, about, *, to_page="", path="", **more):
    """Make a mail that leads to the page of what it tells of; `to_page` names another than admin's own,
    `path` is the address of one that tells of more."""
    address = Practice.objects.current().email
    name = about._meta.model_name
    to_page = to_page or f"admin:{about._meta.app_label}_{name}_change"
    page = settings.SITE_URL + (path or reverse(to_page, args=[about.pk]))
    return _mail(template, address, page=page, **{name: about}, **more)


def to_account(template, address, **more):
    """A mail to whoever signs in here, with nothing to press; None where the account has no address."""
    return _mail(template, address, **more) if address else None


def attach(mail, write, booking, now, number=None):
    """Put a calendar file beside the text. Not in place of it: some programs would show nothing else."""
    file = write(booking, Practice.objects.current(), to=mail.to[0], now=now)
    part = MIMEPart()
    # As bytes, for a text would lose the line ends that calendars ask for.
    part.set_content(
        file.text.encode(),
        maintype="text",
        subtype="calendar",
        params={"charset": "utf-8", "method": file.method},
        disposition="attachment",
        filename=_("session-%(number)s.ics") % {"number": number} if number else _("session.ics"),
    )
    mail.attach(part)
    return mail


def _mail(template, address, **context):
    """Make the mail of a template, in the practitioner's own words where she wrote any."""
    subject, text = rendering.render(template, frame() | context)
    return addressed(address, subject, text, kind=template.rpartition("/")[2])


def frame() -> dict:
    """What every mail may speak of."""
    practice = Practice.objects.current()
    return {
        "practice": practice,
        "site": settings.SITE_URL,
        "zone": settings.TIME_ZONE,
        "ways": _ways(practice),
    }


def addressed(address: str, subject: str, text: str, *, kind: str) -> EmailMultiAlternatives:
    """Return a mail from the practice to this one address, also set as HTML. Raise NoAddress for none."""
    _check(address)
    practice = Practice.objects.current()
    mail = EmailMultiAlternatives(
        subject=subject,
        body=text,
        from_email=str(Address(" ".join(practice.name.split()), addr_spec=parseaddr(settings.MAIL_FROM)[1])),
        to=[address],
        reply_to=[practice.email] if practice.email else [],
    )
    page = html.write(subject, text, practice=practice, site=settings.SITE_URL, kind=kind)
    mail.attach_alternative(page, "text/html")
    return mail


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
