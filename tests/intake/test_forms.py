import json
from datetime import date

import pytest
from django.http import QueryDict

from intake import agreement
from intake.forms import CancerForm, OperationForm, PregnancyForm, StartForm, SymptomsForm, WhoForm
from intake.screening import Policy

TODAY = date(2027, 3, 1)
ASKED = {"for_whom": "self", "policy": Policy(), "today": TODAY}
NASTY = [
    "\x00",
    "\x00\x00 1",
    "😀",
    "\ud800",
    "a" * 1_000_000,
    "9" * 1_000_000,
    " " * 1_000_000,
    "9999-99-99",
    "NaN",
    "Infinity",
    "-1",
    "1e3",
    "0x10",
    "0",
    "²",
    "½",
    "<script>alert(1)</script>",
    "' OR 1=1--",
    "{{ 7 }}",
    "%s%n",
    "\n\r\n",
    "\u202e",
]


def start(data, **changes):
    return StartForm(data, **ASKED | changes)


def born(day, month, year, **more):
    return {"born_on_day": day, "born_on_month": month, "born_on_year": year, "agreed": "on"} | more


def operation(day, month, year, what="", n=0):
    name = f"operation_{n}"
    return {
        f"{name}_on_day": day,
        f"{name}_on_month": month,
        f"{name}_on_year": year,
        f"{name}_what": what,
    }


def operated(*rows, healed="yes", **more):
    data = {"answer": "yes", "details": "1", "rows": str(len(rows)), "healed": healed}
    for n, row in enumerate(rows):
        data |= operation(*row, n=n)
    return OperationForm(data | more, **ASKED)


@pytest.mark.parametrize("for_whom", ["self", "child", "adult"])
def test_who_it_is_for_is_a_part(for_whom):
    form = WhoForm({"for_whom": for_whom})

    assert form.is_valid()
    assert form.cleaned_data == {"for_whom": for_whom, "agreed": None}


def test_the_same_choice_again_keeps_the_agreement():
    form = WhoForm({"for_whom": "self"}, parts={"for_whom": "self", "agreed": {"version": "1"}})

    assert form.is_valid()
    assert form.cleaned_data == {"for_whom": "self"}


@pytest.mark.parametrize("value", [None, "", "me", *NASTY], ids=lambda value: repr(value)[:20])
def test_an_unknown_choice_is_explained(value):
    form = WhoForm({} if value is None else {"for_whom": value})

    assert form.errors == {"for_whom": ["Choose who the session is for"]}


@pytest.mark.parametrize(
    "typed",
    [
        ("27", "3", "1985"),
        (" 27 ", "03", "19 85"),
        ("27.", "March", "1985"),
        ("27", "mar", "1985"),
        ("27", "MARCH", "1985 "),
        ("٢٧", "٣", "١٩٨٥"),
    ],
    ids=str,
)
def test_a_date_is_read_as_people_type_it(typed):
    form = start(born(*typed))

    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"born_on": "1985-03-27", "agreed": agreement.current("self").to_json()}


@pytest.mark.parametrize(
    ("typed", "message", "wrong"),
    [
        (("", "", ""), "Enter the date of birth", {0, 1, 2}),
        (("27", "3", ""), "Date of birth must include a year", {2}),
        (("", "", "1985"), "Date of birth must include a day and a month", {0, 1}),
        (("", "3", "1985"), "Date of birth must include a day", {0}),
        (("30", "2", "1985"), "Date of birth must be a real date, like 27 3 2026", {0}),
        (("29", "2", "2023"), "Date of birth must be a real date, like 27 3 2026", {0}),
        (("1", "13", "1985"), "Date of birth must be a real date, like 27 3 2026", {1}),
        (("1", "x", "1985"), "Date of birth must be a real date, like 27 3 2026", {1}),
        (("0", "1", "1985"), "Date of birth must be a real date, like 27 3 2026", {0}),
        (("27", "3", "85"), "Date of birth must have a year with 4 numbers, like 2027", {2}),
        (("27", "3", "9999"), "Date of birth must be in the past", {0, 1, 2}),
        (("2", "3", "2027"), "Date of birth must be in the past", {0, 1, 2}),
        (("1", "3", "1906"), "Check the year of the date of birth", {0, 1, 2}),
        (
            ("2", "3", "2011"),
            "Under 16, a parent or guardian books. Go back and choose “A child I care for”",
            {0, 1, 2},
        ),
    ],
    ids=str,
)
def test_a_wrong_date_is_explained_at_its_parts(typed, message, wrong):
    form = start(born(*typed))

    assert form.errors == {"born_on": [message]}
    assert form.fields["born_on"].widget.wrong == wrong
    assert f'value="{typed[2]}"' in str(form["born_on"]) or not typed[2]


@pytest.mark.parametrize(
    ("for_whom", "year", "is_valid"),
    [
        ("self", "2011", True),
        ("child", "2027", True),
        ("child", "2009", False),
        ("adult", "2009", True),
        ("adult", "2010", False),
    ],
)
def test_the_age_fits_who_it_is_for(for_whom, year, is_valid):
    form = start(born("1", "3", year), for_whom=for_whom)

    assert form.is_valid() is is_valid


@pytest.mark.parametrize("nasty", NASTY, ids=lambda value: repr(value)[:20])
@pytest.mark.parametrize("part", ["day", "month", "year"])
def test_a_garbled_date_is_explained(nasty, part):
    form = start(born("27", "3", "1985") | {f"born_on_{part}": nasty})

    assert not form.is_valid()
    assert form.errors["born_on"][0].startswith("Date of birth must")


def test_repeated_keys_are_no_trouble():
    data = QueryDict("born_on_day=1&born_on_day=27&born_on_month=3&born_on_year=1985&agreed=on&agreed=on")

    form = start(data)

    assert form.is_valid()
    assert form.cleaned_data["born_on"] == "1985-03-27"


def test_without_the_agreement_it_does_not_go_on():
    form = start(born("27", "3", "1985", agreed=""))

    assert form.errors == {"agreed": ["Tick the box if you agree, or ring me instead"]}


def test_the_agreement_is_never_ticked_beforehand():
    form = start(None, parts={"born_on": "1985-03-27", "agreed": {"version": "1"}})

    assert "checked" not in str(form["agreed"])
    assert form["born_on"].value() == date(1985, 3, 27)


@pytest.mark.parametrize(("for_whom", "own"), [("self", True), ("child", False)])
def test_only_ones_own_birthday_is_filled_in_by_the_browser(for_whom, own):
    shown = str(start(None, for_whom=for_whom)["born_on"])

    assert ("bday-day" in shown) is own
    assert 'inputmode="numeric"' in shown


@pytest.mark.parametrize("form_class", [CancerForm, SymptomsForm])
@pytest.mark.parametrize("answer", ["yes", "no", "unsure"])
def test_an_answer_is_one_press(form_class, answer):
    form = form_class({"answer": answer}, **ASKED)

    assert form.is_valid()
    assert form.cleaned_data == {form.part: answer}


@pytest.mark.parametrize("form_class", [PregnancyForm, OperationForm, CancerForm, SymptomsForm])
@pytest.mark.parametrize("answer", [None, "maybe", "Yes", *NASTY], ids=lambda value: repr(value)[:20])
def test_no_known_answer_is_explained(form_class, answer):
    form = form_class({} if answer is None else {"answer": answer}, **ASKED)

    assert form.errors == {"answer": ["Choose yes, no or “I’m not sure”"]}


@pytest.mark.parametrize("form_class", [PregnancyForm, OperationForm])
def test_yes_opens_the_details_without_a_complaint(form_class):
    form = form_class({"answer": "yes"}, **ASKED)

    assert not form.is_valid()
    assert not form.errors
    assert form.is_open


def test_a_no_needs_no_details():
    pregnancy = PregnancyForm({"answer": "no"}, **ASKED)
    operation_form = OperationForm({"answer": "unsure"}, **ASKED)

    assert pregnancy.is_valid()
    assert pregnancy.cleaned_data == {"pregnant": "no", "due_on": None}
    assert operation_form.is_valid()
    assert operation_form.cleaned_data == {"had_operation": "unsure", "operations": [], "healed": None}


@pytest.mark.parametrize(
    ("typed", "due_on"), [(("27", "6", "2027"), "2027-06-27"), (("", "", ""), None)], ids=["known", "unknown"]
)
def test_the_due_date_may_be_left_out(typed, due_on):
    day, month, year = typed
    data = {"answer": "yes", "details": "1", "due_on_day": day, "due_on_month": month, "due_on_year": year}

    form = PregnancyForm(data, **ASKED)

    assert form.is_valid()
    assert form.cleaned_data == {"pregnant": "yes", "due_on": due_on}


@pytest.mark.parametrize("year", ["2025", "2028", "9999", "0001"])
def test_a_due_date_far_away_is_questioned(year):
    data = {"answer": "yes", "details": "1", "due_on_day": "27", "due_on_month": "6", "due_on_year": year}

    form = PregnancyForm(data, **ASKED)

    assert form.errors == {"due_on": ["Check the year of the due date"]}


def test_operations_are_kept_as_typed():
    form = operated(("15", "1", "2027", " knee \n surgery "), ("", "dec", "2026", ""))

    assert form.is_valid(), form.errors
    assert form.cleaned_data == {
        "had_operation": "yes",
        "operations": [
            {"year": 2027, "month": 1, "day": 15, "what": "knee surgery"},
            {"year": 2026, "month": 12, "day": None, "what": ""},
        ],
        "healed": "yes",
    }
    assert json.loads(json.dumps(form.cleaned_data)) == form.cleaned_data


def test_rows_left_empty_are_left_out():
    form = operated(("", "", "", ""), ("15", "1", "2027", ""))

    assert form.is_valid(), form.errors
    assert len(form.cleaned_data["operations"]) == 1


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (("", "", "", ""), "Enter when the operation or procedure was, or will be"),
        (("", "", "", "knee"), "Enter when the operation or procedure was, or will be"),
        (("9", "1", "", ""), "The date of the operation must include a year"),
        (("9", "", "2027", ""), "The date of the operation must include a month"),
        (("31", "4", "2027", ""), "The date of the operation must be a real date, like 27 3 2026"),
        (("", "1", "1899", ""), "Check the year of the operation"),
        (("", "4", "2029", ""), "Check the year of the operation"),
        (("", "12", "9999", ""), "Check the year of the operation"),
    ],
    ids=str,
)
def test_a_wrong_operation_is_explained(row, message):
    form = operated(row)

    assert form.errors["operation_0_on"] == [message]


def test_what_was_done_alone_needs_its_date():
    form = operated(("15", "1", "2027", ""), ("", "", "", "hip"))

    assert form.errors == {"operation_1_on": ["Enter when the operation or procedure was, or will be"]}


@pytest.mark.parametrize(
    ("row", "is_asked"),
    [
        (("1", "3", "2026", ""), True),
        (("28", "2", "2026", ""), False),
        (("1", "3", "2027", ""), True),
        (("2", "3", "2027", ""), False),
    ],
    ids=["12 months ago", "longer ago", "today", "tomorrow"],
)
def test_healing_is_asked_about_the_last_12_months(row, is_asked):
    unanswered = operated(row, healed="")
    answered = operated(row, healed="no")

    assert unanswered.is_valid() is not is_asked
    assert answered.is_valid()
    assert answered.cleaned_data["healed"] == ("no" if is_asked else None)


def test_another_operation_can_be_added_up_to_five():
    form = operated(("15", "1", "2027", "knee"), add="")

    assert not form.is_valid()
    assert not form.errors
    assert len(form.rows) == 2
    assert 'value="knee"' in str(form.rows[0]["what"])
    assert not operated(*[("15", "1", "2027", "")] * 4, add="").can_add


@pytest.mark.parametrize("rows", ["", "0", "6", "-1", "1e9", "NaN", "9" * 5000, "\x00", "٣"])
def test_a_garbled_number_of_rows_is_one(rows):
    assert len(operated(("15", "1", "2027", ""), rows=rows).rows) == 1


@pytest.mark.parametrize("nasty", NASTY, ids=lambda value: repr(value)[:20])
@pytest.mark.parametrize("name", ["on_day", "on_month", "on_year", "what"])
def test_garbled_details_never_raise(nasty, name):
    form = operated(("15", "1", "2027", ""), **{f"operation_0_{name}": nasty})

    if form.is_valid():
        json.dumps(form.cleaned_data).encode()
        assert "\x00" not in form.cleaned_data["operations"][0]["what"]
    else:
        assert all(message for messages in form.errors.values() for message in messages)


@pytest.mark.parametrize("nasty", NASTY, ids=lambda value: repr(value)[:20])
def test_a_garbled_healed_is_explained(nasty):
    form = operated(("15", "1", "2027", ""), healed=nasty)

    assert form.errors == {"healed": ["Choose yes, no or “I’m not sure”"]}


def test_long_words_are_explained_and_kept():
    form = operated(("15", "1", "2027", "a" * 201))

    assert form.errors == {"operation_0_what": ["Use 200 characters or fewer"]}
    assert "a" * 201 in str(form["operation_0_what"])


@pytest.mark.parametrize(
    "form", [WhoForm(), StartForm(None, **ASKED), PregnancyForm(None, **ASKED), OperationForm(None, **ASKED)]
)
def test_the_browser_is_not_asked_to_check(form):
    assert " required" not in str(form)


def test_a_form_is_filled_in_again_from_the_draft():
    first = operated(("15", "1", "2027", "knee"), ("", "dec", "2026", ""))
    assert first.is_valid()

    again = OperationForm(None, parts=first.cleaned_data, **ASKED)

    assert again.is_open
    assert len(again.rows) == 2
    assert again["answer"].value() == "yes"
    assert again["healed"].value() == "yes"
    assert 'value="knee"' in str(again.rows[0]["what"])
    assert [part in str(again.rows[1]["on"]) for part in ('value="12"', 'value="2026"')] == [True, True]


def test_the_due_date_is_filled_in_again():
    form = PregnancyForm(None, parts={"pregnant": "yes", "due_on": "2027-06-27"}, **ASKED)

    assert form.is_open
    assert form["due_on"].value() == date(2027, 6, 27)


@pytest.mark.parametrize(
    ("for_whom", "heading"),
    [
        ("self", "Are you pregnant, or could you be?"),
        ("child", "Is the person pregnant, or could they be?"),
        ("adult", "Is the person pregnant, or could they be?"),
    ],
)
def test_the_question_speaks_of_the_right_person(for_whom, heading):
    assert PregnancyForm(None, **ASKED | {"for_whom": for_whom}).heading == heading


def test_the_numbers_in_a_question_are_the_practitioners():
    policy = Policy(oncology_years=7)

    assert CancerForm(None, **ASKED | {"policy": policy}).heading.endswith("in the last 7 years?")
