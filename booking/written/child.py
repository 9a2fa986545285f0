"""Looks into one calendar, or writes to it, in a process of its own: asked and answering in JSON.

As with calendars that are read: what hangs or runs wild there ends a process without keys, not the worker."""

import json
import sys
from dataclasses import replace

from booking.busy import fetching
from booking.busy.bounded import bound_memory, within
from booking.busy.values import Access, Failed, Trouble
from booking.written import dav, reading

SECONDS = 15
# For the process to begin and to work out its answer.
ALL_SECONDS = SECONDS + 10
GONE = frozenset({404, 410})
CHANGED = 412
REFUSED = frozenset({403, 409})
TEXT = {"Content-Type": "text/calendar; charset=utf-8"}


def main():
    bound_memory()
    json.dump(answer(json.load(sys.stdin)), sys.stdout)


def answer(said: dict) -> dict:
    """Return what was found, or what came of the steps. Beside what went well stands what went wrong."""
    found = {"done": {}, "missed": [], "refused": [], "trouble": ""}
    try:
        with within(said["seconds"], Trouble.TIMED_OUT):
            if "steps" not in said:
                return look(said)
            write(said, found)
    except Failed as failed:
        found["trouble"] = failed.trouble
    except (MemoryError, RecursionError):
        found["trouble"] = Trouble.TOO_MUCH
    return found


def look(said: dict) -> dict:
    """Return what stands there of ours, and how many entries do that are not; of `most` of ours that are
    not as they were written, what they hold. Raise Failed."""
    dav.check(_ask("PROPFIND", said, headers=dav.HEADERS | {"Depth": "0"}, body=dav.WHAT).body)
    etags = dav.listed(_ask("PROPFIND", said, headers=dav.HEADERS | {"Depth": "1"}, body=dav.LIST).body)
    ours = {name: tag for name, tag in etags.items() if name in said["ours"] or name.startswith(said["mark"])}
    there = {name: {"etag": etag} for name, etag in ours.items()}
    differ = [name for name in said["known"] if name in ours and ours[name] != said["known"][name]]
    for name in differ[: said["most"]]:
        answer = _ask("GET", said, name, also=GONE)
        if answer.status in GONE:
            del there[name]
            continue
        seen = reading.read(answer.body.decode("utf-8", "replace"))
        times = [at and at.isoformat() for at in (seen.starts_at, seen.ends_at)]
        # What was looked at is what this etag names, also when it has changed since it was listed.
        there[name] = {"etag": answer.etag or ours[name], "seen": [*times, seen.summary, seen.has_more]}
    return {"there": there, "strangers": len(etags) - len(ours), "trouble": ""}


def write(said: dict, came: dict) -> None:
    """Take one step after the other, and note in `came` what came of each. Raise Failed where no further
    one would go better."""
    for step in said["steps"]:
        name, is_put = step["name"], step["method"] == "PUT"
        condition = {"If-Match": step["etag"]} if step["etag"] else {"If-None-Match": "*"}
        also = {CHANGED} | REFUSED | (frozenset() if is_put else GONE)
        body = step["text"] if is_put else None
        headers = condition | (TEXT if is_put else {})
        found = _ask(step["method"], said, name, headers=headers, body=body, also=also)
        if found.status == CHANGED:
            came["missed"].append(name)
        elif found.status in REFUSED:
            came["refused"].append(name)
        else:
            came["done"][name] = (found.etag or _etag(said, name)) if is_put else ""


def _etag(said, name) -> str:
    """Ask for what the server has not said; if it is not told either, the next look will show it."""
    answer = _ask("PROPFIND", said, name, headers=dav.HEADERS | {"Depth": "0"}, body=dav.LIST, also=GONE)
    return "" if answer.status in GONE else dav.listed(answer.body).get(name, "")


def _ask(method, said, name="", *, headers=None, body=None, also=frozenset()):
    access = Access(**said["access"])
    return fetching.fetch(
        method,
        replace(access, address=dav.in_it(access.address, name)),
        headers=headers,
        body=body.encode() if body is not None else None,
        on_loopback=said["on_loopback"],
        also=also,
    )


if __name__ == "__main__":
    main()
