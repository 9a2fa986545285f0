"""What the short placeholders of a mail stand for, made of what the mail is about."""

from collections.abc import Mapping
from functools import partial

from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from booking import when
from booking.models import Status


def of(context: Mapping) -> dict[str, str]:
    """Return each value; only what a text names is made."""
    return {name: SimpleLazyObject(partial(make, context)) for name, make in VALUES.items()}


def in_subject(context: Mapping) -> dict[str, str]:
    """As `of`, in the shorter words that fit a subject."""
    return of(context) | {"when": SimpleLazyObject(lambda: when.moment(context["booking"].starts_at))}


def _moment(name):
    return lambda context: when.moment(getattr(context["booking"], name))


def _until(context):
    """Return how long a time is kept; of several, for as long as all of them are."""
    booking = context["booking"]
    return when.moment(context.get("until") or booking.held_until or booking.expires_at)


def _answer_by(context):
    return when.moment_year(context.get("due_at") or context["booking"].answer_due_at)


def _do_not_travel(context):
    status = context["booking"].status
    if status == Status.CONFIRMED:
        return ""
    if status != Status.HELD:
        return _("Please do not travel.")
    if context.get("visits"):
        return _("Please do not travel before I have confirmed them.")
    return _("Please do not travel before I have confirmed it.")


def _site(path):
    return lambda context: f"{context['site']}{path}"


VALUES = {
    "when": lambda context: when.moment_year(context["booking"].starts_at),
    "day": lambda context: when.day(context["booking"].starts_at),
    "last_day": lambda context: when.day(context["entry"].until_on),
    "count": lambda context: str(context["count"]),
    "until": _until,
    "answer_by": _answer_by,
    "reference": lambda context: context["booking"].spoken_reference,
    "first_name": lambda context: context["first_name"],
    "do_not_travel": _do_not_travel,
    "reach": lambda context: context["ways"]["reach"],
    "ring": lambda context: context["ways"]["ring"],
    "directions": _site("/directions/"),
    "book": _site("/book/"),
}
