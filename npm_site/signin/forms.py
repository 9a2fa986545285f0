"""allauth's forms, with labels in place of placeholders, limits on guessing, and each code good for once."""

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import get_adapter as get_factor_adapter
from allauth.mfa.base import forms as factors
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _

from npm_site.signin import adapters, limits

LONGEST_CREDENTIAL = 20_000


# What to do about a field that was left empty.
EMPTY = {
    "login": _("Type your username."),
    "password": _("Type your password."),
    "oldpassword": _("Type your password of today."),
    "password1": _("Type a new password."),
    "password2": _("Type the new password once more."),
    "code": _("Type the code."),
    "name": _("Give this passkey a name."),
}


class Plain:
    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.error_messages["required"] = EMPTY.get(name, field.error_messages["required"])
            if isinstance(field.widget, forms.PasswordInput):
                field.help_text = ""


class SignInForm(Plain, account.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}


class PasswordAgainForm(Plain, account.ReauthenticateForm):
    pass


class NewPasswordForm(Plain, account.ChangePasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("Your password of today")
        self.fields["password1"].label = _("New password")
        self.fields["password1"].help_text = _("15 characters or more. Four words you can picture do well.")
        self.fields["password2"].label = _("New password once more")

    def clean_oldpassword(self):
        # By the adapter, which counts the tries: a session left open must not be a place to guess.
        if not get_adapter().reauthenticate(self.user, self.cleaned_data["oldpassword"]):
            raise get_adapter().validation_error("enter_current_password")
        return self.cleaned_data["oldpassword"]


class CodeForm(Plain):
    """A code that may be wrong five times in a quarter of an hour, and right only once."""

    label = _("Code")
    hint = _("The six digits in your authenticator app. One of your recovery codes will do as well.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].label = self.label
        self.fields["code"].help_text = self.hint
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "spellcheck": "false"}

    def clean_code(self):
        attempt = adapters.or_429(limits.take, "code", str(self.user.pk))
        code = super().clean_code()
        if limits.is_used_before(normalize_user_code(code), str(self.user.pk)):
            raise get_factor_adapter().validation_error("incorrect_code")
        attempt.give_back()
        return code


class SecondStepForm(CodeForm, factors.AuthenticateForm):
    pass


class CodeAgainForm(CodeForm, factors.ReauthenticateForm):
    pass


class NewAppForm(CodeForm, totp.ActivateTOTPForm):
    label = _("Code from the app")
    hint = _("Six digits. They change every half a minute.")


class Credential:
    """What a browser says about a passkey. Anything may be sent here, so whatever goes wrong is a no."""

    unknown = _("This passkey does not fit. Try once more, or go another way.")

    def clean_credential(self):
        try:
            return super().clean_credential()
        except Exception:
            raise forms.ValidationError(self.unknown) from None


class PasskeySignInForm(Credential, Plain, webauthn.LoginWebAuthnForm):
    pass


class PasskeySecondStepForm(Credential, Plain, webauthn.AuthenticateWebAuthnForm):
    pass


class PasskeyAgainForm(Credential, Plain, webauthn.ReauthenticateWebAuthnForm):
    pass


class NewPasskeyForm(Plain, webauthn.AddWebAuthnForm):
    # Always one that signs in by itself: the browser asks for a finger, a face or a PIN.
    passwordless = forms.BooleanField(initial=True, widget=forms.HiddenInput)
    unknown = _("This passkey could not be added. Try once more.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name = self.fields["name"]
        name.label, name.max_length = _("Name of this passkey"), 60
        name.help_text = _("So that you know it again, for example “My phone”.")
        name.widget.attrs["maxlength"] = "60"
        name.required = True
        self.initial["name"] = ""

    def clean_name(self):
        return self.cleaned_data["name"][:60]

    def clean(self):
        try:
            return super().clean()
        except Exception:
            raise forms.ValidationError(self.unknown) from None
