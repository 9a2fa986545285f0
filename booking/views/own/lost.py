"""Asking for a link again. Each answer is the same, whether or not the address is known."""

from django import forms
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from booking import limits, lost_links
from booking.forms.details import email_field


class LinkForm(forms.Form):
    """The address that the mails about a visit go to."""

    email = email_field(_("The one you gave when you booked"))

    use_required_attribute = False


@require_http_methods(["GET", "HEAD", "POST"])
def lost(request):
    if request.method != "POST":
        return render(request, "booking/own/lost.html", {"form": LinkForm()})
    form = LinkForm(request.POST)
    if not form.is_valid():
        return render(request, "booking/own/lost.html", {"form": form})
    now = timezone.now()
    if limits.is_too_often("lost", request, now=now):
        return _slowed(request, form)
    lost_links.ask(form.cleaned_data["email"], now=now)
    return redirect("own:lost_sent")


@require_safe
def lost_sent(request):
    return render(request, "booking/own/lost_sent.html")


def _slowed(request, form):
    response = render(request, "booking/own/lost.html", {"form": form, "is_slowed": True}, status=429)
    response.headers["Retry-After"] = "3600"
    return response


URLS = [
    path("link/", lost, name="lost"),
    path("link/sent/", lost_sent, name="lost_sent"),
]
