"""The health form as a client fills it in: its pages, what they keep, and what is sent at the end."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from booking import links
from booking.models import Purpose, Status
from intake import agreement, records
from intake.history.answering import frozen
from intake.history.catalogue import ASKED_ANEW, QUESTIONS
from intake.history.values import Complaint
from intake.models import FormDraft, HealthForm
from tests.booking import form_flow
from tests.booking.factories import NOW, ConfirmedFactory
from tests.intake.factories import (
    ClientFactory,
    FormQuestionFactory,
    FormWordingFactory,
    GuardianshipFactory,
    HealthFormFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_week")]
VISIT = datetime(2027, 3, 8, 10, tzinfo=UTC)
THE_TENTH_OF_MAY = {
    "operation_0_on_day": "10",
    "operation_0_on_month": "5",
    "operation_0_on_year": "2026",
    "operation_0_what": "a hernia",
    "healed": "yes",
}


@pytest.fixture
def booking():
    about = {"client__name": "Robin Surname", "client__email": "robin@example.com", "client__form_on": None}
    booking = ConfirmedFactory(starts_at=VISIT, **about)
    agree(booking.client)
    return booking


def agree(client):
    """As everybody does who books."""
    words = agreement.current("self")
    records.give_consent(client=client, agreement=words, given_by=client.name, relation="self", now=NOW)


def page(number, page):
    return reverse("form:page", args=[number, page])


def given(booking):
    return FormDraft.objects.get(client=booking.client).answers["given"]


def draft():
    return FormDraft.objects.get()


def test_the_link_in_a_mail_opens_a_form_that_nobody_has_begun(client, booking):
    shown = form_flow.come(client, booking, "visit_form")

    assert "Your health form" in shown.text
    assert not FormDraft.objects.exists()
    assert "Incomplete" in form_flow.begin(client, booking).text


def test_without_an_agreement_it_comes_before_the_first_question(client):
    stranger = ConfirmedFactory(starts_at=VISIT, client__form_on=None)
    form_flow.begin(client, stranger)

    asked = client.post(page(2, 1), form_flow.NOTHING, follow=True)

    assert asked.redirect_chain[-1][0] == page(7, 1)
    assert FormDraft.objects.get().answers["given"] == {}
    assert form_flow.fill(client, form_flow.NOTHING, page(7, 1))[1] == page(1, 1)


def test_with_nothing_to_report_it_is_sent_in_ten_pages(client, booking):
    form_flow.begin(client, booking)

    shown = form_flow.fill(client, form_flow.NOTHING)
    sent = form_flow.send(client)

    form = HealthForm.objects.get(client=booking.client)
    assert len(shown) == 9
    assert "Thank you. I have your form" in sent.text
    assert (form.channel, form.given_by, form.guardianship) == ("web", "client", None)
    assert [one.code for one in form.complaints()] == ["sport"]
    assert {one.code: one.value for one in form.given()}["clot"] == "no"


def test_with_everything_open_it_is_sent_too(client, booking):
    form_flow.begin(client, booking)

    shown = form_flow.fill(client, form_flow.EVERYTHING)
    form_flow.send(client)

    form = HealthForm.objects.get(client=booking.client)
    assert len(shown) == 16
    assert {one.code for one in form.given()} >= {"clot_recent", "infection_skin", "blood_thinners"}
    assert [(one.code, one.trouble, one.places, one.words) for one in form.complaints()] == [
        (code, 7, ("neck", "left_shoulder"), "Worst in the morning")
        for code in ("tension", "nerve", "stress")
    ]
    assert form.screening.given().cancer == "no"


def test_a_yes_about_changes_asks_the_four_questions_and_a_no_forgets_them(client, booking):
    form_flow.begin(client, booking)
    form_flow.fill(client, form_flow.NOTHING)

    asked = client.post(page(2, 3), form_flow.NO | {"changed": "unsure"}, follow=True)
    client.post(page(2, 4), {"answer": "no"})
    told = draft().answers["screening"]
    client.post(page(2, 3), form_flow.NO)

    assert asked.redirect_chain[-1][0] == page(2, 4)
    assert "pregnant" in asked.text
    assert told["pregnant"] == "no"
    assert draft().answers["screening"] is None
    assert client.get(reverse("form:check")).status_code == 200


def test_a_yes_in_them_asks_for_its_details_first(client, booking):
    form_flow.begin(client, booking)
    client.post(page(2, 3), form_flow.NO | {"changed": "yes"})

    opened = client.post(page(2, 5), {"answer": "yes"}, follow=True)
    client.post(page(2, 5), {"answer": "yes", "details": "1", "rows": "1", **THE_TENTH_OF_MAY})

    assert "When was it, or when will it be?" in opened.text
    assert draft().answers["screening"]["operations"] == [
        {"year": 2026, "month": 5, "day": 10, "what": "a hernia"}
    ]


def test_an_answer_that_needs_a_talk_holds_the_visit_and_keeps_its_time(client, booking):
    form_flow.begin(client, booking)
    form_flow.fill(client, form_flow.NOTHING | form_flow.WORDS | {"fever": "yes"})

    sent = form_flow.send(client)

    booking.refresh_from_db()
    assert (booking.status, booking.starts_at) == (Status.HELD, VISIT)
    assert "I write or ring you" in sent.text


def test_a_guardian_fills_it_in_for_a_child(client):
    child = ClientFactory(name="Noa Surname", email="", born_on=date(2018, 6, 15), form_on=None)
    guardianship = GuardianshipFactory(child=child, adult_email="parent@example.com")
    visit = ConfirmedFactory(starts_at=VISIT, client=child, guardianship=guardianship)
    agree(child)

    tasks = form_flow.begin(client, visit)
    asked = client.get(page(2, 1))
    form_flow.fill(client, form_flow.NOTHING)
    form_flow.send(client)

    form = HealthForm.objects.get()
    assert "The health form of Noa" in tasks.text
    assert "Has the person ever had a blood clot" in asked.text
    assert (form.guardianship, form.given_by) == (guardianship, "guardian")
    assert form.given()[0].wording == "Who else may I ring in an emergency?"


@pytest.fixture
def renewed(booking):
    """A form of more than a year ago, when something was the matter."""
    given = {one.code: {"value": "no"} for one in QUESTIONS if one.kind == "reply"}
    given |= {
        "emergency_name": {"value": "Kim, my sister"},
        "emergency_phone": {"value": "07700 900111"},
        "epilepsy": {"value": "yes", "details": "As a child"},
    }
    said = frozen(QUESTIONS, given, is_own=True)
    return HealthFormFactory(
        client=booking.client,
        answers={
            "given": [one.to_json() for one in said],
            "complaints": [Complaint("nerve", "Pain", 6, ("left_hip",), "At night").to_json()],
        },
        filled_on=date(2026, 1, 10),
    )


def test_the_form_of_a_year_ago_needs_a_link_and_then_one_press_for_each_part(client, booking, renewed):
    by_visit = form_flow.come(client, booking, "visit_form")
    assert "I send you a link to the form" in by_visit.text

    tasks = form_flow.open_by_link(client, booking)
    shown = client.get(reverse("form:task", args=[1]))
    pressed = [client.post(reverse("form:task", args=[number])).url for number in (1, 3, 4, 5, 6)]
    asked = client.post(reverse("form:task", args=[2])).url
    form_flow.fill(client, form_flow.NOTHING | {"epilepsy": "yes", "epilepsy_details": "As a child"}, asked)
    form_flow.send(client)

    form = HealthForm.objects.get(supersedes=renewed)
    assert "I have filled in what you told me the last time" in tasks.text
    assert "Kim, my sister" in shown.text
    assert len(pressed) == 5
    assert asked == page(2, 1)
    assert {one.code: one.value for one in form.given()}["epilepsy"] == "yes"
    assert [one.trouble for one in form.complaints()] == [6]


def test_how_somebody_is_at_the_moment_is_asked_anew(client, booking, renewed):
    form_flow.open_by_link(client, booking)

    assert given(booking)["epilepsy"] == {"value": "yes", "details": "As a child"}
    assert ASKED_ANEW.isdisjoint(given(booking))


def test_a_question_in_other_words_is_asked_anew(client, booking, renewed):
    heart = FormQuestionFactory(code="heart", is_hers=False)
    FormWordingFactory(question=heart, version=2, own="How is your heart?", other="How is it?")

    form_flow.open_by_link(client, booking)

    assert "heart" not in given(booking)


def test_the_own_page_asks_for_the_form_until_it_is_sent(client, booking):
    before = form_flow.come(client, booking).text
    form_flow.begin(client, booking)
    form_flow.fill(client, form_flow.NOTHING)
    form_flow.send(client)

    assert "Fill in your health form" in before
    assert "Fill in your health form" not in client.get(reverse("own:page")).text


def test_a_visit_that_is_over_has_no_form_any_more(client, booking):
    with time_machine.travel(VISIT + timedelta(minutes=1), tick=False):
        shown = client.get(
            reverse(
                "own:visit_form",
                args=[links.make(Purpose.VISIT, booking=booking, address=booking.email, now=NOW)],
            ),
            follow=True,
        )

    assert "There is nothing to fill in any more" in shown.text


def test_the_places_pointed_at_are_ticked_when_the_page_is_shown_again(client, booking):
    form_flow.begin(client, booking)
    client.post(page(5, 1), {"chosen": ["nerve"]})

    shown = client.post(page(5, 2), {"places": ["left_hip"]})

    assert 'value="left_hip" id="id_places_' in shown.text
    assert shown.text.count(" checked>") == 1
    assert "Choose a number from 0 to 10" in shown.text
    assert draft().answers["complaints"][0]["places"] == ["left_hip"]


@pytest.mark.parametrize("count", [1, 10, 100])
def test_a_page_asks_the_database_no_more_for_more_questions(client, booking, count):
    form_flow.begin(client, booking)
    for n in range(count):
        FormWordingFactory(question=FormQuestionFactory(code=f"hers-{n}", section="comfort", position=n))

    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("form:tasks"))
        client.get(page(6, 1))

    assert len(asked) <= 22
