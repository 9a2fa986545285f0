from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from intake.agreement import Condition, Purpose

from .base import WithKey
from .people import Client, Guardianship


class Consent(WithKey):
    """One agreement, in the exact words that were shown. Later words are a row of their own."""

    Purpose = Purpose

    class Channel(models.TextChoices):
        WEB = "web", _("on the site")
        PAPER = "paper", _("on paper")
        PHONE = "phone", _("by phone")

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="consents")
    # The adult who agreed for somebody else.
    guardianship = models.ForeignKey(
        Guardianship, on_delete=models.PROTECT, null=True, related_name="consents"
    )
    purpose = models.CharField(max_length=20, choices=Purpose)
    condition = models.CharField(max_length=20, choices=Condition)
    wording = models.TextField()
    wording_sha256 = models.CharField(max_length=64)
    version = models.CharField(max_length=20)
    language = models.CharField(max_length=10)
    given_by = models.CharField(max_length=100)
    relation = models.CharField(max_length=60)
    channel = models.CharField(max_length=10, choices=Channel)
    # The page of the site where the words stood.
    page = models.CharField(max_length=20, blank=True)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_channel = models.CharField(max_length=10, choices=Channel, blank=True)
    # Who said so; and who noted it, where it was not said on the site.
    withdrawn_by = models.CharField(max_length=100, blank=True)
    withdrawal_noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None) | models.Q(withdrawn_at__gte=models.F("given_at")),
                name="consent_is_given_before_it_is_withdrawn",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=False)
                | models.Q(withdrawn_channel="", withdrawn_by="", withdrawal_noted_by=None),
                name="consent_that_stands_was_withdrawn_by_nobody",
            ),
        ]

    def __str__(self):
        return self.get_purpose_display()

    @property
    def is_asked(self) -> bool:
        """Whether it was agreed to; what was only told cannot be taken back."""
        return self.condition != Condition.HEALTH_CARE
