"""How a visit ends: it takes place, it does not, or it is cancelled; and what is noted about it."""

from datetime import date, timedelta

import pytest

from booking import emails, lifecycle
from booking.lifecycle import CLIENT, SYSTEM, FormMissing, NotAllowed, NoteMissing
from booking.models import Booking, Kind, Message, Status
from tests.booking.factories import NOW, BookingFactory, ConfirmedFactory, HeldFactory
from tests.booking.mails import no_token
from tests.intake.factories import ClientFactory, WordsFactory

pytestmark = pytest.mark.django_db
VISIT = NOW + timedelta(days=7)
AFTER = VISIT + timedelta(hours=2)


@pytest.fixture
def she(admin_user):
    return lifecycle.practitioner(admin_user)


@pytest.fixture
def visit():
    return ConfirmedFactory(starts_at=VISIT)


@pytest.fixture
def done():
    return ConfirmedFactory(starts_at=VISIT, status=Status.COMPLETED, minutes_given=120)


def again(booking):
    return Booking.objects.select_related("client").get(pk=booking.pk)


def last_event(booking):
    event = booking.events.last()
    return event.from_status, event.to_status, event.by, event.at, event.why, event.words


# What ends a visit, each with what it cannot do without.
ENDS = {
    "complete": lambda visit, **who: lifecycle.complete(visit, minutes=120, **who),
    "not_treated": lambda visit, **who: lifecycle.not_treated(visit, words=WordsFactory(), **who),
    "no_show": lambda visit, **who: lifecycle.no_show(visit, **who),
}


@pytest.mark.parametrize("end", ENDS)
class TestEveryEnd:
    def test_it_is_noted_from_the_moment_the_visit_begins(self, end, visit, she):
        with pytest.raises(NotAllowed):
            ENDS[end](visit, by=she, now=VISIT - timedelta(seconds=1))
        ENDS[end](visit, by=she, now=VISIT)

        assert again(visit).status == {"complete": "completed"}.get(end, end)
        assert last_event(visit)[2:4] == (she.user, VISIT)
        assert not Message.objects.exists()

    @pytest.mark.parametrize("somebody", [CLIENT, SYSTEM], ids=["client", "system"])
    def test_nobody_but_her_notes_it(self, end, visit, somebody):
        with pytest.raises(NotAllowed):
            ENDS[end](visit, by=somebody, now=AFTER)

        assert (again(visit).status, visit.events.count()) == (Status.CONFIRMED, 0)

    @pytest.mark.parametrize("factory", [HeldFactory, BookingFactory])
    def test_not_of_what_was_never_confirmed(self, end, factory, she):
        booking = factory(starts_at=VISIT, client=ClientFactory())
        before = booking.status

        with pytest.raises(NotAllowed):
            ENDS[end](booking, by=she, now=AFTER)

        assert again(booking).status == before

    def test_of_two_tabs_the_second_notes_nothing(self, end, visit, she):
        first_tab = again(visit)
        lifecycle.no_show(first_tab, by=she, now=AFTER)

        with pytest.raises(NotAllowed):
            ENDS[end](visit, by=she, now=AFTER)

        assert (again(visit).status, visit.events.count()) == (Status.NO_SHOW, 1)


class TestComplete:
    @pytest.mark.parametrize("minutes", [90, 105, 120])
    def test_the_minutes_given_are_kept(self, visit, she, minutes):
        lifecycle.complete(visit, minutes=minutes, by=she, now=AFTER)

        assert (again(visit).status, again(visit).minutes_given) == (Status.COMPLETED, minutes)

    @pytest.mark.parametrize("minutes", [89, 121])
    def test_fewer_or_more_than_usual_need_a_note(self, visit, she, minutes):
        with pytest.raises(NoteMissing):
            lifecycle.complete(visit, minutes=minutes, by=she, now=AFTER)
        words = WordsFactory()
        lifecycle.complete(visit, minutes=minutes, by=she, now=AFTER, words=words)

        assert again(visit).minutes_given == minutes
        assert last_event(visit)[-1] == words


class TestTheHealthForm:
    @pytest.fixture
    def client_without(self):
        return ClientFactory(form_on=None)

    def test_a_first_visit_without_one_is_not_completed(self, client_without, she):
        visit = ConfirmedFactory(starts_at=VISIT, client=client_without)

        for given in ({}, {"on_paper": True}, {"words": WordsFactory()}):
            with pytest.raises(FormMissing):
                lifecycle.complete(visit, minutes=120, by=she, now=AFTER, **given)

        assert (again(visit).status, again(visit).client.form_on) == (Status.CONFIRMED, None)

    def test_one_on_paper_counts_from_the_day_of_the_visit(self, client_without, she):
        visit = ConfirmedFactory(starts_at=VISIT, client=client_without)

        lifecycle.complete(visit, minutes=120, by=she, now=AFTER, words=WordsFactory(), on_paper=True)

        assert (again(visit).status, again(visit).client.form_on) == (Status.COMPLETED, visit.visit_on)

    def test_a_form_that_came_after_the_visit_stays_the_newest(self, she):
        visit = ConfirmedFactory(starts_at=VISIT, client__form_on=date(2027, 3, 9))

        lifecycle.complete(visit, minutes=120, by=she, now=AFTER, words=WordsFactory(), on_paper=True)

        assert again(visit).client.form_on == date(2027, 3, 9)

    def test_one_that_is_a_year_old_does_not_count(self, she):
        visit = ConfirmedFactory(starts_at=VISIT, client__form_on=date(2026, 3, 8))

        with pytest.raises(FormMissing):
            lifecycle.complete(visit, minutes=120, by=she, now=AFTER)

    def test_a_follow_up_needs_none(self, client_without, she):
        visit = ConfirmedFactory(starts_at=VISIT, client=client_without, is_first=False)

        lifecycle.complete(visit, minutes=120, by=she, now=AFTER)

        assert again(visit).status == Status.COMPLETED


class TestCorrectMinutes:
    def test_what_was_noted_first_stays_in_the_history(self, done, she):
        words = WordsFactory()

        lifecycle.correct_minutes(done, minutes=105, by=she, now=AFTER, words=words)

        assert again(done).minutes_given == 105
        assert last_event(done) == ("completed", "completed", she.user, AFTER, "corrected", words)

    def test_not_without_a_note(self, done, she):
        with pytest.raises(NoteMissing):
            lifecycle.correct_minutes(done, minutes=105, by=she, now=AFTER, words=None)

        assert again(done).minutes_given == 120

    def test_only_of_a_completed_visit(self, visit, she):
        with pytest.raises(NotAllowed):
            lifecycle.correct_minutes(visit, minutes=105, by=she, now=AFTER, words=WordsFactory())

    def test_by_nobody_else(self, done):
        with pytest.raises(NotAllowed):
            lifecycle.correct_minutes(done, minutes=105, by=CLIENT, now=AFTER, words=WordsFactory())


class TestNotTreated:
    def test_the_day_it_is_safe_from_goes_on_the_record(self, visit, she):
        words = WordsFactory()

        lifecycle.not_treated(visit, by=she, now=AFTER, words=words, safe_from=date(2027, 6, 5))

        assert again(visit).status == Status.NOT_TREATED
        assert again(visit).client.not_before_on == date(2027, 6, 5)
        assert last_event(visit)[-1] == words

    def test_no_day_leaves_the_record_as_it_is(self, she):
        visit = ConfirmedFactory(starts_at=VISIT, client__not_before_on=date(2027, 5, 1))

        lifecycle.not_treated(visit, by=she, now=AFTER, words=WordsFactory())

        assert again(visit).client.not_before_on == date(2027, 5, 1)

    def test_not_without_a_reason(self, visit, she):
        with pytest.raises(NoteMissing):
            lifecycle.not_treated(visit, by=she, now=AFTER, words=None, safe_from=date(2027, 6, 5))

        assert (again(visit).status, again(visit).client.not_before_on) == (Status.CONFIRMED, None)


class TestCancelling:
    @pytest.mark.parametrize(
        ("now", "is_called_off", "why"),
        [
            (VISIT - timedelta(hours=48), False, "asked"),
            (VISIT - timedelta(hours=47, minutes=59), False, "asked_late"),
            (VISIT - timedelta(minutes=5), True, "called_off"),
        ],
        ids=["in time", "late", "called off"],
    )
    def test_it_is_noted_who_wanted_it_and_whether_that_was_late(self, visit, she, now, is_called_off, why):
        lifecycle.cancel(visit, by=she, now=now, is_called_off=is_called_off)

        assert last_event(visit) == ("confirmed", "cancelled", she.user, now, why, None)

    @pytest.mark.parametrize("why", ["called off", "declined"])
    def test_a_note_added_since_leaves_the_message_as_it_is(self, she, why):
        if why == "declined":
            booking, kind = HeldFactory(starts_at=VISIT), Kind.DECLINED
            lifecycle.decline(booking, by=she, now=NOW, words=WordsFactory())
        else:
            booking, kind = ConfirmedFactory(starts_at=VISIT), Kind.CANCELLED
            lifecycle.cancel(booking, by=she, now=NOW, is_called_off=True)
        message = booking.messages.get(kind=kind)
        before = no_token(emails.build(message, now=NOW).body)

        lifecycle.add_note(booking, by=she, now=NOW, words=WordsFactory())

        message = Message.objects.get(pk=message.pk)
        assert emails.is_still_true(message, now=NOW)
        assert no_token(emails.build(message, now=NOW).body) == before


class TestNotesAndReceipts:
    @pytest.mark.parametrize("status", [Status.CONFIRMED, Status.CANCELLED, Status.NO_SHOW])
    def test_a_note_is_added_and_nothing_else_changes(self, she, status):
        visit = ConfirmedFactory(starts_at=VISIT, status=status)
        words = WordsFactory()

        lifecycle.add_note(visit, by=she, now=AFTER, words=words)

        assert (again(visit).status, again(visit).version) == (status, 1)
        assert last_event(visit) == (status, status, she.user, AFTER, "note", words)

    def test_a_note_is_hers(self, visit):
        with pytest.raises(NotAllowed):
            lifecycle.add_note(visit, by=CLIENT, now=AFTER, words=WordsFactory())

    def test_a_receipt_is_written_to_the_client(self, done, she):
        lifecycle.send_receipt(done, by=she, now=AFTER)

        assert [message.kind for message in Message.objects.all()] == [Kind.RECEIPT]
        assert last_event(done) == ("completed", "completed", she.user, AFTER, "receipt", None)

    @pytest.mark.parametrize(
        "status", [Status.CONFIRMED, Status.NOT_TREATED, Status.NO_SHOW, Status.CANCELLED]
    )
    def test_there_is_no_receipt_for_what_did_not_take_place(self, she, status):
        with pytest.raises(NotAllowed):
            lifecycle.send_receipt(ConfirmedFactory(status=status), by=she, now=AFTER)

        assert not Message.objects.exists()

    def test_nobody_else_sends_a_receipt(self, done):
        with pytest.raises(NotAllowed):
            lifecycle.send_receipt(done, by=SYSTEM, now=AFTER)
