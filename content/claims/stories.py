"""What clients say and what is told of them, as data. Pure."""

from content.claims.values import Level, Rule, Unless
from content.claims.wordings import gettext_noop as _

WHO = r"(?:i|she|he|they|we|you|my \w+|her \w+|his \w+)"

QUOTED = (
    r"\"[^\"]*\b(?:i|i'm|i've|my|me)\b(?=[^\"]*\")(?:[^\"]*\W){1}(?:[^\"\s]+\s+){4,}[^\"]*\"",
    r"[.!\"] ?- ?(?-i:[A-Z])\w+(?:,? (?:(?-i:[A-Z])\.?|\d+|from \w+|aged? \d+|(?-i:[A-Z])\w+)){0,3}$",
)

STORIES = (
    Rule(
        "W5",
        Level.WARN,
        _("What clients say may promise no more than you may, and needs their written agreement."),
        _("Some clients tell me that they find it calming."),
        (
            *QUOTED,
            r"\b(?:hasn't|haven't|hadn't|has not|have not|had not|couldn't|could not)\b.{3,70}\b(?:since"
            r"|for|in|until)\b"
            r".{2,60}\b(?:now|and (?:this|last|yesterday|today)|then|today|yesterday|last (?:week|month"
            r"|summer"
            r"|weekend))\b",
            r"\b(?:days?|weeks?|months?|sessions?|visits?) (?:on|later),? .{0,40}\b(?:back (?:at|on|in"
            r"|to)|again|could"
            r"|can|walk\w*|running|without|gone|free|clear|no)\b",
            r"\b(?:came|arrived|hobbled|limped|crawled|shuffled)\b.{2,60}\b(?:left|went home|walked|stood"
            r"|strode|skipped"
            r"|bounced)\b.{0,40}\b(?:feet|without|unaided|pain\w*|upright|straight|out|taller|unassisted"
            r"|alone)\b",
            r"\bsigned off (?:work|sick)\b",
            r"\b(?:my|a|one|another|our) (?:\w+ )?(?:client|mother|father|customer|lady|gentleman|man"
            r"|woman|runner|teacher|nurse)s?\b.{0,40}\b(?:no longer|can now|is now|threw|walked"
            r"|got rid|was cured|stopped needing|came off|gave up|has not had|hasn't had|never had"
            r"|could (?:\w+ )?again)\b",
            r"\b(?:my|her|his|their) (?:\w+ ){0,4}?(?:has|have|had|is|are|was|were|just"
            r"|simply) (?:\w+ )?(?:gone|disappeared|vanished|cured|healed|better|stopped|improved"
            r"|cleared|fixed|history)\b",
            r"\b(?:came|comes?|arrived?|hobbled?|limped?) in\b.{0,60}\b(?:danc|skip|walk|ran|run|stroll)\w* "
            r"(?:out|home)\b",
            r"\b(?:cured|healed|fixed|saved) (?:me|my|him|her|them)\b|\bchanged (?:me|him|them"
            r"|(?:my|his|her|their) (?:\w+ )?(?:life|lives|health|body|back|sleep|world))\b"
            r"|\bi (?:used to|no longer"
            r"|was able to|can finally|haven't had|have not had|could not believe|couldn't believe"
            r"|threw|came off)\b",
            rf"\b(?:was|were|been|be) told (?:that )?(?:there was )?(?:nothing|{WHO}(?:'d|'ll| would"
            rf"| will| might| had to"
            r"| must)\b.{0,40}\b(?:never|for ?ever|for ever|live with|always|rest of))"
            r"|\btold\b.{0,30}\bnever would\b",
            rf"\b(?:couldn't|could not|could (?:hardly|barely|scarcely)|can't"
            rf"|cannot)\b.{{2,80}}?\b(?:but |and |; )?(?:now|after"
            rf"|since|then)\b.{{0,40}}?\b{WHO} (?:can|could|am|is|are|walk|garden|sleep|danc|run|swim)\w*",
            r"\b(?:haven't|hasn't|hadn't|have not|has not|had not|never) (?:\w+ )?(?:bent|moved|slept"
            r"|walked|run|worked"
            r"|felt(?! so)|danced|done|been able|lifted|held|taken|needed|heard|smelled"
            r"|left the house)(?: \w+){0,3}?"
            r" (?:for|in|since)\b",
            r"\b(?:hasn't|haven't|hadn't|has not|have not|had not|never) (?:\w+ ){1,5}?since[.!\"]*$",
            rf"\bwithin (?:an? |the |\w+ )(?:fortnight|days?|weeks?|months?|sessions?|visits?"
            rf"|hours?),? {WHO} (?:was|were"
            r"|could|had|is|are|can|began)\b",
            r"\bfor the first time (?:in|since) (?:\w+ )?(?:years|months|ages|decades|weeks|the accident"
            r"|childhood"
            r"|\w+ (?:years|months))\b|\b(?:at|to) (?:my|our|their|his|her) wits'? end\b"
            r"|\bgiven up (?:all )?hope\b",
            r"\bslept (?:right )?through\b|\bslept (?:for )?(?:\d+|six|seven|eight|nine|ten|twelve) hours\b",
            r"\bg(?:ave|ive[ns]?) (?:me|us|her|him|them|you) (?:back )?(?:my|our|her|his|their"
            r"|your) (?:mother|father|wife"
            r"|husband|son|daughter|child|mum|dad|back|knees?|legs?|sleep|life|lives|hope|future)\b",
            r"\b(?:put|puts|laid|lay) (?:his|her|their|my) (?:\w+ )?(?:crutches|stick|frame|splint"
            r"|brace) (?:down|away|aside)\b",
            r"\b(?:doctors?|gps?|consultants?|surgeons?|physios?|physiotherapists?|nurses?|midwi(?:fe"
            r"|ves)|dentists?) "
            r"(?:\w+ ){0,4}?(?:surprised|amazed|astonished|speechless|puzzled|impressed|couldn't believe"
            r"|could not"
            r" believe|shook|asked what)\b",
        ),
        frozenset({Unless.SETTING, Unless.FORM}),
        covers=("W4", "I4"),
    ),
    Rule(
        "I4",
        Level.INFO,
        _("The words of a client need their written agreement, and nothing may be given for them."),
        _("Some clients tell me that they find it calming."),
        QUOTED,
        frozenset({Unless.FORM}),
    ),
)
