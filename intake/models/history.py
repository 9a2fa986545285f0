from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from intake.fields import SealedJSONField
from intake.history.precautions import Precaution
from intake.history.values import Complaint, Given, Kind, Section

from .base import WithKey, WriteOnce
from .people import Client, Guardianship
from .screenings import Screening


def _choices(words):
    return [(word.value, word.value.replace("_", " ")) for word in words]


class FormQuestion(WithKey):
    """A question of the health form that the practitioner has changed or added. What is not here is asked
    as it was built in."""

    code = models.SlugField(_("name"), max_length=40, unique=True)
    section = models.CharField(_("part of the form"), max_length=20, choices=_choices(Section))
    kind = models.CharField(_("answered by"), max_length=10, choices=_choices(Kind))
    position = models.PositiveSmallIntegerField(_("place"), default=0)
    # Shown beside the booking when it is answered with yes. Hers alone; the built-in ones have their own.
    is_precaution = models.BooleanField(_("show a yes beside the booking"), default=False)
    is_hers = models.BooleanField(default=True, editable=False)
    retired_at = models.DateTimeField(_("asked until"), null=True, blank=True)

    class Meta:
        ordering = ["section", "position", "code"]
        verbose_name = _("question of the health form")
        verbose_name_plural = _("questions of the health form")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_hers=True) | Q(retired_at=None), name="built_in_question_is_never_retired"
            ),
        ]

    def __str__(self):
        return self.code


class FormWording(WriteOnce):
    """The words of a question in one version. They are never edited: other words are the next version."""

    question = models.ForeignKey(FormQuestion, models.PROTECT, related_name="wordings")
    version = models.PositiveSmallIntegerField(_("version"))
    own = models.CharField(_("the question"), max_length=300)
    other = models.CharField(_("asked about somebody else"), max_length=300)
    hint = models.CharField(_("hint"), max_length=300, blank=True)
    details = models.CharField(_("what a yes asks for"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("written"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["question", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["question", "version"], name="one_wording_for_each_version"),
        ]

    def __str__(self):
        return self.own

    @property
    def claims_key(self):
        return self.question.code


class PrecautionRule(models.Model):
    """Whether a precaution is talked about before a visit. Without a row the one it was built with holds."""

    code = models.CharField(_("precaution"), max_length=20, primary_key=True, choices=_choices(Precaution))
    talk_first = models.BooleanField(_("talk first"))

    history = HistoricalRecords(verbose_name=_("earlier version"), verbose_name_plural=_("earlier versions"))

    class Meta:
        verbose_name = _("precaution")
        verbose_name_plural = _("precautions")


class FormDraft(WithKey):
    """A health form on its way: saved with each page, for one client."""

    client = models.OneToOneField(Client, models.PROTECT, related_name="form_draft")
    guardianship = models.ForeignKey(Guardianship, models.PROTECT, null=True, related_name="+")
    # By the code of its question what was answered; what the form itself keeps stands under other names.
    answers = SealedJSONField()
    started_at = models.DateTimeField(_("begun"))
    saved_at = models.DateTimeField(_("saved"))

    class Meta:
        verbose_name = _("unfinished health form")
        verbose_name_plural = _("unfinished health forms")


class HealthForm(WriteOnce):
    """A health form that was sent in. It is never edited: the next one supersedes it."""

    class Channel(models.TextChoices):
        WEB = "web", _("on the site")
        PAPER = "paper", _("on paper")
        PHONE = "phone", _("by phone")

    client = models.ForeignKey(Client, models.PROTECT, related_name="health_forms")
    guardianship = models.ForeignKey(Guardianship, models.PROTECT, null=True, related_name="+")
    # {"given": [Given], "complaints": [Complaint]}
    answers = SealedJSONField()
    given_by = models.CharField(max_length=20, choices=Screening.GivenBy)
    channel = models.CharField(max_length=10, choices=Channel)
    # Who typed a paper or telephone form in; nobody for one that a client sent.
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    # The screening that its answers made, where it answered the suitability questions anew.
    screening = models.ForeignKey(Screening, models.PROTECT, null=True, related_name="health_forms")
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, related_name="superseded_by")
    # The day it was filled in, which for paper lies before it was typed in.
    filled_on = models.DateField(_("filled in"))
    sent_at = models.DateTimeField(_("sent"))

    class Meta:
        get_latest_by = "sent_at"
        verbose_name = _("health form")
        verbose_name_plural = _("health forms")
        constraints = [
            models.CheckConstraint(
                condition=Q(channel="web", entered_by=None)
                | (~Q(channel="web") & Q(entered_by__isnull=False)),
                name="health_form_on_the_site_is_entered_by_nobody_else",
            ),
            models.CheckConstraint(
                condition=Q(supersedes=None) | ~Q(supersedes=F("id")), name="health_form_supersedes_another"
            ),
        ]

    def __str__(self):
        return str(_("Health form"))

    def given(self) -> tuple[Given, ...]:
        return tuple(Given.from_json(one) for one in self.answers["given"])

    def complaints(self) -> tuple[Complaint, ...]:
        return tuple(Complaint.from_json(one) for one in self.answers["complaints"])
