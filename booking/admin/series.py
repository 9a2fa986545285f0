"""A client's series at the practitioner's desk: planned here, paused, gone on with, and ended sooner."""

from functools import partial
from uuid import UUID, uuid4

from django.contrib import messages
from django.core import signing
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from booking import availability, lifecycle, on_file, pausing, series
from booking.admin import crossing
from booking.admin.call_pages import page
from booking.admin.client_frame import found, framed, url_of
from booking.admin.next_visit import LONGEST_KEY, WHY
from booking.forms.series import SeriesForm, kept_in
from booking.models import Series
from booking.views.own.series_shown import picture_of, rows_of
from intake.models.drafts import DRAFT_LIVES

PLAN, ROW = "admin/booking/series/plan.html", "admin/booking/series/page.html"
SALT = "booking.series.desk"
GONE = gettext_lazy("One of these times is not free any more. Nothing was booked. Here are the dates anew.")
OUT_OF_DATE = gettext_lazy("This page was out of date. Nothing was booked. Look at the dates again.")
FIRST = gettext_lazy("The first visit comes first: after it you know how many sessions make sense.")
CHANGED = gettext_lazy("This series has changed meanwhile. Nothing was done. This is what it is now.")


@page("GET", "HEAD", "POST")
def plan(desk_admin, request, pk):
    """Propose the sessions of a series, or what is left of a paused one, and book them."""
    client, now = found(desk_admin, request, pk), timezone.now()
    if client.merged_into_id:
        return HttpResponseRedirect(reverse("admin:booking_booking_series", args=[client.merged_into_id]))
    paused = client.series.filter(paused_at__isnull=False, ended_at=None).first()
    sent = request.POST if request.method == "POST" else request.GET
    try:
        file = series.of_client(client, now=now)
    except on_file.AskAgain as again:
        return framed(desk_admin, request, PLAN, client.name, {"client": client, "why": WHY[again.why]})
    if file.treatment.is_first:
        return framed(desk_admin, request, PLAN, client.name, {"client": client, "why": FIRST})
    form = _form(sent, file, paused)
    problem = _book(request, client, form, paused, now) if request.method == "POST" else ""
    if isinstance(problem, HttpResponseRedirect):
        return problem
    return _show(desk_admin, request, client, file, form, sent, paused, problem)


def _form(sent, file, paused):
    form = SeriesForm(sent or None, last=file.last)
    if paused is not None:
        count = max(pausing.left(paused), 1)
        form.initial["count"] = count
        form.fields["count"].choices = [(n, str(n)) for n in range(1, max(count, 2) + 1)]
    return form


def _book(request, client, form, paused, now):
    key = _a_key(request, client)
    if key is None:
        return OUT_OF_DATE
    by, asked = lifecycle.practitioner(request.user), form.asked(kept_in(request.POST))
    book = partial(series.book, partial(series.of_client, client, now=now))
    if paused is not None:
        book = partial(pausing.go_on, paused.pk)
    try:
        bookings = book(asked, key=key, by=by, now=now)
    except (lifecycle.Taken, lifecycle.NotAllowed, on_file.AskAgain):
        return GONE
    said = ngettext("%(count)s session is booked.", "%(count)s sessions are booked.", len(bookings))
    messages.success(request, said % {"count": len(bookings)} + " " + _("One email lists them all."))
    return HttpResponseRedirect(url_of(client.pk))


def _show(desk_admin, request, client, file, form, sent, paused, problem):
    asked = form.asked(kept_in(sent))
    proposed = series.propose_by_hand(file, asked)
    rows = rows_of(proposed)
    for row in rows:
        start = row["choice"].starts_at
        crossed = availability.crossed(file.treatment, start, file.length, now=file.now)
        row["crosses"] = crossing.words(crossed, file.treatment.policy)
    context = {
        "client": client,
        "file": file,
        "form": form,
        "plan": proposed,
        "rows": rows,
        "picture": picture_of((row["choice"].starts_at.date(), row["choice"].needs_reading) for row in rows),
        "paused": paused,
        "problem": problem,
        "key": signing.dumps([str(uuid4()), client.pk], salt=SALT),
    }
    response = framed(desk_admin, request, PLAN, client.name, context)
    response.status_code = 409 if problem else 200
    return response


@page("GET", "HEAD", "POST")
def one(desk_admin, request, pk):
    """What is ahead in a series, and what can be done with it."""
    row, now = get_object_or_404(Series.objects.select_related("client"), pk=pk), timezone.now()
    found(desk_admin, request, row.client_id)
    problem = ""
    if request.method == "POST":
        problem = _act(request, row, now)
        if not problem:
            return HttpResponseRedirect(url_of(row.client_id))
        row.refresh_from_db()
    visits = pausing.coming(row, now=now)
    context = {
        "series": row,
        "client": row.client,
        "visits": visits,
        "left": pausing.left(row),
        "seen": pausing.seen_of(row, visits),
        "counts": range(1, len(visits) + 1),
        "picture": picture_of((visit.visit_on, visit.status == "held") for visit in visits),
        "problem": problem,
    }
    response = framed(desk_admin, request, ROW, row.client.name, context)
    response.status_code = 409 if problem else 200
    return response


def _act(request, row, now):
    """Pause it or give its last visits back; return what stood in the way."""
    about = {
        "seen": request.POST.get("seen", ""),
        "by": lifecycle.practitioner(request.user),
        "now": now,
    }
    count = request.POST.get("count", "")
    try:
        if request.POST.get("act") == "pause":
            visits = pausing.pause(row.pk, **about)
        else:
            visits = pausing.shorten(row.pk, count=int(count) if count.isdecimal() else 0, **about)
    except lifecycle.NotAllowed:
        return CHANGED
    said = ngettext("%(count)s visit is given back.", "%(count)s visits are given back.", len(visits))
    messages.success(request, said % {"count": len(visits)} + " " + _("One email says so."))
    return ""


def _a_key(request, client) -> UUID | None:
    try:
        key, pk = signing.loads(request.POST.get("key", "")[:LONGEST_KEY], salt=SALT, max_age=DRAFT_LIVES)
    except signing.BadSignature:
        return None
    return UUID(key) if pk == client.pk else None


PAGES = [("client/<int:pk>/series/", plan, "series"), ("series/<int:pk>/", one, "one_series")]
