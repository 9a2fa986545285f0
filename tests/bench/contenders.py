"""`python -m tests.bench.contenders PORT`: visitors who want the same hour, round by round, over HTTP."""

import json
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from urllib.parse import urlencode

import django
from django.utils import timezone

from tests.bench.server import HEADERS, connect

VISITORS = 4
# The most rounds of a race, and after how many seconds a machine that is too busy for them stops.
HOUR, SEND, SAME_DRAFT = (200, 140), (100, 70), (50, 35)
COOKIES = "__Host-sessionid={session}; __Host-csrftoken={token}"
TOKEN = "c" * 32


def main(port: int):
    races = {
        "the same hour at the time page": (hour_race, *HOUR),
        "the same hour at the check page": (send_race, *SEND),
        "the same draft, pressed four times": (same_draft_race, *SAME_DRAFT),
    }
    with ThreadPoolExecutor(VISITORS) as pool:
        results = {name: run(*race, port, pool) for name, race in races.items()}
    sys.stdout.write(json.dumps(results))


def run(race, most, seconds, port, pool):
    from booking.models import Booking

    statuses, rounds, one_winner, ends_at = Counter(), 0, 0, time.monotonic() + seconds
    for n, start in enumerate(free_starts()):
        if n == most or time.monotonic() > ends_at:
            break
        path, data, sessions, winners = race(start)
        answers = press(pool, port, n, path, data, sessions)
        booked = Booking.objects.occupying().filter(starts_at=start).count()
        rounds += 1
        statuses.update(answers)
        one_winner += booked == 1 and answers.count(302) == winners
    return {"most": most, "rounds": rounds, "one_winner": one_winner, "statuses": dict(statuses)}


def hour_race(start):
    return "/book/time/", {"starts_at": start.isoformat()}, [visitor() for _n in range(VISITORS)], 1


def send_race(start):
    """Everybody's reservation has run out meanwhile, and all send what they had chosen."""
    return "/book/check/", {}, [visitor(starts_at=start.isoformat()) for _n in range(VISITORS)], 1


def same_draft_race(start):
    """One visitor presses again and again: each press leads to the same booking."""
    return "/book/check/", {}, [visitor(starts_at=start.isoformat())] * VISITORS, VISITORS


def visitor(**parts):
    """Return the session of somebody who has filled in the rest of the form."""
    from django.contrib.sessions.backends.db import SessionStore

    from booking.demo import NOTHING
    from booking.views.progress import SESSION_KEY
    from intake import agreement, records

    answers = NOTHING | {
        "treatment": "first-session",
        "for_whom": "self",
        "born_on": "1985-06-15",
        "agreed": agreement.current("self").to_json(),
        "details": {"name": "Robin Example", "email": "robin@example.com"}
        | {"phone": "07700 900456", "ring_at": ""},
    }
    session = SessionStore()
    session[SESSION_KEY] = str(records.start_draft(now=timezone.now(), **answers | parts).pk)
    session.create()
    return session.session_key


def free_starts():
    """Yield hours that lie apart, so that each round is about its own."""
    from booking import availability
    from booking.models import Treatment

    treatment = Treatment.objects.select_related("policy").get(slug="first-session")
    now = timezone.now()
    taken_until = now
    for slot in availability.free_slots(treatment, availability.day_of(now), 180, now=now):
        if slot.starts_at >= taken_until + timedelta(minutes=30):
            taken_until = slot.ends_at
            yield slot.starts_at


def press(pool, port, n, path, data, sessions):
    together = Barrier(len(sessions))
    visitors = enumerate(sessions)
    return list(
        pool.map(lambda who: post(port, path, data, who[1], f"10.{n}.0.{who[0]}", together), visitors)
    )


def post(port, path, data, session, address, together):
    connection = connect(port)
    connection.connect()
    together.wait(timeout=30)
    connection.request("POST", path, *pressed(data, session, address))
    response = connection.getresponse()
    response.read()
    connection.close()
    return response.status


def pressed(data, session, address):
    """Return body and headers of a form that a visitor sends."""
    return urlencode(data | {"csrfmiddlewaretoken": TOKEN}), HEADERS | {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": COOKIES.format(session=session, token=TOKEN),
        "X-Forwarded-For": address,
    }


if __name__ == "__main__":
    django.setup()
    main(int(sys.argv[1]))
