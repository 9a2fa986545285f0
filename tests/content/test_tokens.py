import pytest

from content.faults import faults, plain_faults
from content.models import Price
from content.tokens import BLOCKS, Facts
from tests.content.factories import PracticeFactory

FIRST = Price(slug="first", name="First session", amount=95, minutes_note="90 to 120 minutes")


@pytest.fixture
def facts():
    return Facts(PracticeFactory.build(), [FIRST])


def test_facts_of_the_practice_stand_in_sentences(facts):
    html = facts.html("Ring {{phone}} or write to {{ email }}, in {{town}}. It costs {{price:first}}.")

    assert html == (
        '<p>Ring <a href="tel:+441632960123">01632 960 123</a> or write to '
        '<a href="mailto:hello@example.com">hello@example.com</a>, in Exampletown. It costs £95.</p>\n'
    )


def test_a_fact_is_text_and_never_markup():
    practice = PracticeFactory.build(practitioner='<b onclick="x">Aino</b>', phone='"><script>')

    html = Facts(practice).html("{{practitioner}} {{phone}}")

    assert "<b" not in html
    assert "<script" not in html


def test_a_token_inside_a_link_is_dropped_with_the_link(facts):
    assert facts.html('<a href="{{phone}}">ring</a>') == '<p><a rel="noopener noreferrer">ring</a></p>\n'


def test_what_is_filled_in_is_not_read_for_tokens_again():
    practice = PracticeFactory.build(town="{{phone}}")

    assert Facts(practice).html("In {{town}}") == "<p>In {{phone}}</p>\n"


def test_a_token_alone_on_a_line_becomes_a_whole_part(facts):
    html = facts.html("Before\n\n{{prices}}\n\n{{address}}\n\n{{directions}}")

    assert "<dd>£95</dd>" in html
    assert "90 to 120 minutes" in html
    assert "12 Harbour Row" in html
    assert "<em>turn left</em>" in html
    assert "<p><dl" not in html


@pytest.mark.parametrize("name", BLOCKS)
def test_every_token_has_something_to_show(facts, name):
    assert "{{" not in facts.html(f"{{{{{name}}}}}")


def test_a_line_of_plain_text_is_filled_in_without_markup(facts):
    assert facts.plain("I am {{practitioner}}; ring {{phone}}") == "I am Aino Example; ring 01632 960 123"


def test_a_practice_without_a_phone_leaves_no_empty_link():
    assert Facts(PracticeFactory.build(phone="")).html("Ring {{phone}}") == "<p>Ring </p>\n"


def test_an_unknown_token_is_named_with_the_known_ones():
    [fault] = faults("Ring {{telefone}}", [FIRST])

    assert fault.startswith("There is no {{telefone}}; you can use {{practice}}, ")
    assert fault.endswith("{{price:first}}.")


def test_a_part_inside_a_sentence_is_a_fault():
    assert faults("It costs {{prices}} today.") == [
        "Put {{prices}} on a line of its own, with an empty line before and after."
    ]


def test_a_part_in_a_title_is_a_fault():
    assert plain_faults("All {{prices}}") == [
        "Put {{prices}} on a line of its own, with an empty line before and after."
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            "<iframe src=x></iframe>",
            "<iframe> cannot be used in a text; it and all that stands in it would be taken out.",
        ),
        ('<p onclick="x">a</p>', "“onclick” cannot be used inside <p>; it would be taken out."),
        ('<a href="javascript:x">a</a>', "A link may not start with “javascript:” or “data:”."),
        ("[a](javascript:x)", "A link may not start with “javascript:” or “data:”."),
    ],
)
def test_forbidden_markup_is_explained(text, fault):
    assert faults(text) == [fault]


def test_an_ordinary_text_has_no_fault():
    text = (
        '## A\n\n| | b |\n| --- | --: |\n| 1 | <span lang="fi">x</span> |\n\n{{prices}}\n\n{{phone}}\n\n`{}`'
    )

    assert faults(text) == []
