"""Complaints that are said to go or to get less, as data. Pure."""

import content.claims.lexicon as say
from content.claims.values import Level, Rule, Unless
from content.claims.wordings import gettext_noop as _

EASING = (
    Rule(
        "W6",
        Level.WARN,
        _("To promise that pain or a complaint will go or get less needs evidence."),
        _("People come with everyday aches and tension. Many find the session calming."),
        (
            r"^(?:feeling |always |so |are you )?(?:anxious|exhausted|burnt out|sleepless|stressed"
            r"|in pain|stiff|sore|tense)\?",
            r"\b(?:ideal|perfect|great|good|wonderful|lovely|helps?|helpful|support\w*|aids?"
            r"|right) (?:\w+ ){0,2}?"
            r"(?:after|before|following|during|since) (?:\w+ ){0,2}?(?:surgery|operations?|accidents?"
            r"|birth|replacements?)\b",
            rf"\b(?:good|great|excellent|wonderful) for (?:your |the )?(?:heart|liver|gut|brain"
            rf"|circulation|{say.BODY})\b",
            rf"\b{say.OFFERS}\b{say.NEAR}{say.COMPLAINT}\b",
            rf"\b(?:leav|tak)(?:e|es|ing) (?:the|your|all"
            rf"|that) (?:\w+ )?{say.COMPLAINT} (?:\w+ )?(?:behind|away|out"
            rf"|at the door)\b|\b{say.COMPLAINT}\? what\b",
            rf"\b{say.COMPLAINT}\b{say.CLOSE}(?:{say.GONE})\b",
            rf"\b{say.ILL_OR_SORE}\b.{{0,60}}\bcan be (?:\w+ )?(?:stopped|cured|ended|healed|reversed"
            rf"|fixed|relieved|eased"
            rf"|undone|switched off|overcome|beaten|prevented|sorted)\b",
            rf"^(?:[\w']+ ){{0,4}}?(?:suffer\w*|struggl\w*|plagued|fed up|tired|sick|living|troubled"
            rf"|bothered|had enough) (?:from|with|of|by) (?:\w+ ){{0,4}}?{say.COMPLAINT}\b.*\?",
            rf"^(?:[\w'-]+ ){{0,3}}?{say.COMPLAINT}(?: [\w-]+){{0,2}}\?(?=\s|$)",
            rf"\b{say.COMPLAINT}[ -](?:relief|treatment|therapy|cure|clinic|specialist|expert|solution"
            rf"|remed\w+|massage|management)\b",
            r"\b(?:live|living|stay|be|become|becoming|now|finally|are|is) pain[ -]?free\b"
            r"|\bsuffer(?:s|ed|ing|ers?)?\b",
            r"\b(?:don't|do not|never|why|needn't|need not|no need to"
            r"|stop) (?:\w+ ){0,3}?(?:put up with|live with|suffer|accept|endure)\b",
        ),
        frozenset(
            {Unless.WITHIN, Unless.NEGATED, Unless.SAFETY, Unless.ASKED, Unless.ANSWERED_NO, Unless.FORM}
        ),
        covers=("I1",),
    ),
)
