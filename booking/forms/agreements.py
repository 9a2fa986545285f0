"""Before the questions about two people: both dates of birth, and for each an agreement of its own."""

from django.utils.translation import gettext as _

from intake.answers import ForWhom
from intake.forms import StartForm


class ChildStartForm(StartForm):
    """The child of the two."""

    def _problem(self, born_on, age):
        # Also where the two dates stand in each other's place.
        if age >= self.policy.adult_from_age:
            return _("Check the child’s date of birth: this would be somebody of 18 or over")
        return super()._problem(born_on, age)


class OwnStartForm(StartForm):
    """The adult who books, and is treated too."""

    def _problem(self, born_on, age):
        if 0 <= age < self.policy.adult_from_age:
            return _("Check your own date of birth. If you are under 18, please ring me")
        return super()._problem(born_on, age)


class BothStartForms:
    """A child, and the adult who comes along: sent together, and right only together."""

    def __init__(self, data, *, child: dict, own: dict):
        self.child = ChildStartForm(data, **child | {"for_whom": ForWhom.CHILD})
        self.own = OwnStartForm(data, prefix="own", **own)
        self.forms = [self.child, self.own]

    @property
    def has_errors(self) -> bool:
        return any(form.errors for form in self.forms)

    def is_valid(self) -> bool:
        # Each is asked, so that each says what it lacks.
        lacking = [form for form in self.forms if not form.is_valid()]
        return not lacking
