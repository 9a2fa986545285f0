"""Nobody works in admin by a password alone."""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import logout
from django.shortcuts import redirect
from django.urls import reverse

ADMIN = "/admin/"
SET_UP = "/admin/account/"
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class SecondFactorMiddleware:
    """Asks of every session in admin that it was begun with a second factor which the account still has.

    However the session was made: one that did not come through the sign-in is sent there."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not settings.SECOND_FACTOR_REQUIRED or not request.path.startswith(ADMIN):
            return None
        if not request.user.is_authenticated or request.path in (
            reverse("admin:login"),
            reverse("admin:logout"),
        ):
            return None
        if not has_factor(request.user):
            return None if request.path.startswith(SET_UP) else redirect("mfa_index")
        if not is_proven(request):
            logout(request)
            return redirect(reverse("admin:login", query={"next": request.get_full_path()}))
        return None


def is_open(request) -> bool:
    """Return whether this session has shown all that is asked for."""
    return not settings.SECOND_FACTOR_REQUIRED or (has_factor(request.user) and is_proven(request))


def has_factor(user) -> bool:
    return Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


def is_proven(request) -> bool:
    """Return whether a second factor was shown in this session."""
    return any(record["method"] == "mfa" for record in get_authentication_records(request, request.user))
