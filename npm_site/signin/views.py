import json

from allauth.account.internal.stagekit import clear_login
from allauth.account.views import LoginView
from allauth.mfa.base.views import AuthenticateView, IndexView
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.internal import auth
from allauth.mfa.webauthn.views import (
    AddWebAuthnView,
    LoginWebAuthnView,
    ReauthenticateWebAuthnView,
    RemoveWebAuthnView,
)
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.views.decorators.http import require_http_methods, require_POST

from npm_site.signin import idle, qr


class SignInView(LoginView):
    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not request.user.is_staff:
            # Else the two would send each other back and forth: admin to here, and this page to admin.
            logout(request)
        return super().dispatch(request, *args, **kwargs)


class WaysInView(IndexView):
    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"must_add": settings.SECOND_FACTOR_REQUIRED}


class WithOptions:
    """Hands the browser what to ask a passkey for, as text for an attribute of the form."""

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {"options": json.dumps(context["js_data"]["request_options"])}


class SecondStepView(WithOptions, AuthenticateView):
    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        if response.status_code == 302 and response.url == reverse("account_login"):
            # The factor was taken off meanwhile: the page of the password would lead here again.
            clear_login(request)
        return response


class NewAppView(ActivateTOTPView):
    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        secret = context["form"].secret
        groups = " ".join(secret[place : place + 4] for place in range(0, len(secret), 4))
        return context | {"qr": qr.drawing(context["totp_url"]), "secret": groups}


class NewPasskeyView(AddWebAuthnView):
    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        # Asked for as a passkey, which the device keeps, rather than as a key that comes after a password.
        options = json.dumps(auth.begin_registration(self.request.user, passwordless=True))
        return context | {"options": options, "has_name": not _is_number(self.request.get_host())}


class RemovePasskeyView(RemoveWebAuthnView):
    success_url = reverse_lazy("mfa_index")


class PasskeySignInView(LoginWebAuthnView):
    def form_invalid(self, form):
        return _once_more(self.request, form, "account_login")


class PasskeyAgainView(WithOptions, ReauthenticateWebAuthnView):
    def form_invalid(self, form):
        return _once_more(self.request, form, "mfa_reauthenticate_webauthn")


@require_POST
def start_again(request):
    """Leave a sign-in half-way."""
    clear_login(request)
    return redirect("account_login")


@require_http_methods(["GET", "POST"])
def stay(request):
    """Tell how many seconds are left; a POST begins them anew."""
    if not request.user.is_authenticated or not idle.left(request):
        return JsonResponse({"left": 0})
    if request.method == "POST":
        idle.touch(request)
    return JsonResponse({"left": idle.left(request)})


def _once_more(request, form, name):
    """Go back to the page with the reason, and on to the same place afterwards."""
    for said in form.errors.get("credential", []):
        messages.error(request, said)
    onward = {"next": request.POST["next"]} if request.POST.get("next") else None
    return HttpResponseRedirect(reverse_lazy(name, query=onward))


def _is_number(host):
    name = host.rpartition(":")[0] or host
    return name.startswith("[") or name.replace(".", "").isdigit()
