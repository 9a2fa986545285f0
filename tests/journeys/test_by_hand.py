"""Somebody rings: she books them on a phone and on a desk, by keys alone, and without a script."""

import pytest
from playwright.sync_api import expect

from booking.models import Booking, Status
from intake import agreement, records
from intake.answers import ForWhom
from tests.booking.factories import ConfirmedFactory
from tests.conftest import NOON
from tests.intake.factories import PLAIN_ANSWERS, ClientFactory, ScreeningFactory
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.onward import goes_on_by, goes_on_by_enter
from tests.journeys.practice import deliver
from tests.journeys.practitioner import Practitioner

BOOK = "/admin/booking/booking/book/?start=2027-03-09T10:00"
JOAN = {
    "Name": "Joan Green",
    "Date of birth": "15 June 1985",
    "Phone number": "07700 900456",
    "Email address (optional)": "joan@example.com",
}


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def marja(request, her_page, practice, address):
    her_page.set_viewport_size(request.param)
    marja = Practitioner(her_page, address)
    marja.signs_in()
    return marja


def goes_on(page):
    goes_on_by(page.locator("#content").get_by_role("button", name="Continue").last)


def answers(page, reply="No"):
    """She reads aloud, and notes what she hears."""
    page.get_by_label("I have read this aloud, and they agree").check()
    for question in page.locator(".asked > fieldset").all():
        question.get_by_label(reply, exact=True).check()
    goes_on(page)


def typed(page) -> int:
    """How many fields of the first page are typed in, with the day and the time."""
    return page.locator("#content :is(input[type=text], input[type=tel], input[type=email]):visible").count()


def test_an_adult_who_rings_is_booked_with_six_fields(marja, is_sound):
    page = marja.page
    marja.opens(BOOK)
    is_sound(page)
    fields = typed(page)
    for label, words in JOAN.items():
        page.get_by_label(label).fill(words)
    goes_on(page)
    is_sound(page)
    answers(page)
    is_sound(page)
    marja.sends("Book it")

    assert page.url.endswith("/change/")
    assert fields == 6
    assert Booking.objects.get().status == Status.CONFIRMED
    assert "Booked and confirmed: Joan Green, Tuesday 9 March, 10:00." in marja.told
    assert "Your session is confirmed." in deliver()["joan@example.com"].body


def test_a_client_is_found_and_booked_by_keys_alone(her_page, practice, address, is_sound):
    ClientFactory(name="Ada Birch", email="ada@example.com")
    marja = Practitioner(her_page, address)
    marja.signs_in()
    marja.opens(BOOK)
    page = marja.page

    page.get_by_label("Name").focus()
    # All at once: between letters a slow machine would ask.
    page.keyboard.insert_text("birch")
    page.get_by_role("option", name="Ada Birch").wait_for()
    is_sound(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Somebody else")).to_be_focused()
    is_sound(page)
    page.keyboard.press("Tab")
    goes_on_by_enter(page)
    page.get_by_label("I have read this aloud, and they agree").focus()
    page.keyboard.press("Space")
    for _question in range(4):
        page.keyboard.press("Tab")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Space")
    page.keyboard.press("Tab")
    goes_on_by_enter(page)
    page.get_by_role("button", name="Book it").focus()
    goes_on_by_enter(page)

    assert page.url.endswith("/change/")
    assert (Booking.objects.get().client.name, Booking.objects.get().status) == (
        "Ada Birch",
        Status.CONFIRMED,
    )


def test_an_answer_that_comes_late_takes_nobody_from_her(her_page, practice, address):
    ClientFactory(name="Ada Birch", email="ada@example.com")
    ClientFactory(name="Bo Birchall", email="bo@example.com")
    marja, page, late = Practitioner(her_page, address), her_page, []
    marja.signs_in()
    marja.opens(BOOK)
    page.get_by_label("Name").focus()
    page.keyboard.insert_text("birch")
    ada = page.get_by_role("option", name="Ada Birch")
    ada.wait_for()
    page.route("**/book/find/", lambda route: late.append(route))

    with page.expect_request("**/book/find/"):
        page.keyboard.insert_text("a")
    page.keyboard.press("ArrowDown")
    expect(ada).to_have_attribute("aria-selected", "true")
    with page.expect_response("**/book/find/") as answer:
        late[0].continue_()
    answer.value.finished()
    # Whatever the answer does is done before it is drawn twice.
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    page.keyboard.press("Enter")

    expect(page.get_by_role("button", name="Somebody else")).to_be_focused()
    assert page.locator("[data-chosen] [data-name]").inner_text() == "Ada Birch"
    assert page.url.endswith(BOOK)


def test_a_clash_is_said_and_the_next_free_time_booked_without_a_script(
    page_nojs, practice, address, is_sound
):
    ConfirmedFactory(client=ClientFactory(name="Bea Alder"), starts_at=NOON.replace(day=9, hour=11))
    ClientFactory(name="Ada Birch")
    marja = Practitioner(page_nojs, address)
    marja.signs_in()
    marja.opens(BOOK)
    page = marja.page

    page.get_by_label("Name").fill("birch")
    marja.sends("Find")
    is_sound(page)
    page.get_by_label("Ada Birch").check()
    goes_on(page)
    is_sound(page)
    said = page.get_by_role("alert").inner_text()
    goes_on_by(page.get_by_role("alert").get_by_role("button").first)
    page.locator(".asked").nth(1).get_by_label("Yes", exact=True).first.check()
    expect(page.get_by_label("What is it?")).to_be_visible()
    answers(page)
    marja.sends("Book it")

    booking = Booking.objects.get(client__name="Ada Birch")
    assert "Bea A. comes from 11:00 to 13:00." in said
    assert booking.status == Status.CONFIRMED


def test_what_is_found_is_held_and_leads_to_its_review(her_page, practice, address, is_sound):
    marja = Practitioner(her_page, address)
    marja.signs_in()
    marja.opens(BOOK.replace("10:00", "06:00"))
    page = marja.page
    for label, words in JOAN.items():
        page.get_by_label(label).fill(words)
    goes_on(page)
    answers(page, "I’m not sure")
    is_sound(page)
    crossed = page.get_by_text("This time is outside your hours.").is_visible()
    marja.sends("Book it")

    assert page.url.endswith("/review/")
    assert crossed
    assert Booking.objects.get().status == Status.HELD


def test_the_next_visit_is_two_presses_away(marja, is_sound):
    visit = been()
    page = marja.page

    marja.opens(f"/admin/booking/booking/{visit.pk}/next/")
    is_sound(page)
    goes_on_by(page.locator(".times").get_by_role("button").first)

    assert page.url.endswith("/change/")
    assert Booking.objects.get(status=Status.CONFIRMED).client == visit.client
    assert "Booked and confirmed: Ada Birch" in marja.told


def been():
    client = ClientFactory(name="Ada Birch")
    records.give_consent(
        client=client,
        agreement=agreement.current(ForWhom.SELF),
        given_by="Ada Birch",
        relation="self",
        now=NOON,
    )
    screening = ScreeningFactory(client=client, answers=PLAIN_ANSWERS)
    return ConfirmedFactory(
        client=client,
        screening=screening,
        screened_for_on=NOON.replace(day=1).date(),
        starts_at=NOON.replace(hour=9),
        status=Status.COMPLETED,
    )
