from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

FEWEST_SESSIONS, MOST_SESSIONS = 2, 10


class Series(models.Model):
    """Several sessions of one client that were planned together. Each visit is a booking of its own."""

    client = models.ForeignKey(
        "intake.Client", models.PROTECT, related_name="series", verbose_name=_("client")
    )
    wanted = models.PositiveSmallIntegerField(_("sessions planned"))
    created_at = models.DateTimeField(_("planned at"))
    # Paused: her coming visits were given back, and what is left is planned anew later.
    paused_at = models.DateTimeField(_("paused at"), null=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("series")
        verbose_name_plural = _("series")
        constraints = [
            models.CheckConstraint(
                name="series_is_of_some_sessions",
                condition=Q(wanted__gte=FEWEST_SESSIONS, wanted__lte=MOST_SESSIONS),
            )
        ]

    def __str__(self):
        return str(_("Series of %(count)s") % {"count": self.wanted})
