"""What is wrong with a text is told where it is written, and nothing that was typed is lost."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from content import telling
from content.models import FaqEntry, Guide, Page
from tests.content.factories import FaqEntryFactory, GuideFactory, PageFactory, PracticeFactory

pytestmark = pytest.mark.django_db

BROKEN = "See [the prices](/prizes/).\n\n| a | b |\n| 1 | 2 |"


@pytest.fixture
def practice():
    return PracticeFactory()


def data(**changes):
    filled = {"slug": "to-bring", "title": "What to bring", "lead": "Little.", "body": "Light clothes."}
    return {**filled, "meta_description": "", "is_published": "on", **changes}


def add(browser, follow=False, **changes):
    return browser.post(reverse("admin:content_guide_add"), data(**changes), follow=follow)


def test_what_breaks_cannot_be_published_and_is_still_there_to_mend(admin_client, practice):
    response = add(admin_client, body=BROKEN)

    errors = response.context["adminform"].form.errors["body"]
    assert "There is no page /prizes/; the link “the prices” leads there." in errors
    assert "needs a second line of dashes" in " ".join(errors)
    assert "See [the prices](/prizes/)." in response.text
    assert not Guide.objects.exists()


def test_the_same_is_kept_as_a_draft_and_told_of(admin_client, practice):
    response = add(admin_client, body=BROKEN, is_published="", follow=True)

    guide = Guide.objects.get()
    assert (guide.body.splitlines()[0], guide.is_published) == ("See [the prices](/prizes/).", False)
    assert "In “What to bring” there are 2 things to put right." in response.text
    change = admin_client.get(reverse("admin:content_guide_change", args=[guide.pk]))
    assert "To put right before it is published" in change.text
    assert "There is no page /prizes/" in change.text


def test_pasted_html_says_what_would_vanish(admin_client, practice):
    pasted = '<div class="MsoNormal">Hello</div><style>p {}</style><!-- [if gte mso 9] -->'

    errors = add(admin_client, body=pasted).context["adminform"].form.errors["body"]

    assert "<div> cannot be used in a text; it would be taken out." in errors
    assert "<style> cannot be used in a text; it and all that stands in it would be taken out." in errors
    assert "A comment, <!-- … -->, cannot be used in a text; it would be taken out." in errors


def test_what_is_better_put_right_stops_nothing(admin_client, practice):
    response = add(admin_client, body="### Clothes\n\nThin ones.", follow=True)

    assert Guide.objects.get().is_published
    assert "In “What to bring” there is 1 thing to put right." in response.text
    change = admin_client.get(reverse("admin:content_guide_change", args=[Guide.objects.get().pk]))
    assert "The heading “Clothes” skips a level" in change.text


def test_of_a_text_that_is_fine_nothing_is_said(admin_client, practice):
    response = add(admin_client, follow=True)

    change = admin_client.get(reverse("admin:content_guide_change", args=[Guide.objects.get().pk]))
    assert "put right" not in response.text + change.text


def test_a_preview_of_a_draft_says_what_is_to_put_right(admin_client, practice):
    url = reverse("admin:content_guide_preview_new")

    draft = admin_client.post(url, data(body=BROKEN, is_published=""))
    published = admin_client.post(url, data(body=BROKEN))

    assert "There is no page /prizes/" in draft.text
    assert published.status_code == 422


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/open/", None),
        ("/open", None),
        ("/open/#what-happens", None),
        ("/open/#elsewhere", "There is no heading for #elsewhere"),
        ("/draft/", "/draft/ is not published yet"),
        ("/nothing/", "There is no page /nothing/"),
        ("/faq/asked/", None),
        ("/faq/unasked/", "/faq/unasked/ is not published yet"),
        ("/guides/other/", None),
        ("/guides/written/", "/guides/written/ is not published yet"),
        ("/guides/nothing/", "There is no page /guides/nothing/"),
        ("/guides/to-bring/", None),
        ("/guides/", None),
        ("/book/", None),
        ("/contact/", None),
        ("/a/b/c/", "There is no page /a/b/c/"),
        ("/", "There is no page /"),
    ],
)
def test_a_link_is_held_against_what_stands_on_the_site(practice, address, words):
    PageFactory(slug="open")
    PageFactory(slug="draft", is_published=False)
    FaqEntryFactory(slug="asked")
    FaqEntryFactory(slug="unasked", is_published=False)
    GuideFactory(slug="other")
    GuideFactory(slug="written", is_published=False)

    told = telling.tell(Guide(slug="to-bring"), f"[x]({address})")

    said = " ".join([*told.stops, *told.notes])
    assert words in said if words else said == ""


def test_the_list_of_guides_is_there_while_there_is_one(practice):
    assert telling.tell(Page(slug="x"), "[x](/guides/)").stops


def test_links_are_looked_up_together(practice, django_assert_num_queries):
    GuideFactory.create_batch(5)
    links = " ".join(f"[{n}](/guides/guide-{n}/) [{n}](/faq/a-{n}/) [{n}](/page-{n}/)" for n in range(20))

    with django_assert_num_queries(3):
        telling.tell(Page(slug="x"), links)


@pytest.mark.parametrize(("layout", "is_refused"), [("standard", True), ("contact", False), ("faq", False)])
def test_a_page_without_text_is_published_only_where_its_layout_says_enough(
    admin_client, practice, layout, is_refused
):
    page = {
        "slug": "about",
        "title": "About",
        "lead": "",
        "body": " ",
        "layout": layout,
        "is_published": "on",
    }

    admin_client.post(
        reverse("admin:content_page_add"),
        {**page, "menu_label": "", "meta_description": "", "is_published": "on"},
    )

    assert Page.objects.exists() is not is_refused


def test_an_answer_is_looked_at_too(admin_client, practice):
    entry = FaqEntryFactory()
    url = reverse("admin:content_faqentry_change", args=[entry.pk])
    filled = {"slug": entry.slug, "group": entry.group.pk, "question": "Why?", "is_published": "on"}

    broken = admin_client.post(url, {**filled, "answer": BROKEN})
    long = admin_client.post(url, {**filled, "answer": "word " * 301}, follow=True)

    assert "There is no page /prizes/" in " ".join(broken.context["adminform"].form.errors["answer"])
    assert "there is 1 thing to put right" in long.text


def test_of_the_sites_own_texts_nothing_is_said(practice):
    call_command("load_texts", verbosity=0)
    texts = [(row, row.body) for model in (Page, Guide) for row in model.objects.all()]
    texts += [(entry, entry.answer) for entry in FaqEntry.objects.all()]

    told = {row.slug: telling.tell(row, text, may_be_empty=True) for row, text in texts}

    assert {slug: one for slug, one in told.items() if one.stops or one.notes} == {}
