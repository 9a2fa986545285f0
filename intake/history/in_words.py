"""An answer to a question of the health form, in words, as it is read again."""

from collections.abc import Iterable

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from intake.answers import Reply
from intake.summary import REPLIES

from . import places
from .values import Complaint, Kind


def answer(kind: str, value, details: str = "", choices: Iterable[tuple[str, str]] = ()) -> str:
    """Return what was answered, with what was added to it; empty when nothing was. A code that is none of
    the choices stands as it is."""
    said = _value(kind, value, dict(choices))
    return "\n".join(filter(None, (said, details)))


def complaint(one: Complaint) -> str:
    """Return how much it troubles, where it is, and the words about it; empty when nothing was said."""
    trouble = "" if one.trouble is None else _("%(number)s out of 10") % {"number": one.trouble}
    return "\n".join(filter(None, (trouble, ", ".join(places.names(one.places)), one.words)))


def _value(kind, value, choices) -> str:
    if value in (None, "", []):
        return ""
    match kind:
        case Kind.REPLY:
            return str(REPLIES[Reply(value)]) if value in set(Reply) else str(value)
        case Kind.CHOICES:
            return ", ".join(str(choices.get(code, code)) for code in value)
        case Kind.CHOICE:
            return str(choices.get(value, value))
        case Kind.SCALE:
            return _("%(number)s out of 10") % {"number": value}
        case Kind.DAY:
            day = parse_date(str(value))
            return date_format(day, "j F Y") if day else str(value)
    return str(value)
