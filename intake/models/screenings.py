from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.answers import Answers
from intake.fields import SealedJSONField, SealedQuerySet
from intake.findings import Finding

from .base import WithKey, WriteOnce
from .people import Client


class Screening(WriteOnce):
    """The answers for one visit, with what was asked and what was found. A new one supersedes it."""

    class GivenBy(models.TextChoices):
        CLIENT = "client", _("the client")
        GUARDIAN = "guardian", _("a guardian")
        PRACTITIONER = "practitioner", _("the practitioner")

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="screenings")
    visit_on = models.DateField(_("day of the visit"))
    answers = SealedJSONField()
    asked = SealedJSONField()
    findings = SealedJSONField()
    questions_version = models.CharField(max_length=20)
    needs_review = models.BooleanField()
    needs_clearance = models.BooleanField()
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    given_by = models.CharField(max_length=20, choices=GivenBy)
    # When the answers were given; judged anew, or for another day, they are no newer.
    answered_at = models.DateTimeField(_("answered"), default=timezone.now)
    created_at = models.DateTimeField(_("judged"), default=timezone.now)

    class Meta:
        get_latest_by = "created_at"
        verbose_name = _("screening")
        verbose_name_plural = _("screenings")
        constraints = [
            models.CheckConstraint(
                condition=Q(needs_clearance=False) | Q(needs_review=True),
                name="needing_a_clearance_is_needing_a_review",
            ),
            models.CheckConstraint(
                condition=Q(supersedes=None) | ~Q(supersedes=F("id")), name="screening_supersedes_another"
            ),
        ]

    def __str__(self):
        return str(_("Screening"))

    def given(self) -> Answers:
        return Answers.from_json(self.answers)

    def found(self) -> tuple[Finding, ...]:
        return tuple(Finding.from_json(finding) for finding in self.findings)

    @property
    def has_unsettled_answer(self) -> bool:
        """Whether “not sure” about cancer care still stands: a clearance alone does not settle it."""
        return any(finding.code == "oncology_unsure" for finding in self.found())


class ClearanceQuerySet(SealedQuerySet):
    def valid_on(self, day):
        """Keep those that cover this day; is_valid_on() says the same of one row."""
        return self.filter(ended_at=None, valid_from__lte=day, valid_until__gte=day)


class Clearance(WithKey):
    """A doctor's written approval that the practitioner has accepted, first and last day included."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="clearances")
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"))
    accepted_at = models.DateTimeField(_("accepted"))
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    note = SealedJSONField(null=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = ClearanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("clearance")
        verbose_name_plural = _("clearances")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__lte=F("valid_until")), name="clearance_ends_after_it_starts"
            )
        ]

    def __str__(self):
        return str(_("Clearance"))

    def is_valid_on(self, day) -> bool:
        """valid_on() says the same of many rows."""
        return self.ended_at is None and self.valid_from <= day <= self.valid_until


class Reading(WriteOnce):
    """Somebody opened sealed words: who, what and when, never what they said."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("read"))
    what = models.CharField(max_length=60)
    row = models.UUIDField()
    client = models.ForeignKey(
        Client, on_delete=models.PROTECT, null=True, blank=True, related_name="readings"
    )

    class Meta:
        ordering = ["-at"]
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
