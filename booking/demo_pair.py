"""A mother who comes with her child: two visits of the demo's diary that belong together."""

from datetime import date, datetime, timedelta

from booking import availability, pairs, steps
from booking.models import Treatment
from intake import agreement, records

AHEAD = timedelta(days=8)
CHILD, ADULT = date(2016, 4, 9), date(1984, 6, 15)


def ask(nothing: dict, *, now: datetime):
    """Ask for two times one after the other, with nothing to report; nothing where no day has room."""
    treatment = Treatment.objects.select_related("policy", "price").get(slug="first-session")
    free = pairs.free(treatment, availability.day_of(now + AHEAD), 14, now=now)
    if not free:
        return
    slot = free[0]
    parts = nothing | {
        "errand": steps.PAIR,
        "treatment": treatment.slug,
        "for_whom": "child",
        **_of("child", CHILD),
        steps.ADULT: nothing | _of("self", ADULT),
        "starts_at": slot.starts_at.isoformat(),
        "second_at": slot.second_at.isoformat(),
        "details": {
            "client_name": "Kit Placename",
            "name": "Ella Placename",
            "email": "ella@example.com",
            "phone": "07700 900456",
            "ring_at": "",
            "relationship": "mother",
            "has_parental_responsibility": True,
            "in_the_room": "",
        },
    }
    pairs.place(records.start_draft(now=now, **parts), now=now)


def _of(for_whom, born_on):
    return {"born_on": born_on.isoformat(), "agreed": agreement.current(for_whom).to_json()}
