"""What the practitioner is told by mail about her own account. Nobody else's name, no address to press."""

import logging

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

log = logging.getLogger(__name__)

# Under the names that allauth gives these events, and two of our own.
NEWS = {
    "password_changed": _("Your password was changed, and every other place you were signed in was closed."),
    "totp_activated": _("An authenticator app was added to your account."),
    "totp_deactivated": _("The authenticator app was taken off your account."),
    "webauthn_added": _("A passkey was added to your account."),
    "webauthn_removed": _("A passkey was taken off your account."),
    "recovery_codes_generated": _("New recovery codes were made. The old ones no longer work."),
    "recovery_code_used": _("Somebody signed in to your account with a recovery code."),
    "factors_removed": _("Your second step was taken off, and every place you were signed in was closed."),
}


def tell(user, news: str) -> None:
    """Send the mail about this piece of news, if the account has an address and the server takes it."""
    if not user.email or news not in NEWS:
        return
    about = {"news": NEWS[news], "now": timezone.localtime(), "zone": settings.TIME_ZONE}
    text = render_to_string("account/email/news.txt", about | {"site": settings.SITE_URL})
    subject, _newline, body = text.strip().partition("\n")
    mail = EmailMessage(subject, body.strip() + "\n", settings.MAIL_FROM, [user.email])
    mail.extra_headers["Auto-Submitted"] = "auto-generated"
    try:
        mail.send(using="default")
    except Exception as error:  # what was done is done, whether or not the mail leaves
        log.error("A mail about signing in did not leave: %s", type(error).__name__)
