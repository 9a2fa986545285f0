import logging

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from booking import account_news
from booking.models import AccountNews

log = logging.getLogger("signin")


class Command(BaseCommand):
    help = (
        "For somebody who has lost phone and recovery codes, and whom you know: take the second step off "
        "this account and end its sessions. The next sign-in by password leads to adding a new one."
    )

    def add_arguments(self, parser):
        parser.add_argument("username")

    def handle(self, *, username, **options):
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"There is no account {username}. Nothing was changed.")
        kinds = _remove(user)
        if not kinds:
            self.stdout.write(f"{username} had no second step. Every session of the account is ended.")
            return
        log.warning("sign-in: the operator took %s off account %s", ", ".join(kinds), user.pk)
        self.stdout.write(
            self.style.SUCCESS(
                f"Taken off {username}: {', '.join(kinds)}. Every session of the account is ended. "
                f"At the next sign-in a new second step is asked for."
            )
        )


@transaction.atomic
def _remove(user) -> list[str]:
    rows = Authenticator.objects.filter(user=user)
    kinds = [row.get_type_display() for row in rows.order_by("pk")]
    rows.delete()
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()
    if kinds:
        account_news.tell(user, AccountNews.What.FACTORS_REMOVED, now=timezone.now())
    return kinds
