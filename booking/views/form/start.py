"""Where a form begins: straight away where nobody has begun it, else by a fresh link."""

from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from booking import wanted_form
from booking.views.form import filling
from booking.views.own import access
from booking.views.own.parts import Todo, as_it_is
from intake import records
from intake.history.asked import questions

OVER, SENT, MAIL, NEW = "over", "sent", "mail", "new"


@require_http_methods(["GET", "HEAD", "POST"])
def start(request):
    """A form that nobody has begun belongs to whoever came by the link to the visit, and presses."""
    own = access.of(request, now=timezone.now())
    if own is None:
        return _without_visit(request)
    here = filling.of(request, now=own.now)
    if here is not None and here.draft.client_id == own.booking.client_id:
        return redirect("form:tasks")
    if request.method == "POST":
        return _begin(request, own)
    return _show(request, own)


def todo(own):
    """The form, on the own page, while it is still to be filled in.

    Whether there is one is not told to somebody who has only typed a name."""
    if own.link is None:
        text = _("If I need a health form from you, the link is in my email. It takes about 10 minutes.")
        return Todo(_("Look for one more link"), text)
    if not wanted_form.is_wanted(own.booking, now=own.now):
        return None
    return Todo(_("Fill in your health form"), template="booking/own/todo_form.html")


def _without_visit(request):
    now = timezone.now()
    if filling.of(request, now=now) is not None:
        return redirect("form:tasks")
    return redirect("form:sent" if filling.sent_at(request, now=now) else "own:lost")


def _begin(request, own):
    if not own.is_this_visit(request):
        return as_it_is(request, own)
    if _state_of(own) == NEW:
        visit = own.booking
        draft, is_new = records.start_form(
            visit.client, guardianship=visit.guardianship, questions=questions(), now=own.now
        )
        if is_new:
            filling.hold(request, draft, now=own.now)
            return redirect("form:tasks")
    # Somebody was quicker, on another device.
    return redirect("form:start")


def _state_of(own) -> str:
    if not wanted_form.is_coming(own.booking, now=own.now):
        return OVER
    if own.link is None or wanted_form.is_begun(own.booking):
        return MAIL
    if own.booking.client.has_form(own.booking.visit_on):
        return SENT
    return MAIL if records.newest_form(own.booking.client) else NEW


def _show(request, own):
    context = {
        "own": own,
        "booking": own.booking,
        "state": _state_of(own),
        "treated": own.booking.client.first_name if own.booking.guardianship else "",
        "back": reverse("own:page"),
    }
    return render(request, "booking/form/start.html", context)


URLS = [path("start/", start, name="start")]
