"""Where signing in happens. Only what this site uses of allauth: no sign-up, no address to change."""

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.urls import path
from django.views.generic import RedirectView

from npm_site.signin import typed, views
from npm_site.signin.pages import dressed, whole

to_index = RedirectView.as_view(pattern_name="mfa_index")

urlpatterns = [
    path("login/", dressed(views.SignInView.as_view()), name="account_login"),
    path("password_change/", dressed(whole(account.password_change)), name="account_change_password"),
    path("typed/", typed.page, name="signin_typed"),
    path("account/", dressed(views.WaysInView.as_view()), name="mfa_index"),
    path("account/stay/", views.stay, name="signin_stay"),
    path("account/start-again/", views.start_again, name="signin_start_again"),
    path("account/code/", dressed(views.SecondStepView.as_view()), name="mfa_authenticate"),
    path("account/passkey/", views.PasskeySignInView.as_view(), name="mfa_login_webauthn"),
    path("account/again/", dressed(account.reauthenticate), name="account_reauthenticate"),
    path("account/again/code/", dressed(factors.reauthenticate), name="mfa_reauthenticate"),
    path(
        "account/again/passkey/",
        dressed(views.PasskeyAgainView.as_view()),
        name="mfa_reauthenticate_webauthn",
    ),
    path("account/app/", dressed(views.NewAppView.as_view()), name="mfa_activate_totp"),
    path("account/app/remove/", dressed(whole(totp.deactivate_totp)), name="mfa_deactivate_totp"),
    path("account/codes/", dressed(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("account/codes/new/", dressed(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("account/passkeys/", to_index, name="mfa_list_webauthn"),
    path("account/passkeys/add/", dressed(whole(views.NewPasskeyView.as_view())), name="mfa_add_webauthn"),
    path(
        "account/passkeys/<int:pk>/remove/",
        dressed(whole(views.RemovePasskeyView.as_view())),
        name="mfa_remove_webauthn",
    ),
    # An account without a password has none to change.
    path("account/no-password/", to_index, name="account_set_password"),
]
