"""Somebody on the phone: what she types for them, as the forms take it and as a draft keeps it."""

from datetime import UTC, datetime

from booking import by_hand
from intake import agreement
from intake.answers import ForWhom
from tests.booking.factories import NOW

TUESDAY = datetime(2027, 3, 9, 10, tzinfo=UTC)
TYPED = {"name": "Joan Green", "born_on": "1985-06-15", "phone": "07700 900456", "email": "joan@example.com"}
WHEN = {"day": "9/3/2027", "clock": "10"}
WHO = {"name": "Joan Green", "born_on": "15/6/1985", "phone": "07700 900456", "email": "joan@example.com"}
NOTHING = {"pregnant": "no", "had_operation": "no", "cancer": "no", "symptoms": "no"}
ASKED = NOTHING | {"agreed": "on"}
PARENT = {
    "name": "Robin Green",
    "relationship": "father",
    "phone": "07700 900457",
    "email": "robin@example.com",
    "has_parental_responsibility": True,
}


def new(**typed):
    return {"client": None, "typed": TYPED | typed}


def known(client):
    return {"client": client.pk, "typed": None}


def told(for_whom=ForWhom.SELF, **answers):
    """The parts of a draft whose questions are all answered."""
    plain = NOTHING | {"due_on": None, "operations": [], "healed": None}
    return plain | answers | {"agreed": agreement.current(for_whom).to_json()}


def ring(by, who=None, starts_at=TUESDAY, now=NOW, guardian=None, **answers):
    """Go through a call up to the check; return its draft."""
    draft = by_hand.begin(who or new(), starts_at, by=by, now=now)
    for_whom = ForWhom.CHILD if guardian else ForWhom.SELF
    by_hand.answer(by_hand.Call(draft, now), guardian=guardian, **told(for_whom, **answers))
    return draft
