import base64

from allauth.mfa.models import Authenticator
from django.db import transaction

from intake import crypto
from intake.management.commands import rotate_health_keys as intake
from npm_site.signin import adapters

# Where a row about signing in holds what FactorAdapter sealed.
SEALED = ("secret", "seed")


class Command(intake.Command):
    """Intake's own, and what signing in has sealed with the same keys."""

    def handle(self, *args, **options):
        for pk in Authenticator.objects.values_list("pk", flat=True):
            _seal_again(pk)
        super().handle(*args, **options)


@transaction.atomic
def _seal_again(pk):
    row = Authenticator.objects.select_for_update().filter(pk=pk).first()
    old = [name for name in SEALED if row and name in row.data and _is_old(row.data[name])]
    if old:
        row.data |= {name: adapters.seal(adapters.unseal(row.data[name])) for name in old}
        row.save(update_fields=["data"])


def _is_old(sealed: str) -> bool:
    return crypto.key_id_of(base64.b64decode(sealed)) != crypto.newest_key_id()
