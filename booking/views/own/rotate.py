"""Ending the links of earlier mails, when one of them may be in other hands."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from booking import links
from booking.views.own import access
from booking.views.own.parts import as_it_is


@require_POST
@access.page()
def rotate(request, own):
    if not own.is_this_visit(request):
        return as_it_is(request, own)
    links.end_others(own.booking, keep=own.link)
    messages.success(request, _("The older links open nothing any more. My next email brings a new one."))
    return redirect("own:page")


URLS = [path("older-links/", rotate, name="rotate")]
