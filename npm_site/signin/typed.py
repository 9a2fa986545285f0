"""What was typed into a session that had ended: kept sealed for a day, and sent on after signing in."""

import re

from django.contrib import admin, messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from intake import records

# Never kept, whatever the form.
SECRET = re.compile(r"pass|secret|token|credential", re.IGNORECASE)


def keep(request):
    """Keep the form of this request; return its draft, or None where there is nothing to be kept."""
    if request.method != "POST" or not _is_work(request.path):
        return None
    fields = [[name, values] for name, values in request.POST.lists() if not SECRET.search(name)]
    if not fields:
        return None
    return records.start_draft(
        now=timezone.now(),
        typed=fields,
        path=request.get_full_path(),
        user=request.user.pk,
        had_files=bool(request.FILES),
    )


@require_http_methods(["GET", "POST"])
def page(request):
    """Show what was kept, ready to be sent to where it was going; a POST lets go of it."""
    if not admin.site.has_permission(request):
        return redirect(reverse("admin:login", query={"next": request.path}))
    draft = _mine(request)
    if draft is None:
        messages.info(request, _("Nothing is waiting to be sent."))
        return redirect("admin:index")
    if request.method == "POST":
        records.drop_draft(draft)
        del request.session["typed"]
        messages.success(request, _("What you had typed is deleted."))
        return redirect("admin:index")
    about = admin.site.each_context(request) | {
        "kept": draft.answers,
        "shown": _shown(draft.answers["typed"]),
    }
    return render(request, "account/typed.html", about)


def _mine(request):
    draft = records.read_draft(request.session.get("typed", {}).get("key"), now=timezone.now())
    is_mine = draft is not None and draft.answers.get("user") == request.user.pk
    return draft if is_mine else None


def _shown(fields):
    """What a person would know again: the longer texts, under the names of their fields."""
    return [
        (name.replace("_", " ").capitalize(), value)
        for name, values in fields
        for value in values
        if len(value.split()) > 1
    ]


def _is_work(path):
    closed = ("/admin/account/", reverse("admin:login"), reverse("admin:logout"), reverse("signin_typed"))
    return path.startswith("/admin/") and not path.startswith((*closed, reverse("admin:password_change")))
