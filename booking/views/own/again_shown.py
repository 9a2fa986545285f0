"""What the pages of coming again show. Why a day asks for more is said to nobody here."""

from datetime import timedelta

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from booking import again as actions
from booking import availability, calendar, deadlines, when
from booking.request import NeedsMoreNotice
from booking.views import week
from booking.views.own import state
from booking.views.own.parts import facts, how_long

CHOOSE_ANSWER = gettext_lazy("Choose one of the two answers.")
CHOOSE_TIME = gettext_lazy("Choose one of the times on this page.")
MANY_TIMES = gettext_lazy("Many times were chosen from here this hour. Please ring me, or try in an hour.")
TOO_OFTEN = gettext_lazy(
    "Several bookings came from here this hour. The time is kept: please ring me, or try in an hour."
)
OTHER_VISIT = gettext_lazy("That page was for something else, so nothing has been done. Please answer again.")
OTHER_TIME = gettext_lazy("You chose another time meanwhile. Nothing is booked yet: this is the time now.")
TAKEN = gettext_lazy("That time has just been taken. Here are the nearest ones.")
TOO_NEAR = gettext_lazy("I need to read your answers before that time. Please choose one a little later.")
# Why the questions are asked anew, in words that say nothing of what was answered.
ANEW = {
    "none": gettext_lazy("I have no answers of yours that I may use."),
    "grown": gettext_lazy(
        "From 18 on everybody agrees for themselves. Please let them book, with an email address of their "
        "own."
    ),
    "old": gettext_lazy("Your answers are more than a year old, and a year can change a lot."),
    "shut": gettext_lazy("I cannot open the answers you gave me before."),
    "guardian": gettext_lazy("I do not know yet who comes along."),
    "treatment": gettext_lazy("I cannot offer you this session online just now."),
}


def ask(request, own, file, *, problem="", status=200):
    context = _about(own, file) | {"problem": problem}
    return render(request, "booking/own/again.html", context, status=status)


def anew(request, why: str):
    return render(request, "booking/own/again_anew.html", {"why": ANEW[why]})


def enough(request, own, *, status=200):
    return render(request, "booking/own/again_enough.html", {"own": own}, status=status)


def times(request, own, file, *, problem="", near=None, status=200):
    free = file.times(is_earlier_asked=week.is_earlier_asked(request))
    proposed = actions.proposals(file, free)
    shown = week.context(request, free, reverse("own:again_time"), first_look=_first_look(free, proposed))
    nearest = near or (proposed[: week.NEAREST] if shown["nearest"] else [])
    context = _about(own, file) | shown | {"nearest": nearest, "problem": problem}
    if file.last and not near:
        context["nearest_heading"] = _("Like your last time")
    return render(request, "booking/own/again_time.html", context, status=status)


def _first_look(free, proposed):
    """The week of the first proposal, where there is one."""
    if not proposed:
        return None
    monday = calendar.monday_of(proposed[0].starts_at.date())
    return lambda: free.look(monday, calendar.DAYS)


def taken(request, own, file, gone):
    problem = TOO_NEAR if isinstance(gone, NeedsMoreNotice) else TAKEN
    free = file.times(is_earlier_asked=week.is_earlier_asked(request))
    near = calendar.allowed(gone.nearest, free.rule, now=own.now, zone=availability.zone())
    return times(request, own, file, problem=problem, near=near, status=409)


def check(request, own, file, here, *, problem="", status=200):
    policy = file.treatment.policy
    context = _about(own, file) | {
        "problem": problem,
        "starts_at": here.starts_at,
        "facts": _session(file, here.starts_at),
        "is_ready": not file.is_held_on(availability.day_of(here.starts_at)),
        "cancel_until": deadlines.free_until(here.starts_at, policy.cancel_hours, now=own.now),
    }
    return render(request, "booking/own/again_check.html", context, status=status)


def _session(file, starts_at):
    price = _("%(price)s in all, paid at the visit") % {"price": file.treatment.price.amount_in_words}
    minutes = file.length // timedelta(minutes=1)
    rows = [
        (_("For"), file.client.first_name),
        (_("Session"), file.treatment.name),
        (_("When"), when.moment_year(starts_at)),
        (_("How long"), how_long(minutes)),
        (_("Price"), price),
    ]
    change = reverse("own:again_time")
    return [
        {"term": term, "value": value, "url": change if term == rows[2][0] else None} for term, value in rows
    ]


def done(request, own, booking):
    shown = state.of(booking, now=own.now)
    context = {
        "booking": booking,
        "state": shown,
        "facts": facts(request, booking) if shown.is_coming else [],
    }
    return render(request, "booking/own/again_done.html", context)


def _about(own, file):
    return {
        "own": own,
        "file": file,
        "first_name": file.client.first_name,
        "is_for_other": file.guardianship is not None,
        "minutes": file.length // timedelta(minutes=1),
    }
