"""What a client may see of their own sessions: the numbers, the days, and a plan that they may read."""

from dataclasses import dataclass
from datetime import date, datetime

from booking import family, ratings_picture, session_notes
from booking.models import Status
from booking.ratings_picture import Picture
from intake import records
from intake.models import Client


@dataclass(frozen=True)
class Plan:
    day: date
    words: str


@dataclass(frozen=True)
class OwnCourse:
    """Pictures with the oldest session on top, plans with the newest one first."""

    pictures: list[Picture]
    plans: list[Plan]
    # Whether something is noted that no key in use opens.
    is_shut: bool


def of(client: Client, *, address: str, now: datetime) -> OwnCourse:
    """Return what was noted of the sessions that were booked with this folded address, of the last year.

    Somebody who once booked for another adult does not see what that adult booked alone. Four queries."""
    mine = [visit for visit in family.visits(address, now=now) if visit.client_id == client.pk]
    noted = session_notes.of_visits(visit for visit in mine if visit.status == Status.COMPLETED)
    told, plans, is_shut = [], [], False
    for one in noted:
        read = records.open_session_notes(one.notes)
        stands = session_notes.as_it_stands(read)
        is_shut = is_shut or any(note.said is None for note in read)
        told.append((one.booking.visit_on, stands.ratings))
        if stands.plan and stands.shares_plan:
            plans.insert(0, Plan(one.booking.visit_on, stands.plan))
    return OwnCourse(ratings_picture.pictures(told), plans, is_shut)
