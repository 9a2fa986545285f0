"""How doubt is cast on doctors, and how medicine is put off, without saying so, as patterns. Pure."""

import content.claims.lexicon as say

CARERS = (
    r"(?:doctors?|gps?|consultants?|surgeons?|specialists?|"
    r"hospitals?|nurses?|physios?|neurologists?|the nhs|medics?)"
)

DOUBTING = (
    rf"\bno {say.REMEDIES} (?:\w+ )?(?:can|could|ever|has|had|will|would|does|did|reach\w*|touch\w*)\b"
    rf"|\bno (?:\w+ )?{CARERS} (?:can|could|ever|has|had|will|would)\b"
    r"(?! (?:seen|looked|checked|examined|been told))",
    rf"\b(?:put|putting|place) (?:\w+ )?{say.REMEDIES} (?:on hold|off|aside|away|back)\b",
    r"\b(?:took|taken|take|taking) (?:my|her|his|their|your)(?: own)? names? off\b"
    r"|\b(?:came|come|comes|get|got) off the (?:waiting )?list\b|\bcancelled (?:my|her|his|the"
    r"|their) (?:\w+ )?"
    r"(?:operation|surgery|scan|referral)\b",
    rf"\b(?:failed|let down|given up on|dismissed|written off|fobbed off) by (?:\w+ ){{0,2}}?"
    rf"(?:{CARERS}|health service|medicine|system|tablets)\b",
    r"\bwhy wait\b.{0,40}\b(?:nhs|months?|years?|weeks?|list|surgery|operation|referral|scan)\b",
    rf"\b{CARERS} (?:will be |were |was |is |are )?(?:\w+ )?(?:scratch\w*|disbelie\w+|mystif\w+"
    rf"|lost for words|raised? "
    r"(?:an eyebrow|their)|envious|jealous|stumped|no explanation|stopped asking|gave me (?:six"
    r"|a) (?:months|year))\b",
    rf"\b(?:better|more|sooner|further|faster|quicker) than (?:\w+ ){{0,4}}?{say.REMEDIES}\b",
    rf"\bwhat (?:the |my |her |his |your )?(?:\w+ )?{CARERS} (?:wanted|said|planned|offered|call\w*"
    rf"|overlook\w*)\b",
    rf"\b(?:tell|ask) (?:your|the) {CARERS}\b.{{0,40}}\b(?:no|no thanks|wait|you(?:'d| would) rather"
    rf"|changed your mind)\b",
    rf"\b{CARERS} (?:will |would |can )?(?:only|merely|just|simply) (?:\w+ )?(?:treat|see|look|hand|give"
    rf"|prescrib|write|dull|chase|quiet)\w*",
)
