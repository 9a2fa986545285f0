"""What is sealed about a client, opened for their page. That it is read is written down first."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from booking.admin.opened import NOTE_SHUT
from intake import records, summary, words
from intake.crypto import Unreadable
from intake.models import Client, ScreeningPolicy

SHUT = _(
    "These answers cannot be opened with the keys in use. Ask whoever looks after the site to put the "
    "earlier key back into HEALTH_KEYS."
)


def notes(client: Client, *, is_all: bool = False, by, now: datetime) -> dict:
    """Open the newest note of each kind, or all: what is not shown is not opened either."""
    rows = list(client.notes.select_related("by").order_by("-created_at"))
    newest = {row.kind: row for row in reversed(rows)}
    standing = [newest[kind] for kind in ("access", "general") if kind in newest]
    earlier = [row for row in rows if row not in standing]
    read = records.read_notes([*standing, *(earlier if is_all else ())], client=client, by=by, now=now)
    return {
        "standing_notes": read[: len(standing)],
        "earlier_notes": read[len(standing) :],
        "notes_left_shut": 0 if is_all else len(earlier),
    }


def read(client: Client, *, by, now: datetime) -> dict:
    """Open the latest answers, what they found, and what the letters say."""
    latest = client.screenings.select_related("client").order_by("-created_at").first()
    letters = client.clearances.select_related("client").order_by("-valid_until")
    return {
        "record": {"is_open": True} | (_answers(latest, by, now) if latest else {}),
        "letters": [{"letter": letter, "note": _letter_note(letter, by, now)} for letter in letters],
    }


def _answers(screening, by, now):
    try:
        given = records.read_screening(screening, by=by, now=now)
    except Unreadable:
        return {"screening": screening, "shut": SHUT}
    asked = {one["code"]: one["wording"] for one in given.asked}
    policy = ScreeningPolicy.load().as_policy()
    return {
        "screening": screening,
        "findings": [words.finding(found, screening.visit_on) for found in given.findings],
        "answers": [
            {"question": asked.get(row.code, row.question), "lines": row.lines}
            for row in summary.rows(given.answers, policy)
        ],
        "earlier": screening.client.screenings.count() - 1,
    }


def _letter_note(letter, by, now):
    try:
        return records.read_clearance_note(letter, by=by, now=now)
    except Unreadable:
        return NOTE_SHUT
