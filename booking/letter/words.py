"""What the letter to a doctor says: the same on the page and on paper.

Of the client it names who they are and what they chose to add; nothing that they answered."""

import re
from dataclasses import asdict, dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from content.models import Practice
from intake.models import Client

LONGEST_WORD = 40


@dataclass(frozen=True)
class Letter:
    """One page: who asks, about whom, what, and the slip to fill in."""

    practice: str
    lines: tuple[str, ...]
    written_on: str
    heading: str
    about: str
    what: tuple[str, str]
    asked: tuple[str, str]
    added: tuple[str, str]
    reply: str
    name: str
    born: str
    choices: tuple[tuple[str, bool], ...]
    until: str
    fields: tuple[str, str, str]
    back: str
    is_demo: str


def of(client: Client, practice: Practice, *, for_doctor: str = "", written_on: date) -> Letter:
    """Return the letter about this client; what they chose to tell the doctor stands in it as it is."""
    names = {
        "name": _fitting(client.name),
        "born": date_format(client.born_on, "j F Y"),
        "first": _fitting(client.first_name),
    }
    return Letter(
        practice=_fitting(practice.name),
        lines=tuple(_fitting(line) for line in _sender(practice)),
        written_on=date_format(written_on, "j F Y"),
        heading=_("A question to the GP or consultant"),
        about=_(
            "%(name)s, born on %(born)s, would like to come to me for Neural Pathway Massage. Before I "
            "confirm a visit, I would like to hear from the doctor who knows them."
        )
        % names,
        what=(_("What it is"), _what()),
        asked=(_("What I ask"), _asked()),
        added=(_("What %(first)s would like you to know") % names, _fitting(" ".join(for_doctor.split()))),
        reply=_("Your answer"),
        name=names["name"],
        born=_("born on %(born)s") % names,
        choices=(
            (_("I see no reason against it."), False),
            (_("I would advise against it."), False),
            (_("I see no reason against it from this date on:"), True),
            (_("I see no reason against it, with these limits:"), True),
        ),
        until=_("My answer holds until:"),
        fields=(_("Name and surgery"), _("Signature"), _("Date")),
        back=_back(practice, names["first"]),
        is_demo=_("This is a demonstration. Nothing here is real.") if practice.is_demo else "",
    )


def as_json(letter: Letter) -> dict:
    return asdict(letter)


def _what() -> str:
    return _(
        "Neural Pathway Massage is gentle, point-based bodywork from Finland. I work with my fingertips "
        "along chosen lines of the body, with very light to light pressure. The client stays dressed, and "
        "lies face up and face down. There are no needles, no oil and no deep pressure. A session takes 90 "
        "to 120 minutes. It is complementary: I do not diagnose, and it does not replace medical care."
    )


def _asked() -> str:
    return _(
        "Please say whether you see a reason against such light work at present, and how long your answer "
        "holds. A tick, a date and your signature are enough. I need no diagnosis and no notes."
    )


def _sender(practice) -> list[str]:
    ways = [practice.phone, practice.email]
    return [line for line in [practice.practitioner, *practice.address_lines, *ways] if line]


def _back(practice, first) -> str:
    address = ", ".join([practice.practitioner or practice.name, *practice.address_lines])
    return _("Please give this page back to %(first)s, or post it to: %(address)s.") % {
        "first": first or _("the bearer"),
        "address": _fitting(address),
    }


def _fitting(text: str) -> str:
    """Let a word that is longer than a line be broken; a line end inside a word is no word's end."""
    return re.sub(rf"\S{{{LONGEST_WORD},}}", lambda found: "\u200b".join(found[0]), text)
