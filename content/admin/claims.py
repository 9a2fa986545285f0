from django.contrib import admin, messages
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy, ngettext

from content import publishing
from content.models import ClaimOverride


class ClaimsAdmin(admin.ModelAdmin):
    """Notes for what reason a sentence was published all the same, and says what would be better milder."""

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        publishing.note_reason(form, obj, by=request.user, now=timezone.now())
        if form.milder:
            self._tell(request, obj, form.milder)

    def _tell(self, request, row, count):
        sentence = ngettext(
            "%(count)d sentence of “%(row)s” would be better in milder words.",
            "%(count)d sentences of “%(row)s” would be better in milder words.",
            count,
        ) % {"count": count, "row": row}
        url = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
        link = gettext_lazy("Look at it")
        messages.warning(request, format_html('{} <a href="{}">{}</a>', sentence, url, link))


@admin.register(ClaimOverride)
class ClaimOverrideAdmin(admin.ModelAdmin):
    """The log, which nobody changes."""

    list_display = ["title", "in_short", "reason", "at", "by"]
    list_select_related = ["by"]
    search_fields = ["title", "sentence", "reason"]
    fields = ["title", "model", "field", "rule", "sentence", "reason", "at", "by"]
    actions = None

    @admin.display(description=gettext_lazy("Sentence"))
    def in_short(self, override):
        return Truncator(override.sentence).words(20)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
