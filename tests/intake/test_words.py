from dataclasses import replace
from datetime import date

import pytest
from django.template import Context, Template

from intake import agreement, kind_words, questions, summary, words
from intake.screening import Answers, Finding, Known, Operation, Outcome, Policy, Reply, screen
from tests.intake.factories import PLAIN_ANSWERS

PLAIN = Answers.from_json(PLAIN_ANSWERS)
VISIT = date(2027, 3, 12)
UNKIND = [
    "not eligible",
    "reject",
    "denied",
    "refuse",
    "high-risk",
    "contraindicat",
    "patient",
    "unfortunately",
]


def found(answers, visit_on=VISIT):
    return screen(answers, visit_on, Policy(), Known(is_first=True))


def operated(*operations):
    return replace(PLAIN, had_operation=Reply.YES, operations=operations, healed=Reply.YES)


def every_finding():
    for code in words.FINDINGS:
        for day in (None, date(2027, 2, 1), VISIT):
            yield Finding(
                code, "operation", Outcome.TALK, day, day, on=day, is_day_known=day == VISIT, what="x"
            )


def test_an_operation_is_told_with_its_dates():
    one = words.finding(found(operated(Operation(2026, 12, 18, "Knee")))[0], VISIT)

    assert one == words.InWords(
        word="Let us talk first",
        heading="Still recovering from an operation",
        sentence="Knee, 18 December 2026. The visit is 2 months and 22 days after it. "
        "Straight through from 18 March 2027.",
        outcome=Outcome.TALK,
    )


@pytest.mark.parametrize(
    ("operation", "sentence"),
    [
        (
            Operation(2027, 2),
            "February 2027, day not known. The visit is 12 days after it. It can be considered from "
            "28 April 2027, and goes straight through from 28 May 2027.",
        ),
        (
            Operation(2027, 3),
            "March 2027, day not known. The visit is less than a month after it. It can be considered from "
            "31 May 2027, and goes straight through from 30 June 2027.",
        ),
        (Operation(2026, 9, 12), "12 September 2026. The visit is 6 months after it."),
        (
            Operation(2026, 10, 11, "100 % new"),
            "100 % new, 11 October 2026. The visit is 5 months and 1 day after it.",
        ),
        (Operation(2027, 4, 1), "1 April 2027. Later visits need another look."),
    ],
    ids=lambda value: str(value)[:30],
)
def test_each_kind_of_operation_in_words(operation, sentence):
    assert words.finding(found(operated(operation))[0], VISIT).sentence == sentence


def test_pregnancy_is_told_with_the_due_date():
    answers = replace(PLAIN, pregnant=Reply.YES, due_on=date(2027, 3, 1))

    sentence = words.finding(found(answers)[0], VISIT).sentence

    assert sentence == (
        "The baby is due on 1 March 2027. The visit is 11 days after it. Only you decide about the exception."
    )


def test_every_finding_has_words_for_both():
    for one in every_finding():
        for_her, for_them = words.finding(one, VISIT), kind_words.to_client(one, VISIT)
        assert for_her.heading
        assert for_her.sentence
        assert for_them
        assert "%(" not in for_her.sentence + for_them


def test_every_code_that_screening_can_find_has_words():
    everything = replace(
        operated(
            Operation(2027, 3, 1), Operation(2026, 12, 20), Operation(2026, 6, 1), Operation(2027, 6, 1)
        ),
        pregnant=Reply.UNSURE,
        cancer=Reply.YES,
        symptoms=Reply.YES,
    )

    assert {one.code for one in found(everything)} <= set(words.FINDINGS)


def test_what_the_practice_knows_is_not_told_to_a_visitor():
    """Whoever types a name, an email and a birthday has not proven to be that person."""
    known = Known(is_first=True, earlier=((VISIT, replace(PLAIN, cancer=Reply.YES)),), talk_first=True)

    told = {kind_words.to_client(one, VISIT) for one in screen(PLAIN, VISIT, Policy(), known)}

    assert told == {"I would like to talk with you before I confirm."}


def test_a_note_is_not_told_to_the_client():
    note = found(operated(Operation(2026, 6, 1)))[0]

    assert kind_words.to_client(note, VISIT) == ""


def test_what_was_typed_stays_text():
    one = words.finding(found(operated(Operation(2026, 12, 18, "<b>Knee</b>")))[0], VISIT)

    shown = Template("{{ one.sentence }}").render(Context({"one": one}))

    assert "&lt;b&gt;Knee" in shown


def test_outcomes_have_kind_names_and_a_next_step():
    steps = [kind_words.next_step(outcome) for outcome in Outcome]

    assert [step.name for step in steps] == ["Ready", "Let us talk first", "A letter first", "A later date"]
    assert all(step.title and step.paragraphs for step in steps)


def test_nobody_is_turned_away_in_words():
    said = " ".join(
        [kind_words.to_client(one, VISIT) for one in every_finding()]
        + [str(kind_words.next_step(outcome)) for outcome in Outcome]
        + [str(text) for text in questions.BEFORE_WE_START]
    ).lower()

    assert not [word for word in UNKIND if word in said]


def test_the_plain_answers_fit_in_one_line():
    line = words.nothing_else(replace(PLAIN, pregnant=Reply.YES), VISIT, Policy())

    assert line == (
        "No operation lately, and none planned. No care for cancer. "
        "No severe, unexplained or worsening symptoms. An adult."
    )


def test_a_childs_age_is_told():
    line = words.nothing_else(replace(PLAIN, born_on=date(2018, 6, 15)), VISIT, Policy())

    assert line.endswith("Age on the day: 8.")


def test_the_summary_shows_every_question_and_answer():
    answers = replace(operated(Operation(2026, 12, 18, "Knee"), Operation(2027, 1)), pregnant=None)

    rows = summary.rows(answers, Policy())

    assert [(row.code, row.lines) for row in rows] == [
        ("who", ("Me",)),
        ("born", ("15 June 1985",)),
        ("operation", ("Yes", "18 December 2026: Knee", "January 2027")),
        ("healed", ("Yes",)),
        ("cancer", ("No",)),
        ("symptoms", ("No",)),
    ]


def test_the_summary_shows_a_due_date_that_is_not_known():
    rows = summary.rows(replace(PLAIN, pregnant=Reply.YES), Policy())

    assert [row.lines for row in rows if row.code == "due"] == [("Not known",)]


def test_questions_are_worded_for_the_person():
    own = questions.OPERATION.wording("self", Policy())
    other = questions.OPERATION.wording("child", Policy(healed_months=6))

    assert own == (
        "Have you had an operation or an invasive procedure in the last 12 months, "
        "or will you have one before the visit?"
    )
    assert other.startswith("Has the person had an operation or an invasive procedure in the last 6 months")


def test_each_agreement_has_its_own_words_and_fingerprint():
    agreements = [agreement.current(who) for who in ("self", "child", "adult")]

    assert len({one.sha256 for one in agreements}) == 3
    assert agreement.Agreement(**agreements[0].to_json()) == agreements[0]


def test_each_answer_has_a_name_where_it_is_shown_again():
    assert [code for code, short in questions.SHORT.items() if not short] == []
