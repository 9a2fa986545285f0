from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


def pounds(amount) -> str:
    """Pounds as people write them: £85, or £87.50."""
    return f"£{amount:,.2f}".removesuffix(".00")


class Price(models.Model):
    slug = models.SlugField(_("short name"), unique=True, max_length=60)
    name = models.CharField(_("name"), max_length=100)
    amount = models.DecimalField(
        _("price in pounds"), max_digits=7, decimal_places=2, help_text=_("The total that the client pays.")
    )
    minutes_note = models.CharField(
        _("how long"), max_length=80, blank=True, help_text=_("Such as: 90 to 120 minutes.")
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0, editable=False)
    history = HistoricalRecords(excluded_fields=["position"])

    class Meta:
        verbose_name = _("price")
        verbose_name_plural = _("prices")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="content_price_not_negative",
                violation_error_message=_("A price cannot be less than nothing."),
            )
        ]

    def __str__(self):
        return self.name

    @property
    def amount_in_words(self):
        return pounds(self.amount)
