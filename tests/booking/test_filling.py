"""How placeholders are filled in, with no mail and no database."""

import pytest

from booking.wording.filling import fill, names

VALUES = {"when": "noon", "facts": "When: noon\nWhere: here", "form": "", "greets": "{when}"}


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("Come at {when}.", "Come at noon."),
        ("Come {when} or {when}", "Come noon or noon"),
        ("Before\n\n{facts}\n\nAfter", "Before\n\nWhen: noon\nWhere: here\n\nAfter"),
        ("Before\n{form}\nAfter", "Before\nAfter"),
        ("One. {form}", "One."),
        ("Dear {form},", "Dear,"),
        ("{form} and more", "and more"),
        ("{form}{form}\nAfter", "After"),
        ("An {unknown} one", "An {unknown} one"),
        ("Braces { when } {When} {}", "Braces { when } {When} {}"),
        # What was filled in is no text of its own.
        ("{greets}", "{when}"),
        ("{%s}" % ("a" * 50), "{%s}" % ("a" * 50)),
        ("", ""),
    ],
)
def test_a_text_is_filled_in(text, filled):
    assert fill(text, VALUES.get) == filled


def test_placeholders_are_named_once_in_order():
    assert names("{when} {where}, {when}: {a_b} { no } {No}") == ["when", "where", "a_b"]
