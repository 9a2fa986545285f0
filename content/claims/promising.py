"""What promises that somebody will be better, as data. Pure."""

import content.claims.lexicon as say
from content.claims.better import BETTER
from content.claims.values import Level, Rule, Unless
from content.claims.wordings import RESTFUL
from content.claims.wordings import gettext_noop as _

PROMISING = (
    Rule(
        "N4",
        Level.WARN,
        _(
            "A strong promise about what comes of it. Tell what people notice, and that it differs from "
            "person to person."
        ),
        RESTFUL,
        (
            r"\b(?:in|into|out of|restor\w+|find\w*|regain\w*|natural|inner|perfect"
            r"|your) (?:\w+ ){0,2}?(?:balance|alignment|harmony|equilibrium)\b",
            r"\b(?:no|nobody|no one) (?:\w+ ){0,2}?(?:leaves?|goes|went) (?:\w+ )?(?:disappointed"
            r"|unhappy|in pain|home|with (?:the|their|any|his|her) (?:\w+ )?(?:pains?|aches?|stiffness))\b",
            r"(?<!what a )(?<!is a )\brelief\b(?! to)|\bhealing\b",
            r"\b(?:see|feel|get|real|great|amazing|visible|fast|quick|excellent|deep|proven"
            r"|better) results?\b"
            r"|\bresults (?:you|that|in|from|within|speak)\b",
            r"\b(?:support|aid|help|promot|speed|boost|assist|accelerat)\w* (?:\w+ ){0,3}?"
            r"(?:recovery|rehabilitation|repair)\b",
            r"\b(?:and|but|because|yes),? it works\b|(?<!how )\bit works\W*$|\bfinally (?:\w+ ){0,3}?"
            r"(?:sleep|free|feel|rest|move|walk|live|help|find|an answer)\b",
            r"\bsleep(?:s|ing)? (?:right )?through(?: the night| until| till|\W*$)"
            r"|\bwakes? (?:up )?(?:refreshed|rested|new)\b|^feel (?:better"
            r"|younger|great|alive|amazing)\b",
            r"\bsleep\w* like (?:you|a|when|they|in)\b|\byears? (?:\w+ )?(?:fall|drop|melt"
            r"|roll)\w* (?:away|off)\b",
            *BETTER,
            r"\b(?:every\w*|all|most|clients?|people) (?:\w+ ){0,2}?(?:gets? (?:better|well)|recovers?"
            r"|improves?)\b",
            r"\b(?:fix\w*|heal\w*|help\w*|treat\w*|solv\w+|reach\w*|succeed\w*|works?) (?:what|where|when) "
            r"(?:\w+ ){0,3}?(?:cannot|can't|could not|fail\w*|gave up|never|do not|don't|did not|didn't"
            r"|does not|doesn't|ha(?:s|ve) not|ha(?:s|ve)n't)\b",
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
            r"|rais|build|thicken)\w* (?:your |the |my |a |an |their |people's |clients' |athletic |overall "
            r"|natural |and |\w+ ){0,3}?"
            r"(?:sleep|memory|concentration|focus|flexibility|mobility|balance|performance|posture"
            r"|digestion|fertility|libido|mood|energy|vitality|health|wellness|iq|confidence|strength"
            r"|range|function|movement|stamina|harmony|quality of life|well-?being|attention|grades"
            r"|speed|productivity|recovery|coordination|eyesight|hearing|skin|appearance|bones?|hair)\b",
            r"\b(?:highly|very|most|more|really|extremely|incredibly|equally|so|as|proven|deeply"
            r"|particularly|especially|truly) effective\b|\beffective (?:way|for|against|at|treatment"
            r"|method|therapy|relief|in)\b|\befficac\w+|\bhealth benefits\b|\bbenefits (?:include"
            r"|of)\b|\b(?:many|proven|lasting|real|amazing|huge) benefits\b|\btherapeutic (?:effect"
            r"|benefit|power)s?\b",
            r"\b(?:just|only|as little as) (?:one|a single|two|three|a few|\d+) (?:short )?(?:(?:session"
            r"|visit|treatment)s?|(?:hour|minute)s?(?!'? (?:notice|before|away|from|late|walk|drive|early"
            r"|by)))\b|\b(?:one|a single) (?:session|visit"
            r"|treatment) (?:is (?:all|enough)|will|and (?:your|my|the|it|i|you)|was (?:all|enough)"
            r"|did|fixed|cured)\b|\ball it takes\b",
            r"\b(?:after|in|within|since) (?:\w+ ){0,3}?(?:session|visit|treatment"
            r"|appointment)s?\b.{0,60}\b(?:gone|disappear\w*|vanish\w*|no longer|never|cured|healed"
            r"|free|better|stopped|could|back to|like a baby|for the first time|threw|pain|slept)\b"
            r"|\b(?:gone|disappear\w*|vanish\w*|no longer|cured|healed|better|stopped"
            r"|slept)\b.{0,50}\bafter (?:\w+ ){0,3}?(?:session|visit|treatment|appointment)s?\b",
            r"\b(?:when|where|after|if) (?:nothing|everything|other \w+|all|conventional \w+|modern \w+"
            r"|doctors?|medicine|physio\w*|tablets|pills|surgery|exercises?)(?: [\w']+){0,2} (?:else|fail\w*"
            r"|help\w*|work\w*|gave up"
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
        frozenset({Unless.NEGATED, Unless.SAFETY, Unless.ASKED, Unless.ANSWERED_NO, Unless.FORM}),
        covers=("I1", "W6"),
    ),
)
