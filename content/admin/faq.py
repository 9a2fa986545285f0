from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content import site
from content.admin.claims import ClaimsAdmin
from content.admin.ordered import OrderedAdmin
from content.admin.text import TextAdmin
from content.forms import FaqEntryForm, FaqGroupForm
from content.models import FaqEntry, FaqGroup


@admin.register(FaqEntry)
class FaqEntryAdmin(TextAdmin):
    form = FaqEntryForm
    list_display = ["question", "state", "move_buttons", "group"]
    list_select_related = ["group"]
    search_fields = ["question", "answer"]
    fieldsets = [(None, {"fields": ["question", "answer", "group", "slug", "is_published"]})]

    def siblings(self, row):
        return FaqEntry.objects.filter(group=row.group)

    def get_prepopulated_fields(self, request, obj=None):
        return {"slug": ["question"]} if obj is None else {}

    def shown(self, request, entry):
        entry = site.Site(site.of(request).practice).answered(entry)
        return "content/faq_entry.html", {"entry": entry, "body": entry.html}


@admin.register(FaqGroup)
class FaqGroupAdmin(ClaimsAdmin, OrderedAdmin):
    form = FaqGroupForm
    list_display = ["name", "questions", "move_buttons"]
    fields = ["name", "slug"]

    @admin.display(description=gettext_lazy("Questions"))
    def questions(self, group):
        count = group.entries.count()
        return str(count) if count else _("none yet")

    def get_prepopulated_fields(self, request, obj=None):
        return {"slug": ["name"]} if obj is None else {}
