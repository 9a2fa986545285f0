"""The week of free times as the page shows it. Pure: slots and a judgement of each day come in."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo

from booking.slots import Slot

NOON, EVENING = time(12), time(17)
DAYS = 7


@dataclass(frozen=True)
class DayRule:
    """What the screening says of a day: hidden before the earliest safe day, or read first."""

    is_hidden: bool = False
    needs_reading: bool = False
    notice: timedelta = timedelta(0)


@dataclass(frozen=True)
class Choice:
    """One time on offer, in the practice's clock; `value` is what the button sends."""

    starts_at: datetime
    ends_at: datetime
    needs_reading: bool
    # Of two sessions one after the other, when the second starts.
    second_at: datetime | None = None

    @property
    def value(self) -> str:
        return self.starts_at.isoformat()


@dataclass
class Day:
    day: date
    word: str = ""
    parts: dict[str, list[Choice]] = field(
        default_factory=lambda: {"morning": [], "afternoon": [], "evening": []}
    )


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def allowed(
    slots: Iterable[Slot], rule: Callable[[date], DayRule], *, now: datetime, zone: tzinfo
) -> list[Choice]:
    """Return the slots that the screening leaves open, in order; later than each day's own notice."""
    rules: dict[date, DayRule] = {}
    choices = []
    for slot in slots:
        if slot.day not in rules:
            rules[slot.day] = rule(slot.day)
        day = rules[slot.day]
        if not day.is_hidden and slot.starts_at >= now + day.notice:
            local = slot.starts_at.astimezone(zone), slot.ends_at.astimezone(zone)
            second_at = slot.second_at and slot.second_at.astimezone(zone)
            choices.append(Choice(*local, day.needs_reading, second_at))
    return choices


def part_of_day(starts_at: datetime) -> str:
    """Return morning (before noon), afternoon (before 5pm) or evening, by the practice's clock."""
    clock = starts_at.time()
    return "morning" if clock < NOON else "afternoon" if clock < EVENING else "evening"


def first_of_each_part(choices: Iterable[Choice]) -> list[Choice]:
    """Return the first choice of each part of each day: times that differ enough to choose between."""
    firsts: dict[tuple, Choice] = {}
    for choice in choices:
        firsts.setdefault((choice.starts_at.date(), part_of_day(choice.starts_at)), choice)
    return list(firsts.values())


def week_of(monday: date, choices: Iterable[Choice], words: Callable[[date], str]) -> list[Day]:
    """Return the seven days from `monday`; a day without any choice gets its word."""
    days = {monday + timedelta(days=n): Day(monday + timedelta(days=n)) for n in range(DAYS)}
    for choice in choices:
        if choice.starts_at.date() in days:
            days[choice.starts_at.date()].parts[part_of_day(choice.starts_at)].append(choice)
    for day in days.values():
        if not any(day.parts.values()):
            day.word = words(day.day)
    return list(days.values())
