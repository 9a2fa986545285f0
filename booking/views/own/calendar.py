"""The visit as a file for the client's own calendar; there is one only once it is confirmed."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_safe

from booking import ics
from booking.models import Status
from booking.views.own import access
from content import site


@require_safe
@access.page()
def calendar_file(request, own):
    if own.booking.status != Status.CONFIRMED:
        return redirect("own:page")
    file = ics.published([own.booking], site.of(request).practice, now=own.now)
    headers = {"Content-Disposition": 'attachment; filename="session.ics"'}
    return HttpResponse(file.text, content_type="text/calendar; charset=utf-8", headers=headers)


URLS = [path("session.ics", calendar_file, name="calendar_file")]
