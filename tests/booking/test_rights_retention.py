"""What has been kept for its time goes on the day, and not a day before; a backup brings nothing back."""

import json
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from booking import outbox
from booking.models import Booking, Message, RetentionPolicy, Run, Status, Tombstone, WaitlistEntry
from booking.rights import erase, plan, purging, retention, tombstones
from booking.rights.erase import Outcome
from booking.rights.retention import What
from intake import records
from intake.models import Client, Enquiry, Erasure, FormDraft, HealthForm, Reading, Screening
from tests.booking.factories import NOW, ConfirmedFactory, WaitlistEntryFactory
from tests.booking.kept import DAYS, everything, fill, left_of, visit
from tests.intake.factories import (
    ClientFactory,
    EnquiryFactory,
    ErasureFactory,
    FormDraftFactory,
    LegalHoldFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
REASON = "She rang and asked for it."


@pytest.fixture
def marja():
    return UserFactory(username="marja")


@pytest.fixture
def joan(marja):
    """Never treated: what there was ended on 1 March 2027."""
    client = ClientFactory(name="Joan Heron", email="joan@heron.example", created_at=NOW)
    fill(client, marja)
    return client


def on(day: date) -> datetime:
    """Early that morning."""
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)


def expired(now):
    return retention.report(now=now)


def test_r1_health_answers_of_who_was_never_treated_go_after_thirty_days(joan):
    goes_on = date(2027, 3, 31)
    before = left_of([joan.pk])

    retention.apply(now=on(goes_on - DAYS))
    day_before = left_of([joan.pk])
    retention.apply(now=on(goes_on))

    health = {line.model for line in plan.LINES if line.clock == plan.HEALTH}
    assert day_before == before
    assert {model for model, count in left_of([joan.pk]).items() if not count} == health
    visit_left = Booking.objects.get()
    assert (visit_left.screening, visit_left.needs_review, visit_left.screened_for_on) == (None, False, None)


def test_r1_the_rest_goes_after_six_months(joan):
    goes_on = date(2027, 9, 1)

    retention.apply(now=on(goes_on - DAYS))
    is_there = Client.objects.exists()
    retention.apply(now=on(goes_on))

    assert is_there
    assert not any(left_of([joan.pk]).values())
    assert not any(everything().values())


def test_r1_the_record_of_who_was_treated_goes_as_a_whole_after_eight_years(joan):
    visit(joan, Status.COMPLETED, NOW + 7 * DAYS)
    goes_on = date(2035, 3, 8)

    retention.apply(now=on(goes_on - DAYS))
    kept = left_of([joan.pk])
    retention.apply(now=on(goes_on))

    # What ends by a clock of its own is gone by then; the record is whole.
    assert {model for model, count in kept.items() if not count} == {
        "booking.WaitlistEntry",
        "intake.FormDraft",
    }
    assert not any(everything().values())


def test_r2_a_child_born_on_29_february(marja):
    child = ClientFactory(born_on=date(2016, 2, 29), created_at=NOW)
    visit(child, Status.COMPLETED, NOW)

    retention.apply(now=on(date(2041, 2, 28)))
    is_there = Client.objects.exists()
    retention.apply(now=on(date(2041, 3, 1)))

    assert (is_there, Client.objects.exists()) == (True, False)


def test_r3_a_new_visit_starts_the_period_again(joan):
    visit(joan, Status.COMPLETED, NOW + 7 * DAYS)
    visit(joan, Status.COMPLETED, NOW.replace(year=2034))

    retention.apply(now=on(date(2035, 3, 8)))

    assert Booking.objects.filter(client=joan, status=Status.COMPLETED).count() == 2
    assert HealthForm.objects.exists()


def test_r4_a_legal_hold_stops_every_clock(joan, marja):
    LegalHoldFactory(client=joan, set_by=marja)
    before = left_of([joan.pk])
    far = on(date(2060, 1, 1))

    retention.apply(now=far)
    kept = left_of([joan.pk])
    records.lift_holds(joan, by=marja, now=far)
    retention.apply(now=far)

    assert kept == before
    assert not Client.objects.exists()


@pytest.mark.parametrize("make", [ConfirmedFactory, WaitlistEntryFactory])
def test_nothing_of_who_is_to_come_goes(joan, make):
    make(client=joan)
    before = left_of([joan.pk])

    retention.apply(now=NOW + 29 * DAYS)
    retention.apply(now=NOW + 60 * DAYS)

    # A form that was begun for no visit has a clock of its own.
    after = left_of([joan.pk])
    assert after | {"intake.FormDraft": 1} == before


def test_r6_no_expired_row_is_left_the_next_morning(joan, marja):
    for n in range(5):
        client = ClientFactory(created_at=NOW)
        fill(client, marja, at=NOW + n * 40 * DAYS)
        if n % 2:
            visit(client, Status.COMPLETED, NOW + (n * 40 + 3) * DAYS)
    EnquiryFactory()
    morning = on(date(2027, 12, 24))
    there = expired(morning)

    retention.daily(now=morning)

    assert there
    assert expired(morning) == []


def test_the_report_counts_by_rule_month_and_table_and_changes_nothing(joan):
    before = everything()

    lines = retention.report(now=on(date(2027, 3, 31)))

    assert {(line.what, line.month) for line in lines} == {(What.HEALTH, date(2027, 3, 1))}
    assert [(line.model, line.count) for line in lines if "Screening" in line.model] == [
        ("intake.Screening", 2)
    ]
    assert everything() == before


def test_the_command_says_what_would_go_and_names_nobody(joan):
    before, out = everything(), StringIO()

    with time_machine.travel(on(date(2027, 3, 31)), tick=False):
        call_command("retention", stdout=out)

    said = out.getvalue()
    assert "health answers of people who were never treated, due in March 2027" in said
    assert "     2  intake.Screening" in said
    assert "Nothing was changed" in said
    assert [word for word in ("Joan", "heron", "Cold hands") if word in said] == []
    assert everything() == before


def test_the_command_deletes_when_told(joan):
    out = StringIO()

    with time_machine.travel(on(date(2027, 3, 31)), tick=False):
        call_command("retention", "--apply", stdout=out)

    assert not Screening.objects.exists()
    assert "rows deleted." in out.getvalue()


@pytest.mark.parametrize(
    ("make", "model", "goes_on"),
    [
        (lambda: WaitlistEntryFactory(ended_at=NOW, ended_why="over"), WaitlistEntry, date(2027, 6, 1)),
        (lambda: FormDraftFactory(saved_at=NOW), FormDraft, date(2027, 3, 31)),
        (lambda: EnquiryFactory(), Enquiry, date(2027, 9, 1)),
        (lambda: EnquiryFactory(answered_at=NOW + 10 * DAYS), Enquiry, date(2027, 9, 11)),
        (lambda: ErasureFactory(), Erasure, date(2028, 3, 1)),
    ],
    ids=["place", "unfinished form", "question", "answered question", "note of an erasure"],
)
def test_what_has_a_clock_of_its_own_goes_by_it(make, model, goes_on):
    row = make()
    if hasattr(row, "client") and row.client is not None:
        # Somebody with a record, which alone would keep it for years.
        visit(row.client, Status.COMPLETED, NOW)

    retention.apply(now=on(goes_on - DAYS))
    is_there = model.objects.exists()
    retention.apply(now=on(goes_on))

    assert (is_there, model.objects.exists()) == (True, False)


def test_an_unfinished_form_waits_for_the_visit_it_is_for():
    draft = FormDraftFactory(saved_at=NOW)
    ConfirmedFactory(client=draft.client, starts_at=NOW + 100 * DAYS)

    retention.apply(now=NOW + 60 * DAYS)

    assert FormDraft.objects.exists()


def test_a_question_goes_with_the_notes_of_who_read_it(marja):
    enquiry = EnquiryFactory()
    records.read_enquiry(enquiry, by=marja, now=NOW)

    retention.apply(now=on(date(2027, 9, 1)))

    assert not Reading.objects.exists()


def test_her_own_numbers_count(joan):
    RetentionPolicy.objects.create(health_days=60)

    retention.apply(now=on(date(2027, 3, 31)))
    is_there = Screening.objects.exists()
    retention.apply(now=on(date(2027, 4, 30)))

    assert (is_there, Screening.objects.exists()) == (True, False)


def test_sessions_that_have_run_out_go_too():
    Session.objects.create(session_key="old", session_data="x", expire_date=NOW - DAYS)
    Session.objects.create(session_key="new", session_data="x", expire_date=NOW + DAYS)

    retention.apply(now=NOW)

    assert [session.pk for session in Session.objects.all()] == ["new"]


def test_the_address_for_the_last_mail_goes_once_it_has_left(joan, marja):
    erasure = erase.erase(joan, seen=Outcome.DELETED, reason=REASON, by=marja, now=NOW)
    retention.apply(now=NOW)
    erasure.refresh_from_db()
    waiting = erasure.sent_to

    outbox.send_due(now=NOW)
    retention.apply(now=NOW)

    erasure = Erasure.objects.get()
    assert (waiting["name"], erasure.sent_to, erasure.reason) == ("Joan Heron", None, REASON)


class TestOnceADay:
    def test_two_workers_do_it_once(self, joan):
        assert [retention.daily(now=NOW), retention.daily(now=NOW)] == [True, False]

    def test_the_next_day_it_is_done_again(self, joan):
        days = [NOW, NOW + timedelta(hours=11), NOW + timedelta(hours=12)]

        assert [retention.daily(now=now) for now in days] == [True, False, True]

    def test_a_worker_that_slept_catches_up(self, joan):
        retention.daily(now=NOW)

        retention.daily(now=NOW + 400 * DAYS)

        assert not Client.objects.exists()
        assert Run.objects.latest("day").deleted > 20

    def test_a_worker_that_died_over_it_gives_the_day_back(self, joan, monkeypatch):
        def die(**kwargs):
            raise RuntimeError

        with monkeypatch.context() as patch:
            patch.setattr(retention, "apply", die)
            with pytest.raises(RuntimeError):
                retention.daily(now=NOW)

        later = NOW + retention.LEASE
        assert [retention.daily(now=NOW), retention.daily(now=later)] == [False, True]
        assert Run.objects.get().finished_at == later


class TestBackups:
    """R7: what a backup brings back is erased again, with nobody written to."""

    @pytest.fixture(autouse=True)
    def _file(self, settings, tmp_path, django_capture_on_commit_callbacks):
        settings.TOMBSTONES = str(tmp_path / "tombstones.txt")
        self.path, self.committing = tmp_path / "tombstones.txt", django_capture_on_commit_callbacks

    def erase(self, client, marja, seen):
        with self.committing(execute=True):
            return erase.erase(client, seen=seen, reason=REASON, by=marja, now=NOW + DAYS)

    def restore(self, backup):
        """Put every row of the backup in place of what is there: all that came later is lost."""
        for model in (*map(apps.get_model, backup), Tombstone, Message):
            rows_ = QuerySet(model).all()
            rows_._raw_delete(rows_.db)
        for label, some in backup.items():
            model = apps.get_model(label)
            QuerySet(model).bulk_create([model(**row) for row in some])

    @pytest.mark.parametrize("how", ["command", "worker"])
    def test_r7_who_was_deleted_is_deleted_again(self, joan, marja, how):
        other = ClientFactory(created_at=NOW)
        fill(other, marja)
        backup = everything()
        self.erase(joan, marja, Outcome.DELETED)
        self.restore(backup)
        is_back = left_of([joan.pk])

        if how == "command":
            with time_machine.travel(NOW + 2 * DAYS, tick=False):
                call_command("purge_restored", stdout=StringIO())
        else:
            retention.daily(now=NOW + 2 * DAYS)

        assert all(is_back.values())
        assert not any(left_of([joan.pk]).values())
        assert all(left_of([other.pk]).values())
        assert not Message.objects.filter(kind="erased").exists()

    def test_r7_who_was_kept_in_part_is_locked_again(self, joan, marja):
        visit(joan, Status.COMPLETED, NOW - 7 * DAYS)
        backup = everything()
        erasure = self.erase(joan, marja, Outcome.PART)
        after = left_of([joan.pk])
        self.restore(backup)

        assert purging.purge(now=NOW + 2 * DAYS) == 1
        assert purging.purge(now=NOW + 3 * DAYS) == 0

        joan.refresh_from_db()
        assert (joan.email, bool(joan.restricted_at)) == ("", True)
        assert joan.erasures.get(outcome="part").kept_until == erasure.kept_until
        # The mail was sent once.
        assert left_of([joan.pk]) == after | {"booking.Message": 0}

    def test_nothing_is_done_where_nothing_came_back(self, joan, marja):
        visit(joan, Status.COMPLETED, NOW - 7 * DAYS)
        self.erase(joan, marja, Outcome.PART)
        before = everything()

        assert purging.purge(now=NOW + 2 * DAYS) == 0
        assert everything() == before

    def test_somebody_new_under_an_old_number_stays(self, joan, marja):
        number = joan.pk
        self.erase(joan, marja, Outcome.DELETED)
        new = ClientFactory(pk=number, created_at=NOW + 2 * DAYS)

        assert purging.purge(now=NOW + 3 * DAYS) == 0
        assert Client.objects.get() == new

    def test_the_file_holds_numbers_and_no_names(self, joan, marja):
        self.erase(joan, marja, Outcome.DELETED)

        (line,) = self.path.read_text().splitlines()
        assert json.loads(line) == {
            "model": "intake.Client",
            "key": str(joan.pk),
            "mark": "",
            "at": (NOW + DAYS).isoformat(),
        }

    @pytest.mark.parametrize(
        "line", ["", "{", "[]", '{"model": "auth.User", "key": "1", "mark": "", "at": "x"}']
    )
    def test_a_line_that_makes_no_sense_is_left_out(self, line, caplog):
        good = {"model": "intake.Client", "key": "7", "mark": "", "at": NOW.isoformat()}
        self.path.write_text(f"{line}\n{json.dumps(good)}\n")

        assert tombstones.read_file(now=NOW) == 1
        assert "make no sense" in caplog.text

    def test_a_file_that_cannot_be_written_is_written_the_next_day(self, joan, marja, settings, caplog):
        settings.TOMBSTONES = str(self.path.parent / "missing" / "file.txt")
        self.erase(joan, marja, Outcome.DELETED)
        settings.TOMBSTONES = str(self.path)

        tombstones.file()

        assert "cannot be written" in caplog.text
        assert len(self.path.read_text().splitlines()) == 1
        assert not Tombstone.objects.filter(filed_at=None).exists()


def test_the_report_asks_as_much_for_many_as_for_one(marja):
    asked = []
    for count in (1, 9):
        for _n in range(count):
            fill(ClientFactory(created_at=NOW), marja)
        with CaptureQueriesContext(connection) as queries:
            retention.report(now=on(date(2027, 9, 1)))
        asked.append(len(queries))

    assert asked[0] == asked[1]
