from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

SHORTEST, LONGEST = 90, 120


class TreatmentQuerySet(models.QuerySet):
    def bookable(self):
        return self.filter(is_bookable=True)


class Treatment(models.Model):
    """What is booked: a first session or a follow-up."""

    class Sort(models.TextChoices):
        FIRST = "first", _("First session")
        FOLLOW_UP = "follow_up", _("Follow-up session")

    slug = models.SlugField(_("address part"), unique=True)
    name = models.CharField(_("name"), max_length=80)
    sort = models.CharField(_("sort"), max_length=10, choices=Sort)
    summary = models.CharField(_("in one sentence"), max_length=240, blank=True)
    price = models.ForeignKey("content.Price", models.PROTECT, verbose_name=_("price"))
    policy = models.ForeignKey(
        "booking.BookingPolicy", models.PROTECT, default=1, editable=False, related_name="treatments"
    )
    reserved_minutes = models.PositiveSmallIntegerField(
        _("minutes kept in the diary"),
        default=LONGEST,
        help_text=_("From 90 to 120. How long a session takes is not known beforehand."),
    )
    is_bookable = models.BooleanField(_("can be booked online"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = TreatmentQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("treatment")
        verbose_name_plural = _("treatments")
        constraints = [
            models.CheckConstraint(
                name="treatment_keeps_90_to_120_minutes",
                condition=Q(reserved_minutes__gte=SHORTEST, reserved_minutes__lte=LONGEST),
                violation_error_message=_("Keep from 90 to 120 minutes for a session."),
            )
        ]

    def __str__(self):
        return self.name

    @property
    def is_first(self):
        return self.sort == self.Sort.FIRST
