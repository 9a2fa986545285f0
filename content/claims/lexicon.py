"""The words that claims are made of, as parts of patterns: small letters, plain apostrophes. Pure."""


def one_of(words: str) -> str:
    """Return a pattern for one of the words, which a comma or a line parts from each other."""
    return (
        "(?:" + "|".join(filter(None, (word.strip() for word in words.replace("\n", ",").split(",")))) + ")"
    )


# Up to so many words between two others, in one sentence.
NEAR = r"(?:\W+[\w'%-]+){0,5}?\W+"
CLOSE = r"(?:\W+[\w'-]+){0,3}?\W+"

CANCER = one_of(r"""
    cancer\w*, carcinoma\w*, tumou?rs?, oncolog\w+, leuka?emia\w*, lymphoma\w*, melanoma\w*, sarcoma\w*
    malignan\w+, metasta\w+, chemo\w*, radiotherap\w+, radiation therap\w+, mastectom\w+, the big c
    in remission
""")

# Illnesses that need a doctor: to offer treatment for them is against the codes whatever the evidence.
SERIOUS = one_of(r"""
    multiple sclerosis, (?-i:MS\b), m\.s\., parkinson\w*, epilep\w+, seizures?, convulsions?, dementia
    alzheimer\w*, (?:after|since|had|from|following) (?:my|her|his|your|their|the) stroke(?! of)
    (?:a|after|of|from|had|since|post|mini|following|suffered)[ -]strokes?
    stroke (?:survivor|patient|victim|recovery|rehab|sufferer)\w*, paraly[sz]\w+, hemipleg\w+, diabet\w+
    (?:rheumatoid |osteo)?arthrit\w+, rheumati\w+, asthma\w*, copd, emphysema
    heart (?:disease|attack|failure|condition|problem|trouble)s?, angina, arrhythmia, hypertensi\w+
    (?:high |low |raised )?blood pressure, auto-?immune, lupus, crohn's, colitis, fibromyalgia
    chronic fatigue, me/cfs, cfs, long covid, depress(?:ion|ive|ed), anxiety, panic attacks?, ptsd
    post-traumatic stress, ocd, obsessive[ -]compulsive, bipolar, schizophren\w+, psychos\w+, psychotic
    eating disorders?, anorexi\w+, bulimi\w+, adhd, attention deficit, hyperactiv\w+, autis\w+
    asperger\w*, on the spectrum, tourette\w*, infertil\w+, fertility, conceiv\w+, endometrio\w+, pcos
    thyroid\w*
    (?:kidney|liver|lung) (?:disease|failure|problem|condition)s?, hepatitis, cirrhosis, hiv, thrombo\w+
    dvt, osteopor\w+, neuropath\w+, motor neurone?, muscular dystroph\w+, cerebral palsy, bell's palsy
    cystic fibrosis, addict\w+, alcoholism, suicid\w+, self-harm\w*, obes\w+, glaucoma, going blind
    deafness, mental (?:illness|disorder)\w*, serious (?:illness|disease|condition)\w*, meningitis
    pneumonia, sepsis, covid\S*, aneurysm\w*, gallstones?, kidney stones?, muscular atroph\w+
    spinal (?:injur|cord)\w*, brain injur\w+, chronic (?:illness|disease|condition)s?, incurable
    terminal(?:ly)?(?: ill\w*)?, erectile \w+, impoten\w+, incontinen\w+, miscarr\w+
""")

# Names of illnesses: whoever names one in an advertisement seems to offer something against it.
CONDITION = one_of(r"""
    migrain\w*, sciatic\w*, tinnitus, vertigo, m[eé]ni[eè]re\w*, neuralgia, shingles, hernia\w*
    herniated, (?:slipped|bulging|prolapsed|worn) dis[ck]s?, dis[ck] (?:bulge|prolapse|hernia)\S*
    scolio\w+, spondyl\w+, lumbago, carpal tunnel, thoracic outlet, frozen shoulders?, blood (?:sugar|counts?)
    (?:tennis|golfer's) elbow, plantar fasciitis, tendon?itis, bursitis, repetitive strain, rsi
    whiplash, tmj, tmd, bruxism, sinusitis, hay ?fever, allerg\w+, eczema, psoriasis, dermatitis, acne
    rosacea, insomnia\w*, sleep apno?ea, restless legs?, ibs, irritable bowel, ibd, (?:acid )?reflux
    gastritis, constipat\w+, diarrhoea, menopaus\w+, pms, pmt, period pains?, prostat\w+
    chronic (?:pain|stress|inflammation), burn-?out, nerve (?:pain|damage|compression|injur\w+)
    (?:trapped|pinched|damaged) nerves?, gout, cystitis, infections?, (?:the |colds and )flu, viruses
    concussion, colic, dyslexi\w+, phobi\w+, (?:\w+ )?syndrome, (?:\w+ )?disorders?, bronchitis
    lymphoedema, lymphedema, o?edema, varicose veins?, cellulite, raynaud\w*, an(?:a)?emia, lyme, piles
    ha?emorrhoids?, teething, nappy rash, cradle cap, bed-?wett\w+, wet(?:s|ting)? the bed, trauma\w*
    stammer\w*, stutter\w*, panic
    gall ?bladders?, glue ear, ear infections?, night (?:terrors|sweats), hot sweats, breech, croup, gout
    ringing in (?:my|your|the|her|his|their) ears?, prostat\w+, menopaus\w+, appendi\w+, whooping cough
    (?:my|with|from|have|has|had) (?-i:ME\b), bereavement\w* and, breakdowns, burn-?out
    ulcers?, candida, pelvic floor
    glandular fever, (?:new |odd |breast )?lumps?(?! sum), cysts?, fibroids?, polyps?, cataracts?
    (?:hair|hearing|sight|memory|bone) loss, bald(?:ness|ing), thinning hair, bladder (?:control|weakness)
    (?:bad |poor |failing )(?:eyesight|hearing), toothaches?, tremors?, (?:nervous )?tics
    (?:high )?cholesterol, bunions?, shin splints, cold sores?, tonsil\w+, heartburn, nightmares
    (?:hip|knee) replacements?, learning (?:difficult|disabilit)\w+, stroke (?:victim|patient)s?
    catch(?:ing)? (?:a )?colds?, sacroili\w+, sprains?, fractures?, torn \w+, cartilage
""")

# What hurts or troubles: may be named, not promised away.
COMPLAINT = one_of(r"""
    pain(?:s|ful)?, ach(?:e|es|ing|y), (?:head|back|stomach|tooth|ear)aches?, sore(?:ness)?
    stiff(?:ness)?, numb(?:ness)?, pins and needles, tingling, cramps?, spasms?, bloat\w+, indigestion
    dizz\w+, swelling, swollen \w+, fatigue, exhaustion, brain fog, low mood, bad backs?, inflam\w+
    injur(?:y|ies), discomfort, illness(?:es)?, diseases?, ailments?
    (?:medical|health|long-term|physical) (?:condition|problem|issue)s?, symptoms?, conditions?, scars?
    scar tissue, adhesions?, sleepless\w*, sleep problems?, knots?, nausea, palpitations
    wounds?, hot flushes, mood swings, bad posture, weak immun\w+, digestive (?:problem|issue|trouble)s?
    (?:back|neck|shoulder|knee|hip|joint|sleep|skin|tummy|gut|bowel|bladder)s? (?:problem|trouble|issue)s?
    slouch\w*, limp, sciatic\w*
""")

ANY_ILLNESS = f"(?:{CANCER[3:-1]}|{SERIOUS[3:-1]}|{CONDITION[3:-1]})"
ILL_OR_SORE = f"(?:{ANY_ILLNESS[3:-1]}|{COMPLAINT[3:-1]})"

# What a cure does.
CURING = one_of(r"""
    cur(?:e|es|ed|ing), heal(?:s|ed|ing)?, treat(?:s|ed|ing)?, treatments? (?:for|of)
    therap(?:y|ies) for, fix(?:es|ed|ing)?, relie(?:f|ve|ves|ved|ving|ver), allevia\w+, rid, eliminat\w+
    eradicat\w+, banish\w*, beat(?:s|ing)?, overcom\w+, conquer\w*, defeat\w*, fight(?:s|ing)?
    combat\w*, tackl\w+, remed\w+, resolv\w+, solv\w+, solutions? (?:to|for), answers? (?:to|for)
    revers\w+, prevent\w*, eas(?:e|es|ed|ing), reduc\w+, lessen\w*, lower(?:s|ed|ing)?, decreas\w+
    minimi[sz]\w+, sooth\w+, calm(?:s|ed|ing), clear(?:s|ed|ing)?(?: up)?, melt\w*, dissolv\w+
    releas\w+, remov\w+, tak(?:e|es|ing) away, wash\w* away, end(?:s|ed|ing)?, stop(?:s|ped|ping)?
    halt\w*, switch\w* off, turn\w* (?:\w+ )?(?:off|down), shut\w* (?:off|down), silenc\w+
    block(?:s|ed|ing)?, shrink\w*, slow(?:s|ed|ing)?(?: down)?, manag(?:e|es|ed|ing)
    control(?:s|led|ling)?, improv\w+, freed?om from, free(?:s|d)? (?:\w+ )?(?:of|from)
    free (?:of|from), recover(?:y|ed|ing)? from, bounce back from, repair\w*
    protect\w* (?:you )?(?:from|against), get(?:s|ting)? over, ward(?:s|ing)? off, keep\w* at bay
    put an end to, break\w* the cycle of, let go of, lift(?:s|ed|ing)?, dull(?:s|ed)?, kill(?:s|ed)?
    bring(?:s|ing)? down, draw(?:s|n|ing)?, chas\w+ (?:away|out), coax\w*, thaw\w*, shift(?:s|ed|ing)
    zap(?:s|ped)?, erase[sd]?, undo(?:es)?, target(?:s|ed|ing)?, wave goodbye to, escape
    cop(?:e|es|ing) with, diagnos\w+, detect\w*, counter\w*, correct(?:s|ed|ing)?
""")
HELPING = one_of(r"""
    help(?:s|ed|ing|ful)?, works? (?:\w+ )?(?:for|on|against|with), good for, great for, effective
    benefi\w+, support(?:s|ed|ing)?, aid(?:s|ed|ing)?, ideal (?:for|if), perfect (?:for|if)
    suitable for, recommended for, speciali[sz]\w+, expert\w*, experience (?:with|of|in|treating)
    made for, (?:right|best) for, wonders, therapeutic, success\w* with, respond\w* (?:\w+ )?(?:to|well)
    useful (?:for|with|against), proven
""")
OFFERS = f"(?:{CURING[3:-1]}|{HELPING[3:-1]})"

GONE = one_of(r"""
    gone, disappear\w*, vanish\w*, melt\w* away, goes away, went away, go away, cured, healed, fixed
    relieved, cleared(?: up)?, clears(?: up)?, lifted, lifts, improv\w+, never (?:came|come|comes) back
    free, a thing of the past, better, eased, eases, stopped, stops, dropped, drops, reversed
    less severe, fades, faded, under control, easier, behind you, behind (?:me|them), washed away
    dissolv\w+, subside[sd]?, fades?, closes?(?: (?:sooner|faster))?, settl(?:e|es|ed|ing), soften\w*
    shrinks?
    went down, go(?:es)? down, goes(?= (?:by|after|within|in)), respond(?:s|ed)?, even(?:s)? out, lets? go
    quieter, come less, comes less
""")

DOCTOR = one_of(r"""
    doctors?, gps?, physicians?, consultants?, hospitals?, surgeons?, surgery, operations?, operations
    the knife, medicines?, medication\w*, meds, drugs?, tablets?, pills?, painkillers?, antidepressants?
    inhalers?, insulin, steroids?, statins?, injections?, prescriptions?, vaccin\w+, chemo\w*
    radiotherap\w+, physio\w*, ibuprofen, paracetamol, opioids?, opiates?, codeine, botox
    medical (?:care|treatment|help|advice|tests), conventional (?:medicine|treatment)s?
    (?:your |the )?treatments?, scans?, specialists?, psychiatr\w+, hrt, sleeping (?:pill|tablet)s?
    anti-?inflammator\w+, counselling, psychotherap\w+
""")
# Taken, not gone to.
REMEDIES = one_of(r"""
    medicines?, medication\w*, meds, drugs?, tablets?, pills?, painkillers?, antidepressants?, inhalers?
    insulin, steroids?, statins?, injections?, prescriptions?, surgery, operations?, chemo\w*, the knife
    ibuprofen, paracetamol, opioids?, opiates?, codeine, medical (?:care|treatment), hrt, doctors
    sleeping (?:pill|tablet)s?, a doctor(?!'), hospitals?, surgeons?, jabs?, anti-?inflammator\w+
    pain relief, vaccin\w+
""")

TITLES = one_of(r"""
    physiotherapists?, physios?, physical therapists?, osteopaths?, chiropractors?, dieti[ct]ians?
    podiatrists?, chiropodists?, paramedics?, occupational therapists?, psychologists?
    psychotherapists?, psychiatrists?, speech (?:and language )?therapists?, radiographers?, nurses?
    midwi(?:fe|ves), doctors?, physicians?, dentists?, pharmacists?, surgeons?, neurologists?
    consultants?, (?:art|drama|music) therapists?, gps?, (?:medical|health|healthcare) professionals?
""")
HANDS_ON_TITLES = one_of(
    "physiotherapists?, physios?, osteopaths?, chiropractors?, podiatrists?, chiropodists?, dieti[ct]ians?"
    ", psychologists?, neurologists?, medical practitioners?"
)

# What goes on inside the body, which nobody sees from outside.
INSIDE = one_of(r"""
    nerves?, nervous systems?, central nervous, parasympathetic, sympathetic nervous
    neural (?:pathways?(?! massage)|networks?|circuits?|connections?), neurons?, synapse\w*
    neuro(?:plastic\w+|transmitter\w*|chemi\w+|logical\w*), brains?(?! fog), brainwaves?, spinal cord
    spine, vertebra\w*, hormon\w+, cortisol, adrenal\w*, adrenaline, endorphin\w*, serotonin, dopamine
    oxytocin, melatonin, immun\w+, lymph\w*, circulat\w+, blood (?:flow|supply|vessels?), oxygen\w*
    metabol\w+, (?:internal )?organs?, liver, kidneys?, lungs?, cells?, dna, genes?, fascia, tissues?
    posture, digesti\w+, gut, fight[- ]or[- ]flight, rest[- ]and[- ]digest, reflex(?:es)?
    pain (?:receptor|signal|gate)s?, signals?, gland\w*, inflammation, heart rate
    stress (?:response|hormones?|levels?), sinuses, airways?, muscle memory, energy levels?
    mitochondri\w+, joints, ligaments?, tendons?, arter(?:y|ies), veins, electrical (?:systems?|signals?)
""")
ACTING = one_of(r"""
    re-?set\w*, re-?balanc\w+, balanc\w+, calm\w*, sooth\w+, boost\w*, improv\w+, stimulat\w+
    activat\w+, strengthen\w*, regulat\w+, restor\w+, repair\w*, re-?train\w*, re-?program\w*
    re-?boot\w*, releas\w+, open(?:s|ing|ed)?(?: up)?, unblock\w*, clear\w*, flush\w*, cleans\w+
    drain\w*, increas\w+, enhanc\w+, lower\w*, rais\w+, reduc\w+, switch\w*, shift\w*, tell(?:s|ing)?
    speak(?:s|ing)?, talk(?:s|ing)?, communicat\w+, send(?:s|ing)?
    work(?:s|ing)? (?:\w+ )?(?:on|with|through), act(?:s|ing)? on, affect\w*, influenc\w+, reach\w*
    tap(?:s|ping)? into, harness\w*, re-?align\w*, align\w*, correct\w*, fix\w*, heal\w*, normalis\w+
    normaliz\w+, optimi[sz]\w+, harmoni[sz]\w+, awaken\w*, teach\w*, chang\w+, remodel\w*, rebuild\w*
    regenerat\w+, nourish\w*, feed(?:s|ing)?, settl\w+, quiet\w*, down-?regulat\w+, up-?regulat\w+
    trigger\w*, produc\w+, kick-?start\w*, jump-?start\w*, support\w*, help\w*, aid\w*, encourag\w+
    promot\w+, detox\w*, purif\w+, eliminat\w+, remov\w+, wak(?:e|es|ing)(?: up)?, bring\w*, build\w*
    speed\w*, straighten\w*, slow(?:s|ing)?, renew\w*, refresh\w*, revitali[sz]\w+, loosen\w*
    unwind(?:s|ing), free(?:s|ing), mak(?:e|es|ing), let(?:s|ting), get(?:s|ting), put(?:s|ting)?
    turn(?:s|ing)?, guid\w+, direct(?:s|ing), convinc\w+, persuad\w+, lift\w*, connect\w*, reconnect\w*
    falls?, drops?, ris(?:e|es), widen\w*, correspond\w*, brought
    re-?educat\w*, (?:even|level)(?:s|ing)? out
    re-?gr(?:ow|ew|own)\w*, grow(?:s|ing)?, massag(?:es|ing), control\w*, com(?:e|es|ing) (?:back )?to life
    return\w*, drain\w*, sharpen\w*, thicken\w*, creat\w+, form(?:s|ing), target\w*, need\w*, cleanse\w*
    dampen\w*, tone\w*, tun(?:e|es|ing)
    sync\w*, synchroni[sz]\w+, flow\w*, work(?:s)? better, relax\w*
""")
BODY = one_of(r"""
    backs?, necks?, shoulders?, knees?, hips?, spines?, joints?, muscles?, postures?, bod(?:y|ies)
    sleep, pelvis, discs?, nerves?, jaws?, feet, foot, legs?, arms?, hands?, elbows?, wrists?, ankles?
    skin, tissues?, organs?, ligaments?, health
""")
# It, the work, or whoever does it.
THIS = (
    r"(?:it|this|npm|massages?|sessions?|treatments?|methods?|touch|approach|work|technique|therapy|i"
    r"|we|fingertips|"
    r"hands|maps?|it's)"
)
