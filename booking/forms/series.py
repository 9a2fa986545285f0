"""What suits somebody who plans several sessions. Whatever is nonsense counts as what suited last time."""

from datetime import datetime

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy

from booking import availability
from booking.calendar import part_of_day
from booking.planning import FEWEST, MOST, Wish
from booking.series import Asked

USUAL = 3
ANY = ""
PARTS = [
    (ANY, gettext_lazy("Any time")),
    ("morning", gettext_lazy("Morning")),
    ("afternoon", gettext_lazy("Afternoon")),
    ("evening", gettext_lazy("Evening")),
]


class SeriesForm(forms.Form):
    """Sent by GET: it asks for nothing that is kept."""

    count = forms.TypedChoiceField(
        label=gettext_lazy("How many sessions?"),
        choices=[(n, str(n)) for n in range(FEWEST, MOST + 1)],
        coerce=int,
    )
    weekday = forms.TypedChoiceField(
        label=gettext_lazy("Which day suits you?"),
        choices=[(ANY, gettext_lazy("Any day")), *((number, WEEKDAYS[number]) for number in range(7))],
        coerce=int,
        empty_value=None,
        required=False,
    )
    part = forms.ChoiceField(label=gettext_lazy("Which part of the day?"), choices=PARTS, required=False)
    use_required_attribute = False

    def __init__(self, data=None, *, last=None, **kwargs):
        self.last = last.starts_at.astimezone(availability.zone()) if last else None
        usual = {"count": USUAL}
        if self.last:
            usual |= {"weekday": self.last.weekday(), "part": part_of_day(self.last)}
        super().__init__(data, initial=usual, **kwargs)

    def asked(self, kept=()) -> Asked:
        """Return what is asked for, with the usual in place of what was not sent or cannot be."""
        given = self.cleaned_data if self.is_bound and self.is_valid() else {}
        if not given:
            given = self.initial
        weekday, part = given.get("weekday"), given.get("part") or None
        return Asked(given.get("count") or USUAL, Wish(weekday, part, self._clock(part)), tuple(kept))

    def _clock(self, part):
        """The clock time of last time, where it lies in the part of day that is asked for."""
        if self.last is None or part not in (None, part_of_day(self.last)):
            return None
        return self.last.time()


def kept_in(sent) -> list[datetime]:
    """Return the times that a page was sent with, at most as many as there can be; the rest is no time."""
    found = []
    for text in sent.getlist("at")[:MOST]:
        try:
            at = datetime.fromisoformat(text[:40])
            found += [at.astimezone(availability.zone())] if at.tzinfo else []
        except (ValueError, OverflowError):
            continue
    return sorted(set(found))
