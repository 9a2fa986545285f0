"""All answers on one page before they are sent, and what is said once they are."""

from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from booking import health_form, lifecycle, limits
from booking.views.form import answered, filling, words
from booking.views.own import access

TOO_OFTEN = _(
    "Several forms came from here this hour. Everything is kept: please ring me, or try in an hour."
)


@require_http_methods(["GET", "HEAD", "POST"])
@filling.page
def check(request, here):
    if not here.tasks.is_all_done:
        # Something is still to be answered; the list says what.
        return redirect("form:tasks")
    if request.method != "POST":
        return show(request, here)
    if limits.is_too_often("form", request, now=here.now):
        return show(request, here, problem=TOO_OFTEN, status=429)
    try:
        health_form.send(here.draft, by=lifecycle.CLIENT, now=here.now)
    except health_form.DraftGone:
        return filling.elsewhere(request, now=here.now)
    filling.note_sent(request, now=here.now)
    return redirect("form:sent")


def show(request, here, *, problem="", status=200):
    tasks = [
        {
            "heading": words.heading(section, is_own=here.is_own),
            "number": number,
            "facts": answered.facts(here, section, links=True),
        }
        for section, number in filling.NUMBERS.items()
    ]
    context = {"filling": here, "tasks": tasks, "problem": problem}
    return render(request, "booking/form/check.html", context, status=status)


@require_safe
def sent(request):
    """Thanks after the first press; after another, or after Back, that it was sent already."""
    now = timezone.now()
    at = filling.sent_at(request, now=now)
    if at is None:
        return redirect("form:start")
    own = access.of(request, now=now)
    return render(request, "booking/form/sent.html", {"sent_at": at, "own": own})


URLS = [
    path("check/", check, name="check"),
    path("sent/", sent, name="sent"),
]
