"""“Has anything changed?”: a no is one press, a yes asks the questions again."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from booking import asked, changed, lifecycle, limits, steps
from booking.models import Status
from booking.views import checked, errands
from booking.views import progress as visits
from booking.views.own import access
from booking.views.own.parts import Todo, as_it_is
from intake import records

get_or_post = require_http_methods(["GET", "HEAD", "POST"])

CHOOSE = _("Please press one of the buttons.")
TOO_OFTEN = _(
    "Several answers came from here this hour. Everything is kept: please ring me, or try in an hour."
)


@get_or_post
@access.by_link()
def ask(request, own):
    if request.method != "POST":
        return show(request, own)
    if not own.is_as_seen(request) or state_of(own) == "over":
        return as_it_is(request, own)
    if request.POST.get("answer") == "yes":
        return redirect(begin(request, own))
    if request.POST.get("answer") != "no":
        return show(request, own, problem=CHOOSE, status=400)
    try:
        lifecycle.note_unchanged(own.booking, by=lifecycle.CLIENT, now=own.now)
    except lifecycle.NotAllowed:
        return as_it_is(request, own)
    return redirect("own:changed")


def todo(own):
    """The question, on the own page, while it is out."""
    if own.link is None or not asked.is_open(own.booking, own.now):
        return None
    return Todo(_("Tell me whether anything has changed"), template="booking/own/todo_changed.html")


def begin(request, own):
    visit = own.booking
    return errands.begin_changed(
        request,
        client=visit.client,
        guardianship=visit.guardianship,
        visit=visit,
        then="own:changed",
        now=own.now,
    )


def show(request, own, *, problem="", status=200):
    context = {
        "own": own,
        "booking": own.booking,
        "treated": own.booking.client.first_name if own.booking.guardianship else "",
        "state": state_of(own),
        "told_at": asked.told_at(own.booking),
        "asked_at": asked.asked_at(own.booking),
        "problem": problem,
    }
    return render(request, "booking/own/changed.html", context, status=status)


def state_of(own) -> str:
    """Return what the page is about: asked, held, told, early or, with nothing to tell any more, over."""
    visit, now = own.booking, own.now
    if visit.status not in asked.COMING or visit.starts_at <= now:
        return "over"
    if asked.is_open(visit, now):
        return "asked"
    if visit.status == Status.HELD:
        return "held"
    return "told" if asked.asked_at(visit) <= now else "early"


@get_or_post
@visits.step(steps.CHECK, errand=steps.CHANGED)
def check(request, visit):
    if not errands.is_open(visit):
        return redirect("own:lost")
    if request.method != "POST":
        return show_check(request, visit)
    if limits.is_too_often("book", request, now=visit.now):
        return show_check(request, visit, problem=TOO_OFTEN, status=429)
    try:
        changed.answer(visit.draft, now=visit.now)
    except records.NotAgreed:
        # Taken back in another tab: nothing new is kept.
        messages.info(request, errands.AGREE_FIRST)
        return redirect("own:agreements")
    visits.take_up(request)
    return redirect(visit.parts["then"])


def show_check(request, visit, *, problem="", status=200):
    context = {"answer_facts": checked.answer_facts(visit), "back": visit.back_url(steps.CHECK)}
    return render(request, "booking/own/changed_check.html", context | {"problem": problem}, status=status)


URLS = [
    path("changed/", ask, name="changed"),
    path("changed/check/", check, name="changed_check"),
]
