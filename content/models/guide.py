from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class GuideQuerySet(models.QuerySet):
    def published(self):
        return self.filter(is_published=True)


class Guide(models.Model):
    """A longer text to read in peace, such as what to bring; a page of their own lists them all."""

    slug = models.SlugField(
        _("address"),
        unique=True,
        max_length=60,
        help_text=_("The last part of the guide’s address: small letters, digits and hyphens."),
    )
    title = models.CharField(_("title"), max_length=120)
    lead = models.TextField(
        _("opening"),
        max_length=600,
        help_text=_("One or two sentences under the title; the list of guides shows them too."),
    )
    body = models.TextField(_("text"), blank=True, max_length=60_000)
    meta_description = models.CharField(
        _("description for search engines"),
        max_length=200,
        blank=True,
        help_text=_("One sentence, not shown on the page. Left empty, the opening stands for it."),
    )
    picture = models.ForeignKey(
        "content.Picture",
        models.PROTECT,
        verbose_name=_("picture at the top"),
        related_name="guides",
        null=True,
        blank=True,
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0, editable=False)
    is_published = models.BooleanField(
        _("published"), default=False, help_text=_("While this is not ticked, only you can see the guide.")
    )
    changed_at = models.DateTimeField(auto_now=True)

    objects = GuideQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["changed_at", "position"])

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("guides")
        ordering = ["position", "pk"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("content:guide", args=[self.slug])
