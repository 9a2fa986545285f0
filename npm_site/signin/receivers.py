"""What happens beside signing in: the session's clock, a line in the log, a mail."""

import logging

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_used
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.utils import timezone

from booking import account_news
from booking.models import AccountNews
from npm_site.signin import idle

log = logging.getLogger("signin")


@receiver(user_logged_in, dispatch_uid="npm_site.signin.begin")
def begin(request, user, **kwargs):
    idle.begin(request.session)
    log.info("sign-in: account %s", user.pk)


@receiver(authenticator_added, dispatch_uid="npm_site.signin.added")
def added(request, user, authenticator, **kwargs):
    """Adding a factor shows it: this session may go on, without a second sign-in."""
    log.info("sign-in: account %s added %s", user.pk, authenticator.type)
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)


@receiver(authenticator_used, dispatch_uid="npm_site.signin.used")
def used(user, authenticator, **kwargs):
    log.info("sign-in: account %s used %s", user.pk, authenticator.type)
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        account_news.tell(user, AccountNews.What.RECOVERY_CODE_USED, now=timezone.now())
