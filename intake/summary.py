"""The answers, question by question, as they are shown back."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.answers import Answers, ForWhom, Operation, Reply
from intake.findings import Policy
from intake.questions import asked

REPLIES = {
    Reply.YES: gettext_lazy("Yes"),
    Reply.NO: gettext_lazy("No"),
    Reply.UNSURE: gettext_lazy("I’m not sure"),
}
WHO = {
    ForWhom.SELF: gettext_lazy("Me"),
    ForWhom.CHILD: gettext_lazy("A child I care for"),
    ForWhom.ADULT: gettext_lazy("Another adult"),
}


@dataclass(frozen=True)
class Row:
    """One question in full, and its answer in words, a line each."""

    code: str
    question: str
    lines: tuple[str, ...]


def rows(answers: Answers, policy: Policy) -> list[Row]:
    """Return everything that was asked and answered, in the order it was asked."""
    lines = {
        "who": (str(WHO[answers.for_whom]),),
        "born": (_day(answers.born_on),),
        "pregnant": _reply(answers.pregnant),
        "due": (_day(answers.due_on) if answers.due_on else _("Not known"),),
        "operation": _reply(answers.had_operation) + tuple(map(_operation, answers.operations)),
        "healed": _reply(answers.healed),
        "cancer": _reply(answers.cancer),
        "symptoms": _reply(answers.symptoms),
    }
    return [Row(one["code"], one["wording"], lines[one["code"]]) for one in asked(answers, policy)]


def _reply(reply: Reply | None) -> tuple[str, ...]:
    return (str(REPLIES[reply]) if reply else _("Not answered"),)


def _operation(operation: Operation) -> str:
    day = _day(operation.on) if operation.day else date_format(operation.on, "F Y")
    return f"{day}: {operation.what}" if operation.what else day


def _day(day) -> str:
    return date_format(day, "j F Y")
