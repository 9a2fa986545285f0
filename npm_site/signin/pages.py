"""The pages of signing in, dressed as pages of admin."""

from functools import wraps
from math import ceil

from django.contrib import admin
from django.db import transaction
from django.shortcuts import render

from npm_site.signin import guard


def dressed(view):
    """Give a page what admin's own templates expect to know."""

    @wraps(view)
    def dressed_view(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        if getattr(response, "context_data", None) is not None:
            about = admin.site.each_context(request)
            # Until the second step is there, not even the menu with its numbers is shown.
            about["has_permission"] = about["has_permission"] and guard.is_open(request)
            response.context_data = about | response.context_data
        return response

    return dressed_view


def whole(view):
    """Write what a press changes, and the mail about it, in one transaction.

    Not around a guess, which has to count also when nothing comes of it."""

    @wraps(view)
    def whole_view(request, *args, **kwargs):
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with transaction.atomic():
            return view(request, *args, **kwargs)

    return whole_view


def too_often(request, wait: int):
    """The answer to one try too many, with the seconds until the next."""
    about = admin.site.each_context(request) | {"minutes": ceil(wait / 60)}
    response = render(request, "account/too_often.html", about, status=429)
    response.headers["Retry-After"] = str(wait)
    return response
