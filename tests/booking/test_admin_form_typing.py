"""A form on paper, or told by phone, typed in by the practitioner."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
import time_machine
from django.contrib.auth.models import Permission, User
from django.test import Client as Browser
from django.urls import reverse

from booking.models import Status
from booking.practitioner import make_practitioner
from intake import agreement, records
from intake.history.catalogue import QUESTIONS
from intake.history.values import Kind
from intake.models import Consent, FormDraft, HealthForm, Reading
from tests.booking.factories import NOW, ConfirmedFactory
from tests.intake.factories import (
    ClientFactory,
    FormDraftFactory,
    GuardianshipFactory,
    HealthFormFactory,
    ScreeningFactory,
)

pytestmark = pytest.mark.django_db
ON_PAPER = {"channel": "paper", "filled_on": "27/2/2027", "health": "on", "shown": "self"}


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def marja():
    marja = Browser()
    marja.force_login(make_practitioner("marja", "walking-in-birch-woods"))
    return marja


@pytest.fixture
def joan():
    return ClientFactory(name="Joan Green", form_on=None)


def url(client, step=None):
    if step is None:
        return reverse("admin:booking_booking_client_form_type", args=[client.pk])
    return reverse("admin:booking_booking_client_form_typing", args=[client.pk, step])


def text_of(answer):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def plain(**changes):
    """The answers of somebody with nothing to report."""
    answers = {one.code: "no" for one in QUESTIONS if one.kind == Kind.REPLY and not one.after}
    return (
        answers
        | {"emergency_name": "Sam Green", "emergency_phone": "07700 900222", "chosen": "reset"}
        | changes
    )


def typed_in(marja, client, answers=None, **how):
    """Go from the first page to the kept form; return the last answer."""
    marja.post(url(client), ON_PAPER | how)
    marja.post(url(client, 1), answers or plain())
    marja.post(url(client, 2))
    return marja.post(url(client, 3), follow=True)


def test_a_paper_form_is_kept_with_its_day_and_who_typed_it_in(marja, joan):
    page = typed_in(marja, joan)

    form = HealthForm.objects.get()
    joan.refresh_from_db()
    assert (form.client, form.channel, form.filled_on) == (joan, "paper", date(2027, 2, 27))
    assert (form.entered_by.username, form.given_by, form.sent_at) == ("marja", "client", NOW)
    assert joan.form_on == date(2027, 2, 27)
    assert not FormDraft.objects.exists()
    assert "Filled in 27 February 2027, on paper. Typed in by marja on Monday 1 March 2027." in text_of(page)
    assert [one.wording for one in form.given() if one.code == "fever"] == [str(QUESTIONS[5].own)]


def test_the_agreement_on_paper_is_kept_in_its_words(marja, joan):
    typed_in(marja, joan)

    consent = Consent.objects.get()
    assert (consent.client, consent.channel, consent.given_by) == (joan, "paper", "Joan Green")


def test_a_yes_that_is_talked_about_first_holds_a_coming_visit(marja, joan):
    screening = ScreeningFactory(client=joan)
    visit = ConfirmedFactory(client=joan, screening=screening, starts_at=NOW + timedelta(days=7))

    typed_in(marja, joan, plain(fever="yes", fever_details="Since Sunday"))

    visit.refresh_from_db()
    assert visit.status == Status.HELD


@pytest.mark.parametrize(
    ("how", "problem"),
    [
        ({"filled_on": "2/3/2027"}, "Enter today or a day that has been."),
        ({"filled_on": "1/3/2026"}, "A form holds for 12 months."),
        ({"filled_on": "soon"}, "Enter a day like"),
        ({"filled_on": ""}, "Enter the day it was filled in."),
        ({"channel": "web"}, "Select a valid choice"),
        ({"channel": ""}, "Choose paper or phone."),
    ],
    ids=["tomorrow", "a year ago", "no day", "nothing", "on the site", "neither"],
)
def test_what_cannot_be_is_told_of_and_nothing_is_begun(marja, joan, how, problem):
    answer = marja.post(url(joan), ON_PAPER | how)

    assert problem in text_of(answer)
    assert not FormDraft.objects.exists()


def test_the_last_day_that_holds_is_taken(marja, joan):
    assert marja.post(url(joan), ON_PAPER | {"filled_on": "2/3/2026"}).status_code == 302


def test_a_form_the_client_has_begun_is_not_written_over_unasked(marja, joan):
    FormDraftFactory(client=joan, answers={"given": {"gp": {"value": "Elm Surgery", "details": ""}}})

    page = marja.get(url(joan))
    refused = marja.post(url(joan), ON_PAPER)

    assert "The client is filling in a form on the site." in text_of(page)
    assert "Elm Surgery" not in text_of(page)
    assert "Choose whether to go on with it." in text_of(refused)
    assert FormDraft.objects.get().answers["given"]["gp"]["value"] == "Elm Surgery"


@pytest.mark.parametrize(("choice", "is_kept"), [("on", True), ("afresh", False)])
def test_she_chooses_what_happens_to_it(marja, joan, choice, is_kept):
    FormDraftFactory(client=joan, answers={"given": {"gp": {"value": "Elm Surgery", "details": ""}}})

    marja.post(url(joan), ON_PAPER | {"draft": choice})

    assert ("Elm Surgery" in text_of(marja.get(url(joan, 1)))) is False
    assert ('value="Elm Surgery"' in marja.get(url(joan, 1)).content.decode()) is is_kept


def test_the_steps_of_a_form_that_is_the_client_s_own_are_shut(marja, joan):
    FormDraftFactory(client=joan)

    for step in (1, 2, 3):
        assert marja.get(url(joan, step)).url == url(joan)
        assert marja.post(url(joan, step), plain()).url == url(joan)

    assert not Reading.objects.exists()


def test_the_former_form_is_not_filled_in_as_what_is_on_paper(marja, joan):
    typed_in(marja, joan, plain(gp="Elm Surgery"))

    marja.post(url(joan), ON_PAPER | {"channel": "phone"})

    assert "Elm Surgery" not in marja.get(url(joan, 1)).content.decode()


def test_what_is_right_is_kept_beside_what_is_missing(marja, joan):
    marja.post(url(joan), ON_PAPER)

    answer = marja.post(url(joan, 1), {"fever": "yes", "gp": "Elm Surgery"})

    assert "There is a problem" in text_of(answer)
    assert "Go on, and leave these empty" in text_of(answer)
    assert FormDraft.objects.get().answers["given"]["gp"]["value"] == "Elm Surgery"


def test_what_was_not_answered_may_stay_so_and_the_check_says_it(marja, joan):
    marja.post(url(joan), ON_PAPER)
    left = marja.post(url(joan, 1), {"clot": "no", "act": "leave"})
    marja.post(url(joan, 2))

    check = text_of(marja.get(url(joan, 3)))
    marja.post(url(joan, 3))

    assert left.url == url(joan, 2)
    assert "questions have no answer. You can keep the form like this." in check
    assert [one.value for one in HealthForm.objects.get().given() if one.code == "fever"] == [""]


def test_without_the_agreement_nothing_is_begun(marja, joan):
    refused = marja.post(url(joan), ON_PAPER | {"health": ""})

    assert "Tick the box if you agree" in text_of(refused)
    assert not FormDraft.objects.exists()


def test_an_agreement_that_stands_is_not_asked_for_again(marja, joan):
    words = agreement.current("self")
    records.give_consent(client=joan, agreement=words, given_by="Joan Green", relation="self", now=NOW)

    typed_in(marja, joan, health="")

    assert 'name="health"' not in marja.get(url(joan)).content.decode()
    assert Consent.objects.count() == HealthForm.objects.count() == 1


def test_words_for_somebody_else_are_shown_before_they_count(marja):
    adult = GuardianshipFactory(child__name="Ada Small", child__form_on=None)

    shown = marja.post(url(adult.child), ON_PAPER | {"who": str(adult.pk), "shown": "self"})

    assert 'name="shown" value="child"' in shown.content.decode()
    assert not FormDraft.objects.exists()


def test_with_the_agreement_taken_back_meanwhile_nothing_is_kept(marja, joan):
    marja.post(url(joan), ON_PAPER)
    marja.post(url(joan, 1), plain())
    records.withdraw_consents(joan, "health", now=NOW)

    sent = marja.post(url(joan, 3))

    assert sent.url == url(joan)
    assert not HealthForm.objects.exists()


def test_complaints_are_asked_about_one_by_one(marja, joan):
    marja.post(url(joan), ON_PAPER)
    marja.post(url(joan, 1), plain(chosen=["tension", "head"]))

    missing = text_of(marja.post(url(joan, 2)))
    marja.post(
        url(joan, 2),
        {"brings_1-trouble": "6", "brings_1-places": ["neck"], "brings_2-trouble": "0"},
    )
    marja.post(url(joan, 3))

    assert "Choose a number from 0 to 10" in missing
    said = [(one.code, one.trouble, one.places) for one in HealthForm.objects.get().complaints()]
    assert said == [("tension", 6, ("neck",)), ("head", 0, ())]


def test_what_changed_since_the_booking_is_asked_and_screened(marja, joan):
    marja.post(url(joan), ON_PAPER)
    marja.post(url(joan, 1), plain(changed="yes"))

    asked = text_of(marja.get(url(joan, 2)))
    answers = {"pregnant": "no", "had_operation": "no", "cancer": "yes", "symptoms": "no"}
    marja.post(url(joan, 2), answers)
    marja.post(url(joan, 3))

    form = HealthForm.objects.get()
    assert "What has changed since the booking" in asked
    assert form.screening.needs_clearance


def test_a_child_s_guardian_answers(marja):
    adult = GuardianshipFactory(child__name="Ada Small", child__form_on=None)

    typed_in(marja, adult.child, who=str(adult.pk), shown="child")

    form = HealthForm.objects.get()
    assert (form.guardianship, form.given_by) == (adult, "guardian")
    [fever] = [one.wording for one in form.given() if one.code == "fever"]
    assert fever.startswith("Does the person have a fever")


def test_pressed_twice_it_is_one_form(marja, joan):
    typed_in(marja, joan)

    again = marja.post(url(joan, 3), follow=True)

    assert HealthForm.objects.count() == 1
    assert "No form is being typed in for this client." in text_of(again)


def test_an_older_paper_form_takes_no_newer_one_s_place(marja, joan):
    newer = HealthFormFactory(client=joan, filled_on=date(2027, 2, 28))

    typed_in(marja, joan)

    older = HealthForm.objects.exclude(pk=newer.pk).get()
    assert older.supersedes is None
    assert joan.health_forms.order_by("-filled_on").first() == newer


def test_reading_what_stands_in_it_is_written_down(marja, joan):
    marja.post(url(joan), ON_PAPER)

    marja.get(url(joan, 1))

    noted = Reading.objects.get()
    assert (noted.what, noted.row, noted.client) == ("formdraft", FormDraft.objects.get().pk, joan)


def test_who_may_only_read_forms_types_none_in(joan):
    looker = User.objects.create_user("looker", is_staff=True)
    looker.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    browser = Browser()
    browser.force_login(looker)

    assert browser.get(url(joan)).status_code == 403
    assert browser.post(url(joan), ON_PAPER).status_code == 403


def test_who_was_merged_is_typed_in_as_who_they_are_now(marja, joan):
    assert marja.get(url(ClientFactory(merged_into=joan))).url == url(joan)
