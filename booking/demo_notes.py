"""What was noted of the demo's sessions: numbers that go up and down, as they do."""

from datetime import datetime, timedelta
from itertools import cycle, islice

from booking import session_notes
from intake.history.session import Rating, SessionContent

# For each person what troubles them: before and after one session after another, None where it was not asked.
COURSES = (
    {"Lower back": ((4, 4), (5, 3), (4, 3), (3, 3), (4, 2))},
    {
        "Neck and shoulders": ((7, 5), (6, 6), (6, 4), (7, 5), (5, 4)),
        "Sleep": ((6, None), (5, None), (5, None), (4, None), (5, None)),
    },
    {
        "Tired hands": ((3, 2), (None, None), (2, 2), (3, 1), (2, 2)),
        "Headaches": ((8, 8), (5, 6), (6, 5), (4, 4), (5, 3)),
    },
)
WORKED = (("Neck map", "Shoulder map"), ("Back map",), ("Arms, both sides", "Neck map"), ("Hips", "Back map"))
RESPONSES = ("Quiet throughout, slept for a while.", "Warm hands after half an hour.", "")
PLANS = ("The arms first, then the neck.", "The same again in ten days.", "Ask about sleep.")


def note(booking, *, by, now: datetime):
    """Note the session: the first numbers at its start, the rest at its end; once in a while a correction."""
    nth = booking.client.session_notes.filter(adds_to=None).count()
    course = COURSES[booking.client_id % len(COURSES)]
    said = SessionContent(
        worked=_nth(WORKED, nth),
        response=_nth(RESPONSES, nth),
        plan=_nth(PLANS, nth),
        shares_plan=nth % 2 == 0,
        ratings=tuple(Rating(label, *_nth(told, nth)) for label, told in course.items()),
    )
    start = SessionContent(ratings=tuple(Rating(one.label, one.before) for one in said.ratings))
    session_notes.write(booking, start, by=by, now=booking.starts_at + timedelta(minutes=9))
    session_notes.write(booking, said, by=by, now=now)
    if nth == 1:
        slip = SessionContent(words="It was the left side, not the right.", shares_plan=said.shares_plan)
        session_notes.write(booking, slip, by=by, now=now + timedelta(hours=5))


def _nth(told, n: int):
    return next(islice(cycle(told), n, None))
