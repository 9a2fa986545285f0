"""The built-in questions of the health form, in the order they are asked.

What is known already is not asked: name, birthday, how to reach somebody, and what was told when booking.
Other words for one of these are its next version."""

from django.utils.translation import gettext_lazy as _

from .precautions import Precaution
from .values import Kind, Question, Section

# A yes, or a not sure, to this one asks the suitability questions of a booking anew.
CHANGED = "changed"
# How somebody is at the moment is not taken from an earlier form.
ASKED_ANEW = frozenset({CHANGED, "clot_recent", "fever", "infection", "infection_skin", "acute"})

_ABOUT = (
    Question(
        "emergency_name",
        Section.ABOUT,
        Kind.LINE,
        own=_("Who may I ring in an emergency?"),
        other=_("Who else may I ring in an emergency?"),
        hint=_("Their name, and who they are to you"),
    ),
    Question(
        "emergency_phone",
        Section.ABOUT,
        Kind.LINE,
        own=_("What is their phone number?"),
        other=_("What is their phone number?"),
    ),
    Question(
        "gp",
        Section.ABOUT,
        Kind.LINE,
        own=_("Which GP or surgery do you go to?"),
        other=_("Which GP or surgery does the person go to?"),
        hint=_("I write to nobody unless you ask me to"),
        is_optional=True,
    ),
)

_NOW = (
    Question(
        "clot",
        Section.HEALTH,
        Kind.REPLY,
        own=_("Have you ever had a blood clot, in a leg or a lung for example?"),
        other=_("Has the person ever had a blood clot, in a leg or a lung for example?"),
        details=_("Where was it, and when?"),
        precaution=Precaution.CLOT,
    ),
    Question(
        "clot_recent",
        Section.HEALTH,
        Kind.REPLY,
        own=_("Was it in the last 3 months?"),
        other=_("Was it in the last 3 months?"),
        precaution=Precaution.RECENT_CLOT,
        after="clot",
    ),
    Question(
        "fever",
        Section.HEALTH,
        Kind.REPLY,
        own=_("Do you have a fever, or do you feel ill, at the moment?"),
        other=_("Does the person have a fever, or feel ill, at the moment?"),
        details=_("Since when, and what is it like?"),
        precaution=Precaution.FEVER,
    ),
    Question(
        "infection",
        Section.HEALTH,
        Kind.REPLY,
        own=_("Do you have an infection at the moment?"),
        other=_("Does the person have an infection at the moment?"),
        hint=_("Of the skin too, for example shingles, cellulitis or athlete’s foot"),
        details=_("What is it, and where?"),
        precaution=Precaution.INFECTION,
    ),
    Question(
        "infection_skin",
        Section.HEALTH,
        Kind.REPLY,
        own=_("Is your skin broken, sore or weeping anywhere?"),
        other=_("Is the person’s skin broken, sore or weeping anywhere?"),
        details=_("Where is it?"),
        precaution=Precaution.SKIN,
        after="infection",
    ),
    Question(
        "acute",
        Section.HEALTH,
        Kind.REPLY,
        own=_("Do you have a fresh injury, or anything hot, red or newly swollen?"),
        other=_("Does the person have a fresh injury, or anything hot, red or newly swollen?"),
        details=_("What is it, and where?"),
        precaution=Precaution.ACUTE,
    ),
)

_LASTING = (
    Question(
        "blood_pressure",
        Section.HEALTH,
        Kind.REPLY,
        own=_("Do you have high blood pressure that is not under control?"),
        other=_("Does the person have high blood pressure that is not under control?"),
        details=_("What do you know about it?"),
        precaution=Precaution.BLOOD_PRESSURE,
    ),
    Question(
        "heart",
        Section.HEALTH,
        Kind.REPLY,
        own=_("Do you have a heart condition, or have you had a stroke?"),
        other=_("Does the person have a heart condition, or have they had a stroke?"),
        details=_("What is it, and how is it now?"),
        precaution=Precaution.HEART,
    ),
    Question(
        "osteoporosis",
        Section.HEALTH,
        Kind.REPLY,
        own=_("Do you have severe osteoporosis, or bones that break easily?"),
        other=_("Does the person have severe osteoporosis, or bones that break easily?"),
        details=_("What do you know about it?"),
        precaution=Precaution.OSTEOPOROSIS,
    ),
    Question(
        "epilepsy",
        Section.HEALTH,
        Kind.REPLY,
        own=_("Do you have epilepsy, or have you ever had a fit?"),
        other=_("Does the person have epilepsy, or have they ever had a fit?"),
        details=_("What happens, how often, and what helps?"),
        precaution=Precaution.EPILEPSY,
    ),
    Question(
        "implant",
        Section.HEALTH,
        Kind.REPLY,
        own=_("Is there a device or an implant in your body?"),
        other=_("Is there a device or an implant in the person’s body?"),
        hint=_("For example a pacemaker, a shunt, a pump, a new joint or metal plates"),
        details=_("What is it, and where?"),
        precaution=Precaution.IMPLANT,
    ),
    Question(
        "feeling",
        Section.HEALTH,
        Kind.REPLY,
        own=_("Is there a place where you feel less, or nothing at all?"),
        other=_("Is there a place where the person feels less, or nothing at all?"),
        details=_("Where is it?"),
        precaution=Precaution.FEELING,
    ),
    Question(
        "conditions",
        Section.HEALTH,
        Kind.REPLY,
        own=_("Do you live with any other long-term condition?"),
        other=_("Does the person live with any other long-term condition?"),
        details=_("What is it, and how is it now?"),
    ),
    Question(
        CHANGED,
        Section.HEALTH,
        Kind.REPLY,
        own=_("Has anything changed in what you told me before you booked?"),
        other=_("Has anything changed in what you told me about the person before you booked?"),
        hint=_("About pregnancy, operations, cancer care, or symptoms that no doctor has looked at"),
    ),
)

_MEDICINES = (
    Question(
        "medicines",
        Section.MEDICINES,
        Kind.REPLY,
        own=_("Do you take any medicines?"),
        other=_("Does the person take any medicines?"),
        hint=_("From a doctor, a pharmacy or a health shop"),
        details=_("Which ones, and what for?"),
    ),
    Question(
        "blood_thinners",
        Section.MEDICINES,
        Kind.REPLY,
        own=_("Is one of them to thin the blood?"),
        other=_("Is one of them to thin the blood?"),
        hint=_("For example warfarin, apixaban, rivaroxaban, clopidogrel or daily aspirin"),
        precaution=Precaution.BLOOD_THINNERS,
        after="medicines",
    ),
    Question(
        "allergies",
        Section.MEDICINES,
        Kind.REPLY,
        own=_("Do you have any allergies?"),
        other=_("Does the person have any allergies?"),
        details=_("What to, and what happens?"),
        precaution=Precaution.ALLERGY,
    ),
)

_OPERATIONS = (
    Question(
        "operations",
        Section.OPERATIONS,
        Kind.REPLY,
        own=_("Have you had any operations that you have not told me about?"),
        other=_("Has the person had any operations that you have not told me about?"),
        hint=_("However long ago. Leave out the ones you told me about when you booked"),
        details=_("Which ones, and about when?"),
    ),
    Question(
        "injuries",
        Section.OPERATIONS,
        Kind.REPLY,
        own=_("Have you had an accident or an injury that still matters?"),
        other=_("Has the person had an accident or an injury that still matters?"),
        hint=_("For example a broken bone, whiplash, a bad fall or a head injury"),
        details=_("What was it, and about when?"),
    ),
)

_COMFORT = (
    Question(
        "touch",
        Section.COMFORT,
        Kind.REPLY,
        own=_("Is there anywhere you would rather not be touched?"),
        other=_("Is there anywhere the person would rather not be touched?"),
        hint=_("You need not say why, and you can say so on the day too"),
        details=_("Where is it?"),
    ),
    Question(
        "lying",
        Section.COMFORT,
        Kind.CHOICES,
        own=_("Is any of this hard for you?"),
        other=_("Is any of this hard for the person?"),
        hint=_("A session is partly face up and partly face down"),
        choices=(
            ("face_up", _("Lying face up")),
            ("face_down", _("Lying face down")),
            ("long", _("Lying still for long")),
            ("table", _("Getting on and off the table")),
            ("pillows", _("Lying without extra pillows")),
        ),
        is_optional=True,
    ),
    Question(
        "access",
        Section.COMFORT,
        Kind.CHOICES,
        own=_("What would make your visit easier?"),
        other=_("What would make the person’s visit easier?"),
        choices=(
            ("step", _("A way in without steps")),
            ("hearing", _("Help with hearing")),
            ("sight", _("Help with seeing or reading")),
            ("interpreter", _("An interpreter")),
            ("company", _("Somebody else in the room")),
        ),
        details=_("Is there anything else?"),
        is_optional=True,
    ),
)

QUESTIONS = (*_ABOUT, *_NOW, *_LASTING, *_MEDICINES, *_OPERATIONS, *_COMFORT)
