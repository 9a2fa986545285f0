"""What the check page shows: everything that was filled in, each with the step that changes it."""

from datetime import datetime

from django.utils.translation import gettext as _

from booking import deadlines, notice, steps, when
from booking.views import progress as visits
from intake import questions, summary
from intake.answers import ForWhom

STEP_OF = {
    "who": steps.START,
    "born": steps.AGREEMENT,
    "pregnant": steps.PREGNANCY,
    "due": steps.PREGNANCY,
    "operation": steps.OPERATION,
    "healed": steps.OPERATION,
    "cancer": steps.CANCER,
    "symptoms": steps.SYMPTOMS,
}
OWN_STEP_OF = STEP_OF | {code: f"own_{step}" for code, step in STEP_OF.items() if step in steps.QUESTIONS}


def context(visit):
    starts_at = datetime.fromisoformat(visit.parts["starts_at"])
    return {
        "session_facts": session_facts(visit, starts_at),
        "detail_facts": detail_facts(visit),
        "answer_facts": answer_facts(visit),
        "own_facts": answer_facts(visit, steps.adult(visit.parts), OWN_STEP_OF) if visit.is_pair else [],
        "cancel_until": deadlines.free_until(starts_at, visit.treatment.policy.cancel_hours, now=visit.now),
        "is_first": visit.treatment.is_first,
        "is_ready": not visit.judgement.outcome(starts_at.date()),
        "ground": notice.used_by(visit.parts["agreed"]["condition"]),
        "back": visit.back_url(steps.CHECK),
    }


def session_facts(visit, starts_at):
    treatment = visit.treatment
    return [
        fact(_("Session"), treatment.name, steps.START),
        *(pair_times(visit, starts_at) if visit.is_pair else [at(_("When"), starts_at)]),
        fact(_("How long"), how_long(visit) % {"kept": kept(treatment)}),
        fact(_("Price"), price(visit) % {"price": treatment.price.amount_in_words}),
    ]


def pair_times(visit, starts_at):
    own = datetime.fromisoformat(visit.parts["second_at"])
    return [at(_("The child"), starts_at), at(_("You"), own)]


def at(term, starts_at):
    return fact(term, when.moment_year(starts_at), steps.TIME)


def how_long(visit):
    if visit.is_pair:
        return _("At least 90 minutes each. I keep %(kept)s for each of you")
    return _("At least 90 minutes. I keep %(kept)s for you")


def price(visit):
    return (
        _("%(price)s each, paid at the visit") if visit.is_pair else _("%(price)s in all, paid at the visit")
    )


def kept(treatment):
    return _("%(minutes)s minutes") % {"minutes": treatment.reserved_minutes}


def detail_facts(visit):
    details = visit.parts["details"]
    rows = [(_("Name"), details["name"])]
    if visit.parts["for_whom"] != ForWhom.SELF:
        rows = [
            (_("Who comes"), details["client_name"]),
            (_("Booked by"), details["name"]),
            (_("How you know them"), details["relationship"]),
        ]
    if "in_the_room" in details:
        rows.append((_("In the room"), details["in_the_room"] or _("You")))
    rows += [(_("Email address"), details["email"]), (_("Phone number"), details["phone"])]
    if details["ring_at"]:
        rows.append((_("Best time to ring"), details["ring_at"]))
    return [fact(term, value, steps.DETAILS) for term, value in rows]


def answer_facts(visit, parts=None, step_of=STEP_OF):
    """The answers, each with the page it was given on; an errand shows only what it asked itself."""
    rows = summary.rows(steps.answers(parts or visit.parts), visit.policy)
    return [
        fact(questions.SHORT.get(row.code, row.question), "; ".join(row.lines), step_of[row.code])
        for row in rows
        if step_of[row.code] in visit.order
    ]


def fact(term, value, step=None):
    return {"term": term, "value": value, "url": visits.url_of(step) if step else None}
