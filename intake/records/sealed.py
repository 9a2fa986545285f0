"""Reading by a person is written down first, in the same transaction: who, what and when."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from intake.answers import Answers
from intake.findings import Finding
from intake.models import Clearance, Client, Enquiry, Reading, Screening, Words


@dataclass(frozen=True)
class ReadScreening:
    """A screening, opened."""

    answers: Answers
    findings: tuple[Finding, ...]
    asked: tuple[dict, ...]


@transaction.atomic
def read_screening(screening: Screening, *, by, now: datetime) -> ReadScreening:
    note_reading(screening, what="screening", client=screening.client, by=by, now=now)
    return ReadScreening(screening.given(), screening.found(), tuple(screening.asked))


@transaction.atomic
def read_words(words: Words, *, by, now: datetime, client: Client | None = None) -> str:
    note_reading(words, what="words", client=client, by=by, now=now)
    return words.text


@transaction.atomic
def read_clearance_note(clearance: Clearance, *, by, now: datetime) -> str:
    note_reading(clearance, what="clearance", client=clearance.client, by=by, now=now)
    return clearance.note or ""


@transaction.atomic
def read_enquiry(enquiry: Enquiry, *, by, now: datetime) -> dict:
    note_reading(enquiry, what="enquiry", client=None, by=by, now=now)
    return enquiry.message


def write_words(text: str, *, now: datetime) -> Words:
    return Words.objects.create(text=text, created_at=now)


def write_enquiry(*, name: str, email: str, phone: str, text: str, now: datetime) -> Enquiry:
    message = {"name": name, "email": email, "phone": phone, "text": text}
    return Enquiry.objects.create(message=message, created_at=now)


def answer_enquiry(enquiry: Enquiry, *, now: datetime) -> bool:
    """Mark a message as answered; return whether it was open."""
    answered = Enquiry.objects.filter(pk=enquiry.pk, answered_at=None).update(answered_at=now)
    enquiry.refresh_from_db(fields=["answered_at"])
    return bool(answered)


def note_reading(row, *, what: str, client: Client | None, by, now: datetime) -> Reading:
    return Reading.objects.create(by=by, at=now, what=what, row=row.pk, client=client)
