from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from booking.busy.values import CALDAV, ICS, Access
from intake.fields import SealedJSONField
from intake.models.base import WithKey


class BusyCalendar(WithKey):
    """A calendar of the practitioner's own. Of what is in it, only when she is busy is ever kept."""

    class Kind(models.TextChoices):
        ICS = ICS, _("An address that ends in .ics, or a secret or private address")
        CALDAV = CALDAV, _("CalDAV, with a user name and a password")

    name = models.CharField(_("name for yourself"), max_length=60)
    kind = models.CharField(_("kind"), max_length=6, choices=Kind, default=Kind.ICS)
    # The address as well: that of a private feed opens it without a password.
    access = SealedJSONField()
    is_on = models.BooleanField(default=True)
    # Reading it is wanted before its turn.
    asked_at = models.DateTimeField(null=True)
    # Set by whoever is about to read, so that of two workers one does; None makes it due.
    last_tried_at = models.DateTimeField(null=True)
    last_read_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    # Why it could not be read, by its name in busy.values.Trouble.
    trouble = models.CharField(max_length=20, blank=True)
    # How many entries made no sense when it was last read.
    unread = models.PositiveIntegerField(default=0)
    etag = models.CharField(max_length=200, blank=True)
    # Until when its times are known: with the days, times far ahead come into sight in an unchanged file.
    covers_until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name", "id"]
        verbose_name = _("calendar of your own")
        verbose_name_plural = _("calendars of your own")
        constraints = [
            models.CheckConstraint(
                name="busy_calendar_fails_for_a_reason",
                condition=Q(failing_since__isnull=True, trouble="")
                | (Q(failing_since__isnull=False) & ~Q(trouble="")),
            ),
        ]

    def __str__(self):
        return self.name

    def opened(self) -> Access:
        """Return where it is and what opens it. Raise Unreadable."""
        return Access(**self.access)


class BusyTimeQuerySet(models.QuerySet):
    def blocking(self):
        """Return the times of the calendars that are switched on."""
        return self.filter(calendar__is_on=True)

    def between(self, start, end):
        """Return what takes any part of `[start, end)`."""
        return self.filter(starts_at__lt=end, ends_at__gt=start)


class BusyTime(models.Model):
    """Busy elsewhere for `[starts_at, ends_at)`, UTC. What with, where and with whom is not known here."""

    calendar = models.ForeignKey(BusyCalendar, on_delete=models.CASCADE, related_name="times")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    objects = BusyTimeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["ends_at", "starts_at"], name="busy_time_by_its_end")]
        constraints = [
            models.CheckConstraint(
                name="busy_time_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))
            ),
        ]
