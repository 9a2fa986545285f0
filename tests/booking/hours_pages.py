"""The pages about hours, as her browser uses them: look first, then save what was shown."""

import re


def look(marja, address, typed=()):
    """Press "Look at it" and return the page."""
    return marja.post(address, {**dict(typed), "act": "look"}).content.decode()


def save(marja, address, typed=(), seen=None):
    """Press "Save" on the page that was shown; `seen` stands for an older one."""
    shown = seen_on(look(marja, address, typed)) if seen is None else seen
    return marja.post(address, {**dict(typed), "act": "save", "seen": shown})


def seen_on(page: str) -> str:
    found = re.search(r'name="seen" value="(\w*)"', page)
    return found[1] if found else ""
