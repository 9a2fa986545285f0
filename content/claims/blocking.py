"""What may not be published without a reason, as data: why, and what to say in its place. Pure."""

# They rest on the CAP code (12.1: evidence; 12.2: illnesses that need a doctor)
# and on section 4 of the Cancer Act 1939.

import content.claims.lexicon as say
from content.claims.doubting import DOUBTING
from content.claims.values import Level, Rule, Unless
from content.claims.wordings import EVERYDAY, NOT_CARE, RESTFUL
from content.claims.wordings import gettext_noop as _

BLOCK = Level.BLOCK
NEGATED, WITHIN, SAFETY = Unless.NEGATED, Unless.WITHIN, Unless.SAFETY
ASKED, ANSWERED_NO, FORM = Unless.ASKED, Unless.ANSWERED_NO, Unless.FORM


BLOCKING = (
    Rule(
        "B1",
        BLOCK,
        _("Offering anything for cancer in public is a crime under the Cancer Act 1939, even as support."),
        _("Leave cancer out. On the safety page: “I need your doctor’s written approval first.”"),
        (
            rf"\b{say.OFFERS}\b{say.NEAR}{say.CANCER}\b",
            rf"\b{say.CANCER}\b{say.NEAR}(?:{say.OFFERS}|{say.GONE})\b",
        ),
        frozenset({WITHIN, NEGATED, SAFETY, ANSWERED_NO, FORM}),
        covers=("N1", "N2"),
    ),
    Rule(
        "N1",
        BLOCK,
        _(
            "Cancer may only be named in a safety instruction, never in headings or descriptions, nor on "
            "the home page."
        ),
        _(
            "If you are having tests, treatment or follow-up for cancer, I need your doctor’s written "
            "approval first."
        ),
        (rf"\b{say.CANCER}\b",),
        frozenset({SAFETY, FORM}),
    ),
    Rule(
        "B2",
        BLOCK,
        _("An offer of help with an illness that needs a doctor. The advertising code forbids it."),
        EVERYDAY,
        (
            rf"\b{say.OFFERS}\b{say.NEAR}{say.SERIOUS}\b",
            rf"\b{say.SERIOUS}\b{say.CLOSE}(?:{say.CURING}|{say.GONE})\b",
            rf"\b{say.SERIOUS}[ -](?:relief|treatment|therapy|cure|massage|healing|clinic|specialist"
            rf"|support)\b",
        ),
        frozenset({WITHIN, NEGATED, SAFETY, ASKED, ANSWERED_NO, FORM}),
        covers=("N2",),
    ),
    Rule(
        "B3",
        BLOCK,
        _("It may lead somebody to do without a doctor or a medicine that they need."),
        NOT_CARE,
        (
            *DOUBTING,
            rf"\bbefore (?:seeing|you see|going to|visiting|asking|bothering"
            rf"|you go to) (?:\w+ ){{0,3}}?{say.DOCTOR}\b.{{0,50}}"
            r"\b(?:let me|me first|npm|try|come)\b",
            r"\b(?:doctors?|gps?)\b.{0,20}\bnever (?:told|tells?|mention\w*)\b",
            r"\b(?:fewer|less|rarely|hardly|seldom|no more|no longer) (?:\w+ ){0,3}?(?:trips? to"
            r"|visits? to|appointments? with"
            r"|needs?|see|sees) (?:\w+ ){0,2}?(?:doctors?|gps?|hospitals?|physios?|surgeons?|consultants?)\b",
            rf"\b(?:tired|sick|weary|fed up) (?:of|with) (?:\w+ ){{0,2}}?{say.REMEDIES}\b"
            rf"|\b(?:don't|do not|doesn't) (?:want|like|fancy|wish for) (?:\w+ ){{0,2}}?{say.REMEDIES}\b",
            rf"\b{say.REMEDIES}\b.{{0,60}}\byou (?:can|could|may|might) (?:\w+ )?(?:drop|cut (?:out|down)"
            rf"|give up|do without"
            rf"|come off|bin|ditch|reduce|stop taking)\b",
            rf"\b{say.REMEDIES} (?:aren't|isn't|are not|is not|weren't|won't be) (?:\w+ )?(?:necessary"
            rf"|needed|required|the answer)\b",
            rf"^do(?:es)? (?:i|my \w+) (?:still|really|even) (?:need|have to) (?:\w+ ){{0,4}}?{say.DOCTOR}\b",
            r"\bbig pharma\b|\b(?:drug|pharmaceutical) (?:companies|industry|giants?|firms?)\b",
            r"\b(?:doctors?|gps?|consultants?|surgeons?|specialists?|hospitals?|scans?|x-rays?"
            r"|blood tests?|mris?"
            r"|the nhs|your physio\w*) (?:ha(?:s|ve) )?(?:\w+ )?(?:(?:won't|will not|don't|doesn't|do not"
            r"|does not"
            r"|can't|cannot|couldn't|could not|never) (?:tell|explain|find|help|see|fix|want|know|reach"
            r"|give you)|miss(?:es|ed)?"
            r"|wrote off|written off|write off|overlook\w*|giv(?:en|e) up|gave up|fail(?:s|ed)?)\b",
            rf"\b(?:don't|do not|never) (?:have|take|go|agree|sign|see|book|accept|let|risk"
            rf"|consider) (?:\w+ ){{0,4}}?"
            rf"{say.DOCTOR}\b.{{0,40}}\b(?:until|before|unless|without)\b.{{0,30}}\b(?:tr(?:y|ied|ying)"
            rf"|npm|seen me|this)\b",
            r"\b(?:skip|ditch|bypass|forget) (?:\w+ ){0,6}?(?:doctor|gp|surgeon|consultant|physio\w*|hospital"
            r"|chemo\w*|dentist)s?\b(?! (?:car|shop|appointment|letter|entrance|roundabout|bus|note))",
            rf"\b(?:save|spare)[sd]? (?:you |them |him |her "
            rf"|people )?(?:from )?(?:\w+ ){{0,6}}?{say.REMEDIES}\b",
            r"\bwhat (?:your |the |most )?(?:doctors?|gps?) (?:do(?:es)?(?:n't| not)|cannot|can't"
            r"|won't|never|miss\w*)\b"
            r"|\b(?:medicine|doctors?|science) (?:has|have|had) no (?:answer|cure|idea|explanation)s?\b",
            rf"(?:^|,\s*|\bwith )no (?:more )?(?!operation){say.REMEDIES}\b|\bsay(?:s|ing)? (?:no"
            rf"|goodbye) to (?:\w+ )?{say.REMEDIES}\b",
            rf"\bwhy (?:\w+ )?(?:see|visit|bother|pay|go to|take|risk|have) (?:\w+ ){{0,3}}?{say.DOCTOR}\b",
            r"\bno need (?:to see|for|of|to visit|to ask) (?:\w+ )?(?:doctors?|gp"
            r"|hospital)\b(?!(?:'s)? (?:letter|referral|note|appointment|for))",
            rf"\b(?:like|as (?:good|strong|effective) as|nature's"
            rf"|a natural) (?:an? )?(?:\w+ )?{say.REMEDIES}\b",
            r"\b(?:instead of|unlike|rather than|in place of|without(?: the need for| needing| any| having"
            r"| using| resorting to)?"
            r"|alternatives? to|substitutes? for|replacements? for|replac(?:e|es|ing)"
            r"|before (?:resorting|turning) to)"
            rf"(?: \w+){{0,3}}? {say.REMEDIES}\b(?! (?:approv|letter|agree|permission|advice|knowing|say))",
            r"\b(?:come|coming|came|get|getting|got|wean\w*|taper\w*) (?:\w+ )?off (?:of )?(?:\w+ ){0,3}?"
            rf"{say.REMEDIES}\b",
            r"\b(?:stop\w*|quit\w*|give up|gave up|giving up|throw\w*|threw|ditch\w*|bin|binned|drop"
            r"|dropped|avoid\w*|skip\w*"
            r"|cancel\w*|postpon\w+|put off|reduc\w+|cut|cutting|cut down|halv\w+|lower\w*|forget"
            r"|swap\w*|leav(?:e|es|ing)|escape|miss(?:ing)?|put(?:ting)? aside|go(?:ing)? without"
            r"|do(?:ing)? without) "
            rf"(?!outside |at |near |opposite |by |next )(?:\w+ ){{0,4}}?{say.REMEDIES}\b",
            r"\b(?:no|never|not|n't|nor|less|fewer|won't|don't|didn't|longer|hardly)\b(?: \w+){0,3}? "
            rf"(?:need|needs|needed|take|takes|taking|see|want|use|require)(?: \w+){{0,3}}? {say.REMEDIES}\b",
            rf"\bno (?:more |need (?:for|of) (?:\w+ )?){say.REMEDIES}\b",
            rf"\b{say.REMEDIES} (?:are|is|become|becomes|will be|were) (?:\w+ )?(?:unnecessary"
            rf"|not needed|no longer|useless|poison\w*"
            r"|a thing of the past|the problem|toxic|history|harmful)\b",
            r"\b(?:drug|medication|medicine|surgery|pill)[ -]free\b",
            r"\b(?:natural|gentle\w*|better|safer?|kinder|real) (?:alternative|substitute|replacement)\b",
            rf"\b(?:better|safer|stronger|gentler|more effective|kinder|cheaper|faster|quicker"
            rf"|more powerful) than (?:\w+ ){{0,2}}?{say.DOCTOR}\b",
            r"\btak(?:e|es|ing) the place of (?:\w+ )?(?:doctor|gp|medicine|medical)",
            r"\bdoctors? (?:cannot|can't|could not|couldn't|don't|do not|didn't|won't|never|gave up"
            r"|give up|failed?|miss(?:ed)?)\b"
            r"|\b(?:medicine|doctors|surgery|drugs|tablets|painkillers|hospitals?) (?:has |have |had |only )?"
            r"(?:fail\w*|mask\w*|cannot|can't|could not|couldn't|gave up|given up|let you down|hides?"
            r"|poisons?)\b",
        ),
        frozenset({NEGATED, SAFETY, ASKED}),
        covers=("N4",),
    ),
    Rule(
        "B4",
        BLOCK,
        _("Nobody can promise a cure, or that nothing can go wrong."),
        RESTFUL,
        (
            r"\b(?:cur(?:e|es|ed|ing|ative)|cure-alls?|panaceas?)\b(?! (?:ham|meat))",
            r"(?<!time is )(?<!slot is )(?<!place is )(?<!visit is )\bguarante\w+\b(?!(?: \w+){0,3} (?:slots?"
            r"|times?|places?|space|bookings?|appointments?|parking|privacy|hours?|price)\b)",
            r"\b(?:no|without(?: any)?|zero|free (?:of|from)(?: all)?"
            r"|never any) (?:\w+ )?(?:side[ -]?effects|risks?|dangers?|contra-?indications?|downsides?"
            r"|drawbacks?|unwanted effects?)\b",
            r"\b(?:risk|side[ -]effect)[ -]free\b|\b(?:100 ?%|completely|totally|absolutely|perfectly"
            r"|entirely|utterly|always) safe\b"
            r"|\bnothing (?:can|could|will) (?:possibly )?go wrong\b|\bcannot (?:do"
            r"|cause) (?:you )?(?:any )?harm\b|\bcompletely harmless\b|\b(?:can't"
            r"|cannot) go wrong\b",
            r"\bheal(?:s|ed|ing)?\b(?= (?:\w+ ){0,2}?(?:you|your|people|any|all|every\w*|the body|body"
            r"|chronic|old|deep|from within|itself"
            r"|himself|herself|themselves|yourself|almost|most))",
            r"\bworks (?:every time|for (?:everyone|everybody|anyone|anybody|every|any|all))\b"
            r"|\bnever fail(?:s|ed)?\b|\b100 ?% (?:success|effective)",
            r"\b(?:fix|fixes|fixed|mend|mends|repair|repairs|treat|treats|treating) (?:almost |nearly "
            r"|virtually )?"
            r"(?:any|every|all|anything|everything|whatever)\b",
        ),
        frozenset({NEGATED, ASKED, ANSWERED_NO}),
        covers=("N4", "W1"),
    ),
    Rule(
        "B5",
        BLOCK,
        _(
            "A title that the law protects, or one that people trust for medical care, needs your own "
            "registration."
        ),
        _("Neural Pathway Massage practitioner."),
        (
            r"\b(?:i am|i'm|we are|we're|i work as|working as|i was|i trained as|she is|he is"
            r"|your practitioner is|also) "
            rf"(?:also |both |not only )?an? (?:[\w-]+ ){{0,3}}?{say.TITLES}\b",
            rf"\b(?:qualified|registered|chartered|licensed|certified|trained|state-registered"
            rf"|experienced|hcpc[\w -]*|local|resident|your|our"
            rf"|trusted|lead) (?:\w+ )?(?<!see )(?<!ask )(?<!tell ){say.HANDS_ON_TITLES} (?:in|for|at"
            rf"|near|offering|with|marja|based)\b",
            rf"^(?:\w+ )?(?:qualified|registered|chartered|licensed"
            rf"|certified) (?:\w+ )?{say.HANDS_ON_TITLES}\b",
            rf"\b(?-i:[A-Z]\w+ [A-Z]\w+),? (?:\w+ )?(?:and )?{say.HANDS_ON_TITLES}\b",
            r"(?-i:\bDr\.? [A-Z])\w+",
            rf"\b(?:treated|seen|care|hands|skills?|knowledge|training) (?:by|from|of"
            rf"|as) an? (?:\w+ ){{0,2}}?{say.HANDS_ON_TITLES}\b",
        ),
        frozenset({NEGATED, SAFETY, ASKED, ANSWERED_NO}),
    ),
)
