"""Complaints and breaches: written down, answered and added to, never written over."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from intake.models import Breach, CaseNote, ComplaintCase, Enquiry

from .sealed import note_reading


@dataclass(frozen=True)
class ReadCase:
    """An entry, opened: what was said, what became of it, and what was added, oldest first."""

    said: dict
    more: dict
    notes: tuple[CaseNote, ...]


@transaction.atomic
def keep_complaint(
    *, key: UUID, said: dict, received_on: date, by, now: datetime, enquiry: Enquiry | None = None
) -> ComplaintCase:
    """Write a complaint down; the same one (its key, or the question it came as) is not written twice."""
    same = {"pk": key}
    if enquiry is not None and ComplaintCase.objects.filter(enquiry=enquiry).exists():
        same = {"enquiry": enquiry}
    given = {"said": said, "received_on": received_on, "enquiry": enquiry, "by": by, "created_at": now}
    return ComplaintCase.objects.get_or_create(**same, defaults=given)[0]


def acknowledge_complaint(case: ComplaintCase, *, on: date) -> bool:
    """Note the day on which it was acknowledged; return whether this was the first time."""
    return bool(ComplaintCase.objects.filter(pk=case.pk, acknowledged_on=None).update(acknowledged_on=on))


@transaction.atomic
def close_complaint(case: ComplaintCase, *, outcome: str, on: date) -> bool:
    """Note the answer and its day; return whether it was still open. It was acknowledged by then at least."""
    current = ComplaintCase.objects.select_for_update().get(pk=case.pk)
    if current.closed_on is not None:
        return False
    current.outcome, current.closed_on = outcome, on
    current.acknowledged_on = current.acknowledged_on or on
    current.save(update_fields=["outcome", "closed_on", "acknowledged_on"])
    return True


@transaction.atomic
def keep_breach(*, key: UUID, said: dict, aware_at: datetime, by, now: datetime) -> tuple[Breach, bool]:
    """Write a breach down; return it, and whether it is new."""
    given = {"said": said, "aware_at": aware_at, "by": by, "created_at": now}
    return Breach.objects.get_or_create(pk=key, defaults=given)


@transaction.atomic
def decide_breach(breach: Breach, *, about: str, told_at: datetime | None, why_not: str) -> bool:
    """Note when the ICO or the people (`about`) were told, or why they are not; return whether it was open.

    Who was not told at first can be told later; what was told stays told."""
    current = Breach.objects.select_for_update().get(pk=breach.pk)
    if getattr(current, f"told_{about}_at") is not None:
        return False
    if told_at is None and getattr(current, f"why_not_{about}") is not None:
        return False
    name, value = (f"told_{about}_at", told_at) if told_at else (f"why_not_{about}", why_not)
    setattr(current, name, value)
    current.save(update_fields=[name])
    return True


def add_to_case(case: ComplaintCase | Breach, *, key: UUID, text: str, by, now: datetime) -> CaseNote:
    """Add words to an entry, once."""
    name = "breach" if isinstance(case, Breach) else "complaint"
    given = {name: case, "text": text, "by": by, "created_at": now}
    return CaseNote.objects.get_or_create(pk=key, defaults=given)[0]


@transaction.atomic
def read_case(case: ComplaintCase | Breach, *, by, now: datetime) -> ReadCase:
    """Open an entry and all that was added; that it is read is written down."""
    is_breach = isinstance(case, Breach)
    note_reading(case, what="breach" if is_breach else "complaint", client=None, by=by, now=now)
    names = ("why_not_ico", "why_not_people") if is_breach else ("outcome",)
    more = {name: getattr(case, name) for name in names}
    notes = tuple(case.notes.select_related("by").order_by("created_at", "pk"))
    for note in notes:
        # Opened here, where a key that is gone is told of before anything is shown.
        _ = note.text
    return ReadCase(case.said, more, notes)
