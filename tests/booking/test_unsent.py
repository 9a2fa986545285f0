"""Mail that could not be sent: she is told whose it was, and a press lets it go again, once."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse

from booking import desk, outbox, refused, unsent
from booking.models import Booking, Kind, Message, RefusedAddress, Status
from booking.rights import retention
from content.models import Practice
from tests.booking import smtp
from tests.booking.factories import NOW, ConfirmedFactory, HeldFactory, SeriesFactory
from tests.booking.smtp import Mode
from tests.intake.factories import ClientFactory, UserFactory

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)
A_SECOND = timedelta(seconds=1)
RECEIPT = "admin:booking_booking_receipt"


@pytest.fixture
def post(settings):
    with smtp.server(settings) as post:
        yield post


@pytest.fixture
def she(db):
    Practice.objects.create(name="NPM Practice", practitioner="Kim Example", email="kim@example.com")
    browser = Browser()
    with time_machine.travel(NOW, tick=False):
        browser.force_login(UserFactory())
        yield browser


@pytest.fixture
def joan(db):
    return ClientFactory(name="Joan Green", email="joan@example.com", phone="07700 900123")


def refuse(post, *messages):
    """Let the server refuse the address of each."""
    post.mode = Mode.NOBODY
    outbox.send_due(now=NOW)
    post.mode = Mode.ACCEPT


def queued(booking, kind=Kind.CONFIRMED, at=NOW):
    outbox.put(kind, booking=booking, at=at)
    return Message.objects.get(booking=booking, kind=kind)


def press(she, booking, act="again", **more):
    found = unsent.of(booking)
    seen = max((message.gave_up_at for message in found), default=NOW).isoformat()
    url = reverse("admin:booking_booking_unsent", args=[booking.pk])
    return she.post(url, {"act": act, "seen": seen} | more, follow=True).content.decode()


def test_an_address_that_was_refused_is_marked_and_not_tried_again(post, she, joan):
    queued(ConfirmedFactory(client=joan))
    refuse(post)

    later = queued(ConfirmedFactory(client=joan, starts_at=NOW + timedelta(days=8)))
    outbox.send_due(now=LATER)

    later.refresh_from_db()
    assert (later.gave_up_at, post.refused, post.asked) == (LATER, 1, 1)
    assert later.last_error == "The address was refused before, so it was not tried."


def test_the_mark_names_nobody(post, she, joan):
    queued(ConfirmedFactory(client=joan))

    refuse(post)

    row = RefusedAddress.objects.get()
    assert "joan" not in row.digest
    assert (len(row.digest), row.refused_at) == (64, NOW)


@pytest.mark.parametrize(
    ("answer", "is_marked"),
    [
        ("550 No", True),
        ("550 5.1.1 No such person", True),
        ("552 5.2.2 Mailbox full", True),
        ("554 5.7.1 Looks like spam", False),
        ("550 5.3.4 Too big", False),
    ],
)
def test_only_a_no_that_is_about_the_address_marks_it(post, she, joan, answer, is_marked):
    message = queued(ConfirmedFactory(client=joan))
    post.refuses = answer

    outbox.send_due(now=NOW)

    message.refresh_from_db()
    assert message.gave_up_at == NOW
    assert RefusedAddress.objects.exists() == is_marked


def test_her_own_address_is_tried_each_time(post, she, joan):
    first = queued(HeldFactory(client=joan), Kind.NEW_REQUEST)
    refuse(post)

    second = queued(HeldFactory(starts_at=NOW + timedelta(days=8)), Kind.NEW_REQUEST)
    outbox.send_due(now=LATER)

    first.refresh_from_db()
    assert first.gave_up_at == NOW
    assert post.ids == [second.message_id]


def test_a_corrected_address_is_tried(post, she, joan):
    visit = ConfirmedFactory(client=joan)
    queued(visit)
    refuse(post)
    joan.email = "joan.green@example.com"
    joan.save()

    page = press(she, visit)
    outbox.send_due(now=NOW)

    assert "1 message is sent again." in page
    assert [mail["To"] for mail in post.taken] == ["joan.green@example.com"]


def test_ten_presses_let_it_go_once_with_the_same_id(post, she, joan):
    visit = ConfirmedFactory(client=joan)
    message = queued(visit)
    refuse(post)
    seen = NOW.isoformat()

    pages = [press(she, visit, seen=seen) for _press in range(10)]
    outbox.send_due(now=NOW)
    pages.append(press(she, visit, seen=seen))

    assert ["1 message is sent again." in page for page in pages] == [True] + [False] * 10
    assert post.ids == [message.message_id]


def test_a_page_from_before_does_not_try_what_was_refused_since(post, she, joan):
    visit = ConfirmedFactory(client=joan)
    queued(visit)
    refuse(post)
    Message.objects.update(gave_up_at=LATER)

    press(she, visit, seen=NOW.isoformat())

    assert Message.objects.get().gave_up_at == LATER
    assert RefusedAddress.objects.exists()


@pytest.mark.parametrize(
    "sent", [{"seen": ""}, {"seen": "\x00"}, {"seen": "x" * 99}, {"seen": "2027-03-01"}, {"act": "drop"}]
)
def test_nonsense_changes_nothing(post, she, joan, sent):
    visit = ConfirmedFactory(client=joan)
    queued(visit)
    refuse(post)

    page = press(she, visit, **sent)

    assert "Nothing was changed" in page
    assert Message.objects.get().gave_up_at == NOW


def test_what_is_not_true_any_more_can_only_be_put_aside(post, she, joan):
    visit = ConfirmedFactory(client=joan)
    queued(visit)
    refuse(post)
    Booking.objects.update(status=Status.CANCELLED)

    shown = she.get(reverse("admin:booking_booking_change", args=[visit.pk])).content.decode()
    press(she, visit, "again")
    is_open = unsent.of(visit) != []
    press(she, visit, "told")

    assert "Try again" not in shown
    assert is_open
    assert unsent.of(visit) == []


def test_she_says_that_she_has_told_them(post, she, joan):
    visit = ConfirmedFactory(client=joan)
    queued(visit)
    refuse(post)

    page = press(she, visit, "told")

    assert "You told it in another way" in page
    assert "did not get my mail" not in page
    assert desk.at(NOW).unsent == []


def test_the_desk_says_whose_visit_it_is_and_what_to_do(post, she, joan):
    visit = ConfirmedFactory(client=joan)
    queued(visit)
    refuse(post)

    page = she.get("/admin/").content.decode()

    assert "Joan G. did not get my mail: ring, or correct the address" in page
    assert f"{reverse('admin:booking_booking_change', args=[visit.pk])}#messages" in page


def test_the_visit_says_when_what_and_why(post, she, joan):
    visit = ConfirmedFactory(client=joan)
    queued(visit)
    refuse(post)

    page = she.get(reverse("admin:booking_booking_change", args=[visit.pk])).content.decode()

    assert "Joan Green did not get my mail" in page
    assert "Ring Joan Green, 07700 900123" in page
    assert (
        "Mail to the client: <strong>confirmed.</strong> Could not be sent: The mail server answered 550."
        in page
    )


def test_a_receipt_that_could_not_be_sent_can_be_sent_again(post, she, joan):
    visit = ConfirmedFactory(
        client=joan, status=Status.COMPLETED, minutes_given=120, starts_at=NOW - timedelta(hours=3)
    )
    message = queued(visit, Kind.RECEIPT)
    refuse(post)

    shown = she.get(reverse(RECEIPT, args=[visit.pk])).content.decode()
    press(she, visit)
    outbox.send_due(now=NOW)

    assert "Try again" in shown
    assert post.ids == [message.message_id]


def test_what_was_told_in_one_mail_goes_in_one_again(post, she, joan):
    series = SeriesFactory(client=joan)
    visits = [
        ConfirmedFactory(client=joan, series=series, starts_at=NOW + timedelta(days=7 * n)) for n in (1, 2, 3)
    ]
    for visit in visits:
        queued(visit)
    refuse(post)

    rows = desk.at(NOW).unsent
    press(she, visits[1])
    outbox.send_due(now=NOW)

    assert len(rows) == 1
    assert len(post.taken) == 1
    assert Message.objects.filter(sent_at=NOW).count() == 3


def given_up(visit, kind=Kind.CONFIRMED, at=NOW):
    return Message.objects.create(
        booking=visit,
        kind=kind,
        due_at=at,
        gave_up_at=at,
        message_id=f"<{Message.objects.count()}@b.invalid>",
    )


@pytest.mark.parametrize(
    ("kind", "at", "goes"),
    [
        pytest.param(Kind.CONFIRMED, NOW, True, id="in the same mail"),
        pytest.param(Kind.REMINDER, NOW, False, id="of another kind"),
        pytest.param(Kind.CONFIRMED, LATER, False, id="given up later"),
    ],
)
def test_only_what_was_in_the_same_mail_goes_with_it(joan, kind, at, goes):
    key = uuid4()
    mine, other = (
        ConfirmedFactory(client=joan, together=key, starts_at=NOW + timedelta(days=7 * n)) for n in (1, 2)
    )
    given_up(mine)
    beside = given_up(other, kind, at)

    count = unsent.try_again(mine, seen=NOW, now=LATER)

    beside.refresh_from_db()
    assert (count, beside.gave_up_at is None) == (1, goes)


@pytest.mark.parametrize(("ago", "is_told"), [(unsent.TOLD_OF - A_SECOND, True), (unsent.TOLD_OF, False)])
def test_the_desk_tells_of_it_for_four_weeks(joan, ago, is_told):
    given_up(ConfirmedFactory(client=joan), at=NOW - ago)

    assert bool(desk.at(NOW).unsent) == is_told


@pytest.mark.parametrize("address", ["Joan@Example.com", " joan@example.com "])
def test_an_address_is_the_same_however_it_is_written(joan, address):
    refused.mark("joan@example.com", now=NOW)

    with pytest.raises(refused.RefusedBefore):
        refused.check(address)


def test_somebody_without_the_right_changes_nothing(post, joan):
    visit = ConfirmedFactory(client=joan)
    Message.objects.create(
        booking=visit, kind=Kind.CONFIRMED, due_at=NOW, gave_up_at=NOW, message_id="<1@booking.invalid>"
    )
    browser = Browser()
    browser.force_login(UserFactory(is_superuser=False))

    answer = browser.post(
        reverse("admin:booking_booking_unsent", args=[visit.pk]), {"act": "again", "seen": NOW.isoformat()}
    )

    assert answer.status_code == 403
    assert Message.objects.get().gave_up_at == NOW


def test_a_mark_goes_after_half_a_year(she):
    refused.mark("joan@example.com", now=NOW - refused.KEPT_FOR)
    refused.mark("robin@example.com", now=NOW)

    retention.daily(now=NOW)

    assert [row.refused_at for row in RefusedAddress.objects.all()] == [NOW]
