"""What is on file of a client, as far as it carries another visit without asking the questions again.

The answers are judged anew for each new day. They carry it for twelve months, as long as the agreement
to use them stands; then the questions are asked anew."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.functional import cached_property

from booking import agreements, availability, people, request, spacing
from booking.judgement import Judgement
from booking.lifecycle import Actor, Screened
from booking.models import Booking, Status, Treatment
from booking.spacing import Span
from booking.times import Times
from intake import months, records
from intake.answers import ForWhom
from intake.crypto import Unreadable
from intake.models import Client, Guardianship, Screening, ScreeningPolicy

GOOD_FOR_MONTHS = 12
LOOKED_ON = timedelta(days=28)
# The visits that count as sessions: those that were, and those that are agreed on.
SESSIONS = (Status.COMPLETED, Status.CONFIRMED)


class AskAgain(Exception):
    """What is on file does not carry another visit.

    `why` is none, grown, old, shut, guardian or treatment."""

    def __init__(self, why: str):
        super().__init__(why)
        self.why = why


@dataclass
class OnFile:
    """What is known of a client, as far as their next visit needs it. Read by nobody."""

    client: Client
    guardianship: Guardianship | None
    screening: Screening
    treatment: Treatment
    answered_on: date
    now: datetime
    # The visits that count as sessions, in their order.
    sessions: list[Booking]

    @cached_property
    def judgement(self) -> Judgement:
        known = people.known_about(self.client, is_first=self.treatment.is_first, now=self.now)
        policy = ScreeningPolicy.load().as_policy()
        return Judgement(self.screening.given(), policy, known, availability.day_of(self.now))

    @property
    def length(self) -> timedelta:
        return availability.length_of(self.treatment, self.client)

    @property
    def last(self) -> Booking | None:
        return self.sessions[-1] if self.sessions else None

    @property
    def span(self) -> Span:
        """The days in which the next session belongs; for somebody without any, the soonest there are."""
        today = availability.day_of(self.now)
        last_on = self.last.visit_on if self.last else today - self.apart(0)[0]
        return spacing.next_span(len(self.sessions), last_on, self._own_apart).from_day(today)

    def apart(self, sessions: int) -> spacing.Apart:
        """Return how far after so many sessions the next one comes, as it is noted for this client."""
        return spacing.apart(sessions, self._own_apart)

    @property
    def _own_apart(self):
        return spacing.own_apart(self.client.days_apart_from, self.client.days_apart_until)

    def times(self, *, is_earlier_asked=False) -> Times:
        """Return the free times as the answers on file allow them, by the rules for clients."""
        return Times(self.treatment, self.judgement, self.now, is_earlier_asked, self.client)

    def free(self, first_day: date, days: int) -> list[datetime]:
        """Return what is free by the rules for clients, in the practice's time."""
        diary = availability.load(first_day, days, policy=self.treatment.policy, now=self.now)
        slots = diary.free(self.length, is_first=self.treatment.is_first)
        return [slot.starts_at.astimezone(availability.zone()) for slot in slots]

    @cached_property
    def in_span(self) -> list[datetime]:
        return self.like_last(self.free(self.span.first, self.span.days))

    @cached_property
    def after_span(self) -> list[datetime]:
        """What is free next, where the span itself has nothing."""
        first_day = self.span.last + timedelta(days=1)
        return [] if self.in_span else self.like_last(self.free(first_day, LOOKED_ON.days))

    def is_held_on(self, day: date) -> bool:
        return any(finding.holds for finding in self.judgement.findings(day))

    def like_last(self, starts: list[datetime]) -> list[datetime]:
        """Return a choice of these local times, those most like the last session first."""
        before = self.last.starts_at.astimezone(availability.zone()) if self.last else None
        return spacing.like_before(starts, before or min(starts)) if starts else []

    def screened(self, day: date, *, by: Actor) -> Screened:
        """Judge the answers for this day and keep that. It supersedes nothing: an earlier visit keeps its
        own screening."""
        judged = records.record_screening(
            client=self.client,
            answers=self.judgement.answers,
            asked=self.screening.asked,
            visit_on=day,
            policy=self.judgement.policy,
            known=self.judgement.known,
            given_by=request.given_by(self.judgement.answers, by),
            now=self.now,
            questions_version=self.screening.questions_version,
            answered_at=self.screening.answered_at,
        )
        return Screened(
            self.client,
            judged,
            self.treatment.is_first,
            self.guardianship,
            treatment=self.treatment,
            unchanged_at=self.now,
        )


def of(client: Client, *, now: datetime, guardianship: Guardianship | None = None) -> OnFile:
    """Return what carries another visit of this client, with the adult who was there before.

    Raise AskAgain where something lacks."""
    client = client.merged_into or client
    # New answers and a coming visit judged by them are written in one instant: the stricter of them counts.
    order = ("created_at", "needs_clearance", "needs_review")
    screening = client.screenings.filter(superseded_by=None).order_by(*order).last()
    if client.restricted_at or screening is None or not records.is_agreed(client):
        raise AskAgain("none")
    if agreements.is_outgrown(client, now=now):
        raise AskAgain("grown")
    answered_on = availability.day_of(screening.answered_at)
    if availability.day_of(now) > months.add(answered_on, GOOD_FOR_MONTHS):
        raise AskAgain("old")
    sessions = list(client.bookings.filter(status__in=SESSIONS).order_by("starts_at"))
    is_treated = client.treated_before or any(one.status == Status.COMPLETED for one in sessions)
    treatment = people.fitting(is_first=not is_treated)
    if treatment is None:
        raise AskAgain("treatment")
    adult = _guardianship(guardianship, client, screening)
    return OnFile(client, adult, screening, treatment, answered_on, now, sessions)


def of_visit(visit: Booking, *, now: datetime) -> OnFile:
    """Return what carries the next visit of the client of this one. Raise AskAgain."""
    return of(visit.client, now=now, guardianship=visit.guardianship)


def _guardianship(adult, client, screening):
    try:
        is_for_self = screening.given().for_whom == ForWhom.SELF
        screening.asked  # noqa: B018  opened here, so that it is known now whether a key opens it
    except Unreadable:
        raise AskAgain("shut") from None
    if is_for_self:
        return None
    adult = adult or client.guardianships.order_by("created_at").last()
    if adult is None:
        raise AskAgain("guardian")
    return adult
