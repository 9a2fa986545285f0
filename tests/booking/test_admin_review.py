"""The review page: what she reads, what she decides, and what is refused."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse

from booking import lifecycle
from booking.admin import decisions
from booking.models import BookingEvent, Kind, Message, Status
from booking.practitioner import make_practitioner
from intake import questions, records
from intake.answers import Answers, ForWhom, Operation, Reply
from intake.models import Clearance, Reading, Screening, ScreeningPolicy
from tests.booking.factories import NOW, ConfirmedFactory, HeldFactory
from tests.intake.factories import ClearanceFactory, ClientFactory

pytestmark = pytest.mark.django_db
VISIT = NOW + timedelta(days=7)
REASON = "We talked on the phone, and a doctor should look at it first."


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def user():
    return make_practitioner("marja", "walking-in-birch-woods")


@pytest.fixture
def marja(user):
    marja = Browser()
    marja.force_login(user)
    return marja


def held(**answers):
    """A request as the site makes it, of somebody who gave these answers and else nothing to find."""
    plain = Answers(
        born_on=date(1985, 6, 15),
        for_whom=ForWhom.SELF,
        pregnant=Reply.NO,
        due_on=None,
        had_operation=Reply.NO,
        operations=(),
        healed=None,
        cancer=Reply.NO,
        symptoms=Reply.NO,
    )
    given = Answers(**(vars(plain) | answers))
    client = ClientFactory(name="Joan Green", born_on=given.born_on)
    policy = ScreeningPolicy().as_policy()
    screening = records.record_screening(
        client=client,
        answers=given,
        asked=questions.asked(given, policy),
        visit_on=VISIT.date(),
        policy=policy,
        known=records.known_about(client, is_first=True, now=NOW),
        given_by=Screening.GivenBy.CLIENT,
        now=NOW,
    )
    return HeldFactory(client=client, screening=screening, needs_clearance=screening.needs_clearance)


def url(booking):
    return reverse("admin:booking_booking_review", args=[booking.pk])


def post(marja, booking, act="decide", **typed):
    return marja.post(url(booking), {"act": act, "seen": decisions.seen_of(booking)} | typed)


def kinds(booking):
    return set(Message.objects.filter(booking=booking).values_list("kind", flat=True))


def test_the_page_says_what_was_found_the_strictest_first(marja):
    booking = held(cancer=Reply.YES, symptoms=Reply.YES)

    page = marja.get(url(booking)).content.decode()

    assert page.index("Care for cancer now or lately") < page.index("Symptoms for a doctor first")
    assert "Do you have cancer" in page
    assert "Joan G. asks for a first session" in page


def test_showing_the_answers_is_written_down(marja, user):
    booking = held(symptoms=Reply.YES)

    marja.get(url(booking))

    reading = Reading.objects.get()
    assert (reading.by, reading.at, reading.row) == (user, NOW, booking.screening_id)


def test_who_may_see_bookings_but_no_answers_reads_none(marja, user):
    booking = held(symptoms=Reply.YES)
    user.groups.get().permissions.remove(*user.groups.get().permissions.filter(codename="view_screening"))

    answer = marja.get(url(booking))

    assert answer.status_code == 403
    assert not Reading.objects.exists()


def test_reading_changes_nothing_else(marja):
    booking = held(symptoms=Reply.YES)

    marja.get(url(booking))

    booking.refresh_from_db()
    assert (booking.status, booking.version, booking.events.count()) == (Status.HELD, 1, 0)
    assert not Message.objects.exists()


def test_confirming_a_request_writes_to_the_client(marja, user):
    booking = held(symptoms=Reply.YES)

    answer = post(marja, booking, decision="confirm")

    booking.refresh_from_db()
    assert (booking.status, booking.decided_by, booking.approved_version) == (Status.CONFIRMED, user, 1)
    assert kinds(booking) == {Kind.CONFIRMED}
    assert answer.url == reverse("admin:index")
    assert "Joan Green gets a message" in marja.get(answer.url).content.decode()


def test_a_note_is_kept_sealed_with_the_decision(marja):
    booking = held(symptoms=Reply.YES)

    post(marja, booking, decision="confirm", note=REASON)

    event = BookingEvent.objects.get(booking=booking)
    assert (event.why, event.words.text) == ("approved", REASON)


def test_declining_writes_to_the_client_and_keeps_the_reason(marja):
    booking = held(symptoms=Reply.YES)

    post(marja, booking, decision="decline", note=REASON)

    booking.refresh_from_db()
    assert booking.status == Status.DECLINED
    assert kinds(booking) == {Kind.DECLINED}
    assert BookingEvent.objects.get(booking=booking).words.text == REASON


@pytest.mark.parametrize("note", ["", "   \n "])
def test_declining_without_a_reason_is_refused(marja, note):
    booking = held(symptoms=Reply.YES)

    page = post(marja, booking, decision="decline", note=note).content.decode()

    booking.refresh_from_db()
    assert booking.status == Status.HELD
    assert "There is a problem" in page
    assert "<title>Error:" in page
    assert 'href="#id_note"' in page


def test_a_later_day_lets_the_time_go(marja):
    booking = held(symptoms=Reply.YES)

    answer = post(marja, booking, decision="later", from_on="5/6/2027")

    booking.refresh_from_db()
    assert booking.status == Status.DECLINED
    assert booking.client.not_before_on == date(2027, 6, 5)
    assert kinds(booking) == {Kind.LATER}
    assert "times from 5 June 2027 on" in marja.get(answer.url).content.decode()


def test_the_day_that_books_straight_through_is_filled_in(marja):
    booking = held(had_operation=Reply.YES, operations=(Operation(2027, 1, 5),), healed=Reply.YES)

    page = marja.get(url(booking)).content.decode()

    assert 'value="05/04/2027"' in page


@pytest.mark.parametrize("day", ["", "8/3/2027", "31/2/2027", "9999-99-99", "soon", "\x00"])
def test_a_later_day_that_is_none_is_refused_and_the_note_stays(marja, day):
    booking = held(symptoms=Reply.YES)

    page = post(marja, booking, decision="later", from_on=day, note=REASON).content.decode()

    booking.refresh_from_db()
    assert booking.status == Status.HELD
    assert "There is a problem" in page
    assert REASON in page


@pytest.mark.parametrize("decision", [None, "", "status=confirmed", "approve"])
def test_no_decision_at_all_is_asked_for_again(marja, decision):
    booking = held(symptoms=Reply.YES)
    typed = {} if decision is None else {"decision": decision}

    page = post(marja, booking, **typed).content.decode()

    booking.refresh_from_db()
    assert booking.status == Status.HELD
    assert "There is a problem" in page


def test_care_for_cancer_is_not_confirmed_without_a_letter(marja):
    booking = held(cancer=Reply.YES)

    page = post(marja, booking, decision="confirm", note=REASON).content.decode()

    booking.refresh_from_db()
    assert booking.status == Status.HELD
    assert "Opens when a letter that is valid on 8 March is accepted." in page
    assert REASON in page
    assert not Message.objects.exists()


def test_an_accepted_letter_opens_the_confirmation(marja, user):
    booking = held(cancer=Reply.YES)

    post(
        marja, booking, act="letter", valid_from="1/3/2027", valid_until="1/6/2027", letter_note="Dr Example"
    )
    post(marja, booking, decision="confirm")

    booking.refresh_from_db()
    letter = Clearance.objects.get()
    assert (booking.status, booking.clearance) == (Status.CONFIRMED, letter)
    assert (letter.accepted_by, letter.valid_until, letter.note) == (user, date(2027, 6, 1), "Dr Example")


def test_a_letter_that_ends_before_the_visit_opens_nothing(marja):
    booking = held(cancer=Reply.YES)
    ClearanceFactory(client=booking.client, valid_until=VISIT.date() - timedelta(days=1))

    post(marja, booking, decision="confirm")

    booking.refresh_from_db()
    assert booking.status == Status.HELD


@pytest.mark.parametrize(
    ("first", "last"), [("1/6/2027", "1/3/2027"), ("", "1/6/2027"), ("1/3/2027", ""), ("x", "y")]
)
def test_a_letter_with_impossible_days_is_not_accepted(marja, first, last):
    booking = held(cancer=Reply.YES)

    page = post(marja, booking, act="letter", valid_from=first, valid_until=last, letter_note="Dr Example")

    assert not Clearance.objects.exists()
    assert "Dr Example" in page.content.decode()


def test_not_sure_about_cancer_is_settled_before_anybody_confirms(marja):
    booking = held(cancer=Reply.UNSURE)
    ClearanceFactory(client=booking.client)

    page = post(marja, booking, decision="confirm").content.decode()

    booking.refresh_from_db()
    assert booking.status == Status.HELD
    assert "settled as yes or no" in page


def test_settled_as_no_can_be_confirmed(marja, user):
    booking = held(cancer=Reply.UNSURE)
    first = booking.screening

    post(marja, booking, act="settle", reply="no")
    booking.refresh_from_db()
    settled = booking.screening
    post(marja, booking, decision="confirm")

    booking.refresh_from_db()
    assert settled.supersedes == first
    assert settled.given_by == Screening.GivenBy.PRACTITIONER
    assert (booking.status, booking.screening) == (Status.CONFIRMED, settled)


def test_settled_as_yes_still_needs_a_letter(marja):
    booking = held(cancer=Reply.UNSURE)

    post(marja, booking, act="settle", reply="yes")
    booking.refresh_from_db()
    page = post(marja, booking, decision="confirm").content.decode()

    assert booking.needs_clearance
    assert "Opens when a letter" in page


def test_for_another_adult_a_note_on_their_consent_is_asked_for(marja):
    booking = held(for_whom=ForWhom.ADULT)

    page = post(marja, booking, decision="confirm").content.decode()
    booking.refresh_from_db()
    without = booking.status
    post(marja, booking, decision="confirm", note="She rang me herself and agrees.")

    booking.refresh_from_db()
    assert "how the person treated agreed" in page
    assert (without, booking.status) == (Status.HELD, Status.CONFIRMED)


def test_a_page_from_before_a_new_screening_decides_nothing(marja):
    booking = held(cancer=Reply.UNSURE)
    old = decisions.seen_of(booking)
    post(marja, booking, act="settle", reply="no")

    answer = marja.post(url(booking), {"act": "decide", "seen": old, "decision": "confirm"}, follow=True)

    booking.refresh_from_db()
    assert booking.status == Status.HELD
    assert "has changed since you opened the page" in answer.content.decode()


@pytest.mark.parametrize("second", ["confirm", "decline"])
def test_of_two_tabs_the_second_decides_nothing(marja, second):
    booking = held(symptoms=Reply.YES)
    old = decisions.seen_of(booking)
    post(marja, booking, decision="confirm")

    typed = {"act": "decide", "seen": old, "decision": second, "note": REASON}
    answer = marja.post(url(booking), typed, follow=True)

    booking.refresh_from_db()
    assert booking.status == Status.CONFIRMED
    assert "It is now “Confirmed”" in answer.content.decode()
    assert booking.events.count() == 1


def test_what_has_lapsed_meanwhile_cannot_be_confirmed(marja):
    booking = held(symptoms=Reply.YES)

    with time_machine.travel(booking.held_until, tick=False):
        marja.force_login(make_practitioner("marja", "walking-in-birch-woods"))
        page = marja.get(post(marja, booking, decision="confirm").url).content.decode()

    booking.refresh_from_db()
    assert booking.status == Status.HELD
    assert "the time is not kept any more" in page


def test_a_page_without_what_was_seen_decides_nothing(marja):
    booking = held(symptoms=Reply.YES)

    marja.post(url(booking), {"act": "decide", "decision": "confirm"})

    booking.refresh_from_db()
    assert booking.status == Status.HELD


def test_who_may_only_look_decides_nothing(marja, user):
    booking = held(symptoms=Reply.YES)
    group = user.groups.get()
    group.permissions.remove(*group.permissions.filter(codename="change_booking"))

    answer = post(marja, booking, decision="confirm")

    booking.refresh_from_db()
    assert (answer.status_code, booking.status) == (403, Status.HELD)


def test_the_answers_of_a_confirmed_visit_can_be_read_but_not_decided(marja):
    booking = ConfirmedFactory()

    page = marja.get(url(booking)).content.decode()

    assert "What was found" in page
    assert "What will you do?" not in page


def test_a_reason_is_read_back_on_the_page(marja):
    booking = held(symptoms=Reply.YES)
    lifecycle.decline(
        booking,
        by=lifecycle.practitioner(make_practitioner("marja", "walking-in-birch-woods")),
        now=NOW,
        words=records.write_words(REASON, now=NOW),
    )

    marja.force_login(booking.decided_by)
    page = marja.get(url(booking)).content.decode()

    assert REASON in page
    assert Reading.objects.filter(what="words").count() == 1


@pytest.mark.parametrize("typed", ["x" * 1_000_000, "🌲" * 3000], ids=["1 MB", "emoji"])
def test_far_too_long_a_note_is_refused_in_words(marja, typed):
    booking = held(symptoms=Reply.YES)

    answer = post(marja, booking, decision="decline", note=typed)

    booking.refresh_from_db()
    assert answer.status_code in (200, 400)
    assert booking.status == Status.HELD


def test_a_post_without_the_forgery_token_is_refused(user):
    marja = Browser(enforce_csrf_checks=True)
    marja.force_login(user)
    booking = held(symptoms=Reply.YES)

    answer = post(marja, booking, decision="confirm")

    booking.refresh_from_db()
    assert (answer.status_code, booking.status) == (403, Status.HELD)
