"""In what sense a sentence says what it says: denied, as an instruction, as an idea, or asked. Pure."""

import re

from content.claims.asking import of_question
from content.claims.lexicon import DOCTOR, ILL_OR_SORE, one_of
from content.claims.values import Place, Unless

NOT = re.compile(
    r"\b(?:not|never|no|nor|neither|cannot|without|nobody|nothing|none|no one|hardly|far from)\b"
    r"(?! (?:only|just|merely|simply|doubt|wonder|question|longer|more|matter|other|better|exception)\b)"
    r"|n't\b(?! (?:only|just|merely|simply)\b)",
    re.IGNORECASE,
)
# Behind these a sentence begins anew, and what was denied before is over.
TURN = re.compile(
    r"[;:]|\s-\s|\b(?:and|so) (?:it|you|we|i|they|this)\b"
    r"|,\s*(?:and |so |or |then )?(?:it|you|we|i|they|this|she|he|npm|massage|just|simply|only)(?:'\w+)?\b"
    r"|\b(?:but|yet|because|until|unless|except|instead|rather)\b",
    re.IGNORECASE,
)
# Said to be done to nothing at all.
TO_NOTHING = re.compile(
    r"\s(?:none|nothing|nobody|no one|no (?!end|doubt|matter|time|less|fewer|longer"
    r"|more)\w+)\b",
    re.IGNORECASE,
)
# An illness is denied where a claim about it is, not where anything at all is.
DENIES = re.compile(
    r"(?:\b(?:do|does|can|will|would|is|are|am|must|should)(?: not|n't)|\b(?:cannot|can't|won't|never"
    r"|nor|neither|not))\b"
    r"(?! (?:only|just|merely|simply|let|suffer|have to|give up|accept|put up))"
    r"(?:\W+[\w'-]+){0,6}?\W+(?:treat\w*|cur(?:e|es|ing)|diagnos\w+|heal|help|claim\w*|promis\w+|replac\w+"
    r"|prevent\w*|substitut\w+|therap\w+|remed\w+|work with|offer\w*|chang\w+|meant|for)\b"
    r"|\bno (?:cure|treatment|claim|promise|remedy|substitute|replacement)s?\b",
    re.IGNORECASE,
)
WHO = one_of("""
    doctor, doctors, gp, midwife, nurse, pharmacist, consultant, specialist, surgeon, health visitor
    dentist, physiotherapist, oncologist, hospital, medical team, care team, oncology team, psychiatrist
    counsellor
""")
WORD_OF = one_of("""
    approv\\w+, agree\\w*, letters?, permission, consent\\w*, clear(?:ed|ance), note, advice, knows
    confirm\\w*, go-ahead, says yes, okay, signed
""")
CARE = re.compile(
    rf"\b(?:call|calling|ring|dial|phone|on) (?:999|111|112)\b"
    rf"|\b(?:see|seeing|visit|ask|consult|contact|call|ring|tell|under|(?:speak|talk|speaking|talking"
    rf"|check) (?:to|with)) "
    rf"(?:a|an|your|the|any) (?:own )?{WHO}\b"
    rf"|\b{WHO}(?:'s|s')?,? (?:\w+ ){{0,3}}(?:{WORD_OF}|first)\b"
    rf"|\b{WORD_OF} (?:\w+ ){{0,3}}(?:from|of|by) (?:\w+ ){{0,2}}{WHO}\b"
    r"|\bwritten (?:approval|agreement|permission|consent|clearance)\b"
    r"|\bmedical (?:\w+ )?(?:first|at once|comes|now|immediately|urgently|before)\b"
    r"|\bmedical (?:help|advice|attention|assessment|care) (?:\w+ )?(?:first|at once|comes|now"
    r"|straight|before)\b"
    r"|\b(?:needs?|seek|get|require) (?:urgent |prompt )?medical (?:help|advice|attention|assessment|care)\b"
    r"|\b(?:do not|don't|cannot|can't|will not|won't|(?:(?:^|[,;:] |\b(?:i|we|please|so|and|but|or|would"
    r"|should|must) )never)) (?:\w+ )?(?:give|see|offer|work (?:with|on"
    r"|over)|massage|treat|accept"
    r"|book|stop|change|replace|come|start)\b"
    r"|\b(?:is|are|am|be)(?: not|n't) (?:\w+ )?(?:suitable|given|recommended|advised|appropriate"
    r"|possible|provided|offered|right"
    r"|the right|safe|an? (?:substitute|replacement))\b|\bunsuitable\b|\bnever (?:a replacement"
    r"|a substitute|confirmed)\b"
    r"|\bkeep (?:on )?(?:taking|using)\b|\b(?:take|taken|taking|go on|carry on"
    r"|continue)\b.{0,40}\bas (?:usual|normal"
    r"|prescribed|always|before)\b|\bstay (?:at )?home\b|\bpostpone\b|\banother (?:day|time|date)\b"
    r"|\brather wait\b|\bhave to wait\b"
    r"|\bbring (?:\w+ ){1,4}(?:medicines?|inhaler|insulin|medication|tablets|epipen|letter)\b"
    r"|\b(?:talk|speak|word|chat|know|get in touch|ask|ring|call|contact) (?:\w+ ){0,3}(?:first|before"
    r"|beforehand)\b"
    r"|\bbefore (?:you (?:book|come|start|travel)|(?:your|the|a|any|each) (?:\w+ )?(?:visit|session"
    r"|appointment)"
    r"|we (?:start|begin|meet|book|can)|booking|coming|i (?:can|see|confirm|give))\b"
    r"|\b(?:stay|keep|be) in touch with (?:your|a|the)\b|\bwe (?:will )?wait\b|\b(?:need|want"
    r"|like) to know\b|(?<!why )(?<!not )(?<!n't )\bwait (?:until|for|at least|\w+ (?:weeks|months))\b",
    re.IGNORECASE,
)
TELLING = re.compile(
    r"(?:^|[,;:-]\s*|\b(?:please|then|and|or|to|must|should|always|do|so|also|just|first|but|kindly"
    r"|can|could|you|will)\s+)"
    r"(?:(?:please|always|do|just|kindly|first|also)\s+)?"
    r"(?:(?:tell|ring|call|phone|email|contact|ask|message|inform|warn|let) (?:me|us|your)|(?:mention"
    r"|say) (?:it|this|that|so|any)"
    r"|write to (?:me|us)|(?:talk|speak) (?:to|with) (?:me|us|your)|get in touch|wait)\b",
    re.IGNORECASE,
)
IF = re.compile(
    r"\b(?:if|when|where|should you|in case|before|unless|until|after|anyone|anybody|people who"
    r"|those who|about|whether"
    r"|any|are you|have you)\b",
    re.IGNORECASE,
)
# Of the room and of how somebody was received, and nothing else.
SETTING = re.compile(
    r"\b(?:room|tea|blankets?|couch|chair|cushions?|music|quiet|silence|peaceful|kind(?:ly)?|friendly"
    r"|welcom\w+|listen\w*"
    r"|asked|explained|hurried|rushed|nap|dozed|snor\w+|cosy|lovely|nice|gentle|lie there|afternoon"
    r"|enjoy\w*|pillow|biscuits?|polite|thoughtful|restful|relax\w*)\b",
    re.IGNORECASE,
)
AFTERWARDS = re.compile(
    rf"\b(?:{ILL_OR_SORE}|{DOCTOR}|again|now|since|finally|better|gone|could|can|no longer|years|life"
    rf"|cur\w+|heal\w*"
    r"|slept|walk\w*|stick|first time|never felt|hands of|works?|worked|changed|stopped|new)\b",
    re.IGNORECASE,
)
# No instruction any more, whatever else it says.
PROMISING = re.compile(
    r"\b(?:relie(?:f|ve|ves)|banish|get rid of|goodbye|free (?:of|from)|pain-free|gone|overcome|beat|results"
    r"|helps? (?:you|people|with)|eas(?:e|es|ing) (?:your|the)|lasting|natural(?:ly)?|i treat|fix"
    r"|never told you|left without|never (?:came|come|comes|returned)|(?:talk|speak|come) to (?:me"
    r"|us) before you (?:start|take|agree|accept|go)"
    r"|(?:nobody|no one|no age)\b.{0,40}\bunsuitable|why (?:see|visit|bother)|no need to see"
    r"|let me (?:find|look|see|feel|treat)|come to me first"
    r"|try (?:this|npm|me|it|massage|a session)"
    r"|instead of (?:seeing|going))\b",
    re.IGNORECASE,
)
IDEA = re.compile(
    r"\bideas?\b|^seen this way\b|\bin theory\b|\b(?:the|gate) theory\b|\bexplanations?\b|\b(?:may|might"
    r"|could) explain\b|\bexplained (?:as|by)\b"
    r"|\bfeels?\b|\bmay matter\b|\b(?:is|was) (?:called|named)\b|\bthe name\b",
    re.IGNORECASE,
)
# Whoever comes for nothing but the quiet is offered nothing against what they live with.
COMING = re.compile(
    r"\bcomes? (?:here |along )?(?:simply|just|only|purely|for the (?:peace|quiet|rest|company))\b"
    r"(?=.*\b(?:quiet|peace|rest|lie|sit|warm|company|calm)\b)",
    re.IGNORECASE,
)
PREGNANT = re.compile(
    r"^are you (?:\w+ )?(?:pregnant|expecting)\b.*\?$"
    r"|^(?:(?:if )?you are )?(?:pregnant|expecting(?: a baby)?|baby on the way)\W*$",
    re.IGNORECASE,
)


def senses(text: str, place: Place, answer: str = "") -> set[Unless]:
    """Return in what sense the whole sentence is meant; of a question also by what answers it."""
    found = {Unless.FORM} if place == Place.FORM else set()
    if is_safety(text) or (text.endswith("?") and is_safety(answer)):
        found.add(Unless.SAFETY)
    if COMING.search(text) and not PROMISING.search(text):
        found.add(Unless.COMING)
    if IDEA.search(text):
        found.add(Unless.IDEA)
    if SETTING.search(text) and not AFTERWARDS.search(text):
        found.add(Unless.SETTING)
    # An address has no question mark.
    return found | of_question(f"{text}?" if place == Place.ADDRESS else text, answer)


def is_safety(text: str) -> bool:
    """Return whether it sends somebody to a doctor, or to the practitioner, before anything else."""
    if any(not is_negated(text, found) for found in PROMISING.finditer(text)):
        return False
    if CARE.search(text) or PREGNANT.search(text):
        return True
    return bool(TELLING.search(text) and IF.search(text))


def is_negated(text: str, found: re.Match) -> bool:
    """Return whether these words are said not to be so. A no that they begin with is what they say."""
    if NOT.match(found[0]):
        return False
    return bool(NOT.search(_clause(text, found.start())) or TO_NOTHING.match(text, found.end()))


def is_negated_within(text: str, found: re.Match) -> bool:
    """Return whether these words themselves say no, otherwise than by beginning with it."""
    return bool(NOT.search(text, found.start() + 1, found.end()))


def is_denied(text: str, found: re.Match) -> bool:
    """Return whether a claim about what these words name is denied."""
    return bool(DENIES.search(_clause(text, found.start())))


def _clause(text, at):
    before = text[:at]
    turns = [turn.end() for turn in TURN.finditer(before)]
    return before[turns[-1] :] if turns else before
