import base64
from collections import Counter
from collections.abc import Iterator

from allauth.mfa.models import Authenticator
from django.db import transaction

from intake import crypto, rotation
from intake.management.commands import rotate_health_keys as intake
from npm_site.signin import adapters

# Where a row about signing in holds what FactorAdapter sealed.
SEALED = ("secret", "seed")


class Command(intake.Command):
    """Intake's own, and what signing in has sealed with the same keys."""

    def places(self) -> list:
        return [SecondSteps(), *super().places()]


class SecondSteps:
    """The secrets of second steps, which lie inside a value of their row."""

    def by_key(self) -> Counter[str]:
        rows = Authenticator.objects.all()
        return Counter(_key_id(row.data[name]) for row in rows for name in _sealed_in(row))

    def old(self) -> Iterator[list]:
        for row in Authenticator.objects.order_by("pk"):
            if any(_is_old(row.data[name]) for name in _sealed_in(row)):
                yield [row.pk]

    @transaction.atomic
    def seal_again(self, keys: list) -> int:
        """Seal these rows anew; return how many do not open."""
        shut = 0
        for row in Authenticator.objects.select_for_update().filter(pk__in=keys).order_by("pk"):
            old = [name for name in _sealed_in(row) if _is_old(row.data[name])]
            try:
                row.data |= {name: adapters.seal(adapters.unseal(row.data[name])) for name in old}
            except crypto.Unreadable:
                shut += 1
            else:
                row.save(update_fields=["data"])
        return shut


def _sealed_in(row) -> list[str]:
    return [name for name in SEALED if name in row.data]


def _key_id(sealed: str) -> str:
    try:
        return crypto.key_id_of(base64.b64decode(sealed))
    except crypto.Unreadable:
        return rotation.NO_KEY


def _is_old(sealed: str) -> bool:
    return _key_id(sealed) != crypto.newest_key_id()
