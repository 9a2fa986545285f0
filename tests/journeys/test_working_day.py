"""A whole day at work, on a phone and on a desk: from the glance in the morning to tomorrow's sheet."""

from datetime import UTC, date, datetime, timedelta

import pytest

from booking.models import Booking, HoursOverride, Status
from intake import agreement, records
from tests.booking.factories import ConfirmedFactory, FollowUpFactory, HeldFactory
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.onward import goes_on_by
from tests.journeys.practice import deliver
from tests.journeys.practitioner import Practitioner

MORNING = datetime(2027, 3, 1, 8, tzinfo=UTC)
AFTER_THE_VISIT = datetime(2027, 3, 1, 12, 10, tzinfo=UTC)
WEDNESDAY = date(2027, 3, 3)


class Day(Practitioner):
    """She works from her desk, and every press is counted."""

    presses = 0

    def press(self, name, role="button", within="#content"):
        self.presses += 1
        goes_on_by(self.page.locator(within).get_by_role(role, name=name).first)

    def follow(self, name, within="#content"):
        self.press(name, role="link", within=within)

    def choose(self, label):
        self.presses += 1
        self.page.get_by_label(label).check()

    def goes_home(self):
        self.opens("/admin/")
        self.presses = 0

    def menu(self, name):
        self.follow(name, within=".desk-menu")

    def reads_page(self) -> str:
        return self.page.get_by_role("main").inner_text()


@pytest.fixture(params=[PHONE, DESK], ids=["390", "1280"])
def her(request, page, practice, address, clock):
    clock.move_to(MORNING)
    page.set_viewport_size(request.param)
    her = Day(page, address)
    her.signs_in()
    return her


def visit(days, hour, name, **more):
    starts_at = MORNING.replace(hour=hour) + timedelta(days=days)
    email = f"{name.split()[0].lower()}@example.com"
    return ConfirmedFactory(starts_at=starts_at, client__name=name, client__email=email, **more)


def request_of(days, name, **more):
    starts_at = MORNING.replace(hour=9) + timedelta(days=days)
    due = MORNING + timedelta(hours=days)
    return HeldFactory(starts_at=starts_at, client__name=name, answer_due_at=due, **more)


def now(booking):
    booking.refresh_from_db()
    return booking


def test_a_day_at_work(her, page, clock, is_sound):
    FollowUpFactory()
    anna = visit(0, 10, "Anna Example", is_first=False)
    records.give_consent(
        client=anna.client,
        agreement=agreement.current("self"),
        given_by="Anna Example",
        relation="self",
        now=MORNING,
    )
    bea = visit(1, 10, "Bea Sample")
    carl, dora = visit(2, 9, "Carl Sample"), visit(2, 14, "Dora Example")
    eva, finn = request_of(8, "Eva Sample"), request_of(9, "Finn Sample")

    # In the morning
    her.goes_home()
    glance = her.reads_page()
    is_sound(page)
    assert "10:00 Anna E." in glance
    assert "Read and answer Eva S." in glance
    assert "Answer by 16:00 today, 7 hours left" in glance

    # Two requests, three presses each
    her.opens_the_first_request()
    her.decides("Confirm this time")
    her.goes_home()
    her.opens_the_first_request()
    her.decides("Decline", note="We spoke, and agreed to wait")
    assert (now(eva).status, now(finn).status) == (Status.CONFIRMED, Status.DECLINED)

    # After the visit she signs in again, and notes how it went
    clock.move_to(AFTER_THE_VISIT)
    her.signs_in()
    her.follow("Note how Anna E.’s visit went")
    page.get_by_label("105").check()
    page.get_by_label("Your note").fill("Neck and shoulders.\nThe arms next time.")
    her.press("Save")
    assert (now(anna).status, anna.minutes_given) == (Status.COMPLETED, 105)

    # And the next one, in two presses
    her.presses = 0
    her.follow("Book the next session")
    is_sound(page)
    her.press("Monday 8 March, 10:00")
    again = Booking.objects.get(client=anna.client, status=Status.CONFIRMED)
    assert (again.starts_at, her.presses) == (anna.starts_at + timedelta(days=7), 2)

    # Somebody rings
    her.goes_home()
    her.follow("Add a booking")
    typed = {
        "Day": "12 March 2027",
        "Time": "10",
        "Name": "Gina Placename",
        "Date of birth": "27/3/1985",
        "Phone number": "07700 900982",
        "Email address (optional)": "gina@example.com",
    }
    for label, text in typed.items():
        page.get_by_label(label, exact=True).fill(text)
    her.press("Continue")
    page.get_by_role("main").get_by_role("checkbox").check()
    for answer in page.get_by_role("radio", name="No", exact=True).all():
        answer.check()
    her.press("Continue")
    is_sound(page)
    her.press("Book it")
    gina = Booking.objects.get(client__name="Gina Placename")
    assert (gina.status, gina.starts_at) == (Status.CONFIRMED, datetime(2027, 3, 12, 10, tzinfo=UTC))

    # Bea asks for the afternoon
    her.goes_home()
    her.follow("Bea S.")
    her.follow("Move it")
    her.press("Tuesday 2 March, 14:00")
    assert now(bea).starts_at == datetime(2027, 3, 2, 14, tzinfo=UTC)
    assert her.presses <= 5

    # A day off, with two people booked
    her.opens(f"/admin/booking/booking/diary/?view=day&day={WEDNESDAY}")
    is_sound(page)
    her.follow("Ill that day")
    her.press("Do all this now")
    assert {now(carl).visit_on, now(dora).visit_on} & {WEDNESDAY} == set()
    assert HoursOverride.objects.get().day == WEDNESDAY
    is_sound(page)

    # Tomorrow's sheet
    her.goes_home()
    her.menu("Day sheet")
    her.follow("Tomorrow")
    sheet = her.reads_page()
    is_sound(page)
    assert "14:00" in sheet
    assert "Bea S." in sheet
    assert "Treat" in sheet

    letters = deliver()
    assert {f"{name}@example.com" for name in ("anna", "bea", "carl", "dora", "gina")} <= set(letters)
