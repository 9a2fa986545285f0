import pytest

from content import prose


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<ScRiPt src=//evil.example>alert(1)</ScRiPt>",
        '<iframe src="https://evil.example"></iframe>',
        '<img src=x onerror="alert(1)">',
        '<p onclick="alert(1)">Hello</p>',
        '<p style="position:fixed">Hello</p>',
        '<a href="javascript:alert(1)">Hello</a>',
        '<a href="java\tscript:alert(1)">Hello</a>',
        "[Hello](javascript:alert(1))",
        "![Hello](javascript:alert(1))",
        "<style>p { color: red }</style>",
        "<svg><script>alert(1)</script></svg>",
        "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
        '<form action="https://evil.example"><input name="password"></form>',
        '<base href="https://evil.example/"><meta http-equiv="refresh" content="0">',
    ],
)
def test_what_could_do_harm_is_taken_out(text):
    html = prose.render(text)

    for harmful in ("<script", "<iframe", "<img", "<svg", "<form", "<style", "style=", "<base", "<meta"):
        assert harmful not in html.lower()
    assert 'href="java' not in html
    assert "onclick" not in html


@pytest.mark.parametrize("tag", ["script", "style", "iframe", "noscript", "template"])
def test_what_is_taken_out_leaves_no_words_behind(tag):
    assert prose.render(f"<div>Hello <{tag}>alert(1)</{tag}></div>") == "Hello "


def test_a_foreign_word_keeps_its_language():
    assert prose.render('<span lang="fi">Hermo</span>') == '<p><span lang="fi">Hermo</span></p>\n'


def test_headings_start_at_the_second_level_and_have_names():
    html = prose.render("# What happens\n\n## What happens\n\n### Main")

    assert html == (
        '<h2 id="what-happens">What happens</h2>\n'
        '<h2 id="what-happens-2">What happens</h2>\n'
        '<h3 id="main-2">Main</h3>\n'
    )


def test_a_table_scrolls_by_itself_under_the_name_of_its_heading():
    html = prose.render("## Key facts\n\n| a | b |\n| --- | --- |\n| 1 | 2 |")

    assert 'class="table-scroll" tabindex="0" role="region" aria-label="Table: Key facts"><table>' in html
    assert html.count("<div") == html.count("</div>") == 1


def test_two_tables_under_one_heading_have_different_names():
    html = prose.render("## Facts\n\n| a |\n| - |\n| 1 |\n\nand\n\n| a |\n| - |\n| 1 |")

    assert 'aria-label="Table: Facts"' in html
    assert 'aria-label="Table: Facts 2"' in html


def test_column_headings_say_what_they_head():
    html = prose.render("| a | b |\n| --- | --: |\n| 1 | 2 |")

    assert '<th scope="col">a</th>\n<th scope="col">b</th>' in html
    assert "<td>1</td>\n<td>2</td>" in html


def test_an_empty_first_corner_makes_the_first_column_headings_too():
    html = prose.render("| | NPM |\n| --- | --- |\n| Oil | none |")

    assert '<td></td>\n<th scope="col">NPM</th>' in html
    assert '<th scope="row">Oil</th>\n<td>none</td>' in html


def test_a_table_without_column_headings_has_no_empty_row():
    html = prose.render("| | |\n| --- | --- |\n| Oil | none |")

    assert "<thead>" not in html
    assert '<th scope="row">Oil</th>\n<td>none</td>' in html


def test_a_text_is_split_at_its_second_level_headings():
    intro, sections = prose.sections(
        prose.render("Hello.\n\n## One *way*\n\nA\n\n### Deep\n\nB\n\n## Two\n\nC")
    )

    assert intro == "<p>Hello.</p>"
    assert sections == [
        ("one-way", "One way", '<p>A</p>\n<h3 id="deep">Deep</h3>\n<p>B</p>'),
        ("two", "Two", "<p>C</p>"),
    ]


def test_a_text_without_headings_is_all_opening():
    assert prose.sections(prose.render("Hello.")) == ("<p>Hello.</p>", [])


def test_an_odd_text_is_still_rendered():
    assert prose.render("a\x00b") == "<p>ab</p>\n"
    assert prose.render("") == ""
    assert "👋" in prose.render("👋" * 1000)
    assert prose.render("[" * 20_000)
