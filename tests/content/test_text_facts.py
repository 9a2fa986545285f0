import re

import pytest

from tests.content.texts import answers, filled, pages, plain

# What people come with: each group's heading, and the words that must stand under it.
GROUPS = {
    "Everyday pain and tension": """
        back pain; flare-ups; neck; shoulders; one side; always tight; widespread aches;
        compensates; old injuries
    """,
    "Movement and joints": """
        stiffness; sacroiliac; hip; pelvis; frozen shoulder; disc-bulge-type; overuse; training
    """,
    "Nerve pain that radiates": """
        sciatica-type; tennis elbow; golfer's elbow; numbness; pins and needles; arm and hand; leg
        and foot; plantar fasciitis; heel; restless legs
    """,
    "Head, jaw, face and ear": """
        migraine; tension headache; jaw; TMJ; facial pressure; sinus; ear pressure; dizziness;
        vertigo-type; tinnitus; dry mouth; too much saliva
    """,
    "Breathing, skin and immune load": """
        breathing discomfort; asthma; allergies; eczema; rashes; react to stress; autoimmune;
        day-to-day load
    """,
    "Long-term and complex conditions": """
        (MS); Parkinson's; epilepsy; beside their medical care; dementia; comfort; routine;
        arthritis; diabetes; nerve and circulation discomfort; stroke; paralysis; rehabilitation
    """,
    "Stress, sleep and mood": """
        chronic stress; burnout; always being switched on; wind down; insomnia; waking unrefreshed;
        stress fatigue; anxiety; panic-type; depression; mood swings; irritability; brain fog; poor
        concentration; fluctuating energy; ADHD-type; attention; restlessness; sensory overload
    """,
    "Digestion, metabolism and fluid": "bloating; IBS-type; constipation; reflux-type; sluggish; absorption",
    "Hormones and regulation": """
        PMS; menstrual discomfort; menopause; thyroid-related; urinary frequency; breast discomfort;
        prostate; fertility; complement
    """,
    "Circulation and swelling": """
        high or low blood pressure; heavy legs; fluid retention; not acute; swelling; circulation
        discomfort
    """,
    "Skin and allergy flare-ups": """
        reacts to stress; eczema; psoriasis; rash; asthma; allergy load; immune-type flares
    """,
    "Symptoms hard to place": """
        unexplained; recurring; move around; mixed; local treatment is not enough; medication is
        limited
    """,
    "Sport and recovery": """
        active people; recovery; efficient movement; regulation; training load; endurance race;
        competition
    """,
    "A reset for busy professionals": """
        office professionals; clinicians; heavy workload; month; without notifications
    """,
}

# The facts of the method and of the practice, by the page that tells them.
FACTS = {
    "neural-pathway-massage": """
        Hermoratahieronta; Finland; Annikki Kankkunen; 1960s; 1980s; exceptionally rare; NPM;
        acupuncture without needles; fingertips; neural maps; no two sessions are alike; 90 minutes,
        up to 120; Gentle, precise; led by a map; Oil | None; Stays on throughout; light, thin
        layers; thick fabric makes the work less precise; Very light to light; face up and face
        down; return in cycles; overloaded; pain and tension you have had for a long time; Children
        from about 5; no upper limit; each person individually; Works best as a series; do
        everything right; lasting progress; several approaches; gentler than deep tissue; too
        intense; drained; Older adults, parents, busy professionals and active people; structured
        plan; adjust; complementary; does not diagnose; does not replace medical care; not a cure;
        stand alone; wider plan
    """,
    "session": """
        symptoms now, your history and your goals; circles; deeply calming; fall asleep; 1 hour 45;
        2-hour appointment; at your progress; planning; Follow-up sessions take 90 to 120 minutes;
        maps differ in length; sleep better; clearer head; lighter feeling; tired for
        24 to 48 hours; emotional; slightly achy; review; whole 120 minutes
    """,
    "series": """
        3 sessions; 5 or more; long-standing or complex; 1 to 2 weeks apart; Every 2 to 4 weeks;
        Every 2 to 6 weeks; every few months; a few times a year; feel safe; about the third;
        progressive; A single session can help; consistency; varies from person to person; goals;
        stress load
    """,
    "monthly-reset": """
        Office professionals; clinicians; heavy workload; without notifications; sleep and recovery;
        home life; men in high-stress roles; decompress; relied on regular deep tissue
    """,
    "safety": """
        pregnan; baby is due and labour has not started; specific mapping; careful assessment; never
        confirmed online; 2 to 3 months; type of operation, the area; invasive procedure; doctor's
        written approval; from about 5; severe, unexplained or getting worse; medical assessment;
        get in touch first; held
    """,
    "npm-or-neuromuscular-therapy": """
        Trigger points; place where pain starts; Firm, sometimes uncomfortable, never sharp;
        knuckles; elbows; sheet or blanket; 30 to 60 minutes; One or two problem areas; new workout;
        Pain relief and mobility; Regulation: pain, stress, sleep and recovery; Swedish; 60 to 90
        minutes; adhesions; posture; Relaxation and circulation; Physiotherapy exercise;
        Rehabilitation and movement; strength; 1930s; osteopathy; chiropractic; nerve compression;
        poor circulation; biomechanics; ischemic compression; 10 to 60 seconds; Positional release;
        Stripping; friction; Muscle energy; Myofascial; Nerve gliding; mechanoreceptors; gate
        theory; Sciatica; carpal tunnel; thoracic outlet; TMJ; plantar fasciitis; headache;
        repetitive strain; range of movement; acute injury or inflammation; recent surgery;
        osteoporosis; blood clots; clotting disorder; high blood pressure; pregnancy, if the therapist has no
        training; search engines confuse
    """,
    "prices": """
        total; pay at the visit; no deposit; no hidden extras; 90 minutes, for 120 and for anything between;
        until 48 hours before
    """,
    "is-it-for-me": """
        gentle; long-term condition; beside your medical care, never a cure; See a doctor first; pregnan;
        2 to 3 months; doctor's written approval; from about 5; not sure;
        Nothing you open here is sent or kept
    """,
    "terms": "total price; pay at the visit; 48 hours; late; health changes; 16",
    "privacy": """
        Article 6; Article 9; explicit consent; 24 hours; 30 days; two presses; my insurer;
        acknowledge your complaint within 30 days; ico.org.uk; no automated decisions; sessionid;
        csrftoken; adequate; withdraw; 22 November 2026
    """,
}

FAQ_FACTS = {
    "what-is-neural-pathway-massage": """
        Finland; nervous system; fingertips; neural maps; of pain, stress, recovery and sleep
    """,
    "how-is-it-different-from-ordinary-massage": "local muscle; system; without needles; manual",
    "why-would-a-light-touch-help": "starts with signalling and not with force",
    "do-i-stay-dressed": "Yes; no oil; light, thin and comfortable",
    "what-does-it-feel-like": "Very gentle; calming; fall asleep",
    "how-long-does-a-session-take": "At least 90; 90 and 120; 1 hour 45",
    "why-does-the-length-vary": "maps differ",
    "are-there-after-effects": "calm at once; slightly achy, tired or emotional; 24 to 48 hours",
    "how-many-sessions-do-i-need": "series; 3 sessions; 5 or more; long-standing",
    "how-far-apart-are-the-sessions": "1 to 2 weeks; 2 to 4 weeks",
    "how-often-to-maintain": "2 to 6 weeks; few months; few times a year; goals; stress load; history",
    "what-do-people-come-for": "12 groups",
    "can-i-come-with-a-long-term-condition": "supportive; adapt; structured; not a cure",
    "which-ages-do-you-see": "children from about 5; appropriate; no upper limit; individually",
    "is-it-for-athletes": "recovery; efficiency; load; builds over several sessions",
    "stress-burnout-or-low-mood": "often choose it; not a replacement for mental-health care",
    "does-it-help-with-adhd": "restlessness; sleep; settling; pace; Consistency matters more than intensity",
    "parkinsons-or-ms": "function; fatigue; comfort; confidence in moving; recovery; not a cure",
    "who-is-it-not-for": "pregnancy; 2 to 3 months; doctor's written approval",
    "what-about-late-pregnancy": "due and labour has not started; may be considered",
    "can-i-combine-it-with-other-treatments": "Yes; on its own; alongside",
    "is-it-instead-of-a-doctor": "No; does not replace medical care",
}

NOTICE = """
    Who I am and how to reach me
    What I keep
    Why, and on what legal ground
    Where it comes from
    Who else gets it
    Does it leave the UK?
    How long I keep it
    Your rights
    Changing your mind
    Complaining to me
    Complaining to the ICO
    Do you have to tell me?
    Decisions made by computer
    For children and young people
    When this notice last changed
"""


def missing(facts, text):
    wanted = [" ".join(fact.split()) for fact in facts.split(";")]
    return [fact for fact in wanted if fact.lower() not in filled(text).lower()]


def section(heading):
    body = pages()["what-people-come-with"].content
    found = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^##|\Z)", body, re.M | re.S)
    return plain(found.group(1)) if found else ""


@pytest.mark.parametrize("heading", GROUPS)
def test_group_names_everything_people_come_with(heading):
    assert missing(GROUPS[heading], section(heading)) == []


@pytest.mark.parametrize(
    ("slug", "before", "after"),
    [("neural-pathway-massage", "## What people come with", "- "), ("what-people-come-with", "", "## ")],
)
def test_what_people_come_with_opens_by_saying_what_it_is_not(slug, before, after):
    body = plain(pages()[slug].content)
    opening = body.partition(before)[2] if before else body
    opening = opening.split(f"\n{after}")[0]

    assert "beside your medical care, never a cure" in opening
    assert "do not diagnose or treat any condition" in opening


def test_the_page_of_the_massage_names_each_group_and_leads_to_it():
    links = re.findall(
        r"^- \[(.*?)\]\(/what-people-come-with/#.*\)$", pages()["neural-pathway-massage"].content, re.M
    )

    assert links == list(GROUPS)


def test_serious_conditions_stand_beside_medical_care():
    text = section("Long-term and complex conditions")

    assert "beside their medical care" in text
    assert "beside rehabilitation" in text
    assert "beside mental-health care" in section("Stress, sleep and mood")


@pytest.mark.parametrize("slug", FACTS)
def test_page_keeps_its_facts(slug):
    page = pages()[slug]

    assert missing(FACTS[slug], plain(f"{page['title']} {page['lead']} {page.content}")) == []


def test_there_is_an_answer_for_each_of_the_22_questions():
    assert set(answers()) == set(FAQ_FACTS)
    assert len(answers()) == 22


@pytest.mark.parametrize("slug", FAQ_FACTS)
def test_answer_keeps_its_facts(slug):
    assert missing(FAQ_FACTS[slug], plain(answers()[slug].content)) == []


def test_privacy_notice_has_its_fifteen_parts():
    headings = re.findall(r"^## (.*)$", pages()["privacy"].content, re.M)
    parts = [part.strip() for part in NOTICE.strip().splitlines()]

    assert [part for part in parts if part not in headings] == []
    assert len(parts) == 15


def test_privacy_notice_opens_with_a_short_version_of_eight_lines():
    body = pages()["privacy"].content.strip()
    short = body.split("## The short version")[1].split("\n## ")[0]

    assert body.startswith("## The short version")
    assert len(re.findall(r"^- ", short, re.M)) == 8
