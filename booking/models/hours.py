from datetime import timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from booking import hours, slots

LONGEST_BUFFER = 120


class BookingPolicy(models.Model):
    """The practitioner's rules for clients. There is one row."""

    class Nation(models.TextChoices):
        ENGLAND = "ENG", _("England")
        WALES = "WLS", _("Wales")
        SCOTLAND = "SCT", _("Scotland")
        NORTHERN_IRELAND = "NIR", _("Northern Ireland")

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    buffer_before = models.PositiveSmallIntegerField(
        _("minutes kept free before a session"), default=15, validators=[MaxValueValidator(LONGEST_BUFFER)]
    )
    buffer_after = models.PositiveSmallIntegerField(
        _("minutes kept free after a session"), default=15, validators=[MaxValueValidator(LONGEST_BUFFER)]
    )
    notice_hours = models.PositiveSmallIntegerField(
        _("shortest notice in hours"),
        default=24,
        validators=[MaxValueValidator(24 * 60)],
        help_text=_("Clients cannot book a time that starts sooner than this."),
    )
    window_days = models.PositiveSmallIntegerField(
        _("how many days ahead clients can book"),
        default=180,
        validators=[MinValueValidator(1), MaxValueValidator(730)],
    )
    cancel_hours = models.PositiveSmallIntegerField(_("cancelling: hours before the visit"), default=48)
    move_hours = models.PositiveSmallIntegerField(_("moving: hours before the visit"), default=48)
    max_sessions = models.PositiveSmallIntegerField(
        _("most sessions in a day"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    max_first_sessions = models.PositiveSmallIntegerField(
        _("most first sessions in a day"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    nation = models.CharField(
        _("bank holidays of"),
        max_length=3,
        choices=Nation,
        default=Nation.ENGLAND,
        help_text=_("Bank holidays are closed. To work on one, add extra hours for that day."),
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("booking policy")
        verbose_name_plural = _("booking policy")
        constraints = [
            models.CheckConstraint(name="one_booking_policy", condition=Q(id=1)),
            models.CheckConstraint(
                name="policy_buffers_fit_the_diary",
                condition=Q(buffer_before__lte=LONGEST_BUFFER, buffer_after__lte=LONGEST_BUFFER),
                violation_error_message=_("Keep at most 120 minutes before and after a session."),
            ),
        ]

    def __str__(self):
        return str(_("Booking policy"))

    @property
    def buffers(self):
        return slots.Buffers(timedelta(minutes=self.buffer_before), timedelta(minutes=self.buffer_after))

    @property
    def notice(self):
        return timedelta(hours=self.notice_hours)

    @property
    def window(self):
        return timedelta(days=self.window_days)

    @property
    def limits(self):
        return slots.Limits(self.max_sessions, self.max_first_sessions)


class WorkingHours(models.Model):
    """One working period of a weekday; a day may have several."""

    class Weekday(models.IntegerChoices):
        MONDAY = 0, _("Monday")
        TUESDAY = 1, _("Tuesday")
        WEDNESDAY = 2, _("Wednesday")
        THURSDAY = 3, _("Thursday")
        FRIDAY = 4, _("Friday")
        SATURDAY = 5, _("Saturday")
        SUNDAY = 6, _("Sunday")

    weekday = models.PositiveSmallIntegerField(_("day"), choices=Weekday)
    starts = models.TimeField(_("from"))
    ends = models.TimeField(_("until"))

    class Meta:
        ordering = ["weekday", "starts"]
        verbose_name = _("working period")
        verbose_name_plural = _("working hours")
        constraints = [
            models.CheckConstraint(
                name="working_period_ends_after_it_starts",
                condition=Q(ends__gt=F("starts")),
                violation_error_message=_("The period has to end after it starts."),
            ),
            models.CheckConstraint(name="working_period_has_a_weekday", condition=Q(weekday__lte=6)),
            models.UniqueConstraint(
                name="working_period_once",
                fields=["weekday", "starts"],
                violation_error_message=_("There is already a period that starts then."),
            ),
        ]

    def __str__(self):
        return f"{self.get_weekday_display()} {self.starts:%H:%M}–{self.ends:%H:%M}"

    @property
    def period(self):
        return hours.Period(self.weekday, self.starts, self.ends)


class HoursOverride(models.Model):
    """A dated change of hours: closed, or extra. Without times it is the whole day."""

    day = models.DateField(_("day"), db_index=True)
    is_closed = models.BooleanField(
        _("closed"), choices=[(True, _("Closed")), (False, _("Extra hours"))], default=True
    )
    starts = models.TimeField(_("from"), null=True, blank=True)
    ends = models.TimeField(_("until"), null=True, blank=True)
    note = models.CharField(_("note for yourself"), max_length=120, blank=True)

    class Meta:
        ordering = ["day", "starts"]
        verbose_name = _("change of hours")
        verbose_name_plural = _("closed and extra")
        constraints = [
            models.CheckConstraint(
                name="override_has_both_times_or_none",
                condition=Q(starts__isnull=True, ends__isnull=True)
                | Q(starts__isnull=False, ends__isnull=False, ends__gt=F("starts")),
                violation_error_message=_(
                    "Give both times, the first before the second, or leave both empty for the whole day."
                ),
            ),
            models.CheckConstraint(
                name="extra_hours_have_times",
                condition=Q(is_closed=True) | Q(starts__isnull=False, ends__isnull=False),
                violation_error_message=_("Extra hours need a time from and a time until."),
            ),
        ]

    def __str__(self):
        when = f" {self.starts:%H:%M}–{self.ends:%H:%M}" if self.starts else ""
        return f"{self.get_is_closed_display()} {self.day:%d %B %Y}{when}"

    @property
    def change(self):
        return hours.Override(self.day, self.is_closed, self.starts, self.ends)
