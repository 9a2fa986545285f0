"""Erasing somebody: what goes, what stays and until when, and what is left of the numbers."""

from datetime import date

import pytest
from django.apps import apps
from django.db.models import QuerySet

from booking import counting, finding, lifecycle, merging, on_file, outbox
from booking.models import Kind, Message, Status, Tally, Tombstone, WaitlistEntry
from booking.rights import erase, plan
from booking.rights.erase import EraseRefused, Outcome, Why
from intake import records
from intake.models import Client, Screening, Words
from tests.booking.factories import (
    NOW,
    ConfirmedFactory,
    HeldFactory,
    WaitlistEntryFactory,
    WorkingHoursFactory,
)
from tests.booking.kept import DAYS, everything, fill, left_of, visit
from tests.intake.factories import ClientFactory, GuardianshipFactory, LegalHoldFactory, UserFactory

pytestmark = pytest.mark.django_db
REASON = "She rang and asked for it."
BEFORE = NOW - 30 * DAYS


@pytest.fixture
def marja():
    return UserFactory(username="marja")


@pytest.fixture
def joan(marja):
    """Never treated: one booking, which was cancelled, and a row of everything else."""
    client = ClientFactory(name="Joan Heron", email="joan@heron.example", created_at=BEFORE)
    fill(client, marja, at=BEFORE)
    return client


def ask(client, by, seen, now=NOW):
    return erase.erase(client, seen=seen, reason=REASON, by=by, now=now)


def test_the_client_has_a_row_of_every_table(joan):
    assert [model for model, count in left_of([joan.pk]).items() if not count] == []


def test_of_who_was_never_treated_nothing_is_left(joan, marja):
    other = ClientFactory()
    fill(other, marja, at=BEFORE)
    before = left_of([other.pk])

    erasure = ask(joan, marja, Outcome.DELETED)

    assert not any(left_of([joan.pk]).values())
    assert left_of([other.pk]) == before
    # No row is left that nobody would ever find.
    assert {model: len(some) for model, some in everything().items()} == before | {
        "intake.Erasure": before["intake.Erasure"] + 1,
        "booking.Message": before["booking.Message"] + 1,
    }
    assert (erasure.client, erasure.outcome, erasure.kept_until) == (None, Outcome.DELETED, None)
    assert (erasure.by, erasure.at, erasure.reason) == (marja, NOW, REASON)


def test_their_name_and_address_are_in_no_column_in_clear(joan, marja):
    ask(joan, marja, Outcome.DELETED)

    written = [
        str(list(QuerySet(model).values_list())) for model in apps.get_models(include_auto_created=True)
    ]
    assert [text for text in written if "heron" in text.casefold()] == []


def test_who_was_treated_keeps_the_record_and_nothing_else(joan, marja):
    came = visit(joan, Status.COMPLETED, BEFORE + 7 * DAYS)
    erasure = ask(joan, marja, Outcome.PART)

    joan.refresh_from_db()
    (adult,) = joan.guardianships.all()
    assert (joan.name, joan.email, joan.phone, joan.restricted_at) == ("Joan Heron", "", "", NOW)
    assert (adult.adult_name, adult.adult_email, adult.adult_phone) == ("Robin Example", "", "")
    assert list(joan.bookings.all()) == [came]
    left = left_of([joan.pk])
    gone = {line.model for line in plan.LINES if line.asked == plan.DELETED} - {"booking.Message"}
    assert {model for model, count in left.items() if not count} == gone
    # The words about the visit that never was went with it; the others are part of the record.
    assert (left["booking.BookingEvent"], Words.objects.count()) == (1, 1)
    assert (left["intake.Screening"], left["intake.Note"], left["intake.HealthForm"]) == (3, 1, 1)
    assert erasure.kept_until == date(2035, 2, 6)
    assert Message.objects.get().kind == Kind.ERASED


def test_what_is_kept_opens_as_before(joan, marja):
    visit(joan, Status.COMPLETED, BEFORE + 7 * DAYS)

    ask(joan, marja, Outcome.PART)

    assert [note.text for note in joan.notes.all()] == ["Cold hands"]
    assert all(row.answers["had_operation"] == "no" for row in joan.screenings.all())


def test_r4_on_hold_nothing_is_deleted_and_the_record_is_locked(joan, marja):
    LegalHoldFactory(client=joan, set_by=marja)
    before = left_of([joan.pk])

    erasure = ask(joan, marja, Outcome.KEPT)

    after = left_of([joan.pk])
    joan.refresh_from_db()
    assert joan.restricted_at == NOW
    assert after == before | {
        "intake.Erasure": before["intake.Erasure"] + 1,
        "booking.Message": before["booking.Message"] + 1,
    }
    assert (erasure.client, erasure.outcome) == (joan, Outcome.KEPT)
    assert not Tombstone.objects.exists()


def test_once_the_hold_is_lifted_the_wish_can_be_fulfilled(joan, marja):
    LegalHoldFactory(client=joan, set_by=marja)
    ask(joan, marja, Outcome.KEPT)
    records.lift_holds(joan, by=marja, now=NOW)

    ask(joan, marja, Outcome.DELETED)

    assert not any(left_of([joan.pk]).values())


def test_whose_time_is_over_is_deleted_whole(joan, marja):
    visit(joan, Status.COMPLETED, BEFORE + 7 * DAYS)
    later = NOW.replace(year=2035)

    assert erase.look(joan, now=later).outcome == Outcome.DELETED
    assert erase.look(joan, now=NOW).outcome == Outcome.PART


@pytest.mark.parametrize("make", [HeldFactory, ConfirmedFactory])
def test_a_visit_to_come_is_cancelled_first(joan, marja, make):
    coming = make(client=joan)
    before = everything()

    with pytest.raises(EraseRefused) as refused:
        ask(joan, marja, Outcome.DELETED)

    assert refused.value.why == Why.BUSY
    assert erase.look(joan, now=NOW).visits == (coming,)
    assert everything() == before


def test_a_visit_without_an_outcome_is_noted_first(joan, marja):
    ConfirmedFactory(client=joan, starts_at=NOW - 2 * DAYS)

    with pytest.raises(EraseRefused) as refused:
        ask(joan, marja, Outcome.DELETED)

    assert refused.value.why == Why.BUSY


def test_who_waits_for_a_time_waits_no_longer(joan, marja):
    WaitlistEntryFactory(client=joan, treatment__slug="other")

    ask(joan, marja, Outcome.DELETED)

    assert not WaitlistEntry.objects.exists()


def test_another_outcome_than_was_shown_changes_nothing(joan, marja):
    visit(joan, Status.COMPLETED, BEFORE + 7 * DAYS)
    before = everything()

    with pytest.raises(EraseRefused) as refused:
        ask(joan, marja, Outcome.DELETED)

    assert refused.value.why == Why.CHANGED
    assert everything() == before


def test_pressing_twice_erases_once(joan, marja):
    visit(joan, Status.COMPLETED, BEFORE + 7 * DAYS)
    ask(joan, marja, Outcome.PART)
    before = everything()

    with pytest.raises(EraseRefused) as refused:
        ask(joan, marja, Outcome.PART)

    assert refused.value.why == Why.DONE
    assert everything() == before


def test_who_is_gone_cannot_be_erased_again(joan, marja):
    ask(joan, marja, Outcome.DELETED)

    with pytest.raises(EraseRefused) as refused:
        ask(joan, marja, Outcome.DELETED)

    assert refused.value.why == Why.GONE


def test_whoever_was_merged_goes_along(joan, marja):
    other = ClientFactory(name="Joanna Heron", email="joanna@heron.example", created_at=BEFORE)
    fill(other, marja, at=BEFORE)
    merging.merge(joan, other, by=lifecycle.practitioner(marja), now=BEFORE)

    with pytest.raises(EraseRefused):
        ask(other, marja, Outcome.DELETED)
    ask(Client.objects.get(pk=joan.pk), marja, Outcome.DELETED)

    assert not Client.objects.exists()
    assert not Screening.objects.exists()
    assert {int(stone.key) for stone in Tombstone.objects.all()} >= {joan.pk, other.pk}


def test_the_address_of_a_former_name_is_blanked_too(joan, marja):
    visit(joan, Status.COMPLETED, BEFORE + 7 * DAYS)
    ClientFactory(name="Joan Once", email="once@heron.example", merged_into=joan)

    ask(joan, marja, Outcome.PART)

    assert not Client.objects.exclude(email="").exists()


def test_a_child_is_told_of_through_the_adult(marja):
    child = ClientFactory(email="", created_at=BEFORE)
    GuardianshipFactory(child=child, adult_email="robin@example.com", adult_name="Robin Example")

    erasure = ask(child, marja, Outcome.DELETED)

    assert erasure.sent_to == {"address": "robin@example.com", "name": "Robin Example"}


def test_who_left_no_address_is_written_to_by_nobody(marja):
    erasure = ask(ClientFactory(email="", created_at=BEFORE), marja, Outcome.DELETED)

    assert erasure.sent_to is None
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (Outcome.DELETED, "Your details are deleted"),
        (Outcome.PART, "until 6 February 2035"),
        (Outcome.KEPT, "For now I have to keep what I know about you"),
    ],
)
def test_the_mail_says_what_became_of_the_wish(joan, marja, mailoutbox, outcome, said):
    if outcome == Outcome.PART:
        visit(joan, Status.COMPLETED, BEFORE + 7 * DAYS)
    if outcome == Outcome.KEPT:
        LegalHoldFactory(client=joan, set_by=marja)
        Message.objects.all().delete()
    ask(joan, marja, outcome)

    outbox.send_due(now=NOW)

    (mail,) = mailoutbox
    assert (mail.to, mail.subject) == (["joan@heron.example"], "Deleting your details")
    assert said in " ".join(mail.body.split())
    assert "30 days" in mail.body


def test_a_restricted_record_carries_no_new_booking(joan, marja):
    WorkingHoursFactory()
    visit(joan, Status.COMPLETED, BEFORE + 7 * DAYS)
    ask(joan, marja, Outcome.PART)
    joan.refresh_from_db()

    with pytest.raises(on_file.AskAgain) as refused:
        on_file.of(joan, now=NOW)
    assert refused.value.why == "none"
    assert not finding.find("Joan Heron")
    details = {"name": joan.name, "email": "joan@heron.example", "phone": "", "born_on": joan.born_on}
    assert records.find_or_make_client(**details, now=NOW)[1]


class TestNumbers:
    """R5: of what was deleted only counts are left, by month, and they are right."""

    @pytest.fixture(autouse=True)
    def _hours(self):
        for weekday in range(7):
            WorkingHoursFactory(weekday=weekday)

    def months(self):
        return [
            (period.completed, period.minutes_given, period.first_sessions, period.no_shows, period.cancelled,
             period.cancelled_late, period.not_treated, period.minutes_taken, period.minutes_open,
             dict(+period.holds))
            for period in counting.periods("month", NOW.date(), now=NOW)
        ]  # fmt: skip

    def test_r5_the_numbers_of_past_months_stay(self, joan, marja):
        other = ClientFactory()
        visit(other, Status.COMPLETED, BEFORE + 9 * DAYS)
        visit(joan, Status.NO_SHOW, BEFORE + 2 * DAYS)
        before = self.months()

        ask(joan, marja, Outcome.DELETED)

        assert self.months() == before
        assert before[-1][:5] == (1, 100, 1, 1, 1)
        kept = Tally.objects.order_by("month").values_list("month", "no_shows", "cancelled")
        assert list(kept) == [(date(2027, 1, 1), 0, 1), (date(2027, 2, 1), 1, 0)]

    def test_what_is_deleted_later_is_added_to_the_same_month(self, marja):
        people = [ClientFactory(created_at=BEFORE) for _n in range(2)]
        for n, client in enumerate(people):
            visit(client, Status.NO_SHOW, BEFORE + (2 + n) * DAYS)
        before = self.months()

        for client in people:
            ask(client, marja, Outcome.DELETED)

        assert self.months() == before
        assert Tally.objects.get().no_shows == 2

    def test_a_part_counts_what_it_deletes_once(self, joan, marja):
        visit(joan, Status.COMPLETED, BEFORE + 7 * DAYS)
        before = self.months()

        ask(joan, marja, Outcome.PART)

        assert self.months() == before
        assert sum(tally.completed for tally in Tally.objects.all()) == 0
