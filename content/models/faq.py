from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class FaqGroup(models.Model):
    slug = models.SlugField(_("address"), unique=True, max_length=60)
    name = models.CharField(_("name"), max_length=100)
    position = models.PositiveSmallIntegerField(_("order"), default=0, editable=False)

    class Meta:
        verbose_name = _("group of questions")
        verbose_name_plural = _("groups of questions")
        ordering = ["position", "pk"]

    def __str__(self):
        return self.name


class FaqEntryQuerySet(models.QuerySet):
    def published(self):
        return self.filter(is_published=True)


class FaqEntry(models.Model):
    slug = models.SlugField(
        _("address"),
        unique=True,
        max_length=100,
        help_text=_("The last part of the answer’s address: small letters, digits and hyphens."),
    )
    group = models.ForeignKey(
        FaqGroup, on_delete=models.PROTECT, related_name="entries", verbose_name=_("group")
    )
    question = models.CharField(_("question"), max_length=200)
    answer = models.TextField(_("answer"), max_length=20_000)
    position = models.PositiveSmallIntegerField(_("order"), default=0, editable=False)
    is_published = models.BooleanField(
        _("published"), default=False, help_text=_("While this is not ticked, only you can see the answer.")
    )
    changed_at = models.DateTimeField(auto_now=True)

    objects = FaqEntryQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["changed_at", "position"])

    class Meta:
        verbose_name = _("question and answer")
        verbose_name_plural = _("questions and answers")
        ordering = ["group__position", "position", "pk"]

    def __str__(self):
        return self.question

    def get_absolute_url(self):
        return reverse("content:faq_entry", args=[self.slug])
