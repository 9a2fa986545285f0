"""Waiting and being offered a time, by the links in mails: each opens what it is for, and nothing else."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from booking import links, offers, steps, wishes
from booking.models import Booking, Purpose, Status, WaitlistEntry
from tests.booking import flow
from tests.booking.factories import (
    NOW,
    ConfirmedFactory,
    FollowUpFactory,
    OfferedFactory,
    TreatmentFactory,
    WaitlistEntryFactory,
)
from tests.booking.test_next_visit import agreed
from tests.intake.factories import PLAIN_ANSWERS, ClientFactory, GuardianshipFactory, ScreeningFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_week")]
VISIT = datetime(2027, 3, 15, 10, tzinfo=UTC)
OFFERED = datetime(2027, 3, 9, 10, tzinfo=UTC)
WISH = {
    "weekdays": ["1"],
    "parts": ["morning"],
    "from_on": "2027-03-02",
    "until_on": "2027-03-12",
    "notice_hours": "48",
}
WISHED = {
    "weekdays": [1],
    "parts": ["morning"],
    "from_on": date(2027, 3, 2),
    "until_on": date(2027, 3, 12),
    "notice_hours": 48,
}


@pytest.fixture
def robin():
    """Somebody whose answers are on file, and who was never here."""
    robin = ClientFactory(name="Robin Surname", email="robin@example.com")
    agreed(robin)
    ScreeningFactory(client=robin, answers=PLAIN_ANSWERS)
    return robin


@pytest.fixture
def visit(robin):
    screening = robin.screenings.get()
    return ConfirmedFactory(client=robin, screening=screening, starts_at=VISIT, treatment=TreatmentFactory())


@pytest.fixture
def entry(robin):
    return WaitlistEntryFactory(client=robin, screening=robin.screenings.get())


@pytest.fixture
def offer(entry):
    return offered_to(entry)


def offered_to(entry):
    return OfferedFactory(client=entry.client, entry=entry, starts_at=OFFERED)


def come(client, purpose, *, booking=None, entry=None):
    """Open a page by a new link, as from a mail."""
    about = booking or entry
    token = links.make(purpose, booking=booking, entry=entry, address=about.email, now=NOW)
    return client.get(reverse(f"own:{purpose.value}", args=[token]), follow=True)


def seen(response) -> str:
    shown = response.context
    return shown["wait"].seen if "wait" in shown else shown["own"].seen


def press(client, name, page, **data):
    return client.post(reverse(f"own:{name}"), {"seen": seen(page)} | data)


def test_an_offer_says_which_time_and_until_when_and_nothing_about_who(client, offer):
    page = come(client, Purpose.OFFER, booking=offer).text

    assert "Tuesday 9 March 2027" in page
    assert "I keep it for you alone until Monday 1 March, 2pm." in page
    assert [
        word for word in ("Surname", "robin@", "07700 900456", offer.spoken_reference) if word in page
    ] == []


def test_taking_an_offer_books_it_and_ends_the_wait(client, offer, entry):
    page = come(client, Purpose.OFFER, booking=offer)

    answer = press(client, "offer_take", page)

    offer.refresh_from_db()
    entry.refresh_from_db()
    assert answer.url == "/booking/offer/"
    assert (offer.status, entry.ended_why) == (Status.CONFIRMED, "booked")
    assert "The time is yours" in client.get(answer.url).text


def test_taking_an_earlier_time_moves_the_visit_there(client, entry, visit):
    WaitlistEntry.objects.filter(pk=entry.pk).update(instead_of=visit)
    offer = offered_to(WaitlistEntry.objects.get())
    page = come(client, Purpose.OFFER, booking=offer)

    press(client, "offer_take", page)

    visit.refresh_from_db()
    offer.refresh_from_db()
    shown = client.get("/booking/offer/").text
    assert "It takes the place of Monday 15 March 2027, 10am." in page.text
    assert (visit.starts_at, visit.version, offer.status) == (OFFERED, 2, Status.CANCELLED)
    assert "The time is yours" in shown
    assert "Tuesday 9 March 2027" in shown


def test_saying_no_frees_the_time_and_keeps_the_place(client, offer, entry):
    page = come(client, Purpose.OFFER, booking=offer)

    press(client, "offer_refuse", page)

    offer.refresh_from_db()
    entry.refresh_from_db()
    shown = client.get("/booking/offer/").text
    assert (offer.status, entry.ended_at) == (Status.LAPSED, None)
    assert "Thank you for telling me" in shown
    assert "You are still on the list, in the same place." in shown


@pytest.mark.parametrize("name", ["offer_take", "offer_refuse"])
def test_a_second_press_of_either_button_is_answered_with_what_the_first_did(client, offer, name):
    page = come(client, Purpose.OFFER, booking=offer)

    first, *later = [press(client, name, page) for _press in range(3)]

    offer.refresh_from_db()
    assert [answer.url for answer in (first, *later)] == ["/booking/offer/"] * 3
    assert offer.events.count() == 1


def test_with_three_visits_ahead_the_offer_is_talked_about_and_stays_kept(client, offer):
    page = come(client, Purpose.OFFER, booking=offer)
    for days in range(3):
        ConfirmedFactory(client=offer.client, starts_at=VISIT + timedelta(days=days))

    answer = press(client, "offer_take", page)

    offer.refresh_from_db()
    assert (answer.status_code, offer.status) == (409, Status.OFFERED)
    assert "Online I take three coming visits for one email address." in answer.text
    assert "I keep it for you alone until" in answer.text
    assert "did nothing" not in answer.text


def test_answers_that_carry_no_visit_lead_to_talking_and_the_offer_stays_kept(client, offer, robin):
    page = come(client, Purpose.OFFER, booking=offer)
    robin.consents.all().delete()

    answer = press(client, "offer_take", page)

    offer.refresh_from_db()
    assert (answer.status_code, offer.status) == (409, Status.OFFERED)
    assert "I would like to talk with you before I book this time." in answer.text
    assert 'href="/contact/"' in answer.text


def test_an_offer_that_has_run_out_says_so_kindly_and_books_nothing(client, offer):
    page = come(client, Purpose.OFFER, booking=offer)

    with time_machine.travel(NOW + timedelta(hours=3), tick=False):
        answer = press(client, "offer_take", page)

    offer.refresh_from_db()
    assert answer.status_code == 409
    assert "This time is no longer kept" in answer.text
    assert "You are still on the list, in the same place." in answer.text
    assert offer.status == Status.OFFERED


def test_a_form_that_was_shown_for_another_offer_is_not_obeyed(client, offer):
    other = OfferedFactory(client=offer.client, entry=offer.entry, starts_at=OFFERED + timedelta(days=1))
    page = come(client, Purpose.OFFER, booking=other)
    come(client, Purpose.OFFER, booking=offer)

    answer = press(client, "offer_take", page)

    assert answer.status_code == 409
    assert "Tuesday 9 March 2027" in answer.text
    assert set(Booking.objects.values_list("status", flat=True)) == {Status.OFFERED}


def test_a_link_to_an_offer_opens_no_other_page(client, offer):
    come(client, Purpose.OFFER, booking=offer)

    leads = {name: client.get(reverse(f"own:{name}")).url for name in ("page", "listed", "earlier", "wait")}

    assert set(leads.values()) == {"/booking/link/"}


def test_a_link_to_the_list_opens_no_other_page(client, entry, offer):
    come(client, Purpose.WAITING, entry=entry)

    leads = {name: client.get(reverse(f"own:{name}")).url for name in ("page", "offered", "earlier", "wait")}

    assert set(leads.values()) == {"/booking/link/"}


def test_the_place_on_the_list_is_shown_and_changed_and_keeps_its_turn(client, entry):
    page = come(client, Purpose.WAITING, entry=entry)

    answer = press(client, "listed", page, **WISH)

    entry.refresh_from_db()
    assert answer.url == "/booking/list/"
    assert wishes.of(entry) == WISHED
    assert entry.created_at == NOW
    assert "Tuesdays" in client.get(answer.url).text


def test_leaving_the_list_lets_go_of_what_is_offered(client, entry, offer):
    page = come(client, Purpose.WAITING, entry=entry)

    answers = [press(client, "listed", page, act="leave") for _press in range(2)]

    entry.refresh_from_db()
    assert [answer.url for answer in answers] == ["/booking/list/"] * 2
    assert entry.ended_why == "left"
    assert offers.open_offer(entry, now=NOW) is None
    assert "You have left the list" in client.get("/booking/list/").text


@pytest.mark.parametrize("why", WaitlistEntry.Ended)
def test_whoever_is_off_the_list_reads_why_and_how_to_go_on(client, entry, why):
    WaitlistEntry.objects.filter(pk=entry.pk).update(ended_at=NOW, ended_why=why)

    page = come(client, Purpose.WAITING, entry=entry)

    assert page.status_code == 200
    assert reverse("book:start") in page.text
    assert "Save my wishes" not in page.text


def test_a_visit_has_a_door_to_an_earlier_time(client, visit):
    page = come(client, Purpose.VISIT, booking=visit)

    assert "An earlier time, if one becomes free" in page.text


def test_waiting_for_an_earlier_time_takes_no_details(client, visit):
    come(client, Purpose.VISIT, booking=visit)
    page = client.get("/booking/earlier/")

    answers = [press(client, "earlier", page, **WISH) for _press in range(2)]

    entry = WaitlistEntry.objects.get()
    assert [answer.url for answer in answers] == ["/booking/earlier/"] * 2
    assert (entry.client, entry.instead_of, entry.treatment) == (visit.client, visit, visit.treatment)
    assert wishes.of(entry) == WISHED
    assert "Until you take one, that visit stays yours" in client.get("/booking/earlier/").text


def test_a_wait_of_the_other_parent_is_not_shown(client, visit, robin):
    mother, father = (
        GuardianshipFactory(child=robin, adult_email=f"{name}@example.com") for name in ("mother", "father")
    )
    WaitlistEntryFactory(
        client=robin, screening=robin.screenings.get(), guardianship=mother, instead_of=visit
    )
    texts = []
    for parent in (mother, father):
        visit.guardianship = parent
        visit.save(update_fields=["guardianship"])
        texts.append(come(client, Purpose.VISIT, booking=visit).text)

    assert ["You wait for an earlier time" in text for text in texts] == [True, False]


def test_an_earlier_time_is_none_after_the_visit(client, visit):
    come(client, Purpose.VISIT, booking=visit)
    page = client.get("/booking/earlier/")

    answer = press(client, "earlier", page, **WISH | {"until_on": "2027-03-16"})

    assert "Enter a day from Monday 1 March to Monday 15 March 2027" in answer.text
    assert not WaitlistEntry.objects.exists()


def test_nobody_waits_for_an_earlier_time_than_a_visit_that_is_over(client, visit):
    Booking.objects.filter(pk=visit.pk).update(status=Status.CANCELLED)

    come(client, Purpose.VISIT, booking=visit)

    assert client.get("/booking/earlier/").url == "/booking/"


def test_who_comes_again_waits_for_the_next_session(client, robin):
    robin.treated_before = True
    robin.save()
    past = ConfirmedFactory(
        client=robin,
        screening=robin.screenings.get(),
        starts_at=NOW - timedelta(hours=5),
        status=Status.COMPLETED,
        minutes_given=100,
    )
    come(client, Purpose.VISIT, booking=past)
    page = client.get("/booking/wait/")

    press(client, "wait", page, **WISH)

    entry = WaitlistEntry.objects.get()
    assert (entry.treatment, entry.instead_of) == (FollowUpFactory(), None)


@pytest.fixture
def past(robin):
    treated_at, screening = NOW - timedelta(hours=5), robin.screenings.get()
    done = {"status": Status.COMPLETED, "minutes_given": 100}
    return ConfirmedFactory(client=robin, screening=screening, starts_at=treated_at, **done)


def test_a_change_is_told_before_waiting_for_the_next_session(client, past, robin):
    come(client, Purpose.AGAIN, booking=past)
    page = client.get("/booking/wait/")

    answer = press(client, "wait", page, act="tell")
    while "/question/" in answer.url:
        answer = client.post(answer.url, {"answer": "no"})
    answer = client.post(answer.url)

    assert "Tell me first if something has changed" in page.text
    assert answer.url == "/booking/wait/"
    assert robin.screenings.count() == 2
    assert "Which times would suit you?" in client.get(answer.url).text
    assert not WaitlistEntry.objects.exists()


def test_who_has_only_typed_a_name_sees_no_place_on_the_list(client, past, robin):
    WaitlistEntryFactory(client=robin, screening=robin.screenings.get())
    typed = flow.DETAILS | {"name": robin.name, "email": robin.email}
    flow.fill_in(client, OFFERED, details=typed)
    flow.send(client)
    made = flow.booking_of(client)

    shown = client.get("/booking/wait/")

    assert (made.client, shown.status_code, shown.headers.get("Location")) == (robin, 302, "/booking/link/")


def test_whose_answers_carry_no_visit_is_asked_to_ring(client, robin, visit):
    robin.consents.update(withdrawn_at=NOW)
    come(client, Purpose.VISIT, booking=visit)
    page = client.get("/booking/earlier/")

    answer = press(client, "earlier", page, **WISH)

    assert answer.status_code == 409
    assert "I would like to talk with you" in answer.text
    assert "checked" in answer.text
    assert not WaitlistEntry.objects.exists()


def test_looking_at_any_of_these_pages_changes_nothing(client, offer, visit):
    come(client, Purpose.OFFER, booking=offer)
    before = rows()

    for name in ("offered", "offer_take", "offer_refuse", "listed", "earlier", "wait"):
        for method in ("GET", "HEAD", "PUT", "DELETE", "OPTIONS"):
            assert client.generic(method, reverse(f"own:{name}")).status_code in (200, 302, 405)

    assert rows() == before


@pytest.mark.parametrize("name", ["listed", "earlier", "wait", "offered", "offer_take", "offer_refuse"])
def test_without_a_link_every_page_leads_to_where_one_is_sent_from(client, name):
    post = client.post(reverse(f"own:{name}"), {"seen": "x" * 5000, "act": "\0"})

    assert post.status_code == 405 or post.url == "/booking/link/"


def rows():
    return [list(model.objects.order_by("pk").values()) for model in (Booking, WaitlistEntry)]


def test_a_change_of_health_is_told_first_and_the_time_stays_kept(client, offer):
    page = come(client, Purpose.OFFER, booking=offer)

    with time_machine.travel(NOW + timedelta(minutes=5), tick=False):
        answer = press(client, "offer_changed", page)
        while "/question/" in answer.url:
            said = "unsure" if answer.url == flow.question(steps.SYMPTOMS) else "no"
            answer = client.post(answer.url, {"answer": said})
        answer = client.post(answer.url)
        back = client.get(answer.url)
        press(client, "offer_take", back)
        taken = client.get("/booking/offer/")

    offer.refresh_from_db()
    assert answer.url == "/booking/offer/"
    assert "I keep it for you alone until" in back.text
    assert offer.status == Status.HELD
    assert "Please do not travel before I have confirmed it." in taken.text
