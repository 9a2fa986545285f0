from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from content import tokens
from content.admin.claims import ClaimsAdmin
from content.admin.ordered import OrderedAdmin
from content.models import Picture, Practice, Price
from npm_site.versions import VersionsAdmin


class TextAdmin(ClaimsAdmin, VersionsAdmin, OrderedAdmin):
    """A text with drafts, a preview that saves nothing, and its earlier versions."""

    change_form_template = "admin/content/text_form.html"

    def shown(self, request, row):
        """The public template of a row, and what it needs."""
        raise NotImplementedError  # each sort of text has a template of its own

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        count = sum(len(told.stops) + len(told.notes) for told in form.told.values())
        if count:
            messages.warning(request, self._to_put_right(obj, count))

    def _to_put_right(self, row, count):
        url = reverse(self._url_name("change"), args=[row.pk])
        sentence = ngettext(
            "In “%(row)s” there is %(count)d thing to put right.",
            "In “%(row)s” there are %(count)d things to put right.",
            count,
        ) % {"row": row, "count": count}
        return format_html('{} <a href="{}">{}</a>', sentence, url, _("Look at it"))

    @admin.display(description=gettext_lazy("State"))
    def state(self, row):
        return _("Published") if row.is_published else _("Draft")

    def get_view_on_site_url(self, obj=None):
        return obj.get_absolute_url() if obj is not None and obj.pk and obj.is_published else None

    def get_urls(self):
        preview = self.admin_site.admin_view(require_POST(self.preview_view))
        return [
            path("preview/", preview, name=self._name("preview_new")),
            path("<int:pk>/preview/", preview, name=self._name("preview")),
            *super().get_urls(),
        ]

    def preview_view(self, request, pk=None):
        row = self._row(request, pk)
        form = self.get_form(request, row if pk else None, change=bool(pk))(request.POST, instance=row)
        form.is_preview = True
        if not form.is_valid():
            return render(request, "admin/content/preview_refused.html", {"form": form}, status=422)
        template, context = self.shown(request, form.save(commit=False))
        context |= {"template": template, "found": form.found, "told": form.told_of}
        return render(request, "admin/content/preview.html", context)

    def _row(self, request, pk):
        row = self.get_object(request, str(pk)) if pk else self.model()
        if row is None:
            raise Http404
        allowed = self.has_change_permission(request, row) if pk else self.has_add_permission(request)
        if not allowed:
            raise PermissionDenied
        return row

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context |= self._help(obj)
        return super().render_change_form(
            request, context, add=add, change=change, form_url=form_url, obj=obj
        )

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        row = self.get_object(request, object_id)
        context = {**self._help(row), **(extra_context or {})}
        return super().history_form_view(request, object_id, version_id, context)

    def changelist_view(self, request, extra_context=None):
        if request.method == "GET" and not Practice.objects.current().is_filled_in:
            messages.warning(
                request, _("Fill in the practice’s details first: the texts take them from there.")
            )
        return super().changelist_view(request, extra_context)

    def _help(self, row):
        name, args = ("preview", [row.pk]) if row is not None and row.pk else ("preview_new", [])
        return {
            "preview_url": reverse(f"admin:{self._name(name)}", args=args),
            "token_words": tokens.words(Price.objects.all(), Picture.objects.all()),
        }
