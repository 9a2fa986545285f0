"""Pages that show what a change of hours would do before it is saved."""

from functools import partial

from django.contrib import admin, messages
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from booking import opening
from booking.lock import take_diary

METHODS = ("GET", "HEAD", "POST")


def under_lock(request, answer):
    """Look what a change touches, and write it, with nobody booking in between."""
    with transaction.atomic():
        if request.method == "POST":
            take_diary()
        return answer()


class ShownFirstAdmin(admin.ModelAdmin):
    """First the calendar with whom it touches, then the change: only what was shown is saved.

    A kind of hours says how its form is made and written (form_for, write, hours_of), how to speak of its
    rows (said, removed, words_for) and what its list needs (list_context)."""

    actions = None
    list_template = ""

    def rows_with(self, row):
        return [row]

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_remove_run"
        view = self.admin_site.admin_view(self.remove_run_view)
        return [path("<path:object_id>/run/", view, name=name), *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET"])
        return self._page(request, self.list_template, self.list_context(request))

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        return self._answer(request, partial(self._form_page, request, object_id))

    def delete_view(self, request, object_id, extra_context=None):
        return self._answer(request, partial(self._remove_page, request, object_id, lambda row: [row]))

    def remove_run_view(self, request, object_id):
        return self._answer(request, partial(self._remove_page, request, object_id, self.rows_with))

    def _answer(self, request, answer):
        return under_lock(request, answer) if request.method in METHODS else HttpResponseNotAllowed(METHODS)

    def _form_page(self, request, object_id):
        row = self._row(request, object_id)
        # Before the form is read: a valid one writes what was typed into its row.
        title = self.words_for([row] if row else [])
        form = self.form_for(request, row)
        preview = None
        if form.is_bound and form.is_valid():
            preview = opening.look(now=timezone.now(), drop=form.drop, add=form.add)
            if self._is_sent(request, preview):
                return self._saved(request, form, preview, row)
        context = {"form": form, "row": row, "title": title}
        return self._page(request, "admin/booking/hours/form.html", context | self._shown(request, preview))

    def _remove_page(self, request, object_id, rows_of):
        row = self._found(object_id)
        if not self.has_delete_permission(request, row):
            raise PermissionDenied
        rows = rows_of(row)
        preview = opening.look(now=timezone.now(), drop=[self.hours_of(row) for row in rows])
        if self._is_sent(request, preview):
            return self._removed(request, rows, preview)
        context = {"rows": rows, "title": self.words_for(rows)} | self._shown(request, preview)
        return self._page(request, "admin/booking/hours/remove.html", context)

    def _is_sent(self, request, preview):
        """Whether this is the press that saves, for just what the page showed."""
        return request.POST.get("act") == "save" and request.POST.get("seen") == preview.seen

    def _shown(self, request, preview):
        return {"preview": preview, "is_other": request.POST.get("act") == "save"}

    def _saved(self, request, form, preview, row):
        rows = self.write(form)
        flag, did = (CHANGE, "changed") if row else (ADDITION, "added")
        LogEntry.objects.log_actions(request.user.pk, rows, flag, [{did: {}}])
        return self._done(request, self.said(rows), preview)

    def _removed(self, request, rows, preview):
        words = self.removed(rows)
        self.log_deletions(request, self.model.objects.filter(pk__in=[row.pk for row in rows]))
        opening.remove(rows)
        return self._done(request, words, preview)

    def _done(self, request, words, preview):
        level = messages.WARNING if preview.touched_count else messages.SUCCESS
        if preview.touched_count:
            left = ngettext(
                "%(count)s booking in that time stays booked until you move or cancel it.",
                "%(count)s bookings in that time stay booked until you move or cancel them.",
                preview.touched_count,
            )
            words = f"{words}. {left % {'count': preview.touched_count}}"
        messages.add_message(request, level, words if preview.touched_count else f"{words}.")
        return HttpResponseRedirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"))

    def _row(self, request, object_id):
        if object_id is None:
            if not self.has_add_permission(request):
                raise PermissionDenied
            return None
        row = self._found(object_id)
        if not self.has_change_permission(request, row):
            raise PermissionDenied
        return row

    def _found(self, object_id):
        try:
            pk = self.opts.pk.to_python(object_id)
        except ValidationError:
            raise Http404 from None
        return get_object_or_404(self.model, pk=pk)

    def _page(self, request, template, context):
        frame = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "title": _("Hours"),
            "subtitle": None,
            "may_add": self.has_add_permission(request),
            "may_change": self.has_change_permission(request),
            "may_remove": self.has_delete_permission(request),
        }
        return TemplateResponse(request, template, frame | context)
