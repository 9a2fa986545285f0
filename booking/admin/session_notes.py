"""What was done in a session: noted on a phone between two visits, and all of a client's on one page."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from booking import lifecycle, session_notes
from booking.admin import session_opened
from booking.admin.client_frame import found, framed
from booking.admin.outcomes import check_may_change, page_of
from booking.admin.session_opened import Opened
from booking.forms.session_note import SessionNoteForm

TEMPLATES = "admin/booking/booking/"
WRITES, READS = "intake.add_sessionnote", "intake.view_sessionnote"


def session(desk_admin, request, pk):
    """Note a session; from the second time on, what is sent is added to what stands."""
    booking = desk_admin.found(request, pk)
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "POST"])
    if request.method == "POST":
        check_may_change(desk_admin, request)
        if not request.user.has_perm(WRITES):
            raise PermissionDenied
    now = timezone.now()
    may_note = session_notes.may_note(booking, now)
    if request.method != "POST" and not may_note:
        messages.error(request, _why_not(booking, now))
        return HttpResponseRedirect(page_of(booking))
    opened = session_opened.of_visit(booking, by=request.user, now=now) if may_note else Opened(booking)
    form = _form(request, opened)
    if request.method == "POST" and form.is_valid() and _kept(request, booking, form, now):
        return HttpResponseRedirect(page_of(booking))
    context = {"form": form, "opened": opened, "may_write": request.user.has_perm(WRITES)}
    return desk_admin.page(request, booking, TEMPLATES + "session.html", context)


def _form(request, opened):
    sent = request.POST if request.method == "POST" else None
    shares = {"shares_plan": opened.stands.shares_plan}
    return SessionNoteForm(sent, rated=opened.rated, used=opened.used, initial=shares)


def _kept(request, booking, form, now) -> bool:
    """Keep it and say so; where it cannot be kept, say why, and what was typed stays on the page."""
    by = lifecycle.practitioner(request.user)
    try:
        if session_notes.write(booking, form.content, by=by, now=now):
            messages.success(request, _("Your note is kept locked in the record. Nobody is sent it."))
        elif form.content.is_empty:
            form.ask_for_something()
            return False
        else:
            messages.info(request, _("All of that was noted already."))
    except lifecycle.NotAllowed:
        booking.refresh_from_db()
        messages.error(request, _why_not(booking, now))
        return False
    return True


def _why_not(booking, now) -> str:
    if booking.status in session_notes.MAY_BE_NOTED and booking.starts_at > now:
        return _("Nothing was noted: this visit has not begun.")
    words = _("Nothing was noted: this visit is “%(status)s”, so there was no session. Add a note instead.")
    return words % {"status": booking.get_status_display()}


def of_client(desk_admin, request, pk):
    """All that is noted of a client's sessions, and what was rated as a picture."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET"])
    client = found(desk_admin, request, pk)
    if not request.user.has_perm(READS):
        raise PermissionDenied
    if client.merged_into_id:
        return HttpResponseRedirect(url_of(client.merged_into_id))
    is_all = request.GET.get("show") == "all"
    context = session_opened.of_client(client, is_all=is_all, by=request.user, now=timezone.now())
    template = "admin/booking/client/session_notes.html"
    return framed(desk_admin, request, template, _("Session notes"), context | {"client": client})


def url_of(pk) -> str:
    return reverse("admin:booking_booking_session_notes", args=[pk])


PAGES = [
    ("<int:pk>/session/", session, "session"),
    ("client/<int:pk>/notes/", of_client, "session_notes"),
]
