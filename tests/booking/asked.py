"""A request as the site makes it, for the pages that answer one."""

from datetime import date, timedelta

from django.urls import reverse

from booking.admin import decisions
from booking.models import Message
from intake import questions, records
from intake.answers import Answers, ForWhom, Reply
from intake.models import Screening, ScreeningPolicy
from tests.booking.factories import NOW, HeldFactory
from tests.intake.factories import ClientFactory, ConsentFactory

VISIT = NOW + timedelta(days=7)
REASON = "We talked on the phone, and a doctor should look at it first."
NOTHING = Answers(
    born_on=date(1985, 6, 15),
    for_whom=ForWhom.SELF,
    pregnant=Reply.NO,
    due_on=None,
    had_operation=Reply.NO,
    operations=(),
    healed=None,
    cancer=Reply.NO,
    symptoms=Reply.NO,
)


def held(**answers):
    """A request of Joan Green, who gave these answers and else nothing to find."""
    given = Answers(**(vars(NOTHING) | answers))
    client = ClientFactory(name="Joan Green", born_on=given.born_on)
    ConsentFactory(client=client)
    policy = ScreeningPolicy().as_policy()
    screening = records.record_screening(
        client=client,
        answers=given,
        asked=questions.asked(given, policy),
        visit_on=VISIT.date(),
        policy=policy,
        known=records.known_about(client, is_first=True, now=NOW),
        given_by=Screening.GivenBy.CLIENT,
        now=NOW,
    )
    return HeldFactory(client=client, screening=screening, needs_clearance=screening.needs_clearance)


def url(booking):
    return reverse("admin:booking_booking_review", args=[booking.pk])


def post(marja, booking, act="decide", **typed):
    return marja.post(url(booking), {"act": act, "seen": decisions.seen_of(booking)} | typed)


def kinds(booking):
    return set(Message.objects.filter(booking=booking).values_list("kind", flat=True))
