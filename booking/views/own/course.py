"""The sessions so far, as they were rated: behind a link that opens once. By a link to a visit, which others
may read too, such a link is sent and nothing is shown, not even whether there is anything."""

from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from booking import limits, lost_links, own_course
from booking.models import Purpose, Status
from booking.views.own import access
from booking.views.own.parts import Action, as_it_is


@require_http_methods(["GET", "HEAD", "POST"])
@access.by_link(*access.TO_A_VISIT)
def course(request, own):
    if request.method == "POST":
        return _send(request, own)
    if own.link.purpose != Purpose.FAMILY or not access.has_opened(request):
        return render(request, "booking/own/course_closed.html", {"own": own})
    shown = own_course.of(own.booking.client, address=own.link.address, now=own.now)
    return render(request, "booking/own/course.html", {"own": own, "course": shown})


def _send(request, own):
    if not own.is_this_visit(request):
        return as_it_is(request, own)
    if limits.is_too_often("lost", request, now=own.now):
        response = render(
            request, "booking/own/course_closed.html", {"own": own, "is_slowed": True}, status=429
        )
        response.headers["Retry-After"] = "3600"
        return response
    lost_links.ask(own.link.address, now=own.now)
    return redirect("own:lost_sent")


def action(own):
    """For whoever has been here; whether anything was rated shows behind the fresh link alone."""
    has_been = own.booking.status == Status.COMPLETED or not own.booking.is_first
    if own.link is None or not has_been:
        return None
    return Action(_("The sessions so far"), reverse("own:course"))


URLS = [path("sessions/", course, name="course")]
