"""What is sealed about a booking, opened for its review page. That it is read is written down first."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from booking import availability, together, when
from booking.admin import decisions
from booking.models import Kind
from intake import records, summary, words
from intake.crypto import Unreadable
from intake.findings import Outcome
from intake.models import ScreeningPolicy

NEAREST = 3
SHUT = gettext_lazy(
    "These answers cannot be opened with the keys in use. Ask whoever looks after the site to put the "
    "earlier key back into HEALTH_KEYS. Until then you can offer a later date or decline, but not confirm."
)
NOTE_SHUT = gettext_lazy("This note cannot be opened with the keys in use.")


def opened(booking, with_words, *, by, now: datetime) -> dict:
    """Open the answers and what was found, and the notes of letters and of these events."""
    letters = booking.client.clearances.order_by("-valid_until") if booking.needs_clearance else ()
    return _answers(booking, by, now) | {
        "letters": [{"letter": letter, "note": _letter_note(letter, by, now)} for letter in letters],
        "notes": notes_of(booking, with_words, by=by, now=now),
    }


def notes_of(booking, with_words, *, by, now: datetime) -> list[dict]:
    """Open the notes of these events."""
    return [{"event": event, "text": _note(event, booking, by, now)} for event in with_words]


def choices(booking, now: datetime) -> dict:
    """Say what can be decided about a held booking, and what keeps it from being confirmed."""
    from_on = safe_day(booking)
    free = availability.next_free(booking.treatment, NEAREST, now=now, from_day=from_on) if from_on else []
    return {
        "why_not": why_not_confirm(booking, now),
        "why_no_letter": why_not_ask(booking),
        "is_unsettled": booking.needs_clearance and _is_unsettled(booking),
        "later_times": [slot.starts_at for slot in free],
    }


def why_not_confirm(booking, now: datetime) -> list[str]:
    """Say what keeps a held booking from being confirmed; lifecycle.approve is who refuses."""
    reasons = _why_not_this(booking, now)
    for other in together.held(booking):
        if not reasons and other != booking and _why_not_this(other, now):
            day = when.day(other.starts_at)
            reasons.append(_("Opens when what is found for %(day)s is settled.") % {"day": day})
    return reasons


def _why_not_this(booking, now):
    reasons = []
    if booking.has_run_out(now) or booking.starts_at <= now:
        reasons.append(_("The time is not kept any more."))
    if records.is_taken_back(booking.client):
        reasons.append(
            _("They took back their agreement to your using the answers. Talk, and note it on their page.")
        )
    if not decisions.can_be_read(booking.screening):
        reasons.append(_("Opens when the answers can be read again."))
    elif booking.needs_clearance and _is_unsettled(booking):
        reasons.append(_("Opens when the “not sure” is settled as yes or no."))
    elif booking.needs_clearance and not booking.client.clearances.valid_on(booking.visit_on).exists():
        day = date_format(booking.visit_on, "j F")
        reasons.append(_("Opens when a letter that is valid on %(day)s is accepted.") % {"day": day})
    return reasons


def why_not_ask(booking) -> str:
    """Say what keeps her from asking for a letter; decisions.ask_for_letter is who refuses."""
    asked = booking.messages.filter(kind=Kind.LETTER, version=booking.version).first()
    if asked is None:
        return ""
    last = booking.events.filter(why="letter_asked").last()
    return _("You asked on %(day)s already. Ring, if it does not come.") % {"day": when.day(last.at)}


def safe_day(booking):
    """Return the day from which nothing that was found by its date stands in the way any more."""
    if not decisions.can_be_read(booking.screening):
        return None
    days = [found.straight_from for found in booking.screening.found() if found.holds]
    return max((day for day in days if day and day > booking.visit_on), default=None)


def why_note(findings) -> list[str]:
    """Say what a yes to these findings has to note; decisions.needs_note says whether."""
    reasons = []
    if any(found.code == "consent_of_other" for found in findings):
        reasons.append(_("Write how the person treated agreed, or why the booker may decide."))
    if any(found.outcome == Outcome.LATER for found in findings):
        reasons.append(_("Write why you say yes although this day is earlier than your rules allow."))
    return reasons


def _is_unsettled(booking):
    return decisions.can_be_read(booking.screening) and booking.screening.has_unsettled_answer


def _answers(booking, by, now):
    try:
        read = records.read_screening(booking.screening, by=by, now=now)
    except Unreadable:
        return {"shut": SHUT}
    asked = {one["code"]: one["wording"] for one in read.asked}
    policy = ScreeningPolicy.load().as_policy()
    return {
        "findings": [words.finding(found, booking.visit_on) for found in read.findings],
        "answers": [
            {"question": asked.get(row.code, row.question), "lines": row.lines}
            for row in summary.rows(read.answers, policy)
        ],
        "why_note": why_note(read.findings),
        "earlier": booking.client.screenings.count() - 1,
    }


def _letter_note(letter, by, now):
    try:
        return records.read_clearance_note(letter, by=by, now=now)
    except Unreadable:
        return NOTE_SHUT


def _note(event, booking, by, now):
    try:
        return records.read_words(event.words, by=by, now=now, client=booking.client)
    except Unreadable:
        return NOTE_SHUT
