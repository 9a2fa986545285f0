"""Which messages are sent, and when. The form checks; it does not save."""

from django import forms
from django.utils.translation import gettext_lazy as _

from booking.message_rules import SWITCHED, WHEN, Rule, Rules, Unit
from booking.models import Kind

# Behind the number, in full where it is the label.
UNITS = {
    Unit.CLOCK: _("o’clock, the day before"),
    Unit.DAYS_BEFORE: _("days before the visit"),
    Unit.DAYS_AFTER: _("days after you asked for it"),
    Unit.HOURS_AFTER: _("hours after it came"),
}
OWN_UNITS = dict.fromkeys((Kind.AFTER_FIRST, Kind.AFTER_SERIES), _("hours after the end of the visit"))
OUT_OF_BOUNDS = _("%(name)s: choose a whole number from %(lowest)s to %(highest)s.")


def unit_of(kind) -> str:
    return OWN_UNITS.get(kind) or UNITS[WHEN[kind].unit]


class MessageRulesForm(forms.Form):
    """A tick for each kind that can be switched, and a number where it has one."""

    use_required_attribute = False

    def __init__(self, *args, rules: Rules, **kwargs):
        self.rules = rules
        super().__init__(*args, **kwargs)
        for kind in SWITCHED:
            name = kind.label
            self.fields[f"on_{kind}"] = forms.BooleanField(
                label=name, required=False, initial=rules[kind].is_on
            )
            if kind in WHEN:
                self.fields[f"at_{kind}"] = self._number(kind, name)

    def _number(self, kind, name):
        when = WHEN[kind]
        said = OUT_OF_BOUNDS % {"name": name, "lowest": when.lowest, "highest": when.highest}
        codes = ("required", "invalid", "min_value", "max_value")
        return forms.IntegerField(
            label=unit_of(kind),
            initial=self.rules[kind].number,
            min_value=when.lowest,
            max_value=when.highest,
            error_messages=dict.fromkeys(codes, said),
        )

    @property
    def wanted(self) -> dict[str, Rule]:
        said = self.cleaned_data
        return {kind: Rule(said[f"on_{kind}"], said.get(f"at_{kind}")) for kind in SWITCHED}
