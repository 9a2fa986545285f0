from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ClaimOverride(models.Model):
    """A sentence that the claims check would stop, published all the same: who, when, and for what reason."""

    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("who"))
    # The text is named by words, so that the log outlives it.
    model = models.CharField(_("sort of text"), max_length=60)
    row = models.CharField(_("number"), max_length=40)
    title = models.CharField(_("text"), max_length=200)
    field = models.CharField(_("field"), max_length=60)
    rule = models.CharField(_("rule"), max_length=4)
    sentence = models.TextField(_("sentence"))
    sentence_sha256 = models.CharField(max_length=64)
    reason = models.TextField(_("reason"), max_length=500)

    class Meta:
        verbose_name = _("sentence published all the same")
        verbose_name_plural = _("sentences published all the same")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["model", "row", "field", "rule", "sentence_sha256"],
                name="content_claimoverride_once_a_sentence",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="content_claimoverride_has_a_reason"),
        ]

    def __str__(self):
        return self.title
