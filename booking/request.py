"""From a filled-in draft to a booking, in one transaction: pressing twice books once."""

from datetime import datetime, timedelta

from django.db import transaction

from booking import availability, deadlines, lifecycle, rescreening
from booking.lock import take_diary
from booking.models import Booking, Status, Treatment
from booking.people import Person, known_about, person_of, treatment_for
from intake import questions, records
from intake.agreement import Agreement
from intake.answers import Answers, ForWhom
from intake.models import Consent, Screening, ScreeningPolicy

# Where the words of the agreement stand, as the record names it.
PAGE = "booking"


class NeedsMoreNotice(lifecycle.Taken):
    """This time is too near for a request that a person has to read first."""


def placed(draft_key) -> Booking | None:
    """Return what this draft has become, None while it is still being filled in."""
    bookings = Booking.objects.select_related("treatment__price", "client", "screening")
    return bookings.filter(draft_key=draft_key, client__isnull=False).first()


@transaction.atomic
def place(draft, *, now: datetime) -> Booking:
    """Confirm the visit when its screening is ready, hold it otherwise. Raise Taken when the time is
    gone, NeedsMoreNotice when it is too near to be held; the draft then stays as it was."""
    take_diary()
    done = placed(draft.pk)
    if done is not None:
        return done
    # Read under the lock: another tab may have saved an answer since the page was asked for.
    parts = records.reread_draft(draft).answers
    booking = _reservation(draft.pk, parts, now)
    settle(parts, booking, person_of(parts, now=now), now=now)
    records.drop_draft(draft)
    return booking


def settle(parts, booking, person: Person, *, now: datetime, by=lifecycle.CLIENT):
    """Keep the agreement and the answers of a draft; confirm its booking, or hold it for what was found."""
    known = screened(parts, booking, person, now=now, by=by)
    conclude(booking, known, now=now, by=by)
    rescreening.after_new_answers(known.screening, now=now, by=by)


def screened(parts, booking, person: Person, *, now: datetime, by=lifecycle.CLIENT) -> lifecycle.Screened:
    """Keep the agreement and the answers of a draft, judged for the day of this booking."""
    agree(parts, person, by, now)
    screening = screen(parts, booking.treatment, booking.visit_on, person, by, now)
    treatment = None if person.is_first else treatment_for(person.client)
    return lifecycle.Screened(
        person.client, screening, person.is_first, person.guardianship, treatment=treatment
    )


def conclude(booking, screened, *, now: datetime, by):
    """Confirm a reservation when nothing was found, hold it otherwise."""
    if screened.screening.needs_review:
        _hold(booking, screened, by, now)
    else:
        lifecycle.confirm_new(booking, screened, now=now, by=by)


@transaction.atomic
def conclude_together(pairs, *, now: datetime, by, series=None):
    """Confirm these reservations, each with its Screened, when nothing was found for any of them; hold
    all of them otherwise. Raise Taken or NeedsMoreNotice where one cannot be: then none is."""
    take_diary()
    pairs = sorted(pairs, key=lambda pair: pair[0].starts_at)
    lifecycle.tie([booking for booking, _screened in pairs], series=series)
    is_held = any(screened.screening.needs_review for _booking, screened in pairs)
    for booking, screened in pairs:
        if is_held:
            _hold(booking, screened, by, now)
        else:
            lifecycle.confirm_new(booking, screened, now=now, by=by)
    lifecycle.end_as_one(pairs[0][0])


def _reservation(draft_key, parts, now):
    """Return the time that is kept for this draft; claim it again when that has run out."""
    starts_at = datetime.fromisoformat(parts["starts_at"])
    own = Booking.objects.filter(draft_key=draft_key, status=Status.RESERVED, starts_at=starts_at)
    kept = (
        own.filter(expires_at__gt=now, treatment__slug=parts["treatment"])
        .select_related("treatment__policy", "treatment__price")
        .first()
    )
    if kept is not None:
        return kept
    treatment = Treatment.objects.bookable().select_related("policy", "price").get(slug=parts["treatment"])
    return lifecycle.reserve(treatment, starts_at, draft_key=draft_key, now=now)


def agree(parts, person: Person, by, now):
    """Keep the agreement of a draft."""
    records.give_consent(
        client=person.client,
        agreement=Agreement.from_json(parts["agreed"]),
        given_by=person.booked_by,
        relation=person.relation,
        guardianship=person.guardianship,
        now=now,
        channel=Consent.Channel.PHONE if by.user else Consent.Channel.WEB,
        page=PAGE,
    )


def screen(parts, treatment, visit_on, person: Person, by, now) -> Screening:
    """Judge the answers of a draft for this day, and keep them."""
    answers = Answers.from_json(parts)
    policy = ScreeningPolicy.load().as_policy()
    return records.record_screening(
        client=person.client,
        answers=answers,
        asked=questions.asked(answers, policy),
        visit_on=visit_on,
        policy=policy,
        known=known_about(
            person.client,
            # What was picked never loosens, and says no more of who is known than it said before.
            is_first=person.is_first or treatment.is_first,
            follow_up_unmatched=person.is_first and not treatment.is_first,
            now=now,
        ),
        given_by=given_by(answers, by),
        now=now,
    )


def given_by(answers: Answers, by: lifecycle.Actor) -> str:
    """Return who gave these answers, as the record names them."""
    if by.user is not None:
        return Screening.GivenBy.PRACTITIONER
    is_for_self = answers.for_whom == ForWhom.SELF
    return Screening.GivenBy.CLIENT if is_for_self else Screening.GivenBy.GUARDIAN


def _hold(booking, screened, by, now):
    treatment, notice = booking.treatment, deadlines.NOTICE_WHEN_HELD
    # What she books herself she has heard already.
    if by.user is None and booking.starts_at < now + notice:
        about = {"now": now, "notice": notice, "length": timedelta(minutes=booking.reserved_minutes)}
        raise NeedsMoreNotice(availability.nearest(treatment, booking.starts_at, 6, **about))
    due = lifecycle.answer_due(booking, now)
    lifecycle.hold_new(booking, screened, answer_due_at=due, now=now, by=by)
