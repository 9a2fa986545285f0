"""Letters that were asked for: where each stands, what came, and what nobody can write past."""

import threading
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from intake import records
from intake.crypto import Unreadable
from intake.letters import scanner
from intake.letters.content import Kind, NotTaken, Taken
from intake.models import LetterFile, LetterRequest, Reading
from intake.models.letters import LetterState
from intake.records.letters import Scanned
from tests.intake.factories import (
    NOW,
    ClearanceFactory,
    ClientFactory,
    LetterFileFactory,
    LetterRequestFactory,
    UserFactory,
)
from tests.intake.letter_files import EICAR, pdf

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
SCANNED = Scanned(Taken(Kind.PDF, b"%PDF-1.7 otter letter"), is_held=False)


def keep(request, scanned=SCANNED, **more):
    return records.keep_letter_file(request, scanned, name="otter.pdf", now=NOW, **more)


def state(request, today=TODAY):
    return LetterRequest.objects.get(pk=request.pk).state(today)


@pytest.fixture
def marja():
    return UserFactory()


class TestStates:
    def test_from_asking_to_running_out(self, marja):
        request = records.ask_for_letter(ClientFactory(), by=marja, now=NOW)
        seen = [state(request)]

        keep(request)
        seen.append(state(request))
        letter = ClearanceFactory(client=request.client, valid_until=date(2027, 6, 1))
        records.accept_letter(request, letter, by=marja, now=NOW)
        seen += [state(request), state(request, date(2027, 6, 1)), state(request, date(2027, 6, 2))]

        assert seen == ["asked", "received", "accepted", "accepted", "expired"]

    def test_an_ended_clearance_is_a_letter_that_ran_out(self, marja):
        letter = ClearanceFactory()
        request = LetterRequestFactory(client=letter.client)
        records.accept_letter(request, letter, by=marja, now=NOW)

        records.end_clearance(letter, now=NOW)

        assert state(request) == LetterState.EXPIRED

    def test_not_accepted_says_why_and_by_whom(self, marja):
        request = LetterFileFactory().request

        was_open = records.refuse_letter(request, reason="It is about another visit.", by=marja, now=NOW)

        request = LetterRequest.objects.get()
        assert (was_open, request.state(TODAY)) == (True, LetterState.NOT_ACCEPTED)
        assert (request.reason, request.decided_by) == ("It is about another visit.", marja)

    def test_what_is_not_needed_any_more_is_dropped(self):
        request = LetterRequestFactory()

        records.drop_letter(request, now=NOW)

        assert state(request) == LetterState.DROPPED

    def test_of_two_decisions_the_first_counts(self, marja):
        letter = ClearanceFactory()
        request = LetterRequestFactory(client=letter.client)

        first = records.refuse_letter(request, reason="No date on it", by=marja, now=NOW)
        others = [
            records.accept_letter(request, letter, by=marja, now=NOW),
            records.refuse_letter(request, reason="Other", by=marja, now=NOW),
            records.drop_letter(request, now=NOW),
        ]

        assert (first, others) == (True, [False, False, False])
        assert state(request) == LetterState.NOT_ACCEPTED


class TestAsking:
    def test_asking_twice_asks_once(self, marja):
        client = ClientFactory()

        first = records.ask_for_letter(client, by=marja, now=NOW)
        second = records.ask_for_letter(client, by=marja, now=NOW + timedelta(days=1))

        assert first == second

    def test_after_a_decision_another_can_be_asked_for(self, marja):
        client = ClientFactory()
        first = records.ask_for_letter(client, by=marja, now=NOW)
        records.refuse_letter(first, reason="Not signed", by=marja, now=NOW)

        second = records.ask_for_letter(client, by=marja, now=NOW)

        assert first != second
        assert records.open_request(client) == second


@pytest.mark.parametrize(
    "changes",
    [
        {"decided_at": NOW},
        {"decided_by": "user"},
        {"decided_at": NOW, "decided_by": "user", "received_at": NOW},
        {"decided_at": NOW, "decided_by": "user", "clearance": "letter"},
        {"clearance": "letter"},
    ],
    ids=["by nobody", "at no time", "neither way", "before it came", "undecided"],
)
def test_the_database_refuses_half_a_decision(changes, marja):
    letter = ClearanceFactory()
    request = LetterRequestFactory(client=letter.client)
    names = {"user": marja, "letter": letter}

    with pytest.raises(IntegrityError), transaction.atomic():
        LetterRequest.objects.filter(pk=request.pk).update(
            **{name: names.get(value, value) for name, value in changes.items()}
        )


def test_the_database_refuses_to_drop_what_was_decided(marja):
    request = LetterRequestFactory()
    records.refuse_letter(request, reason="Not signed", by=marja, now=NOW)

    with pytest.raises(IntegrityError), transaction.atomic():
        LetterRequest.objects.filter(pk=request.pk).update(dropped_at=NOW)


def test_the_database_keeps_one_open_request_for_each_client():
    request = LetterRequestFactory()
    LetterRequestFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        LetterRequestFactory(client=request.client)


@pytest.mark.parametrize(
    "changes", [{"number": 4}, {"number": 0}, {"number": 1}, {"size": 0}, {"size": 10485761}, {"kind": "svg"}]
)
def test_the_database_refuses_a_file_that_is_not_like_one(changes):
    file = LetterFileFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        LetterFileFactory(**{"request": file.request, "number": 2} | changes)


class TestFiles:
    def test_u1_three_are_kept_and_each_can_be_opened(self, marja):
        request = LetterRequestFactory()

        files = [keep(request) for _turn in range(3)]

        assert [file.number for file in files] == [1, 2, 3]
        assert [file.safe_name for file in files] == ["letter-1.pdf", "letter-2.pdf", "letter-3.pdf"]
        read = records.read_letter_file(LetterFile.objects.get(number=2), by=marja, now=NOW)
        assert (read.content, read.media_type) == (SCANNED.taken.content, "application/pdf")

    def test_u11_a_fourth_is_one_too_many(self):
        request = LetterRequestFactory()
        for _turn in range(3):
            keep(request)

        with pytest.raises(records.TooManyFiles):
            keep(request)

        assert request.files.count() == 3

    def test_nothing_is_kept_of_a_letter_nobody_waits_for(self):
        request = LetterRequestFactory(dropped_at=NOW)

        with pytest.raises(records.Closed):
            keep(request)

        assert not LetterFile.objects.exists()

    def test_u12_neither_the_file_nor_its_name_lies_in_the_database_as_it_is(self):
        file = keep(LetterRequestFactory())

        with connection.cursor() as cursor:
            cursor.execute("SELECT content, name FROM intake_letterfile")
            content, name = map(bytes, cursor.fetchone())
        assert b"%PDF" not in content
        assert b"otter" not in content + name
        assert LetterFile.objects.get(pk=file.pk).name == "otter.pdf"

    def test_a_file_that_was_changed_does_not_open(self, marja):
        one, other = LetterFileFactory(), LetterFileFactory()
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE intake_letterfile SET content = (SELECT content FROM intake_letterfile WHERE id = %s)"
                " WHERE id = %s",
                [self._key(other), self._key(one)],
            )

        with pytest.raises(Unreadable):
            records.read_letter_file(LetterFile.objects.get(pk=one.pk), by=marja, now=NOW)

    def _key(self, row):
        return row.pk if connection.vendor == "postgresql" else row.pk.hex

    def test_opening_is_written_down_first(self, marja):
        file = LetterFileFactory()

        records.read_letter_file(LetterFile.objects.get(), by=marja, now=NOW)

        reading = Reading.objects.get()
        assert (reading.what, reading.row, reading.by) == ("letter_file", file.pk, marja)
        assert reading.client == file.request.client

    def test_a_list_reads_neither_content_nor_name(self):
        LetterFileFactory()

        listed = LetterFile.objects.listed().get()

        assert {"content", "name"} <= listed.get_deferred_fields()

    def test_what_was_typed_is_opened_with_a_reading_only_where_there_is_something(self, marja):
        request = LetterRequestFactory()

        nothing = records.read_letter_words(request, by=marja, now=NOW)
        before = Reading.objects.count()
        records.write_for_doctor(request, "It was in 2019")
        something = records.read_letter_words(LetterRequest.objects.get(), by=marja, now=NOW)

        assert (nothing["for_doctor"], before) == ("", 0)
        assert (something["for_doctor"], Reading.objects.count()) == ("It was in 2019", 1)


class TestScanning:
    @pytest.fixture(autouse=True)
    def scanner_is_on(self, settings):
        settings.VIRUS_SCANNER = "127.0.0.1:1"

    @pytest.fixture
    def says(self, monkeypatch):
        def answer(content):
            return EICAR not in content

        monkeypatch.setattr(scanner, "is_harmless", answer)

    def test_u10_what_it_says_is_harmless_can_be_opened(self, says, marja):
        file = keep(LetterRequestFactory(), records.scan(pdf()))

        assert records.read_letter_file(file, by=marja, now=NOW).content

    def test_u10_what_it_finds_something_in_is_not_kept(self, says):
        good = pdf()

        with pytest.raises(records.Harmful):
            records.scan(good[:9] + b"%" + EICAR + b"\n" + good[9:])

    def test_u10_with_the_scanner_down_a_file_is_held_and_nobody_opens_it(self, marja):
        file = keep(LetterRequestFactory(), records.scan(pdf()))

        with pytest.raises(records.NotScanned):
            records.read_letter_file(file, by=marja, now=NOW)

        assert file.is_held
        assert not Reading.objects.exists()

    def test_once_it_answers_again_what_was_held_is_judged(self, says):
        good = LetterFileFactory(is_held=True)
        bad = LetterFileFactory(is_held=True, content=b"%PDF-1.7" + EICAR)

        judged = records.rescan_held(now=NOW)

        good.refresh_from_db()
        bad_request = LetterRequest.objects.get(pk=bad.request_id)
        assert (judged, good.is_held, LetterFile.objects.count()) == (2, False, 1)
        assert (bad_request.refused_at, bad_request.received_at) == (NOW, None)

    def test_while_it_is_down_what_was_held_stays_so(self):
        LetterFileFactory(is_held=True)

        assert records.rescan_held(now=NOW) == 0
        assert LetterFile.objects.get().is_held

    def test_what_is_no_letter_is_not_even_scanned(self, says):
        with pytest.raises(NotTaken):
            records.scan(EICAR)


@pytest.mark.django_db(transaction=True)
def test_four_files_at_once_never_make_four():
    request, answers = LetterRequestFactory(), []
    barrier = threading.Barrier(6)

    def send():
        barrier.wait()
        try:
            answers.append(keep(request).number)
        except records.TooManyFiles:
            answers.append("too many")
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _turn in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(map(str, answers)) == ["1", "2", "3", "too many", "too many", "too many"]
    assert LetterFile.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_asking_twice_at_once_asks_once():
    client, marja, asked = ClientFactory(), UserFactory(), []
    barrier = threading.Barrier(4)

    def ask():
        barrier.wait()
        asked.append(records.ask_for_letter(client, by=marja, now=NOW).pk)
        connection.close()

    threads = [threading.Thread(target=ask) for _turn in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(asked) == 4
    assert len(set(asked)) == 1
