"""Forms of texts that say what is wrong with them, before they are published."""

from django import forms
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from content import telling
from content.claims_form import ClaimsForm
from content.faults import faults, plain_faults
from content.models import Picture, Price
from content.telling import Told


class TextForm(ClaimsForm):
    """A text that breaks something is not published; as a draft it is kept as it was typed, and told of."""

    long_fields = ()
    plain_fields = ()
    most_words = telling.MOST_WORDS

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            is_chosen = isinstance(field, forms.ChoiceField)
            field.error_messages["required"] = _("Choose one.") if is_chosen else _("Fill this in.")
        self.told: dict[str, Told] = {}
        if not self.is_bound and self.instance.pk:
            names = (*self.long_fields, *self.plain_fields, "slug")
            self._tell({name: getattr(self.instance, name) for name in names})
            self._tell_beside()

    def clean(self):
        cleaned = super().clean()
        self._tell(cleaned)
        if cleaned.get("is_published", True):
            for name, told in self.told.items():
                for fault in told.stops:
                    self.add_error(name, fault)
        self._tell_beside()
        return cleaned

    def may_be_empty(self, values) -> bool:
        """Whether the page around the text says enough without it."""
        return False

    @property
    def told_of(self):
        """What is to be put right, under the name of each text."""
        return [(self[name].label, told) for name, told in self.told.items() if name in self.fields]

    def _tell(self, values):
        prices = list(Price.objects.all())
        pictures = set(Picture.objects.values_list("name", flat=True))
        # By the address that it will have.
        row = type(self.instance)(slug=values.get("slug") or self.instance.slug)
        for name in self.long_fields:
            if name in values:
                told = self._looked(row, values, name)
                self._keep(
                    name, Told([*faults(values[name] or "", prices, pictures), *told.stops], told.notes)
                )
        for name in self.plain_fields:
            self._keep(name, Told(plain_faults(values.get(name) or "", prices), []))

    def _looked(self, row, values, name):
        may_be_empty = self.may_be_empty(values)
        return telling.tell(row, values[name] or "", most_words=self.most_words, may_be_empty=may_be_empty)

    def _keep(self, name, told):
        if told.stops or told.notes:
            self.told[name] = told

    def _tell_beside(self):
        for name, told in self.told.items():
            # What stands as an error over the field is not said twice.
            stops = [] if name in self.errors else told.stops
            if name in self.fields and (stops or told.notes):
                context = {"help": self[name].help_text, "stops": stops, "notes": told.notes}
                self[name].help_text = render_to_string("admin/content/told_beside.html", context)
