"""Has a calendar read by a process of its own, which gets none of this one's secrets."""

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from booking.busy import child
from booking.busy.values import Ask, Failed, Found, Trouble

BASE_DIR = Path(__file__).resolve().parent.parent.parent


def look(ask: Ask) -> Found:
    """Return what the calendar holds. Raise Failed; it always ends within `child.ALL_SECONDS`."""
    return child.found_in(answered("booking.busy.child", asked(ask), seconds=child.ALL_SECONDS))


def answered(module: str, said: dict, *, seconds: float) -> dict:
    """Return what a module answers in a process of its own that is told `said`. Raise Failed."""
    try:
        done = subprocess.run(  # noqa: S603  a module of our own
            [sys.executable, "-m", module],
            input=json.dumps(said).encode(),
            stdout=subprocess.PIPE,
            # What goes wrong in there could quote the address.
            stderr=subprocess.DEVNULL,
            cwd=BASE_DIR,
            env={},
            timeout=seconds,
            check=True,
        )
    except subprocess.TimeoutExpired:
        raise Failed(Trouble.TIMED_OUT) from None
    except (subprocess.CalledProcessError, OSError):
        raise Failed(Trouble.TOO_MUCH) from None
    return json.loads(done.stdout)


def asked(ask: Ask) -> dict:
    return asdict(ask) | {"start": ask.start.isoformat(), "end": ask.end.isoformat()}
