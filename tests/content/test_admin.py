import pytest
from django.urls import reverse

from content.models import FaqEntry, Page, Practice
from tests.content.factories import (
    FaqEntryFactory,
    FaqGroupFactory,
    PageFactory,
    PracticeFactory,
    PriceFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice():
    return PracticeFactory()


def page_data(**changes):
    data = {"slug": "about", "title": "About me", "lead": "Hello.", "body": "Text.", "layout": "standard"}
    return {**data, "menu_label": "", "meta_description": "", "is_published": "on", **changes}


def change_url(row):
    return reverse(f"admin:content_{row._meta.model_name}_change", args=[row.pk])


def test_a_new_page_stands_last_and_can_be_a_draft(admin_client, practice):
    PageFactory(position=7)

    admin_client.post(reverse("admin:content_page_add"), page_data(is_published=""))

    page = Page.objects.get(slug="about")
    assert page.position == 8
    assert not page.is_published
    assert page.history.get().history_user.username == "admin"


@pytest.mark.parametrize("model", ["page", "faqentry", "faqgroup", "guide", "picture", "practice", "price"])
@pytest.mark.parametrize("view", ["changelist", "add"])
def test_every_list_and_form_opens(admin_client, model, view):
    FaqEntryFactory()
    PageFactory()
    PriceFactory()

    response = admin_client.get(reverse(f"admin:content_{model}_{view}"), follow=True)

    assert response.status_code == 200
    assert "style=" not in response.text


def test_the_list_says_state_in_words(admin_client, practice):
    PageFactory(title="Open page")
    PageFactory(title="Hidden page", is_published=False)

    text = admin_client.get(reverse("admin:content_page_changelist")).text

    assert ">Published<" in text
    assert ">Draft<" in text


def test_the_practitioner_is_asked_for_her_details_first(admin_client):
    asked = "Fill in the practice’s details first"

    assert asked in admin_client.get(reverse("admin:content_page_changelist")).text

    PracticeFactory()

    assert asked not in admin_client.get(reverse("admin:content_page_changelist")).text


@pytest.mark.parametrize(
    ("changes", "field", "error"),
    [
        ({"body": "Ring {{telefone}}"}, "body", "There is no {{telefone}}; you can use"),
        ({"lead": "All {{prices}}"}, "lead", "Put {{prices}} on a line of its own"),
        ({"body": "<script>alert(1)</script>"}, "body", "<script> cannot be used in a text"),
        ({"body": "[x](javascript:alert(1))"}, "body", "A link may not start with"),
        ({"slug": "book"}, "slug", "Another part of the site has this address"),
        ({"slug": "privacy", "is_published": ""}, "is_published", "it must stay published"),
        ({"body": "x" * 60_001}, "body", "at most 60000 characters"),
    ],
)
def test_a_text_that_would_not_show_as_typed_is_refused(admin_client, practice, changes, field, error):
    response = admin_client.post(reverse("admin:content_page_add"), page_data(**changes))

    assert error in " ".join(response.context["adminform"].form.errors[field])
    assert not Page.objects.exists()


def test_what_is_wrong_is_listed_first_and_each_line_leads_to_its_field(admin_client, practice):
    data = page_data(title="", layout="", body="Ring {{telefone}}")

    page = admin_client.post(reverse("admin:content_page_add"), data).text

    summary = page[page.index('class="error-summary"') :].partition("</ul>")[0]
    assert "<title>Error: " in page
    assert '<a href="#id_title">Title: Fill this in.</a>' in summary
    assert '<a href="#id_layout">Layout: Choose one.</a>' in summary
    assert '<a href="#id_body">Text: There is no {{telefone}}' in summary


def test_a_form_with_nothing_wrong_lists_nothing(admin_client, practice):
    assert "error-summary" not in admin_client.get(reverse("admin:content_page_add")).text


def test_a_price_can_stand_in_a_sentence(admin_client, practice):
    PriceFactory(slug="first")

    admin_client.post(reverse("admin:content_page_add"), page_data(body="It costs {{price:first}}."))

    assert Page.objects.get().body == "It costs {{price:first}}."


def test_a_page_that_others_lead_to_keeps_its_address(admin_client, practice):
    page = PageFactory(slug="privacy", title="Privacy")

    admin_client.post(change_url(page), page_data(slug="elsewhere", title="Your privacy"))

    page.refresh_from_db()
    assert (page.slug, page.title) == ("privacy", "Your privacy")
    assert admin_client.post(reverse("admin:content_page_delete", args=[page.pk])).status_code == 403


def test_a_draft_has_no_link_to_the_site(admin_client, practice):
    page = PageFactory(slug="about", is_published=False)
    assert "viewsitelink" not in admin_client.get(change_url(page)).text

    page.is_published = True
    page.save()

    assert '<a href="/about/" class="viewsitelink">' in admin_client.get(change_url(page)).text


def test_a_preview_shows_what_is_typed_and_saves_nothing(admin_client, practice):
    page = PageFactory(slug="about", title="Before", body="Before.")
    url = reverse("admin:content_page_preview", args=[page.pk])

    response = admin_client.post(url, page_data(title="After", body="Ring **{{phone}}**."))

    assert response.status_code == 200
    assert "Preview." in response.text
    assert "After" in response.text
    assert "tel:+441632960123" in response.text
    assert "no-store" in response.headers["Cache-Control"]
    page.refresh_from_db()
    assert (page.title, page.body, page.history.count()) == ("Before", "Before.", 1)
    assert "Before." in admin_client.get("/about/").text


@pytest.mark.parametrize("layout", ["standard", "home", "service", "faq", "contact"])
def test_a_page_not_yet_saved_can_be_previewed(admin_client, practice, layout):
    url = reverse("admin:content_page_preview_new")

    response = admin_client.post(url, page_data(body="A new page.", layout=layout))

    assert "A new page." in response.text
    assert not Page.objects.exists()


def test_a_question_can_be_previewed(admin_client, practice):
    entry = FaqEntryFactory(question="Before?", answer="Before.")
    url = reverse("admin:content_faqentry_preview", args=[entry.pk])
    data = {"slug": "x", "group": entry.group.pk, "question": "After?", "answer": "After {{town}}."}

    response = admin_client.post(url, data)

    assert "After Exampletown." in response.text
    entry.refresh_from_db()
    assert entry.answer == "Before."


def test_a_preview_says_what_to_mend(admin_client, practice):
    response = admin_client.post(reverse("admin:content_page_preview_new"), page_data(title="", body="{{x}}"))

    assert response.status_code == 422
    assert "There is no {{x}}" in response.text


def test_a_preview_strips_what_could_do_harm(admin_client, practice):
    response = admin_client.post(
        reverse("admin:content_page_preview_new"), page_data(title="<script>alert(1)</script>")
    )

    assert "<script>alert" not in response.text


@pytest.mark.parametrize("who", ["stranger", "without rights"])
def test_a_preview_is_for_staff_only(client, django_user_model, practice, who):
    if who == "without rights":
        client.force_login(django_user_model.objects.create_user("temp", password="x", is_staff=True))
    page = PageFactory(body="Secret.")

    for url in (
        reverse("admin:content_page_preview_new"),
        reverse("admin:content_page_preview", args=[page.pk]),
        reverse("admin:content_page_move", args=[page.pk, "up"]),
    ):
        response = client.post(url, page_data())

        assert response.status_code == (302 if who == "stranger" else 403)
        assert "Secret" not in response.text


def test_a_preview_and_a_move_are_posted(admin_client, practice):
    page = PageFactory()

    assert admin_client.get(reverse("admin:content_page_preview", args=[page.pk])).status_code == 405
    assert admin_client.get(reverse("admin:content_page_move", args=[page.pk, "up"])).status_code == 405


def test_the_preview_button_needs_no_script(admin_client, practice):
    page = PageFactory()

    text = admin_client.get(change_url(page)).text

    assert f'formaction="/admin/content/page/{page.pk}/preview/" formtarget="_blank"' in text


def test_an_earlier_version_is_looked_at_and_brought_back(admin_client, practice):
    page = PageFactory(slug="about", title="About me", lead="Hello.", body="The first words.")
    admin_client.post(change_url(page), page_data(body="The second words."))
    Page.objects.update(position=5)
    first = page.history.earliest()
    url = reverse("admin:content_page_simple_history", args=[page.pk, first.pk])

    history = admin_client.get(reverse("admin:content_page_history", args=[page.pk]))
    looked_at = admin_client.get(url)
    form = looked_at.context["adminform"].form
    admin_client.post(url, page_data(body=form.initial["body"]))

    assert url in history.text
    assert "style=" not in history.text
    assert "The first words." in looked_at.text
    page.refresh_from_db()
    assert (page.body, page.position) == ("The first words.", 5)
    assert [version.body for version in page.history.all()] == [
        "The first words.",
        "The second words.",
        "The first words.",
    ]
    assert "The first words." in admin_client.get("/about/").text


def test_pages_are_moved_up_and_down(admin_client, practice):
    first, second = PageFactory(title="First", position=0), PageFactory(title="Second", position=1)

    response = admin_client.post(reverse("admin:content_page_move", args=[second.pk, "up"]), follow=True)
    assert "“Second” has moved one place." in response.text
    assert list(Page.objects.all()) == [second, first]

    response = admin_client.post(reverse("admin:content_page_move", args=[second.pk, "up"]), follow=True)
    assert "already at the end of the list" in response.text

    assert admin_client.post(f"/admin/content/page/{first.pk}/move/sideways/").status_code == 404
    assert admin_client.post("/admin/content/page/999/move/up/").status_code == 404


def test_questions_are_moved_within_their_group(admin_client, practice):
    mine, other = FaqGroupFactory(), FaqGroupFactory()
    first, elsewhere, second = (FaqEntryFactory(group=group) for group in (mine, other, mine))

    admin_client.post(reverse("admin:content_faqentry_move", args=[second.pk, "up"]))

    assert list(FaqEntry.objects.all()) == [second, first, elsewhere]


def test_the_first_question_of_a_group_stays_in_it(admin_client, practice):
    FaqEntryFactory()
    entry = FaqEntryFactory()

    response = admin_client.post(reverse("admin:content_faqentry_move", args=[entry.pk, "up"]), follow=True)

    assert "already at the end of the list" in response.text


def test_a_move_is_shown_at_once(admin_client, practice):
    first, second = (PageFactory(in_menu=True, position=place) for place in (0, 1))
    before = admin_client.get(first.get_absolute_url()).context["menu"]
    assert [page.slug for page in before] == [first.slug, second.slug]

    admin_client.post(reverse("admin:content_page_move", args=[second.pk, "up"]))

    after = admin_client.get(first.get_absolute_url()).context["menu"]
    assert [page.slug for page in after] == [second.slug, first.slug]


def test_a_question_put_into_another_group_stands_last_there(admin_client, practice):
    entry, other = FaqEntryFactory(position=0), FaqEntryFactory(position=4)
    data = {
        "slug": entry.slug,
        "group": other.group.pk,
        "question": "Why?",
        "answer": "So.",
        "is_published": "on",
    }

    admin_client.post(change_url(entry), data)

    entry.refresh_from_db()
    assert (entry.group, entry.position) == (other.group, 5)


def test_the_practice_is_one_form(admin_client, practice):
    url = reverse("admin:content_practice_changelist")

    assert admin_client.get(url).headers["Location"] == "/admin/content/practice/1/change/"
    assert admin_client.get(reverse("admin:content_practice_add")).status_code == 403
    assert admin_client.post("/admin/content/practice/1/delete/", {"post": "yes"}).status_code == 403


def test_the_first_visit_fills_in_the_practice(admin_client):
    url = reverse("admin:content_practice_changelist")
    assert admin_client.get(url).headers["Location"] == "/admin/content/practice/add/"

    data = {"name": "Birch House", "practitioner": "Aino Example", "phone": "01632 960 123"}
    admin_client.post("/admin/content/practice/add/", data)

    practice = Practice.objects.get()
    assert (practice.pk, practice.name, practice.is_demo) == (1, "Birch House", False)
    assert practice.history.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"directions": "<iframe src=x></iframe>"}, "directions"),
        ({"access": "Ring {{phone}}"}, "access"),
        ({"phone": "javascript:alert(1)"}, "phone"),
        ({"email": "a@b.c\r\nBcc: x@example.com"}, "email"),
        ({"name": ""}, "name"),
    ],
)
def test_details_that_cannot_be_right_are_refused(admin_client, changes, field):
    data = {"name": "Birch House", "practitioner": "Aino Example", **changes}

    response = admin_client.post("/admin/content/practice/add/", data)

    assert field in response.context["adminform"].form.errors
    assert not Practice.objects.exists()
