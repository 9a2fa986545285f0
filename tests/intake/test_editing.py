"""What the practitioner changes about the questions of the health form."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from intake.history import asked, editing
from intake.history.catalogue import QUESTIONS
from intake.history.editing import Words
from intake.history.precautions import Precaution
from intake.history.values import Kind, Section
from intake.models import FormQuestion, FormWording
from intake.models.base import CannotChange
from tests.intake.factories import NOW, UserFactory

pytestmark = pytest.mark.django_db
WORDS = Words("How do you sleep?", "How do they sleep?", "Most nights", "What keeps you awake?")
HERS = "own_1a2b3c4d"
FEVER = editing.BUILT_IN["fever"]


@pytest.fixture
def marja():
    return UserFactory()


def add(marja, code=HERS, section="health", **changes):
    given = {"kind": "reply", "words": WORDS, "is_precaution": False} | changes
    return editing.add(code, section, **given, by=marja, now=NOW)


def reword(marja, code="fever", words=WORDS, seen=1, **changes):
    return editing.reword(code, words, seen=seen, **changes, by=marja, now=NOW + timedelta(hours=1))


def codes(section):
    return [question.code for question in asked.questions() if question.section == section]


def test_without_her_changes_the_built_in_questions_are_asked():
    assert asked.questions() == QUESTIONS


def test_the_questions_cost_two_queries_however_many_she_changed(marja, django_assert_num_queries):
    for n in range(5):
        add(marja, f"own_{n}")
    reword(marja)

    with django_assert_num_queries(2):
        asked.questions()


def test_a_built_in_question_in_her_words_is_the_next_version(marja):
    reworded = reword(marja)

    assert reworded == editing.of("fever")
    assert (reworded.version, reworded.own, reworded.other) == (2, WORDS.own, WORDS.other)
    assert (reworded.hint, reworded.details) == (WORDS.hint, WORDS.details)
    assert (reworded.precaution, reworded.is_hers) == (Precaution.FEVER, False)
    assert codes("health") == [one.code for one in QUESTIONS if one.section == "health"]


def test_each_version_stays_as_it_was_written(marja):
    reword(marja)
    reword(marja, words=Words("Any fever?", ""), seen=2)

    written = list(FormWording.objects.values_list("version", "own", "other", "by"))
    assert written == [(3, "Any fever?", "Any fever?", marja.pk), (2, WORDS.own, WORDS.other, marja.pk)]


def test_the_same_words_again_are_no_new_version(marja):
    reword(marja)

    assert reword(marja) is None
    assert reword(marja, seen=7) is None
    assert FormWording.objects.count() == 1


def test_the_built_in_words_are_no_new_version_either(marja):
    built_in = Words(str(FEVER.own), str(FEVER.other), str(FEVER.hint), str(FEVER.details))

    assert reword(marja, words=built_in) is None
    assert not FormWording.objects.exists()


def test_words_written_on_an_old_page_are_not_kept(marja):
    reword(marja)

    with pytest.raises(editing.Outdated):
        reword(marja, words=Words("Any fever?", ""), seen=1)

    assert editing.of("fever").own == WORDS.own


@pytest.mark.parametrize("code", ["nothing", ""])
def test_a_question_that_is_not_asked_is_not_reworded(marja, code):
    with pytest.raises(editing.Outdated):
        reword(marja, code)

    assert not FormQuestion.objects.exists()


def test_a_wording_cannot_be_edited(marja):
    reword(marja)
    wording = FormWording.objects.get()

    wording.own = "Other words"
    with pytest.raises(CannotChange):
        wording.save()
    with pytest.raises(CannotChange):
        FormWording.objects.update(own="Other words")

    wording.refresh_from_db()
    assert wording.own == WORDS.own


def test_one_version_is_written_once(marja):
    reword(marja)
    question = FormQuestion.objects.get()

    with pytest.raises(IntegrityError):
        FormWording.objects.create(question=question, version=2, own="x", other="x", created_at=NOW, by=marja)


def test_hers_stands_behind_the_others_of_its_part(marja):
    added = add(marja, kind="text")
    add(marja, "own_2")

    assert (added.section, added.kind, added.version) == (Section.HEALTH, Kind.TEXT, 1)
    assert (added.is_hers, added.is_optional, added.precaution) == (True, True, "")
    assert codes("health")[-2:] == [HERS, "own_2"]


def test_a_second_press_adds_nothing(marja):
    add(marja)

    assert add(marja, words=Words("Other words", "")).own == WORDS.own
    assert FormWording.objects.count() == 1


def test_hers_stands_behind_even_after_one_was_moved_and_one_retired(marja):
    add(marja)
    add(marja, "own_2")
    editing.move("own_2", by=-1)
    editing.retire(HERS, now=NOW)

    add(marja, "own_3")
    editing.ask_again(HERS)

    assert codes("health")[-3:] == ["own_2", HERS, "own_3"]


def test_whether_a_yes_is_shown_beside_the_booking_is_a_new_version(marja):
    add(marja)

    shown = reword(marja, HERS, seen=1, is_precaution=True)
    hidden = reword(marja, HERS, seen=2)

    assert (shown.precaution, shown.version) == (Precaution.HERS, 2)
    assert (hidden.precaution, hidden.version) == ("", 3)


def test_what_a_built_in_yes_stands_for_is_not_hers_to_change(marja):
    assert reword(marja, is_precaution=True).precaution == Precaution.FEVER
    assert not FormQuestion.objects.get().is_precaution


def test_hers_is_retired_and_comes_back_where_it_stood(marja):
    add(marja)
    add(marja, "own_2")

    retired = [editing.retire(HERS, now=NOW) for _press in range(2)]
    without = codes("health")
    back = [editing.ask_again(HERS) for _press in range(2)]

    assert (retired, back) == ([True, False], [True, False])
    assert HERS not in without
    assert codes("health")[-2:] == [HERS, "own_2"]


def test_a_built_in_question_is_never_retired(marja):
    reword(marja)

    with pytest.raises(editing.NotHers):
        editing.retire("fever", now=NOW)
    with pytest.raises(IntegrityError):
        FormQuestion.objects.update(is_hers=False, retired_at=NOW)


def test_a_question_moves_among_those_beside_it_and_takes_along_what_hangs_on_it():
    before = codes("health")

    moved = [editing.move("clot", by=1), editing.move("clot", by=-1), editing.move("clot", by=-1)]

    assert moved == [True, True, False]
    assert codes("health") == before
    editing.move("clot", by=1)
    assert codes("health")[:4] == ["fever", "clot", "clot_recent", "infection"]


def test_a_question_stops_at_the_end_of_its_part():
    last = [one.code for one in QUESTIONS if one.section == "medicines" and not one.after][-1]

    assert editing.move(last, by=1) is False
    assert asked.questions() == QUESTIONS


def test_what_was_reworded_stays_where_it_was_moved(marja):
    editing.move("fever", by=-1)
    reword(marja)

    assert codes("health")[:3] == ["fever", "clot", "clot_recent"]
