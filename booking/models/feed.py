from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from intake.fields import SealedJSONField, SealedQuerySet

ONLY = 1


class Program(models.TextChoices):
    """What fetched the feed, as it names itself."""

    APPLE = "apple", _("Apple Calendar")
    GOOGLE = "google", _("Google Calendar")
    OUTLOOK = "outlook", _("Outlook")
    THUNDERBIRD = "thunderbird", _("Thunderbird")
    BROWSER = "browser", _("a browser")
    OTHER = "other", _("another program")


class Feed(models.Model):
    """The practitioner's visits for a calendar of hers, behind a secret address. No row: switched off."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY, editable=False)
    # Found by its digest; the secret itself is sealed, only to be shown to her again.
    secret_sha256 = models.CharField(max_length=64, unique=True)
    secret = SealedJSONField()
    made_at = models.DateTimeField(_("address made"))
    fetched_at = models.DateTimeField(_("last fetched"), null=True)
    fetched_by = models.CharField(_("by"), max_length=12, blank=True, choices=Program)
    # What it held when it was fetched last, and since when: whoever has that already is told so.
    content_sha256 = models.CharField(max_length=64, blank=True)
    changed_at = models.DateTimeField(null=True)

    objects = SealedQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feed")
        constraints = [models.CheckConstraint(condition=Q(id=ONLY), name="only_one_feed")]
