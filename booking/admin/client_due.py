"""What is due about one client: what to answer, to note, to ask for and to mind."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from booking import agreements, availability, course, when, wishes
from booking.course import Course
from intake import months, records
from intake.models import Client
from intake.models.people import FORM_HOLDS


@dataclass(frozen=True)
class Due:
    """One line: a shape by its name, what is the matter, and the page where it is dealt with."""

    shape: str
    word: str
    text: str
    url: str = ""
    link: str = ""


def due(client: Client, sessions: Course, clearances, *, now: datetime) -> list[Due]:
    """Return what is to be done, the nearest deadline on top, and then what holds for every visit."""
    return [
        *_to_answer(sessions),
        *_to_note(sessions),
        *_letter(sessions, clearances),
        *_form(client, sessions, now),
        *_waits(client),
        *_agreement(client),
        *_grown(client, now),
        *_flags(client, availability.day_of(now)),
    ]


def needs_form(client: Client, sessions: Course, now: datetime) -> bool:
    """Whether the next visit, or one today, would be without a health form that holds."""
    return not client.has_form(availability.day_of(now)) or not client.has_form(_next_day(sessions, now))


def _to_answer(sessions):
    for visit in sorted(sessions.waiting, key=lambda visit: visit.answer_due_at):
        due_by = f"{when.day(visit.answer_due_at)}, {when.clock24(visit.answer_due_at)}"
        yield Due(
            "held",
            _("Request waiting"),
            _("For %(day)s. Answer by %(due)s.") % {"day": when.day(visit.starts_at), "due": due_by},
            _page("review", visit),
            _("Read and answer"),
        )


def _to_note(sessions):
    for visit in sessions.over:
        yield Due(
            "look",
            _("No outcome yet"),
            _("The visit of %(day)s.") % {"day": when.day_year(visit.starts_at)},
            _page("outcome", visit),
            _("Note how it went"),
        )


def _letter(sessions, clearances):
    visit = course.uncovered(sessions, clearances)
    if visit is None:
        return
    day = when.day(visit.starts_at)
    standing = [letter for letter in clearances if letter.ended_at is None]
    if standing:
        last = max(letter.valid_until for letter in standing)
        text = _("The letter does not cover %(day)s. It is valid until %(last)s.")
        text %= {"day": day, "last": date_format(last, "j F Y")}
    else:
        text = _("None is accepted yet for %(day)s.") % {"day": day}
    yield Due("letter", _("Letter"), text, _page("review", visit), _("Look at the visit"))


def _form(client, sessions, now):
    if not needs_form(client, sessions, now):
        return
    if client.form_on is None:
        text = _("There is none yet.")
    else:
        ends = date_format(months.add(client.form_on, FORM_HOLDS), "j F Y")
        text = _("The one of %(day)s holds until %(ends)s. Ask for a new one.")
        text %= {"day": date_format(client.form_on, "j F Y"), "ends": ends}
    yield Due("look", _("Health form"), text)


def _waits(client: Client):
    for entry in client.waits.filter(ended_at=None).select_related("treatment").order_by("created_at"):
        text = f"{entry.treatment.name}: {wishes.short(wishes.of(entry))}."
        url = reverse("admin:booking_booking_wait", args=[entry.pk])
        yield Due("reserved", _("On the waitlist"), text, url, _("Look or offer"))


def _agreement(client: Client):
    if records.is_taken_back(client):
        text = _("Taken back. No visit can be confirmed before they agree again.")
        url = reverse("admin:booking_booking_agreements", args=[client.pk])
        yield Due("held", _("Agreement"), text, url, _("Look at it"))


def _grown(client: Client, now):
    """A child grows up: at one birthday they may speak for themselves, at the next nobody else may."""
    grown = agreements.grown_up(client, now=now)
    if grown is None:
        return
    text = _("%(age)s years old. They may agree and book by themselves: ask them, and note their email.")
    if grown.is_of_age:
        text = _("%(age)s years old. What %(who)s agreed to carries no new visit: ask them themselves.")
    url = reverse("admin:booking_booking_agreements", args=[client.pk])
    text %= {"age": grown.age, "who": grown.given_by}
    yield Due("look", _("Grown up"), text, url, _("Agreements"))


def _flags(client: Client, today: date):
    if client.talk_first:
        yield Due("held", _("Talk first"), _("Each new booking is held until you have talked."))
    if client.not_before_on and client.not_before_on > today:
        day = date_format(client.not_before_on, "l j F Y")
        yield Due("later", _("Not before"), _("%(day)s. Earlier visits are held.") % {"day": day})


def _next_day(sessions, now):
    return availability.day_of(sessions.next.starts_at if sessions.next else now)


def _page(name, visit):
    """Return the page for this, or the visit's own where there is none."""
    try:
        return reverse(f"admin:booking_booking_{name}", args=[visit.pk])
    except NoReverseMatch:
        return reverse("admin:booking_booking_change", args=[visit.pk])
