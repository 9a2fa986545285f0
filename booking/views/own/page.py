"""The client's own page: when, where, what is still to do, and what can be done with the visit."""

from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from booking.models import Status
from booking.views.form import start as form
from booking.views.own import (
    access,
    again,
    both,
    cancel,
    changed,
    course,
    move,
    paper,
    parts,
    series,
    state,
    wait,
)


@require_safe
@access.page()
def page(request, own):
    booking = own.booking
    shown = state.of(booking, now=own.now)
    context = {
        "own": own,
        "booking": booking,
        "state": shown,
        "facts": facts(request, own) if shown.is_coming else [],
        "todo": parts.given(THINGS_TO_DO, own) if shown.is_coming else [],
        "actions": parts.given(ACTIONS, own),
        "has_file": booking.status == Status.CONFIRMED and shown.is_coming,
    }
    return render(request, "booking/own/page.html", context)


def facts(request, own):
    return parts.facts(request, own.booking, by_link=own.link is not None) + both.facts(own)


# What may be asked for, and what can be done, in the order of the page. A page that adds to it says so by
# a function of its module, which is given the visitor's visit and returns None where it does not apply.
THINGS_TO_DO = [changed.todo, paper.todo, form.todo]
ACTIONS = [move.action, wait.action, cancel.action, both.action, again.action, series.action, course.action]

URLS = [path("", page, name="page")]
