"""How getting better is told of without any strong word, as patterns. Pure."""

BETTER = (
    r"\b(?:six|seven|eight|nine|ten|\d+) (?:solid|unbroken|straight|uninterrupted) hours\b|\b(?:poor|bad"
    r"|light) sleepers\b",
    r"\bnever (?:\w+ )?(?:met|had|seen|known|come across|found|touched) (?:a|an|any|one)\b.{0,40}"
    r"\b(?:couldn't|could not|didn't|did not|wouldn't|would not|hasn't|failed)\b",
    r"\bif (?:you|it|your)\b.{0,60}\b(?:difference|better|improve\w*|work|results?|relief)\b.{0,60}"
    r"\b(?:pay|refund\w*|free|money|charge\w*|penny)\b",
    r"\b(?:impossible to|can't|cannot|can not) (?:overdo|have too much)\b|\bno such thing as too\b"
    r"|\bwhatever (?:your|the) (?:state of )?(?:health|age)\b",
    r"\b(?:hardly|scarcely|barely|isn't|not) (?:an?|any) (?:\w+ )?(?:ailment|condition|illness|complaint|pain"
    r"|disease|symptom)s?\b.{0,30}\b(?:it|this|npm|i|we|touch|hands)\b|\bfew (?:ailments|conditions"
    r"|complaints|illnesses)\b",
    r"\b(?:stopped|stop|stops) (?:\w+ )?(?:needing|coming|hurting|shaking|waking|wheezing|itching|aching"
    r"|limping"
    r"|snoring|worrying|taking)\b(?! (?:to (?:work|the|this|my)|sundays?))",
    r"\b(?:distant|bad|faint) memory\b|\b(?:on (?:my|your|his|her|their) own two feet|pull(?:s|ed)? (?:me"
    r"|you|him|her"
    r"|them) through)\b",
    r"\bi promise (?:you )?(?:you'll|you will|it|that|your|results)\b",
    r"\bnever (?:had|met|seen|known) (?:a|an|any|one) (?:\w+ )?(?:client|person|case|condition"
    r"|patient|body|baby|child)\b|\bthere(?:'s| is) (?:no|not a) (?:\w+ )?(?:condition|illness|pain"
    r"|problem|disease|ailment|symptom|case)\b",
    r"^(?:sleep|walk|move|live|wake|feel|run|think|see|hear)(?: \w+)? (?:soundly|deeply|better|faster"
    r"|easily|freely|longer|stronger|sharper|clearly|younger)\b",
    r"\b(?:whatever|no matter (?:what|how|which|where)) (?:[\w']+ ){0,4}?(?:diagnos\w+|conditions?"
    r"|illness\w*|problem|complaint|pain|symptoms?|suffer\w*|ails|wrong|hurts)\b",
    r"\byour (?:\w+ ){1,3}?(?:is|are|could be|will be|can be|becomes?) (?:\w+ )?(?:thing of the"
    r" past|history|(?:distant |bad )?memory)\b",
    r"\b(?:shed|shedding|threw|throw(?:ing|s)?|ditch\w*|binn?(?:ed)?|put away|hung up|burn\w*"
    r"|no longer needs?) (?:\w+ ){0,3}?"
    r"(?:crutch\w*|walking (?:stick|frame|aid)s?|wheelchairs?|stairlifts?|hearing aids?|glasses"
    r"|splints?"
    r"|neck brace|zimmer\w*)",
    r"\b(?:turn(?:s|ed|ing)? (?:\w+ ){0,2}?(?:lives|life|health) around|turn(?:s|ed"
    r"|ing)? around (?:\w+ )?"
    r"(?:lives|life|health))\b",
    r"\b(?:misery|worries|suffering|nightmare|agony|ordeal)\b.{0,20}\b(?:ends?|stops?|over|behind)\b",
    r"\b(?:undo\w*|revers\w+|wip(?:e|es|ing) out) (?:the |all |any |years of )?(?:\w+ )?(?:damage"
    r"|harm|effects"
    r"|injur\w+|stress|wear)\b",
    r"\bgets? (?:you|people|clients|them|anyone|him|her) (?:back )?(?:walking|moving|running"
    r"|on (?:your|their"
    r"|his|her) feet|dancing|sleeping|pregnant|better|well)\b",
    r"\bbring(?:s|ing)? (?:back )?(?:feeling|movement|sensation|strength|hearing|sight|memory"
    r"|life|your"
    r" (?:strength|memory|hearing|sight))\b",
    r"\b(?<!i'm )(?<!i am )(?<!be )back (?:to|at) (?:work|sport|the gym|running|school)"
    r" (?:in|within) (?:\w+ )?(?:days?|weeks?|months?|no time)\b|\bunaided\b",
    r"\b(?:less|fewer|milder|shorter) (?:pain|colds|headaches|migraines|painkillers|tablets|pills|attacks"
    r"|flare-?ups"
    r"|sick days|infections|symptoms|stiffness|seizures|episodes|hot flushes|bad days)\b"
    r"|\b(?:better|deeper|longer) (?:nights|digestion|posture|circulation|mobility|memory|focus"
    r"|moods?|skin|health)\b"
    r"|\bmore (?:energy|movement|mobility|strength|flexibility|restful nights)\b",
    r"\b(?<!i'm )(?<!i am )(?:less|hardly ever|rarely|seldom|no longer) (?:\w+ )?(?:catch(?:es)?|unwell"
    r"|poorly|off sick)\b"
    r"|\bill less (?:often|frequently)\b|\b(?:are|is|get) (?:rarely|hardly ever|seldom) ill\b",
    r"\b(?:as good as|like) new\b|\bputs? right what\b|\b(?:be|feel|get|become) (?:well|yourself|myself"
    r"|himself|herself"
    r"|whole|human) again\b|\bfeels? like (?:yourself|myself|himself|herself) again\b",
    r"\b(?:nobody else|no one else|others) (?:can|could|has|have|cannot|can't|couldn't) (?:not "
    r"|ever )?(?:help|reach|fix|treat"
    r"|cur|solv|explain)\w*",
    r"\b(?:the best|best|a form of|kind of|real|gentle|a) medicine\b(?! (?:cabinet|bag|chest|box|list))",
    r"\bnew (?:life|body|spine|back|knees)\b(?! (?:in|to))",
    r"\b(?:come to (?:me|us)|come here|tr(?:y|ied) (?:me|us|npm|this|it)) first\b",
    r"\b(?:wanted|offered|planned|due|booked|listed|about) (?:\w+ )?(?:to operate|for (?:an operation"
    r"|surgery))\b",
    r"\b(?:only|just|merely) (?:\w+ )?(?:dull|mask|hid|cover|numb|quiet)(?:s|es|ens?|ing)?\b",
    r"\bt(?:ook|akes?|aking) away (?:the|my|your|her|his|all) (?:\w+ )?(?:fear|dread|grief|panic|anger"
    r"|worry|sadness"
    r"|ache|pain)s?\b",
    r"\bout of all recognition\b|\bbehaviour (?:\w+ ){0,4}?improv\w+|\bimprov\w+ (?:\w+ ){0,2}?behaviour\b",
    r"\bwithout (?:a|so much as a) (?:\w+ )?(?:twinge|ache|limp|wince|stick|tablet|pill|painkiller"
    r"|care in)\b",
    r"\bno longer (?:\w+ )?(?:anxious|stressed|tired|sore|stiff|in pain|limp\w*|hurts?|hurting|aches?"
    r"|aching|depressed"
    r"|afraid|suffer\w*|dizzy|numb)\b",
    r"\b(?:it|relief|results?|effects?|that|which) (?:really |truly )?lasts(?=\W*$|, (?:and|but))"
    r"|\bgarden\w* again\b",
    r"\b(?:dry|well|better|fine|clear|right|settled|mobile|walking|cured"
    r"|straight) (?:again )?(?:with)?in (?:\w+ )?"
    r"(?:minutes|hours?|days?|weeks?|months?|\w+ (?:sessions|visits))\b",
    r"\b(?:need|needs) (?:\w+ ){0,3}?(?:creams?|sprays?|patches|glasses|stick|crutch\w*|hearing aids?) "
    r"(?:any ?more|any longer|no more)\b",
    r"\b(?:all|everything) (?:that )?you need to (?:feel|be|get|sleep|recover) (?:better|well|like)\b",
    r"\bfrom (?:a )?[\w-]+ (?:[\w-]+ )?to (?:a )?[\w-]+ (?:[\w-]+ )?in (?:\w+ )?\w+ (?:days|weeks|months"
    r"|sessions|visits)\b",
    r"\b(?:beat(?:s|ing)?|against all|defy|defied|defies) the odds\b|\bagainst all odds\b|\blose but your\b",
    r"\b(?:learn|eat|walk|move|think|breathe|concentrate|behave|perform)s? (?:\w+ )?better\b",
    r"\b(?:couldn't|could not|could (?:hardly|barely|scarcely)) (?:\w+ )?(?:walk|lift|bend|raise|kneel"
    r"|grip|climb|turn (?:my|her"
    r"|his)|stand up|get out of bed)\b",
    r"\b(?:knees?|backs?|hands?|hips?|necks?|shoulders?|legs?|feet|foot|jaws?|heads?|fingers|joints?"
    r"|elbows?|wrists?)"
    r"(?: \w+){0,3}? (?:stopped|no longer|don't|doesn't|didn't|do not|does not|did not"
    r"|never) (?:\w+ )?(?:hurt|ach|shak|swell"
    r"|click|seiz|cramp|lock|tingl|burn|trembl|throb)\w*",
    r"\b(?:could|can) (?:feel|move|use|bend|lift|turn|raise) (?:my|her|his|their) (?:\w+ ){1,2}?again\b",
    r"\bbefore (?:they|you|he|she|anyone|we)(?:'ve| have| has)? (?:tried|try (?!to))",
    r"\b(?:be|come|get|walk|leave) out of (?:\w+ )?pain\b|\b(?:kilos|pounds|stone"
    r"|weight) (?:\w+ )?(?:goes?|drops?|melts?|falls?"
    r"|comes? off)\b",
    r"\b(?:neither|nor) (?:will|do|does|should) your (?:\w+ )?(?:knees?|backs?|hands?|hips?|necks?"
    r"|shoulders?|legs?|feet|jaw|head"
    r"|joints?)\b",
    r"\bleft without (?:any |the |her |his |their )?(?:\w+ )?(?:pain|stick|crutches|wheelchair)\b",
)
