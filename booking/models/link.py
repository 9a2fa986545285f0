from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

# After a visit its page is still of use for a day; then only coming again is.
OUTLIVES_VISIT = timedelta(hours=24)


class Purpose(models.TextChoices):
    """What a link opens, and nothing else."""

    VISIT = "visit", _("the page of one visit")
    AGAIN = "again", _("coming again")
    FAMILY = "family", _("all visits of one address, once")
    OFFER = "offer", _("a time that is offered")
    FORM = "form", _("a health form, once")
    WAITING = "waiting", _("a place on the waitlist")


class Link(models.Model):
    """A way in for a client, sent by mail. The token itself is in the mail alone; here is its digest."""

    # Empty until the mail is made: a token is never older than the mail that brings it.
    token_sha256 = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001  unique, so nothing is NULL
    purpose = models.CharField(max_length=10, choices=Purpose)
    booking = models.ForeignKey("booking.Booking", models.CASCADE, null=True, related_name="links")
    entry = models.ForeignKey("booking.WaitlistEntry", models.CASCADE, null=True, related_name="links")
    # Whom it was sent to, folded. When the booking has another address by now, the link opens nothing.
    address = models.CharField(max_length=254, db_index=True)
    made_at = models.DateTimeField(db_index=True)
    # Without one it ends a day after the visit, wherever the visit has moved to.
    expires_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="link_opens_one_thing",
                condition=Q(
                    purpose__in=["visit", "again", "offer", "form"], booking__isnull=False, entry__isnull=True
                )
                | Q(purpose="waiting", booking__isnull=True, entry__isnull=False)
                | Q(purpose="family", booking__isnull=True, entry__isnull=True),
            ),
            models.CheckConstraint(
                name="link_to_no_visit_runs_out",
                condition=Q(purpose__in=["visit", "offer"])
                | Q(token_sha256__isnull=True)
                | Q(expires_at__isnull=False),
            ),
        ]
