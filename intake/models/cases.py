from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from intake import cases
from intake.fields import SealedJSONField, SealedQuerySet

from .base import WithKey, WriteOnce
from .drafts import Enquiry


class ComplaintQuerySet(SealedQuerySet):
    def open(self):
        return self.filter(closed_on=None)


class ComplaintCase(WithKey):
    """What somebody complained of, when, and what became of it. What was written stays; more is added."""

    # {"who": …, "reach": …, "what": …}
    said = SealedJSONField()
    received_on = models.DateField(_("received"))
    # Where it came by the contact form; the question itself goes by its own clock.
    enquiry = models.OneToOneField(Enquiry, models.SET_NULL, null=True, related_name="complaint")
    acknowledged_on = models.DateField(_("acknowledged"), null=True)
    outcome = SealedJSONField(null=True)
    # With the outcome they were told, too, that they can go to the ICO.
    closed_on = models.DateField(_("answered"), null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("written down"))

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        ordering = ["-received_on", "-created_at"]
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")
        constraints = [
            models.CheckConstraint(
                condition=Q(acknowledged_on=None) | Q(acknowledged_on__gte=F("received_on")),
                name="complaint_is_acknowledged_once_received",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None, outcome__isnull=True)
                | Q(
                    closed_on__isnull=False,
                    outcome__isnull=False,
                    acknowledged_on__isnull=False,
                    closed_on__gte=F("acknowledged_on"),
                ),
                name="complaint_is_closed_with_an_outcome",
            ),
        ]

    @property
    def acknowledge_by(self) -> date:
        return cases.acknowledge_by(self.received_on)

    def is_overdue(self, today: date) -> bool:
        return self.acknowledged_on is None and cases.days_left(self.received_on, today) < 0


class BreachQuerySet(SealedQuerySet):
    def open(self):
        """Keep those where the ICO, or the people, are not decided about; Breach.is_open says it of one."""
        ico = Q(told_ico_at=None, why_not_ico__isnull=True)
        return self.filter(ico | Q(told_people_at=None, why_not_people__isnull=True))


class Breach(WithKey):
    """Personal data that was lost, seen or changed. Each one is written down, reported or not."""

    # {"facts": …, "people": …, "data": …, "effect": …, "decision": …}
    said = SealedJSONField()
    aware_at = models.DateTimeField(_("noticed"))
    told_ico_at = models.DateTimeField(_("ICO told"), null=True)
    why_not_ico = SealedJSONField(null=True)
    told_people_at = models.DateTimeField(_("people told"), null=True)
    why_not_people = SealedJSONField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("written down"))

    objects = BreachQuerySet.as_manager()

    class Meta:
        ordering = ["-aware_at"]
        verbose_name = _("data breach")
        verbose_name_plural = _("data breaches")
        constraints = [
            models.CheckConstraint(
                condition=(Q(told_ico_at=None) | Q(told_ico_at__gte=F("aware_at")))
                & (Q(told_people_at=None) | Q(told_people_at__gte=F("aware_at"))),
                name="breach_is_told_once_noticed",
            )
        ]

    @property
    def tell_by(self) -> datetime:
        return cases.tell_by(self.aware_at)

    @property
    def is_ico_open(self) -> bool:
        return self.told_ico_at is None and self.why_not_ico is None

    @property
    def is_people_open(self) -> bool:
        return self.told_people_at is None and self.why_not_people is None

    @property
    def is_open(self) -> bool:
        return self.is_ico_open or self.is_people_open

    def is_overdue(self, now: datetime) -> bool:
        return self.is_ico_open and self.tell_by <= now


class CaseNote(WriteOnce):
    """What was added to a complaint or a breach: how an entry is corrected."""

    complaint = models.ForeignKey(ComplaintCase, models.PROTECT, null=True, related_name="notes")
    breach = models.ForeignKey(Breach, models.PROTECT, null=True, related_name="notes")
    text = SealedJSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("written"))

    class Meta:
        ordering = ["created_at"]
        verbose_name = _("addition")
        verbose_name_plural = _("additions")
        constraints = [
            models.CheckConstraint(
                condition=Q(complaint=None, breach__isnull=False) | Q(complaint__isnull=False, breach=None),
                name="addition_is_to_one_entry",
            )
        ]
