"""`python -m tests.bench.opening`: how much longer the record of a client with 100 visits takes to open than
the same pages if nothing were sealed, as a ratio in one run."""

import json
import sys
import time
from statistics import median
from unittest import mock

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.bench.copying import somebody
from tests.bench.server import HOST

WARM_UP, ROUNDS, REQUESTS = 3, 9, 5
MOST = 3


def main() -> dict:
    call_command("migrate", verbosity=0)
    # What is measured is opening a record, not signing in.
    settings.SECOND_FACTOR_REQUIRED = False
    client, user = somebody()
    browser = Client(headers={"Host": HOST, "X-Forwarded-Proto": "https"})
    browser.force_login(user)
    address = f"/admin/booking/booking/client/{client.pk}/"
    return {"page": measure(browser, address), "notes": measure(browser, f"{address}notes/")}


def measure(browser, address: str) -> dict:
    opened = {}
    for _request in range(WARM_UP):
        with remembering(opened):
            seconds(browser, address)
    rounds = []
    for _round in range(ROUNDS):
        sealed = median(seconds(browser, address) for _request in range(REQUESTS))
        with plain(opened):
            rounds.append(sealed / median(seconds(browser, address) for _request in range(REQUESTS)))
    with CaptureQueriesContext(connection) as asked:
        seconds(browser, address)
    return {"ratio": median(rounds), "low": min(rounds), "high": max(rounds), "queries": len(asked)}


def seconds(browser, address: str) -> float:
    started = time.perf_counter()
    answer = browser.get(address, secure=True)
    took = time.perf_counter() - started
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code}")
    return took


def remembering(opened: dict):
    """Open as ever, and keep what came out by what it was sealed in."""
    from intake import crypto

    really = crypto.open_

    def open_(sealed, aad):
        opened[bytes(sealed)] = really(sealed, aad)
        return opened[bytes(sealed)]

    return mock.patch.object(crypto, "open_", open_)


def plain(opened: dict):
    """As if the values lay in the database as they are."""
    from intake import crypto

    return mock.patch.object(crypto, "open_", lambda sealed, aad: opened[bytes(sealed)])


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(main()))
