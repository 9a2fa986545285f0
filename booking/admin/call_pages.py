"""What the pages of a phone booking share: who may see them, the call they are about, where it goes on."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from booking import by_hand, calls, lifecycle
from booking import request as requests
from booking.admin import by_hand_words as words
from intake import records

TEMPLATES = "admin/booking/by_hand/"
# It books, finds people, and shows what was found.
NEEDED = ("booking.change_booking", "intake.view_client", "intake.view_screening")
ADDRESSES = {
    calls.WHO: "book_again",
    calls.GUARDIAN: "book_guardian",
    calls.QUESTIONS: "book_questions",
    calls.CHECK: "book_check",
}


def page(*methods):
    """For those who may book, and only by these methods."""

    def decorate(view):
        def checked(desk_admin, request, *args, **kwargs):
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            if not request.user.has_perms(NEEDED):
                raise PermissionDenied
            return view(desk_admin, request, *args, **kwargs)

        return checked

    return decorate


def of_a_call(view):
    """Give the view the call that its address names, and let every page of it give the call up."""

    @page("GET", "HEAD", "POST")
    def with_call(desk_admin, request, key):
        call = calls.of(key, user=request.user, now=timezone.now())
        if call is None:
            return over(request, key)
        if request.POST.get("act") == "give_up":
            by_hand.give_up(call.draft, by=lifecycle.practitioner(request.user), now=call.now)
            messages.success(request, _("Nothing is booked. The time is free again."))
            return HttpResponseRedirect(reverse("admin:index"))
        try:
            return view(desk_admin, request, call)
        except (records.DraftGone, lifecycle.NotAllowed):
            return over(request, key)

    return with_call


def over(request, key):
    """Lead to what the call has become; where it is nothing, say so and begin anew."""
    booking = requests.placed(key)
    if booking is not None:
        return to_booking(booking)
    messages.error(request, _("This call is not kept any more, and nothing was booked. Begin again."))
    return HttpResponseRedirect(reverse("admin:booking_booking_book"))


def to_booking(booking):
    return HttpResponseRedirect(reverse("admin:booking_booking_change", args=[booking.pk]))


def to_next(call):
    """Lead to what is still to be filled in."""
    return HttpResponseRedirect(url_of(call.missing, call))


def url_of(step, call) -> str:
    return reverse(f"admin:booking_booking_{ADDRESSES[step]}", args=[call.key])


def show(desk_admin, request, template, context, call=None, status=200):
    frame = desk_admin.admin_site.each_context(request) | {"opts": desk_admin.opts, "call": call}
    if call is not None:
        frame |= words.head(call) | {"again_url": url_of(calls.WHO, call)}
    return TemplateResponse(request, TEMPLATES + template, frame | context, status=status)
