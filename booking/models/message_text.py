from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class MessageText(models.Model):
    """The practitioner's own words for one mail, in place of the original; without a row that goes out."""

    name = models.CharField(_("mail"), max_length=40, unique=True)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"), max_length=5000)
    changed_at = models.DateTimeField(_("changed at"))
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("text of a mail")
        verbose_name_plural = _("texts of mails")

    def __str__(self):
        return self.name

    @property
    def claims_key(self):
        return self.name
