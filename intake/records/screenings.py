from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from intake import questions, screening
from intake.crypto import Unreadable
from intake.models import Client, Screening

from .consents import require_agreement
from .precautions import talked_about_first
from .sealed import note_reading

# A little more than the twelve months that screen() counts exactly.
LOOKED_BACK = timedelta(days=370)


def known_about(
    client: Client | None,
    *,
    is_first: bool,
    now: datetime,
    follow_up_unmatched: bool = False,
    settling: Screening | None = None,
    approved: Iterable[UUID] = (),
) -> screening.Known:
    """Return what the practice knows beside the answers; with no client yet, only what is given here.

    `approved` are the screenings by which she has said yes to a visit. Earlier answers, or a form, that no
    key opens may hold a yes: then a person looks first."""
    rows = _looked_back_on(client, now, approved) if client else ()
    earlier, is_unreadable = _earlier(rows, settling)
    precautions, is_form_shut = talked_about_first(client, rows, now=now) if client else ((), False)
    return screening.Known(
        is_first=is_first,
        follow_up_unmatched=follow_up_unmatched,
        earlier=earlier,
        not_before_on=client.not_before_on if client else None,
        talk_first=is_unreadable or is_form_shut or (client.talk_first if client else False),
        answered_on=timezone.localdate(now),
        precautions=precautions,
    )


@transaction.atomic
def record_screening(
    *,
    client: Client,
    answers: screening.Answers,
    asked: list[dict],
    visit_on: date,
    policy: screening.Policy,
    known: screening.Known,
    given_by: str,
    now: datetime,
    supersedes: Screening | None = None,
    questions_version: str = questions.VERSION,
    answered_at: datetime | None = None,
) -> Screening:
    """Screen the answers for this day and keep them with what was asked and found. They are new unless
    it is said when they were given; raise NotAgreed where no agreement stands to keep new ones."""
    if supersedes is not None and supersedes.client_id != client.pk:
        raise ValueError("A screening supersedes one of the same client.")
    if answered_at is None:
        require_agreement(client)
    findings = screening.screen(answers, visit_on, policy, known)
    return Screening.objects.create(
        client=client,
        visit_on=visit_on,
        answers=answers.to_json(),
        asked=asked,
        findings=[finding.to_json() for finding in findings],
        questions_version=questions_version,
        needs_review=screening.needs_review(findings),
        needs_clearance=screening.needs_clearance(findings),
        supersedes=supersedes,
        given_by=given_by,
        answered_at=answered_at or now,
        created_at=now,
    )


def superseding(earlier: Screening) -> Screening | None:
    """Return what a new screening supersedes: each is superseded once; what else follows stands beside."""
    return None if Screening.objects.filter(supersedes=earlier).exists() else earlier


def screen_again(
    earlier: Screening,
    *,
    visit_on: date,
    policy: screening.Policy,
    known: screening.Known,
    now: datetime,
) -> Screening:
    """Judge the same answers anew: for another day, by other rules, or by what is known now."""
    return record_screening(
        client=earlier.client,
        answers=earlier.given(),
        asked=earlier.asked,
        visit_on=visit_on,
        policy=policy,
        known=known,
        given_by=earlier.given_by,
        now=now,
        supersedes=superseding(earlier),
        questions_version=earlier.questions_version,
        answered_at=earlier.answered_at,
    )


@transaction.atomic
def settle(
    earlier: Screening,
    *,
    changes: dict,
    policy: screening.Policy,
    known: screening.Known,
    by,
    now: datetime,
) -> Screening:
    """Put the practitioner's answers in place of some, `cancer=Reply.NO` for instance, in a new screening.

    `known` comes from known_about(settling=earlier): what is corrected does not count as a contradiction.
    """
    note_reading(earlier, what="screening", client=earlier.client, by=by, now=now)
    answers = replace(earlier.given(), **changes)
    return record_screening(
        client=earlier.client,
        answers=answers,
        asked=earlier.asked,
        visit_on=earlier.visit_on,
        policy=policy,
        known=known,
        given_by=Screening.GivenBy.PRACTITIONER,
        now=now,
        supersedes=superseding(earlier),
        questions_version=earlier.questions_version,
        answered_at=earlier.answered_at,
    )


def _looked_back_on(client: Client, now: datetime, approved) -> list[Screening]:
    rows = client.screenings.select_related("superseded_by").order_by("created_at")
    # A set of keys or a query for them, which then is no query of its own.
    rows = rows.annotate(is_approved=Q(pk__in=approved))
    return list(rows.filter(created_at__gte=now - LOOKED_BACK))


def _earlier(rows: Iterable[Screening], settling: Screening | None):
    """Return the days and answers that a new no may contradict; what she has corrected does not count."""
    corrected = {settling.pk} if settling else set()
    kept, is_unreadable = [], False
    for row in rows:
        newer = getattr(row, "superseded_by", None)
        by_practitioner = newer is not None and newer.given_by == Screening.GivenBy.PRACTITIONER
        if not by_practitioner and row.pk not in corrected:
            try:
                kept.append((timezone.localdate(row.created_at), row.given()))
            except Unreadable:
                is_unreadable = True
    return tuple(kept), is_unreadable
