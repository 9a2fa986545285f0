import pytest

from content.claims import Level, Place, check
from tests.content.claim_sentences import ANSWERED, FOUND, FOUND_BY_ANY, PASSES, SAID_BY_ONE

FINDS = [(rule, sentence) for rule, sentences in FOUND.items() for sentence in sentences]
SAFE = "If you are having tests for cancer, I need your doctor’s written approval first."


def flagged(text, place=Place.BODY):
    return [(one.level.value, one.rule) for one in check(text, place=place) if one.level != Level.INFO]


@pytest.mark.parametrize(("rule", "sentence"), FINDS)
def test_a_claim_is_found(rule, sentence):
    assert rule in [one.rule for one in check(sentence)]


@pytest.mark.parametrize("sentence", FOUND_BY_ANY)
def test_a_claim_in_other_words_is_found(sentence):
    assert flagged(sentence) != []


@pytest.mark.parametrize("sentence", PASSES)
def test_what_may_be_said_passes(sentence):
    assert flagged(sentence) == []


@pytest.mark.parametrize(("sentence", "rule"), SAID_BY_ONE.items())
def test_what_one_rule_says_no_other_repeats(sentence, rule):
    assert [one.rule for one in check(sentence)] == [rule]


@pytest.mark.parametrize(("text", "rules"), ANSWERED.items())
def test_a_question_is_read_with_its_answer(text, rules):
    assert [rule for _level, rule in flagged(text)] == rules


def test_an_answer_is_looked_for_in_its_own_place():
    assert ("warn", "W2") in flagged("Is it proven?\n\n## No")


@pytest.mark.parametrize(
    "text",
    [
        "It is based on the idea that touch calms the nervous system.",
        "“A quiet, kind room and good tea for me all afternoon.”",
    ],
)
def test_an_idea_and_a_kind_word_pass(text):
    assert flagged(text) == []


def test_a_finding_says_where_why_and_what_instead():
    [finding] = check("You are welcome.\n\nIt **cures** insomnia for good. Ring me.", place=Place.BODY)[:1]

    assert (finding.rule, finding.level) == ("B4", Level.BLOCK)
    assert finding.sentence == "It cures insomnia for good."
    assert finding.words == ("cures",)
    assert finding.why == "Nobody can promise a cure, or that nothing can go wrong."
    assert finding.wording == "Many people find it relaxing. Some say they sleep well afterwards."


@pytest.mark.parametrize("place", [Place.BODY, Place.FORM, Place.MAIL])
def test_cancer_may_be_named_in_an_instruction(place):
    assert flagged(SAFE, place) == []


@pytest.mark.parametrize("place", [Place.HEADING, Place.HOME, Place.META, Place.ALT])
def test_cancer_is_never_named_where_everybody_looks(place):
    assert flagged(SAFE, place) == [("block", "N1")]


@pytest.mark.parametrize(
    "text",
    [
        "## Cancer and your visit",
        "![A letter about cancer](/letter.png)",
        '[Read more](/safety/ "About cancer")',
        "[Read more](/cancer-massage/)",
    ],
    ids=["heading", "picture", "link title", "address"],
)
def test_cancer_is_found_in_the_parts_of_a_text_that_stand_out(text):
    assert ("block", "N1") in flagged(text)


def test_an_address_is_read_word_by_word():
    assert ("block", "B4") in flagged("cures-migraine", Place.ADDRESS)


def test_a_form_may_ask_about_illness_but_claims_nothing():
    assert flagged("Do you have epilepsy, diabetes or migraine?", Place.FORM) == []
    assert ("block", "B4") in flagged("It cures migraine.", Place.FORM)


@pytest.mark.parametrize(
    "text",
    [
        "It does not hurt, and it cures a sore back.",
        "Nothing hurts: it cures a sore back.",
        "It is not slow but cures a sore back.",
        "It not only relaxes, it cures.",
        "No doubt it cures a sore back.",
    ],
)
def test_a_no_ends_with_its_clause(text):
    assert ("block", "B4") in flagged(text)


@pytest.mark.parametrize(
    "text",
    [
        "If you have migraine, ring me and say goodbye to it.",
        "If you live with arthritis, get in touch before your next flare-up for lasting relief.",
        "Tell your doctor that it cures arthritis.",
    ],
)
def test_an_instruction_is_no_cover_for_a_promise(text):
    assert flagged(text) != []


def test_the_same_sentence_is_told_of_once():
    assert [one.rule for one in check("It cures. It cures.")] == ["B4"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "\x00",
        "…",
        "12 / 34",
        "{{phone}}",
        "| a | b |\n| --- | --- |",
        "<!-- cures -->",
        "**",
        "[]()",
    ],
)
def test_a_text_without_claims_has_no_findings(text):
    assert check(text) == []


def test_an_endless_sentence_is_read_in_pieces():
    found = check("helps with back pain and " * 2000)

    assert {one.rule for one in found} == {"W6"}
    assert max(len(one.sentence.split()) for one in found) == 60
