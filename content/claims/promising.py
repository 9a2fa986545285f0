"""What promises that somebody will be better, or be right for everybody, as data. Pure."""

import content.claims.lexicon as say
from content.claims.values import Level, Rule, Unless
from content.claims.wordings import EVERYDAY, NOT_CARE, RESTFUL
from content.claims.wordings import gettext_noop as _

PROMISING = (
    Rule(
        "N2",
        Level.WARN,
        _("Who names an illness in an advertisement seems to offer help with it."),
        NOT_CARE,
        (rf"\b(?:{say.SERIOUS}|{say.CONDITION})\b",),
        frozenset({Unless.DENIED, Unless.SAFETY, Unless.FORM}),
        covers=("W6", "I1"),
    ),
    Rule(
        "N4",
        Level.WARN,
        _(
            "A strong promise about what comes of it. Tell what people notice, and that it differs from "
            "person to person."
        ),
        RESTFUL,
        (
            r"\bsleep\w* like (?:you|a|when|they|in)\b|\byears? (?:\w+ )?(?:fall|drop|melt"
            r"|roll)\w* (?:away|off)\b",
            r"\b(?:every\w*|all|most|clients?|people) (?:\w+ ){0,2}?(?:gets? (?:better|well)|recovers?"
            r"|improves?)\b",
            r"\b(?:fix\w*|heal\w*|help\w*|treat\w*|solv\w+|reach\w*|succeed\w*|works?) (?:what|where|when) "
            r"(?:\w+ ){0,3}?(?:cannot|can't|could not|fail\w*|gave up|never|do not|don't)\b",
            r"\b(?:won't|will not|never) (?:regret|be disappointed)\b|\b(?:stays?|keeps?|looks?"
            r"|feels?) (?:\w+ )?young"
            r"|\b(?:slow|stop|revers|halt)\w* (?:\w+ )?age?ing\b|\b(?:stop|quit|give up) smoking\b"
            r"|\bget(?:s|ting)? moving again\b",
            r"\b(?:transform\w*|life-?chang\w+|chang(?:e|es|ed|ing) (?:my|your|people's|their|his|her"
            r"|the|\w+'s)? ?(?:whole )?li(?:fe|ves)|miracl\w+|miraculous\w*"
            r"|magic\w*|breakthroughs?|revolution\w+|astonish\w*|amaz(?:ed|ing|ingly|es)|astound\w*"
            r"|stunn\w+|speechless|baffl\w+|incredibl[ey]"
            r"|extraordinar\w+ results?|remarkabl[ey]|phenomenal|unbelievabl[ey]|powerful\w*"
            r"|game-?changer|wonders|life-saving|saved my|secret \w+)\b",
            r"\b(?:say|said|saying|wave|waved|kiss|kissed|bid|bade) (?:\w+ ){0,2}?(?:goodbye|farewell"
            r"|bye|adieu)\b|\bgood-?bye,? (?:to )?\w+",
            rf"\bno more (?:\w+ ){{0,3}}?(?:{say.ILL_OR_SORE}|nights?|suffering|tension|stress|worr\w+"
            rf"|agony)\b|\bnever (?:\w+ ){{0,3}}again\b",
            r"\b(?:recover|heal|mend|bounce back|get better|perform"
            r"|return to \w+)\w* (?:\w+ ){0,2}?(?:faster|quicker|sooner|more quickly|in half the time"
            r"|twice as fast|better|stronger)\b"
            r"|\b(?:faster|quicker|speed\w*|speedy|rapid|rapidly|accelerat\w+|shorten\w*"
            r"|swift) (?:up )?(?:\w+ ){0,3}?(?:recover\w*|healing|results?|rehabilitation|relief)\b",
            r"\b(?:permanent(?:ly)?|instant(?:ly|aneous\w*)?|immediate(?:ly)?|long-?lasting|lasting"
            r"|forever|for good|once and for all|for life|rapid|total(?:ly)?|complete(?:ly)?) "
            r"(?:\w+ ){0,3}?(?:relief|results?|cure|change|improvement|effect|free|gone|better|pain"
            r"|disappear\w*|difference|benefit|recovery|healing|freedom|solution)s?\b",
            r"\b(?:relief|results?|gone|disappear\w*|free|better|change|works?"
            r"|pain)(?: \w+){0,4}? (?:permanently|instantly|immediately|forever|for good"
            r"|once and for all|overnight|for life|in minutes|within (?:minutes|hours|days))\b",
            r"\b(?:pain|drug|symptom|medication|stress|migraine|headache|tension|ache|worry|illness"
            r"|disease)[- ]free\b|\bfree of (?:pain|symptoms|aches|tension)\b",
            r"\b(?:live|living|walk\w*|mov(?:e|es|ing)|sleep\w*|wak(?:e|es|ing)|life|days?|mornings?"
            r"|run\w*|sit\w*|work\w*|night) (?:\w+ ){0,3}?without (?:the |any |your |that )?(?:pain"
            r"|aches?|stiffness|discomfort|tablets|tension)\b",
            r"\b(?:walk\w*|run\w*|danc\w+|sleep|move|work|live|play\w*|bend|kneel|climb|drive|smile"
            r"|stand\w*|lift) (?:\w+ ){0,6}?again\b(?! (?:if|when|before))",
            r"\b(?:give[sn]?|gave|get|gets|got|giving|getting|take|have|reclaim\w*"
            r"|want) (?:\w+ )?(?:your|my|their|her|his|people|clients|you|them)? ?(?:old )?(?:life"
            r"|lives|self|mobility|freedom|health|energy) back\b"
            r"|\bback to (?:normal|full health|your old self|perfect)\b|\b(?:new|different) (?:man"
            r"|woman|person|lease)\b|\breborn\b|\blike new\b|\bback on (?:your|their|my|her"
            r"|his) feet\b",
            r"\b(?:years?|decades?) younger\b|\bturn\w* back the clock\b|\banti-?age?ing\b"
            r"|\breverse (?:the )?age?ing\b|\bdecades? of \w+ (?:in|with|after)\b"
            r"|\bundo(?:es)? \w+ of\b|\byouthful\b|\brejuvenat\w+",
            r"\b(?:weight loss|lose weight|losing weight|slim(?:ming|mer)?|burn\w* (?:fat|calories)"
            r"|inches off|drop a dress)\b",
            r"\b(?:it|this|npm|massage|method|treatment|really|truly|actually|session|approach"
            r"|touch) (?:really |simply |just |truly |actually |always )works\b|\b(?:because|that"
            r"|which) (?:really |actually |truly |simply )?works?\b(?! (?:with|for (?:you|both|me)"
            r"|best))|\b(?:it|this) works[.!]|\bworks (?:wonders|miracles|like|where|when|even|quickly"
            r"|fast)\b",
            r"\b(?:this|it|npm|massage|sessions?|treatment|method|my work|my hands|one visit|course"
            r"|series|which) (?:will|is going to|can and will) (?:\w+ ){0,2}?(?:help (?!me|us|if)"
            r"|chang\w+|improv\w+|make|take|give you|transform|leave you|solve|boost|let you|get you"
            r"|bring|reduc\w+|eas[ey]\w*|sooth\w*|strengthen|end|stop)\w*",
            r"\b(?:you|your \w+|everyone|they|clients)(?:'ll| will| are going to| are certain to"
            r"| are sure to| always| can expect to) (?:\w+ ){0,4}?(?:feel (?:better|younger|healthier"
            r"|stronger|lighter|amazing|great|the difference|wonderful|reborn|fantastic|energi[sz]ed"
            r"|different)"
            r"|better|healthier|stronger|fitter|happier|improve|sleep (?:better|well|soundly|deeply"
            r"|through|like)|walk (?:out|away|tall)|see (?:results|a difference|an improvement"
            r"|changes)|notice (?:a|an|the|results|real)|leave (?:\w+ )?(?:feeling|cured|better|free"
            r"|lighter)|wake|recover|get better|never|heal|thank|relax more|live longer|be (?:amazed"
            r"|able|free|cured|rid|back|pain|well|transformed|your))\b",
            r"\b(?:improv|boost|increas|enhanc|sharpen|maximi[sz]|doubl|optimi[sz]|strengthen|restor"
            r"|rais|build)\w* (?:your |the |my |a |an |their |people's |clients' |athletic |overall "
            r"|natural |and |\w+ ){0,3}?"
            r"(?:sleep|memory|concentration|focus|flexibility|mobility|balance|performance|posture"
            r"|digestion|fertility|libido|mood|energy|vitality|health|wellness|iq|confidence|strength"
            r"|range|function|movement|stamina|harmony|quality of life|well-?being|attention|grades"
            r"|speed|productivity|recovery|coordination|eyesight|hearing|skin|appearance)\b",
            r"\b(?:highly|very|most|more|really|extremely|incredibly|equally|so|as|proven|deeply"
            r"|particularly|especially|truly) effective\b|\beffective (?:way|for|against|at|treatment"
            r"|method|therapy|relief|in)\b|\befficac\w+|\bhealth benefits\b|\bbenefits (?:include"
            r"|of)\b|\b(?:many|proven|lasting|real|amazing|huge) benefits\b|\btherapeutic (?:effect"
            r"|benefit|power)s?\b",
            r"\b(?:just|only|as little as) (?:one|a single|two|three|a few|\d+) (?:short )?(?:session"
            r"|visit|treatment|hour|minute)s?\b|\b(?:one|a single) (?:session|visit"
            r"|treatment) (?:is (?:all|enough)|will|and (?:your|my|the|it|i|you)|was (?:all|enough)"
            r"|did|fixed|cured)\b|\ball it takes\b",
            r"\b(?:after|in|within|since) (?:\w+ ){0,3}?(?:session|visit|treatment"
            r"|appointment)s?\b.{0,60}\b(?:gone|disappear\w*|vanish\w*|no longer|never|cured|healed"
            r"|free|better|stopped|could|back to|like a baby|for the first time|threw|pain|slept)\b"
            r"|\b(?:gone|disappear\w*|vanish\w*|no longer|cured|healed|better|stopped"
            r"|slept)\b.{0,50}\bafter (?:\w+ ){0,3}?(?:session|visit|treatment|appointment)s?\b",
            r"\b(?:when|where|after) (?:nothing|everything|other \w+|all|conventional \w+|modern \w+"
            r"|doctors?|medicine|physio\w*)(?: \w+){0,2} (?:else|fail\w*|help\w*|work\w*|gave up"
            r"|given up|stop\w*|could not|couldn't)\b|\b(?:last|only|final) hope\b|\bend of the road\b"
            r"|\bsearch is over\b|\blook no further\b|\b(?:answer|solution|miracle) you(?:'ve"
            r"| have) been\b|\bthe (?:answer|solution|cure|key|secret) to\b"
            r"|\bnothing (?:else )?(?:works|compares|comes close|helped)\b",
            r"\b(?:natural|ancient|powerful|gentle|real|true|deep|old|nature's|finnish|effective"
            r"|emotional|nordic|spiritual|inner|physical) (?:healing|remedy|remedies|cure|medicine"
            r"|healer|relief|pain relief)\b|\b(?:remedy|remedies|healer|healing (?:hands|touch|power"
            r"|journey|energy|art|work|session|massage|process|properties|effect|method|begins?))\b"
            r"|\bpain relief\b|\b(?:i|we|npm|massage|touch|hands|it|this|that|can|which"
            r"|to) (?:\w+ )?heals?\b",
            r"\b(?:fix|fixes|fixed|fixing|heal|heals|repair|repairs|realign|realigns|mend|mends|cure"
            r"|correct|corrects|unlock|unlocks|restore|restores|straighten|straightens|undo|rebuild"
            r"|rebuilds) (?:your |the |a |my |any |bad |old |stiff |sore |tired |broken |worn |that "
            r"|people's |\w+ ){0,3}?" + say.BODY + r"\b",
            r"\b(?:relie(?:f|ve|ves|ved|ving)|rid|banish\w*|eliminat\w+|overcom\w+|conquer\w*"
            r"|beat(?:s|ing)?|end(?:s|ing)?) (?:from |of )?(?:\w+ ){0,2}?(?:suffering|insomnia"
            r"|agony|misery|worry|whatever ails|torment)\b",
            r"\b(?:live longer|longer life|prolong\w*|longevity|stay healthy|stay well|perfect health"
            r"|optimal health|full health|good health|prevent\w* (?:illness|disease|problems|injur\w+"
            r"|future)|keeps? (?:you|doctors?|illness|the doctor) (?:healthy|well|away))\b",
        ),
        frozenset({Unless.NEGATED, Unless.SAFETY, Unless.ASKED, Unless.FORM}),
        covers=("I1", "W6"),
    ),
    Rule(
        "W6",
        Level.WARN,
        _("To promise that pain or a complaint will go or get less needs evidence."),
        _("People come with everyday aches and tension. Many find the session calming."),
        (
            r"\b(?:ideal|perfect|great|good|wonderful|lovely|helps?|helpful|support\w*|aids?"
            r"|right) (?:\w+ ){0,2}?"
            r"(?:after|before|following|during|since) (?:\w+ ){0,2}?(?:surgery|operations?|accidents?"
            r"|birth|replacements?)\b",
            rf"\b(?:good|great|excellent|wonderful) for (?:your |the )?(?:heart|liver|gut|brain"
            rf"|circulation|{say.BODY})\b",
            rf"\b{say.OFFERS}\b{say.NEAR}{say.COMPLAINT}\b",
            rf"\b{say.COMPLAINT}\b{say.CLOSE}(?:{say.GONE})\b",
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
        frozenset({Unless.WITHIN, Unless.NEGATED, Unless.SAFETY, Unless.ASKED, Unless.FORM}),
        covers=("I1",),
    ),
    Rule(
        "I1",
        Level.INFO,
        _("A complaint is named. That is fine as what people come with, with no word on what becomes of it."),
        EVERYDAY,
        (rf"\b{say.COMPLAINT}\b",),
        frozenset({Unless.DENIED, Unless.SAFETY, Unless.FORM}),
    ),
    Rule(
        "W7",
        Level.WARN,
        _("It is not for everybody: not in pregnancy as a rule, and for children it is judged each time."),
        _("If you are pregnant, tell me first. Children can come from about 5 with a parent."),
        (
            r"\bpregnan\w+|\b(?:mums?|mothers?|moms?|parents?)[- ]to[- ]be\b|\bexpectant\b"
            r"|\bexpecting (?:a baby|mothers?|mums?)\b|\btrimesters?\b|\bmorning sickness\b|\b(?:ante"
            r"|pre|post)-?natal\w*|\bbreast-?feed\w*"
            r"|\b(?:induc\w+|bring\w* on|start\w*|trigger\w*|speed\w* up|ease\w*|easier|shorter"
            r"|kick-?start\w*) (?:\w+ ){0,2}?(?:labour|birth|contractions|delivery)\b",
            r"(?<!like a )(?<!my )(?<!your )\b(?:bab(?:y|ies)|newborns?|infants?"
            r"|toddlers?)\b(?! (?:is due|is overdue|changing|grand))",
            r"\bsafe (?:and \w+ )?(?:for|in|during|at) (?:\w+ ){0,3}?(?:all|every\w*|any\w*|children"
            r"|kids|pregnan\w+|mothers?|bab\w+|the whole|young|old\w*|both|people|age|stage|men|women"
            r"|families|any|elderly)\b|\b(?:suitable|right|perfect|ideal|good|great|works?"
            r"|gentle enough|appropriate|recommended|made|benefits?) (?:for|in"
            r"|during) (?:absolutely )?(?:every(?:one|body)|anyone|anybody|all(?! of that)|any age"
            r"|every age|the whole family|people of all|pregnan\w+|bab\w+|every body|kids|all ages)\b"
            r"|\ball ages\b|\b(?:every(?:one|body)|anyone|anybody) (?:can (?:have|come|benefit|enjoy)"
            r"|benefits?|will)\b|\bfor everyone[.!]|\b(?:perfectly|very|so|quite|extremely) safe\b",
            r"\b(?:help|calm|settl|improv|sooth|support|cur|treat)\w* (?:\w+ ){0,3}?(?:children|kids"
            r"|child|toddlers?|teenagers?|your son|your daughter)\b(?! (?:come|feel at home|choose"
            r"|know))",
        ),
        frozenset({Unless.NEGATED, Unless.DENIED, Unless.SAFETY, Unless.FORM}),
    ),
)
