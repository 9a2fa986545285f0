"""The page of one visit of a pair shows the other, to the address of both and to nobody else."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest

from booking import links
from booking.models import Booking, Purpose, Status
from intake.models import Guardianship
from tests.booking import flow, pair_flow
from tests.booking.factories import NOW, ConfirmedFactory

pytestmark = pytest.mark.usefixtures("open_week")
MONDAY = datetime(2027, 3, 8, 9, tzinfo=UTC)
CANCEL = "/booking/cancel-both/"


def said(answer) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())))


@pytest.fixture
def two(client):
    """Return the visits of a pair, the child's first; the browser that booked them is gone."""
    pair_flow.fill_in(client, MONDAY)
    flow.send(client)
    made = pair_flow.booked(client)
    client.session.flush()
    client.cookies.clear()
    return made


def open_page(client, booking) -> str:
    token = links.make(Purpose.VISIT, booking=booking, address=booking.email, now=NOW)
    return said(client.get(f"/booking/visit/{token}/", follow=True))


def typed(client) -> dict:
    page = client.get(CANCEL).content.decode()
    return dict(re.findall(r'name="(seen|other_seen)" value="([^"]*)"', page))


@pytest.mark.parametrize(("shown", "other"), [(0, "Robin: "), (1, "Kim: ")], ids=["child", "adult"])
def test_the_page_of_one_shows_first_name_and_time_of_the_other(client, two, shown, other):
    page = open_page(client, two[shown])

    assert other in page
    assert ("Example" in page.replace("Exampleton", ""), "robin@" in page) == (False, False)
    assert "Cancel both" in page


def test_both_are_cancelled_in_one_step_and_only_once(client, two):
    open_page(client, two[0])
    seen = typed(client)

    client.post(CANCEL, seen)
    again = client.post(CANCEL, seen)

    assert {row.status for row in Booking.objects.filter(client__isnull=False)} == {Status.CANCELLED}
    assert again.status_code in (302, 409)


def test_looking_changes_nothing(client, two):
    open_page(client, two[0])

    client.get(CANCEL)

    assert set(Booking.objects.filter(client__isnull=False).values_list("status", flat=True)) == {Status.HELD}


@pytest.mark.parametrize("name", ["seen", "other_seen"])
def test_what_was_shown_before_a_change_is_not_obeyed(client, two, name):
    open_page(client, two[0])
    seen = typed(client) | {name: "stale"}

    answer = client.post(CANCEL, seen)

    assert answer.status_code == 409
    assert not Booking.objects.filter(status=Status.CANCELLED).exists()


@pytest.mark.parametrize(
    ("moved", "other"),
    [
        (0, "Robin stays as it is: Monday 8 March 2027, 11:30am"),
        (1, "Kim stays as it is: Monday 8 March 2027, 9am"),
    ],
    ids=["child", "adult"],
)
def test_moving_one_says_that_the_other_stays(client, two, moved, other):
    open_page(client, two[moved])
    page = client.get("/booking/move/").content.decode()
    choice = {name: re.search(rf'name="{name}" value="([^"]+)"', page)[1] for name in ("seen", "starts_at")}

    check = said(client.post("/booking/move/", choice, follow=True))

    assert f"The time for {other}." in check
    assert "Only this one moves. To move both, talk to me." in check


def test_a_visit_alone_is_moved_without_a_word_about_another(client):
    visit = ConfirmedFactory(starts_at=MONDAY)
    open_page(client, visit)
    choice = {"seen": f"{visit.reference}.1.confirmed", "starts_at": MONDAY.replace(day=9).isoformat()}

    check = said(client.post("/booking/move/", choice, follow=True))

    assert "Move your visit?" in check
    assert "stays as it is" not in check


def test_nobody_sees_a_visit_whose_mail_goes_elsewhere(client, two):
    Guardianship.objects.update(adult_email="other@example.com")
    two[1].refresh_from_db()

    page = open_page(client, two[1])

    assert ("Kim" in page, "Cancel both" in page) == (False, False)
    assert client.get(CANCEL).url == "/booking/"


def test_another_family_on_the_same_day_is_not_shown(client, two):
    ConfirmedFactory(starts_at=datetime(2027, 3, 8, 14, tzinfo=UTC), client__name="Uma Other")

    assert "Uma" not in open_page(client, two[0])
    assert client.post(CANCEL, {"seen": "x", "other_seen": "y"}).status_code == 409
