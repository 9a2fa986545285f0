"""Words that sell, as data: hurry, and lower prices. Pure."""

from content.claims.lexicon import one_of
from content.claims.values import Level, Rule, Unless
from content.claims.wordings import ONE_PRICE
from content.claims.wordings import gettext_noop as _

CHEAPER = one_of(r"""
    discount\w*, special offer, offer ends, half[- ]price, bargain, sale, cut-price, cheapest
    lowest price, best price, buy one, two for one, 2 for 1, bogof, vouchers?, coupon, promo\w*
    free (?:trial|session|gift|treatment|massage|taster|consultation|bonus|extra|first|initial)
    (?:normally|usually|worth|instead of) £\d+, save (?:£|money|up to|over)
    refer a friend, black friday, early[- ]bird, introductory
    reduced (?:price|rate), was £, loyalty, third free, \d+ ?% off, £\d+ off, pounds off, bonus
    first session free, one free, get (?:the )?\w+ free, prices? (?:rises?|goes? up|go up)
""")
IN_A_HURRY = one_of(r"""
    today, tonight, tomorrow, (?:this|the) (?:week|weekend|month) only, this week(?:end)?, hurry
    (?:by|before|until) (?:mon|tues|wednes|thurs|fri|satur|sun)day, (?:before|while) (?:it|they)\b
    until midnight, midnight, quick(?:ly)?, last few, don't miss
""")

SELLING = (
    Rule(
        "W8",
        Level.WARN,
        _("Hurry pushes people who may be in pain."),
        ONE_PRICE,
        (
            r"\b(?:skipp\w+|miss\w*|stopp\w+) (?:\w+ ){0,3}?(?:sessions?|visits?|appointments?"
            r"|treatments?)\b.{0,40}"
            r"\b(?:returns?|worse|come back|comes back)\b",
            r"\b(?:the longer|every (?:day|week|month)) you (?:wait|leave|delay|put)\b|\buntreated\b"
            r"|\bbefore it gets worse\b"
            r"|\bbefore (?:your|the|another) (?:next )?(?:flare|attack|episode|migraine|relapse|winter"
            r"|small|twinge)\w*",
            r"\b(?:pain|illness|health) (?:never|doesn't|does not|won't|can't) waits?\b",
            r"\b(?:hurry|act (?:now|fast|today)|last chance|don't (?:miss|wait|delay|hesitate)"
            r"|do not (?:miss|wait|delay)|while (?:places|spaces|stocks|spots|slots|it) lasts?"
            r"|before it(?:'s| is) too late|selling (?:out|fast)|(?:going|filling|booking"
            r"|booked) (?:up )?fast|(?:may|might|will|could) be too late|today only|this (?:week|month"
            r"|weekend) only|only today"
            r"|ends? (?:soon|today|tonight|this|on (?:sun|mon|tues|wednes|thurs|fri|satur)day"
            r"|tomorrow)|limited (?:time|offer|places|spaces|availability|number|period|spots|slots)"
            r"|for a limited|now or never|what are you waiting for|deadline)\b",
            r"\bonly (?:\w+ ){0,2}?(?:\d+|one|two|three|four|five|a few|a handful) (?:\w+ )?(?:places?"
            r"|slots?|spaces?|spots?|appointments?|left|remaining)\b|\b(?:\d+|one|two|three|four|five"
            r"|few|last) (?:\w+ )?(?:places?|slots?|spaces?|spots?|appointments?) (?:left|remain\w*)\b",
            rf"\b{CHEAPER}\b.*\b{IN_A_HURRY}\b|\b{IN_A_HURRY}\b.*\b{CHEAPER}\b",
            r"\bbefore (?:the |our |my )?prices? (?:rises?|goes? up|go up|increases?)\b|\bmoney[- ]back\b",
            r"\bbook (?:now|today|your \w+ (?:now|today)|fast|quickly|early|soon)\b(?= (?:before|while"
            r"|and (?:save|get|start|feel|never|end|be)|to (?:avoid|secure|beat|end|stop|feel|start"
            r"|claim|get|be))|!|, (?:before|spaces|places|only))",
        ),
        frozenset({Unless.NEGATED, Unless.SAFETY, Unless.FORM}),
        covers=("I3",),
    ),
    Rule(
        "I3",
        Level.INFO,
        _("A lower price is fine as long as it says what it costs before and after, and hurries nobody."),
        ONE_PRICE,
        (rf"\b{CHEAPER}\b",),
        frozenset({Unless.NEGATED, Unless.FORM}),
    ),
)
