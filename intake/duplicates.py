"""Who may have been entered twice. Pure: rows come in, pairs go out, and a person decides.

Two dates of birth are two people, so twins of one family and a parent with a child of the same address
are told apart by theirs. Within one day of birth nobody is compared with everybody: only with those who
share a key."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from intake.names import folded, phone_digits

# Many can share a key when somebody has typed nonsense; each is compared with so many before it.
MOST_COMPARED = 10


class Reason(StrEnum):
    """Why two may be one person, the strongest first."""

    SAME_NAME = "same_name"
    NEAR_NAME = "near_name"
    SAME_EMAIL = "same_email"
    SAME_PHONE = "same_phone"


@dataclass(frozen=True)
class Person:
    """What two people are compared by."""

    pk: int
    name: str
    email: str
    phone: str
    born_on: date

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(folded(self.name).split())

    @property
    def surname(self) -> str:
        return self.words[-1] if self.words else ""


@dataclass(frozen=True, order=True)
class Pair:
    """Two who may be one: the one entered first, the other, and why."""

    first: int
    second: int
    reason: Reason


def pairs(people: Iterable[Person]) -> list[Pair]:
    """Return each pair once, with its strongest reason, in the order in which they were entered."""
    by_day = defaultdict(list)
    for person in sorted(people, key=lambda person: person.pk):
        by_day[person.born_on].append(person)
    found = (pair for same_day in by_day.values() if len(same_day) > 1 for pair in _of_one_day(same_day))
    return sorted(found)


def _of_one_day(people: list[Person]) -> list[Pair]:
    found: dict[tuple[int, int], Reason] = {}
    for reason, keys, is_same in RULES:
        for first, second in _sharing(people, keys):
            key = (first.pk, second.pk)
            if key not in found and is_same(first, second):
                found[key] = reason
    return [Pair(first, second, reason) for (first, second), reason in found.items()]


def _sharing(people, keys: Callable[[Person], Iterable]) -> Iterator[tuple[Person, Person]]:
    buckets = defaultdict(list)
    for person in people:
        for key in set(keys(person)):
            bucket = buckets[key]
            yield from ((before, person) for before in bucket[-MOST_COMPARED:])
            bucket.append(person)


def _name(person):
    return [person.words] if person.words else []


def _email(person):
    return [folded(person.email)] if folded(person.email) else []


def _phone(person):
    digits = phone_digits(person.phone)
    return [(digits, person.surname)] if digits and person.surname else []


def _near_names(person):
    """Names one letter apart have one of these in common: the name with one of its letters left out."""
    name = " ".join(person.words)
    shorter = (name[:n] + name[n + 1 :] for n in range(len(name)))
    return [tuple(sorted(person.words)), name, *shorter] if name else []


def _is_near(first: Person, second: Person) -> bool:
    is_swapped = sorted(first.words) == sorted(second.words)
    return is_swapped or is_one_letter_off(" ".join(first.words), " ".join(second.words))


def is_one_letter_off(one: str, other: str) -> bool:
    """Whether a letter more, less or different, or two neighbours swapped, make one into the other."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if start is None:
        return True
    rest, other_rest = one[start:], other[start:]
    is_swapped = rest[:2] == other_rest[1::-1] and rest[2:] == other_rest[2:]
    return is_swapped or other_rest[1:] in (rest, rest[1:]) or rest[1:] == other_rest


def _always(_first, _second):
    return True


RULES = (
    (Reason.SAME_NAME, _name, _always),
    (Reason.NEAR_NAME, _near_names, _is_near),
    (Reason.SAME_EMAIL, _email, _always),
    (Reason.SAME_PHONE, _phone, _always),
)
