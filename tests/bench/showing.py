"""What the bench says, line by line."""

import os
import sys

from tests.bench import speed


def row(name, one, other, *, most, queries) -> bool:
    """Show how long one address takes beside another; return whether that is within the aims."""
    ratio = speed.ratio(one, other)
    is_met = ratio.middle <= most and max(one.queries) <= queries
    counted = "–".join(map(str, sorted({min(one.queries), max(one.queries)})))
    say_row(name, ratio, counted, f"at most {most:g}, {queries} queries", is_met=is_met)
    return is_met


def say_row(name, figure, counted, aim, *, is_met):
    say(f"{name:50} {figure!s:28} {counted:>3}   {aim}: {'met' if is_met else 'NOT MET'}")


def load() -> str:
    return f"{os.getloadavg()[0]:.1f}"


def say(text: str):
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
