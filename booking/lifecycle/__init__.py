"""The one writer of a booking's status: one function for each move of the table in `moves`.

Each function is atomic and takes `by` and `now`; of two who race exactly one wins, the other gets
NotAllowed. The event and the messages are written in the same transaction."""

from booking.lifecycle.answering import ANSWERED_ANEW, NOTHING_CHANGED, note_unchanged
from booking.lifecycle.cancelling import (
    cancel,
    cancel_by,
    cannot_come,
    comes_after_all,
    give_back,
    may_give_back,
)
from booking.lifecycle.common import answer_due, end_as_one
from booking.lifecycle.deciding import approve, ask_for_letter, decline, keep_for_later, offer_later
from booking.lifecycle.holding import adopt_screening, hold_again
from booking.lifecycle.lapsing import lapse, lapse_run_out
from booking.lifecycle.moving import ask_to_move, can_move, may_move_alone, move_by, reschedule
from booking.lifecycle.offering import offer, spend, take_back, take_up
from booking.lifecycle.reserving import (
    Screened,
    confirm_new,
    hold_new,
    renew,
    reserve,
    reserve_by_hand,
    tie,
)
from booking.lifecycle.visiting import (
    add_note,
    complete,
    correct_minutes,
    no_show,
    not_treated,
    send_receipt,
)
from booking.moves import (
    AWAY,
    CLIENT,
    MOVED,
    MOVES,
    SYSTEM,
    Actor,
    FormMissing,
    NotAllowed,
    NoteMissing,
    NotSafeYet,
    Taken,
    TooLate,
    TooMany,
    practitioner,
)

__all__ = [
    "ANSWERED_ANEW", "AWAY", "CLIENT", "MOVED", "MOVES", "NOTHING_CHANGED", "SYSTEM", "Actor", "FormMissing",
    "NotAllowed",
    "NotSafeYet", "NoteMissing", "Screened", "Taken", "TooLate", "TooMany", "add_note", "adopt_screening",
    "answer_due", "approve", "ask_for_letter", "ask_to_move", "can_move", "cancel", "cancel_by",
    "cannot_come", "comes_after_all", "complete", "confirm_new", "correct_minutes", "decline", "end_as_one",
    "give_back", "hold_again", "hold_new", "keep_for_later", "lapse", "lapse_run_out", "may_give_back",
    "may_move_alone", "move_by", "no_show", "not_treated", "note_unchanged", "offer", "offer_later",
    "practitioner", "renew", "reschedule", "reserve", "reserve_by_hand", "send_receipt", "spend",
    "take_back", "take_up", "tie",
]  # fmt: skip
