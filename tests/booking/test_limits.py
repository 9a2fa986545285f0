"""One address cannot fill the diary or the letter box; a person is never stopped for long."""

from datetime import timedelta

import pytest
from django.test import RequestFactory, override_settings

from booking import limits
from booking.models import Attempt
from tests.booking.factories import NOW

pytestmark = pytest.mark.django_db


def request(address="192.0.2.1", **headers):
    return RequestFactory().post("/", REMOTE_ADDR=address, headers=headers)


def attempts(count, *, at=NOW, address="192.0.2.1"):
    return [limits.is_too_often("contact", request(address), now=at) for _attempt in range(count)]


def test_the_fourth_message_in_an_hour_is_too_much():
    assert attempts(4) == [False, False, False, True]


def test_the_next_hour_begins_anew():
    attempts(4)

    assert attempts(1, at=NOW + timedelta(hours=1)) == [False]


def test_another_address_is_counted_by_itself():
    attempts(4)

    assert attempts(1, address="192.0.2.2") == [False]


def test_the_address_is_not_kept():
    attempts(1)

    assert "192.0.2.1" not in str(Attempt.objects.values())


def test_old_counts_are_removed():
    attempts(1)

    attempts(1, at=NOW + timedelta(hours=3))

    assert Attempt.objects.count() == 1


def test_a_forged_forwarding_header_changes_nothing():
    limits.is_too_often("contact", request(), now=NOW)

    limits.is_too_often("contact", request(**{"X-Forwarded-For": "198.51.100.7"}), now=NOW)

    assert Attempt.objects.get().count == 2


@override_settings(SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"))
def test_behind_a_proxy_only_the_hop_it_wrote_counts():
    for forged in ("198.51.100.7", "198.51.100.8"):
        header = {"X-Forwarded-For": f"{forged}, 192.0.2.9"}
        limits.is_too_often("contact", request("127.0.0.1", **header), now=NOW)

    assert Attempt.objects.get().count == 2
