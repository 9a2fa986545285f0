"""What became of a visit, noted when it has begun, and the notes that are added to any."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from booking import lifecycle, when
from booking.admin import decisions, visits
from booking.admin.opened import notes_of
from booking.forms.outcome import OTHER, USUAL, CorrectForm, NoteForm, Outcome, OutcomeForm
from booking.models import Status

TEMPLATES = "admin/booking/booking/"
HAS_OUTCOME = (Status.COMPLETED, Status.NOT_TREATED, Status.NO_SHOW)


def outcome(desk_admin, request, pk):
    """Ask how a visit went. The ordinary answer is filled in: it took place, for as long as was kept."""
    booking = desk_admin.found(request, pk)
    check_may_change(desk_admin, request)
    now = timezone.now()
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "POST"])
    if not visits.doors(booking, now)["may_note_outcome"]:
        return _refused(desk_admin, request, booking, now)
    form = OutcomeForm(_sent(request), initial=_usual(booking), visit_on=booking.visit_on)
    context = {"form": form, "needs_form": needs_form(booking)}
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, _note(booking, form, request.user, now))
            return HttpResponseRedirect(_next(booking, form, request.user))
        except lifecycle.FormMissing:
            form.ask_for_form()
        except lifecycle.NotAllowed:
            return _refused(desk_admin, request, booking, now)
    return desk_admin.page(request, booking, TEMPLATES + "outcome.html", context)


def minutes(desk_admin, request, pk):
    """Put right how long a completed visit was."""
    booking = desk_admin.found(request, pk)
    check_may_change(desk_admin, request)
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "POST"])
    now = timezone.now()
    if booking.status != Status.COMPLETED:
        return _refused(desk_admin, request, booking, now)
    form = CorrectForm(_sent(request), initial=_usual(booking))
    if request.method == "POST" and form.is_valid():
        given = {"minutes": form.given, "note": form.cleaned_data["note"]}
        try:
            visits.correct_minutes(
                booking.pk, seen=form.cleaned_data["seen"], user=request.user, now=now, **given
            )
        except lifecycle.NotAllowed:
            return _refused(desk_admin, request, booking, now)
        messages.success(request, _("Put right: %(count)s minutes.") % {"count": form.given})
        return HttpResponseRedirect(page_of(booking))
    return desk_admin.page(request, booking, TEMPLATES + "minutes.html", {"form": form})


def note(desk_admin, request, pk):
    """Add to what is noted about a visit; what stands there is opened only when it is asked for."""
    booking = desk_admin.found(request, pk)
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "POST"])
    if request.method == "POST":
        check_may_change(desk_admin, request)
    form = NoteForm(_sent(request))
    if request.method == "POST" and form.is_valid():
        visits.add_note(booking, note=form.cleaned_data["note"], user=request.user, now=timezone.now())
        messages.success(request, _("Your note is kept locked in the record. Nobody is sent it."))
        return HttpResponseRedirect(page_of(booking))
    return _note_page(desk_admin, request, booking, form)


def _note_page(desk_admin, request, booking, form):
    events = [event for event in booking.events.select_related("words") if event.words]
    may_read = request.user.has_perm("intake.view_screening")
    context = {"form": form, "count": len(events), "may_read": may_read}
    if events and may_read and request.GET.get("read"):
        context["notes"] = notes_of(booking, events, by=request.user, now=timezone.now())
    return desk_admin.page(request, booking, TEMPLATES + "note.html", context)


def needs_form(booking) -> bool:
    """Whether this visit cannot be completed before a health form is there; lifecycle.complete refuses."""
    return booking.is_first and not booking.client.has_form(booking.visit_on)


def check_may_change(desk_admin, request):
    if not desk_admin.has_change_permission(request):
        raise PermissionDenied


def page_of(booking) -> str:
    return reverse("admin:booking_booking_change", args=[booking.pk])


def _next(booking, form, user) -> str:
    """After a session its note comes next, for whoever may write one."""
    is_to_note = form.cleaned_data["outcome"] == Outcome.COMPLETED and user.has_perm("intake.add_sessionnote")
    return reverse("admin:booking_booking_session", args=[booking.pk]) if is_to_note else page_of(booking)


def _sent(request):
    return request.POST if request.method == "POST" else None


def _usual(booking) -> dict:
    """What is filled in: how long it was, or else how long was kept."""
    count = booking.minutes_given or booking.reserved_minutes
    chosen = {"minutes": str(count)} if count in USUAL else {"minutes": OTHER, "other_minutes": count}
    return chosen | {"seen": decisions.seen_of(booking), "outcome": Outcome.COMPLETED}


def _note(booking, form, user, now) -> str:
    """Note the outcome; return what she is told."""
    given = form.cleaned_data
    common = {"seen": given["seen"], "note": given["note"], "user": user, "now": now}
    if given["outcome"] == Outcome.COMPLETED:
        visits.complete(booking.pk, minutes=form.given, on_paper=given["on_paper"], **common)
        return _("Noted: it took %(count)s minutes. Nothing was sent.") % {"count": form.given}
    if given["outcome"] == Outcome.NO_SHOW:
        visits.no_show(booking.pk, **common)
        return _("Noted: they did not come. Nothing was sent.")
    held = visits.not_treated(booking.pk, safe_from=given["safe_from"], **common)
    if not held:
        return _("Noted: they came, and you did not treat. Nothing was sent.")
    words = ngettext(
        "Noted. %(count)s coming visit of theirs is held for you now, and they get a message about it.",
        "Noted. %(count)s coming visits of theirs are held for you now, and they get messages about it.",
        held,
    )
    return words % {"count": held}


def _refused(desk_admin, request, booking, now):
    """Say how the booking stands. A note that was typed is not lost: it can be added as it is."""
    booking.refresh_from_db()
    messages.error(request, _why_not(booking, now))
    typed = request.POST.get("note", "").strip()
    if not typed:
        return HttpResponseRedirect(page_of(booking))
    return _note_page(desk_admin, request, booking, NoteForm(initial={"note": typed}))


def _why_not(booking, now) -> str:
    name = {"status": booking.get_status_display()}
    if booking.status in HAS_OUTCOME:
        return _("Nothing was changed: this visit is noted as “%(status)s” already.") % name
    if booking.status == Status.HELD and booking.starts_at <= now:
        return _("Nothing was changed: this visit was still held when it began. Add a note about it.")
    if booking.status == Status.HELD:
        return _("Nothing was changed: this visit is held. Answer the request first.")
    if booking.status != Status.CONFIRMED:
        return _("Nothing was changed or sent: this booking is “%(status)s” now. Look at it as it is.") % name
    if booking.starts_at > now:
        words = _("Nothing was changed: this visit has not begun. Note how it went from %(start)s on.")
        return words % {"start": f"{when.day(booking.starts_at)}, {when.clock24(booking.starts_at)}"}
    return _("Nothing was changed: this booking has changed since you opened the page.")


PAGES = [
    ("<int:pk>/outcome/", outcome, "outcome"),
    ("<int:pk>/minutes/", minutes, "minutes"),
    ("<int:pk>/note/", note, "note"),
]
