"""What is told of the inside of the body, as data: why it is too much, and what to say in its place. Pure."""

import content.claims.lexicon as say
from content.claims.values import Level, Rule, Unless
from content.claims.wordings import NOT_CARE, THE_IDEA
from content.claims.wordings import gettext_noop as _

INSIDE = (
    Rule(
        "W1",
        Level.WARN,
        _("It tells what happens inside the body as a fact, and nobody has shown it."),
        THE_IDEA,
        (
            r"\bgets? (?:right )?to the (?:bottom|heart|core|source) of\b",
            rf"\bre-?train\w*(?: \w+){{1,3}}? (?:body|bodies|system|mind|{say.INSIDE}|{say.BODY}|yourself)\b",
            r"\breset(?:s|ting)? (?:you|me|them|everything|it all)\b|\b(?:do|does) its own (?:work"
            r"|healing|repairs?)\b",
            r"\bre-?(?:wir|program|boot)\w*\b|\bre-?balanc\w+\b|\bre-?(?:set|align|calibrat)\w*"
            rf"(?: \w+){{1,3}}? (?:body|system|mind|{say.INSIDE}|{say.BODY}|yourself)\b",
            r"\b(?:detox\w*|toxins?|cleans(?:e|es|ing) (?:the|your)|flush\w*|impurities)\b|\bvagus\b"
            r"|\bvagal\b",
            r"\b(?:boost|top(?:s|ping)? up|strengthen|support|supercharg|lift|improv)\w*\b"
            r"(?: \w+){0,3}? (?:immun\w+|defences|metabolism|circulation|blood flow|hormones?)\b",
            r"\b(?:releas|let(?:s|ting)? go of|free|clear|dissolv|unlock|unload|process|heal"
            r"|discharg)\w*(?: \w+){0,4}? "
            r"(?:trauma\w*|emotions?|emotional|memor\w+|blockages?|blocks|grief|negativ\w+|karma|anger"
            r"|stuck \w+|trapped \w+)\b",
            r"\bunblock\w*|\bblock(?:ed|ages?)\b|\benerg(?:y|ies|etic)"
            r"(?:[' ]?s)? (?:flow\w*|lines?|channels?|centres?|fields?|bod\w+|work\w*|heal\w+|medicine"
            r"|pathways?|blocks?|points?|exchange)\b"
            r"|\b(?:life|vital|healing|universal|cosmic|stuck|trapped|negative|positive|flow of|your"
            r"|subtle|natural) (?:force|energy|energies)\b"
            r"(?! (?:needs?|levels? (?:is|are)|is low|allows?|for))|\benergy (?:to|can|moves?|flows?|so) ",
            r"\b(?:chakras?|meridians?|qi|chi|prana|aura|reiki|vibration\w*|quantum"
            r"|holistic(?:ally)? (?:heal|treat)\w*)\b",
            r"\b(?:level of|deep (?:in|into|inside)) (?:\w+ )?cells\b"
            r"|\bat (?:a|the) (?:deep )?(?:cellular|cell|molecular|dna) level\b|\bcellular\b",
            r"\bself[- ]?(?:heal|repair|regulat|correct|cur)\w*|\b(?:body|body's|itself|nature"
            r"|nature's|inner|natural|within|own)"
            r"(?: \w+){0,3}? (?:heal|heals|healing|repair|repairs|medicine|healer|pharmacy"
            r"|intelligence)\b|\bheals? itself\b|\brepairs? itself\b",
            r"\b(?:new|old|broken|healthy|faulty|damaged|fresh|lost) (?:neural |nerve "
            r"|brain )(?:pathways?|connections?|circuits?|signals?)\b"
            rf"|\bneural pathways?\b(?! massage){say.CLOSE}{say.ACTING}\b"
            rf"|\b{say.ACTING}(?: \w+){{0,2}}? neural pathways?\b(?! massage)",
            r"\b(?:root|real|true|underlying|actual|deeper|original) (?:cause|source|reason|problem"
            r"|issue)s?\b|\bcauses?,? (?:and )?not (?:just |only )?(?:the )?symptoms?\b"
            r"|\bnot (?:just |only |merely )?(?:the )?symptoms?\b|\b(?:the|at its|the very) (?:root"
            r"|source|core)(?: of)?\b(?=.*\b(?:pain|problem|symptom|issue|trouble|tension|it"
            r"|illness)\b)",
        ),
        frozenset({Unless.NEGATED, Unless.ANSWERED_NO, Unless.FORM}),
        covers=("N3", "I2"),
    ),
    Rule(
        "N3",
        Level.WARN,
        _(
            "It tells what happens inside the body as a fact. Speak of the idea behind it, or of what "
            "people feel."
        ),
        THE_IDEA,
        (
            r"\bnervous systems?\b",
            rf"\b(?:update|workout|tune-up|service|spring clean|gym|food|tonic|balm|medicine|reset"
            rf"|holiday|exercise"
            rf"|mot) for (?:the |your |tired |worn |frayed )*{say.INSIDE}\b",
            rf"\b{say.ACTING}\b{say.NEAR}{say.INSIDE}\b",
            rf"\b{say.INSIDE}\b{say.CLOSE}{say.ACTING}\b",
            r"\b(?:vagus|oxygenat\w+|(?:fight|flight|freeze|survival)(?: or \w+)? (?:mode|state|to rest)"
            r"|cortisol|endorphins?|serotonin|dopamine|oxytocin|lymph\w*|immune"
            r"|neuroplast\w+|parasympathetic)\b",
            rf"\b(?:better|healthier|stronger|good|healthy|faster|calmer|more|less|higher|lower"
            rf"|deeper) (?:\w+ )?{say.INSIDE}\b",
        ),
        frozenset(
            {Unless.NEGATED, Unless.SAFETY, Unless.IDEA, Unless.ASKED, Unless.ANSWERED_NO, Unless.FORM}
        ),
        covers=("I2",),
    ),
    Rule(
        "I2",
        Level.INFO,
        _("It speaks of what is inside the body. That is fine as an idea, or as a word for a place."),
        NOT_CARE,
        (rf"\b{say.INSIDE}\b",),
        frozenset({Unless.DENIED, Unless.SAFETY, Unless.IDEA, Unless.ANSWERED_NO, Unless.FORM}),
    ),
)
