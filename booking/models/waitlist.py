from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class WaitlistEntryQuerySet(models.QuerySet):
    def waiting(self):
        """Those who still wait, first come first served."""
        return self.filter(ended_at=None).order_by("created_at", "pk")


class WaitlistEntry(models.Model):
    """Somebody who would come when a time becomes free, and which times would do."""

    class Ended(models.TextChoices):
        BOOKED = "booked", _("has a time")
        LEFT = "left", _("left the list")
        OVER = "over", _("the days wished for are over")
        TAKEN_OFF = "taken_off", _("taken off by the practice")

    client = models.ForeignKey(
        "intake.Client", models.PROTECT, related_name="waits", verbose_name=_("client")
    )
    guardianship = models.ForeignKey("intake.Guardianship", models.PROTECT, null=True, related_name="+")
    # The answers that each offer is judged by, for its own day.
    screening = models.ForeignKey("intake.Screening", models.PROTECT, related_name="+")
    treatment = models.ForeignKey("booking.Treatment", models.PROTECT, verbose_name=_("treatment"))
    # A visit of their own that an earlier time would take the place of.
    instead_of = models.ForeignKey("booking.Booking", models.PROTECT, null=True, related_name="waits")
    # Weekdays from Monday = 0, and parts of the day by their names in booking.calendar; none means any.
    weekdays = models.JSONField(_("weekdays"), default=list)
    parts = models.JSONField(_("parts of the day"), default=list)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"))
    notice_hours = models.PositiveSmallIntegerField(_("shortest notice in hours"), default=48)
    created_at = models.DateTimeField(_("since"))
    ended_at = models.DateTimeField(_("ended at"), null=True)
    ended_why = models.CharField(_("why"), max_length=10, blank=True, choices=Ended)

    objects = WaitlistEntryQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("place on the waitlist")
        verbose_name_plural = _("waitlist")
        indexes = [models.Index(fields=["created_at"], name="waitlist_waiting", condition=Q(ended_at=None))]
        constraints = [
            models.CheckConstraint(
                name="waitlist_days_are_in_order", condition=Q(until_on__gte=F("from_on"))
            ),
            models.CheckConstraint(
                name="waitlist_entry_ends_with_a_reason",
                condition=Q(ended_at__isnull=True, ended_why="")
                | (Q(ended_at__isnull=False) & ~Q(ended_why="")),
            ),
            models.UniqueConstraint(
                name="waitlist_once_for_client_and_treatment",
                fields=["client", "treatment"],
                condition=Q(ended_at=None),
            ),
        ]

    def __str__(self):
        return str(self.client)

    @property
    def email(self) -> str:
        return self.guardianship.adult_email if self.guardianship_id else self.client.email
