"""Screening a client's coming visits again: when they give new answers, and when the rules change.

A visit is disturbed only by something that was not found before: a confirmed one is then held again,
a held one gets the newer screening. Nothing is confirmed here, and nothing that was found goes away:
whoever knows a name, an e-mail address and a birthday could else answer a hold away."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from booking import lifecycle, people
from booking.lock import take_diary
from booking.models import Booking, Status
from intake import records, screening
from intake.answers import combined
from intake.crypto import Unreadable
from intake.models import HealthForm, Screening, ScreeningPolicy

COMING = (Status.HELD, Status.CONFIRMED)


@transaction.atomic
def after_new_answers(answered: Screening, *, now: datetime, by=lifecycle.CLIENT) -> int:
    """Judge the client's other coming visits by these answers; return how many are disturbed."""
    take_diary()
    coming = _coming(now).filter(client=answered.client_id).exclude(screening=answered)
    return _screen_each(coming, answered, now=now, by=by)


@transaction.atomic
def after_new_form(form: HealthForm, *, by, now: datetime) -> int:
    """Judge the client's coming visits by what this form says; return how many are disturbed."""
    take_diary()
    return _screen_each(_coming(now).filter(client=form.client_id), None, now=now, by=by)


@transaction.atomic
def after_new_rules(*, now: datetime) -> int:
    """Judge every coming visit by the rules as they are now; return how many are disturbed."""
    take_diary()
    return _screen_each(_coming(now), None, now=now, by=lifecycle.SYSTEM)


@transaction.atomic
def after_her_word(client, *, by, now: datetime) -> int:
    """Judge a client’s coming visits by what is noted on them now; return how many are disturbed."""
    take_diary()
    coming = _coming(now).filter(client=client)
    return _screen_each(coming, None, now=now, by=by)


def coming_of(client, *, now: datetime):
    """Return a client's visits that are still to come, requests too."""
    return _coming(now).filter(client=client)


@transaction.atomic
def after_taking_back(client, *, by, now: datetime) -> int:
    """Let every coming visit of a client wait for the practitioner, with the screening that it has: the
    agreement to use the answers is gone. Return how many."""
    take_diary()
    waiting: set = set()
    for booking in _as_they_are(coming_of(client, now=now)):
        # What was booked together with an earlier one waits already.
        if booking.pk not in waiting:
            waiting |= _adopt(booking, booking.screening, now=now, by=by, why="agreement_ended")
    return len(waiting)


@transaction.atomic
def end_letter(letter, *, by, now: datetime) -> int:
    """End a doctor's letter before its day, and hold each visit again that was confirmed on it; return
    how many. Raise NotAllowed when it has ended already."""
    take_diary()
    if not records.end_clearance(letter, now=now):
        raise lifecycle.NotAllowed
    return _hold_beyond(standing_on(letter, now=now), by=by, now=now)


@transaction.atomic
def shorten_letter(letter, *, valid_until, by, now: datetime) -> int:
    """Let a doctor's letter hold to an earlier day, and hold each visit again that lies beyond it; return
    how many. Raise NotAllowed when it has ended, or held no longer than that anyway."""
    take_diary()
    if not records.shorten_clearance(letter, valid_until=valid_until):
        raise lifecycle.NotAllowed
    return _hold_beyond(standing_on(letter, now=now).filter(visit_on__gt=valid_until), by=by, now=now)


@transaction.atomic
def hold_uncovered(*, now: datetime) -> int:
    """Hold each visit again that stands on a letter which does not cover its day; return how many.

    Whoever shortens or ends a letter here holds them at once; this is for what came about otherwise."""
    if not _uncovered(now).exists():
        return 0
    take_diary()
    held: set = set()
    for booking in _as_they_are(_uncovered(now)):
        # With the screening that it has: judged anew it might need no letter, which is hers alone to say.
        held |= _adopt(booking, booking.screening, now=now, by=lifecycle.SYSTEM, why="letter_ended")
    return len(held)


def _uncovered(now):
    over = Q(clearance__ended_at__isnull=False) | Q(clearance__valid_until__lt=F("visit_on"))
    early = Q(clearance__valid_from__gt=F("visit_on"))
    sure = _coming(now).filter(status=Status.CONFIRMED, needs_clearance=True)
    return sure.filter(over | early)


def _hold_beyond(visits, *, by, now) -> int:
    held: set = set()
    for booking in _as_they_are(visits):
        held |= _adopt(booking, _judged_anew(booking, now), now=now, by=by, why="letter_ended")
    return len(held)


def standing_on(letter, *, now: datetime):
    """Return the coming visits that were confirmed on this letter."""
    return _coming(now).filter(clearance=letter, status=Status.CONFIRMED)


def _coming(now):
    coming = Booking.objects.filter(status__in=COMING, starts_at__gt=now, screening__isnull=False)
    return coming.select_related("screening", "client", "treatment__policy").order_by("starts_at")


def _as_they_are(coming):
    """Give one after the other; what was booked together may have been held with one before."""
    for booking in coming:
        if booking.together is not None:
            booking.refresh_from_db(fields=("status", "version"))
        yield booking


def _screen_each(coming, source: Screening | None, *, now, by) -> int:
    disturbed: set = set()
    for booking in _as_they_are(coming):
        disturbed |= _screen(booking, source or booking.screening, now=now, by=by)
    return len(disturbed)


def _screen(booking, source: Screening, *, now, by) -> set[int]:
    policy, known = ScreeningPolicy.load().as_policy(), _known(booking, now)
    try:
        own, before = booking.screening.given(), _holding(booking.screening.found())
    except Unreadable:
        return _screen_shut(booking, source, policy, known, now=now, by=by)
    try:
        answers = combined(own, source.given())
    except Unreadable:
        return set()
    found = screening.screen(answers, booking.visit_on, policy, known)
    if not _holding(found) - before:
        return set()
    newer = records.record_screening(
        client=booking.client,
        answers=answers,
        asked=source.asked,
        visit_on=booking.visit_on,
        policy=policy,
        known=known,
        given_by=source.given_by,
        now=now,
        supersedes=records.superseding(booking.screening),
        answered_at=max(source.answered_at, booking.screening.answered_at),
    )
    return _adopt(booking, newer, now=now, by=by)


def _screen_shut(booking, source: Screening, policy, known, *, now, by) -> set[int]:
    """What no key opens cannot be judged; the visit's own page says so to the practitioner. But what newer
    answers find counts, and what a form names: they hold the visit with the screening that it has."""
    if booking.status == Status.HELD:
        return set()
    by_itself = replace(known, talk_first=booking.client.talk_first)
    newer = None if source == booking.screening else source.given()
    found = screening.screen(newer, booking.visit_on, policy, by_itself) if newer else ()
    if not _holding(found) and all(one.is_agreed for one in known.precautions):
        return set()
    return _adopt(booking, booking.screening, now=now, by=by)


def _known(booking, now):
    return people.known_about(
        booking.client,
        is_first=booking.is_first,
        follow_up_unmatched=booking.is_first and not booking.treatment.is_first,
        now=now,
    )


def _judged_anew(booking, now) -> Screening:
    policy, known = ScreeningPolicy.load().as_policy(), _known(booking, now)
    try:
        return records.screen_again(
            booking.screening, visit_on=booking.visit_on, policy=policy, known=known, now=now
        )
    except Unreadable:
        # What no key opens still needs a letter: it is held with the screening that it has.
        return booking.screening


def _holding(found) -> set:
    return {(finding.code, finding.question, finding.on) for finding in found if finding.holds}


def _adopt(booking, newer, *, now, by, why="answers_changed") -> set[int]:
    """Give the visit this screening; return by key what waits for her because of it."""
    if booking.status == Status.HELD:
        lifecycle.adopt_screening(booking, newer, by=by, now=now, why=why)
        return {booking.pk}
    due = lifecycle.answer_due(booking, now)
    held = lifecycle.hold_again(booking, newer, answer_due_at=due, by=by, now=now, why=why)
    return {one.pk for one in held}
