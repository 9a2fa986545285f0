"""The suitability questions as data. A change of wording is a new VERSION."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from intake.answers import Answers, ForWhom, Reply
from intake.findings import Policy

VERSION = "1"


@dataclass(frozen=True)
class Question:
    """One question, worded for the person at the keyboard (`own`) and for somebody else (`other`)."""

    code: str
    own: str
    other: str
    hint: str = ""
    why: tuple[str, ...] = ()
    short: str = ""

    def wording(self, for_whom: str, policy: Policy) -> str:
        text = self.own if for_whom == ForWhom.SELF else self.other
        return str(text) % {"years": policy.oncology_years, "months": policy.healed_months}


WHO = Question("who", _("Who is the session for?"), _("Who is the session for?"), short=_("Who it is for"))
BORN = Question(
    "born",
    _("What is your date of birth?"),
    _("What is the person’s date of birth?"),
    hint=_("For example, 27 3 1985"),
    short=_("Date of birth"),
)
PREGNANT = Question(
    "pregnant",
    _("Are you pregnant, or could you be?"),
    _("Is the person pregnant, or could they be?"),
    why=(
        _("As a general rule I do not give sessions in pregnancy. The one exception is close to the birth."),
        _("A yes does not turn anybody away. I read it myself, and we talk."),
    ),
    short=_("Pregnancy"),
)
DUE = Question(
    "due",
    _("When is your baby due?"),
    _("When is the baby due?"),
    hint=_("Leave it empty if you do not know. For example, 27 3 2027"),
    short=_("Due date"),
)
OPERATION = Question(
    "operation",
    _(
        "Have you had an operation or an invasive procedure in the last %(months)s months, "
        "or will you have one before the visit?"
    ),
    _(
        "Has the person had an operation or an invasive procedure in the last %(months)s months, "
        "or will they have one before the visit?"
    ),
    hint=_("For example surgery, keyhole surgery, a caesarean, a biopsy or a joint injection"),
    why=(
        _("A body needs a rest after an operation, often two to three months, before this kind of work."),
        _("A yes does not turn anybody away. It helps me to find the right day, and I read it myself."),
    ),
    short=_("Operations and procedures"),
)
HEALED = Question(
    "healed",
    _("Has it healed, and have you been discharged?"),
    _("Has it healed, and has the person been discharged?"),
    hint=_("All of them, if there are several. Leave it empty if it is still to come"),
    short=_("Healed and discharged"),
)
CANCER = Question(
    "cancer",
    _(
        "Do you have cancer, or have you had tests, treatment or follow-up for it "
        "in the last %(years)s years?"
    ),
    _(
        "Does the person have cancer, or have they had tests, treatment or follow-up for it "
        "in the last %(years)s years?"
    ),
    why=(
        _("If so, I need a doctor’s written approval before a session. You can add the letter later."),
        _("You can still ask for a time now. I keep it for you until I have read your answers."),
    ),
    short=_("Cancer care"),
)
SYMPTOMS = Question(
    "symptoms",
    _("Do you have severe, unexplained or worsening symptoms that no doctor has looked at?"),
    _("Does the person have severe, unexplained or worsening symptoms that no doctor has looked at?"),
    why=(
        _("Such symptoms belong to a doctor first. My work does not take the place of that."),
        _("For chest pain, trouble breathing or sudden weakness, call 999 now."),
    ),
    short=_("Symptoms"),
)

QUESTIONS = {
    question.code: question for question in (WHO, BORN, PREGNANT, DUE, OPERATION, HEALED, CANCER, SYMPTOMS)
}
# What finds something has a name even where no question is asked for it.
SHORT = {code: question.short for code, question in QUESTIONS.items()} | {
    "age": BORN.short,
    "for_whom": WHO.short,
    "practitioner": _("Your own note"),
}

BEFORE_WE_START = (
    _("Before you choose a time I ask up to four short questions about health, one on each page."),
    _("Your answers tell me whether the day suits you. No answer turns you away: I read it myself."),
    _("They are locked away, and only I open them. If you stop half-way, they are gone after 24 hours."),
)


def asked(answers: Answers, policy: Policy) -> list[dict]:
    """Return the exact words of every question that was answered, to be kept with the answers."""
    optional = {"pregnant": answers.pregnant, "due": answers.pregnant == Reply.YES, "healed": answers.healed}
    return [
        {"code": code, "wording": question.wording(answers.for_whom, policy), "hint": str(question.hint)}
        for code, question in QUESTIONS.items()
        if optional.get(code, True)
    ]
