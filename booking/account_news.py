"""What happens to somebody's sign-in is told to them by mail, written in the step that did it."""

from datetime import datetime, timedelta

from django.db import transaction

from booking import outbox
from booking.models import AccountNews, Kind

# After that neither the mail nor that it went is of use to anybody.
KEPT = timedelta(days=90)


@transaction.atomic
def tell(account, what: str, *, now: datetime) -> None:
    """Write the mail about this news, if the account has an address; of any other nothing is told."""
    if account.email and what in AccountNews.What:
        outbox.put(Kind.ACCOUNT, news=AccountNews.objects.create(account=account, what=what, at=now), at=now)


def drop_old(*, now: datetime) -> None:
    AccountNews.objects.filter(at__lte=now - KEPT).delete()
