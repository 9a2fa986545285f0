import json
import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from content.models import Guide, Practice
from tests.content import vocabulary
from tests.content.factories import GuideFactory, PageFactory, PracticeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice():
    return PracticeFactory()


def queries_of(client, path, **headers):
    with CaptureQueriesContext(connection) as queries:
        client.get(path, headers=headers)
    return len(queries)


def guide_data(**changes):
    data = {"slug": "to-bring", "title": "What to bring", "lead": "Little.", "body": "Light clothes."}
    return {**data, "meta_description": "", "is_published": "on", **changes}


def test_a_published_guide_is_shown(client, practice):
    GuideFactory(slug="to-bring", title="What to bring", lead="Little.", body="## Clothes\n\nThin **ones**.")

    response = client.get("/guides/to-bring/")

    assert response.status_code == 200
    assert response.context["sections"] == [("clothes", "Clothes", "<p>Thin <strong>ones</strong>.</p>")]
    assert '<p class="lead">Little.</p>' in response.text
    assert 'href="/guides/">All guides</a>' in response.text
    assert 'href="/book/"' in response.text


def test_guides_are_listed_in_their_order(client, practice):
    GuideFactory(title="Second", position=2, lead="Ring {{phone}}.")
    GuideFactory(title="First", position=1)
    GuideFactory(title="Hidden", position=0, is_published=False)

    response = client.get("/guides/")

    assert [guide.title for guide in response.context["guides"]] == ["First", "Second"]
    assert "Ring 01632 960 123." in response.text
    assert "Hidden" not in response.text


@pytest.mark.parametrize("path", ["/guides/", "/guides/draft/", "/guides/nothing/", "/sharing/guides.png"])
def test_while_none_is_published_there_is_nothing_to_find(client, practice, path):
    GuideFactory(slug="draft", is_published=False)
    PageFactory(slug="session")

    assert client.get(path).status_code == 404
    assert "/guides/" not in client.get("/session/").text
    assert "guides" not in client.get("/sitemap.xml").text


def test_the_foot_of_each_page_leads_to_the_guides_once_there_is_one(client, practice):
    PageFactory(slug="session", menu_label="A session", in_footer=True)
    client.get("/session/")
    GuideFactory()

    response = client.get("/session/")

    assert [item.label for item in response.context["footer_menu"]] == ["A session", "Guides"]
    assert '<a href="/guides/">Guides</a>' in response.text


def test_a_guide_names_the_one_before_and_the_one_after(client, practice):
    for slug in ("one", "two", "three"):
        GuideFactory(slug=slug)

    text = client.get("/guides/two/").text

    assert 'rel="prev" href="/guides/one/"' in text
    assert 'rel="next" href="/guides/three/"' in text
    assert 'rel="prev"' not in client.get("/guides/one/").text


@pytest.mark.parametrize("rows", [1, 10])
@pytest.mark.parametrize("path", ["/guides/", "/guides/first/", "/session/"])
def test_a_page_seen_just_now_costs_no_query(client, practice, monkeypatch, rows, path):
    monkeypatch.setattr("content.site.monotonic", lambda: 1000.0)
    PageFactory(slug="session")
    GuideFactory(slug="first")
    GuideFactory.create_batch(rows)
    client.get(path)

    assert queries_of(client, path) == 0


@pytest.mark.parametrize("path", ["/guides/", "/guides/first/"])
def test_a_page_that_a_browser_has_is_not_sent_again(client, practice, path):
    GuideFactory(slug="first")
    first = client.get(path)

    again = client.get(path, headers={"if-none-match": first.headers["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert first.headers["Cache-Control"] == "public, max-age=0"
    assert not first.cookies


@pytest.mark.parametrize("method", ["post", "put", "delete"])
@pytest.mark.parametrize("path", ["/guides/", "/guides/first/", "/sharing/guides/first.png"])
def test_a_guide_is_only_read(client, practice, method, path):
    GuideFactory(slug="first")

    assert getattr(client, method)(path).status_code == 405


def test_a_change_is_shown_at_once(client, practice):
    guide = GuideFactory(slug="first", body="Before.")
    stamps = [Practice.objects.get().stamp]
    client.get("/guides/first/")

    guide.body = "After."
    guide.save()

    assert "After." in client.get("/guides/first/").text
    guide.delete()
    assert client.get("/guides/first/").status_code == 404
    assert Practice.objects.get().stamp not in stamps


def test_a_guide_tells_others_what_it_is(client, settings, practice):
    GuideFactory(slug="to-bring", title="What to bring", lead="Little.", meta_description="A short list.")
    settings.SITE_URL = "https://npm.example.com"

    text = client.get("/guides/to-bring/").text
    [graph] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)
    [page] = json.loads(graph)["@graph"]

    assert vocabulary.faults(graph) == []
    assert '<meta name="description" content="A short list.">' in text
    assert '<link rel="canonical" href="https://npm.example.com/guides/to-bring/">' in text
    article = page["mainEntity"]
    assert (article["@type"], article["headline"]) == ("Article", "What to bring")
    assert article["author"] == {"@type": "Person", "name": "Aino Example"}
    names = [step["name"] for step in page["breadcrumb"]["itemListElement"]]
    assert names == ["Home", "Guides", "What to bring"]


def test_the_list_tells_others_what_it_is(client, practice):
    GuideFactory(slug="to-bring")

    text = client.get("/guides/").text
    [graph] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)

    assert vocabulary.faults(graph) == []
    [page] = json.loads(graph)["@graph"]
    assert (page["@type"], len(page["hasPart"])) == ("CollectionPage", 1)


@pytest.mark.parametrize("path", ["/sharing/guides.png", "/sharing/guides/to-bring.png"])
def test_a_card_goes_with_the_link(client, practice, path):
    GuideFactory(slug="to-bring")

    response = client.get(path)

    assert (response.status_code, response["Content-Type"]) == (200, "image/png")


def test_the_sitemap_names_the_guides_and_their_list(client, practice):
    GuideFactory(slug="to-bring")

    text = client.get("/sitemap.xml").text

    assert "<loc>http://testserver/guides/</loc>" in text
    assert "<loc>http://testserver/guides/to-bring/</loc>" in text


def test_the_sites_own_guides_are_loaded(client, practice):
    call_command("load_texts", verbosity=0)

    assert [guide.slug for guide in Guide.objects.published()] == [
        "before-your-first-session",
        "what-to-wear-and-bring",
        "how-a-series-is-planned",
    ]
    for guide in Guide.objects.all():
        assert client.get(guide.get_absolute_url()).status_code == 200


def test_a_guide_that_was_removed_in_admin_does_not_come_back(practice):
    call_command("load_texts", verbosity=0)
    Guide.objects.get(slug="what-to-wear-and-bring").delete()

    call_command("load_texts", verbosity=0)

    assert Guide.objects.count() == 2


# Writing one.


def test_a_new_guide_stands_last_and_can_be_a_draft(admin_client, client, practice):
    GuideFactory(position=4)

    admin_client.post(reverse("admin:content_guide_add"), guide_data(is_published=""))

    guide = Guide.objects.get(slug="to-bring")
    assert (guide.position, guide.is_published) == (5, False)
    assert guide.history.get().history_user.username == "admin"


def test_a_guide_can_be_previewed_before_it_is_saved(admin_client, practice):
    response = admin_client.post(reverse("admin:content_guide_preview_new"), guide_data(title="Never saved"))

    assert "Preview." in response.text
    assert "Never saved" in response.text
    assert not Guide.objects.exists()


@pytest.mark.parametrize("field", ["title", "lead", "body", "meta_description"])
def test_what_claims_too_much_needs_a_reason(admin_client, practice, field):
    response = admin_client.post(
        reverse("admin:content_guide_add"), guide_data(**{field: "This cures a sore back."})
    )

    assert "better not published" in " ".join(response.context["adminform"].form.errors[field])
    assert not Guide.objects.exists()


def test_an_earlier_version_can_be_looked_at(admin_client, practice):
    guide = GuideFactory(body="The first words.")
    guide.body = "The second words."
    guide.save()
    first = guide.history.earliest()

    url = reverse("admin:content_guide_simple_history", args=[guide.pk, first.pk])

    assert "The first words." in admin_client.get(url).text


@pytest.mark.parametrize("who", ["stranger", "without rights"])
def test_guides_are_written_by_staff_with_the_right_to(client, django_user_model, practice, who):
    if who == "without rights":
        client.force_login(django_user_model.objects.create_user("temp", password="x", is_staff=True))
    guide = GuideFactory(is_published=False, body="Secret.")

    for url in (
        reverse("admin:content_guide_add"),
        reverse("admin:content_guide_change", args=[guide.pk]),
        reverse("admin:content_guide_preview", args=[guide.pk]),
    ):
        response = client.post(url, guide_data())

        assert response.status_code == (302 if who == "stranger" else 403)
        assert "Secret" not in response.text
