"""What is told of a text before it is published: a table of cases."""

import pytest

from content import prose
from content.checks import Level, State, Target, look

BASE = "https://npm.example.com"
SITE = {
    "/": Target(State.THERE),
    "/book/": Target(State.THERE),
    "/prices/": Target(State.THERE, frozenset({"what-it-costs", "main"})),
    "/draft/": Target(State.DRAFT),
}


def found(text, **options):
    def at(path):
        return SITE.get(path) or SITE.get(f"{path}/", Target(State.MISSING))

    options = {"at": at, "base": BASE, "ids": {"main"}, "most_words": 50, **options}
    return look(text, prose.to_html(text), **options)


def said(text, level, **options):
    return [one.said() for one in found(text, **options) if one.level == level]


FINE = [
    "Words.",
    "[prices](/prices/)",
    "[prices](/prices/#what-it-costs)",
    "[prices](/prices)",
    "[prices](/prices/?from=here)",
    f"[prices]({BASE}/prices/)",
    f"[home]({BASE})",
    "[here](#clothes)\n\n## Clothes\n\nThin.",
    "[top](#main) and words",
    "[ICO](https://ico.org.uk/make-a-complaint/)",
    "[map](https://example.com:8443/a?b=c#d)",
    "[näin](https://hermoratahieronta.fi/näin)",
    "[Zürich](https://zürich.ch/)",
    "[mail](mailto:hello@example.com?subject=Hello)",
    "[ring](tel:+441632960123)",
    "[ring](<tel:01632 960 123>)",
    "<https://example.com/>",
    '<a href="/prices/">prices</a>',
    "`[x](/nowhere/)`",
    "```\n| a |\n[x](/nowhere/)\n##x\n{{\n```\n\nWords.",
    "| a | b |\n| --- | --- |\n| 1 | 2 |",
    "| | |\n| --- | --- |\n| On top | A shirt |",
    "a | b\n--- | ---\n1 | 2",
    "| a | b |\n|:--|--:|\n| `x|y` | a \\| b |",
    "Either | or.",
    "| a | b |\n| --- | --- |\n| 1 | 2 |\n\nWords after it.",
    "## One\n\nWords.\n\n### Two\n\nWords.\n\n#### Three\n\nWords.\n\n## Four\n\nWords.",
    "## One\n\n### Two\n\nWords.",
    "# One\n\nWords.",
    "{{scale}}",
    "We are #1 in town.",
    "word " * 50,
]


@pytest.mark.parametrize("text", FINE)
def test_nothing_is_said_of_a_text_that_is_fine(text):
    assert found(text) == []


STOPS = [
    # A link to a page of this site.
    ("[x](/nowhere/)", "There is no page /nowhere/; the link “x” leads there."),
    (f"[x]({BASE}/nowhere/)", "There is no page /nowhere/"),
    ('<a href="/nowhere/">x</a>', "There is no page /nowhere/"),
    ("[x](/draft/)", "/draft/ is not published yet"),
    ("[x](/draft/#place)", "/draft/ is not published yet"),
    # An address that is no address.
    ("[x]()", "The link “x” has no address."),
    ("[](/prices/)", "The link to /prices/ has no words to press."),
    ("[x](prices/)", "Begin the address prices/ with /"),
    ("[x](../prices/)", "Begin the address ../prices/ with /"),
    ("[x](www.example.com)", "Put https:// in front of www.example.com"),
    ("[x](example.co.uk/page)", "Put https:// in front of example.co.uk/page"),
    ("[x](//example.com/)", "Put https:// in front of example.com/"),
    ("[x](hello@example.com)", "Put mailto: in front of hello@example.com"),
    ("[x](http//example.com)", "http//example.com is not spelt as an address"),
    ("[x](http:/example.com)", "is not spelt as an address"),
    ("[x](https:example.com)", "is not spelt as an address"),
    ("[x](https:///example.com)", "is not spelt as an address"),
    ("[x](htp://example.com)", "is not spelt as an address"),
    ("[x](htps://example.com)", "is not spelt as an address"),
    ("[x](hhttps://example.com)", "is not spelt as an address"),
    ("[x](http;//example.com)", "is not spelt as an address"),
    ("[x](https://https://example.com)", "is not spelt as an address"),
    ("[x](https://example)", "is not spelt as an address"),
    ("[x](https://example,com/)", "is not spelt as an address"),
    ("[x](https://exa_mple.com/)", "is not spelt as an address"),
    ("[x](<https://exa mple.com/>)", "is not spelt as an address"),
    ("[x](https://example.com:port/)", "is not spelt as an address"),
    ("[x](https://[::1/)", "is not spelt as an address"),
    (f"[x](https://{'a' * 70}.com/)", "is not spelt as an address"),
    ("[x](mailto:hello)", "mailto:hello is no e-mail address."),
    ("[x](tel:ring-me)", "tel:ring-me is no telephone number."),
    ("[x](ftp://example.com/)", "A link cannot begin with ftp:"),
    ("[x](file:///C:/Users/me/prices.pdf)", "A link to a file on your own computer"),
    ("[x](/{{town}}/)", "A word in {{ }} cannot stand in the address"),
    # A table that would not come out.
    ("| a | b |\n| 1 | 2 |", "The table that begins “| a | b |” needs a second line of dashes"),
    ("| a | b |", "needs a second line of dashes"),
    ("| a | b |\n\n| --- | --- |\n| 1 | 2 |", "needs a second line of dashes"),
    ("| a | b |\n| --- |\n| 1 | 2 |", "has 2 columns, and its line of dashes 1."),
    (
        "| a | b |\n| --- | --- |\n| 1 | 2 | 3 |",
        "“| 1 | 2 | 3 |” has 3 cells and its table 2 columns",
    ),
    ("| a | b |\n| --- | --- |\n| 1 | 2 |\nAfter.", "“After.” would become a row of the table above"),
    # Typing.
    ("##Clothes\n\nThin.", "Put a space after the # in “##Clothes”."),
    ("Ring {{phone}.", "A {{ or }} stands alone in “Ring {{phone}.”."),
    ("Ring phone}}.", "A {{ or }} stands alone"),
    ("##\n\nWords.", "There is a heading with no words."),
    # Nothing to read.
    ("", "There is no text yet."),
    ("  \n\n ", "There is no text yet."),
    ("## Clothes", "There is no text yet."),
    ("<!-- later -->", "There is no text yet."),
]


@pytest.mark.parametrize(("text", "words"), STOPS)
def test_what_breaks_stops_a_text(text, words):
    assert words in " ".join(said(text, Level.STOP))


NOTES = [
    ("[x](#nowhere)", "There is no heading for #nowhere, so “x” leads to the top of the page."),
    ("[x](/prices/#nowhere)", "There is no heading for #nowhere"),
    ("[x](http://example.com/)", "http://example.com/ begins with http://. Try whether"),
    ("| a | b |\n| --- | --- |\n| 1 |", "The row “| 1 |” has 1 cells and its table 2 columns."),
    ("### Clothes\n\nThin.", "The heading “Clothes” skips a level: give it ##."),
    ("## One\n\nWords.\n\n#### Two\n\nWords.", "The heading “Two” skips a level: give it ###."),
    ("## One\n\n## Two\n\nWords.", "Nothing stands under the heading “One”."),
    ("Words.\n\n## Last", "Nothing stands under the heading “Last”."),
    ("word " * 51, "This text has 51 words. After 50 few read on"),
]


@pytest.mark.parametrize(("text", "words"), NOTES)
def test_what_is_better_put_right_is_noted_and_stops_nothing(text, words):
    assert words in " ".join(said(text, Level.NOTE))
    assert said(text, Level.STOP) == []


def test_a_page_that_says_enough_without_a_text_may_have_none():
    assert found("", may_be_empty=True) == []


def test_each_thing_is_said_once():
    assert len(found("[x](/nowhere/) and [x](/nowhere/)")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "[x](",
        "<a",
        "<a href=",
        "|",
        "||||",
        "| --- |",
        "#",
        "{{{{",
        "```",
        "\x00",
        "<" * 300,
        "[" * 300,
        "&#0;",
        "|" * 300,
    ],
)
def test_no_text_is_too_broken_to_look_at(text):
    assert isinstance(found(text), list)
