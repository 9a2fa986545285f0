"""What is found in a text, the strictest first in each sentence. Pure."""

import re
from functools import lru_cache
from itertools import pairwise

import content.claims.asking as asking
import content.claims.sense as sense
from content.claims.advertising import ADVERTISING
from content.claims.blocking import BLOCKING
from content.claims.changing import CHANGING
from content.claims.easing import EASING
from content.claims.inside import INSIDE
from content.claims.naming import NAMING
from content.claims.promising import PROMISING
from content.claims.reading import sentences
from content.claims.selling import SELLING
from content.claims.stories import STORIES
from content.claims.values import SHOWN_TO_ALL, Finding, Level, Place, Sentence, Unless

RULES = (*BLOCKING, *NAMING, *PROMISING, *EASING, *CHANGING, *INSIDE, *ADVERTISING, *STORIES, *SELLING)
CANCER = "N1"
LEVELS = tuple(Level)
UNSAYING = (
    (Unless.NEGATED, sense.is_negated),
    (Unless.WITHIN, sense.is_negated_within),
    (Unless.DENIED, sense.is_denied),
)
_patterns = {rule.id: [re.compile(one, re.IGNORECASE) for one in rule.patterns] for rule in RULES}


def check(text: str, *, place: Place = Place.BODY) -> list[Finding]:
    """Return what may be wrong with the claims of a Markdown or plain text, sentence by sentence."""
    read = [*sentences(text, place), None]
    found = [finding for one, after in pairwise(read) for finding in _of_sentence(one, _answer(one, after))]
    return list(dict.fromkeys(found))


def _answer(sentence, after) -> str:
    is_asked = after is not None and asking.is_asked(sentence.text)
    return after.text if is_asked and after.place == sentence.place else ""


@lru_cache(maxsize=4096)
def _of_sentence(sentence: Sentence, answer: str) -> tuple[Finding, ...]:
    senses = sense.senses(sentence.text, sentence.place, answer)
    found = {rule.id: words for rule in RULES if (words := _words(rule, sentence, senses))}
    covered = {milder for rule in RULES if rule.id in found for milder in rule.covers}
    left = [rule for rule in RULES if rule.id in found and rule.id not in covered]
    left.sort(key=lambda rule: LEVELS.index(rule.level))
    return tuple(
        Finding(rule.id, rule.level, sentence.text, found[rule.id], rule.why, rule.wording) for rule in left
    )


def _words(rule, sentence, senses):
    unless = rule.unless
    if rule.id == CANCER and sentence.place in SHOWN_TO_ALL:
        unless = frozenset()
    if senses & unless:
        return ()
    matches = [match for pattern in _patterns[rule.id] for match in pattern.finditer(sentence.text)]
    said = [match for match in matches if not _is_unsaid(sentence.text, match, unless)]
    return tuple(dict.fromkeys(match[0].strip(" ,.;:-") for match in said))


def _is_unsaid(text, match, unless):
    return any(one in unless and unsays(text, match) for one, unsays in UNSAYING)
