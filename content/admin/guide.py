from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy

from content import site, views
from content.admin.text import TextAdmin
from content.forms import GuideForm
from content.models import Guide


@admin.register(Guide)
class GuideAdmin(TextAdmin):
    form = GuideForm
    list_display = ["title", "state", "move_buttons", "address"]
    search_fields = ["title", "lead", "body"]
    fieldsets = [
        (None, {"fields": ["title", "lead", "picture", "body", "is_published"]}),
        (gettext_lazy("Where it stands"), {"fields": ["slug", "meta_description"]}),
    ]

    @admin.display(description=gettext_lazy("Address"))
    def address(self, guide):
        url = guide.get_absolute_url()
        return format_html('<a href="{0}">{0}</a>', url) if guide.is_published else url

    def get_prepopulated_fields(self, request, obj=None):
        return {"slug": ["title"]} if obj is None else {}

    def shown(self, request, guide):
        # A state of its own, so that the public pages never see what is not saved.
        state = site.Site(site.of(request).practice)
        return "content/guide.html", views.guide_context(state, state.filled(guide))
