"""What is sent or typed about a letter. Forms check and tidy; they do not save."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from booking.forms.decision import NoteField
from intake.letters.content import Reason

LONGEST_WORDS = 600
ACCEPTED = "application/pdf,image/jpeg,image/png"

WHY_NOT = {
    Reason.EMPTY: gettext_lazy(
        "There is nothing in this file. Choose another, or take the photograph again."
    ),
    Reason.TOO_LARGE: gettext_lazy("This file is larger than 10 MB. A photograph of the page is enough."),
    Reason.OTHER_KIND: gettext_lazy("This is not a PDF, JPEG or PNG. A photograph of the page is enough."),
    Reason.DAMAGED: gettext_lazy("This file does not open. Choose another, or take the photograph again."),
    Reason.LOCKED: gettext_lazy(
        "This PDF is locked with a password. Save it without one, or photograph the page."
    ),
    Reason.ACTIVE: gettext_lazy("This PDF holds more than pages, so I cannot open it. Photograph the page."),
    Reason.TOO_MANY_PIXELS: gettext_lazy(
        "This picture is too large to open. Take it with a smaller size, or as a screenshot."
    ),
    Reason.TOO_MANY_PAGES: gettext_lazy("This PDF has more than 100 pages. Send only those that matter."),
}
THREE_ARE_HERE = gettext_lazy("Three files are here already, so this one was not kept. Tell me about it.")
HARMFUL = gettext_lazy(
    "The scanner found something in this file that could do harm, so it was not kept. Photograph the page."
)
TOO_OFTEN = gettext_lazy(
    "Many files came from here this hour. What was kept is here: please ring me, or try in an hour."
)


class FileField(forms.FileField):
    """One file; what is in it is looked at by whoever keeps it."""

    def __init__(self, **kwargs):
        usual = {
            "label": gettext_lazy("Choose a file or take a photograph"),
            "help_text": gettext_lazy("PDF, JPEG or PNG, up to 10 MB"),
            "widget": forms.FileInput(attrs={"accept": ACCEPTED}),
            # Looked at with the rest of the content, so that there is one answer for each fault.
            "allow_empty_file": True,
        }
        super().__init__(**usual | kwargs)
        self.error_messages["required"] = _("Choose a file first.")


class PaperForm(forms.Form):
    file = FileField()

    use_required_attribute = False


class ForDoctorForm(forms.Form):
    """What the client chooses to tell the doctor, in the letter alone."""

    words = forms.CharField(
        label=gettext_lazy("Something you would like to add"),
        help_text=gettext_lazy("Printed in this letter and shown nowhere else. You can leave it empty"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    use_required_attribute = False


class RefuseForm(forms.Form):
    reason = NoteField(label=gettext_lazy("Why it is not enough"), required=True)
    then = forms.ChoiceField(
        label=gettext_lazy("What next?"),
        choices=[
            ("again", gettext_lazy("Ask for another letter")),
            ("talk", gettext_lazy("I ring them")),
        ],
        widget=forms.RadioSelect,
    )

    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].error_messages["required"] = _("Write why it is not enough.")
        self.fields["then"].error_messages["required"] = _("Choose what comes next.")
