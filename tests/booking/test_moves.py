"""The table of moves, and the one UPDATE behind all of them."""

import pytest

from booking import lifecycle, moves
from booking.lifecycle import NotAllowed
from booking.models import Booking, Message, Status
from tests.booking.factories import (
    NOW,
    ConfirmedFactory,
    HeldFactory,
    WaitlistEntryFactory,
)
from tests.booking.rows import again

pytestmark = pytest.mark.django_db

ALLOWED = {
    ("reserved", "confirmed"),
    ("reserved", "held"),
    ("reserved", "lapsed"),
    ("reserved", "cancelled"),
    ("offered", "confirmed"),
    ("offered", "held"),
    ("offered", "lapsed"),
    ("offered", "cancelled"),
    ("held", "confirmed"),
    ("held", "declined"),
    ("held", "lapsed"),
    ("held", "cancelled"),
    ("confirmed", "completed"),
    ("confirmed", "not_treated"),
    ("confirmed", "no_show"),
    ("confirmed", "held"),
    ("confirmed", "cancelled"),
}


@pytest.fixture
def she(admin_user):
    return lifecycle.practitioner(admin_user)


class TestTheTable:
    @pytest.mark.parametrize("to", Status.values)
    @pytest.mark.parametrize("came_from", Status.values)
    def test_only_the_moves_of_the_table_are_made(self, came_from, to, admin_user, she):
        booking = ConfirmedFactory(
            status=came_from,
            entry=WaitlistEntryFactory(),
            expires_at=NOW,
            held_until=NOW,
            answer_due_at=NOW,
            decided_by=admin_user,
        )

        if (came_from, to) in ALLOWED:
            moves.move(booking, Status(to), by=she, at=NOW)
            assert again(booking).status == to
        else:
            with pytest.raises(NotAllowed):
                moves.move(booking, Status(to), by=she, at=NOW)
            assert again(booking).status == came_from
            assert not booking.events.exists()

    @pytest.mark.parametrize("field", ["status", "version"])
    def test_a_copy_that_is_out_of_date_changes_nothing(self, field, she):
        booking = HeldFactory()
        newer = {"status": Status.CANCELLED, "version": 2}[field]
        Booking.objects.filter(pk=booking.pk).update(**{field: newer})

        with pytest.raises(NotAllowed):
            lifecycle.approve(booking, by=she, now=NOW)

        assert again(booking).status != Status.CONFIRMED
        assert not Message.objects.exists()
