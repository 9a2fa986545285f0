"""Words of advertising and of medicine, as data: why too much, and what to say in their place. Pure."""

import content.claims.lexicon as say
from content.claims.values import Level, Rule, Unless
from content.claims.wordings import RESTFUL
from content.claims.wordings import gettext_noop as _

AUTHORITY = say.one_of("""
    doctors?, gps?, physicians?, surgeons?, consultants?
    medical (?:experts?|professionals?|community|science), nurses?, the nhs, nhs, scientists?
    researchers?, universit\\w+, experts?, professors?, hospitals?, health professionals?, midwives
    physios?, physiotherapists?, specialists?, osteopaths?, therapists?, celebrit\\w+, athletes?
    olympi\\w+, ministr\\w+, governments?
    health (?:service|authorit\\w+|boards?|insurers?), neurologists?
    the medical \\w+, professionals, clinicians, premier league \\w+, harvard
    oxford, cambridge
""")

ADVERTISING = (
    Rule(
        "W2",
        Level.WARN,
        _("Proof, figures and other people’s authority need evidence that you can show."),
        RESTFUL,
        (
            r"\b(?:as )?(?:featured|reported|published) (?:in|on|by) (?!full|time|one|paper)|\bplacebos?\b",
            r"\b(?:used|practi[sc]ed|offered|prescribed|accepted|standard|established) (?:\w+ )?(?:in"
            r"|by|at) (?:\w+ ){0,3}?"
            r"(?:hospitals?|clinics?|nhs|universit\w+)\b|\btrusted by\b|\bhighly recommended\b|\b(?:5"
            r"|five)[- ]stars?\b",
            r"\b(?:proven|proved|proof|proves?|clinical\w*|scientific\w*|science|evidence[- ]based"
            r"|evidence (?:shows?|that|behind)|medical(?:ly)? (?:approved|proven|recommended|certified"
            r"|tested|backed|grade|recogni[sz]ed|accepted))\b",
            r"\b(?:stud(?:y|ies)|research\w*|trials?|evidence|science|tests?|surveys?|scans?|data"
            r"|statistics)\b(?: \w+){0,4}? (?:behind|show|prove|confirm|suggest|back|support|found|find"
            r"|demonstrat|indicat|reveal|say|agree|point)\w*\b",
            r"\b(?:shown|backed|supported|confirmed|demonstrated|validated|tested"
            r"|verified) (?:\w+ )?(?:by|in) (?:\w+ ){0,2}?(?:science|research|stud(?:y|ies)|trials?"
            r"|evidence|scientists?|universit\w+)\b|\bshown to\b",
            r"\b(?:behind|based on|rooted in|grounded in) (?:\w+ ){0,3}?(?:science|research|studies"
            r"|evidence)\b"
            r"|\b(?:many|several|numerous|countless|recent|decades of|years of|solid|strong|robust"
            r"|growing) (?:\w+ )?(?:stud(?:y|ies)|research|evidence|trials|science)\b",
            r"\d+(?:\.\d+)? ?(?:%|per ?cent\b)(?! (?:off|discount|deposit|cotton|linen|wool|organic|vegan"
            r"|of the"
            r" (?:price|fee|cost)))|\bper ?cent\b|\b(?:\d+|two|three|four|five|six|seven"
            r"|eight|nine|ten|most) (?:out of|in) (?:every )?(?:\d+|three|four|five|ten"
            r"|a hundred) (?:\w+ ){0,2}?(?:people|clients|patients|customers|of|feel|report|women|men"
            r"|visitors|cases|see|say|get|recover|mothers|would|recommend)",
            r"\bsuccess (?:rate|stor)\w*|\btrack record\b|\b(?:hundreds|thousands|dozens|countless"
            r"|millions) (?:of )?(?:\w+ ){0,2}?(?:people|clients|patients|cases|success\w*|sufferers"
            r"|customers|women|men|families|lives)\b",
            rf"\b(?:trusted|recommended|approved|endorsed|used|loved|praised|backed|supported|accepted"
            rf"|recogni[sz]ed|accredited|chosen|referred|favoured|developed|designed|sworn by"
            rf"|respected|admired|prescribed) (?:\w+ )?by (?!your )(?:\w+ ){{0,3}}?{AUTHORITY}\b",
            rf"\b(?:even |many |most |some |top |leading |more and more |local "
            rf"|several )?"
            rf"(?<!your )(?<!a )(?<!tell )(?<!see )(?<!their )(?<!my ){AUTHORITY} (?:\w+ ){{0,2}}?(?:"
            rf"recommend"
            rf"|trust|amazed|agree|prescribe|send|swear|use|refer|say|are (?:amazed|surprised"
            rf"|astonished|impressed|stunned|baffled|convinced|turning|now)|were (?:amazed|surprised"
            rf"|astonished|impressed|stunned|baffled)|was (?:amazed|surprised|astonished|impressed"
            rf"|stunned|baffled)|admit|found|discover|show|prove|love|choose|endorse|approve|hate"
            rf"|couldn't believe|could not believe|has offered|ha(?:s|ve) used|fund|pays?\b|cover the"
            rf"|recogni[sz]e|adopt"
            rf"|teach|come to me (?:for|when)|quietly)\w*\b(?! (?:you|to me|me|it is|so|first|that you))",
            r"\b(?:doctor|gp|physio|nurse|midwife|nhs|scientist|osteopath)-(?:recommended|approved"
            r"|trusted|endorsed|led|backed"
            r"|designed|tested)\b|\bbefore[- ]and[- ]after (?:photo|picture|stor|shot|image|video|result"
            r"|scan)\w*",
            r"\b(?:happy|satisfied|delighted|grateful|thankful) (?:clients?|customers?)\b",
            r"\b(?:testimonials?|reviews? (?:say|speak|prove)|rave reviews|happy clients"
            r"|satisfied (?:clients|customers))\b",
            r"\b(?:results|effects?|outcomes|benefits) (?:\w+ ){0,3}?(?:measured|published|documented"
            r"|verified|recorded)\b",
            r"\bnhs[- ](?:approved|recommended|recogni[sz]ed|backed|registered|accredited|funded"
            r"|quality|trained)\b|\bas seen (?:on|in)\b|\bfda\b|\bnice[- ]approved\b|\bce[- ]marked\b"
            r"|\bclinically\b",
        ),
        frozenset({Unless.NEGATED, Unless.SAFETY, Unless.ANSWERED_NO, Unless.FORM}),
    ),
    Rule(
        "W3",
        Level.WARN,
        _("A comparison with others needs evidence that you can show."),
        _("Here in the UK it is still rare. It may suit you if you prefer a light touch."),
        (
            r"\b(?:won't|will not|cannot|can't|never) find (?:a|any|anything|anyone"
            r"|anybody) (?:\w+ )?(?:safer|better|gentler"
            r"|kinder|stronger|more|like|else|quicker|faster|deeper)\b|\b(?:other|ordinary|normal"
            r"|conventional|regular"
            r"|most) (?:massages?|therap\w+|treatments?|methods?|practitioners?|practices) (?:only|merely"
            r"|just|can't"
            r"|cannot|don't|do not|doesn't|never|scratch\w*|miss|stop)\b|\bonly scratch\w*\b",
            r"\bonly (?:\w+ )?(?:person|practitioner|therapist|practice"
            r"|clinic) in (?:the )?(?:(?-i:[A-Z])|world|uk|country|county"
            r"|area|region|north|south)",
            r"\b(?:nobody|no one|nothing)\b.{0,40}\b(?:has better|does (?:it|this) better|is better"
            r"|knows more|comes close)\b",
            r"\bmost (?:advanced|powerful|complete|trusted|respected|popular|successful|natural"
            r"|experienced|skilled)\b"
            r"|\bspecialists? in\b",
            r"\b(?!(?:there|here|that|what|it|who|he|she|let|where|how|when|one|everyone|nobody)'s)"
            r"(?:uk|britain|england|scotland|wales|london|town|city|county|country|world|area|region"
            r"|europe|\w+shire|(?-i:[A-Z])\w{3,})'s (?:very )?(?:best|leading|top|finest|number|most|no\.? ?1"
            r"|premier"
            r"|first|favourite|only|foremost|original)\b",
            r"\bthe (?:very )?(?:best|finest|foremost|top|safest|gentlest|fastest|quickest|surest"
            r"|strongest) (?:\w+ )?(?:massage|therap\w+|treatment|practitioner|method|hands|solution"
            r"|care|remed\w+|cure|way to (?:heal|treat|cure|relieve|get rid|stop|beat|end|recover"
            r"|improve|overcome|ease)|thing for|in (?:the )?\w+|available|possible|results?|answer"
            r"|form|you(?:'ll| will| can| have)?)\b|\bbest (?:results?|massage|therap\w+|practitioner"
            r"|treatment)\b",
            r"\b(?:leading|world[- ]class|world[- ]leading|top[- ]rated|award[- ]winning|five[- ]star"
            r"|5[- ]star|unrivalled|unbeatable|unmatched|unparalleled|second to none|pre-eminent"
            r"|cutting[- ]edge|state[- ]of[- ]the[- ]art|no\.? ?1|number one|# ?1|market[- ]leading"
            r"|gold standard|superior|elite|ultimate|unsurpassed|revered"
            r"|premier"
            r"|top quality)\b(?! (?:to|up|question|place))",
            r"\b(?:better|more effective|more powerful|safer|stronger|gentler|faster|deeper"
            r"|works? better|far better|more successful|superior|kinder"
            r"|longer-lasting) (?:results )?than (?!cure|never|nothing|to |i |it |you |the other\b"
            r"|before)(?:\w+ ){0,3}?\w+",
            r"\b(?:unlike|forget|beats?|outperforms?|outdoes) (?:\w+ ){0,2}?(?:massages?|therap\w+"
            r"|treatments?|physio\w*|osteopath\w*|chiropract\w*|acupunctur\w*|practitioners?|methods?"
            r"|approaches)\b",
            r"\b(?:the )?only (?:\w+ ){0,2}?(?:therap\w+|treatment|massage|method|practitioner|place"
            r"|thing|way|technique|clinic)(?: \w+){0,3}? (?:that|which|who|to|in|for|you|works?)\b"
            r"|\bno (?:other|one else|better) (?:\w+ ){0,2}?(?:massage|therap\w+|treatment|method"
            r"|practitioner|can|does|works?|way)\b|\blike no other\b"
            r"|\bnothing (?:else )?(?:quite )?like (?:it|this)\b|\bone of a kind\b"
            r"|\bunique(?:ly)? (?:method|approach|treatment|therapy|massage|way|power|ability|gift"
            r"|effective|able|technique)\b",
            r"\b(?:leading|world|renowned|acclaimed|top|foremost|recogni[sz]ed|undisputed|true"
            r"|real) (?:\w+ )?(?:expert|authority|specialist|master|healer)s?\b|\b(?:i am|i'm"
            r"|we are) (?:an? |the )?(?:\w+ )?(?:expert|specialist|healer|master|authority)\b"
            r"|\b(?:gifted|healing gift|magic hands|god-given)\b",
        ),
        frozenset({Unless.NEGATED, Unless.SAFETY, Unless.ANSWERED_NO, Unless.FORM}),
    ),
    Rule(
        "W4",
        Level.WARN,
        _("Words of medicine make this sound like medical care."),
        _("I listen, choose the maps for the day and adjust the plan. I call people who come clients."),
        (
            r"\b(?:find|know|tell|see|pinpoint|locat|identif|trac|show|uncover|discover|get to"
            r"|track)\w* (?:down )?(?:[\w']+ )"
            r"{0,3}?(?:causes?|sources?|roots?|origins?|culprits?) (?:of|for|behind)\b|\b(?:culprit"
            r"|to blame for)\b"
            r"|\b(?:i|we|hands|fingers|fingertips) (?:\w+ )?(?:pick up|know|feel|sense|find) (?:what"
            r"|where) (?!you(?:'d| would"
            r"| like| want)|to\b|feels?\b)",
            r"\b(?:nerve|neuro\S*|bodywork|pain|spinal|spine|back|brain|massage"
            r"|bodily) (?:\w+ )?(?:specialist|physician"
            r"|doctor|surgeon|healer)s?\b",
            r"\b(?:treats|treating) (?!you|each|everyone with|what|people with respect)",
            r"\b(?:i|we|npm|hands|fingers|fingertips|touch|gift of|gift for|ability to|let me) (?:\w+ ){0,2}?"
            r"(?:sens(?:e|ing)|feel(?:ing)?|find(?:ing)?|see(?:ing)?|detect(?:ing)?|read(?:ing)?"
            r"|spot(?:ting)?|discover|tell|know|say)s? "
            rf"(?:[\w']+ ){{0,8}}?(?:(?:what|where)(?:'s| is| was) wrong|which organ\w*|hidden \w+"
            rf"|what (?:\w+ ){{1,4}}?miss(?:es|ed)?|what(?:'s| is) the matter"
            rf"|where (?:the|your) (?:\w+ )?(?:trouble|problem|weakness)|{say.ILL_OR_SORE})\b",
            r"\bpatients\b|\bpatient's\b|\b(?:a|my|our|the|each|every|any|one|new|another|first|former"
            r"|private|nhs|this|that|per) patient\b"
            r"(?! (?:listener|person|ear|hands?|approach|way|touch|look|pace|teacher|explanation|man"
            r"|woman|manner))",
            r"\b(?:my|our|this|a|your|massage|pain|health|specialist|wellness|private|nerve"
            r"|healing|treatment|birch|local) clinics?\b",
            r"\b(?:i|we|npm|it|to|can|massage|session|practitioner|hands|fingertips|method"
            r"|by) (?:[\w,]+ ){0,2}?(?:diagnos(?:e|es|ed|ing)|prescrib\w+|assess (?:your )?(?:injur"
            r"|condition)\w*)\b|\b(?:my|our|free|accurate|full|a|precise|instant"
            r"|your own) diagnos[ie]s\b|\bfind(?:s|ing)? (?:out )?what(?:'s| is) wrong\b",
            r"\bmedical (?:intuitive|healer|training|background)s?\b|\b(?:neural|nerve|natural|holistic"
            r"|energy|finnish|folk"
            r"|neuro\w*|functional|chinese|eastern|vibrational) (?:medicine|doctors?|physicians?)\b",
            r"\b(?:medical|clinical|remedial|rehabilitative|orthopaedic|prescription) (?:massage"
            r"|therapy|treatment|session|method|approach|sessions|care from me)\b",
            r"\b(?:i|we|npm|massage|it|session|sessions|can|hands) (?:can |will |also |successfully "
            r"|regularly |often |have |have been |have successfully |even )*(?:treat|treats|treated"
            r"|treating)\b(?! (?:what|it|this|that|you |them|your|each|every|all (?:I|my|you)"
            r"|everything you|with))|\b(?:conditions?|people|clients|problems?|ailments?|cases?"
            r"|illness\w*|injuries|symptoms?|issues?) (?:that )?(?:i|we) (?:have |can "
            r"|\w+ly )*(?:treat|treated)\b|\btreatments? (?:for|of|plan for|against) (?!(?:a )?child"
            r"|you|me|each|your (?:visit|session))",
        ),
        frozenset(
            {Unless.WITHIN, Unless.NEGATED, Unless.SAFETY, Unless.ASKED, Unless.ANSWERED_NO, Unless.FORM}
        ),
    ),
)
