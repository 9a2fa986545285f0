"""The questions of the health form at the desk."""

import re
from html import unescape

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client as Browser

from booking.admin.form_frame import key_of
from booking.practitioner import make_practitioner
from intake.history import asked, editing
from intake.models import FormQuestion, FormWording
from tests.booking.factories import NOW
from tests.intake.factories import HealthFormFactory

pytestmark = pytest.mark.django_db
LIST, ADD = "/admin/booking/booking/form/", "/admin/booking/booking/form/add/"
CLOT, FEVER = "Have you ever had a blood clot", "Do you have a fever"
HERS = {"section": "health", "kind": "reply", "own": "Do you sleep well?", "key": "own_1a2b3c4d"}
CODE = HERS["key"]


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def marja():
    marja = Browser()
    marja.force_login(make_practitioner("marja", "walking-in-birch-woods"))
    return marja


def of(code):
    return f"{LIST}question/{key_of(code)}/"


def text_of(answer):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def said(marja, path=LIST):
    return text_of(marja.get(path))


def reword(marja, code="fever", seen="1", **typed):
    return marja.post(of(code), {"own": "Any fever?", "seen": seen} | typed, follow=True)


def test_all_parts_and_questions_stand_in_the_order_they_are_asked(marja):
    page = said(marja)

    places = [page.index(str(question.own)) for question in asked.questions()]
    assert places == sorted(places)
    assert "What brings you People choose from twelve groups" in page


def test_a_question_is_worded_anew_and_the_page_says_which_version(marja):
    answer = text_of(reword(marja, other="Any fever for them?"))

    assert "Saved as version 2. Forms that were sent before keep the words they were asked in." in answer
    assert "Any fever?" in answer
    assert FEVER not in answer
    assert (editing.of("fever").version, editing.of("fever").other) == (2, "Any fever for them?")


def test_her_words_count_for_somebody_else_too_when_that_is_left_empty(marja):
    reword(marja)

    assert editing.of("fever").other == "Any fever?"


def test_the_same_words_are_no_version(marja):
    reword(marja)

    assert "Nothing was changed" in text_of(reword(marja, seen="2"))
    assert FormWording.objects.count() == 1


def test_what_another_window_changed_is_not_written_over(marja):
    reword(marja)

    answer = reword(marja, own="Do you feel hot?", seen="1")

    assert "This question was changed in another window. Nothing was saved." in text_of(answer)
    assert "Do you feel hot?" in text_of(answer)
    assert editing.of("fever").own == "Any fever?"


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"own": " "}, "Write the question."),
        ({"own": "x" * 301}, "at most 300"),
        ({"hint": "x" * 301}, "at most 300"),
    ],
    ids=["nothing", "an overlong question", "an overlong hint"],
)
def test_words_that_cannot_be_kept_are_told_of_and_not_lost(marja, typed, problem):
    answer = reword(marja, details="Since when, then?", **typed)

    assert problem in text_of(answer)
    assert "Since when, then?" in text_of(answer)
    assert not FormWording.objects.exists()


def test_each_version_is_shown_with_who_wrote_it_and_how_many_forms_were_sent(marja):
    HealthFormFactory()
    words, user = editing.Words("Any fever?", ""), User.objects.get()
    editing.reword("fever", words, seen=1, by=user, now=NOW.replace(hour=13))
    HealthFormFactory.create_batch(2, sent_at=NOW.replace(hour=14))

    page = said(marja, of("fever"))

    assert re.search(r"Version 2 · asked now Any fever\?.*13:00\. marja\. 2 forms were sent with it", page)
    assert re.search(r"Version 1 Do you have a fever.*Built in\. 1 form was sent with it", page)


def test_a_question_moves_up_and_down(marja):
    moved = marja.post(LIST, {"down": key_of("clot")}, follow=True)

    assert "The question has moved one place." in text_of(moved)
    assert text_of(moved).index(FEVER) < text_of(moved).index(CLOT)
    assert "already at the end" in text_of(marja.post(LIST, {"up": key_of("fever")}, follow=True))


def test_what_is_not_asked_does_not_move(marja):
    assert marja.post(LIST, {"up": "clot"}).status_code == 404
    assert marja.post(LIST, {"up": key_of("nothing")}).status_code == 404
    assert not FormQuestion.objects.exists()


def test_she_adds_a_question_of_her_own(marja):
    answer = text_of(marja.post(ADD, HERS | {"is_precaution": "on"}, follow=True))

    assert "Your question is part of the form now." in answer
    assert "Do you sleep well? Yes, no or not sure · A yes is shown beside the booking Yours" in answer
    assert editing.of(CODE).other == "Do you sleep well?"


def test_two_presses_add_one_question(marja):
    for _press in range(2):
        marja.post(ADD, HERS)

    assert FormWording.objects.count() == 1


def test_only_a_yes_can_ask_for_more_or_be_shown(marja):
    marja.post(ADD, HERS | {"kind": "text", "details": "Why?", "is_precaution": "on"})

    assert (editing.of(CODE).details, editing.of(CODE).precaution) == ("", "")


@pytest.mark.parametrize(
    "typed",
    [
        *({"section": "complaints"}, {"section": "agreement"}, {"kind": "choice"}, {"kind": "x"}),
        *({"own": ""}, {"key": "clot"}, {"key": ""}),
    ],
    ids=str,
)
def test_what_is_no_question_is_not_added(marja, typed):
    answer = marja.post(ADD, HERS | typed)

    assert "There is a problem" in text_of(answer)
    assert not FormQuestion.objects.exists()


def test_hers_is_asked_no_more_and_comes_back(marja):
    marja.post(ADD, HERS)

    retired = text_of(marja.post(of(CODE), {"act": "retire"}, follow=True))
    is_asked = CODE in [one.code for one in asked.questions()]
    shown = said(marja, of(CODE))
    back = text_of(marja.post(of(CODE), {"act": "ask_again"}, follow=True))

    assert "Asked no more Do you sleep well?" in retired
    assert not is_asked
    assert "Ask it again" in shown
    assert "Asked no more" not in back


def test_one_that_is_built_in_stays_and_the_page_says_why(marja):
    page = said(marja, of("fever"))
    tried = text_of(marja.post(of("fever"), {"act": "retire"}, follow=True))

    assert "This question is built in: the safety rules rest on its answer." in page
    assert "It can be worded, but not retired." in tried
    assert "fever" in [one.code for one in asked.questions()]


def test_words_for_a_question_that_was_retired_meanwhile_are_not_kept(marja):
    marja.post(ADD, HERS)
    marja.post(of(CODE), {"act": "retire"})

    answer = marja.post(of(CODE), {"own": "Other words", "seen": "1"})

    assert "Nothing was saved" in text_of(answer)
    assert FormWording.objects.count() == 1
