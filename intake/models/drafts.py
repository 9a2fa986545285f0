from datetime import timedelta

from django.db import models
from django.utils import dateformat, timezone
from django.utils.translation import gettext_lazy as _

from intake.fields import SealedJSONField, SealedQuerySet

from .base import WithKey, WriteOnce

DRAFT_LIVES = timedelta(hours=24)


class DraftQuerySet(SealedQuerySet):
    def live(self, now):
        return self.filter(expires_at__gt=now)

    def expired(self, now):
        """The rest of live()."""
        return self.filter(expires_at__lte=now)


class Draft(WithKey):
    """Answers on their way to a booking. The visitor's session holds only the id."""

    answers = SealedJSONField()
    created_at = models.DateTimeField(_("made"), default=timezone.now)
    expires_at = models.DateTimeField(_("kept until"), db_index=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")


class Words(WriteOnce):
    """A reason in somebody's own words, which may speak of health."""

    text = SealedJSONField()
    created_at = models.DateTimeField(_("written"), default=timezone.now)

    class Meta:
        verbose_name = _("reason in words")
        verbose_name_plural = _("reasons in words")


class EnquiryQuerySet(SealedQuerySet):
    def open(self):
        return self.filter(answered_at=None)


class Enquiry(WithKey):
    """A message from the contact page: name, e-mail, phone and text, all sealed."""

    message = SealedJSONField()
    created_at = models.DateTimeField(_("sent"), default=timezone.now)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("message")
        verbose_name_plural = _("messages")

    def __str__(self):
        sent = dateformat.format(timezone.localtime(self.created_at), "j F Y, H:i")
        return str(_("Message of %(day)s") % {"day": sent})
