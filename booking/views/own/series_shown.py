"""What the pages of planning a series show."""

from datetime import timedelta

from django.shortcuts import render
from django.urls import reverse

from booking import course_picture, when
from booking.course_picture import Mark
from booking.models import Purpose, Status
from booking.planning import Why


def about(own, file, plan) -> dict:
    starts = plan.starts
    return {
        "own": own,
        "back": reverse("own:again" if own.link and own.link.purpose == Purpose.AGAIN else "own:page"),
        "plan": plan,
        "rows": rows_of(plan),
        "picture": picture_of(
            (start.date(), proposal.choice.needs_reading)
            for start, proposal in zip(starts, plan.proposals, strict=True)
        ),
        "first_name": file.client.first_name,
        "is_for_other": file.guardianship is not None,
        "answered_on": file.answered_on,
        "minutes": file.length // timedelta(minutes=1),
        "treatment": file.treatment,
        "missing": plan.wanted - len(starts),
        "is_not_open": plan.why == Why.NOT_OPEN,
        "last_day": file.times().last_day,
    }


def rows_of(plan) -> list[dict]:
    return [_row(n, proposal, plan) for n, proposal in enumerate(plan.proposals)]


def _row(n, proposal, plan) -> dict:
    start = proposal.choice.starts_at
    others = [one for one in plan.starts if one != start]
    before = plan.starts[n - 1] if n else None
    return {
        "number": n + 1,
        "choice": proposal.choice,
        "days_after": (start.date() - before.date()).days if before else None,
        "neighbours": proposal.neighbours,
        "others": [one.isoformat() for one in others],
    }


def picture_of(days):
    return course_picture.picture(
        [Mark(number, day, is_read) for number, (day, is_read) in enumerate(days, start=1)]
    )


def booked(request, bookings):
    is_held = any(booking.status == Status.HELD for booking in bookings)
    context = {
        "bookings": bookings,
        "first": bookings[0],
        "is_held": is_held,
        "picture": picture_of((booking.visit_on, booking.status == Status.HELD) for booking in bookings),
        "due": when.moment(bookings[0].answer_due_at) if is_held else "",
    }
    return render(request, "booking/own/series_booked.html", context)


def first(request):
    return render(request, "booking/own/series_first.html")
