"""The next visit of somebody who has just been: proposed where it belongs, and booked by one press.

The answers on file are judged again for the new day. They carry it for twelve months, as long as the
agreement to use them stands; then the questions are asked anew."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.functional import cached_property

from booking import availability, checks, lifecycle, people, request, spacing
from booking.judgement import Judgement
from booking.lock import take_diary
from booking.models import Booking, Status, Treatment
from booking.spacing import Span
from intake import months, records
from intake.answers import ForWhom
from intake.crypto import Unreadable
from intake.models import Client, Consent, Guardianship, Screening, ScreeningPolicy

GOOD_FOR_MONTHS = 12
LOOKED_ON = timedelta(days=28)
# The visits that count as sessions: those that were, and those that are agreed on.
SESSIONS = (Status.COMPLETED, Status.CONFIRMED)


class AskAgain(Exception):
    """What is on file does not carry another visit. `why` is none, old, shut, guardian or treatment."""

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

    @cached_property
    def judgement(self) -> Judgement:
        known = records.known_about(self.client, is_first=self.treatment.is_first, now=self.now)
        policy = ScreeningPolicy.load().as_policy()
        return Judgement(self.screening.given(), policy, known, availability.day_of(self.now))

    @property
    def length(self) -> timedelta:
        return availability.length_of(self.treatment, self.client)

    @cached_property
    def sessions(self) -> list[Booking]:
        return list(self.client.bookings.filter(status__in=SESSIONS).order_by("starts_at"))

    @property
    def last(self) -> Booking:
        return self.sessions[-1]

    @property
    def span(self) -> Span:
        span = spacing.next_span(len(self.sessions), self.last.visit_on)
        return span.from_day(availability.day_of(self.now))

    def free(self, first_day: date, days: int) -> list[datetime]:
        """Return what is free by the rules for clients, in the practice's time."""
        diary = availability.load(first_day, days, policy=self.treatment.policy, now=self.now)
        slots = diary.free(self.length, is_first=self.treatment.is_first)
        return [slot.starts_at.astimezone(availability.zone()) for slot in slots]

    @cached_property
    def in_span(self) -> list[datetime]:
        return self._like_last(self.free(self.span.first, self.span.days))

    @cached_property
    def after_span(self) -> list[datetime]:
        """What is free next, where the span itself has nothing."""
        first_day = self.span.last + timedelta(days=1)
        return [] if self.in_span else self._like_last(self.free(first_day, LOOKED_ON.days))

    def is_held_on(self, day: date) -> bool:
        return any(finding.holds for finding in self.judgement.findings(day))

    def _like_last(self, starts):
        return spacing.like_before(starts, self.last.starts_at.astimezone(availability.zone()))


def on_file(visit, *, now: datetime) -> OnFile:
    """Return what carries the next visit of the client of this one. Raise AskAgain where something lacks."""
    client = visit.client.merged_into or visit.client
    answered_on = _answered_on(client, now)
    screening = client.screenings.filter(superseded_by=None).order_by("created_at").last()
    if screening is None:
        raise AskAgain("none")
    treatment = people.treatment_for(client)
    if treatment is None:
        raise AskAgain("treatment")
    guardianship = _guardianship(visit, client, screening)
    return OnFile(client, guardianship, screening, treatment, answered_on, now)


@transaction.atomic
def book(visit, starts_at: datetime, *, key: UUID, by, now: datetime) -> Booking:
    """Book one of the free times, on her word that nothing has changed. Pressing twice books once.

    Raise Taken when it is not free any more, and AskAgain."""
    checks.person(by)
    take_diary()
    done = request.placed(key)
    if done is not None:
        return done
    # Read anew under the lock: whose it is may have changed since the page was asked for.
    visit = Booking.objects.select_related("client__merged_into", "guardianship").get(pk=visit.pk)
    file = on_file(visit, now=now)
    day = availability.day_of(starts_at)
    if starts_at not in file.free(day, 1):
        raise lifecycle.Taken
    booking = lifecycle.reserve_by_hand(
        file.treatment, starts_at, length=file.length, draft_key=key, by=by, now=now
    )
    screened = lifecycle.Screened(file.client, _judged(file, day), file.treatment.is_first, file.guardianship)
    request.conclude(booking, screened, now=now, by=by)
    return booking


def _judged(file: OnFile, day: date) -> Screening:
    """Judge the answers for this day. It supersedes nothing: an earlier visit keeps its own screening."""
    earlier = file.screening
    return records.record_screening(
        client=file.client,
        answers=file.judgement.answers,
        asked=earlier.asked,
        visit_on=day,
        policy=file.judgement.policy,
        known=file.judgement.known,
        given_by=Screening.GivenBy.PRACTITIONER,
        now=file.now,
        questions_version=earlier.questions_version,
    )


def _answered_on(client, now) -> date:
    """Return the day the questions were asked last: each time, the agreement is given anew."""
    agreed = client.consents.filter(purpose=Consent.Purpose.HEALTH).order_by("given_at").last()
    if agreed is None or agreed.withdrawn_at is not None:
        raise AskAgain("none")
    answered_on = availability.day_of(agreed.given_at)
    if availability.day_of(now) > months.add(answered_on, GOOD_FOR_MONTHS):
        raise AskAgain("old")
    return answered_on


def _guardianship(visit, client, screening):
    try:
        is_for_self = screening.given().for_whom == ForWhom.SELF
        screening.asked  # noqa: B018  opened here, so that it is known now whether a key opens it
    except Unreadable:
        raise AskAgain("shut") from None
    if is_for_self:
        return None
    adult = visit.guardianship or client.guardianships.order_by("created_at").last()
    if adult is None:
        raise AskAgain("guardian")
    return adult
