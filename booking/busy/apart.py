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
    try:
        done = subprocess.run(
            [sys.executable, "-m", "booking.busy.child"],
            input=json.dumps(asked(ask)).encode(),
            stdout=subprocess.PIPE,
            # What goes wrong in there could quote the address.
            stderr=subprocess.DEVNULL,
            cwd=BASE_DIR,
            env={},
            timeout=child.ALL_SECONDS,
            check=True,
        )
    except subprocess.TimeoutExpired:
        raise Failed(Trouble.TIMED_OUT) from None
    except (subprocess.CalledProcessError, OSError):
        raise Failed(Trouble.TOO_MUCH) from None
    return child.found_in(json.loads(done.stdout))


def asked(ask: Ask) -> dict:
    return asdict(ask) | {"start": ask.start.isoformat(), "end": ask.end.isoformat()}
