"""Health that is told of together with a change, in whatever order and however mildly, as data. Pure."""

import content.claims.lexicon as say
from content.claims.lexicon import one_of
from content.claims.values import Level, Rule, Unless
from content.claims.wordings import RESTFUL
from content.claims.wordings import gettext_noop as _

# What people mind about their health without calling it an illness.
FACULTIES = one_of(r"""
    hearing, eyesight, sight, vision, taste, smell, memory, appetite, breath(?:ing)?, chest, bladder
    bowels?, waterworks, periods?, the change, sugar levels?, moods?, temper, nerves, grip, gait, stoop
    walking, fingers?, toes?, thumbs?, ears?, eyes?, eyelids?, scalp, face, hearts?, stomach, tummy
    voices?, limbs?, hair, sweats?, flushes, flare-?ups?, funny turns, fits?(?= (?:have|had|stop|came|were))
    fits (?:twice|once|every|a), headaches?, ringing, wheez\w+, cough\w*, shak(?:ing|es|y), trembl\w+
    twinges?, burning, itch\w*, puffiness, strength, stamina, energy, mobility, nights
""")
TREATMENT = one_of(r"""
    wheelchairs?, (?:walking )?sticks?, crutch\w*, zimmer \w+, walking frames?, hearing aids?, splints?
    braces?, (?:reading )?glasses, waiting lists?, (?:new|replacement) (?:hips?|knees?), scans?, mris?
    x-rays?, blood tests?, ultrasounds?, prescriptions?, inhalers?, creams?
""")
HEALTH = f"(?:{FACULTIES[3:-1]}|{TREATMENT[3:-1]}|{say.BODY[3:-1]}|{say.COMPLAINT[3:-1]}|{say.INSIDE[3:-1]})"

# That it is otherwise than it was, or will be.
CHANGE = one_of(r"""
    (?:came|comes?|coming|come|went|goes|is|are|was) back, returns?, returned, went away, gone by, retreat\w*
    straighten\w*, levels?(?! of), loosens?, quieten\w*, gives? way, gave way, sharper, thicker, brighter
    stronger, steadier, straighter, suppler, firmer, calmer, cooler, lighter on(?! tied)
    arrives? again, no longer, any ?more, any longer, remember\w*
    re-?awak\w*, recover(?:s|ed|ing), reviv\w+, restor\w+
    used to (?!have|regular|it), stopped, stops, ceased?, for the first time
    vanish\w*, disappear\w*, fad(?:es?|ed|ing)
    lessen\w*, dwindl\w+, shrinks?, shrunk, shrank, unlock\w*, thaw\w*, unclench\w*, let go, lets go
    mended, mends, knits?, repair\w*, grow(?:s|th)?, grew, nowhere to, took? off the, taken off
    turns? down, turned down, dial\w* down, by itself, of its own accord
    since (?:then|easter|christmas|spring|summer|autumn|winter|january|march|may|june|september|october)
    (?:by|after|since|before) (?:the|her|his|my|your|their) (?:first|second|third|fourth|fifth|sixth|last)
    (?:by|after|since) (?:the )?(?:visit|session) (?:one|two|three|four|five|six)
""")
HERS = r"(?:my|your|her|his|their|our|the|people's|clients'|old|tired|numb|both)"

CHANGING = (
    Rule(
        "N5",
        Level.WARN,
        _("It tells that somebody’s health changed, or will, which readers take for a promise."),
        RESTFUL,
        (
            rf"\b{HEALTH}\b.{{0,40}}?\b{CHANGE}\b",
            rf"\b{CHANGE}\b.{{0,30}}?\b{HEALTH}\b",
        ),
        frozenset(
            {
                Unless.NEGATED,
                Unless.SAFETY,
                Unless.IDEA,
                Unless.ASKED,
                Unless.ANSWERED_NO,
                Unless.SETTING,
                Unless.FORM,
            }
        ),
        covers=("I1", "I2"),
    ),
)
