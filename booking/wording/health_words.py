"""Words that no mail may have: mails are read by others, on locked screens too. Pure."""

import re

# Beginnings of words, so that each stands for its family; what follows (?! is harmless.
BEGINNINGS = (
    "abdom|ache|allerg|anaem|arthrit|asthma|birth(?!day)|blood|breast|cancer|cardi|chemo|clearance|clinic|"
    "condition|consultant|diabet|diagnos|disease|doctor|epilep|findings|fracture|healed|health|"
    "heart(?!ily|y|en)|hernia|hospital|illness|infect|injur|letter|lymph|medic|midwi|migraine|miscarr|"
    "nurse|oncolog|operat|pain(?!t)|patient(?!ly)|pregnan|radiother|recover|remission|scar(?!f|v|ce)|sick|"
    "stroke|suitab|surg|symptom|therap|thrombos|trauma|treat|tumo|unwell|wound"
)
FAMILY = re.compile(rf"\b(?:{BEGINNINGS})\w*", re.IGNORECASE)


def found_in(text: str) -> list[str]:
    """Return the words about health as they are written, each once, in order."""
    return list(dict.fromkeys(FAMILY.findall(text)))
