"""What asks for care in a session, and which of it is talked about first. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from intake.answers import Reply
from intake.findings import TalkFirst
from intake.history.values import Given


class Precaution(StrEnum):
    RECENT_CLOT = "recent_clot"
    CLOT = "clot"
    FEVER = "fever"
    INFECTION = "infection"
    ACUTE = "acute"
    BLOOD_PRESSURE = "blood_pressure"
    HEART = "heart"
    OSTEOPOROSIS = "osteoporosis"
    EPILEPSY = "epilepsy"
    BLOOD_THINNERS = "blood_thinners"
    IMPLANT = "implant"
    SKIN = "skin"
    FEELING = "feeling"
    ALLERGY = "allergy"
    # A question of the practitioner's own that she marked.
    HERS = "hers"


# The ones that hold a visit until the practitioner has read them, unless she switches that.
TALK_FIRST = frozenset({Precaution.RECENT_CLOT, Precaution.FEVER, Precaution.INFECTION})

# What passes: told again on a later form, it is news. The others are the same as they were.
PASSING = frozenset({Precaution.RECENT_CLOT, Precaution.FEVER, Precaution.INFECTION, Precaution.ACUTE})

ORDER = {precaution: place for place, precaution in enumerate(Precaution)}
# From the strongest: a yes tells more than a not sure.
NAMING = (Reply.YES, Reply.UNSURE)


# Neither prints what it holds: an answer must not reach a log by way of a message.
@dataclass(frozen=True, repr=False)
class Named:
    """A precaution that an answer names, with the words of its question."""

    precaution: Precaution
    # The code of the question.
    question: str
    reply: Reply
    wording: str
    details: str = ""

    @property
    def key(self) -> str:
        """What tells it from the others: each question of her own is a precaution by itself."""
        if self.precaution == Precaution.HERS:
            return f"{self.precaution}:{self.question}"
        return str(self.precaution)


def found(given: Iterable[Given]) -> tuple[Named, ...]:
    """Return the precautions that these answers name with a yes or a not sure, each once, in the order of
    Precaution. A recent clot stands for the clot too."""
    named: dict[str, Named] = {}
    for one in sorted(map(_named, filter(_names_one, given)), key=lambda one: NAMING.index(one.reply)):
        named.setdefault(one.key, one)
    clot, recent = named.get(Precaution.CLOT), named.get(Precaution.RECENT_CLOT)
    if clot and recent:
        del named[Precaution.CLOT]
        # Where it was and when is asked with the first of the two questions.
        named[recent.key] = replace(recent, details=recent.details or clot.details)
    return tuple(sorted(named.values(), key=lambda one: (ORDER[one.precaution], one.key)))


def talk_first(switches: Mapping[str, bool]) -> frozenset[Precaution]:
    """Return what is talked about before a visit, by her switches; those she left alone stay as built in."""
    return frozenset(one for one in Precaution if switches.get(one, one in TALK_FIRST))


def to_talk_about(
    forms: Iterable[tuple[date, Iterable[Named]]],
    first: Collection[Precaution],
    agreed: Collection[tuple[str, date | None]],
) -> tuple[TalkFirst, ...]:
    """Return what these forms, each with the day it was filled in, give to talk about before a visit.

    What one of them names stays named, also where a later one takes it back. `agreed` holds the key and
    the day of what she has said yes to."""
    named: dict[str, tuple[Named, date | None]] = {}
    for filled_on, of_form in sorted(forms, key=lambda form: form[0]):
        for one in of_form:
            if one.precaution in first:
                named[one.key] = one, filled_on if one.precaution in PASSING else None
    return tuple(
        TalkFirst(key, on, is_agreed=(key, on) in agreed, what=_hers(one))
        for key, (one, on) in sorted(named.items())
    )


def _hers(named: Named) -> str:
    return named.wording if named.precaution == Precaution.HERS else ""


def _names_one(given: Given) -> bool:
    return bool(given.precaution) and given.value in NAMING


def _named(given: Given) -> Named:
    return Named(
        precaution=_known(given.precaution),
        question=given.code,
        reply=Reply(given.value),
        wording=given.wording,
        details=given.details,
    )


def _known(precaution: str) -> Precaution:
    """What an old form calls by a name that is no longer used is shown in the words of its question."""
    return Precaution(precaution) if precaution in ORDER else Precaution.HERS
