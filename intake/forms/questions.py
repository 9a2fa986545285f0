"""One form for each suitability question. Each gives its parts of a draft as cleaned_data."""

from datetime import date, timedelta

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake import screening
from intake.answers import Operation
from intake.findings import Policy
from intake.questions import CANCER, DUE, HEALED, OPERATION, PREGNANT, SYMPTOMS

from .fields import REPLY_CHOICES, DatePartsField, ReplyField, TidyCharField

MOST_OPERATIONS = 5
LONGEST_WHAT = 200
OLDEST_YEAR = 1900
PLANNED_AHEAD = timedelta(days=2 * 366)
DUE_BEFORE = timedelta(days=366)
DUE_AHEAD = timedelta(days=310)


class QuestionForm(forms.Form):
    """Yes, no or not sure: three buttons named `answer`.

    A yes that has details to give opens them first: the form is then not valid and shows no error
    (`is_asking_more`). The details are posted with `answer=yes` and `details=1`.
    """

    use_required_attribute = False
    question = None
    part = ""

    answer = forms.ChoiceField(
        choices=REPLY_CHOICES,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose yes, no or “I’m not sure”"),
            "invalid_choice": gettext_lazy("Choose yes, no or “I’m not sure”"),
        },
    )

    def __init__(self, data=None, *, for_whom: str, policy: Policy, today: date, parts=None, **kwargs):
        self.for_whom, self.policy, self.today = for_whom, policy, today
        self.parts = parts or {}
        super().__init__(data, initial={"answer": self.parts.get(self.part)}, **kwargs)
        self.reply = data.get("answer") if data is not None else self.parts.get(self.part)
        self.fields["answer"].label = self.heading
        if self.reply == "yes" or data is None:
            self.add_details()
        has_details = len(self.fields) > 1
        self.is_asking_more = self.is_bound and has_details and ("details" not in data or "add" in data)

    @property
    def heading(self) -> str:
        return self.question.wording(self.for_whom, self.policy)

    @property
    def is_open(self) -> bool:
        """Whether the details stand under the answer."""
        return self.reply == "yes" and len(self.fields) > 1

    @property
    def errors(self):
        return ErrorDict() if self.is_asking_more else super().errors

    def is_valid(self):
        return not self.is_asking_more and super().is_valid()

    def add_details(self):
        """Add the fields that only a yes needs."""

    def clean(self):
        cleaned = super().clean()
        return {self.part: cleaned.get("answer")} | self.details(cleaned)

    def details(self, cleaned) -> dict:
        return {}


class CancerForm(QuestionForm):
    question, part = CANCER, "cancer"


class SymptomsForm(QuestionForm):
    question, part = SYMPTOMS, "symptoms"


class PregnancyForm(QuestionForm):
    question, part = PREGNANT, "pregnant"

    def add_details(self):
        due_on = self.parts.get("due_on")
        self.fields["due_on"] = DatePartsField(
            label=DUE.wording(self.for_whom, self.policy),
            help_text=DUE.hint,
            name=_("Due date"),
            missing=_("Enter the due date"),
            required=False,
            initial=date.fromisoformat(due_on) if due_on else None,
        )

    def clean_due_on(self):
        due_on = self.cleaned_data["due_on"]
        if due_on and not self.today - DUE_BEFORE <= due_on <= self.today + DUE_AHEAD:
            self.fields["due_on"].fail_whole(_("Check the year of the due date"))
        return due_on and due_on.isoformat()

    def details(self, cleaned):
        return {"due_on": cleaned.get("due_on")}


class OperationForm(QuestionForm):
    """Up to five operations; rows that are left empty are left out."""

    question, part = OPERATION, "had_operation"

    def add_details(self):
        self.row_count = self._row_count()
        filled = [n for n in range(1, self.row_count) if self._is_typed(n)]
        for n in range(self.row_count):
            self._add_row(n, is_required=n == 0 and not filled)
        self.fields["healed"] = ReplyField(
            label=HEALED.wording(self.for_whom, self.policy),
            help_text=HEALED.hint,
            initial=self.parts.get("healed"),
        )

    @property
    def rows(self) -> list[dict]:
        """The fields of each operation, in order."""
        return [
            {"number": n + 1, "on": self[f"operation_{n}_on"], "what": self[f"operation_{n}_what"]}
            for n in range(self.row_count)
        ]

    @property
    def can_add(self) -> bool:
        return self.row_count < MOST_OPERATIONS

    def details(self, cleaned):
        if cleaned.get("answer") != "yes":
            return {"operations": [], "healed": None}
        operations = [one for n in range(self.row_count) if (one := self._operation(n, cleaned))]
        is_asked = screening.healed_is_asked(operations, self.today, self.policy)
        if is_asked and not cleaned.get("healed") and "healed" not in self.errors:
            self.add_error("healed", _("Say whether it has healed, or choose “I’m not sure”"))
        return {
            "operations": [
                {"year": one.year, "month": one.month, "day": one.day, "what": one.what} for one in operations
            ],
            "healed": (cleaned.get("healed") or None) if is_asked else None,
        }

    def _add_row(self, n: int, *, is_required: bool):
        known = self._known(n)
        self.fields[f"operation_{n}_on"] = DatePartsField(
            label=_("When was it, or when will it be?"),
            help_text=_("About when is fine. Leave out a day you do not know. For example, 27 1 2027"),
            name=_("The date of the operation"),
            missing=_("Enter when the operation or procedure was, or will be"),
            is_day_optional=True,
            required=is_required,
            initial=[known.get("day"), known.get("month"), known.get("year")],
        )
        self.fields[f"operation_{n}_what"] = TidyCharField(
            label=_("What is it?"),
            help_text=_("A few words are enough"),
            max_length=LONGEST_WHAT,
            required=False,
            initial=known.get("what"),
            error_messages={"max_length": _("Use %(limit_value)d characters or fewer")},
        )

    def _operation(self, n: int, cleaned) -> Operation | None:
        name = f"operation_{n}_on"
        parts, what = cleaned.get(name), cleaned.get(f"operation_{n}_what") or ""
        if not parts:
            if what and name not in self.errors:
                self.add_error(name, self.fields[name].missing)
            return None
        operation = Operation(*parts, what)
        if operation.year < OLDEST_YEAR or operation.earliest > self.today + PLANNED_AHEAD:
            self.add_error(name, _("Check the year of the operation"))
            return None
        return operation

    def _row_count(self) -> int:
        if not self.is_bound:
            return max(1, len(self.parts.get("operations") or ()))
        typed = self.data.get("rows", "")
        count = int(typed) if typed in {str(n) for n in range(1, MOST_OPERATIONS + 1)} else 1
        return min(count + ("add" in self.data), MOST_OPERATIONS)

    def _known(self, n: int) -> dict:
        operations = self.parts.get("operations") or ()
        return operations[n] if n < len(operations) else {}

    def _is_typed(self, n: int) -> bool:
        names = ("on_day", "on_month", "on_year", "what")
        return any((self.data.get(f"operation_{n}_{name}") or "").strip() for name in names)
