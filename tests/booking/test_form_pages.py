"""The health form as a client fills it in: its pages, what they keep, and what is sent at the end."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from intake import agreement, records
from intake.models import FormDraft, HealthForm
from tests.booking import form_flow
from tests.booking.factories import NOW, ConfirmedFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_week")]
VISIT = datetime(2027, 3, 8, 10, tzinfo=UTC)


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
