"""Coming again by a link: asked about changes, a time, and done; nothing typed and nothing told."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client as Browser

from booking import lifecycle, links
from booking.models import Booking, Kind, Purpose, Status
from intake import records
from intake.models import Client
from tests.booking import flow
from tests.booking.factories import NOW, ConfirmedFactory, HoursOverrideFactory
from tests.booking.test_next_visit import been
from tests.intake.factories import ClientFactory, GuardianshipFactory

pytestmark = pytest.mark.usefixtures("open_week")

AGAIN, TIME, CHECK, DONE = (f"/booking/again/{part}" for part in ("", "time/", "check/", "done/"))
PAGE = "/booking/"
TUESDAY = datetime(2027, 3, 9, 10, tzinfo=UTC)
OPERATED = {"had_operation": "yes", "healed": "yes"} | {
    "operations": [{"year": 2027, "month": 1, "day": 20, "what": ""}]
}


@pytest.fixture
def joan():
    return ClientFactory(name="Joan Green", email="joan@example.com", phone="07700 900789")


def arrived(visit, purpose=Purpose.AGAIN) -> Browser:
    """A browser that came by the link of a mail about this visit."""
    browser = Browser()
    token = links.make(purpose, booking=visit, address=visit.email, now=NOW)
    assert browser.get(f"/booking/{purpose.value}/{token}/").status_code == 302
    return browser


def shown(browser, page=AGAIN) -> str:
    response = browser.get(page)
    assert response.status_code == 200, (response.status_code, response.headers.get("Location"))
    return response.content.decode()


def post(browser, page, **data):
    """Send a form of the page, as it was shown."""
    found = re.search(r'name="seen" value="([^"]+)"', browser.get(AGAIN).content.decode())
    return browser.post(page, {"seen": found[1] if found else ""} | data)


def says_no(browser):
    return post(browser, AGAIN, changed="no")


def chooses(browser, starts_at=TUESDAY):
    return post(browser, TIME, starts_at=starts_at.isoformat())


def books(browser, starts_at=TUESDAY):
    return post(browser, CHECK, starts_at=local(starts_at))


def local(starts_at):
    """The moment as the page has it, by the practice's clock."""
    return starts_at.astimezone(lifecycle.common.availability.zone()).isoformat()


def comes_again(visit, starts_at=TUESDAY):
    browser = arrived(visit)
    says_no(browser)
    chooses(browser, starts_at)
    books(browser, starts_at)
    return browser


def the_new_one(visit):
    return Booking.objects.exclude(pk=visit.pk).exclude(status=Status.LAPSED).get()


def test_a_press_a_time_and_a_press_book_the_next_visit(joan):
    visit = been(joan)
    browser = arrived(visit)

    asked = shown(browser)
    answered = says_no(browser)
    week = shown(browser, TIME)
    chosen = chooses(browser)
    check = shown(browser, CHECK)
    booked = books(browser)
    done = shown(browser, DONE)

    booking = the_new_one(visit)
    assert "changed since 27 February 2027?" in asked
    assert (answered.url, chosen.url, booked.url) == (TIME, CHECK, DONE)
    assert "Like your last time" in week
    assert "Tuesday 9 March 2027, 10am" in check
    assert "Your visit is confirmed" in done
    assert (booking.status, booking.starts_at, booking.client) == (Status.CONFIRMED, TUESDAY, joan)
    assert (booking.treatment.slug, booking.is_first, booking.price) == ("follow-up", False, 92)
    assert (booking.screening.given_by, booking.screened_for_on) == ("client", date(2027, 3, 9))
    assert {message.kind for message in booking.messages.all()} == {
        Kind.CONFIRMED,
        Kind.NEW_BOOKING,
        Kind.CHANGED,
    }


def test_no_page_shows_more_of_a_person_than_a_first_name(joan):
    visit = been(joan, answers=OPERATED)
    browser = arrived(visit)
    pages = [shown(browser)]
    says_no(browser)
    pages += [shown(browser, TIME), shown(browser, f"{TIME}?earlier=1")]
    chooses(browser, datetime(2027, 4, 6, 10, tzinfo=UTC))
    pages.append(shown(browser, CHECK))
    books(browser, datetime(2027, 4, 6, 10, tzinfo=UTC))
    pages.append(shown(browser, DONE))

    for page in pages:
        main = page.split("<main")[1].split("</main>")[0]
        assert "Joan" in main or "Choose a day" in main
        for secret in ("Green", "joan@example.com", "900789", "1985", "15 June"):
            assert secret not in main
    for page in pages[1:]:
        main = page.split("<main")[1].split("</main>")[0]
        assert not re.search(r"operat|pregnan|cancer|symptom", main, re.IGNORECASE)


def test_a_day_that_needs_reading_says_so_before_and_the_visit_is_held(joan):
    visit = been(joan, answers=OPERATED)
    browser = arrived(visit)
    says_no(browser)
    later = datetime(2027, 4, 6, 9, tzinfo=UTC)

    week = shown(browser, f"{TIME}?week=2027-04-05")
    chooses(browser, later)
    check = shown(browser, CHECK)
    books(browser, later)

    assert "slot--read" in week
    assert "Send request" in check
    assert the_new_one(visit).status == Status.HELD
    assert "I have your request" in shown(browser, DONE)


def test_days_too_soon_are_behind_a_word_and_then_a_request(joan):
    visit = been(joan, answers=OPERATED)
    browser = arrived(visit)
    says_no(browser)

    hidden, asked_for = shown(browser, f"{TIME}?week=2027-03-08"), shown(browser, f"{TIME}?earlier=1")
    chooses(browser)
    books(browser)

    assert 'value="2027-03-09' not in hidden
    assert 'value="2027-03-09' in asked_for
    assert the_new_one(visit).status == Status.HELD


def test_the_times_most_like_the_last_one_come_first(joan):
    browser = arrived(been(joan, days=3))
    says_no(browser)

    nearest = re.findall(
        r'value="([^"]+)"', shown(browser, TIME).split('class="nearest"')[1].split("</ul>")[0]
    )

    assert nearest == ["2027-03-05T10:00:00+00:00", "2027-03-12T10:00:00+00:00", "2027-03-05T12:00:00+00:00"]


def test_where_the_span_is_full_the_weeks_after_it_are_shown(joan):
    for day in range(5, 13):
        HoursOverrideFactory(day=date(2027, 3, day))
    browser = arrived(been(joan, days=3))
    says_no(browser)

    assert "2027-03-19T10:00:00+00:00" in shown(browser, TIME)


def test_every_time_that_is_shown_is_accepted(joan, settings):
    settings.ATTEMPTS_PER_HOUR = settings.ATTEMPTS_PER_HOUR | {"reserve": 1000}
    visit = been(joan)
    browser = arrived(visit)
    says_no(browser)
    times = set(re.findall(r'name="starts_at" value="([^"]+)"', shown(browser, f"{TIME}?week=2027-03-08")))

    answers = {value: post(browser, TIME, starts_at=value).url for value in times}

    assert len(times) >= 40
    assert set(answers.values()) == {CHECK}
    assert Booking.objects.filter(status=Status.RESERVED).count() == 1


@pytest.mark.parametrize(
    "starts_at",
    [
        "",
        "nonsense",
        "2027-03-09T10:00",
        "9999-12-31T23:59:59+00:00",
        "x" * 5000,
        "2027-03-09T10:10:00+00:00",
    ],
)
def test_a_time_that_is_not_on_the_page_is_not_taken(joan, starts_at):
    browser = arrived(been(joan))
    says_no(browser)

    response = post(browser, TIME, starts_at=starts_at)

    assert response.status_code in (400, 409)
    assert not Booking.objects.filter(status=Status.RESERVED).exists()


def test_a_time_that_is_taken_meanwhile_leads_to_the_nearest(joan):
    browser = arrived(been(joan))
    says_no(browser)
    ConfirmedFactory(starts_at=TUESDAY)

    response = chooses(browser)

    page = response.content.decode()
    assert response.status_code == 409
    assert "That time has just been taken." in page
    assert 'value="2027-03-09T12:30:00+00:00"' in page


def test_a_time_kept_that_ran_out_and_was_taken_is_not_booked(joan):
    browser = arrived(been(joan))
    says_no(browser)
    chooses(browser)
    with time_machine.travel(NOW + timedelta(minutes=20), tick=False):
        lifecycle.lapse_run_out(now=NOW + timedelta(minutes=20))
        ConfirmedFactory(starts_at=TUESDAY)

        response = books(browser)

    assert response.status_code == 409
    assert "That time has just been taken." in response.content.decode()


def test_a_time_kept_that_ran_out_and_is_free_is_booked(joan):
    visit = been(joan)
    browser = arrived(visit)
    says_no(browser)
    chooses(browser)

    with time_machine.travel(NOW + timedelta(minutes=20), tick=False):
        lifecycle.lapse_run_out(now=NOW + timedelta(minutes=20))
        books(browser)

    assert the_new_one(visit).status == Status.CONFIRMED


def test_a_time_that_became_too_near_to_be_read_leads_to_later_ones(joan):
    browser = arrived(been(joan))
    says_no(browser)
    wednesday = datetime(2027, 3, 3, 11, tzinfo=UTC)
    chooses(browser, wednesday)
    Client.objects.update(talk_first=True)

    response = books(browser, wednesday)

    assert response.status_code == 409
    assert "I need to read your answers before that time." in response.content.decode()


def test_pressing_ten_times_books_once(joan):
    visit = been(joan)
    browser = arrived(visit)
    says_no(browser)
    chooses(browser)

    answers = [books(browser) for _press in range(10)]

    assert {answer.url for answer in answers} == {DONE}
    assert the_new_one(visit).status == Status.CONFIRMED


def test_another_time_chosen_in_another_tab_is_shown_before_it_is_booked(joan):
    browser = arrived(been(joan))
    says_no(browser)
    chooses(browser)
    chooses(browser, TUESDAY + timedelta(days=1))

    response = books(browser)

    assert response.status_code == 409
    assert "You chose another time meanwhile." in response.content.decode()
    assert Booking.objects.get(status=Status.RESERVED).starts_at == TUESDAY + timedelta(days=1)


@pytest.mark.parametrize("page", [AGAIN, TIME, CHECK])
def test_a_form_shown_for_another_visit_is_not_obeyed(joan, page):
    browser = arrived(been(joan))
    says_no(browser)
    chooses(browser)

    response = browser.post(page, {"seen": "else", "changed": "no", "starts_at": local(TUESDAY)})

    assert response.status_code == 409
    assert "That page was for something else" in response.content.decode()
    assert Booking.objects.get(status=Status.RESERVED).starts_at == TUESDAY


def test_what_was_said_after_one_visit_counts_for_no_other(joan):
    browser = arrived(been(joan))
    says_no(browser)
    other = been(ClientFactory(), days=9)
    token = links.make(Purpose.AGAIN, booking=other, address=other.email, now=NOW)

    browser.get(f"/booking/again/{token}/")

    assert browser.get(TIME).url == AGAIN


def test_what_was_said_holds_for_an_hour(joan):
    browser = arrived(been(joan))
    says_no(browser)

    with time_machine.travel(NOW + timedelta(minutes=60), tick=False):
        assert browser.get(TIME).url == AGAIN


@pytest.mark.parametrize("page", [TIME, CHECK, DONE])
def test_nobody_skips_the_question(joan, page):
    assert arrived(been(joan)).get(page).url == AGAIN


def test_without_a_time_there_is_nothing_to_check(joan):
    browser = arrived(been(joan))
    says_no(browser)

    assert browser.get(CHECK).url == TIME
    assert browser.get(DONE).url == AGAIN


def test_a_yes_asks_the_questions_again_and_leads_back_to_the_times(joan):
    visit = been(joan)
    browser = arrived(visit)

    asked = post(browser, AGAIN, changed="yes")
    before = browser.get(TIME)
    flow.answer(browser, symptoms={"answer": "yes"})
    answered = browser.post("/booking/changed/check/")
    week = shown(browser, TIME)
    chooses(browser)
    books(browser)

    assert (asked.url, before.url, answered.url) == ("/book/question/1/", AGAIN, TIME)
    assert "slot--read" in week
    assert the_new_one(visit).status == Status.HELD


def test_who_has_only_typed_a_name_is_asked_to_come_by_a_link(joan):
    been(joan)
    browser = Browser()
    details = {"name": "Joan Green", "email": "joan@example.com", "phone": "", "ring_at": ""}
    flow.fill_in(browser, TUESDAY, details=flow.DETAILS | details | {"phone": "07700 900456"})
    flow.send(browser)

    assert browser.get(AGAIN).url == "/booking/link/"
    assert f'href="{AGAIN}"' not in shown(browser, "/booking/")


def test_neither_answer_is_no_answer(joan):
    response = post(arrived(been(joan)), AGAIN, changed="perhaps")

    assert response.status_code == 400
    assert "Choose one of the two answers." in response.content.decode()


def test_without_a_link_there_is_a_way_to_get_one():
    assert Browser().get(AGAIN).url == "/booking/link/"


def test_looking_changes_nothing(joan):
    browser = arrived(been(joan))
    says_no(browser)
    chooses(browser)
    before = (list(Booking.objects.values()), dict(browser.session))

    for page in (AGAIN, TIME, CHECK, DONE) * 3:
        browser.get(page)
        browser.head(page)

    assert (list(Booking.objects.values()), dict(browser.session)) == before


@pytest.mark.parametrize("why", ["none", "old", "withdrawn", "shut", "treatment"])
def test_where_the_answers_do_not_carry_it_the_questions_are_a_press_away(joan, why, monkeypatch):
    visit = been(joan, days=400 if why == "old" else 2)
    browser = arrived(visit)
    if why == "none":
        joan.consents.all().delete()
    elif why == "withdrawn":
        records.withdraw_consent(joan.consents.get(), now=NOW)
    elif why == "shut":
        monkeypatch.setattr("intake.models.Screening.given", shut)
    elif why == "treatment":
        visit.treatment.__class__.objects.update(is_bookable=False)

    for page in (AGAIN, TIME, CHECK):
        content = shown(browser, page)
        assert "Let us go through my questions again" in content
        assert 'href="/book/"' in content


def shut(screening):
    from intake.crypto import Unreadable

    raise Unreadable


def test_a_child_comes_again_with_the_guardian_of_the_visit_before(joan):
    adult = GuardianshipFactory(child__name="Ella Green", adult_name="Joan Green")
    visit = been(
        adult.child,
        answers={"for_whom": "child", "born_on": "2018-06-15", "pregnant": None},
        guardianship=adult,
    )

    browser = comes_again(visit)

    booking = the_new_one(visit)
    assert (booking.client, booking.guardianship) == (adult.child, adult)
    assert booking.screening.given_by == "guardian"
    assert "Ella" in shown(browser, DONE)


def test_a_cancelled_first_visit_is_made_up_for_by_a_first_session(joan):
    visit = been(joan)
    Booking.objects.filter(pk=visit.pk).update(status=Status.CANCELLED)

    comes_again(visit)

    booking = the_new_one(visit)
    assert (booking.treatment.slug, booking.is_first, booking.status) == (
        "first-session",
        True,
        Status.CONFIRMED,
    )


def test_the_usual_length_is_kept(joan):
    Client.objects.filter(pk=joan.pk).update(usual_minutes=95)
    joan.refresh_from_db()
    visit = been(joan)

    comes_again(visit)

    assert the_new_one(visit).reserved_minutes == 95


def test_the_fourth_visit_ahead_is_talked_about(joan):
    visit = been(joan)
    browser = arrived(visit)
    says_no(browser)
    chooses(browser)
    for days in (2, 4, 6):
        ConfirmedFactory(client=joan, starts_at=NOW.replace(hour=15) + timedelta(days=days))

    first, last = browser.get(AGAIN), browser.post(CHECK, {})

    assert (first.status_code, last.status_code) == (200, 409)
    for response in (first, last):
        assert "Online I take three coming visits" in response.content.decode()
    assert not Booking.objects.filter(status=Status.CONFIRMED, starts_at=TUESDAY).exists()


def test_a_second_press_that_leaves_no_room_is_answered_with_what_the_first_did(joan):
    browser = arrived(been(joan))
    says_no(browser)
    chooses(browser)
    form = {"starts_at": local(TUESDAY)}
    form["seen"] = re.search(r'name="seen" value="([^"]+)"', shown(browser, CHECK))[1]
    for days in (2, 4):
        ConfirmedFactory(client=joan, starts_at=NOW.replace(hour=15) + timedelta(days=days))

    answers = [browser.post(CHECK, form) for _press in range(2)]

    assert [(answer.status_code, answer.headers.get("Location")) for answer in answers] == [(302, DONE)] * 2
    assert Booking.objects.filter(status=Status.CONFIRMED, starts_at=TUESDAY).count() == 1


def look_at_it(browser, **sent):
    """Press the button that leads from what was booked to its own page."""
    reference = re.search(r'name="booked" value="([^"]+)"', shown(browser, DONE))[1]
    return browser.post(DONE, {"booked": reference} | sent)


@pytest.mark.parametrize("purpose", [Purpose.AGAIN, Purpose.VISIT])
def test_what_was_booked_leads_to_its_own_page(joan, purpose):
    visit = been(joan, days=0)
    browser = arrived(visit, purpose)
    says_no(browser)
    chooses(browser)
    books(browser)

    pressed = look_at_it(browser)

    assert pressed.url == PAGE
    assert "Tuesday 9 March 2027" in shown(browser, PAGE)
    assert "You have Tuesday 9 March 2027, 10am." in shown(browser, "/booking/move/")
    assert shown(browser, "/booking/cancel/")


def test_before_the_press_and_by_another_reference_no_page_of_a_visit_opens(joan):
    other = ConfirmedFactory(starts_at=TUESDAY + timedelta(days=1))
    browser = comes_again(been(joan))

    before = browser.get(PAGE).url
    pressed = look_at_it(browser, booked=other.reference)

    assert (before, pressed.url, browser.get(PAGE).url) == ("/booking/link/", DONE, "/booking/link/")


def test_whoever_has_booked_nothing_is_led_to_no_visit(joan):
    visit = been(joan)
    browser = arrived(visit)

    pressed = browser.post(DONE, {"booked": visit.reference})

    assert (pressed.url, browser.get(PAGE).url) == (AGAIN, "/booking/link/")


def test_the_page_of_what_was_booked_closes_with_the_day_and_with_the_link(joan):
    browser = comes_again(been(joan))
    look_at_it(browser)

    with time_machine.travel(NOW + timedelta(hours=24), tick=False):
        a_day_later = browser.get(PAGE)
    Client.objects.update(email="joan@example.org")
    other_address = browser.get(PAGE)

    assert (a_day_later.url, other_address.url) == ("/booking/link/", "/booking/link/")


def test_the_next_link_shows_its_own_visit_again(joan):
    visit = been(joan, days=0)
    browser = comes_again(visit)
    look_at_it(browser)
    token = links.make(Purpose.VISIT, booking=visit, address=visit.email, now=NOW)

    browser.get(f"/booking/visit/{token}/")

    assert "Thank you for coming" in shown(browser, PAGE)


def test_one_address_books_so_often_an_hour_and_no_more(joan, settings):
    settings.ATTEMPTS_PER_HOUR = settings.ATTEMPTS_PER_HOUR | {"book": 0, "reserve": 1}
    browser = arrived(been(joan))
    says_no(browser)
    chooses(browser)

    too_many_times, too_many_bookings = chooses(browser), books(browser)

    assert (too_many_times.status_code, too_many_bookings.status_code) == (429, 429)
    assert Booking.objects.get(status=Status.RESERVED).starts_at == TUESDAY


def test_after_one_visit_is_booked_another_can_be(joan):
    visit = been(joan)
    browser = comes_again(visit)
    says_no(browser)

    chooses(browser, TUESDAY + timedelta(days=7))
    books(browser, TUESDAY + timedelta(days=7))

    assert Booking.objects.filter(status=Status.CONFIRMED).count() == 2


def test_saying_no_twice_keeps_the_time_that_was_chosen(joan):
    browser = arrived(been(joan))
    says_no(browser)
    chooses(browser)

    says_no(browser)

    assert "Tuesday 9 March 2027, 10am" in shown(browser, CHECK)


def test_a_link_to_come_again_opens_nothing_else(joan):
    browser = arrived(been(joan))

    for page in ("/booking/", "/booking/cancel/", "/booking/session.ics"):
        assert browser.get(page).url == "/booking/link/"


@pytest.mark.parametrize(
    ("status", "is_offered"),
    [
        (Status.CONFIRMED, True),
        (Status.HELD, True),
        (Status.CANCELLED, True),
        (Status.NO_SHOW, False),
    ],
)
def test_the_own_page_leads_to_coming_again(joan, status, is_offered):
    visit = ConfirmedFactory(
        client=joan, status=status, held_until=TUESDAY, answer_due_at=TUESDAY, starts_at=TUESDAY
    )

    page = shown(arrived(visit, Purpose.VISIT), "/booking/")

    assert (f'href="{AGAIN}"' in page) == is_offered


def test_pages_ask_as_many_queries_of_a_full_diary(joan, django_assert_max_num_queries):
    for days in range(3, 60, 4):
        ConfirmedFactory(starts_at=NOW.replace(hour=15) + timedelta(days=days), client=ClientFactory())
    for days in range(30, 300, 30):
        been(joan, days=days)
    browser = arrived(been(joan))
    says_no(browser)
    chooses(browser)

    for page in (AGAIN, TIME, CHECK):
        with django_assert_max_num_queries(34):
            shown(browser, page)
