from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.faults import faults, markup_faults, plain_faults
from content.models import FaqEntry, Page, Practice, Price
from content.tokens import TOKEN

TALL = {"rows": 28, "cols": 90}
MARKDOWN = gettext_lazy("Written in Markdown; how to, and what you can use in it, stands under the form.")


class TextForm(forms.ModelForm):
    """Says what in a text would not be shown as typed, rather than taking it out silently."""

    long_fields = ()
    plain_fields = ()

    def clean(self):
        cleaned = super().clean()
        prices = Price.objects.all()
        for names, find in ((self.long_fields, faults), (self.plain_fields, plain_faults)):
            for name in names:
                for fault in find(cleaned.get(name) or "", prices):
                    self.add_error(name, fault)
        return cleaned


class PageForm(TextForm):
    long_fields = ("body",)
    plain_fields = ("title", "lead", "meta_description")

    class Meta:
        model = Page
        fields = "__all__"  # noqa: DJ007  admin's fieldsets name them
        help_texts = {"body": MARKDOWN}
        widgets = {
            "lead": forms.Textarea(attrs={"rows": 3, "cols": 90}),
            "body": forms.Textarea(attrs=TALL),
            "meta_description": forms.Textarea(attrs={"rows": 2, "cols": 90}),
        }


class FaqEntryForm(TextForm):
    long_fields = ("answer",)
    plain_fields = ("question",)

    class Meta:
        model = FaqEntry
        fields = "__all__"  # noqa: DJ007  admin's fieldsets name them
        help_texts = {"answer": MARKDOWN}
        widgets = {"answer": forms.Textarea(attrs={"rows": 14, "cols": 90})}


class PracticeForm(forms.ModelForm):
    class Meta:
        model = Practice
        fields = "__all__"  # noqa: DJ007  admin's fieldsets name them

    def clean(self):
        cleaned = super().clean()
        for name in ("directions", "access"):
            text = cleaned.get(name) or ""
            for fault in markup_faults(text):
                self.add_error(name, fault)
            if TOKEN.search(text):
                self.add_error(name, _("Words in {{ }} cannot be used here; type what they stand for."))
        return cleaned
