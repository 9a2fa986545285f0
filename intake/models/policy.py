from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from intake import screening

ONLY = 1


def number(label, default, lowest, highest, help_text):
    return models.PositiveSmallIntegerField(
        label,
        default=default,
        validators=[MinValueValidator(lowest), MaxValueValidator(highest)],
        help_text=help_text,
    )


class ScreeningPolicy(models.Model):
    """The practitioner's numbers for the suitability rules: one row, every earlier version kept."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY, editable=False)
    too_soon_months = number(
        _("too soon after an operation"), 2, 1, 12, _("Calendar months. Before that, a later day is offered")
    )
    recovering_months = number(
        _("still recovering"), 3, 1, 12, _("Calendar months. Until then you read the answers first")
    )
    healed_months = number(
        _("ask about healing"), 12, 3, 24, _("Calendar months. How far back an operation is asked about")
    )
    oncology_years = number(
        _("cancer care"), 5, 1, 20, _("Years. How far back tests, treatment or follow-up are asked about")
    )
    youngest_age = number(_("youngest age"), 5, 1, 18, _("Years. For anyone younger you talk first"))
    overdue_days = number(
        _("days past the due date"), 21, 1, 28, _("Days. For so long a pregnancy counts as overdue")
    )

    history = HistoricalRecords(verbose_name=_("earlier version"), verbose_name_plural=_("earlier versions"))

    class Meta:
        verbose_name = _("safety rules")
        verbose_name_plural = _("safety rules")
        constraints = [
            models.CheckConstraint(condition=Q(id=ONLY), name="only_one_screening_policy"),
            models.CheckConstraint(
                condition=Q(too_soon_months__gte=1)
                & Q(too_soon_months__lte=F("recovering_months"))
                & Q(recovering_months__lte=12),
                name="too_soon_comes_before_recovering",
                violation_error_message=_(
                    "“Too soon” is 1 month or more, and not longer than “still recovering” (12 at most)."
                ),
            ),
            models.CheckConstraint(
                condition=Q(healed_months__gte=F("recovering_months")) & Q(healed_months__lte=24),
                name="healing_is_asked_beyond_recovering",
                violation_error_message=_(
                    "“Ask about healing” is not shorter than “still recovering”, and 24 months at most."
                ),
            ),
            models.CheckConstraint(
                condition=Q(oncology_years__range=(1, 20))
                & Q(youngest_age__range=(1, 18))
                & Q(overdue_days__range=(1, 28)),
                name="screening_numbers_are_in_bounds",
                violation_error_message=_("One of the numbers is out of its bounds."),
            ),
        ]

    def __str__(self):
        return str(_("Safety rules"))

    @classmethod
    def load(cls) -> "ScreeningPolicy":
        """Return the practice's numbers, or the starting ones as long as none are saved."""
        return cls.objects.filter(pk=ONLY).first() or cls()

    def as_policy(self) -> screening.Policy:
        return screening.Policy(
            too_soon_months=self.too_soon_months,
            recovering_months=self.recovering_months,
            healed_months=self.healed_months,
            oncology_years=self.oncology_years,
            youngest_age=self.youngest_age,
            overdue_days=self.overdue_days,
        )
