"""After the booking: what was booked or asked for, and what happens next."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from booking import availability, deadlines, ics, pairs, when
from booking.models import Status
from booking.views import progress as visits
from content import site
from intake import kind_words, screening
from intake.crypto import Unreadable
from intake.findings import Outcome

LATER_TIMES = 3


@require_safe
def done(request):
    booking = visits.booked(request, now=timezone.now())
    if booking is None:
        return redirect("book:waiting" if visits.WAITS in request.session else "book:start")
    visits_made = pairs.placed(booking)
    context = {"booking": booking, "sent_to": booking.email, "visits": visits_made}
    if booking.status == Status.CONFIRMED:
        context |= confirmed(request, visits_made)
    elif booking.status == Status.HELD:
        context |= held(visits_made, now=timezone.now())
    else:
        context |= {"heading": _("This time is no longer kept")}
    return render(request, "booking/done.html", context)


@require_safe
def calendar_file(request):
    """The visit for the client's own calendar; there is one only once it is confirmed."""
    booking = visits.booked(request, now=timezone.now())
    if booking is None or booking.status != Status.CONFIRMED:
        return redirect("book:done")
    sure = [visit for visit in pairs.placed(booking) if visit.status == Status.CONFIRMED]
    file = ics.published(sure, site.of(request).practice, now=timezone.now())
    headers = {"Content-Disposition": 'attachment; filename="session.ics"'}
    return HttpResponse(file.text, content_type="text/calendar; charset=utf-8", headers=headers)


@require_POST
def another(request):
    """Leave what was booked and begin anew."""
    request.session.pop(visits.SESSION_KEY, None)
    return redirect("book:start")


def confirmed(request, made):
    """What is said to everybody alike: whoever was here before, and so pays less or is kept a shorter time
    for, reads that in the mail."""
    booking = made[0]
    cancel_hours = booking.treatment.policy.cancel_hours
    return {
        "heading": _("Both sessions are booked") if len(made) > 1 else _("Your session is booked"),
        "cancel_until": deadlines.free_until(booking.starts_at, cancel_hours, now=timezone.now()),
        "facts": [
            *place(request),
            {"term": _("How long"), "value": how_long(made)},
            {"term": _("Reference"), "value": ", ".join(visit.spoken_reference for visit in made)},
        ],
    }


def how_long(made):
    if len(made) > 1:
        return _("At least 90 minutes each. I keep two hours free for each of you")
    return _("At least 90 minutes. I keep two hours free for you")


def place(request):
    practice = site.of(request).practice
    rows = (_("Where"), ", ".join(practice.address_lines)), (_("With"), practice.practitioner)
    return [{"term": term, "value": value} for term, value in rows if value]


def held(made, *, now):
    booking = made[0]
    holding = [finding for visit in made for finding in found_in(visit.screening) if finding.holds]
    told = [finding for finding in holding if is_told(finding)]
    step = kind_words.next_step(max(Outcome.TALK, screening.outcome(told)))
    # For two people a later day is looked for together, so none is named here.
    has_a_day = len(made) == 1 and bool(told) and told == holding
    is_by_date = has_a_day and all(finding.straight_from for finding in told)
    straight = max(finding.straight_from for finding in told) if is_by_date else None
    sentences = dict.fromkeys(kind_words.to_client(finding, booking.visit_on) for finding in holding)
    return {
        "heading": step.title,
        "points": points(booking),
        "sentences": list(sentences) or step.paragraphs,
        "later": later_times(booking, straight, now) if straight else (),
        "later_from": straight,
    }


def found_in(answered):
    """What was found; nothing where no key opens it, so that the page still says what happens next."""
    try:
        return answered.found()
    except Unreadable:
        return ()


def is_told(finding):
    """What only the practice's own file says is not told to whoever typed the name."""
    return finding.question != "practitioner" and finding.code not in ("disagrees", screening.PRECAUTION)


def later_times(booking, from_day, now):
    return availability.next_free(booking.treatment, LATER_TIMES, now=now, from_day=from_day)


def points(booking):
    """The request over time: two fixed marks, and the visit if both say yes."""
    return [
        {"mark": "coming", "label": _("You sent it"), "when": when.moment(booking.created_at)},
        {"mark": "now", "label": _("I answer by"), "when": when.moment(booking.answer_due_at)},
        {
            "mark": "now before-maybe",
            "label": _("The time is kept until"),
            "when": when.moment(booking.held_until),
        },
        {"mark": "maybe", "label": _("If we both say yes"), "when": when.moment(booking.starts_at)},
    ]
