from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AccountNews(models.Model):
    """What happened to an account of the practice, as a mail tells it to its owner; nothing that opens it."""

    class What(models.TextChoices):
        """Under the names that the sign-in gives these events."""

        PASSWORD_CHANGED = "password_changed", _("Your password was changed.")
        TOTP_ACTIVATED = "totp_activated", _("An authenticator app was added to your account.")
        TOTP_DEACTIVATED = "totp_deactivated", _("The authenticator app was taken off your account.")
        WEBAUTHN_ADDED = "webauthn_added", _("A passkey was added to your account.")
        WEBAUTHN_REMOVED = "webauthn_removed", _("A passkey was taken off your account.")
        RECOVERY_CODES_GENERATED = "recovery_codes_generated", _("New recovery codes were made.")
        RECOVERY_CODE_USED = "recovery_code_used", _("Somebody signed in with a recovery code of yours.")
        FACTORS_REMOVED = "factors_removed", _("Your second step was taken off.")

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    what = models.CharField(max_length=30, choices=What)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("news of an account")
        verbose_name_plural = _("news of accounts")
