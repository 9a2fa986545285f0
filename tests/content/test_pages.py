import pytest

from content.models import Page
from tests.content.factories import FaqEntryFactory, PageFactory, PracticeFactory, PriceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice():
    return PracticeFactory()


def test_a_published_page_is_shown(client, practice):
    PageFactory(slug="session", title="A session", body="## What happens\n\nYou **rest**.")

    response = client.get("/session/")

    assert response.status_code == 200
    assert response.context["page"].title == "A session"
    assert response.context["sections"] == [
        ("what-happens", "What happens", "<p>You <strong>rest</strong>.</p>")
    ]
    assert "You <strong>rest</strong>." in response.text


def test_the_home_page_has_one_address(client, practice):
    PageFactory(slug="home", layout="home", title="A light touch")

    assert "A light touch" in client.get("/").text
    assert client.get("/home/").headers["Location"] == "/"


@pytest.mark.parametrize(
    "path", ["/draft/", "/nothing-here/", "/faq/draft-question/", "/faq/nothing/", "/a%00b/"]
)
def test_a_draft_is_not_found_by_the_public(client, practice, path):
    PageFactory(slug="draft", is_published=False)
    FaqEntryFactory(slug="draft-question", is_published=False)

    assert client.get(path).status_code == 404


def test_a_draft_is_in_no_menu(client, practice):
    PageFactory(slug="open", menu_label="Open page", in_menu=True, in_footer=True)
    PageFactory(slug="draft", menu_label="Hidden page", in_menu=True, in_footer=True, is_published=False)

    response = client.get("/open/")

    assert [page.label for page in response.context["menu"]] == ["Open page"]
    assert [page.label for page in response.context["footer_menu"]] == ["Open page"]


def test_a_change_is_shown_at_once(client, practice):
    page = PageFactory(slug="session", body="Before.")
    client.get("/session/")
    page.body = "After."
    page.save()

    assert "After." in client.get("/session/").text


def test_a_change_of_the_practice_is_shown_at_once(client, practice):
    PageFactory(slug="session", body="Ring {{phone}}.")
    client.get("/session/")
    practice.phone = "01632 960 999"
    practice.save()

    assert "01632 960 999" in client.get("/session/").text


def test_a_page_deleted_in_a_list_is_gone_at_once(client, practice):
    PageFactory(slug="session")
    client.get("/session/")
    Page.objects.all().delete()

    assert client.get("/session/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("path", ["/session/", "/prices/", "/faq/", "/faq/?q=dressed", "/faq/first/"])
def test_a_content_page_costs_one_query(client, practice, django_assert_num_queries, rows, path):
    PageFactory(slug="session", in_menu=True)
    PageFactory(slug="prices", body="{{prices}}", in_menu=True)
    PageFactory(slug="faq", layout="faq", in_menu=True)
    FaqEntryFactory(slug="first")
    for model in (PageFactory, PriceFactory, FaqEntryFactory):
        model.create_batch(rows)
    client.get(path)

    with django_assert_num_queries(1):
        client.get(path)


def test_a_page_just_changed_costs_two_queries(client, practice, django_assert_num_queries):
    PageFactory(slug="session", in_menu=True)

    with django_assert_num_queries(2):
        client.get("/session/")


def test_a_content_page_sets_no_cookie(client, practice):
    for slug in ("home", "session", "faq"):
        PageFactory(slug=slug, layout="faq" if slug == "faq" else "standard")
    FaqEntryFactory(slug="first")

    for path in (
        "/",
        "/session/",
        "/faq/",
        "/faq/?q=x",
        "/faq/first/",
        "/nothing/",
        "/robots.txt",
        "/sitemap.xml",
    ):
        response = client.get(path)

        assert not response.cookies, path
        assert "Set-Cookie" not in response.headers


def test_a_page_unchanged_since_the_last_visit_is_not_sent_again(client, practice):
    PageFactory(slug="session")
    first = client.get("/session/")

    again = client.get("/session/", headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304
    assert first.headers["Cache-Control"] == "public, max-age=0"


@pytest.mark.parametrize("method", ["post", "put", "delete"])
@pytest.mark.parametrize("path", ["/", "/session/", "/faq/", "/robots.txt"])
def test_a_page_is_only_read(client, method, path):
    assert getattr(client, method)(path).status_code == 405


def test_the_site_stands_before_the_practice_is_filled_in(client):
    PageFactory(slug="session", body="Ring {{phone}}.\n\n{{address}}\n\n{{directions}}\n\n{{prices}}")

    response = client.get("/session/")

    assert response.status_code == 200
    assert response.context["practice"].name == "Neural Pathway Massage"


def test_what_is_typed_in_a_title_is_shown_as_text(client, practice):
    PageFactory(slug="session", title='"><img src=x onerror=alert(1)> {{7*7}}', lead="<script>x</script>")

    text = client.get("/session/").text

    assert "<img src=x" not in text
    assert "<script>x" not in text
    assert "{{7*7}}" in text


def test_a_browser_finds_the_mark_at_the_usual_address(client):
    assert client.get("/favicon.ico").headers["Location"] == "/static/img/mark.svg"


def test_search_engines_get_the_published_addresses(client, practice):
    PageFactory(slug="session")
    PageFactory(slug="draft", is_published=False)
    FaqEntryFactory(slug="dressed")

    text = client.get("/sitemap.xml").text

    assert "<loc>http://testserver/session/</loc>" in text
    assert "<loc>http://testserver/faq/dressed/</loc>" in text
    assert "draft" not in text
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").text
