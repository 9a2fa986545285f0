"""Booking while somebody rings: what is kept, what is refused, and what it becomes."""

from datetime import date, time, timedelta

import pytest

from booking import by_hand, lifecycle
from booking.calls import CHECK, GUARDIAN, QUESTIONS, Call
from booking.models import Booking, BookingEvent, BookingPolicy, Kind, Message, Status
from intake import records
from intake.models import Client, Consent, Draft, Guardianship, Screening
from tests.booking.factories import (
    NOW,
    BookingFactory,
    ConfirmedFactory,
    FollowUpFactory,
    HeldFactory,
    HoursOverrideFactory,
    TreatmentFactory,
)
from tests.booking.phone import PARENT, TUESDAY, known, new, ring
from tests.intake.factories import ClientFactory, GuardianshipFactory, UserFactory

pytestmark = pytest.mark.usefixtures("open_week")


@pytest.fixture
def user():
    return UserFactory()


@pytest.fixture
def her(user):
    return lifecycle.practitioner(user)


def place(draft, her, now=NOW):
    return by_hand.place(draft, by=her, now=now)


def test_somebody_new_is_booked_and_confirmed_straight_away(her, user):
    booking = place(ring(her), her)

    booking.refresh_from_db()
    client = Client.objects.get()
    assert (client.name, client.email, client.phone) == ("Joan Green", "joan@example.com", "07700 900456")
    assert (booking.status, booking.client, booking.is_first) == (Status.CONFIRMED, client, True)
    assert (booking.starts_at, booking.reserved_minutes, booking.crossed) == (TUESDAY, 120, [])
    assert list(BookingEvent.objects.values_list("to_status", "by")) == [
        ("reserved", user.pk),
        ("confirmed", user.pk),
    ]


def test_only_the_client_is_written_to_for_she_knows_it_already(her):
    place(ring(her), her)

    wanted = {Kind.CONFIRMED, Kind.FORM_SOON, Kind.FORM_LAST, Kind.CHANGED}
    assert {message.kind for message in Message.objects.all()} == wanted


def test_another_time_that_was_chosen_meanwhile_is_the_one_that_is_booked(her):
    draft = ring(her)
    records.save_draft(draft, starts_at=(TUESDAY + timedelta(days=1)).isoformat())

    assert place(draft, her).starts_at == TUESDAY + timedelta(days=1)


def test_who_turns_out_to_be_treated_already_is_booked_for_a_follow_up(her):
    client = ClientFactory()
    draft = ring(her, known(client))
    Client.objects.update(treated_before=True)

    assert place(draft, her).treatment.slug == "follow-up"


def test_the_agreement_and_the_answers_are_kept_as_given_by_phone(her):
    place(ring(her), her)

    consent, screening = Consent.objects.get(), Screening.objects.get()
    assert (consent.channel, consent.given_by, consent.relation) == ("phone", "Joan Green", "self")
    assert consent.wording.startswith("I agree that you use and keep my answers")
    assert (screening.given_by, screening.given().symptoms, screening.visit_on) == (
        Screening.GivenBy.PRACTITIONER,
        "no",
        date(2027, 3, 9),
    )
    assert [one["code"] for one in screening.asked][-1] == "symptoms"


def test_what_is_found_holds_it_as_on_the_site(her):
    booking = place(ring(her, cancer="yes"), her)

    assert (booking.status, booking.needs_review, booking.needs_clearance) == (Status.HELD, True, True)
    assert set(Message.objects.values_list("kind", flat=True)) == {
        Kind.HELD,
        Kind.REQUEST_WAITING,
        Kind.REQUEST_DUE,
    }


def test_a_request_for_tomorrow_is_held_too_for_she_needs_no_notice(her):
    soon = NOW + timedelta(hours=20)

    booking = place(ring(her, starts_at=soon, symptoms="unsure"), her)

    assert (booking.status, booking.held_until) == (Status.HELD, soon)


def test_pressing_twice_books_once(her):
    draft = ring(her)

    first, second = place(draft, her), place(draft, her)

    assert first.pk == second.pk
    assert (Booking.objects.count(), Client.objects.count(), Consent.objects.count()) == (1, 1, 1)
    assert not Draft.objects.exists()


def test_who_was_treated_here_gets_a_follow_up_of_their_usual_length(her):
    client = ClientFactory(usual_minutes=100)
    ConfirmedFactory(client=client, starts_at=NOW - timedelta(days=14), status=Status.COMPLETED)

    booking = place(ring(her, known(client)), her)

    assert (booking.treatment.slug, booking.is_first, booking.client) == ("follow-up", False, client)
    assert (booking.reserved_minutes, booking.blocked_until) == (100, TUESDAY + timedelta(minutes=115))
    assert Client.objects.count() == 1


def test_a_treatment_that_cannot_be_booked_online_can_be_booked_by_hand(her):
    TreatmentFactory()
    type(TreatmentFactory()).objects.update(is_bookable=False)

    assert place(ring(her), her).status == Status.CONFIRMED


def test_without_a_treatment_nothing_is_kept(her):
    type(FollowUpFactory()).objects.all().delete()

    with pytest.raises(by_hand.NoTreatment):
        ring(her)

    assert (Booking.objects.count(), Draft.objects.count()) == (0, 0)


def test_somebody_without_email_is_booked_and_nobody_is_matched_on_having_none(her):
    ClientFactory(name="Joan Green", email="", born_on=date(1985, 6, 15))

    booking = place(ring(her, new(email="")), her)

    assert (booking.client.email, Client.objects.count()) == ("", 2)


@pytest.mark.parametrize(
    ("starts_at", "crossed"),
    [
        (NOW + timedelta(hours=2), ["notice"]),
        (TUESDAY + timedelta(days=182), ["window"]),
        (TUESDAY.replace(hour=6), ["closed"]),
        (TUESDAY + timedelta(minutes=10), []),
    ],
    ids=["notice", "window", "hours", "between two starts"],
)
def test_the_rules_for_clients_may_be_crossed_and_the_row_names_them(her, starts_at, crossed):
    booking = place(ring(her, starts_at=starts_at), her)

    booking.refresh_from_db()
    assert (booking.status, booking.crossed) == (Status.CONFIRMED, crossed)


def test_a_closed_block_is_a_rule_that_may_be_crossed(her):
    HoursOverrideFactory(day=TUESDAY.date(), starts=time(9), ends=time(13))

    assert place(ring(her), her).crossed == ["closed"]


def test_a_full_day_may_be_crossed(her):
    BookingPolicy.objects.update(max_sessions=1, max_first_sessions=1)
    ConfirmedFactory(starts_at=TUESDAY + timedelta(hours=4))

    assert place(ring(her), her).crossed == ["day_full", "first_full"]


@pytest.mark.parametrize(
    "apart", [timedelta(0), timedelta(minutes=90), timedelta(minutes=140)], ids=["same", "overlap", "buffer"]
)
@pytest.mark.parametrize("factory", [ConfirmedFactory, HeldFactory, BookingFactory])
def test_two_sessions_at_once_she_cannot_book(her, factory, apart):
    other = factory(starts_at=TUESDAY + apart)

    with pytest.raises(by_hand.Clash) as clash:
        ring(her)

    assert clash.value.bookings == [other]
    assert len(clash.value.nearest) == 6
    assert (Booking.objects.count(), Draft.objects.count()) == (1, 0)


def test_what_has_run_out_stands_in_nobodys_way(her):
    HeldFactory(starts_at=TUESDAY, held_until=NOW)

    assert place(ring(her), her).status == Status.CONFIRMED


def test_a_time_that_was_taken_while_they_talked_is_not_booked_and_nothing_is_lost(her):
    draft = ring(her)
    later = NOW + timedelta(minutes=16)
    lifecycle.lapse_run_out(now=later)
    other = ConfirmedFactory(starts_at=TUESDAY)

    with pytest.raises(by_hand.Clash) as clash:
        place(draft, her, now=later)

    draft.refresh_from_db()
    assert clash.value.bookings == [other]
    assert (draft.answers["cancer"], Client.objects.filter(name="Joan Green").count()) == ("no", 0)


def test_a_time_that_ran_out_and_is_still_free_is_claimed_again(her):
    draft = ring(her)

    assert place(draft, her, now=NOW + timedelta(hours=1)).status == Status.CONFIRMED


def test_a_time_that_has_gone_by_while_they_talked_is_not_booked(her):
    draft = ring(her, starts_at=NOW + timedelta(minutes=5))

    with pytest.raises(by_hand.Past):
        place(draft, her, now=NOW + timedelta(minutes=5))

    assert Booking.objects.get().status == Status.RESERVED


@pytest.mark.parametrize("missing", ["agreed", "had_operation", "cancer", "symptoms", "pregnant"])
def test_nothing_is_booked_while_something_is_still_to_be_asked(her, missing):
    draft = ring(her)
    by_hand.answer(Call(draft, NOW), **{missing: None})

    with pytest.raises(by_hand.Incomplete) as incomplete:
        place(draft, her)

    assert incomplete.value.step == QUESTIONS
    assert Booking.objects.get().status == Status.RESERVED


def test_a_call_that_was_broken_off_does_not_stand_in_her_own_way(her):
    by_hand.begin(new(name="Kim Left"), TUESDAY, by=her, now=NOW)

    assert place(ring(her), her).status == Status.CONFIRMED


def test_somebody_on_the_site_keeps_their_time_from_her_too(her):
    BookingFactory(starts_at=TUESDAY)

    with pytest.raises(by_hand.Clash):
        ring(her)


def test_another_time_lets_the_first_one_go(her):
    draft = ring(her)

    by_hand.keep_time(draft, TUESDAY + timedelta(days=1), by=her, now=NOW)

    taking = Booking.objects.taking(NOW)
    assert [booking.starts_at for booking in taking] == [TUESDAY + timedelta(days=1)]
    assert Call(draft, NOW).missing == CHECK


def test_a_call_is_given_up_and_leaves_nothing_behind(her):
    draft = ring(her)

    by_hand.give_up(draft, by=her, now=NOW)

    assert (Booking.objects.get().status, Draft.objects.count()) == (Status.LAPSED, 0)


def test_nobodys_answers_count_for_somebody_else(her):
    draft = ring(her, cancer="yes")

    by_hand.begin(new(name="Kim Other"), TUESDAY, by=her, now=NOW, draft=draft)

    assert Call(draft, NOW).missing == QUESTIONS
    assert draft.answers["cancer"] is None


def test_the_same_person_at_another_time_is_not_asked_again(her):
    draft = ring(her)

    by_hand.begin(new(), TUESDAY + timedelta(hours=2), by=her, now=NOW, draft=draft)

    assert Call(draft, NOW).missing == CHECK


def test_a_child_is_booked_by_a_guardian_who_agrees_in_their_name(her):
    draft = ring(her, new(name="Kit Green", born_on="2018-06-15"), guardian=PARENT)

    booking = place(draft, her)

    adult, consent = Guardianship.objects.get(), Consent.objects.get()
    assert (booking.client.name, booking.guardianship) == ("Kit Green", adult)
    assert (adult.adult_name, adult.adult_email, adult.has_parental_responsibility) == (
        "Robin Green",
        "robin@example.com",
        True,
    )
    assert (consent.given_by, consent.relation) == ("Robin Green", "father")
    assert consent.wording.startswith("I have parental responsibility")
    assert [found.code for found in booking.screening.found()] == ["child"]


def test_a_child_needs_a_guardian_first(her):
    draft = ring(her, new(born_on="2018-06-15"))

    assert Call(draft, NOW).missing == GUARDIAN


def test_who_turns_16_before_the_visit_books_alone(her):
    draft = ring(her, new(born_on="2011-03-09"))

    assert Call(draft, NOW).missing == CHECK


def test_a_day_before_the_birthday_needs_a_guardian_and_another_agreement(her):
    draft = ring(her, new(born_on="2011-03-09"))

    by_hand.keep_time(draft, TUESDAY - timedelta(days=1), by=her, now=NOW)

    assert (Call(draft, NOW).missing, draft.answers["agreed"]) == (GUARDIAN, None)


def test_the_guardian_of_a_known_child_is_found_again(her):
    adult = GuardianshipFactory(child=ClientFactory(born_on=date(2018, 6, 15)))
    same = PARENT | {"name": adult.adult_name, "email": adult.adult_email}

    booking = place(ring(her, known(adult.child), guardian=same), her)

    assert (booking.guardianship, Guardianship.objects.count()) == (adult, 1)


def test_a_client_who_was_merged_meanwhile_is_booked_as_who_they_are_now(her):
    kept = ClientFactory()
    draft = ring(her, known(ClientFactory(merged_into=kept)))

    assert place(draft, her).client == kept


def test_an_answer_that_differs_from_an_earlier_one_holds_it(her):
    client = ClientFactory()
    place(ring(her, known(client), cancer="yes"), her)

    booking = place(ring(her, known(client), starts_at=TUESDAY + timedelta(days=1)), her)

    assert booking.status == Status.HELD
    assert [found.code for found in booking.screening.found()] == ["disagrees"]


def test_new_answers_hold_a_coming_visit_again(her):
    client = ClientFactory()
    first = place(ring(her, known(client)), her)

    place(ring(her, known(client), starts_at=TUESDAY + timedelta(days=1), symptoms="yes"), her)

    first.refresh_from_db()
    assert first.status == Status.HELD
    assert Kind.NEW_REQUEST not in first.messages.values_list("kind", flat=True)


def test_only_a_person_books_by_hand():
    with pytest.raises(lifecycle.NotAllowed):
        by_hand.begin(new(), TUESDAY, by=lifecycle.SYSTEM, now=NOW)

    assert not Booking.objects.exists()
