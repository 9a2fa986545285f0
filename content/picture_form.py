"""The form of a picture: the file by its content, and the words for whoever does not see it."""

import re

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content import photographs
from content.claims import Place
from content.claims_form import ClaimsForm
from content.models import Picture
from content.photographs import NotTaken, Reason

REFUSED = {
    Reason.EMPTY: gettext_lazy("This file is empty."),
    Reason.TOO_LARGE: gettext_lazy(
        "This file has more than 10 MB. Send it in a smaller size: 1600 pixels across are enough."
    ),
    Reason.HEIC: gettext_lazy(
        "This is a HEIC or AVIF picture, which not every browser shows. Save it as a JPEG; on an iPhone, "
        "mail it to yourself, or choose Settings, Camera, Formats, Most compatible."
    ),
    Reason.OTHER_KIND: gettext_lazy("This is no picture. Choose a JPEG, a PNG or a WebP."),
    Reason.DAMAGED: gettext_lazy(
        "This picture cannot be opened; it may be damaged. Try to save or send it anew."
    ),
    Reason.MOVES: gettext_lazy(
        "This picture moves, which many find hard to read beside. Choose a still one."
    ),
    Reason.TOO_MANY_PIXELS: gettext_lazy(
        "This picture has more than 40 million pixels. Send it in a smaller size: 1600 across are enough."
    ),
    Reason.TOO_SMALL: gettext_lazy(
        "This picture is too small: it needs 200 pixels on each side, better 1600."
    ),
}
# What a camera calls a file says nothing to whoever hears it.
FILE_NAME = re.compile(r"\S+\.(jpe?g|png|webp|gif|heic)$|(img|dsc|pxl|dcim)[_-]?\d+\S*$", re.IGNORECASE)


class PictureForm(ClaimsForm):
    claim_places = {"alt": Place.ALT, "caption": Place.BODY, "credit": Place.BODY, "name": Place.ADDRESS}

    file = forms.FileField(
        label=gettext_lazy("picture"),
        required=False,
        help_text=gettext_lazy(
            "A JPEG, PNG or WebP of at most 10 MB. Its sizes are made here; where it was taken is taken out."
        ),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )

    class Meta:
        model = Picture
        fields = ["name", "alt", "is_decorative", "caption", "credit"]
        widgets = {"alt": forms.Textarea(attrs={"rows": 2, "cols": 90})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.made = None
        self.fields["file"].required = not self.instance.pk
        if self.instance.pk:
            self.fields["file"].label = gettext_lazy("another picture in its place")

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file:
            try:
                self.made = photographs.make(file.read())
            except NotTaken as refused:
                raise forms.ValidationError(REFUSED[refused.reason], refused.reason.value) from None
        return file

    def clean_alt(self):
        alt = " ".join(self.cleaned_data["alt"].split())
        if FILE_NAME.match(alt):
            raise forms.ValidationError(_("Say what is to be seen; the name of a file tells nobody."))
        return alt

    def clean(self):
        cleaned = super().clean()
        alt, is_decorative = cleaned.get("alt"), cleaned.get("is_decorative")
        if "alt" in cleaned and not alt and not is_decorative:
            self.add_error("alt", _("Say what is to be seen, or tick that it is only decoration."))
        if alt and is_decorative:
            self.add_error("alt", _("What is only decoration is not read aloud: leave this empty."))
        return cleaned
