"""What must always be true of the diary, whoever did what, in whatever order."""

from datetime import timedelta
from itertools import pairwise

from booking import afterwards, availability, deadlines, emails, people
from booking.models import Booking, Kind, Message, Status
from booking.models.booking import OCCUPYING, SURE
from booking.models.message import TO_CLIENT
from intake.models import HealthForm

# What the last mail says, and when that agrees with the booking.
IS_A_VISIT = {Status.CONFIRMED, Status.COMPLETED, Status.NOT_TREATED, Status.NO_SHOW}
SAYS = {
    **dict.fromkeys((Kind.CONFIRMED, Kind.MOVED, Kind.CHANGED), IS_A_VISIT),
    **dict.fromkeys((Kind.FORM_SOON, Kind.FORM_LAST), IS_A_VISIT),
    Kind.REMINDER: IS_A_VISIT,
    Kind.AFTER_FIRST: {Status.COMPLETED},
    Kind.AFTER_SERIES: {Status.COMPLETED},
    Kind.HELD: {Status.HELD},
    Kind.LETTER: {Status.HELD},
    Kind.LETTER_WAITED: {Status.HELD},
    Kind.LETTER_STILL: {Status.HELD},
    Kind.LETTER_AGAIN: {Status.HELD, Status.CONFIRMED},
    Kind.DECLINED: {Status.DECLINED},
    Kind.LATER: {Status.DECLINED},
    Kind.LAPSED: {Status.LAPSED},
    Kind.CANCELLED: {Status.CANCELLED},
}


def check_times():
    rows = Booking.objects.filter(status__in=OCCUPYING).order_by("blocked_from")
    for one, other in pairwise(rows):
        assert one.blocked_until <= other.blocked_from, (one, other)
    for row in rows:
        assert row.blocked_from == row.starts_at - timedelta(minutes=15)
        assert row.blocked_until == row.ends_at + timedelta(minutes=15)


def check_safe(booking):
    """What a visit rests on: this person's answers for this very day, and her yes where it takes one."""
    assert booking.screening.client_id == booking.client_id
    assert booking.screening.visit_on == booking.screened_for_on == booking.visit_on
    assert booking.needs_review == booking.screening.needs_review or booking.approved_version
    if booking.needs_review:
        assert (booking.approved_version, booking.decided_by_id is None) == (booking.version, False)
    if booking.screening.needs_clearance:
        letter = booking.clearance
        assert letter.client_id == booking.client_id
        assert letter.valid_from <= booking.visit_on <= letter.valid_until
        assert letter.ended_at is None or booking.status == Status.COMPLETED
        assert not booking.screening.has_unsettled_answer


def check_events(booking):
    events = list(booking.events.order_by("at", "id"))
    assert events[0].from_status == ""
    assert events[-1].to_status == booking.status
    for one, other in pairwise(events):
        assert one.to_status == other.from_status
        assert one.version <= other.version
    assert events[-1].version == booking.version


def check_messages(booking, now):
    written = [(message.kind, message.version) for message in booking.messages.all()]
    assert len(written) == len(set(written))
    if booking.status == Status.RESERVED or (booking.status == Status.LAPSED and booking.client_id is None):
        assert written == []
        return
    for message in Message.objects.select_related("booking").filter(booking=booking, sent_at=None):
        if message.kind in SAYS and emails.is_still_true(message, now=now):
            assert booking.status in SAYS[message.kind], message.kind


def check_on_time(booking):
    """A reminder went out before the visit and by its day, and nothing came after a visit that was none."""
    for message in booking.messages.filter(kind=Kind.REMINDER, version=booking.version):
        zone = availability.zone()
        assert message.due_at == deadlines.eve_of(booking.visit_on, deadlines.EVE, zone)
        assert message.sent_at is None or message.due_at <= message.sent_at < booking.starts_at
    after = booking.messages.filter(kind__in=afterwards.KINDS)
    assert after.count() <= 1
    assert booking.status == Status.COMPLETED or not after.exists()


def check_told(booking, now):
    """When all is sent, what the client read last is how it stands: the status, and the time."""
    last = booking.messages.filter(kind__in=TO_CLIENT, sent_at__isnull=False).order_by("version", "id").last()
    is_open = booking.status in (Status.HELD, Status.CONFIRMED) and booking.starts_at > now
    if booking.has_run_out(now) or (last is None and not is_open):
        return
    assert last is not None, booking.status
    if is_open or booking.status in (Status.DECLINED, Status.CANCELLED):
        assert booking.status in SAYS[last.kind], (booking.status, last.kind)
    moved = booking.events.filter(was_at__isnull=False, version__gt=last.version)
    if is_open and moved.exists():
        assert moved[0].was_at == booking.starts_at


def check_precautions(now):
    """Nobody comes with something to talk about first that she has not said yes to."""
    if not HealthForm.objects.exists():
        return
    sure = Booking.objects.filter(status=Status.CONFIRMED, starts_at__gt=now).select_related("client")
    for booking in sure:
        known = people.known_about(booking.client, is_first=booking.is_first, now=now)
        assert all(one.is_agreed for one in known.precautions), booking


def check(now):
    """All of it, for every booking there is."""
    check_times()
    check_precautions(now)
    for booking in Booking.objects.select_related("screening", "clearance", "client"):
        check_events(booking)
        check_messages(booking, now)
        check_on_time(booking)
        if booking.client_id is not None:
            assert booking.client.merged_into_id is None
        if booking.status in SURE:
            check_safe(booking)
