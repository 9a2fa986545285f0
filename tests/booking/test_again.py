"""What is accepted of coming again is what was shown, whatever the diary and the answers are."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from booking import again, availability, lifecycle, on_file
from booking.models import Booking, Status
from intake.models import Client
from tests.booking.factories import NOW, ConfirmedFactory
from tests.booking.test_next_visit import been
from tests.intake.factories import ClientFactory

pytestmark = pytest.mark.usefixtures("open_week")
STARTS = [
    datetime(2027, 3, 1, 9, tzinfo=UTC) + timedelta(days=day, minutes=30 * step)
    for day in range(40)
    for step in range(16)
]
OPERATIONS = {
    None: {},
    "lately": {"had_operation": "yes", "healed": "yes"}
    | {"operations": [{"year": 2027, "month": 1, "day": 20, "what": ""}]},
    "planned": {"had_operation": "yes"} | {"operations": [{"year": 2027, "month": 3, "day": 17, "what": ""}]},
}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    taken=st.sets(st.sampled_from(STARTS[::8]), max_size=4),
    operation=st.sampled_from(sorted(OPERATIONS, key=str)),
    minutes=st.sampled_from([None, 90, 105]),
    asked=st.sampled_from(STARTS),
)
def test_a_time_is_kept_when_it_is_shown_and_only_then(db_rolled_back, taken, operation, minutes, asked):
    with db_rolled_back():
        visit = been(ClientFactory(usual_minutes=minutes), answers=OPERATIONS[operation])
        for starts_at in taken:
            book_elsewhere(starts_at)
        file = again.file_of(visit, now=NOW)
        look = file.times(is_earlier_asked=True).look(availability.day_of(asked), 1)
        shown = {choice.starts_at: choice for choice in look.choices}

        try:
            kept = again.reserve(visit, asked, key=(key := uuid4()), now=NOW)
        except (again.NotOffered, lifecycle.Taken):
            kept = None

        assert (kept is not None) == (asked in shown)
        if kept:
            booking = again.book(visit, asked, key=key, now=NOW)
            assert (booking.status == Status.HELD) == shown[asked].needs_reading
            assert booking.ends_at == shown[asked].ends_at


def book_elsewhere(starts_at):
    around = starts_at - timedelta(minutes=150), starts_at + timedelta(minutes=150)
    if starts_at > NOW and not Booking.objects.occupying().between(*around).exists():
        ConfirmedFactory(starts_at=starts_at)


@pytest.fixture
def db_rolled_back(db):
    """Return a block whose rows are gone after it: one for each example."""
    from contextlib import contextmanager

    from django.db import transaction

    @contextmanager
    def block():
        with transaction.atomic():
            yield
            transaction.set_rollback(True)

    return block


def test_proposals_lie_where_the_next_session_belongs():
    file = on_file.of_visit(been(days=3), now=NOW)

    proposed = again.proposals(file, file.times())

    assert [choice.starts_at for choice in proposed] == file.in_span


def test_in_a_full_year_nothing_is_proposed():
    file = on_file.of_visit(been(days=3), now=NOW)
    file.treatment.policy.max_per_day = 0
    Client.objects.update(not_before_on=datetime(2028, 1, 1, tzinfo=UTC).date())
    file = on_file.of_visit(Booking.objects.get(), now=NOW)

    assert again.proposals(file, file.times()) == []
