from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.claims import Place
from content.claims_form import ClaimsForm
from content.faults import markup_faults
from content.models import FaqEntry, FaqGroup, Guide, Page, Practice, Price
from content.models.page import Layout
from content.telling import MOST_WORDS_OF_AN_ANSWER
from content.text_forms import TextForm
from content.tokens import TOKEN

# Of the practice's details, in the head and foot of every page.
ON_EVERY_PAGE = ("name", "practitioner", "tagline", "address", "town", "hours_in_words", "registrations")
TALL = {"rows": 28, "cols": 90}
MARKDOWN = gettext_lazy("Written in Markdown; how to, and what you can use in it, stands under the form.")


class PageForm(TextForm):
    long_fields = ("body",)
    plain_fields = ("title", "lead", "meta_description")
    claim_places = {
        "title": Place.HEADING,
        "menu_label": Place.HEADING,
        "lead": Place.BODY,
        "body": Place.BODY,
        "meta_description": Place.META,
        "slug": Place.ADDRESS,
    }

    def places(self, values):
        on_home = dict.fromkeys(("lead", "body"), Place.HOME)
        # A page that keeps its address has no field for it.
        slug = values.get("slug") or self.instance.slug
        return self.claim_places | (on_home if slug == "home" else {})

    def may_be_empty(self, values):
        # The other layouts show something of their own.
        return values.get("layout", self.instance.layout) != Layout.STANDARD

    class Meta:
        model = Page
        fields = "__all__"
        help_texts = {"body": MARKDOWN}
        widgets = {
            "lead": forms.Textarea(attrs={"rows": 3, "cols": 90}),
            "body": forms.Textarea(attrs=TALL),
            "meta_description": forms.Textarea(attrs={"rows": 2, "cols": 90}),
        }


class GuideForm(TextForm):
    long_fields = ("body",)
    plain_fields = ("title", "lead", "meta_description")
    claim_places = {
        "title": Place.HEADING,
        "lead": Place.BODY,
        "body": Place.BODY,
        "meta_description": Place.META,
        "slug": Place.ADDRESS,
    }

    class Meta:
        model = Guide
        fields = "__all__"
        help_texts = {"body": MARKDOWN}
        widgets = {
            "lead": forms.Textarea(attrs={"rows": 3, "cols": 90}),
            "body": forms.Textarea(attrs=TALL),
            "meta_description": forms.Textarea(attrs={"rows": 2, "cols": 90}),
        }


class FaqEntryForm(TextForm):
    long_fields = ("answer",)
    most_words = MOST_WORDS_OF_AN_ANSWER
    plain_fields = ("question",)
    claim_places = {"question": Place.HEADING, "answer": Place.BODY, "slug": Place.ADDRESS}

    class Meta:
        model = FaqEntry
        fields = "__all__"
        help_texts = {"answer": MARKDOWN}
        widgets = {"answer": forms.Textarea(attrs={"rows": 14, "cols": 90})}


class PriceForm(ClaimsForm):
    claim_places = {"name": Place.BODY, "minutes_note": Place.BODY, "slug": Place.ADDRESS}

    class Meta:
        model = Price
        fields = "__all__"


class FaqGroupForm(ClaimsForm):
    claim_places = {"name": Place.HEADING, "slug": Place.ADDRESS}

    class Meta:
        model = FaqGroup
        fields = "__all__"


class PracticeForm(ClaimsForm):
    claim_places = {
        **dict.fromkeys(ON_EVERY_PAGE, Place.HOME),
        "directions": Place.BODY,
        "access": Place.BODY,
    }

    class Meta:
        model = Practice
        fields = "__all__"

    def clean(self):
        cleaned = super().clean()
        for name in ("directions", "access"):
            text = cleaned.get(name) or ""
            for fault in markup_faults(text):
                self.add_error(name, fault)
            if TOKEN.search(text):
                self.add_error(name, _("Words in {{ }} cannot be used here; type what they stand for."))
        return cleaned
