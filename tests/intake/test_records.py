from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from intake import agreement, questions, records
from intake.models import Client, Consent, Draft, Enquiry, Reading, Screening
from intake.models.base import CannotChange
from intake.screening import Answers, Known, Operation, Outcome, Policy, Reply
from tests.intake.factories import (
    NOW,
    PLAIN_ANSWERS,
    ClearanceFactory,
    ClientFactory,
    ConsentFactory,
    DraftFactory,
    EnquiryFactory,
    GuardianshipFactory,
    ScreeningFactory,
    UserFactory,
    WordsFactory,
)

pytestmark = pytest.mark.django_db

POLICY = Policy()
FIRST = Known(is_first=True)
VISIT = date(2027, 3, 9)
PLAIN = Answers.from_json(PLAIN_ANSWERS)
OPERATED = replace(
    PLAIN, had_operation=Reply.YES, operations=(Operation(2027, 2, 1, "knee"),), healed=Reply.YES
)


def record(client, answers=PLAIN, **others):
    """Keep new answers of somebody who has agreed that they are kept."""
    if not records.is_agreed(client):
        ConsentFactory(client=client)
    values = {
        "client": client,
        "answers": answers,
        "asked": questions.asked(answers, POLICY),
        "visit_on": VISIT,
        "policy": POLICY,
        "known": FIRST,
        "given_by": Screening.GivenBy.CLIENT,
        "now": NOW,
    }
    return records.record_screening(**values | others)


def test_a_draft_keeps_its_parts():
    draft = records.start_draft(now=NOW, for_whom="self")

    records.save_draft(draft, cancer="no", for_whom="adult")

    assert records.read_draft(str(draft.pk), now=NOW).answers == {"for_whom": "adult", "cancer": "no"}


def test_a_draft_keeps_what_another_tab_has_saved():
    draft = records.start_draft(now=NOW, for_whom="self")
    other_tab = records.read_draft(draft.pk, now=NOW)
    records.save_draft(draft, cancer="no")

    records.save_draft(other_tab, symptoms="yes")

    assert other_tab.answers == {"for_whom": "self", "cancer": "no", "symptoms": "yes"}


def test_a_draft_is_gone_after_24_hours():
    draft = records.start_draft(now=NOW)

    assert records.read_draft(draft.pk, now=NOW + timedelta(hours=24, seconds=-1)) == draft
    assert records.read_draft(draft.pk, now=NOW + timedelta(hours=24)) is None


def test_only_expired_drafts_are_dropped():
    old = records.start_draft(now=NOW - timedelta(hours=24))
    live = records.start_draft(now=NOW - timedelta(hours=23))

    dropped = records.drop_expired_drafts(now=NOW)

    assert dropped == 1
    assert list(Draft.objects.all()) == [live]
    assert old != live


@pytest.mark.parametrize("key", [None, "", "x", "\x00", "0" * 5000, 7, [], {}], ids=repr)
def test_a_garbled_draft_key_finds_nothing(key):
    DraftFactory()

    assert records.read_draft(key, now=NOW) is None


def test_saving_a_draft_that_is_gone_says_so():
    draft = DraftFactory()
    records.drop_draft(draft)

    with pytest.raises(records.DraftGone):
        records.save_draft(draft, cancer="no")


@pytest.mark.parametrize(
    ("name", "email"),
    [
        ("Joan Example", "joan@example.com"),
        ("  joan   EXAMPLE ", "Joan@Example.COM"),
        ("Joan\u00a0Example", "joan@example.com "),
    ],
)
def test_a_client_is_found_whatever_the_case_and_spaces(name, email):
    known = ClientFactory(name="Joan Example", email="joan@example.com")

    found, is_new = records.find_or_make_client(
        name=name, email=email, phone="", born_on=known.born_on, now=NOW
    )

    assert (found, is_new) == (known, False)


def test_letters_beyond_ascii_are_folded_too():
    known = ClientFactory(name="Åsa Östergård", email="asa@example.com")

    assert Client.objects.matching(name="ÅSA ÖSTERGÅRD", email="ASA@example.com", born_on=known.born_on) == [
        known
    ]


@pytest.mark.parametrize(
    "changed",
    [
        {"name": "Robin Example"},
        {"email": "robin@example.com"},
        {"born_on": date(1985, 6, 16)},
        {"email": ""},
    ],
)
def test_all_three_have_to_match(changed):
    known = ClientFactory(name="Joan Example", email="joan@example.com")
    details = {"name": known.name, "email": known.email, "born_on": known.born_on}

    found, is_new = records.find_or_make_client(**details | changed, phone="07700 900999", now=NOW)

    assert is_new
    assert found != known


def test_two_without_an_email_are_never_taken_for_one():
    known = ClientFactory(name="Joan Example", email="")

    assert Client.objects.matching(name="Joan Example", email="", born_on=known.born_on) == []


def test_of_several_the_oldest_is_taken_and_gets_the_new_number():
    oldest = ClientFactory(name="Joan Example", email="joan@example.com")
    ClientFactory(name="Joan Example", email="joan@example.com")

    found, _is_new = records.find_or_make_client(
        name="Joan Example",
        email="joan@example.com",
        phone="07700 900999",
        born_on=oldest.born_on,
        ring_at="evenings",
        now=NOW,
    )

    oldest.refresh_from_db()
    assert found == oldest
    assert (oldest.phone, oldest.ring_at) == ("07700 900999", "evenings")


def test_the_same_guardian_is_noted_once():
    known = GuardianshipFactory()
    details = {
        "child": known.child,
        "adult_email": "ROBIN@example.com",
        "adult_phone": "07700 900001",
        "relationship": "parent",
        "has_parental_responsibility": True,
        "now": NOW,
    }

    again = records.add_guardian(adult_name="robin  example", **details)
    other = records.add_guardian(adult_name="Kim Example", **details)

    assert again == known
    assert again.adult_phone == "07700 900001"
    assert other != known


def test_a_plain_screening_is_ready():
    screening = record(ClientFactory())

    assert (screening.needs_review, screening.needs_clearance) == (False, False)
    assert screening.given() == PLAIN
    assert screening.found() == ()


def test_a_screening_keeps_what_was_asked_and_found():
    screening = record(ClientFactory(), replace(OPERATED, cancer=Reply.YES))

    again = Screening.objects.get(pk=screening.pk)

    assert [finding.code for finding in again.found()] == ["too_soon", "oncology"]
    assert (again.needs_review, again.needs_clearance) == (True, True)
    assert "in the last 12 months" in again.asked[3]["wording"]
    assert again.questions_version == questions.VERSION


def test_a_screening_is_never_edited():
    screening = record(ClientFactory())
    screening.needs_review = True

    with pytest.raises(CannotChange):
        screening.save()
    with pytest.raises(CannotChange):
        Screening.objects.update(needs_review=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        Screening(pk=screening.pk, **_columns(screening)).save()


def _columns(screening):
    names = ("client", "visit_on", "answers", "asked", "findings", "questions_version", "given_by")
    return {name: getattr(screening, name) for name in names} | {
        "needs_review": True,
        "needs_clearance": False,
    }


def test_needing_a_clearance_without_a_review_is_refused_by_the_database():
    with pytest.raises(IntegrityError), transaction.atomic():
        ScreeningFactory(needs_clearance=True, needs_review=False)


def test_a_screening_is_superseded_once():
    first = record(ClientFactory())
    record(first.client, supersedes=first)

    with pytest.raises(IntegrityError), transaction.atomic():
        record(first.client, supersedes=first)


def test_a_screening_of_somebody_else_cannot_be_superseded():
    other = record(ClientFactory())

    with pytest.raises(ValueError, match="same client"):
        record(ClientFactory(), supersedes=other)


def test_the_same_answers_are_judged_anew_for_another_day():
    early = record(ClientFactory(), OPERATED)

    late = records.screen_again(early, visit_on=date(2027, 6, 1), policy=POLICY, known=FIRST, now=NOW)

    assert late.supersedes == early
    assert [finding.outcome for finding in late.found()] == [Outcome.READY]
    assert (early.needs_review, late.needs_review) == (True, False)
    assert (late.asked, late.given()) == (early.asked, OPERATED)


def test_an_earlier_yes_counts_against_a_no_within_12_months():
    client = ClientFactory()
    record(client, replace(PLAIN, symptoms=Reply.YES), now=NOW - timedelta(days=400))
    known = records.known_about(client, is_first=True, now=NOW)
    assert not record(client, known=known).needs_review

    record(client, replace(PLAIN, symptoms=Reply.YES), now=NOW - timedelta(days=300))
    known = records.known_about(client, is_first=True, now=NOW)

    assert [finding.code for finding in record(client, known=known).found()] == ["disagrees"]


def test_what_the_practitioner_noted_is_known():
    client = ClientFactory(talk_first=True, not_before_on=date(2027, 4, 1))

    known = records.known_about(client, is_first=False, now=NOW, follow_up_unmatched=True)

    assert known == Known(
        is_first=False,
        follow_up_unmatched=True,
        not_before_on=date(2027, 4, 1),
        talk_first=True,
        answered_on=date(2027, 3, 1),
    )


def test_without_a_client_nothing_is_known():
    known = records.known_about(None, is_first=True, now=NOW)

    assert known == Known(is_first=True, answered_on=date(2027, 3, 1))


def test_not_sure_about_cancer_care_is_settled_in_a_superseding_screening():
    practitioner, client = UserFactory(), ClientFactory()
    unsure = record(client, replace(PLAIN, cancer=Reply.UNSURE))
    known = records.known_about(client, is_first=True, now=NOW, settling=unsure)

    settled = records.settle(
        unsure, changes={"cancer": Reply.NO}, policy=POLICY, known=known, by=practitioner, now=NOW
    )

    assert (unsure.needs_clearance, unsure.has_unsettled_answer) == (True, True)
    assert (settled.needs_clearance, settled.has_unsettled_answer) == (False, False)
    assert (settled.supersedes, settled.given_by) == (unsure, "practitioner")
    assert [(reading.by, reading.row) for reading in Reading.objects.all()] == [(practitioner, unsure.pk)]


def test_settled_as_yes_still_needs_a_clearance():
    unsure = record(ClientFactory(), replace(PLAIN, cancer=Reply.UNSURE))

    settled = records.settle(
        unsure, changes={"cancer": Reply.YES}, policy=POLICY, known=FIRST, by=UserFactory(), now=NOW
    )

    assert (settled.needs_clearance, settled.has_unsettled_answer) == (True, False)


def test_what_the_practitioner_corrected_is_no_contradiction():
    client = ClientFactory()
    mistaken = record(client, replace(PLAIN, symptoms=Reply.YES))
    known = records.known_about(client, is_first=True, now=NOW, settling=mistaken)
    settled = records.settle(
        mistaken, changes={"symptoms": Reply.NO}, policy=POLICY, known=known, by=UserFactory(), now=NOW
    )

    later = records.known_about(client, is_first=False, now=NOW)

    assert not settled.needs_review
    assert [answers.symptoms for _day, answers in later.earlier] == [Reply.NO]


def test_reading_a_screening_is_written_down():
    practitioner, screening = UserFactory(), record(ClientFactory(), OPERATED)

    read = records.read_screening(screening, by=practitioner, now=NOW)

    reading = Reading.objects.get()
    assert read.answers == OPERATED
    assert [finding.code for finding in read.findings] == ["too_soon"]
    assert (reading.by, reading.at, reading.what) == (practitioner, NOW, "screening")
    assert (reading.row, reading.client) == (screening.pk, screening.client)


def test_what_cannot_be_written_down_is_not_read():
    screening = record(ClientFactory())

    with pytest.raises(IntegrityError), transaction.atomic():
        records.read_screening(screening, by=None, now=NOW)


def test_a_reading_is_never_changed():
    records.read_words(WordsFactory(), by=UserFactory(), now=NOW)
    reading = Reading.objects.get()

    with pytest.raises(CannotChange):
        reading.save()
    with pytest.raises(CannotChange):
        Reading.objects.update(what="nothing")


def test_reading_words_notes_and_messages_is_written_down():
    practitioner = UserFactory()

    words = records.read_words(WordsFactory(text="Ring me"), by=practitioner, now=NOW)
    note = records.read_clearance_note(ClearanceFactory(note="Dr Example"), by=practitioner, now=NOW)
    message = records.read_enquiry(EnquiryFactory(), by=practitioner, now=NOW)

    assert (words, note, message["name"]) == ("Ring me", "Dr Example", "Robin Example")
    assert sorted(Reading.objects.values_list("what", flat=True)) == ["clearance", "enquiry", "words"]


def test_a_message_is_answered_once():
    enquiry = records.write_enquiry(name="Robin", email="r@example.com", phone="", text="Hello", now=NOW)

    assert list(Enquiry.objects.open()) == [enquiry]
    assert records.answer_enquiry(enquiry, now=NOW)
    assert not records.answer_enquiry(enquiry, now=NOW + timedelta(hours=1))
    assert enquiry.answered_at == NOW
    assert not Enquiry.objects.open()


@pytest.mark.parametrize(
    ("day", "is_valid"),
    [
        (date(2027, 2, 28), False),
        (date(2027, 3, 1), True),
        (date(2027, 6, 1), True),
        (date(2027, 6, 2), False),
    ],
    ids=["day before", "first day", "last day", "day after"],
)
def test_a_clearance_covers_its_first_and_last_day(day, is_valid):
    clearance = records.accept_clearance(
        client=ClientFactory(),
        valid_from=date(2027, 3, 1),
        valid_until=date(2027, 6, 1),
        note="",
        by=UserFactory(),
        now=NOW,
    )

    assert clearance.is_valid_on(day) is is_valid
    assert clearance.client.clearances.valid_on(day).exists() is is_valid


def test_an_ended_clearance_covers_nothing():
    clearance = ClearanceFactory()

    assert records.end_clearance(clearance, now=NOW)
    assert not records.end_clearance(clearance, now=NOW + timedelta(days=1))
    assert not clearance.is_valid_on(VISIT)
    assert clearance.ended_at == NOW


def test_a_clearance_cannot_end_before_it_starts():
    with pytest.raises(IntegrityError), transaction.atomic():
        ClearanceFactory(valid_until=date(2027, 2, 28))


def test_a_consent_keeps_the_exact_words():
    shown = agreement.current("self")

    consent = records.give_consent(
        client=ClientFactory(), agreement=shown, given_by="Joan Example", relation="self", now=NOW
    )

    assert consent.wording == shown.wording
    assert consent.wording_sha256 == shown.sha256
    assert (consent.version, consent.language, consent.condition) == ("1", "en-gb", "explicit_consent")
    assert (consent.purpose, consent.channel, consent.given_at) == (Consent.Purpose.HEALTH, "web", NOW)
    assert records.withdraw_consent(consent, now=NOW)
    assert not records.withdraw_consent(consent, now=NOW)
