"""What the practitioner notes of a session: quick to fill in on a phone, and nothing of it required."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django import forms
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from booking.forms.decision import NoteField
from intake.forms.fields import TidyCharField
from intake.history.complaints import MOST as MOST_RATED
from intake.history.session import LEAST, MOST, Rating, SessionContent

LONGEST_LINE, LONGEST_CODE, MOST_LINES = 200, 40, 30
NUMBERS = [("", "–"), *((str(n), str(n)) for n in range(LEAST, MOST + 1))]


class LinesField(forms.MultipleChoiceField):
    """Lines that were used before, to be ticked. One that is not offered any more is still taken."""

    widget = forms.CheckboxSelectMultiple
    checks = (MaxLengthValidator(LONGEST_LINE), ProhibitNullCharactersValidator())

    def valid_value(self, value):
        for check in self.checks:
            check(value)
        return True


class NumberField(forms.TypedChoiceField):
    def __init__(self, label):
        super().__init__(
            label=label,
            choices=NUMBERS,
            coerce=int,
            empty_value=None,
            required=False,
            widget=forms.RadioSelect,
            error_messages={"invalid_choice": gettext_lazy("Choose a number from 0 to 10, or the dash.")},
        )


@dataclass(frozen=True)
class Line:
    """The fields about one complaint; `name` is set where it is known and need not be typed."""

    code: BoundField
    was: BoundField
    label: BoundField
    before: BoundField
    after: BoundField
    name: str = ""


class SessionNoteForm(forms.Form):
    """`rated` are the complaints to begin with and what is rated already, `used` the lines to offer.

    Each posted form is whole: it says of each line what it is about, whatever the record says by then."""

    use_required_attribute = False
    worked = LinesField(label=gettext_lazy("Used before: tick what you used again"), required=False)
    worked_more = NoteField(
        label=gettext_lazy("Maps used, one on each line"),
        help_text="",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    response = NoteField(
        label=gettext_lazy("How they responded"), help_text="", widget=forms.Textarea(attrs={"rows": 2})
    )
    plan = NoteField(label=gettext_lazy("Plan"), help_text="", widget=forms.Textarea(attrs={"rows": 2}))
    shares_plan = forms.BooleanField(label=gettext_lazy("The client may read the plan"), required=False)
    words = NoteField(
        label=gettext_lazy("Anything else"), help_text="", widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, data=None, *, rated: Sequence[Rating] = (), used: Sequence[str] = (), **kwargs):
        super().__init__(data, **kwargs)
        sent = data.getlist("worked")[:MOST_LINES] if data is not None else []
        self.fields["worked"].choices = [(line, line) for line in dict.fromkeys([*used, *sent])]
        self.rated = list(rated)[:MOST_RATED]
        for n in range(MOST_RATED):
            self._add_line(n, self.rated[n] if n < len(self.rated) else Rating(""))

    def _add_line(self, n, rating):
        about = {"required": False, "widget": forms.HiddenInput} if rating.label else {"required": False}
        code = forms.CharField(max_length=LONGEST_CODE, required=False, widget=forms.HiddenInput)
        label = TidyCharField(label=gettext_lazy("What is it about?"), max_length=LONGEST_LINE, **about)
        # What the page showed: numbers left as they were are no news, also when others came meanwhile.
        was = forms.CharField(max_length=LONGEST_CODE, required=False, widget=forms.HiddenInput)
        self.fields |= {f"code_{n}": code, f"was_{n}": was, f"label_{n}": label}
        self.fields[f"before_{n}"] = NumberField(gettext_lazy("Before"))
        self.fields[f"after_{n}"] = NumberField(gettext_lazy("After"))
        for name in ("code", "label", "before", "after"):
            value = getattr(rating, name)
            self.initial.setdefault(f"{name}_{n}", "" if value is None else value)
        self.initial.setdefault(f"was_{n}", _shown(*rating.numbers))

    @property
    def lines(self) -> list[Line]:
        return [self._line(n) for n in range(MOST_RATED)]

    def _line(self, n) -> Line:
        fields = {name: self[f"{name}_{n}"] for name in ("code", "was", "label", "before", "after")}
        return Line(**fields, name=fields["label"].value() or "" if n < len(self.rated) else "")

    @property
    def first_lines(self) -> list[Line]:
        """What is in sight: the complaints that are known, or one to be named."""
        return self.lines[: max(1, len(self.rated))]

    @property
    def more_lines(self) -> list[Line]:
        return self.lines[max(1, len(self.rated)) :]

    @property
    def has_more(self) -> bool:
        return any(line.label.value() or line.label.errors for line in self.more_lines)

    def clean_worked_more(self):
        lines = [" ".join(line.split()) for line in self.cleaned_data["worked_more"].splitlines()]
        lines = [line for line in lines if line]
        if len(lines) > MOST_LINES or any(len(line) > LONGEST_LINE for line in lines):
            words = _("Write at most %(most)s lines of %(long)s characters each.")
            raise forms.ValidationError(words % {"most": MOST_LINES, "long": LONGEST_LINE})
        return lines

    def clean(self):
        cleaned = super().clean()
        seen = set()
        for n in range(MOST_RATED):
            rating = self._rating(n)
            if rating is None:
                continue
            if not rating.label and f"label_{n}" not in self.errors:
                self.add_error(f"label_{n}", _("Write what the numbers are about."))
            elif rating.key in seen:
                self.add_error(f"label_{n}", _("This is named twice. Give its numbers once."))
            seen.add(rating.key)
        return cleaned

    def _rating(self, n) -> Rating | None:
        """Return what was said of one line, None where that is nothing at all."""
        given = {name: self.cleaned_data.get(f"{name}_{n}") for name in ("label", "before", "after", "code")}
        if given["before"] is None and given["after"] is None and not given["label"]:
            return None
        rating = Rating(given["label"] or "", given["before"], given["after"], given["code"] or "")
        return self._left_as_it_was(rating, self.cleaned_data.get(f"was_{n}") or _shown(None, None))

    def _left_as_it_was(self, rating, was) -> Rating:
        """Return it with those numbers that stand by now, where the page's own were not changed."""
        known = next((one for one in self.rated if one.key == rating.key), None)
        before, _comma, after = was.partition(",")
        if known is not None and _shown(rating.before) == before:
            rating = replace(rating, before=known.before)
        if known is not None and _shown(rating.after) == after:
            rating = replace(rating, after=known.after)
        return rating

    @property
    def content(self) -> SessionContent:
        """Return the note of a form that is valid."""
        given = self.cleaned_data
        ratings = [rating for n in range(MOST_RATED) if (rating := self._rating(n))]
        return SessionContent(
            worked=tuple(dict.fromkeys([*given["worked"], *given["worked_more"]])),
            response=given["response"].strip(),
            plan=given["plan"].strip(),
            words=given["words"].strip(),
            ratings=tuple(ratings),
            shares_plan=given["shares_plan"],
        )

    def ask_for_something(self):
        self.add_error("worked_more", _("Write what you did, or choose a number. Nothing is noted yet."))


def _shown(*numbers: int | None) -> str:
    return ",".join("" if number is None else str(number) for number in numbers)
