"""Moves a visit to another time, and back again."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from booking import lifecycle, rebooking, series_move
from booking.admin import decisions, moving_page, undo
from booking.admin.about import contact_of
from booking.admin.moving_page import Page, in_words
from booking.forms.decision import SeenForm
from booking.forms.moving import MoveForm
from booking.lock import take_diary
from booking.models import Booking, Status
from intake.crypto import Unreadable


def move(desk_admin, request, pk):
    """Show where the visit could go; move it; ask once more where that crosses something."""
    booking = desk_admin.found(request, pk)
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "POST"])
    if not desk_admin.has_change_permission(request):
        raise PermissionDenied
    now = timezone.now()
    page = Page(booking, now, moving_page.safe_next(request))
    if not rebooking.can_move(booking, now):
        return _cannot_move(request, page)
    if request.method != "POST":
        return moving_page.shown(desk_admin, request, page, MoveForm(now=now))
    form = MoveForm(request.POST, now=now)
    try:
        answer = _try(request, form, page) if form.is_valid() else None
    except Unreadable:
        answer, page.problem, page.status = None, moving_page.SHUT, 409
    except lifecycle.NotAllowed:
        return _changed(desk_admin, request, page, form)
    return answer or moving_page.shown(desk_admin, request, page, form)


def move_back(desk_admin, request, pk):
    """Undo the last move, as long as nothing else has happened to the visit."""
    booking = desk_admin.found(request, pk)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not desk_admin.has_change_permission(request):
        raise PermissionDenied
    now, offer = timezone.now(), undo.offer_of(request, timezone.now())
    page = Page(booking, now, moving_page.safe_next(request))
    form = SeenForm(request.POST)
    seen = form.cleaned_data["seen"] if form.is_valid() else ""
    if offer is None or (offer.pk, offer.seen) != (booking.pk, seen):
        messages.error(request, _("Nothing was moved: there is nothing to undo any more."))
        return _gone_on(page)
    before = booking.starts_at, booking.status
    try:
        booking = _moved_back(booking.pk, offer, request.user, now)
    except lifecycle.Taken as taken:
        page.problem, page.nearest, page.status = _no_way_back(offer), taken.nearest, 409
        return moving_page.shown(desk_admin, request, page, MoveForm(now=now))
    except (lifecycle.NotAllowed, Unreadable):
        messages.error(request, _("Nothing was moved: the visit cannot go back to that time."))
        return _gone_on(page)
    undo.note(request, booking, *before, now)
    _say_moved(request, booking, _("Moved back to %(when)s."))
    return _gone_on(page)


def _try(request, form, page):
    """Move the visit; return nothing when the page has to say something first."""
    booking, at, now = page.booking, form.cleaned_data["at"], page.now
    if decisions.seen_of(booking) != form.cleaned_data["seen"]:
        raise decisions.Changed
    if at == booking.starts_at:
        page.problem = _("The visit is at that time already. Choose another one.")
        return None
    look = rebooking.look(booking, at, now=now)
    if look.clashes:
        return _say_taken(page, at, look.clashes)
    by = lifecycle.practitioner(request.user)
    page.spacing = series_move.look(booking, at, by=by, now=now)
    if not moving_page.named(look, page.spacing) <= set(form.cleaned_data["sure"].split(",")):
        page.asked = look
        return None
    if form.cleaned_data["rest"]:
        return _move_with_rest(request, form, page, look)
    before = booking.starts_at, booking.status
    try:
        moved = _moved(booking.pk, form.cleaned_data["seen"], at, request.user, now)
    except lifecycle.Taken:
        return _say_taken(page, at, rebooking.look(booking, at, now=now).clashes)
    undo.note(request, moved, *before, now)
    _say_moved(request, moved, _("Moved to %(when)s."))
    return _gone_on(page)


def _move_with_rest(request, form, page, look):
    """Move the rest of its series too; there is no way back for so many at once."""
    seen, rest = form.cleaned_data["seen"], form.cleaned_data["rest"]
    try:
        moved = _moved_with_rest(page.booking.pk, seen, look.starts_at, rest, request.user, page.now)
    except series_move.Changed:
        page.problem = _("The later visits have changed meanwhile. Nothing was moved. This is how it is now.")
        page.asked, page.status = look, 409
        return None
    except lifecycle.Taken:
        return _say_taken(page, look.starts_at, look.clashes)
    _say_moved(request, moved, _("Moved to %(when)s, and the rest of the series with it."))
    return _gone_on(page)


@transaction.atomic
def _moved_with_rest(pk, seen, starts_at, rest, user, now) -> Booking:
    booking = _still(pk, seen)
    by = lifecycle.practitioner(user)
    series_move.move_by_hand(booking, starts_at, seen=rest, by=by, now=now)
    return booking


@transaction.atomic
def _moved(pk, seen, starts_at, user, now) -> Booking:
    booking = _still(pk, seen)
    rebooking.move(booking, starts_at, by=lifecycle.practitioner(user), now=now)
    return booking


@transaction.atomic
def _moved_back(pk, offer, user, now) -> Booking:
    booking = _still(pk, offer.seen)
    by = lifecycle.practitioner(user)
    rebooking.move_back(booking, offer.was_at, was_confirmed=offer.was_confirmed, by=by, now=now)
    return booking


def _still(pk, seen):
    take_diary()
    booking = Booking.objects.select_for_update().get(pk=pk)
    if decisions.seen_of(booking) != seen:
        raise decisions.Changed
    return booking


def _say_taken(page, at, clashes):
    page.problem = _("%(when)s is not free. Nothing was moved.") % {"when": in_words(at)}
    page.clashes, page.status = clashes, 409
    page.nearest = rebooking.nearest(page.booking, at, now=page.now)


def _no_way_back(offer):
    return _("%(when)s is not free any more. Nothing was moved.") % {"when": in_words(offer.was_at)}


def _say_moved(request, booking, words):
    said = [words % {"when": in_words(booking.starts_at)}]
    if booking.status == Status.HELD:
        said.append(_("It waits for your yes."))
    who = contact_of(booking)
    if who.email:
        said.append(_("%(who)s gets a message.") % {"who": who.name})
    else:
        said.append(_("%(who)s has no email, so ring.") % {"who": who.name})
    messages.success(request, " ".join(said))


def _changed(desk_admin, request, page, form):
    """Say what it is now, and keep what was typed."""
    page.booking = booking = desk_admin.found(request, page.booking.pk)
    words = _("Nothing was moved. This visit has changed: it is now on %(when)s, “%(status)s”.")
    said = words % {"when": in_words(booking.starts_at), "status": booking.get_status_display()}
    if not rebooking.can_move(booking, page.now):
        messages.error(request, said)
        return _gone_on(page)
    page.problem, page.status = said, 409
    return moving_page.shown(desk_admin, request, page, form)


def _cannot_move(request, page):
    words = _("Nothing was moved: this visit is “%(status)s”, on %(when)s. Only one that is ahead can move.")
    about = {"status": page.booking.get_status_display(), "when": in_words(page.booking.starts_at)}
    messages.error(request, words % about)
    return _gone_on(page)


def _gone_on(page):
    own = reverse("admin:booking_booking_change", args=[page.booking.pk])
    return HttpResponseRedirect(page.next or own)


PAGES = [
    ("<int:pk>/move/", move, "move"),
    ("<int:pk>/move-back/", move_back, "move_back"),
]
