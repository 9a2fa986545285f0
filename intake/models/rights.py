from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from intake.fields import SealedJSONField

from .base import WithKey
from .people import Client


class LegalHold(WithKey):
    """A reason to delete nothing about somebody, for as long as it stands: a claim, or a question of law."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="legal_holds")
    reason = SealedJSONField()
    review_on = models.DateField(_("look again on"))
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField(_("set"))
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(_("lifted"), null=True)

    class Meta:
        ordering = ["-set_at"]
        verbose_name = _("legal hold")
        verbose_name_plural = _("legal holds")
        constraints = [
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False, lifted_at__gte=F("set_at")),
                name="legal_hold_is_lifted_by_somebody",
            )
        ]


class Erasure(WithKey):
    """What became of somebody's wish to be erased. Of whom nothing is kept, it names nobody either."""

    class Outcome(models.TextChoices):
        DELETED = "deleted", _("everything was deleted")
        PART = "part", _("a part was deleted, the record is kept")
        KEPT = "kept", _("nothing was deleted")

    client = models.ForeignKey(Client, models.PROTECT, null=True, related_name="erasures")
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    kept_until = models.DateField(_("kept until"), null=True)
    reason = SealedJSONField()
    # Address and first name, until the mail about it has left.
    sent_to = SealedJSONField(null=True)
    # Nobody, where a backup had brought back what was deleted.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("done"))

    class Meta:
        ordering = ["-at"]
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        constraints = [
            models.CheckConstraint(
                condition=Q(client=None, outcome="deleted")
                | (Q(client__isnull=False) & ~Q(outcome="deleted")),
                name="erasure_names_nobody_who_is_deleted",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="part") | Q(kept_until__isnull=False),
                name="erasure_in_part_says_until_when",
            ),
        ]
