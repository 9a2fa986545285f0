"""What it means when a mail does not leave: whether to try again, whose fault it is, what is said of it."""

import re
import smtplib

from django.utils.translation import gettext as _

from booking import message_rules
from booking.emails import NoAddress
from booking.refused import RefusedBefore

# RFC 3463: the second number says what it is about; 1 is the address, 2 the mailbox.
ENHANCED = re.compile(r"[245]\.(\d{1,3})\.\d{1,3}\b")
ABOUT_THE_ADDRESS = ("1", "2")
GOES_DOWN = 421


def is_for_good(error: Exception) -> bool:
    """Whether this mail can never be sent. A wrong password or sender can be mended, so mail waits for it."""
    if isinstance(error, NoAddress | RefusedBefore):
        return True
    if isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError):
        return _answer(error)[0] >= 500
    return False


def is_of_address(error: Exception) -> bool:
    """Whether the server says for good that nobody is there, or that the mailbox takes nothing.

    A server that does not say what its no is about is taken to mean the address."""
    if not isinstance(error, smtplib.SMTPException) or not is_for_good(error):
        return False
    about = ENHANCED.match(_answer(error)[1])
    return about is None or about[1] in ABOUT_THE_ADDRESS


def is_of_server(error: Exception) -> bool:
    """Whether the server takes nothing from anybody at the moment, or is not there at all."""
    if isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPResponseException):
        return _answer(error)[0] == GOES_DOWN
    return isinstance(error, OSError)


def in_words(error: Exception) -> str:
    """Say what went wrong, without what the server said: that often repeats the address."""
    if isinstance(error, NoAddress):
        return _("There is no usable address to send to.")
    if isinstance(error, RefusedBefore):
        return _("The address was refused before, so it was not tried.")
    if isinstance(error, smtplib.SMTPException) and (code := _answer(error)[0]):
        return _("The mail server answered %(code)s.") % {"code": code}
    if isinstance(error, OSError):
        return _("The mail server did not answer (%(name)s).") % {"name": type(error).__name__}
    return _("The mail could not be made (%(name)s).") % {"name": type(error).__name__}


def why_dropped(kind) -> str:
    """Say why what is not to be told was not sent; nothing where it was no longer true."""
    return "" if message_rules.is_on(kind) else _("switched off by you")


def _answer(error) -> tuple[int, str]:
    """Return the code and the words of the server's answer; 0 where there was none."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = min(error.recipients.values())
    else:
        code, said = getattr(error, "smtp_code", 0), getattr(error, "smtp_error", "")
    return code, said.decode(errors="replace") if isinstance(said, bytes) else str(said)
