"""A fresh link to a form: sent by a press, and opened by a press. A mail scanner opens nothing."""

from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from booking import form_link, limits, links, wanted_form
from booking.models import Purpose
from booking.views.form import filling
from booking.views.own import access, arrival
from booking.views.own.parts import as_it_is
from intake import records
from intake.history.asked import questions

# The link that the visitor came by, before the press that opens it.
LINK_KEY = "form_link"


@require_POST
def ask(request):
    own = access.of(request, now=timezone.now())
    if own is None:
        return redirect("own:lost")
    if not own.is_this_visit(request):
        return as_it_is(request, own)
    # Said alike however often it is asked, and whether or not there is a form.
    if not limits.is_too_often("form_link", request, now=own.now):
        form_link.ask(own.booking, now=own.now)
    return redirect("form:link_sent")


@require_safe
def link_sent(request):
    return render(request, "booking/form/link_sent.html")


@require_safe
def arrive(request, token):
    """Note which link it was; what the visitor came to see by another one stays open."""
    now = timezone.now()
    link = links.find(Purpose.FORM, token, now=now)
    if link is None:
        return arrival.opens_nothing(request, now=now)
    request.session.cycle_key()
    request.session[LINK_KEY] = link.pk
    return redirect("form:open")


@require_http_methods(["GET", "HEAD", "POST"])
def open_form(request):
    now = timezone.now()
    link = _link_of(request, now=now)
    if link is None:
        is_here = filling.of(request, now=now) is not None
        return redirect("form:tasks") if is_here else arrival.opens_nothing(request, now=now)
    if request.method != "POST":
        return render(request, "booking/form/open.html", {"link": link})
    with transaction.atomic():
        # The link is spent and the session holds the form in one step, so that a second press finds both.
        if links.spend(link, now=now):
            _hold(request, link.booking, now=now)
            request.session.save()
    return redirect("form:tasks")


def _hold(request, visit, *, now):
    request.session.pop(LINK_KEY, None)
    if not wanted_form.is_wanted(visit, now=now):
        return
    draft, _is_new = records.start_form(
        visit.client, guardianship=visit.guardianship, questions=questions(), now=now
    )
    filling.hold(request, draft, now=now)


def _link_of(request, *, now):
    key = request.session.get(LINK_KEY)
    link = links.read(key, now=now) if isinstance(key, int) else None
    is_closed = link is not None and link.purpose == Purpose.FORM and link.opened_at is None
    return link if is_closed else None


URLS = [
    path("link/", ask, name="link"),
    path("link/sent/", link_sent, name="link_sent"),
    path("open/", open_form, name="open"),
]
