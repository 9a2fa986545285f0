import re
from itertools import pairwise

import pytest

from content import prose, tokens
from tests.content.texts import (
    MARKDOWN_FILES,
    answers,
    everything,
    faq_groups,
    guides,
    pages,
    paragraphs,
    plain,
    sentences,
    spoken,
)

PAGE_SLUGS = {
    "home", "neural-pathway-massage", "session", "series", "monthly-reset", "safety",
    "is-it-for-me", "what-people-come-with", "npm-or-neuromuscular-therapy", "faq",
    "about", "prices", "directions", "terms", "contact", "privacy", "accessibility",
}  # fmt: skip
PAGE_KEYS = {"title", "menu_label", "lead", "description", "layout", "position", "menu", "footer"}
LAYOUTS = {"standard", "home", "service", "faq", "contact", "cases"}
BLOCK_TOKENS = {"prices", "address", "directions", "access", "registrations", "hours", "scale", "series"}
TOKENS = BLOCK_TOKENS | {
    "practice",
    "practitioner",
    "town",
    "phone",
    "email",
    "price_list",
    "postcode",
    "ico_number",
    *tokens.PROVIDED,
}

# What may not be said of this work, or not to its clients; * is any ending.
FORBIDDEN = """
    cure; cures; cured; curing; heal; heals; healed; healing; healer; guarante*; risk-free; detox*; rewir*;
    rebalanc*; boost*; vagus; trauma; proven; transform*; drug-free; holistic*; miracle*; no side effects;
    study; studies; treats; treating; reverses; prevents; patient; patients; clinic; prescribe; prescribes;
    all ages; natural alternative; per cent; percent; discount*; hurry; lorem; todo; tbc; fixme; placeholder;
    unfortunately; submit*; please note; should; contraindicat*; invalid; rejected; denied
"""
# What the codes ask an advertiser to say.
DISCLAIMER = re.compile(r"\b(not|never) (a|presented as a) cure\b")

# The method's name invites claims about nerves, so each mention says that it is an idea or a feeling.
MECHANISM = re.compile(r"nervous system|\bnerves\b|\bbrain\b(?! fog)|\bsignal", re.I)
HEDGE = re.compile(r"\bidea\b|\bfeels\b|^Seen this way\b", re.I)

CONDITION = re.compile(
    r"cancer|pain|migraine|eczema|stress|pregnan|sclerosis|parkinson|epilep|dementia|arthrit|diabet|stroke|"
    r"asthma|depress|anxi|adhd|blood pressure",
    re.I,
)
CONTRACTION = re.compile(
    r"\b\w+n't\b|\b(?:you|we|they)'(?:re|ll|ve)\b|\bI'(?:m|ll|ve)\b|\b(?:it|that|there)'s\b", re.I
)

each_text = pytest.mark.parametrize("name", MARKDOWN_FILES)
each_page = pytest.mark.parametrize("slug", sorted(pages()))
each_answer = pytest.mark.parametrize("slug", sorted(answers()))


def test_every_page_of_the_site_has_a_text_and_no_other_does():
    assert set(pages()) == PAGE_SLUGS


@each_page
def test_page_front_matter_is_complete(slug):
    facts = pages()[slug].metadata

    assert set(facts) == PAGE_KEYS
    assert all(facts[key].strip() for key in ("title", "menu_label", "lead", "description"))
    assert facts["layout"] in LAYOUTS
    assert {type(facts["position"]), type(facts["menu"]), type(facts["footer"])} == {int, bool}
    assert len(facts["description"]) <= 155


@pytest.mark.parametrize("key", ["position", "title", "menu_label", "description"])
def test_no_two_pages_share(key):
    values = [page[key] for page in pages().values()]

    assert len(set(values)) == len(values)


def test_menu_has_five_entries_in_order():
    in_menu = sorted((page for page in pages().values() if page["menu"]), key=lambda page: page["position"])

    labels = [page["menu_label"] for page in in_menu]

    assert labels == ["The massage", "Is it safe for me?", "Questions", "Prices", "Find me"]


@each_page
def test_description_names_no_condition(slug):
    assert CONDITION.findall(pages()[slug]["description"]) == []


def test_guides_have_a_head_that_is_complete():
    for guide in guides().values():
        assert set(guide.metadata) == {"title", "lead", "description", "position"}
        assert len(guide["description"]) <= 155


@each_answer
def test_answer_front_matter_is_complete(slug):
    facts = answers()[slug].metadata

    assert set(facts) == {"question", "group", "position"}
    assert facts["question"].endswith("?")
    assert facts["group"] in {group["slug"] for group in faq_groups()}
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)


@each_answer
def test_answer_has_40_to_120_words(slug):
    assert 40 <= len(plain(answers()[slug].content).split()) <= 120


@each_answer
def test_answer_leads_to_the_page_that_tells_more(slug):
    assert re.search(r"\]\(/[a-z-]+/\)", answers()[slug].content)


@pytest.mark.parametrize("key", ["position", "question"])
def test_no_two_answers_share(key):
    values = [entry[key] for entry in answers().values()]

    assert len(set(values)) == len(values)


def test_every_question_group_has_a_name_and_questions():
    slugs = [group["slug"] for group in faq_groups()]

    assert 4 <= len(slugs) == len(set(slugs)) <= 5
    assert all(group["name"] for group in faq_groups())
    assert {entry["group"] for entry in answers().values()} == set(slugs)


@each_text
def test_text_makes_no_forbidden_claim(name):
    text = DISCLAIMER.sub("", plain(everything()[name]))
    words = [re.escape(" ".join(word.split())).replace(r"\*", r"\w*") for word in FORBIDDEN.split(";")]

    assert re.findall(rf"\b(?:{'|'.join(words)})\b|%", text, re.I) == []


def test_cancer_is_named_where_it_is_asked_whether_to_come_and_nowhere_else():
    word = re.compile(r"cancer|oncolog|tumou?r|chemo", re.I)

    named = [name for name, text in everything().items() if word.search(text)]

    assert named == ["pages/is-it-for-me.md", "pages/safety.md"]


@pytest.mark.parametrize("slug", ["is-it-for-me", "safety"])
def test_cancer_is_named_in_running_text_only(slug):
    page = pages()[slug]

    headings = re.findall(r"^#.*$", page.content, re.M)

    assert "cancer" not in f"{page.metadata} {headings}".lower()


@each_text
def test_mechanism_is_told_as_an_idea_and_not_as_a_fact(name):
    told = [text for text in paragraphs(spoken(name)) if MECHANISM.search(text)]

    assert [text for text in told if not HEDGE.search(text)] == []


@each_text
def test_tokens_are_known_and_blocks_stand_alone(name):
    text = everything()[name]
    used = re.findall(r"\{\{(.*?)\}\}", text)
    alone = re.findall(r"(?<=\n\n)\{\{(\w+)\}\}(?=\n\n|\n?\Z)", text)

    assert set(used) <= TOKENS
    assert [token for token in used if token in BLOCK_TOKENS] == alone


def test_details_of_the_practice_are_never_typed():
    typed = re.compile(r"07700|example\.com|[\w.]+@[\w.]+|£|\bMarja\b")

    assert [name for name, text in everything().items() if typed.search(text)] == []


@each_text
def test_links_point_at_pages_that_are_there(name):
    known = {"/", "/book/", "/booking/link/", "https://ico.org.uk/make-a-complaint/"}
    known |= {f"/{slug}/" for slug in pages()} | {f"/faq/{slug}/" for slug in answers()}
    known |= {f"/guides/{slug}/" for slug in guides()}
    parts = {
        f"/{slug}/#{section.id}"
        for slug, page in pages().items()
        for section in prose.sections(prose.render(page.content))[1]
    }

    assert set(re.findall(r"\]\((.*?)\)", everything()[name])) <= (known | parts) - {"/home/"}


@each_text
def test_a_link_text_leads_to_one_place_only(name):
    links = set(re.findall(r"\[(.*?)\]\((.*?)\)", everything()[name]))

    assert len({label for label, _ in links}) == len(links)


@each_text
def test_sentences_are_short(name):
    lengths = {text: len(text.split()) for text in sentences(spoken(name))}

    assert {text: length for text, length in lengths.items() if length > 25} == {}
    assert sum(lengths.values()) / len(lengths) <= 20


@each_text
def test_words_are_written_out(name):
    outside_quotes = re.sub(r"“[^”]*”", "", plain(spoken(name)))

    assert CONTRACTION.findall(outside_quotes) == []


@each_text
def test_quotation_marks_and_apostrophes_are_curved(name):
    outside_tags = re.sub(r"<[^>]*>", "", spoken(name))

    assert re.findall(r"""\S*["']\S*""", outside_tags) == []


@each_text
def test_finnish_words_carry_their_language(name):
    text = everything()[name]

    marked = re.findall(r'<span lang="fi">(?:Hermoratahieronta|Annikki Kankkunen)</span>', text)

    assert len(marked) == len(re.findall(r"Hermoratahieronta|Annikki", text))
    assert text.count("<") == 2 * len(marked)


@each_text
def test_headings_step_down_one_at_a_time(name):
    levels = [1, *(len(marks) for marks in re.findall(r"^(#+) ", everything()[name], re.M))]

    assert all(2 <= after <= before + 1 for before, after in pairwise(levels))
