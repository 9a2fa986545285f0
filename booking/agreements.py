"""Taking back what was agreed to: what it does to the record, and to visits that are still to come."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from booking import availability, outbox, rescreening
from booking.lock import take_diary
from booking.models import Kind, RetentionPolicy
from booking.moves import Actor
from booking.rights import clock, facts
from intake import months, records
from intake.agreement import Purpose
from intake.models import Client, Consent, ScreeningPolicy


@dataclass(frozen=True)
class Grown:
    """Somebody for whom an adult agreed, and who may or, of age, has to agree for themselves by now."""

    age: int
    given_by: str
    is_of_age: bool


@transaction.atomic
def take_back(
    client: Client,
    purpose: str,
    *,
    by: Actor,
    now: datetime,
    said_by: str,
    channel: str = Consent.Channel.WEB,
    visit=None,
) -> bool:
    """Note that an agreement was taken back, and return whether one stood: of many presses the first counts.

    Without the one about health answers each coming visit waits for the practitioner. What a client does
    themselves she is told at once, by the visit that they came to see."""
    take_diary()
    noted = {"now": now, "said_by": said_by, "channel": channel, "noted_by": by.user}
    if not records.withdraw_consents(client, purpose, **noted):
        return False
    if purpose == Purpose.HEALTH:
        rescreening.after_taking_back(client, by=by, now=now)
    if by.user is None:
        visit.refresh_from_db(fields=["status", "version"])
        outbox.put_again(Kind.TAKEN_BACK, booking=visit, at=now)
    return True


def grown_up(client: Client, *, now: datetime) -> Grown | None:
    """Return how far somebody has grown up since an adult agreed for them as a child; None while they are
    one, and for whoever was of age then."""
    given = records.agreed_by_another(client)
    if given is None:
        return None
    policy = ScreeningPolicy.load().as_policy()
    then, age = (months.age_on(client.born_on, availability.day_of(at)) for at in (given.given_at, now))
    if then >= policy.adult_from_age or age < policy.guardian_under_age:
        return None
    return Grown(age, given.given_by, is_of_age=age >= policy.adult_from_age)


def is_outgrown(client: Client, *, now: datetime) -> bool:
    """Whether an adult agreed for a child who is of age by now: then nobody but themselves can."""
    grown = grown_up(client, now=now)
    return grown is not None and grown.is_of_age


def kept_until(client: Client) -> date | None:
    """Return the day on which the record of somebody who was treated goes, should they not come again; None
    for whoever never was."""
    due = clock.due_on(facts.facts([client.pk])[client.pk], RetentionPolicy.load().as_periods())
    return None if due.why == clock.Why.NEVER_TREATED else due.contact_on


def resting_on_it(client: Client, *, now: datetime):
    """Return the visits that would wait for the practitioner without the agreement to use answers."""
    return rescreening.coming_of(client, now=now)


@transaction.atomic
def give(client: Client, agreed, *, now: datetime, **about) -> list[Consent]:
    """Keep what a form gave as `agreed`, but for what stands already: pressing twice agrees once."""
    take_diary()
    stands = records.standing(client)
    fresh = [one for one in agreed if one["purpose"] not in stands]
    return records.give_consents(fresh, client=client, now=now, **about)
