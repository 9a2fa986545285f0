"""Letters that were asked for: what came, sealed, and what was decided about it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from intake.crypto import Unreadable
from intake.letters import scanner
from intake.letters.content import Taken, examine
from intake.models import Clearance, Client, LetterFile, LetterRequest
from intake.models.letters import MOST_FILES

from .sealed import note_reading

LONGEST_NAME = 200


class Closed(Exception):
    """Nobody waits for this letter any more."""


class TooManyFiles(Exception):
    """As many files as a letter may have are here."""


class Harmful(Exception):
    """The scanner found something in this file; it was not kept."""


class NotScanned(Exception):
    """The scanner has not said yet that this file is harmless."""


@dataclass(frozen=True)
class Scanned:
    """A file that may be kept; `is_held` until the scanner can say more."""

    taken: Taken
    is_held: bool


@dataclass(frozen=True)
class ReadLetter:
    """A file, opened."""

    content: bytes
    media_type: str
    safe_name: str


@transaction.atomic
def ask_for_letter(client: Client, *, by, now: datetime) -> LetterRequest:
    """Return what is open already, or ask anew."""
    Client.objects.select_for_update().get(pk=client.pk)
    found = open_request(client)
    return found or LetterRequest.objects.create(client=client, asked_at=now, asked_by=by)


def open_request(client: Client) -> LetterRequest | None:
    return client.letter_requests.open().order_by("came_by_merge", "asked_at").first()


def scan(data: bytes) -> Scanned:
    """Look at a file before it is kept, outside of any transaction: a scanner takes its time.

    Raise NotTaken or Harmful. When the scanner does not answer, the file is kept and nobody opens it."""
    taken = examine(data)
    if not scanner.is_on():
        return Scanned(taken, is_held=False)
    try:
        # What was sent, and not what is kept of it: a picture made anew hides what it came with.
        is_harmless = scanner.is_harmless(data)
    except scanner.NoAnswer:
        return Scanned(taken, is_held=True)
    if not is_harmless:
        raise Harmful
    return Scanned(taken, is_held=False)


@transaction.atomic
def keep_letter_file(
    request: LetterRequest, scanned: Scanned, *, name: str, now: datetime, by=None
) -> LetterFile:
    """Keep a file of a letter that is waited for. Raise Closed or TooManyFiles."""
    row = LetterRequest.objects.select_for_update().get(pk=request.pk)
    if not row.is_open:
        raise Closed
    used = set(row.files.values_list("number", flat=True))
    number = next((one for one in range(1, MOST_FILES + 1) if one not in used), None)
    if number is None:
        raise TooManyFiles
    try:
        with transaction.atomic():
            kept = LetterFile.objects.create(
                request=row,
                number=number,
                content=scanned.taken.content,
                name=name[:LONGEST_NAME],
                kind=scanned.taken.kind.value,
                size=len(scanned.taken.content),
                is_held=scanned.is_held,
                uploaded_at=now,
                uploaded_by=by,
            )
    except IntegrityError as error:
        raise TooManyFiles from error
    LetterRequest.objects.filter(pk=row.pk, received_at=None).update(received_at=now)
    return kept


def note_harmful(request: LetterRequest, *, now: datetime) -> None:
    """Note that a file was refused, for the practitioner to see."""
    LetterRequest.objects.filter(pk=request.pk).update(refused_at=now)


@transaction.atomic
def read_letter_file(file: LetterFile, *, by, now: datetime) -> ReadLetter:
    """Open a file for a person. Raise NotScanned, or Unreadable when no key in use opens it."""
    if file.is_held:
        raise NotScanned
    note_reading(file, what="letter_file", client=file.request.client, by=by, now=now)
    return ReadLetter(file.content, file.media_type, file.safe_name)


@transaction.atomic
def read_letter_words(request: LetterRequest, *, by, now: datetime) -> dict:
    """Open what was typed about a letter: why it was not accepted, and what the doctor is told."""
    # Looked at as it lies there: what is asked by its name is opened already.
    if all(vars(request).get(name) is None for name in ("reason", "for_doctor")):
        return {"reason": "", "for_doctor": ""}
    note_reading(request, what="letter_request", client=request.client, by=by, now=now)
    return {"reason": request.reason or "", "for_doctor": request.for_doctor or ""}


def write_for_doctor(request: LetterRequest, text: str) -> None:
    """Keep what the client chose to tell the doctor, in place of what stood there."""
    request.for_doctor = text or None
    request.save(update_fields=["for_doctor"])


@transaction.atomic
def accept_letter(request: LetterRequest, clearance: Clearance, *, by, now: datetime) -> bool:
    """Note that this letter is what the clearance rests on; return whether it was still open.

    One that was read on paper alone is here by being accepted."""
    LetterRequest.objects.filter(pk=request.pk, received_at=None).update(received_at=now)
    return _decide(request, by=by, now=now, clearance=clearance)


@transaction.atomic
def refuse_letter(request: LetterRequest, *, reason: str, by, now: datetime) -> bool:
    """Note that this letter is not enough, and why; return whether it was still open."""
    row = LetterRequest.objects.select_for_update().get(pk=request.pk)
    if not row.is_open:
        return False
    row.reason, row.received_at = reason, row.received_at or now
    row.decided_at, row.decided_by = now, by
    row.save(update_fields=["reason", "received_at", "decided_at", "decided_by"])
    return True


def drop_letter(request: LetterRequest, *, now: datetime) -> bool:
    """Note that it is not needed any more; return whether it was still open."""
    return bool(LetterRequest.objects.open().filter(pk=request.pk).update(dropped_at=now))


def rescan_held(*, now: datetime) -> int:
    """Ask the scanner once more about what it could not be asked about; return how many it judged.

    What it finds something in is deleted. It ends with the first file that it gives no answer to."""
    # Without a scanner nobody vouches for it: it stays shut until there is one again.
    if not scanner.is_on():
        return 0
    judged = 0
    for key in LetterFile.objects.filter(is_held=True).values_list("pk", flat=True):
        try:
            _rescan(LetterFile.objects.select_related("request").get(pk=key), now)
        except scanner.NoAnswer:
            return judged
        except (LetterFile.DoesNotExist, Unreadable):
            continue
        judged += 1
    return judged


def _rescan(file, now):
    if scanner.is_harmless(file.content):
        LetterFile.objects.filter(pk=file.pk).update(is_held=False)
        return
    with transaction.atomic():
        note_harmful(file.request, now=now)
        LetterFile.objects.filter(pk=file.pk).delete()
        others = LetterFile.objects.filter(request=OuterRef("pk"))
        open_ones = LetterRequest.objects.open().filter(~Exists(others), pk=file.request_id)
        open_ones.update(received_at=None)


def _decide(request, *, by, now, clearance) -> bool:
    open_ones = LetterRequest.objects.open().filter(pk=request.pk)
    return bool(open_ones.update(decided_at=now, decided_by=by, clearance=clearance))
