"""What allauth asks the site: who may sign in, how often it may be tried, how secrets are kept."""

import base64
import ipaddress
import logging
import secrets
import time

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from booking import account_news
from booking.limits import address_of
from content.models import Practice
from intake import crypto
from npm_site.signin import limits, pages

log = logging.getLogger("signin")

SEALED_AS = b"mfa.authenticator|secret"


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("This username and password do not fit together. Try once more."),
        "incorrect_password": _("This is not your password. Try once more."),
        "enter_current_password": _("This is not your password of today. Try once more."),
    }

    def is_open_for_signup(self, request):
        return False

    def authenticate(self, request, **credentials):
        """Return the member of staff, or None in the same way for everybody else. Answers 429 to too many."""
        tries = _tries(request, credentials.get("username", ""))
        user = super().authenticate(request, **credentials)
        if user is None or not (user.is_active and user.is_staff):
            log.warning("sign-in: a password did not fit")
            return None
        for one in tries:
            one.give_back()
        return user

    def pre_login(self, request, user, **kwargs):
        if user.is_active and user.is_staff:
            return None
        messages.error(request, _("This account cannot sign in here."))
        return HttpResponseRedirect(reverse("account_login"))

    def is_reauthentication_required(self, *, app, **kwargs):
        """Whether the last password, code or passkey was too long ago; the sign-in itself counts."""
        records = get_authentication_records(self.request, self.request.user)
        since = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
        return not any(record["at"] > since for record in records)

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        account_news.tell(user, template_prefix.rpartition("/")[2], now=timezone.now())

    def get_client_ip(self, request):
        return address_of(request)

    def get_password_change_redirect_url(self, request):
        return reverse("mfa_index")


class FactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code does not fit, or was used before. Wait for the next one."),
    }

    def encrypt(self, text):
        return seal(text)

    def decrypt(self, encrypted_text):
        try:
            return unseal(encrypted_text)
        except crypto.Unreadable:
            log.error("sign-in: a secret does not open with the keys in use")
            # One that nobody knows, so that no code fits; a passkey still does.
            return base64.b32encode(secrets.token_bytes(20)).decode("ascii")

    def get_totp_issuer(self):
        return Practice.objects.current().name or super().get_totp_issuer()

    def get_totp_label(self, user):
        return user.get_username()

    def _get_user_identifier(self, user):
        return user.get_username()


def seal(text: str) -> str:
    return base64.b64encode(crypto.seal(text.encode(), SEALED_AS)).decode("ascii")


def unseal(sealed: str) -> str:
    """Return what was sealed, or raise Unreadable."""
    return crypto.open_(base64.b64decode(sealed), SEALED_AS).decode()


def or_429(take, *args):
    """Take a place for a try; with none left the answer is the page that says how long to wait."""
    try:
        return take(*args)
    except limits.TooOften as full:
        log.warning("sign-in: too many tries")
        raise ImmediateHttpResponse(pages.too_often(context.request, full.wait)) from None


def _tries(request, username):
    address = _network(address_of(request))
    here = or_429(limits.take, "address", address)
    try:
        account = or_429(limits.take, "password", f"{address}|{username.strip().casefold()}")
    except ImmediateHttpResponse:
        # Nothing was looked at, so nothing was guessed.
        here.give_back()
        raise
    return here, account


def _network(address):
    """One line to the internet has many addresses of version 6: what they begin with stands for all."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network(f"{found}/64", strict=False)) if found.version == 6 else str(found)
