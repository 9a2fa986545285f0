from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from booking.models.message import kinds


class MessageRule(models.Model):
    """Whether a kind of message is sent, and when. Without a row it is as it was built."""

    kind = models.CharField(_("kind"), max_length=20, primary_key=True, choices=kinds)
    is_on = models.BooleanField(_("sent"), default=True)
    # A clock hour, or how many days or hours: what of, booking.message_rules says for each kind.
    number = models.PositiveSmallIntegerField(_("when"), null=True)

    history = HistoricalRecords(verbose_name=_("earlier version"), verbose_name_plural=_("earlier versions"))

    class Meta:
        verbose_name = _("message rule")
        verbose_name_plural = _("message rules")
        constraints = [
            # The bounds of each kind are narrower; no number makes sense beyond these.
            models.CheckConstraint(
                name="message_rule_number_is_in_bounds", condition=Q(number=None) | Q(number__range=(1, 47))
            )
        ]

    def __str__(self):
        return self.get_kind_display()
