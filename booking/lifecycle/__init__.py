"""The one writer of a booking's status: one function for each move of the table in `moves`.

Each function is atomic and takes `by` and `now`; of two who race exactly one wins, the other gets
NotAllowed. The event and the messages are written in the same transaction."""

from booking.lifecycle.common import answer_due
from booking.lifecycle.deciding import approve, decline, offer_later
from booking.lifecycle.holding import adopt_screening, hold_again
from booking.lifecycle.lapsing import lapse, lapse_run_out
from booking.lifecycle.reserving import Screened, confirm_new, hold_new, renew, reserve
from booking.lifecycle.visiting import cancel, complete
from booking.moves import CLIENT, MOVES, SYSTEM, Actor, NotAllowed, NotSafeYet, Taken, practitioner

__all__ = [
    "CLIENT", "MOVES", "SYSTEM", "Actor", "NotAllowed", "NotSafeYet", "Screened", "Taken",
    "adopt_screening", "answer_due", "approve", "cancel", "complete", "confirm_new", "decline",
    "hold_again", "hold_new", "lapse", "lapse_run_out", "offer_later", "practitioner", "renew", "reserve",
]  # fmt: skip
