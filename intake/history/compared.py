"""A form beside the one before it: which answers have changed since. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from .values import Complaint, Given

EMPTY = (None, "", [])


# Neither prints what it holds: an answer must not reach a log by way of a message.
@dataclass(frozen=True, repr=False)
class Answer:
    """An answer, and what was answered to the same question before: None when it was not asked then."""

    given: Given
    before: Given | None
    is_changed: bool


@dataclass(frozen=True, repr=False)
class Trouble:
    """A complaint, and the same one before: None when it was not there then."""

    complaint: Complaint
    before: Complaint | None
    is_changed: bool


def answers(given: Iterable[Given], before: Iterable[Given] | None) -> tuple[Answer, ...]:
    """Return each answer beside the earlier one by the code of its question. Of other words for the same
    question only the answer counts. Without a form before, which is None, nothing has changed; a question
    that was not asked then has, once there is an answer."""
    earlier = {one.code: one for one in before or ()}
    return tuple(
        Answer(one, earlier.get(one.code), before is not None and _differ(one, earlier.get(one.code)))
        for one in given
    )


def troubles(complaints: Iterable[Complaint], before: Iterable[Complaint] | None) -> tuple[Trouble, ...]:
    """Return each complaint beside the earlier one of the same code."""
    earlier = {one.code: one for one in before or ()}
    return tuple(
        Trouble(one, earlier.get(one.code), before is not None and _has_moved(one, earlier.get(one.code)))
        for one in complaints
    )


def gone(complaints: Iterable[Complaint], before: Iterable[Complaint] | None) -> tuple[Complaint, ...]:
    """Return what somebody came with before, and names no more."""
    named = {one.code for one in complaints}
    return tuple(one for one in before or () if one.code not in named)


def _differ(given: Given, before: Given | None) -> bool:
    if before is None:
        return given.value not in EMPTY
    return (given.value, given.details) != (before.value, before.details)


def _has_moved(complaint: Complaint, before: Complaint | None) -> bool:
    if before is None:
        return True
    now, then = ((one.trouble, set(one.places), one.words) for one in (complaint, before))
    return now != then
