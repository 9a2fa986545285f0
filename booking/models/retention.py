from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from booking.numbers import ENDINGS, Gone
from booking.rights.clock import Periods

ONLY = 1
# Lowest, starting and highest number of each. Eight years is what a claim may need, and not less.
BOUNDS = {
    "adult_years": (8, 8, 30),
    "child_age": (25, 25, 30),
    "health_days": (1, 30, 90),
    "contact_months": (1, 6, 24),
    "waitlist_months": (1, 3, 12),
    "form_draft_days": (1, 30, 180),
    "enquiry_months": (1, 6, 24),
}


def number(name, label, help_text):
    lowest, default, highest = BOUNDS[name]
    return models.PositiveSmallIntegerField(
        label,
        default=default,
        validators=[MinValueValidator(lowest), MaxValueValidator(highest)],
        help_text=help_text,
    )


def within_bounds():
    condition = Q()
    for name, (lowest, _default, highest) in BOUNDS.items():
        condition &= Q(**{f"{name}__range": (lowest, highest)})
    return condition


class RetentionPolicy(models.Model):
    """How long what is kept: the practitioner's numbers in one row, every earlier version kept."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY, editable=False)
    adult_years = number(
        "adult_years", _("record of an adult"), _("Years after the last visit, 8 or more. Ask your insurer")
    )
    child_age = number(
        "child_age",
        _("record of a child"),
        _("Until this birthday, 25 or later; a year longer for who was 17. Never shorter than an adult’s"),
    )
    health_days = number(
        "health_days",
        _("health answers of who was never treated"),
        _("Days after their last booking ended"),
    )
    contact_months = number(
        "contact_months",
        _("name and address of who was never treated"),
        _("Months after their last booking ended"),
    )
    waitlist_months = number("waitlist_months", _("places on the waitlist"), _("Months after the wait ended"))
    form_draft_days = number(
        "form_draft_days",
        _("unfinished health forms"),
        _("Days after they were saved last, with no visit to come"),
    )
    enquiry_months = number(
        "enquiry_months",
        _("questions from the contact form"),
        _("Months after you answered, or after they were sent"),
    )

    history = HistoricalRecords(verbose_name=_("earlier version"), verbose_name_plural=_("earlier versions"))

    class Meta:
        verbose_name = _("how long things are kept")
        verbose_name_plural = _("how long things are kept")
        constraints = [
            models.CheckConstraint(condition=Q(id=ONLY), name="only_one_retention_policy"),
            models.CheckConstraint(
                condition=within_bounds(),
                name="retention_numbers_are_in_bounds",
                violation_error_message=_("One of the numbers is out of its bounds."),
            ),
        ]

    def __str__(self):
        return str(_("How long things are kept"))

    @classmethod
    def load(cls) -> "RetentionPolicy":
        """Return the practice's numbers, or the starting ones as long as none are saved."""
        return cls.objects.filter(pk=ONLY).first() or cls()

    def as_periods(self) -> Periods:
        return Periods(**{name: getattr(self, name) for name in BOUNDS})


class Run(models.Model):
    """A daily job of one day, so that of several workers one does it, and one that slept catches up."""

    name = models.CharField(max_length=20)
    day = models.DateField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    deleted = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "day"], name="daily_job_runs_once_a_day")]


class Tally(models.Model):
    """Of the visits that were deleted, what is left: counts for a month, and nobody's name."""

    month = models.DateField(unique=True)
    completed = models.PositiveIntegerField(default=0)
    minutes_given = models.PositiveIntegerField(default=0)
    first_sessions = models.PositiveIntegerField(default=0)
    no_shows = models.PositiveIntegerField(default=0)
    not_treated = models.PositiveIntegerField(default=0)
    cancelled = models.PositiveIntegerField(default=0)
    cancelled_late = models.PositiveIntegerField(default=0)
    called_off = models.PositiveIntegerField(default=0)
    minutes_taken = models.PositiveIntegerField(default=0)
    # How holds ended, each by its name in booking.numbers.
    holds_confirmed = models.PositiveIntegerField(default=0)
    holds_declined = models.PositiveIntegerField(default=0)
    holds_later_date = models.PositiveIntegerField(default=0)
    holds_lapsed = models.PositiveIntegerField(default=0)
    holds_cancelled = models.PositiveIntegerField(default=0)

    def counts(self) -> Gone:
        holds = {ending: getattr(self, f"holds_{ending}") for ending in ENDINGS}
        plain = {name: getattr(self, name) for name in Gone.__slots__ if name != "holds"}
        return Gone(**plain, holds=holds)


class Tombstone(models.Model):
    """The key of a row that was erased. A backup that brings it back is purged by it again."""

    model = models.CharField(max_length=60)
    key = models.CharField(max_length=40)
    # The erasure after which something is still kept; without one the row is gone.
    mark = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    # Since when it stands in the file beside the database too.
    filed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["model", "key", "mark"], name="buried_once")]
