"""Saving a text: what is found stands beside it, and what is better not published needs a reason."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError
from django.urls import reverse

from content import publishing
from content.claims import Place
from content.models import ClaimOverride, Page
from tests.content.factories import (
    FaqEntryFactory,
    FaqGroupFactory,
    PageFactory,
    PracticeFactory,
    PriceFactory,
)

pytestmark = pytest.mark.django_db
NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
CLAIM = "It cures a sore back."
REASON = "The sentence is a quotation from the code."
ASKED = "Before this is published"


@pytest.fixture(autouse=True)
def practice():
    return PracticeFactory()


@pytest.fixture
def about():
    return PageFactory(slug="about", title="About me", body="Text.")


def data(**changes):
    typed = {"slug": "about", "title": "About me", "lead": "Hello.", "body": "Text.", "layout": "standard"}
    return {**typed, "menu_label": "", "meta_description": "", "is_published": "on", **changes}


def url(row, view="change"):
    return reverse(f"admin:content_{row._meta.model_name}_{view}", args=[row.pk])


def reasoned(client, row, typed, **changes):
    """Press once, and once more with a reason for what was shown."""
    form = client.post(url(row), typed).context["adminform"].form
    given = {"claims_reason": REASON, "claims_sure": "on", "claims_seen": form.stopping_mark}
    return client.post(url(row), {**typed, **given, **changes})


def logged():
    return list(ClaimOverride.objects.values_list("model", "title", "field", "rule", "sentence", "reason"))


def test_a_claim_is_not_published_and_nothing_typed_is_lost(admin_client, about):
    response = admin_client.post(url(about), data(body=CLAIM, lead="Typed just now."))

    about.refresh_from_db()
    assert about.body == "Text."
    assert ASKED in response.text
    assert "Nobody can promise a cure" in response.text
    assert f">\n{CLAIM}</textarea>" in response.text
    assert ">\nTyped just now.</textarea>" in response.text
    assert logged() == []


@pytest.mark.parametrize(
    "given",
    [
        {"claims_reason": ""},
        {"claims_reason": "   "},
        {"claims_sure": ""},
        {"claims_seen": ""},
        {"claims_seen": "0" * 64},
        {"body": f"{CLAIM} It heals your body."},
        {"claims_reason": "x" * 501},
        {"claims_reason": "a\x00b"},
    ],
    ids=["no reason", "spaces", "no tick", "not shown", "something else shown", "one more", "long", "NUL"],
)
def test_a_claim_needs_a_reason_for_just_what_was_shown(admin_client, about, given):
    response = reasoned(admin_client, about, data(body=CLAIM), **given)

    about.refresh_from_db()
    assert about.body == "Text."
    assert response.status_code == 200
    assert ASKED in response.text
    assert logged() == []


def test_a_claim_with_a_reason_is_published_and_logged(admin_client, about):
    response = reasoned(admin_client, about, data(body=CLAIM))

    about.refresh_from_db()
    assert response.status_code == 302
    assert about.body == CLAIM
    assert logged() == [("content.page", "About me", "body", "B4", CLAIM, REASON)]
    assert ClaimOverride.objects.get().by.username == "admin"


def test_a_reason_holds_for_that_sentence_in_that_field(admin_client, about):
    reasoned(admin_client, about, data(body=CLAIM))

    again = admin_client.post(url(about), data(body=f"More. {CLAIM}"))
    elsewhere = admin_client.post(url(about), data(body=CLAIM, lead=CLAIM))

    assert again.status_code == 302
    assert ASKED in elsewhere.text
    assert len(logged()) == 1


def test_a_reason_holds_for_that_page_alone(admin_client, about):
    reasoned(admin_client, about, data(body=CLAIM))
    other = PageFactory(slug="other")

    response = admin_client.post(url(other), data(slug="other", body=CLAIM))

    assert ASKED in response.text


def test_a_draft_may_say_anything_until_it_is_published(admin_client, about):
    kept = admin_client.post(url(about), data(body=CLAIM, is_published=""))
    published = admin_client.post(url(about), data(body=CLAIM))

    about.refresh_from_db()
    assert kept.status_code == 302
    assert (about.body, about.is_published) == (CLAIM, False)
    assert ASKED in published.text


def test_a_new_page_can_be_published_with_a_reason(admin_client):
    add = reverse("admin:content_page_add")
    form = admin_client.post(add, data(body=CLAIM)).context["adminform"].form
    given = {"claims_reason": REASON, "claims_sure": "on", "claims_seen": form.stopping_mark}

    admin_client.post(add, data(body=CLAIM, **given))

    assert ClaimOverride.objects.get().row == str(Page.objects.get().pk)


@pytest.mark.parametrize("field", ["title", "menu_label", "lead", "body", "meta_description"])
def test_every_text_of_a_page_is_read(admin_client, about, field):
    assert ASKED in admin_client.post(url(about), data(**{field: CLAIM})).text


def test_an_address_is_read_too(admin_client, about):
    assert ASKED in admin_client.post(url(about), data(slug="cancer-massage")).text


def test_the_home_page_never_names_cancer(admin_client):
    safe = "If you have cancer, I need your doctor’s written approval first."
    home, about = PageFactory(slug="home", layout="home"), PageFactory(slug="about")

    assert ASKED in admin_client.post(url(home), data(body=safe, layout="home")).text
    assert admin_client.post(url(about), data(body=safe)).status_code == 302


def test_a_question_and_its_answer_are_read(admin_client):
    entry = FaqEntryFactory(question="Why?", answer="So.")
    typed = {"slug": entry.slug, "group": entry.group.pk, "is_published": "on"}

    asked = admin_client.post(url(entry), {**typed, "question": "Cancer?", "answer": "So."})
    answered = admin_client.post(url(entry), {**typed, "question": "Why?", "answer": CLAIM})

    assert ASKED in asked.text
    assert ASKED in answered.text


@pytest.mark.parametrize(
    "field", ["name", "practitioner", "tagline", "hours_in_words", "registrations", "directions", "access"]
)
def test_the_details_of_the_practice_are_read(admin_client, practice, field):
    typed = {"name": "Birch House", "practitioner": "Aino Example", field: CLAIM}

    assert ASKED in admin_client.post(url(practice), typed).text


@pytest.mark.parametrize("field", ["name", "minutes_note"])
def test_a_price_is_read(admin_client, field):
    price = PriceFactory()
    typed = {"name": "First", "minutes_note": "", "amount": "95", "slug": "first", field: CLAIM}

    assert ASKED in admin_client.post(url(price), typed).text


def test_the_name_of_a_group_of_questions_is_read(admin_client):
    group = FaqGroupFactory()

    assert ASKED in admin_client.post(url(group), {"name": CLAIM, "slug": "group"}).text


def test_a_milder_wording_is_shown_and_stops_nothing(admin_client, about):
    response = admin_client.post(url(about), data(body="People come with migraine."), follow=True)
    shown = admin_client.get(url(about)).text

    assert "1 sentence of “About me” would be better in milder words." in response.text
    assert "Who names an illness in an advertisement seems to offer help with it." in shown
    assert "<q>People come with migraine.</q>" in shown


def test_what_is_only_to_know_says_so_and_no_more(admin_client, about):
    response = admin_client.post(url(about), data(body="Some come with stiff shoulders."), follow=True)

    assert "milder words" not in response.text
    assert "To know." in admin_client.get(url(about)).text


def test_a_sentence_of_the_site_that_was_looked_at_is_not_told_of(admin_client, about):
    admin_client.post(url(about), data(body="I live with Parkinson’s or MS."))

    assert "Wording to look at" not in admin_client.get(url(about)).text


def test_a_preview_says_what_is_found_and_shows_the_page(admin_client, about):
    response = admin_client.post(url(about, "preview"), data(body=CLAIM))

    assert response.status_code == 200
    assert "Wording to look at" in response.text
    assert f"<q>{CLAIM}</q>" in response.text
    assert f"<p>{CLAIM}</p>" in response.text


@pytest.mark.parametrize("view", ["change", "preview"])
def test_markup_in_a_sentence_is_shown_and_not_run(admin_client, about, view):
    typed = data(
        title='It cures <script>alert("x")</script>', body="It cures `<img src=x onerror=alert(1)>`."
    )

    text = admin_client.post(url(about, view), typed).text

    assert "<script>alert" not in text
    assert "<img src=x" not in text
    assert "It cures &lt;img src=x onerror=alert(1)&gt;" in text


def test_an_earlier_version_is_read_before_it_is_brought_back(admin_client, about):
    about.body = CLAIM
    about.save()
    version = about.history.latest()
    about.body = "Text."
    about.save()
    back = reverse("admin:content_page_simple_history", args=[about.pk, version.pk])

    response = admin_client.post(back, data(body=CLAIM))

    about.refresh_from_db()
    assert about.body == "Text."
    assert ASKED in response.text


def test_of_two_reasons_at_once_the_first_is_noted(about, admin_user):
    found = publishing.unanswered(publishing.look({"body": (CLAIM, Place.BODY)}), about)

    for reason in ("First.", "Second."):
        publishing.let_stand(about, found, reason=reason, by=admin_user, now=NOON)

    assert [override.reason for override in ClaimOverride.objects.all()] == ["First."]


def test_a_note_without_a_reason_is_refused_by_the_database(about, admin_user):
    found = publishing.look({"body": (CLAIM, Place.BODY)})
    publishing.let_stand(about, found, reason="First.", by=admin_user, now=NOON)

    with pytest.raises(IntegrityError):
        ClaimOverride.objects.update(reason="")


def test_the_log_is_read_and_never_changed(admin_client, about):
    reasoned(admin_client, about, data(body=CLAIM))
    override = ClaimOverride.objects.get()

    listed = admin_client.get(reverse("admin:content_claimoverride_changelist")).text
    opened = admin_client.get(url(override))

    assert REASON in listed
    assert CLAIM in opened.text
    assert admin_client.post(url(override), {"reason": "x"}).status_code == 403
    assert admin_client.post(url(override, "delete"), {"post": "yes"}).status_code == 403
    assert admin_client.get(reverse("admin:content_claimoverride_add")).status_code == 403
    assert [one.reason for one in ClaimOverride.objects.all()] == [REASON]


@pytest.mark.parametrize("count", [1, 10, 100])
def test_the_log_takes_the_same_queries_however_long(
    admin_client, admin_user, django_assert_max_num_queries, count
):
    about = PageFactory()
    found = publishing.look({"body": (" ".join(f"It cures {n} backs." for n in range(count)), Place.BODY)})
    publishing.let_stand(about, found, reason=REASON, by=admin_user, now=NOON)

    with django_assert_max_num_queries(8):
        admin_client.get(reverse("admin:content_claimoverride_changelist"))


def test_a_text_without_claims_costs_no_query_for_the_log(admin_client, about, django_assert_num_queries):
    found = publishing.look({"body": ("Text.", Place.BODY)})

    with django_assert_num_queries(0):
        assert publishing.unanswered(found, about) == {}
