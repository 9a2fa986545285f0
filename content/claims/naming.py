"""Who and what is named, as data: illnesses, complaints, people it may not suit. Pure."""

import content.claims.lexicon as say
from content.claims.values import Level, Rule, Unless
from content.claims.wordings import EVERYDAY, NOT_CARE
from content.claims.wordings import gettext_noop as _

NAMING = (
    Rule(
        "N2",
        Level.WARN,
        _("Who names an illness in an advertisement seems to offer help with it."),
        NOT_CARE,
        (rf"\b(?:{say.SERIOUS}|{say.CONDITION})\b",),
        frozenset(
            {Unless.DENIED, Unless.SAFETY, Unless.COMING, Unless.WHETHER, Unless.ANSWERED_NO, Unless.FORM}
        ),
        covers=("W6", "I1"),
    ),
    Rule(
        "I1",
        Level.INFO,
        _("A complaint is named. That is fine as what people come with, with no word on what becomes of it."),
        EVERYDAY,
        (rf"\b{say.COMPLAINT}\b",),
        frozenset({Unless.DENIED, Unless.SAFETY, Unless.ANSWERED_NO, Unless.FORM}),
    ),
    Rule(
        "W7",
        Level.WARN,
        _("It is not for everybody: not in pregnancy as a rule, and for children it is judged each time."),
        _("If you are pregnant, tell me first. Children can come from about 5 with a parent."),
        (
            r"\bpregnan\w+|\b(?:mums?|mothers?|moms?|parents?)[- ]to[- ]be\b|\bexpectant\b"
            r"|\bexpecting (?:a baby|mothers?|mums?)\b|\btrimesters?\b|\bmorning sickness\b|\b(?:ante"
            r"|pre|post)-?natal\w*|\bbreast-?feed\w*"
            r"|\b(?:induc\w+|bring\w* on|start\w*|trigger\w*|speed\w* up|ease\w*|easier|shorter"
            r"|kick-?start\w*) (?:\w+ ){0,2}?(?:labour|birth|contractions|delivery)\b",
            r"(?<!like a )(?<!my )(?<!your )\b(?:bab(?:y|ies)|newborns?|infants?"
            r"|toddlers?)\b(?! (?:is due|is overdue|changing|grand))",
            r"\bsafe (?:and \w+ )?(?:for|in|during|at) (?:\w+ ){0,3}?(?:all|every\w*|any\w*|children"
            r"|kids|pregnan\w+|mothers?|bab\w+|the whole|young|old\w*|both|people|age|stage|men|women"
            r"|families|any|elderly)\b|\b(?:suitable|right|perfect|ideal|good|great|works?"
            r"|gentle enough|appropriate|recommended|made|benefits?) (?:for|in"
            r"|during) (?:absolutely )?(?:every(?:one|body)|anyone|anybody|all(?! of that)|any age"
            r"|every age|the whole family|people of all|pregnan\w+|bab\w+|every body|kids|all ages)\b"
            r"|\ball ages\b|\b(?:every(?:one|body)|anyone|anybody) (?:can (?:have|come|benefit|enjoy)"
            r"|benefits?|will)\b|\bfor everyone[.!]|\b(?:perfectly|very|so|quite|extremely) safe\b",
            r"\b(?:nobody|no one|no age|never|nobody's|none) (?:[\w']+ ){0,7}?(?:unsuitable|too (?:old"
            r"|young|ill|frail|weak))\b",
            r"\b(?:help|calm|settl|improv|sooth|support|cur|treat)\w* (?:\w+ ){0,3}?(?:children|kids"
            r"|child|toddlers?|teenagers?|your son|your daughter)\b(?! (?:come|feel at home|choose"
            r"|know))",
        ),
        frozenset(
            {Unless.NEGATED, Unless.DENIED, Unless.SAFETY, Unless.WHETHER, Unless.ANSWERED_NO, Unless.FORM}
        ),
    ),
)
