"""Joining the waitlist and leaving it.

A wish is a dict: `weekdays` (Monday = 0) and `parts` of the day, none of them meaning any, the days
`from_on` and `until_on`, both included, and `notice_hours`."""

from datetime import date, datetime

from django.db import transaction

from booking import checks, lifecycle, on_file, outbox, places, request, rescreening
from booking.lock import take_diary
from booking.models import Kind, Treatment, WaitlistEntry
from booking.offers import (
    REFUSED,
    WITHDRAWN,
    HasOffer,
    accept,
    offer_by_hand,
    open_offer,
    refuse,
    sweep,
    withdraw,
)
from booking.people import person_of
from intake import records
from intake.models import Client

__all__ = [
    "REFUSED", "WITHDRAWN", "HasOffer", "accept", "change", "join", "join_on_file", "leave", "offer_by_hand",
    "open_offer", "refuse", "sweep", "take_off", "withdraw",
]  # fmt: skip

WISH = ("weekdays", "parts", "from_on", "until_on", "notice_hours")


@transaction.atomic
def join(draft, *, now: datetime) -> WaitlistEntry:
    """Put whoever filled in this draft on the list; their answers are kept for the offers to come.

    Raise DraftGone when it was sent before."""
    take_diary()
    parts = records.reread_draft(draft).answers
    treatment = Treatment.objects.bookable().select_related("policy").get(slug=parts["treatment"])
    person = person_of(parts, now=now)
    wish = _from_json(parts["wish"])
    request.agree(parts, person, lifecycle.CLIENT, now)
    screening = request.screen(parts, treatment, wish["from_on"], person, lifecycle.CLIENT, now)
    about = {"screening": screening, "guardianship": person.guardianship}
    entry = _enter(person.client, treatment, wish, **about, now=now)
    rescreening.after_new_answers(screening, now=now)
    records.drop_draft(draft)
    return entry


@transaction.atomic
def join_on_file(
    client: Client, wish: dict, *, guardianship=None, instead_of=None, now: datetime
) -> WaitlistEntry:
    """Put somebody on the list whose answers are on file, for the next session or for an earlier time of a
    visit they have. Raise AskAgain when the answers carry no visit,
    NotAllowed when that visit cannot move or its days are over."""
    take_diary()
    file = on_file.of(client, now=now, guardianship=guardianship)
    treatment = file.treatment
    if instead_of is not None:
        if instead_of.client_id != file.client.pk or not lifecycle.can_move(instead_of, now):
            raise lifecycle.NotAllowed
        treatment = instead_of.treatment
    about = {"screening": file.screening, "guardianship": file.guardianship, "instead_of": instead_of}
    return _enter(file.client, treatment, wish, **about, now=now)


@transaction.atomic
def change(entry, wish: dict, *, now: datetime) -> WaitlistEntry:
    """Wait for other times; the place in the queue stays. Raise NotAllowed when the wait has ended."""
    take_diary()
    still = WaitlistEntry.objects.waiting().filter(pk=entry.pk)
    wish = _until_the_visit(wish, entry.instead_of, now)
    if not still.update(**_columns(wish)):
        raise lifecycle.NotAllowed
    entry.refresh_from_db()
    return entry


@transaction.atomic
def leave(entry, *, now: datetime):
    """They do not want to wait any longer. Raise NotAllowed when the wait has ended."""
    places.end(entry, WaitlistEntry.Ended.LEFT, now=now, by=lifecycle.CLIENT)


@transaction.atomic
def take_off(entry, *, by: lifecycle.Actor, now: datetime):
    """The practitioner takes somebody off the list. Raise NotAllowed when the wait has ended."""
    checks.person(by)
    places.end(entry, WaitlistEntry.Ended.TAKEN_OFF, now=now, by=by)


def _enter(client, treatment, wish, *, screening, guardianship, instead_of=None, now):
    """One place for each client and treatment: joining again renews the wishes and keeps the place."""
    wish = _until_the_visit(wish, instead_of, now)
    places.look_after(now=now)
    given = {"screening": screening, "guardianship": guardianship, "instead_of": instead_of}
    given |= _columns(wish)
    waiting = WaitlistEntry.objects.waiting()
    entry, is_new = waiting.update_or_create(
        client=client, treatment=treatment, defaults=given, create_defaults=given | {"created_at": now}
    )
    if is_new:
        outbox.put(Kind.WAITING, entry=entry, at=now)
    return entry


def _until_the_visit(wish, visit, now) -> dict:
    """Nobody waits longer than for the visit they have. Raise NotAllowed when no day is left."""
    if visit is not None and lifecycle.can_move(visit, now):
        wish = wish | {"until_on": min(wish["until_on"], visit.visit_on)}
    if wish["from_on"] > wish["until_on"]:
        raise lifecycle.NotAllowed
    return wish


def _columns(wish) -> dict:
    return {name: wish[name] for name in WISH}


def _from_json(kept) -> dict:
    return kept | {name: date.fromisoformat(kept[name]) for name in ("from_on", "until_on")}
