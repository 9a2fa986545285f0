import gzip
from threading import Thread
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from content import site
from content.models import Page, Practice
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


@pytest.fixture
def clock(monkeypatch):
    """The seconds by which a process knows how long ago it looked."""
    clock = SimpleNamespace(seconds=1000.0)
    monkeypatch.setattr(site, "monotonic", lambda: clock.seconds)
    return clock


def queries_of(client, path, **headers):
    with CaptureQueriesContext(connection) as queries:
        client.get(path, headers=headers)
    return len(queries)


@pytest.mark.parametrize("rows", [1, 10, 100])
@pytest.mark.parametrize("path", ["/session/", "/prices/", "/faq/", "/faq/?q=dressed", "/faq/first/"])
def test_a_content_page_seen_within_the_last_second_costs_no_query(client, practice, clock, rows, path):
    PageFactory(slug="session", in_menu=True)
    PageFactory(slug="prices", body="{{prices}}", in_menu=True)
    PageFactory(slug="faq", layout="faq", in_menu=True)
    FaqEntryFactory(slug="first")
    for model in (PageFactory, PriceFactory, FaqEntryFactory):
        model.create_batch(rows)
    client.get(path)

    clock.seconds += 0.9
    within = queries_of(client, path)
    clock.seconds += 0.2
    after = queries_of(client, path)

    assert (within, after) == (0, 1)


def test_what_another_process_changes_is_shown_after_a_second(client, practice, clock):
    page = PageFactory(slug="session", body="Before.")
    client.get("/session/")
    # As another process would: no word of it reaches this one.
    Page.objects.filter(pk=page.pk).update(body="After.")
    Practice.objects.update(stamp=uuid4())

    clock.seconds += 0.9
    within = client.get("/session/").text
    clock.seconds += 0.1
    after = client.get("/session/").text

    assert ("Before." in within, "After." in after) == (True, True)


def test_whoever_has_a_session_sees_what_another_process_changed_at_once(client, practice, clock):
    page = PageFactory(slug="session", body="Before.")
    client.get("/session/")
    Page.objects.filter(pk=page.pk).update(body="After.")
    Practice.objects.update(stamp=uuid4())

    client.cookies[settings.SESSION_COOKIE_NAME] = "hers"

    assert "After." in client.get("/session/").text


@pytest.mark.django_db(transaction=True)
def test_what_is_being_changed_is_looked_for_again_once_it_is_kept(client, clock):
    PracticeFactory()
    page = PageFactory(slug="session", body="Before.")
    with transaction.atomic():
        page.body = "After."
        page.save()
        # Another thread of this process may look meanwhile, and finds what was there before.
        look_as_somebody_else()

    assert "After." in client.get("/session/").text


def look_as_somebody_else():
    def look():
        assert site.current().text(site.current().pages["session"].body).body == "<p>Before.</p>\n"
        connections.close_all()

    other = Thread(target=look)
    other.start()
    other.join()


def test_a_practice_that_is_not_filled_in_is_looked_for_each_time(client, clock):
    PageFactory(slug="session")
    client.get("/session/")
    Page.objects.update(body="After.")

    assert "After." in client.get("/session/").text


@pytest.mark.parametrize("path", ["/", "/session/", "/faq/", "/faq/first/", "/sitemap.xml", "/robots.txt"])
def test_a_page_that_a_browser_has_is_not_sent_again(client, practice, clock, path):
    PageFactory(slug="home", layout="home")
    PageFactory(slug="session")
    PageFactory(slug="faq", layout="faq")
    FaqEntryFactory(slug="first")
    first = client.get(path, headers={"accept-encoding": "gzip"})

    known = {"if-none-match": first.headers["ETag"], "accept-encoding": "gzip"}
    again = client.get(path, headers=known)

    assert (again.status_code, again.content) == (304, b"")
    assert queries_of(client, path, **known) == 0


def test_a_page_is_compressed_for_whoever_takes_it(client, practice):
    PageFactory(slug="session", body="Words. " * 500)

    packed = client.get("/session/", headers={"accept-encoding": "gzip"})

    assert (packed["Content-Encoding"], packed["Vary"]) == ("gzip", "Accept-Encoding")
    assert gzip.decompress(packed.content) == client.get("/session/").content
    assert len(packed.content) < 4000


def test_a_query_for_each_row_would_be_found(client, practice, monkeypatch):
    def menu(shown):
        return [Page.objects.get(slug=slug) for slug in shown.pages]

    monkeypatch.setattr(site.Site, "menu", property(menu))
    PageFactory(slug="session")
    one = queries_of(client, "/session/")
    PageFactory.create_batch(9)
    client.get("/session/")
    ten = queries_of(client, "/session/")

    assert ten > one


def test_a_page_just_changed_costs_seven_queries(client, practice, django_assert_num_queries):
    PageFactory(slug="session", in_menu=True)

    # The practice, the pages, the guides, for the next step a treatment, and for the hours the week, its
    # changes and the policy.
    with django_assert_num_queries(7):
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


def test_a_page_is_kept_by_everybody_and_asked_about_again(client, practice):
    PageFactory(slug="session")

    assert client.get("/session/").headers["Cache-Control"] == "public, max-age=0"


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
