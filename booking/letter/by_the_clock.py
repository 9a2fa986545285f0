"""What comes to letters by the clock alone; the worker's part."""

from datetime import datetime

from booking import outbox, rescreening
from booking.letter import running_out
from booking.models import Kind
from intake import records


def sweep(*, now: datetime) -> None:
    """Judge what the scanner could not, hold what no letter covers, and warn of letters that run out."""
    records.rescan_held(now=now)
    rescreening.hold_uncovered(now=now)
    warn(now=now)


def warn(*, now: datetime) -> int:
    """Write to her about each letter that ends within two weeks while something lies beyond it; return how
    many there are. Written once for each visit, however often this runs."""
    found = [visit for letter in running_out.ending(now) if (visit := running_out.beyond(letter, now=now))]
    for visit in found:
        # Asked for first, so that a round with nothing to tell writes nothing.
        if not visit.messages.filter(kind=Kind.LETTER_ENDS, version=visit.version).exists():
            outbox.put(Kind.LETTER_ENDS, booking=visit, at=now)
    return len(found)
