"""Who comes and how to reach them. Checks and tidies; saves nothing."""

import re

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from intake.answers import ForWhom

PHONE_FILLING = re.compile(r"[\s()./-]+")
MOST_NAME, MOST_EMAIL, MOST_RELATIONSHIP, MOST_RING_AT = 100, 254, 60, 100

has_a_letter = RegexValidator(r"[^\W\d_]", _("Enter a name with letters"))


def name_field(label, missing, *, autocomplete="off", **more):
    return forms.CharField(
        **more,
        label=label,
        max_length=MOST_NAME,
        validators=[has_a_letter],
        error_messages={"required": missing, "max_length": _("Enter a name of 100 characters or fewer")},
        widget=forms.TextInput(attrs={"autocomplete": autocomplete}),
    )


def email_field(help_text):
    return forms.EmailField(
        label=_("Email address"),
        max_length=MOST_EMAIL,
        help_text=help_text,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={
            "required": _("Enter your email address"),
            "invalid": _("Enter an email address in the correct format, like name@example.com"),
            "max_length": _("Enter an email address of 254 characters or fewer"),
        },
    )


class PhoneField(forms.CharField):
    """A phone number of 7 to 15 digits; spaces, dashes and brackets do not matter."""

    widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})
    wrong = _("Enter a UK phone number, like 07700 900 982")

    def clean(self, value):
        number = super().clean(value)
        if not number:
            return number
        digits = PHONE_FILLING.sub("", number)
        if not re.fullmatch(r"\+?[0-9]{7,15}", digits):
            raise forms.ValidationError(self.wrong)
        return number[:30] if len(number) <= 30 else digits


class DetailsForm(forms.Form):
    """Somebody who books for themselves."""

    name = name_field(_("Full name"), _("Enter your full name"), autocomplete="name")
    email = email_field(_("I write to you here about this session, and about nothing else"))
    phone = PhoneField(
        label=_("Phone number"),
        max_length=40,
        help_text=_("For a question before the session, or if something changes on the day"),
        error_messages={"required": _("Enter your phone number"), "max_length": PhoneField.wrong},
    )
    ring_at = forms.CharField(
        label=_("Best time to ring you"),
        required=False,
        max_length=MOST_RING_AT,
        help_text=_("For example, weekdays after 4pm"),
        error_messages={"max_length": _("Use 100 characters or fewer for the best time to ring")},
    )

    use_required_attribute = False


class ForAnotherForm(DetailsForm):
    """Somebody who books for another person: the first name asked is that of the person treated."""

    client_name = name_field(
        _("Full name of the person the session is for"), _("Enter the person’s full name")
    )
    relationship = forms.CharField(
        label=_("How you know them"),
        max_length=MOST_RELATIONSHIP,
        help_text=_("For example, my mother"),
        error_messages={
            "required": _("Enter how you know the person"),
            "max_length": _("Use 60 characters or fewer for how you know them"),
        },
    )
    field_order = ("client_name", "relationship", "name", "email", "phone", "ring_at")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Your own full name")


class GuardianForm(ForAnotherForm):
    """A parent or guardian who books for a child that an adult has to stay with."""

    has_parental_responsibility = forms.BooleanField(
        label=_("I have parental responsibility for this child"),
        error_messages={
            "required": _("Tick the box if you have parental responsibility; if not, please ring me")
        },
    )
    in_the_room = name_field(
        _("Who will be in the room with the child?"),
        "",
        required=False,
        help_text=_("Leave it empty if it is you"),
    )
    will_be_there = forms.BooleanField(
        label=_("An adult who is responsible for the child will be in the room at every visit"),
        error_messages={"required": _("Tick the box to say that an adult will be in the room")},
    )
    field_order = (
        *ForAnotherForm.field_order,
        "in_the_room",
        "has_parental_responsibility",
        "will_be_there",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["client_name"].label = _("Full name of the child")
        self.fields["client_name"].error_messages["required"] = _("Enter the child’s full name")
        self.fields["relationship"].label = _("How you are related to the child")
        self.fields["relationship"].help_text = _("For example, father")
        self.fields["relationship"].error_messages["required"] = _("Enter how you are related to the child")


class OlderChildForm(GuardianForm):
    """A parent or guardian who books for somebody of 16 or 17, who may come alone."""

    in_the_room = will_be_there = None


FORMS = {ForWhom.SELF: DetailsForm, ForWhom.CHILD: GuardianForm, ForWhom.ADULT: ForAnotherForm}


def form_for(for_whom: str, *, is_adult_needed: bool) -> type[DetailsForm]:
    """Return the form that asks what this booking needs to know."""
    if for_whom == ForWhom.CHILD and not is_adult_needed:
        return OlderChildForm
    return FORMS[ForWhom(for_whom)]
