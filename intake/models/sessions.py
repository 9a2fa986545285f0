from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from intake.fields import SealedJSONField
from intake.history.session import SessionContent

from .base import WriteOnce
from .people import Client


class SessionNote(WriteOnce):
    """What the practitioner notes of a session. It is never written over: what is put right is added."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="session_notes")
    # A SessionContent.
    content = SealedJSONField()
    # The first note of the same session; none of these is added to itself.
    adds_to = models.ForeignKey("self", models.PROTECT, null=True, related_name="additions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("written"))

    class Meta:
        ordering = ["created_at"]
        verbose_name = _("session note")
        verbose_name_plural = _("session notes")
        constraints = [
            models.CheckConstraint(
                condition=Q(adds_to=None) | ~Q(adds_to=F("id")), name="session_note_adds_to_another"
            ),
        ]

    def __str__(self):
        return str(_("Session note"))

    def said(self) -> SessionContent:
        return SessionContent.from_json(self.content)
