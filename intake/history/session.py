"""What is noted of a session, as values, and how much of it stands once more was added. Pure."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Self

from intake.names import folded

# How much something troubles somebody, from nothing to as much as can be.
LEAST, MOST = 0, 10
# Not asked before and not after; as an addition it takes back what was rated.
NO_NUMBERS = (None, None)


# None of these prints what it holds: a note must not reach a log by way of a message.
@dataclass(frozen=True, repr=False)
class Rating:
    """How much one complaint troubled before and after a session, each from 0 to 10 or not asked."""

    label: str
    before: int | None = None
    after: int | None = None
    # The complaint's code in the health form; empty for one that the practitioner named.
    code: str = ""

    @property
    def key(self) -> str:
        """What makes it the same complaint in another session, however its name is written."""
        return self.code or folded(self.label)

    @property
    def numbers(self) -> tuple[int | None, int | None]:
        return self.before, self.after


@dataclass(frozen=True, repr=False)
class SessionContent:
    """One note about a session: what was worked on, line by line, and what was seen, said and planned."""

    worked: tuple[str, ...] = ()
    response: str = ""
    plan: str = ""
    words: str = ""
    ratings: tuple[Rating, ...] = ()
    # Whether the client may read the plan.
    shares_plan: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nobody would miss it: no word, and no number."""
        words = self.worked or self.response or self.plan or self.words
        return not (words or any(rating.numbers != NO_NUMBERS for rating in self.ratings))

    def to_json(self) -> dict:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict) -> Self:
        """Read what to_json wrote; raises TypeError or KeyError when it is something else."""
        ratings = tuple(Rating(**one) for one in data["ratings"])
        return cls(**data | {"worked": tuple(data["worked"]), "ratings": ratings})


def standing(contents: Iterable[SessionContent]) -> SessionContent:
    """Return what holds after all of these, the oldest first: later words and numbers take the place of
    earlier ones, and what was worked on is gathered."""
    holds = SessionContent()
    ratings: dict[str, Rating] = {}
    for one in contents:
        ratings |= {rating.key: rating for rating in one.ratings}
        holds = SessionContent(
            worked=tuple(dict.fromkeys([*holds.worked, *one.worked])),
            response=one.response or holds.response,
            plan=one.plan or holds.plan,
            words=one.words or holds.words,
            shares_plan=one.shares_plan,
        )
    return replace(
        holds, ratings=tuple(rating for rating in ratings.values() if rating.numbers != NO_NUMBERS)
    )


def beyond(holds: SessionContent, content: SessionContent) -> SessionContent | None:
    """Return what this says that does not hold already, or None when that is nothing.

    So the same note sent twice says nothing the second time. Numbers taken back are said too."""
    known = {rating.key: rating.numbers for rating in holds.ratings}
    new = replace(
        content,
        worked=tuple(line for line in content.worked if line not in holds.worked),
        response=_unless(holds.response, content.response),
        plan=_unless(holds.plan, content.plan),
        words=_unless(holds.words, content.words),
        ratings=tuple(one for one in content.ratings if one.numbers != known.get(one.key, NO_NUMBERS)),
    )
    # A tick alone is news only where there is a plan to read.
    is_tick_news = bool(holds.plan) and content.shares_plan != holds.shares_plan
    return new if is_tick_news or new.ratings or not new.is_empty else None


def _unless(holds: str, said: str) -> str:
    return "" if said == holds else said
