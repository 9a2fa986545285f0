"""What stands of several notes about one session, and what a further one adds."""

import pytest

from intake.history.session import Rating, SessionContent, beyond, standing

NECK, SLEEP = Rating("Neck", 6, 4, code="neck"), Rating("Sleep", 3, 3)
FULL = SessionContent(
    worked=("Neck map", "Arms"),
    response="Quiet",
    plan="Arms first",
    words="Cold hands",
    ratings=(NECK, SLEEP),
)


def test_a_note_comes_back_as_it_was_written():
    assert SessionContent.from_json(FULL.to_json()) == FULL


def test_a_note_prints_nothing_of_what_it_says():
    assert "Neck" not in f"{FULL!r}{FULL}{NECK!r}"


@pytest.mark.parametrize(
    ("first", "second", "is_same"),
    [
        (Rating("Neck", code="neck"), Rating("Neck and shoulders", code="neck"), True),
        (Rating("Neck"), Rating("  nECK "), True),
        (Rating("Neck"), Rating("Back"), False),
        (Rating("Neck", code="neck"), Rating("Neck", code="back"), False),
    ],
)
def test_two_ratings_are_of_one_complaint_by_code_or_name(first, second, is_same):
    assert (first.key == second.key) is is_same


def test_nothing_noted_is_nothing_that_stands():
    assert standing([]) == SessionContent()


def test_what_was_begun_at_the_start_stands_with_what_was_added():
    start = SessionContent(ratings=(Rating("Neck", 6, code="neck"), SLEEP))
    end = SessionContent(worked=("Neck map",), plan="Arms first", ratings=(NECK,), shares_plan=True)

    assert standing([start, end]) == SessionContent(
        worked=("Neck map",), plan="Arms first", ratings=(NECK, SLEEP), shares_plan=True
    )


def test_later_words_take_the_place_of_earlier_ones_and_lines_are_gathered():
    later = SessionContent(worked=("Arms", "Hands"), plan="Hands first")

    holds = standing([FULL, later])

    assert holds.worked == ("Neck map", "Arms", "Hands")
    assert (holds.response, holds.plan, holds.words) == ("Quiet", "Hands first", "Cold hands")


def test_numbers_can_be_taken_back():
    assert standing([FULL, SessionContent(ratings=(Rating("Neck", code="neck"),))]).ratings == (SLEEP,)


def test_whether_the_plan_may_be_read_is_as_it_was_said_last():
    assert not standing([SessionContent(plan="x", shares_plan=True), SessionContent()]).shares_plan


def test_the_same_note_once_more_says_nothing():
    assert beyond(FULL, FULL) is None
    assert beyond(SessionContent(), SessionContent(ratings=(Rating("Neck"),))) is None


def test_only_what_is_new_is_said():
    more = SessionContent(
        worked=("Arms", "Hands"),
        response="Quiet",
        words="Warm now",
        ratings=(Rating("Neck", 6, 3, "neck"), SLEEP),
    )

    assert beyond(FULL, more) == SessionContent(
        worked=("Hands",), words="Warm now", ratings=(Rating("Neck", 6, 3, "neck"),)
    )


@pytest.mark.parametrize(("plan", "is_news"), [("Arms first", True), ("", False)])
def test_a_tick_alone_is_news_where_there_is_a_plan(plan, is_news):
    holds = SessionContent(words="x", plan=plan)

    assert (beyond(holds, SessionContent(shares_plan=True)) is not None) is is_news
