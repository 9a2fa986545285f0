"""What the practitioner types as the text of a mail. Forms check and tidy; they do not save."""

from django import forms
from django.utils.translation import gettext_lazy

from booking.models import MessageText
from booking.wording import checking, titles
from booking.wording.catalogue import Text
from booking.wording.checking import Fault
from booking.wording.rendering import Words, tidy
from content.claims import Place
from content.claims_form import Claims
from intake.forms.fields import TidyCharField, TidyTextField

SENTENCES = {
    Fault.EMPTY: gettext_lazy("Write something here."),
    Fault.LONG: gettext_lazy(
        "The subject comes to about %(about)s letters. Phones show 70 at most, so make it shorter."
    ),
    Fault.CONTROL: gettext_lazy("There is a character in it that a mail cannot carry. Type it anew."),
    Fault.UNKNOWN: gettext_lazy("{%(about)s} stands for nothing here. Choose from the list on this page."),
    Fault.MEANT: gettext_lazy("{%(about)s} stands for nothing here. Did you mean {%(meant)s}?"),
    Fault.NOT_HERE: gettext_lazy("{%(about)s} does not fit a subject. Use it in the text."),
    Fault.BRACE: gettext_lazy(
        "A brace stands alone. A placeholder has one on each side and a name from the list, as {reach} has."
    ),
    Fault.NOT_ALONE: gettext_lazy("{%(about)s} can be several lines, so give it a line of its own."),
    Fault.MISSING: gettext_lazy(
        "Put {%(about)s} back in: the mail is of no use without it. It gives %(gives)s."
    ),
    Fault.HEALTH: gettext_lazy(
        "“%(about)s” is a word about health. Others may read mails, so leave it out and say it in person."
    ),
    Fault.LINK: gettext_lazy(
        "Leave out “%(about)s”. Addresses come from placeholders alone, so that they are always right."
    ),
}


def _length(name: str) -> int:
    return MessageText._meta.get_field(name).max_length


class TextForm(Claims):
    """The words of one mail, and what stands for those that they are written in place of."""

    subject = TidyCharField(
        label=gettext_lazy("Subject"),
        help_text=gettext_lazy("It is seen on a locked screen, so it says as little as it can"),
        max_length=_length("subject"),
        error_messages={"required": gettext_lazy("Write a subject.")},
    )
    body = TidyTextField(
        label=gettext_lazy("Text"),
        help_text=gettext_lazy("Plain text. An empty line begins a new paragraph"),
        max_length=_length("body"),
        widget=forms.Textarea(attrs={"rows": 18}),
        error_messages={"required": gettext_lazy("Write the text.")},
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    use_required_attribute = False
    claim_places = {"subject": Place.MAIL, "body": Place.MAIL}

    def __init__(self, data=None, *, text: Text, words: Words, seen: str):
        initial = {"subject": words.subject, "body": words.body, "seen": seen}
        super().__init__(data, initial=initial)
        self.text = text

    def clean_body(self):
        return tidy(self.cleaned_data["body"])

    def clean(self):
        cleaned = super().clean()
        # A field with an error leaves what is cleaned, so what was typed is put aside first.
        typed = {name: cleaned.get(name, "") for name in ("subject", "body")}
        for problem in checking.problems(self.text, **typed):
            if typed[problem.field]:
                self.add_error(problem.field, _sentence(problem))
        return cleaned

    @property
    def claim_row(self):
        return MessageText(name=self.text.name)

    @property
    def words(self) -> Words:
        return Words(self.cleaned_data["subject"], self.cleaned_data["body"])


def _sentence(problem) -> str:
    gives = str(titles.GIVES.get(problem.about, ""))
    return str(SENTENCES[problem.fault]) % {
        "about": problem.about,
        "meant": problem.meant,
        "gives": gives[:1].lower() + gives[1:],
    }
