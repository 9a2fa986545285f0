"""All visits of one address: behind a link that opens once, and never another family's."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from booking import links
from booking.models import Link, Purpose, Status
from tests.booking.factories import NOW, ConfirmedFactory, HeldFactory
from tests.intake.factories import GuardianshipFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_week")]
VISIT = datetime(2027, 3, 8, 10, tzinfo=UTC)
VISITS, OPEN, CHOOSE = "/booking/visits/", "/booking/visits/open/", "/booking/visits/choose/"


@pytest.fixture
def parent():
    return GuardianshipFactory(adult_email="Robin@example.com", child__name="Mia Secret")


@pytest.fixture
def own():
    return ConfirmedFactory(starts_at=VISIT, client__name="Robin Surname", client__email="robin@example.com")


@pytest.fixture
def childs(parent):
    child = parent.child
    return HeldFactory(
        starts_at=VISIT + timedelta(days=1), client=child, guardianship=parent, screening__client=child
    )


@pytest.fixture
def strangers():
    return ConfirmedFactory(
        starts_at=VISIT + timedelta(days=2), client__name="Other", client__email="other@example.com"
    )


@pytest.fixture
def token():
    return links.make(Purpose.FAMILY, address="robin@example.com", now=NOW)


def come(client, token):
    return client.get(reverse("own:family", args=[token]), follow=True)


def opened(client, token):
    come(client, token)
    return client.post(OPEN, follow=True)


def choose(client, visit):
    return client.post(CHOOSE, {"reference": visit.reference}, follow=True)


def test_a_press_opens_all_visits_of_the_address_and_no_others(client, token, own, childs, strangers):
    shown = opened(client, token).text

    for words in ("Robin", "Mia", "Monday 8 March 2027, 10am", "Tuesday 9 March 2027, 10am", "Held"):
        assert words in shown
    for secret in ("Other", strangers.reference, "Surname", "Secret", "@example.com", "Wednesday"):
        assert secret not in shown


def test_looking_uses_nothing_up(client, token, own):
    for method in (client.get, client.head) * 5:
        shown = method(reverse("own:family", args=[token]), follow=True)
        assert shown.status_code == 200

    assert Link.objects.get().opened_at is None
    assert "Monday 8 March" not in client.get(VISITS).text


def test_whoever_came_by_the_same_link_sees_nothing_once_it_is_opened(client, token, own):
    scanner = type(client)()
    come(scanner, token)
    opened(client, token)

    late, again = scanner.get(VISITS), come(scanner, token)
    pressed = scanner.post(OPEN, follow=True)

    assert (late.status_code, again.status_code, pressed.status_code) == (404, 404, 404)
    assert "This link opens nothing any more" in pressed.text


def test_a_second_press_finds_the_page_open(client, token, own):
    opened(client, token)

    again = client.post(OPEN, follow=True)

    assert "Monday 8 March 2027, 10am" in again.text


def test_it_is_to_be_opened_within_half_an_hour(client, token, own):
    assert links.find(Purpose.FAMILY, token, now=NOW + timedelta(minutes=29)) is not None
    assert links.find(Purpose.FAMILY, token, now=NOW + timedelta(minutes=30)) is None


def test_it_stays_open_for_an_hour(client, token, own):
    opened(client, token)
    Link.objects.update(opened_at=NOW - timedelta(hours=1))

    assert client.get(VISITS).url == reverse("own:lost")
    assert client.get(reverse("own:page")).url == reverse("own:lost")
    assert client.post(CHOOSE, {"reference": own.reference}).url == reverse("own:lost")


def test_a_chosen_visit_opens_its_own_page_with_all_that_can_be_done(client, token, own, childs):
    opened(client, token)

    shown = choose(client, own)

    assert "Your visit is confirmed" in shown.text
    assert reverse("own:cancel") in shown.text
    assert VISITS in shown.text


def test_another_family_s_visit_is_the_same_as_an_unknown_one(client, token, own, strangers):
    opened(client, token)

    answers = [
        client.post(CHOOSE, {"reference": reference})
        for reference in (strangers.reference, "ZZZZZZZZ", "", "\x00", "x" * 5000)
    ]

    assert {(answer.status_code, answer.text) for answer in answers} == {(404, answers[0].text)}
    assert client.get(reverse("own:page")).url == reverse("own:lost")


def test_a_visit_that_is_no_longer_this_address_s_is_closed(client, token, own):
    opened(client, token)
    choose(client, own)
    own.client.email = "new@example.com"
    own.client.save()

    assert client.get(reverse("own:page")).url == reverse("own:lost")


def test_nothing_is_chosen_before_the_link_is_opened(client, token, own):
    come(client, token)

    assert choose(client, own).redirect_chain == [(reverse("own:lost"), 302)]


def test_a_link_to_one_visit_opens_no_list(client, own):
    token = links.make(Purpose.VISIT, booking=own, address=own.email, now=NOW)
    client.get(reverse("own:visit", args=[token]))

    for answer in (client.get(VISITS), client.post(CHOOSE, {"reference": own.reference})):
        assert answer.url == reverse("own:lost")


@pytest.mark.parametrize("count", [1, 10, 100])
def test_the_list_costs_the_same_however_long(client, token, count, django_assert_num_queries):
    for n in range(count):
        ConfirmedFactory(
            starts_at=VISIT + timedelta(hours=3 * n),
            client__email="robin@example.com",
            status=Status.CANCELLED if n % 2 else Status.CONFIRMED,
        )
    opened(client, token)

    with django_assert_num_queries(6):
        client.get(VISITS)
