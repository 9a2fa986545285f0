"""A client found again by part of a name or of a phone number. Nothing sealed is opened."""

import re
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Max, Q, Value
from django.db.models.functions import Replace
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from booking.models import Status
from intake.models import Client, Guardianship
from intake.models.people import folded

MOST = 8
SHORTEST = 2
MOST_WORDS = 5
FEWEST_DIGITS = 4
NOT_A_DIGIT = re.compile(r"[^0-9]")
FILLING = " -()./"


@dataclass(frozen=True)
class Hit:
    """As much of a client as tells two of one name apart."""

    pk: int
    name: str
    born_on: date
    last_on: date | None

    @property
    def line(self) -> str:
        born = _("Born %(year)s") % {"year": self.born_on.year}
        if self.last_on is None:
            return _("%(born)s, no visit yet") % {"born": born}
        return _("%(born)s, last visit %(day)s") % {
            "born": born,
            "day": date_format(self.last_on, "j F Y"),
        }


def find(text: str) -> list[Hit]:
    """Return up to eight clients, and those whose guardian it is, in one query however many there are."""
    words = text.split()[:MOST_WORDS]
    digits = _core(text)
    if len(digits) >= FEWEST_DIGITS and not any(sign.isalpha() for sign in text):
        return _hits(Q(digits__contains=digits))
    if len("".join(words)) < SHORTEST:
        return []
    wanted = Q()
    for word in words:
        wanted &= _named(word)
    return _hits(wanted)


def alike(name: str, born_on: date) -> list[Hit]:
    """Return the clients with this very name and birthday, whatever their email is."""
    same_day = _hits(Q(born_on=born_on), most=None)
    return [hit for hit in same_day if folded(hit.name) == folded(name)]


def of(client: Client) -> Hit:
    return _hits(Q(pk=client.pk))[0]


def _hits(wanted, most=MOST):
    completed = Max("bookings__visit_on", filter=Q(bookings__status=Status.COMPLETED))
    found = Client.objects.in_use().alias(digits=_digits_of("phone")).filter(wanted)
    rows = found.annotate(last_on=completed).order_by("name", "pk")
    return [Hit(*row) for row in rows.values_list("pk", "name", "born_on", "last_on")[:most]]


def _named(word):
    # SQLite tells capitals apart outside of a to z, so the usual ways to write a name are tried.
    ways = {word, word.lower(), word.capitalize()}
    own, guardian = Q(), Q()
    for way in ways:
        own |= Q(name__icontains=way)
        guardian |= Q(adult_name__icontains=way)
    with_guardian = Guardianship.objects.filter(guardian).values("child")
    return own | Q(pk__in=with_guardian)


def _core(text: str) -> str:
    """Return the digits that a number has in common however it is written, +44 or 0."""
    return NOT_A_DIGIT.sub("", text).removeprefix("44").removeprefix("0")


def _digits_of(name):
    bare = F(name)
    for sign in FILLING:
        bare = Replace(bare, Value(sign), Value(""))
    return bare
