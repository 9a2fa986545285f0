"""Going back, changing one's mind, two tabs, and waiting too long: nothing is loosened, nothing is lost."""

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.db import connection

from booking import lifecycle, request
from booking.lifecycle import reserving
from booking.models import Booking, Status, Treatment
from booking.views.progress import SESSION_KEY
from intake import records
from intake.models import Client, Draft
from tests.booking import flow
from tests.booking.factories import NOW, FollowUpFactory, TreatmentFactory, WorkingHoursFactory

pytestmark = pytest.mark.django_db
NEXT_MONDAY = datetime(2027, 3, 8, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def open_week():
    TreatmentFactory()
    FollowUpFactory()
    for weekday in range(5):
        WorkingHoursFactory(weekday=weekday, starts=time(9), ends=time(17))
    with time_machine.travel(NOW, tick=False):
        yield


def test_another_treatment_asks_for_the_time_again_and_is_what_is_booked(client):
    flow.fill_in(client, NEXT_MONDAY)

    flow.start(client, treatment="follow-up")

    assert client.get("/book/check/").url == "/book/time/"
    flow.choose(client, NEXT_MONDAY)
    flow.send(client)
    assert flow.booking_of(client).treatment.slug == "follow-up"


def test_booking_for_a_child_instead_asks_for_the_childs_details_and_keeps_what_was_typed(client):
    flow.fill_in(client, NEXT_MONDAY)

    flow.start(client, for_whom="child")
    flow.agree(client, born_on_year="2018")

    assert client.get("/book/check/").url == "/book/details/"
    assert 'value="robin@example.com"' in client.get("/book/details/").content.decode()


def test_a_yes_given_after_the_time_was_chosen_holds_the_visit(client):
    flow.fill_in(client, NEXT_MONDAY)

    client.post(flow.question("cancer"), {"answer": "yes"})
    flow.send(client)

    assert flow.booking_of(client).status == Status.HELD


def test_a_yes_saved_in_another_tab_while_sending_is_read(client):
    flow.fill_in(client, NEXT_MONDAY)
    seen_before = Draft.objects.get()
    _read = seen_before.answers
    client.post(flow.question("cancer"), {"answer": "yes"})

    booking = request.place(seen_before, now=NOW)

    assert booking.status == Status.HELD


def test_a_draft_that_another_tab_has_sent_leads_to_what_was_booked(client, monkeypatch):
    flow.fill_in(client, NEXT_MONDAY)

    def gone(*args, **kwargs):
        raise records.DraftGone

    monkeypatch.setattr(records, "save_draft", gone)

    assert client.post("/book/details/", flow.DETAILS).url == "/book/done/"
    assert flow.start(client).url == "/book/done/"


def test_a_page_left_open_for_a_day_does_not_outlive_the_notice(client):
    tomorrow = NOW + timedelta(hours=25)
    flow.fill_in(client, tomorrow)

    with time_machine.travel(tomorrow - timedelta(hours=2), tick=False):
        client.post("/book/details/", flow.DETAILS)
        response = flow.send(client)

    assert response.status_code == 409
    assert not Booking.objects.filter(status=Status.CONFIRMED).exists()


def test_a_reservation_kept_alive_does_not_outlive_the_notice():
    treatment = Treatment.objects.select_related("policy", "price").get(slug="first-session")
    key = records.start_draft(now=NOW).pk
    booking = lifecycle.reserve(treatment, NOW + timedelta(hours=25), draft_key=key, now=NOW)
    later = NOW + timedelta(hours=3)

    Booking.objects.update(expires_at=later + timedelta(minutes=5))

    with pytest.raises(lifecycle.Taken):
        reserving._check_kept(Booking.objects.get(pk=booking.pk), later)


def test_a_reservation_that_ran_out_is_not_revived_by_a_press():
    key = records.start_draft(now=NOW).pk
    treatment = Treatment.objects.select_related("policy", "price").get(slug="first-session")
    lifecycle.reserve(treatment, NEXT_MONDAY, draft_key=key, now=NOW)

    assert lifecycle.renew(key, now=NOW + timedelta(minutes=14)) is True
    assert lifecycle.renew(key, now=NOW + timedelta(hours=2)) is False


def test_a_treatment_withdrawn_meanwhile_leads_back_to_the_start(client):
    flow.fill_in(client, NEXT_MONDAY)

    Treatment.objects.update(is_bookable=False)

    assert client.get("/book/check/").url == "/book/"
    assert "get in touch" in client.get("/book/").content.decode()


def test_what_only_the_practices_file_says_is_not_told(client):
    Client.objects.create(
        name="Robin Example", email="robin@example.com", born_on="1985-06-15", not_before_on="2027-04-20"
    )
    flow.fill_in(client, NEXT_MONDAY)
    flow.send(client)

    page = client.get("/book/done/").content.decode()

    assert "20 April" not in page
    assert "later date" not in page
    assert "Let us talk first" in page


def test_the_done_page_stands_when_nothing_is_left_to_find(client, admin_user):
    flow.fill_in(client, NEXT_MONDAY, cancer={"answer": "unsure"})
    flow.send(client)
    booking = flow.booking_of(client)
    newer = records.screen_again(
        booking.screening,
        visit_on=booking.visit_on,
        policy=request.ScreeningPolicy.load().as_policy(),
        known=records.known_about(None, is_first=True, now=NOW),
        now=NOW,
    )
    lifecycle.adopt_screening(booking, newer, by=lifecycle.practitioner(admin_user), now=NOW)

    page = client.get("/book/done/").content.decode()

    assert "not confirmed yet" in page
    assert "Your session is booked" not in page


def test_what_was_booked_is_shown_for_a_day(client):
    flow.fill_in(client, NEXT_MONDAY)
    flow.send(client)

    with time_machine.travel(NOW + timedelta(hours=25), tick=False):
        assert client.get("/book/done/").url == "/book/"
    assert client.session[SESSION_KEY]


def test_a_later_no_does_not_answer_an_earlier_yes_away(client):
    flow.fill_in(client, NEXT_MONDAY, cancer={"answer": "yes"})
    flow.send(client)
    first = flow.booking_of(client)
    client.post("/book/another/")

    flow.fill_in(client, NEXT_MONDAY + timedelta(days=1))
    flow.send(client)

    first.refresh_from_db()
    assert (first.status, first.needs_clearance) == (Status.HELD, True)
    assert flow.booking_of(client).status == Status.HELD


def test_earlier_answers_that_no_key_opens_hold_the_next_visit(client):
    flow.fill_in(client, NEXT_MONDAY)
    flow.send(client)
    first = flow.booking_of(client)
    client.post("/book/another/")
    spoil(first.screening)

    flow.fill_in(client, NEXT_MONDAY + timedelta(days=1))
    flow.send(client)

    assert flow.booking_of(client).status == Status.HELD


def test_the_done_page_stands_when_no_key_opens_what_was_found(client):
    flow.fill_in(client, NEXT_MONDAY, cancer={"answer": "yes"})
    flow.send(client)
    spoil(flow.booking_of(client).screening)

    page = client.get("/book/done/").content.decode()

    assert "not confirmed yet" in page


def spoil(screening):
    """Write over what is sealed, as a lost key or a damaged disk would."""
    with connection.cursor() as cursor:
        for column in ("answers", "findings"):
            cursor.execute(
                f"UPDATE intake_screening SET {column} = %s WHERE id = %s",  # noqa: S608  two fixed names
                [b"spoilt", screening.pk.hex if connection.vendor == "sqlite" else screening.pk],
            )
