"""Turns a copy into chapters that a person can read: what a column is called, and what it says in words."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from booking.rights.export import Copy, Row

TITLES = {
    "person": gettext_lazy("Who you are"),
    "guardians": gettext_lazy("Who answers for you"),
    "agreements": gettext_lazy("What was agreed"),
    "suitability_answers": gettext_lazy("Answers before a booking"),
    "health_forms": gettext_lazy("Health forms"),
    "unfinished_health_forms": gettext_lazy("A health form that is not finished"),
    "letters": gettext_lazy("Letters that were accepted"),
    "letters_asked_for": gettext_lazy("Letters that were asked for"),
    "letter_files": gettext_lazy("Files of letters"),
    "notes": gettext_lazy("Notes about you"),
    "session_notes": gettext_lazy("Notes of sessions"),
    "words": gettext_lazy("Reasons in words"),
    "legal_holds": gettext_lazy("Why deletion was stopped"),
    "erasures": gettext_lazy("Wishes to be deleted"),
    "who_looked": gettext_lazy("Who has read your record"),
    "visits": gettext_lazy("Visits"),
    "steps": gettext_lazy("What became of each visit"),
    "series": gettext_lazy("Series"),
    "waitlist": gettext_lazy("The waitlist"),
    "messages": gettext_lazy("Messages that were sent to you"),
}
# Numbers and marks for the site's own use: they stand in the data, and tell a reader nothing.
INSIDE = frozenset(
    (
        *("id", "client", "child", "draft_key", "blocked_from", "blocked_until", "together", "supersedes"),
        *("screening", "clearance", "entry", "row", "guardianship", "series", "booking", "enquiry", "link"),
        *("erasure", "words", "version", "approved_version", "wording_sha256", "asked", "claimed_until"),
        *("merged_into", "came_by_merge", "questions_version", "request", "session_note", "adds_to"),
        *(
            "attempts",
            "awaits_server",
            "seen_to_at",
            "instead_of",
            "message_id",
            "last_error",
            "number",
            "screened_for_on",
            "crossed",
        ),
        *("unchanged_at", "expires_at", "held_until", "answer_due_at", "due_at", "dropped_at", "gave_up_at"),
        *("from_status", "language", "size"),
    )
)
# A moment by which a row is headed, the first that it has.
HEADED_BY = ("starts_at", "at", "sent_at", "given_at", "answered_at", "asked_at", "set_at", "accepted_at",
             "uploaded_at", "created_at", "saved_at")  # fmt: skip


@dataclass(frozen=True)
class Card:
    """One row: its heading, and what it says line by line."""

    heading: str
    facts: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Chapter:
    """One table."""

    code: str
    title: str
    cards: tuple[Card, ...]


def chapters(copy: Copy) -> list[Chapter]:
    """Return what there is to read, the newest of each first; what is empty is left out."""
    return [
        Chapter(section, str(TITLES.get(section, _pretty(section))), tuple(map(_card, reversed(some))))
        for section, some in ((name, sorted(rows, key=_moment)) for name, rows in copy.sections.items())
        if some
    ]


def _card(row: Row) -> Card:
    headed = next((name for name in HEADED_BY if row.get(name)), "")
    facts = []
    for cell in row.cells:
        if cell.name in INSIDE or cell.name == headed or cell.value in (None, "", [], {}, False):
            continue
        if cell.name in SPECIAL and not isinstance(cell.value, str):
            facts += SPECIAL[cell.name](cell.value, row)
        else:
            facts.append((_label(cell.label), (cell.choice,) if cell.choice else tuple(_lines(cell.value))))
    heading = _words(row.get(headed)) if headed else ""
    return Card(heading, tuple((label, lines) for label, lines in facts if lines))


def _answers(value, row):
    """Each question in the words in which it was asked."""
    if "given" in value:
        yield from _form(value)
        return
    for asked in row.get("asked") or ():
        said = [value.get(name) for name in OF_QUESTION.get(asked.get("code"), ())]
        lines = tuple(line for one in said if one not in (None, "", []) for line in _lines(one))
        if lines:
            yield asked.get("wording", ""), lines


def _form(value):
    given = value["given"]
    if isinstance(given, dict):
        given = [{"wording": _pretty(code), **one} for code, one in given.items()]
    for one in given:
        lines = (*_lines(one.get("value")), *_lines(one.get("details")))
        yield one.get("wording") or _pretty(one.get("code", "")), tuple(line for line in lines if line)
    for one in value.get("complaints") or ():
        trouble = one.get("trouble")
        shown = [_("%(number)s of 10") % {"number": trouble}] if trouble is not None else []
        lines = (*shown, *map(_pretty, one.get("places") or ()), *_lines(one.get("words")))
        yield one.get("label") or _pretty(one.get("code", "")), tuple(line for line in lines if line)


def _found(value, row):
    yield _("What this told me"), tuple(_pretty(one.get("code", "")) for one in value)


def _content(value, row):
    for name, said in value.items():
        if name == "ratings":
            yield from ((one.get("label", _pretty(name)), tuple(_lines(_plain(one)))) for one in said)
        elif said not in (None, "", [], False):
            yield _pretty(name), tuple(_lines(said))


def _plain(rating):
    return {name: value for name, value in rating.items() if name not in ("code", "label")}


SPECIAL = {"answers": _answers, "findings": _found, "content": _content}
# The answers to each question of a screening, by the names under which they are kept.
OF_QUESTION = {
    "who": ("for_whom",),
    "born": ("born_on",),
    "pregnant": ("pregnant",),
    "due": ("due_on",),
    "operation": ("had_operation", "operations"),
    "healed": ("healed",),
    "cancer": ("cancer",),
    "symptoms": ("symptoms",),
}


def _lines(value) -> list[str]:
    """Return anything JSON can hold in words, a line for each part of it."""
    if isinstance(value, dict):
        parts = ((_label(_pretty(name)), " · ".join(_lines(one))) for name, one in value.items())
        return [f"{name}: {said}" for name, said in parts if said]
    if isinstance(value, list | tuple):
        return [" · ".join(_lines(one)) for one in value]
    return _words(value).split("\n") if value not in (None, "") else []


def _words(value) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if not isinstance(value, str):
        return str(value)
    moment = _parsed(parse_datetime, value) if "T" in value else None
    if isinstance(moment, datetime) and moment.tzinfo:
        return date_format(timezone.localtime(moment), "j F Y, H:i")
    day = _parsed(parse_date, value)
    if isinstance(day, date):
        return date_format(day, "j F Y")
    return REPLIES.get(value, value)


REPLIES = {"yes": gettext_lazy("Yes"), "no": gettext_lazy("No"), "unsure": gettext_lazy("I’m not sure")}


def _parsed(parse, value):
    try:
        return parse(value)
    except ValueError:
        return None


def _moment(row: Row) -> str:
    return next((str(row.get(name)) for name in HEADED_BY if row.get(name)), "")


def _pretty(code: str) -> str:
    return _label(str(code).replace("_", " "))


def _label(words: str) -> str:
    return words[:1].upper() + words[1:]
