"""The client's own page: when, where, and what is still to do."""

from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from booking.views.own import access


@require_safe
@access.page()
def page(request, own):
    return render(request, "booking/own/page.html", {"own": own, "booking": own.booking})


URLS = [path("", page, name="page")]
