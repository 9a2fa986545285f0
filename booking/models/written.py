from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from booking.busy.values import Access
from booking.written.values import Change
from intake.fields import SealedJSONField, SealedQuerySet

ONLY = 1


class WrittenCalendar(models.Model):
    """A calendar elsewhere that the sessions are written into, one way. No row: nothing is written."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY, editable=False)
    access = SealedJSONField()
    is_on = models.BooleanField(default=True)
    # Switched off, and what was written is being taken out again.
    is_clearing = models.BooleanField(default=False)
    cleared_at = models.DateTimeField(null=True)
    # When its turn is by the clock; a change in the diary brings it forward.
    due_at = models.DateTimeField()
    # Set by whoever is about to write, so that of two workers one does.
    last_tried_at = models.DateTimeField(null=True)
    # When all that should stand there last did.
    written_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    # Why it could not be written, by its name in busy.values.Trouble.
    trouble = models.CharField(max_length=20, blank=True)
    # How many entries stand there that are not from this diary.
    strangers = models.PositiveIntegerField(default=0)
    # The last step of the diary that was taken into account.
    seen_event = models.BigIntegerField(default=0)

    objects = SealedQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar that sessions are written to")
        verbose_name_plural = _("calendar that sessions are written to")
        constraints = [
            models.CheckConstraint(condition=Q(id=ONLY), name="only_one_written_calendar"),
            models.CheckConstraint(
                condition=Q(is_on=False) | Q(is_clearing=False), name="written_calendar_on_is_not_cleared"
            ),
            models.CheckConstraint(
                name="written_calendar_fails_for_a_reason",
                condition=Q(failing_since__isnull=True, trouble="")
                | (Q(failing_since__isnull=False) & ~Q(trouble="")),
            ),
        ]

    def opened(self) -> Access:
        """Return where it is and what opens it. Raise Unreadable."""
        return Access(**self.access)


class WrittenEvent(models.Model):
    """What was written of one visit, by its number: once the visit is erased, this says what to take out."""

    calendar = models.ForeignKey(WrittenCalendar, on_delete=models.CASCADE, related_name="events")
    visit = models.BigIntegerField()
    # Its file in that calendar.
    name = models.CharField(max_length=80)
    etag = models.CharField(max_length=200)
    # Keyed hashes of what was written, and of what was about to be when the writer was last heard of.
    digest = models.CharField(max_length=64)
    trying = models.CharField(max_length=64, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["calendar", "name"], name="written_event_has_one_file"),
            models.UniqueConstraint(fields=["calendar", "visit"], name="visit_is_written_once"),
            models.CheckConstraint(
                name="written_event_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))
            ),
        ]


class PutRight(models.Model):
    """That a session was changed in that calendar by somebody else, and was put back. It names nobody."""

    class Change(models.TextChoices):
        MOVED = Change.MOVED, _("Moved")
        DELETED = Change.DELETED, _("Deleted")
        CHANGED = Change.CHANGED, _("Changed")

    calendar = models.ForeignKey(WrittenCalendar, on_delete=models.CASCADE, related_name="put_right")
    event = models.ForeignKey(WrittenEvent, on_delete=models.SET_NULL, null=True, related_name="+")
    change = models.CharField(max_length=8, choices=Change)
    # When the session is, by the diary, and where it stood over there.
    visit_at = models.DateTimeField()
    was_at = models.DateTimeField(null=True)
    noticed_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-noticed_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["event"], condition=Q(done_at__isnull=True), name="put_right_once_at_a_time"
            ),
        ]
