"""What was typed into a session that had ended: kept sealed for a day, and sent on after signing in."""

import re

from django.contrib import admin, messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from intake import records

# In the session: which drafts these are, and nothing of what they hold.
KEYS = "typed"
AT_MOST = 5
# Never kept, whatever the form.
SECRET = re.compile(r"pass|secret|token|credential", re.IGNORECASE)


def keep(request, user):
    """Keep the form of this request for the account; return its draft, or None with nothing to keep."""
    if request.method != "POST" or not _is_work(request.path):
        return None
    fields = [[name, values] for name, values in request.POST.lists() if not SECRET.search(name)]
    if not fields:
        return None
    return records.start_draft(
        now=timezone.now(),
        typed=fields,
        path=request.get_full_path(),
        user=user,
        had_files=bool(request.FILES),
    )


def note(session, draft):
    session[KEYS] = [str(draft.pk), *session.get(KEYS, [])][:AT_MOST]


@require_http_methods(["GET", "POST"])
def page(request):
    """Show what was kept, ready to be sent to where it was going; a POST lets go of one."""
    if not admin.site.has_permission(request):
        return redirect(reverse("admin:login", query={"next": request.path}))
    drafts = _mine(request)
    if request.method == "POST":
        return _let_go(request, drafts)
    if not drafts:
        messages.info(request, _("Nothing is waiting to be sent."))
        return redirect("admin:index")
    about = {"drafts": [draft.answers | {"key": draft.pk, "shown": _shown(draft)} for draft in drafts]}
    return render(request, "account/typed.html", admin.site.each_context(request) | about)


def _let_go(request, drafts):
    gone = [draft for draft in drafts if str(draft.pk) == request.POST.get("key")]
    for draft in gone:
        records.drop_draft(draft)
        messages.success(request, _("What you had typed is deleted."))
    return redirect("signin_typed" if len(drafts) > len(gone) else "admin:index")


def _mine(request):
    """The drafts that this account left, newest first."""
    found = [records.read_draft(key, now=timezone.now()) for key in request.session.get(KEYS, [])]
    return [draft for draft in found if draft and draft.answers.get("user") == request.user.pk]


def _shown(draft):
    """What a person would know again: the longer texts, under the names of their fields."""
    return [
        (name.replace("_", " ").capitalize(), value)
        for name, values in draft.answers["typed"]
        for value in values
        if len(value.split()) > 1
    ]


def _is_work(path):
    # To look for a client, letter by letter, is no work: it would push out what is.
    names = ("login", "logout", "password_change", "booking_booking_book_find")
    doors = [reverse(f"admin:{name}") for name in names]
    return path.startswith("/admin/") and not path.startswith(("/admin/account/", "/admin/typed/", *doors))
