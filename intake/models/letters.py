from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from intake.fields import SealedBytesField, SealedJSONField, SealedQuerySet
from intake.letters.content import ENDINGS, LARGEST, MEDIA_TYPES, Kind

from .base import WithKey
from .people import Client
from .screenings import Clearance

MOST_FILES = 3


class LetterState(models.TextChoices):
    """Where a letter that was asked for stands. Never stored: its moments say it."""

    ASKED = "asked", _("Asked for")
    RECEIVED = "received", _("Here, to be read")
    ACCEPTED = "accepted", _("Accepted")
    NOT_ACCEPTED = "not_accepted", _("Not accepted")
    EXPIRED = "expired", _("Run out")
    DROPPED = "dropped", _("Not needed any more")


class LetterRequestQuerySet(SealedQuerySet):
    def open(self):
        """Keep those that nobody has decided about; LetterRequest.is_open says the same of one row."""
        return self.filter(decided_at=None, dropped_at=None)

    def to_read(self):
        return self.open().filter(received_at__isnull=False)


class LetterRequest(WithKey):
    """A doctor's letter that the practitioner has asked a client for, and what became of it."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="letter_requests")
    asked_at = models.DateTimeField(_("asked"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    received_at = models.DateTimeField(_("received"), null=True)
    # When a scanner last called a file harmful; that file was not kept.
    refused_at = models.DateTimeField(_("file refused"), null=True)
    decided_at = models.DateTimeField(_("decided"), null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    clearance = models.OneToOneField(
        Clearance, models.PROTECT, null=True, related_name="letter_request", verbose_name=_("clearance")
    )
    # Why it was not accepted.
    reason = SealedJSONField(null=True)
    # What the client chose to tell the doctor. It stands in the letter to the doctor and nowhere else.
    for_doctor = SealedJSONField(null=True)
    dropped_at = models.DateTimeField(_("not needed any more"), null=True)
    # Asked for under another row of the same person, who has one of their own: both are read.
    came_by_merge = models.BooleanField(default=False)

    objects = LetterRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        verbose_name = _("letter asked for")
        verbose_name_plural = _("letters asked for")
        constraints = [
            models.UniqueConstraint(
                fields=["client"],
                condition=Q(decided_at=None, dropped_at=None, came_by_merge=False),
                name="one_open_letter_request_for_each_client",
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None)
                | Q(decided_at__isnull=False, decided_by__isnull=False, received_at__isnull=False),
                name="letter_is_decided_by_a_person_once_it_is_here",
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, clearance=None, reason__isnull=True)
                | Q(decided_at__isnull=False, clearance__isnull=False, reason__isnull=True)
                | Q(decided_at__isnull=False, clearance=None, reason__isnull=False),
                name="letter_is_accepted_or_not_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None) | Q(dropped_at=None), name="letter_is_decided_or_dropped"
            ),
        ]

    def __str__(self):
        return str(_("Letter asked for"))

    @property
    def is_open(self) -> bool:
        return self.decided_at is None and self.dropped_at is None

    def state(self, today) -> LetterState:
        """Return where it stands on this day."""
        if self.dropped_at is not None:
            return LetterState.DROPPED
        if self.decided_at is None:
            return LetterState.ASKED if self.received_at is None else LetterState.RECEIVED
        if self.clearance is None:
            return LetterState.NOT_ACCEPTED
        is_over = self.clearance.ended_at is not None or self.clearance.valid_until < today
        return LetterState.EXPIRED if is_over else LetterState.ACCEPTED


class LetterFileQuerySet(SealedQuerySet):
    def listed(self):
        """Leave the files themselves where they are: a list says only that they are there."""
        return self.defer("content", "name")


class LetterFile(WithKey):
    """A letter, or a page of one, as it was sent: sealed, and only ever handed out as a file."""

    request = models.ForeignKey(LetterRequest, models.PROTECT, related_name="files")
    # Of a handful that are counted by the database: as many as there are numbers.
    number = models.PositiveSmallIntegerField()
    content = SealedBytesField()
    # What the sender called it.
    name = SealedJSONField()
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.name) for kind in Kind])
    size = models.PositiveIntegerField()
    # Whether the scanner has yet to say that it is harmless; until then nobody opens it.
    is_held = models.BooleanField(default=False)
    uploaded_at = models.DateTimeField(_("sent"))
    # Who put a letter in that came by post; nobody for one that the client sent.
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = LetterFileQuerySet.as_manager()

    class Meta:
        ordering = ["uploaded_at", "number"]
        verbose_name = _("letter’s file")
        verbose_name_plural = _("letters’ files")
        constraints = [
            models.UniqueConstraint(fields=["request", "number"], name="one_letter_file_for_each_number"),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=MOST_FILES), name="letter_has_three_files_at_most"
            ),
            models.CheckConstraint(
                condition=Q(size__gte=1, size__lte=LARGEST), name="letter_file_is_10_megabytes_at_most"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in Kind]), name="letter_file_is_of_a_known_kind"
            ),
        ]

    def __str__(self):
        return str(_("Letter’s file"))

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[Kind(self.kind)]

    @property
    def safe_name(self) -> str:
        """A name of our own: what the sender called it may say anything."""
        return f"letter-{self.number}.{ENDINGS[Kind(self.kind)]}"
