"""The steps of typing a form in: the questions on one page, what they ask for more, and the check."""

from django.utils.functional import cached_property

from booking.forms.asked_aloud import Questions
from booking.views.form.answered import facts
from booking.views.form.filling import Filling
from intake import records
from intake.forms.complaints import ComplaintForm, PickForm
from intake.forms.history import PartForm
from intake.history import answering, complaints, titles
from intake.history.values import Section

STEPS = (1, 2, 3)


class Step:
    """One step of one form. keep() saves what is right, also beside something that is not."""

    may_be_left = True

    def __init__(self, draft, data, *, now):
        self.here, self.data = Filling(draft, now), data
        self.tasks = self.here.tasks

    def save(self, **parts):
        records.save_form(self.here.draft, now=self.here.now, **parts)

    @property
    def has_errors(self) -> bool:
        return any(form.errors for form in self.forms)


class Answers(Step):
    """All questions, part by part, and what brings somebody."""

    def __init__(self, draft, data, *, now):
        super().__init__(draft, data, now=now)
        about = {"given": self.tasks.given, "is_own": self.here.is_own}
        self.questions = PartForm(data, questions=self.here.questions, **about)
        self.pick = PickForm(data, earlier=self.tasks.complaints)

    @property
    def forms(self):
        return [self.questions, self.pick]

    @property
    def parts(self):
        rows = self.questions.rows
        return [
            {
                "name": section.value,
                "title": titles.SECTIONS[section],
                "rows": [row for row in rows if row.question.section == section],
                "pick": self.pick if section == Section.COMPLAINTS else None,
            }
            for section in Section
            if section != Section.AGREEMENT
        ]

    def keep(self) -> bool:
        right = [form.is_valid() for form in self.forms]
        parts = {"given": self.questions.given}
        if right[1]:
            parts["complaints"] = self.pick.given
        self.save(**parts)
        return all(right)


class More(Step):
    """Where and how much, and what was asked before the booking if it has changed."""

    def __init__(self, draft, data, *, now):
        super().__init__(draft, data, now=now)
        self.troubles = [
            ComplaintForm(data, complaint=one, is_own=self.here.is_own, prefix=f"brings_{n}")
            for n, one in enumerate(self.tasks.complaints, start=1)
            if complaints.is_measured(one.code)
        ]
        self.suitability = Questions(data, Asked(self.here)).questions if self.tasks.is_screened_anew else []

    @property
    def forms(self):
        return [*self.troubles, *self.suitability]

    @property
    def may_be_left(self) -> bool:
        """What was not said may stay empty, but not what a booking is judged by."""
        return all(form.is_valid() for form in self.suitability)

    def keep(self) -> bool:
        right = [form.is_valid() for form in self.forms]
        said = {form.complaint.code: form.given for form in self.troubles}
        parts = {
            "complaints": [said.get(one.code, one).to_json() for one in self.tasks.complaints],
            "screening": self._screening(),
        }
        self.save(**parts)
        return all(right)

    def _screening(self):
        if not self.suitability:
            return None
        found = {"pregnant": None, "due_on": None}
        for form in self.suitability:
            found |= form.cleaned_data if form.is_valid() else {}
        return found


class Asked:
    """The suitability questions as a phone booking asks them, with what this form answers of them."""

    def __init__(self, here):
        self.for_whom, self.policy, self.now = here.for_whom, here.policy, here.now
        self.parts, self.is_pregnancy_asked = here.screening, here.is_pregnancy_asked


class Check(Step):
    """All that was typed in, before it is kept."""

    forms = ()

    @cached_property
    def parts(self):
        return [
            {
                "name": section.value,
                "title": titles.SECTIONS[section],
                "facts": facts(self.here, section, links=False),
            }
            for section in Section
        ]

    @cached_property
    def missing(self) -> list[str]:
        """Return the questions that were left without an answer."""
        return [
            one.wording(self.here.is_own) for one in answering.missing(self.here.questions, self.tasks.given)
        ]
