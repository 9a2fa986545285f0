"""What the health form asks to take care of, beside a booking. That it is read is written down first."""

from datetime import datetime

from intake import records
from intake.history import precaution_words

NEEDED = "intake.view_healthform"


def beside(booking, *, user, now: datetime) -> dict:
    """Return the precautions of the client's newest form in words, for whoever may read one."""
    if booking.client_id is None or not user.has_perm(NEEDED):
        return {}
    read = records.precautions_of([booking.client_id], by=user, now=now)
    if booking.client_id not in read:
        return {"care": {"has_form": False}}
    named = read[booking.client_id]
    if named is None:
        return {"care": {"has_form": True, "is_shut": True}}
    return {"care": {"has_form": True, "lines": [precaution_words.line(one) for one in named]}}
