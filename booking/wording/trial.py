"""A mail with somebody made up in it, to the practice itself."""

import smtplib
from datetime import datetime

from django.utils.translation import gettext as _

from booking.emails import html, making
from booking.wording import examples, rendering
from booking.wording.catalogue import Text
from booking.wording.rendering import Words


class NotSent(Exception):
    """The mail server did not take it."""


def read(text: Text, words: Words, *, now: datetime, is_child: bool = False) -> tuple[str, str]:
    """Return subject and text as somebody would read them."""
    context = examples.context(text, now=now, is_child=is_child)
    return rendering.filled(words, rendering.outline(text.name, context).parts, context)


def page(text: Text, subject: str, body: str) -> str:
    """Return the HTML that would lie beside this text."""
    frame = making.frame()
    return html.write(subject, body, practice=frame["practice"], site=frame["site"], kind=text.kind)


def send(text: Text, words: Words, *, now: datetime) -> str:
    """Send it at once, for she waits for it; return the address. Raise NoAddress when the practice has
    none, NotSent when the mail server is away. Not to be called inside a transaction."""
    subject, body = read(text, words, now=now)
    address = making.frame()["practice"].email
    subject = _("Test: %(subject)s") % {"subject": subject}
    mail = making.addressed(address, subject, body, kind=text.kind)
    try:
        mail.send(using="default")
    except (smtplib.SMTPException, OSError) as error:
        raise NotSent from error
    return address
