"""JSON-LD held against the vocabulary of schema.org, strictly: each type, each word, each sort of value.

The package's tables are used, not its models: those take no day or time as text, as JSON has it."""

import json
import re
from collections.abc import Iterator
from datetime import date, datetime, time

import schema_org

VALUES = {
    "Text": lambda value: isinstance(value, str) and bool(value.strip()),
    "URL": lambda value: isinstance(value, str) and re.match(r"https?://[^\s/]", value),
    "Number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "Integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "Boolean": lambda value: isinstance(value, bool),
    "Date": lambda value: _reads(date.fromisoformat, value),
    "DateTime": lambda value: _reads(datetime.fromisoformat, value) and "T" in value,
    "Time": lambda value: _reads(time.fromisoformat, value),
}


def faults(text: str) -> list[str]:
    """Return what is not as the vocabulary has it; nothing when all is right."""
    data = json.loads(text)
    found = [] if data["@context"] == "https://schema.org" else ["another vocabulary"]
    for thing in data["@graph"]:
        found += _wrong(thing, thing.get("@type", "no type"))
    return found


def _wrong(thing: dict, place: str) -> Iterator[str]:
    model = getattr(schema_org, thing.get("@type", ""), None)
    if model is None:
        yield f"{place}: no such type"
        return
    words = {one.schema_name: one.ranges for one in model.SCHEMA_PROPERTIES if not one.superseded_by}
    for word, value in thing.items():
        if word not in ("@type", "@id"):
            for one in value if isinstance(value, list) else [value]:
                yield from _wrong_value(one, words.get(word), f"{place}.{word}")


def _wrong_value(value, ranges, place) -> Iterator[str]:
    if ranges is None:
        yield f"{place}: no such word here"
    elif not isinstance(value, dict):
        if not any(_is_value(value, kind) for kind in ranges):
            yield f"{place}: {value!r} is none of {', '.join(ranges)}"
    elif set(value) == {"@id"}:
        if set(ranges) <= set(VALUES):
            yield f"{place}: a thing, and none of {', '.join(ranges)}"
    else:
        lineage = getattr(getattr(schema_org, value.get("@type", ""), None), "SCHEMA_TYPES", ())
        if not set(lineage) & set(ranges):
            yield f"{place}: {value.get('@type')} is none of {', '.join(ranges)}"
        yield from _wrong(value, place)


def _is_value(value, kind) -> bool:
    if kind in VALUES:
        return bool(VALUES[kind](value))
    return value in {getattr(member, "value", None) for member in _members(kind)}


def _members(kind):
    named = getattr(schema_org, kind, ())
    return named if isinstance(named, type(schema_org.DayOfWeek)) else ()


def _reads(read, value) -> bool:
    try:
        read(value)
    except (TypeError, ValueError):
        return False
    return True
