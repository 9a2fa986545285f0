"""The mails of the waitlist, all of them to the client."""

from booking import availability, wishes
from booking.emails.making import to_client
from booking.models import Kind

TIMES_OFFERED = 3


def offer(booking, now):
    return to_client("offer", booking, now, visit=booking.entry.instead_of)


def offer_over(booking, now):
    return to_client("offer_over", booking, now)


def waiting(entry, now):
    return to_client("waiting", entry, now, facts=wishes.facts(wishes.of(entry)))


def wait_over(entry, now):
    return to_client(
        "wait_over", entry, now, free=availability.next_free(entry.treatment, TIMES_OFFERED, now=now)
    )


MAILS = {
    Kind.OFFER: offer,
    Kind.OFFER_OVER: offer_over,
    Kind.WAITING: waiting,
    Kind.WAIT_OVER: wait_over,
}
