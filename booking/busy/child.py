"""Reads one calendar in a process of its own: `python -m booking.busy.child`, asked and answering in JSON.

A server can hang, and a file of ten lines can describe more times than there is memory for. Here that ends
a process that holds no key and no database, and never the worker."""

import json
import sys
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from booking.busy import caldav, fetching, ranges
from booking.busy.bounded import bound_memory, within
from booking.busy.values import CALDAV, READ_SECONDS, Access, Ask, Failed, Found, Trouble
from booking.intervals import Interval

# For fetching, reading, and for the process to begin.
ALL_SECONDS = fetching.SECONDS + READ_SECONDS + 5


def main():
    bound_memory()
    ask = asked(json.load(sys.stdin))
    try:
        with within(fetching.SECONDS, Trouble.TIMED_OUT):
            answer = fetched(ask)
        with within(ask.read_seconds, Trouble.TOO_MUCH):
            said = answer_of(read(ask, answer))
    except Failed as failed:
        said = {"trouble": failed.trouble}
    except (MemoryError, RecursionError):
        said = {"trouble": Trouble.TOO_MUCH}
    json.dump(said, sys.stdout)


def fetched(ask: Ask) -> fetching.Answer:
    """Return what the server holds, or 304 when it still has what `ask.etag` names. Raise Failed."""
    about = {"on_loopback": ask.on_loopback}
    if ask.kind == CALDAV:
        body = caldav.query(ask.start, ask.end)
        return fetching.fetch("REPORT", ask.access, headers=caldav.HEADERS, body=body, **about)
    headers = {"Accept": "text/calendar, */*;q=0.5"}
    headers |= {"If-None-Match": ask.etag} if ask.etag else {}
    return fetching.fetch("GET", ask.access, headers=headers, **about)


def read(ask: Ask, answer: fetching.Answer) -> Found:
    """Return the busy times in an answer. Raise Failed."""
    if answer.status == 304:
        return Found(None, etag=ask.etag)
    is_caldav = ask.kind == CALDAV
    texts = caldav.texts(answer.body) if is_caldav else [answer.body.decode("utf-8", "replace")]
    found = ranges.read(texts, ask.start, ask.end, zone=ZoneInfo(ask.zone), own_host=ask.own_host)
    return replace(found, etag="" if is_caldav else answer.etag)


def asked(said: dict) -> Ask:
    return Ask(
        **said
        | {"access": Access(**said["access"])}
        | {name: datetime.fromisoformat(said[name]) for name in ("start", "end")}
    )


def answer_of(found: Found) -> dict:
    times = found.times
    if times is not None:
        times = [[at.isoformat() for at in span] for span in times]
    return {"times": times, "unread": found.unread, "etag": found.etag}


def found_in(said: dict) -> Found:
    """Return what a child has answered. Raise Failed when it has found none."""
    if "trouble" in said:
        raise Failed(Trouble(said["trouble"]))
    times = said["times"]
    if times is not None:
        times = tuple(Interval(*map(datetime.fromisoformat, span)) for span in times)
    return Found(times, said["unread"], said["etag"])


if __name__ == "__main__":
    main()
