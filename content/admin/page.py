from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy

from content import faq, site, views
from content.admin.text import TextAdmin
from content.forms import PageForm
from content.models import Page


@admin.register(Page)
class PageAdmin(TextAdmin):
    form = PageForm
    list_display = ["title", "state", "move_buttons", "address"]
    fieldsets = [
        (None, {"fields": ["title", "lead", "body", "is_published"]}),
        (
            gettext_lazy("Where it stands"),
            {"fields": ["slug", "menu_label", "in_menu", "in_footer", "layout", "meta_description"]},
        ),
    ]

    @admin.display(description=gettext_lazy("Address"))
    def address(self, page):
        url = page.get_absolute_url()
        return format_html('<a href="{0}">{0}</a>', url) if page.is_published else url

    def get_readonly_fields(self, request, obj=None):
        return ["slug"] if obj is not None and obj.is_lasting else []

    def get_prepopulated_fields(self, request, obj=None):
        return {"slug": ["title"]} if obj is None else {}

    def has_delete_permission(self, request, obj=None):
        # Other pages lead to it.
        return super().has_delete_permission(request, obj) and not (obj is not None and obj.is_lasting)

    def shown(self, request, page):
        # A state of its own, so that the public pages never see what is not saved.
        state = site.Site(site.of(request).practice)
        context = views.page_context(state, state.filled(page))
        if page.layout == "faq":
            context["groups"] = faq.grouped(state.entries)
        return views.page_template(page), context
