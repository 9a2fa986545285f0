"""The practice as visitors find it: what the demo shows, open on every day of the week."""

import re
from datetime import time

from django.core import mail
from django.core.management import call_command

from booking.demo import PASSWORD, PRACTICE, USERNAME
from booking.practitioner import make_practitioner
from content.models import Practice
from intake.models import ScreeningPolicy
from tests.booking.factories import FollowUpFactory, TreatmentFactory, WorkingHoursFactory
from tests.booking.mails import no_token


def open_the_practice():
    Practice.objects.create(**PRACTICE)
    ScreeningPolicy.objects.get_or_create(pk=1)
    TreatmentFactory()
    FollowUpFactory()
    for weekday in range(7):
        WorkingHoursFactory(weekday=weekday, starts=time(9), ends=time(17))
    return make_practitioner(USERNAME, PASSWORD, PRACTICE["email"])


def deliver() -> dict:
    """Let the worker do a round; return the mails it sent by whom they are for."""
    call_command("worker", once=True)
    sent = {letter.to[0]: letter for letter in mail.outbox}
    mail.outbox.clear()
    return sent


def plain(text: str) -> str:
    """The words in a row, and without the part of a link that is made anew with each mail."""
    return re.sub(r"\s+", " ", no_token(text))
