"""What the pages of somebody who waits have in common: the place on the list, its wishes, their form."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from booking import availability, lifecycle, limits, offers, waitlist, wishes
from booking.forms.wish import WishForm
from booking.models import BookingPolicy, WaitlistEntry
from booking.on_file import AskAgain

OUT_OF_DATE = _("This page was out of date, and nothing was changed. This is how it is now.")
TOO_OFTEN = _("Several requests came from here this hour. Nothing was changed: please ring me, or try later.")
TALK_FIRST = _("I would like to talk with you before I put you on the list. Please ring me.")
Ended = WaitlistEntry.Ended
# Heading and sentence of a place that has ended.
ENDED = {
    Ended.BOOKED: (
        _("You have a time"),
        _("You are no longer on the list, because a time is booked. My email about it says when."),
    ),
    Ended.LEFT: (_("You have left the list"), _("I do not write to you about other times any more.")),
    Ended.OVER: (
        _("Your wait has ended"),
        _("The days you could come have passed, and no time became free. I am sorry."),
    ),
    Ended.TAKEN_OFF: (
        _("You are not on the list any more"),
        _("I have taken you off the list. Ring me if that is not what you want."),
    ),
}


@dataclass
class Wait:
    """A visitor who waits, or may begin to: `join` puts them on the list with a wish.

    `about` is what their page was shown for, in a word; `here` is the name of its address."""

    entry: WaitlistEntry | None
    about: str
    here: str
    now: datetime
    latest: date | None = None
    instead_of: object = None
    join: Callable | None = None
    # Asks the health questions anew and leads back here; returns the address of the first.
    tell: Callable | None = None

    @property
    def seen(self) -> str:
        return f"{self.about}:{f'{self.entry.pk}{self.entry.ended_why}' if self.entry else ''}"

    @property
    def can_tell(self) -> bool:
        # A template would call `tell` itself.
        return self.tell is not None

    def form(self, posted=None) -> WishForm:
        return WishForm(
            posted,
            policy=BookingPolicy.objects.get(),
            today=availability.day_of(self.now),
            earliest=availability.day_of(self.now),
            latest=self.latest,
            wish=wishes.of(self.entry) if self.entry else None,
        )

    def act(self, request, form) -> bool:
        """Do what was pressed; return whether the form was filled in well enough for it."""
        if request.POST.get("act") == "leave" and self.entry:
            waitlist.leave(self.entry, now=self.now)
            return True
        if not form.is_valid():
            return False
        if self.entry:
            waitlist.change(self.entry, form.cleaned_data, now=self.now)
        else:
            self.join(form.cleaned_data)
        return True


def answer(request, wait: Wait):
    """Show the page, or do what was pressed there."""
    if request.method != "POST":
        return show(request, wait)
    posted = request.POST.get("seen", "")
    if posted != wait.seen:
        # The second of two presses: what the first has done is shown.
        is_same = posted.partition(":")[0] == wait.about
        return redirect(wait.here) if is_same else show(request, wait, problem=OUT_OF_DATE)
    if request.POST.get("act") == "tell" and wait.tell:
        return redirect(wait.tell(request))
    form = wait.form(request.POST)
    if limits.is_too_often("wait", request, now=wait.now):
        return show(request, wait, form=form, problem=TOO_OFTEN, status=429)
    try:
        is_done = wait.act(request, form)
    except lifecycle.NotAllowed:
        return show(request, wait, problem=OUT_OF_DATE)
    except AskAgain:
        return show(request, wait, form=form, problem=TALK_FIRST)
    return redirect(wait.here) if is_done else show(request, wait, form=form)


def show(request, wait: Wait, *, form=None, problem="", status=409):
    entry = wait.entry
    heading, sentence = ENDED.get(entry.ended_why, ("", "")) if entry else ("", "")
    context = {
        "wait": wait,
        "entry": entry,
        "form": form or wait.form(),
        "problem": problem,
        "ended": heading,
        "ended_sentence": sentence,
        "facts": facts(wishes.of(entry)) if entry else [],
        "offer": offers.open_offer(entry, now=wait.now) if entry else None,
    }
    template = "booking/wait/list.html" if entry else "booking/wait/ask.html"
    return render(request, template, context, status=status if problem else 200)


def facts(wish) -> list[dict]:
    return [{"term": term, "value": value} for term, value in wishes.facts(wish)]
