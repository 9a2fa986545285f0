import re

import pytest

from tests.content.factories import FaqEntryFactory, FaqGroupFactory, PageFactory, PracticeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def entries():
    PracticeFactory()
    PageFactory(slug="faq", layout="faq", title="Questions")
    clothes, time = FaqGroupFactory(name="Clothes"), FaqGroupFactory(name="Time")
    return [
        FaqEntryFactory(
            slug="dressed", group=clothes, question="Do I stay dressed?", answer="Yes, **always**."
        ),
        FaqEntryFactory(slug="oil", group=clothes, question="Is there oil?", answer="No. You stay dressed."),
        FaqEntryFactory(slug="long", group=time, question="How long?", answer="It’s 90 to 120 minutes."),
    ]


def found(client, **query):
    response = client.get("/faq/", query)
    assert response.status_code == 200
    entries = response.context["found"]
    return None if entries is None else [entry.slug for entry in entries]


def test_questions_are_grouped(client):
    groups = client.get("/faq/").context["groups"]

    assert [(group.name, [entry.slug for entry in entries]) for group, entries in groups] == [
        ("Clothes", ["dressed", "oil"]),
        ("Time", ["long"]),
    ]


def test_every_question_has_an_address(client, entries):
    response = client.get("/faq/oil/")

    assert "No. You stay dressed." in response.text
    assert response.context["neighbours"] == (entries[0], entries[2])


def test_the_first_and_the_last_question_have_one_neighbour(client, entries):
    assert client.get("/faq/dressed/").context["neighbours"] == (None, entries[1])
    assert client.get("/faq/long/").context["neighbours"] == (entries[1], None)


def test_questions_that_hold_the_words_come_before_answers_that_do(client):
    assert found(client, q="dressed") == ["dressed", "oil"]


@pytest.mark.parametrize("query", ["STAY dressed", "  dressed \t\n stay ", "Dressed\x00 stay"], ids=repr)
def test_letters_and_spaces_do_not_matter(client, query):
    assert found(client, q=query) == ["dressed", "oil"]


def test_an_apostrophe_may_be_straight_or_round(client):
    assert found(client, q="it's 90") == found(client, q="it’s 90") == ["long"]


def test_markup_is_not_searched(client):
    assert found(client, q="strong") == []


@pytest.mark.parametrize("query", ["", "   ", "\x00"], ids=repr)
def test_an_empty_search_shows_the_groups(client, query):
    assert found(client, q=query) is None


@pytest.mark.parametrize("query", ["zebra", "👋", "\ud800", "' OR 1=1--", "%", "<script>"], ids=ascii)
def test_a_search_may_find_nothing(client, query):
    query = query.encode(errors="surrogatepass")

    assert found(client, q=query) == []


def test_a_very_long_search_is_cut(client):
    response = client.get("/faq/", {"q": "x" * 1_000_000})

    assert response.status_code == 200
    assert len(response.context["query"]) == 100


def test_of_repeated_searches_the_last_counts(client):
    assert [entry.slug for entry in client.get("/faq/?q=zebra&q=oil&q[]=1").context["found"]] == ["oil"]


def test_what_was_searched_is_shown_as_text(client):
    text = client.get("/faq/", {"q": '"><script>alert(1)</script>'}).text

    assert "<script>alert" not in text


def test_the_groups_are_a_menu_on_the_page(client):
    text = client.get("/faq/").text

    places = re.findall(r'<a class="link-button" href="#([\w-]+)">(.*?)</a>', text)
    assert [name for _id, name in places] == ["Clothes", "Time"]
    assert [f'<h2 id="{place}">{name}</h2>' in text for place, name in places] == [True, True]


def test_a_search_that_finds_nothing_leads_on(client):
    main = client.get("/faq/", {"q": "zeppelin"}).text.split("0 answers")[1].split("</section>")[0]

    assert re.findall(r'href="(.*?)"', main) == ["/contact/", "/is-it-for-me/"]
