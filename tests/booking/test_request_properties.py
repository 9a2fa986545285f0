"""Whatever is answered, in whatever order, and whatever the practitioner tries: nothing unsafe ends
confirmed, and nobody is refused by anything but a person."""

from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from booking import availability, lifecycle, request, rescreening
from booking.models import Booking, Status, Treatment
from intake import agreement, records
from intake.answers import Reply
from intake.models import Screening, ScreeningPolicy, Words
from tests.booking.factories import NOW, FollowUpFactory, TreatmentFactory, WorkingHoursFactory
from tests.intake.factories import UserFactory

pytestmark = pytest.mark.django_db
REPLIES = st.sampled_from(["yes", "no", "unsure"])
MOSTLY_NO = st.sampled_from(["no", "no", "no", "yes", "unsure"])


@st.composite
def answered(draw):
    """The parts of a draft, as somebody may fill it in."""
    had_operation = draw(MOSTLY_NO)
    when = NOW.date() + timedelta(days=draw(st.integers(-400, 60)))
    operation = {
        "year": when.year,
        "month": when.month,
        "day": draw(st.sampled_from([when.day, None])),
        "what": "",
    }
    for_whom = draw(st.sampled_from(["self", "self", "child", "adult"]))
    age = draw(st.integers(0, 17) if for_whom == "child" else st.integers(18, 90))
    return {
        "for_whom": for_whom,
        "born_on": date(NOW.year - age - 1, 5, 20).isoformat(),
        "treatment": draw(st.sampled_from(["first-session", "follow-up"])),
        "pregnant": draw(MOSTLY_NO) if age >= 12 else None,
        "due_on": None,
        "had_operation": had_operation,
        "operations": [operation] if had_operation == "yes" else [],
        "healed": draw(REPLIES) if had_operation == "yes" else None,
        "cancer": draw(MOSTLY_NO),
        "symptoms": draw(MOSTLY_NO),
    }


ACTS = st.sampled_from(
    ["approve", "approve", "approve", "letter", "settle_no", "settle_yes", "decline", "stricter_rules"]
)


def place(parts, after):
    details = {
        "name": "Robin Example",
        "client_name": "Robin Example",
        "relationship": "parent",
        "email": "robin@example.com",
        "phone": "07700 900456",
        "ring_at": "",
        "has_parental_responsibility": parts["for_whom"] == "child",
    }
    treatment = Treatment.objects.select_related("policy", "price").get(slug=parts["treatment"])
    slot = availability.next_free(treatment, 1, now=NOW, from_day=NOW.date() + timedelta(days=after))[0]
    draft = records.start_draft(
        now=NOW,
        **parts,
        agreed=agreement.current(parts["for_whom"]).to_json(),
        details=details,
        starts_at=slot.starts_at.isoformat(),
    )
    try:
        return request.place(draft, now=NOW)
    except lifecycle.Taken:
        return None


def act(what, booking, user):
    her = lifecycle.practitioner(user)
    words = Words.objects.create(text="A reason", created_at=NOW)
    if what == "letter":
        records.accept_clearance(
            client=booking.client,
            valid_from=NOW.date(),
            valid_until=NOW.date() + timedelta(days=200),
            note="",
            by=user,
            now=NOW,
        )
    elif what.startswith("settle"):
        reply = Reply.NO if what == "settle_no" else Reply.YES
        known = records.known_about(
            booking.client, is_first=booking.is_first, settling=booking.screening, now=NOW
        )
        newer = records.settle(
            booking.screening,
            changes={"cancer": reply},
            policy=ScreeningPolicy.load().as_policy(),
            known=known,
            by=user,
            now=NOW,
        )
        lifecycle.adopt_screening(booking, newer, by=her, now=NOW)
    elif what == "stricter_rules":
        ScreeningPolicy.objects.update(recovering_months=6)
        rescreening.after_new_rules(now=NOW)
    else:
        getattr(lifecycle, what)(booking, by=her, now=NOW, words=words)


@contextmanager
def undone():
    """Each example begins with the same empty diary."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def codes_since_she_settled(screening):
    """Return what was found for this visit ever since the practitioner last settled an answer."""
    codes = set()
    while screening is not None:
        codes |= {finding.code for finding in screening.found() if finding.holds}
        is_hers = screening.given_by == Screening.GivenBy.PRACTITIONER
        screening = None if is_hers else screening.supersedes
    return codes


def check(booking):
    holding = [finding for finding in booking.screening.found() if finding.holds]
    codes = codes_since_she_settled(booking.screening)
    decided = booking.events.filter(to_status=booking.status, by__isnull=False).exists()
    if booking.status == Status.CONFIRMED:
        assert booking.screening.visit_on == booking.visit_on
        assert not holding or (decided and booking.approved_version == booking.version)
        assert "oncology_unsure" not in codes
        assert "oncology" not in codes or booking.clearance.is_valid_on(booking.visit_on)
    if booking.status == Status.DECLINED:
        assert decided
        assert booking.decided_by is not None
    assert booking.status in {Status.CONFIRMED, Status.HELD, Status.DECLINED}
    assert booking.needs_review or not holding


NOTHING = {
    "for_whom": "self",
    "born_on": "1985-06-15",
    "treatment": "first-session",
    "pregnant": "no",
    "due_on": None,
    "had_operation": "no",
    "operations": [],
    "healed": None,
    "cancer": "no",
    "symptoms": "no",
}


@example(asked=[NOTHING | {"cancer": "yes"}, NOTHING], tried=[(0, "approve")])
@example(asked=[NOTHING | {"cancer": "unsure"}, NOTHING], tried=[(0, "letter"), (0, "approve")])
@example(asked=[NOTHING, NOTHING | {"cancer": "yes"}], tried=[(0, "approve")])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    asked=st.lists(answered(), min_size=1, max_size=3),
    tried=st.lists(st.tuples(st.integers(0, 2), ACTS), max_size=4),
)
def test_nothing_ends_confirmed_or_declined_that_should_not(asked, tried):
    with undone():
        user = UserFactory()
        TreatmentFactory()
        FollowUpFactory()
        for weekday in range(5):
            WorkingHoursFactory(weekday=weekday)
        placed = [place(parts, after=3 + 7 * n) for n, parts in enumerate(asked)]
        for number, what in tried:
            if number < len(placed) and placed[number] is not None:
                booking = Booking.objects.get(pk=placed[number].pk)
                try:
                    with transaction.atomic():
                        act(what, booking, user)
                except lifecycle.NotAllowed:
                    pass
            for booking in Booking.objects.filter(client__isnull=False):
                check(booking)
        for booking in Booking.objects.filter(client__isnull=False):
            check(booking)
