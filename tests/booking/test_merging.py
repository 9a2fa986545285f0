"""Two rows that are one person become one, and nothing is lost."""

from datetime import date, timedelta

import pytest

from booking import lifecycle, merging
from booking.models import Booking, BookingEvent, Kind, Status, WaitlistEntry
from intake import agreement, records
from intake.models import Client, Note, Reading
from tests.booking.factories import (
    NOW,
    ConfirmedFactory,
    FollowUpFactory,
    SeriesFactory,
    WaitlistEntryFactory,
    WorkingHoursFactory,
)
from tests.intake.factories import (
    PLAIN_ANSWERS,
    ClearanceFactory,
    ClientFactory,
    ErasureFactory,
    FormDraftFactory,
    GuardianshipFactory,
    HealthFormFactory,
    LegalHoldFactory,
    LetterRequestFactory,
    ScreeningFactory,
    SessionNoteFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
JOAN = {"name": "Joan Green", "email": "joan@example.com", "phone": "07700 900111"}
JOANNA = {"name": "Joanna Green", "email": "jg@example.com", "phone": "07700 900222"}
LATER = NOW + timedelta(days=14)


@pytest.fixture
def marja():
    return lifecycle.practitioner(UserFactory())


@pytest.fixture
def joan():
    return ClientFactory(**JOAN)


@pytest.fixture
def joanna():
    return ClientFactory(**JOANNA)


def merge(kept, other, by, **changes):
    disturbed = merging.merge(kept, other, by=by, now=NOW, **changes)
    kept.refresh_from_db()
    other.refresh_from_db()
    return disturbed


def fill(client, user, starts_at=NOW + timedelta(days=7)):
    """Give a client one row of everything that can point to one."""
    visit = ConfirmedFactory(client=client, screening__answers=PLAIN_ANSWERS, starts_at=starts_at)
    GuardianshipFactory(child=client)
    ClearanceFactory(client=client, accepted_by=user, note="Light work is fine")
    records.give_consent(
        client=client, agreement=agreement.current("self"), given_by=client.name, relation="self", now=NOW
    )
    records.write_note(client=client, kind=Note.Kind.GENERAL, text=f"About {client}", by=user, now=NOW)
    records.read_screening(visit.screening, by=user, now=NOW)
    HealthFormFactory(client=client)
    LetterRequestFactory(client=client, asked_by=user)
    FormDraftFactory(client=client)
    SessionNoteFactory(client=client, by=user)
    LegalHoldFactory(client=client, set_by=user)
    ErasureFactory(client=client, outcome="kept", by=user)
    ClientFactory(name=f"Once {client}", merged_into=client)
    SeriesFactory(client=client)
    WaitlistEntryFactory(client=client, screening=visit.screening)
    return visit


def pointing_to(client):
    """Return how many rows of each kind point to a client: of every kind there is, also of later ones."""
    return {
        f"{link.related_model.__name__}.{link.field.name}": link.related_model._base_manager.filter(
            **{link.field.name: client}
        ).count()
        for link in Client._meta.related_objects
    }


def test_every_row_that_pointed_to_either_points_to_one(joan, joanna, marja):
    fill(joan, marja.user)
    fill(joanna, marja.user, LATER)
    before, others = pointing_to(joan), pointing_to(joanna)

    merge(joan, joanna, marja)

    # Each kind has a row to lose, so that a kind that is made later has to be thought of here too.
    assert all(others.values())
    expected = {kind: count + others[kind] for kind, count in before.items()}
    # Nobody has two unfinished forms: the one of the row that stays goes on.
    expected["FormDraft.client"] = 1
    assert pointing_to(joan) == expected | {"Client.merged_into": expected["Client.merged_into"] + 1}
    assert not any(pointing_to(joanna).values())


def test_an_unfinished_form_of_the_other_row_is_kept_where_there_is_no_other(joan, joanna, marja):
    draft = FormDraftFactory(client=joanna, answers={"gp": "Dr Sample"})

    merge(joan, joanna, marja)

    draft.refresh_from_db()
    assert (draft.client, draft.answers) == (joan, {"gp": "Dr Sample"})


def test_what_was_sealed_is_still_readable(joan, joanna, marja):
    visit = fill(joanna, marja.user)

    merge(joan, joanna, marja)

    visit = Booking.objects.get(pk=visit.pk)
    assert visit.screening.given().to_json()["had_operation"] == "no"
    assert [note.text for note in joan.notes.all()] == ["About Joanna Green"]
    assert [letter.note for letter in joan.clearances.all()] == ["Light work is fine"]
    assert {reading.client for reading in Reading.objects.all()} == {joan}


def test_each_booking_tells_that_it_was_moved_to_another_row(joan, joanna, marja):
    mine, hers = ConfirmedFactory(client=joan), ConfirmedFactory(client=joanna, starts_at=LATER)

    merge(joan, joanna, marja)

    event = BookingEvent.objects.get()
    assert (event.booking, event.why, event.by, event.at) == (hers, "merged", marja.user, NOW)
    assert (event.from_status, event.to_status) == (Status.CONFIRMED, Status.CONFIRMED)
    assert set(joan.bookings.all()) == {mine, hers}


def test_the_other_row_stays_as_it_was_and_leads_to_the_kept_one(joan, joanna, marja):
    merge(joan, joanna, marja)

    assert (joanna.name, joanna.email, joanna.phone) == tuple(JOANNA.values())
    assert joanna.merged_into == joan
    assert list(Client.objects.present()) == [joan]


@pytest.mark.parametrize("from_other", [(), ("name",), ("email", "phone"), ("name", "email", "phone")])
def test_a_later_booking_with_the_details_of_either_finds_the_kept_one(joan, joanna, marja, from_other):
    merge(joan, joanna, marja, from_other=from_other)

    for details in (JOAN, JOANNA):
        found, is_new = records.find_or_make_client(**details, born_on=date(1985, 6, 15), now=NOW)
        assert (found, is_new) == (joan, False)


def test_she_chooses_which_details_stay(joan, joanna, marja):
    merge(joan, joanna, marja, from_other=("name", "phone"))

    assert (joan.name, joan.email, joan.phone) == ("Joanna Green", "joan@example.com", "07700 900222")


def test_what_was_on_file_before_is_not_lost(joan, joanna, marja):
    merge(joan, joanna, marja, from_other=("phone",))

    assert {(row.name, row.phone) for row in joan.merged.all()} == {
        ("Joan Green", "07700 900111"),
        ("Joanna Green", "07700 900222"),
    }


@pytest.mark.parametrize("kept_first", [True, False])
def test_the_stricter_of_both_stays(marja, kept_first):
    strict = ClientFactory(
        talk_first=True,
        not_before_on=date(2027, 4, 1),
        treated_before=True,
        form_on=date(2027, 2, 1),
        usual_minutes=120,
        ring_at="After six",
    )
    loose = ClientFactory(not_before_on=date(2027, 3, 20), form_on=None, usual_minutes=90)
    kept, other = (strict, loose) if kept_first else (loose, strict)

    merge(kept, other, marja)

    assert (kept.talk_first, kept.not_before_on, kept.treated_before) == (True, date(2027, 4, 1), True)
    assert (kept.form_on, kept.usual_minutes, kept.ring_at) == (date(2027, 2, 1), 120, "After six")


def test_merging_again_keeps_one_step_to_the_kept_one(joan, joanna, marja):
    jo = ClientFactory(name="Jo Green")
    merge(joanna, jo, marja)

    merge(joan, joanna, marja)

    jo.refresh_from_db()
    assert (jo.merged_into, joanna.merged_into) == (joan, joan)


def test_coming_visits_are_screened_again_by_what_is_known_now(joan, joanna, marja):
    WorkingHoursFactory()
    ScreeningFactory(client=joanna, answers=PLAIN_ANSWERS | {"symptoms": "yes"}, created_at=NOW)
    visit = ConfirmedFactory(client=joan, screening__answers=PLAIN_ANSWERS)

    disturbed = merge(joan, joanna, marja)

    visit.refresh_from_db()
    assert disturbed == 1
    assert visit.status == Status.HELD
    assert [found.code for found in visit.screening.found()] == ["disagrees"]
    assert Kind.HELD in set(visit.messages.values_list("kind", flat=True))


def test_a_flag_of_the_other_row_holds_the_visits_of_the_kept_one(joan, marja):
    WorkingHoursFactory()
    visit = ConfirmedFactory(client=joan, screening__answers=PLAIN_ANSWERS)

    disturbed = merge(joan, ClientFactory(talk_first=True), marja)

    visit.refresh_from_db()
    assert (disturbed, visit.status) == (1, Status.HELD)


def test_merging_into_oneself_is_refused(joan, marja):
    with pytest.raises(merging.MergeRefused) as refused:
        merge(joan, joan, marja)

    assert refused.value.why == "itself"


@pytest.mark.parametrize("which", ["kept", "other", "both"])
def test_who_was_merged_is_not_merged_again(joan, joanna, marja, which):
    jo = ClientFactory()
    merge(joan, joanna, marja)
    kept, other = {"kept": (joanna, jo), "other": (jo, joanna), "both": (joanna, joanna)}[which]

    with pytest.raises(merging.MergeRefused):
        merge(kept, other, marja)

    jo.refresh_from_db()
    assert jo.merged_into is None


@pytest.mark.parametrize("kept_is_child", [True, False])
def test_two_dates_of_birth_are_merged_only_by_her_word(marja, kept_is_child):
    child = GuardianshipFactory(adult_name="Joan Green").child
    adult = ClientFactory(name="Joan Green")
    kept, other = (child, adult) if kept_is_child else (adult, child)

    with pytest.raises(merging.MergeRefused) as refused:
        merge(kept, other, marja)
    untouched = Client.objects.present().count()
    merge(kept, other, marja, is_one_person=True)

    assert (refused.value.why, untouched) == ("two_birthdays", 2)
    assert other.merged_into == kept
    assert kept.guardianships.count() == 1


def test_a_merge_that_breaks_off_changes_nothing(joan, joanna, marja, monkeypatch):
    visit = fill(joanna, marja.user)

    def breaks_off(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("booking.rescreening.after_her_word", breaks_off)
    with pytest.raises(RuntimeError):
        merging.merge(joan, joanna, by=marja, now=NOW)

    visit.refresh_from_db()
    joanna.refresh_from_db()
    assert (visit.client, joanna.merged_into) == (joanna, None)
    assert not BookingEvent.objects.exists()


def with_past_visits(count, day):
    """Somebody with so many visits before the given day, all of one screening."""
    client = ClientFactory()
    screening = ScreeningFactory(client=client)
    for n in range(1, count + 1):
        at = day - timedelta(days=n)
        ConfirmedFactory(client=client, screening=screening, starts_at=at, screened_for_on=at.date())
    return client


def test_a_merge_takes_the_same_queries_for_1_and_10_past_visits(
    joan, marja, django_assert_num_queries, django_assert_max_num_queries
):
    one, ten = with_past_visits(1, NOW), with_past_visits(10, NOW - timedelta(days=30))

    with django_assert_max_num_queries(40) as few:
        merging.merge(joan, one, by=marja, now=NOW)
    with django_assert_num_queries(len(few)):
        merging.merge(joan, ten, by=marja, now=NOW)

    assert joan.bookings.count() == 11


def test_nobody_waits_twice_for_the_same(joan, joanna, marja):
    first = WaitlistEntryFactory(client=joanna)
    second = WaitlistEntryFactory(client=joan, created_at=LATER)
    other = WaitlistEntryFactory(client=joan, treatment=FollowUpFactory(), created_at=LATER)

    merge(joan, joanna, marja)

    assert set(WaitlistEntry.objects.waiting()) == {first, other}
    second.refresh_from_db()
    assert (second.client, second.ended_why) == (joan, WaitlistEntry.Ended.TAKEN_OFF)
