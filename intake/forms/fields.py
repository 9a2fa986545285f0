"""Fields that take what people really type."""

import calendar
import unicodedata
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LONGEST_PART = 20
SHORTEST_MONTH_NAME = 3


class TidyCharField(forms.CharField):
    """One line of text: control characters and doubled spaces are tidied away."""

    def to_python(self, value):
        text = super().to_python(value)
        return text if _is_endless(text) else _on_one_line(text)


class TidyTextField(forms.CharField):
    """Several lines of text, each tidied as one line is."""

    def to_python(self, value):
        text = super().to_python(value)
        if _is_endless(text):
            return text
        return "\n".join(_on_one_line(line) for line in text.splitlines()).strip()


def _is_endless(text) -> bool:
    """Asked first, so that a megabyte is not worked through character by character."""
    return not isinstance(text, str) or len(text) > 10_000


def _on_one_line(text: str) -> str:
    readable = (" " if unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} else char for char in text)
    return " ".join("".join(readable).split())


class ReplyField(forms.ChoiceField):
    """Yes, no or not sure; the form, not the field, knows when an empty one is right."""

    def __init__(self, **kwargs):
        messages = {"invalid_choice": gettext_lazy("Choose yes, no or “I’m not sure”")}
        super().__init__(choices=REPLY_CHOICES, widget=forms.RadioSelect, error_messages=messages, **kwargs)

    def validate(self, value):
        if value:
            super().validate(value)


class DateParts(forms.MultiWidget):
    """Three inputs: day, month, year. `wrong` names those (0, 1, 2) that an error is about."""

    use_fieldset = True

    def __init__(self, *, is_own_birthday=False):
        self.wrong = set()
        names = ("day", "month", "year")
        super().__init__({name: forms.TextInput(_part_attrs(name, is_own_birthday)) for name in names})

    @property
    def first_wrong(self) -> int:
        return min(self.wrong, default=0)

    def decompress(self, value):
        return [value.day, value.month, value.year] if value else [None, None, None]


class DatePartsField(forms.Field):
    """A date in three parts. Gives a date, or (year, month, day or None) where the day is optional."""

    def __init__(self, *, name, missing, is_day_optional=False, is_own_birthday=False, **kwargs):
        self.name, self.missing, self.is_day_optional = name, missing, is_day_optional
        super().__init__(widget=DateParts(is_own_birthday=is_own_birthday), **kwargs)

    def __deepcopy__(self, memo):
        copied = super().__deepcopy__(memo)
        copied.widget.wrong = set()
        return copied

    def clean(self, value):
        parts = [_tidy(part) for part in (value or ("", "", ""))]
        if not any(parts):
            if self.required:
                self._fail(self.missing, {0, 1, 2})
            return None
        self._check_complete(parts)
        return self._date(*parts)

    def fail_whole(self, message: str):
        """Raise for a date that is real but cannot be right."""
        self._fail(message, {0, 1, 2})

    def _check_complete(self, parts):
        names = (_("a day"), _("a month"), _("a year"))
        empty = [n for n, part in enumerate(parts) if not part and not (n == 0 and self.is_day_optional)]
        if empty:
            listed = get_text_list([names[n] for n in empty], _("and"))
            self._fail(
                _("%(name)s must include %(parts)s") % {"name": self.name, "parts": listed}, set(empty)
            )

    def _date(self, day, month, year):
        numbers = [_number(day) if day else None, _month(month), _number(year)]
        wrong = {n for n, part in enumerate((day, month, year)) if part and not numbers[n]}
        if wrong:
            self._fail_unreal(wrong)
        if len(year) != 4:
            self._fail(_("%(name)s must have a year with 4 numbers, like 2027") % {"name": self.name}, {2})
        try:
            whole = date(numbers[2], numbers[1], numbers[0] or 1)
        except ValueError:
            self._fail_unreal({0} if 1 <= numbers[1] <= 12 else {1})
        return (whole.year, whole.month, numbers[0]) if self.is_day_optional else whole

    def _fail_unreal(self, wrong):
        self._fail(_("%(name)s must be a real date, like 27 3 2026") % {"name": self.name}, wrong)

    def _fail(self, message, wrong):
        self.widget.wrong = wrong
        raise ValidationError(message)


def _part_attrs(name: str, is_own_birthday: bool) -> dict[str, str]:
    attrs = {"inputmode": "numeric"}
    return attrs | {"autocomplete": f"bday-{name}"} if is_own_birthday else attrs | {"autocomplete": "off"}


def _tidy(part) -> str:
    return "".join(str(part or "")[: LONGEST_PART + 1].split()).rstrip(".,/-")


def _number(text: str) -> int | None:
    """Read digits of any script; None for everything else, zero included."""
    return (int(text) or None) if text.isdecimal() and len(text) <= 4 else None


def _month(text: str) -> int | None:
    """Read a month's number, or its name or the start of it, in English or in the page's language."""
    if text.isdecimal():
        return _number(text)
    wanted = text.casefold()
    if len(wanted) < SHORTEST_MONTH_NAME:
        return None
    for number in range(1, 13):
        names = (calendar.month_name[number], str(MONTHS[number]), *OTHER_SHORT.get(number, ()))
        if any(name.casefold().startswith(wanted) for name in names):
            return number
    return None


OTHER_SHORT = {9: ("Sept",)}
REPLY_CHOICES = (
    ("yes", gettext_lazy("Yes")),
    ("no", gettext_lazy("No")),
    ("unsure", gettext_lazy("I’m not sure")),
)
