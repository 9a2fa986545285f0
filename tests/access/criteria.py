"""The 55 criteria of WCAG 2.2 at level A and AA, each with what tests it here.

A name alone is a check of tests/access, made on every kind of page; "axe" stands for all of axe's rules. What
only a whole journey can show is named by its file and its test. Where nothing on the site falls under a
criterion, the check is that there is still nothing.
"""

from typing import NamedTuple


class Criterion(NamedTuple):
    name: str
    checks: tuple[str, ...]
    # Why there is nothing to test but that there is nothing.
    nothing: str = ""


KEYBOARD = "journeys/test_keyboard.py::test_a_booking_by_keyboard_alone"
AT_400 = "journeys/test_keyboard.py::test_a_booking_by_keyboard_at_400_percent_without_scripts"
STILL = "test_look.py::test_motion_is_only_for_those_who_want_it"
FOUND = "access/test_entry.py::test_every_page_is_found_in_two_ways"
ANNOUNCED = "access/test_entry.py::test_what_was_done_is_announced"
NO_MEDIA = "The site has no sound and no film."
CRITERIA = {
    "1.1.1": Criterion("Non-text content", ("pictures", "axe")),
    "1.2.1": Criterion("Audio-only and video-only", ("media",), NO_MEDIA),
    "1.2.2": Criterion("Captions", ("media",), NO_MEDIA),
    "1.2.3": Criterion("Audio description or alternative", ("media",), NO_MEDIA),
    "1.2.4": Criterion("Captions, live", ("media",), NO_MEDIA),
    "1.2.5": Criterion("Audio description", ("media",), NO_MEDIA),
    "1.3.1": Criterion("Info and relationships", ("groups", "labels", "axe")),
    "1.3.2": Criterion("Meaningful sequence", ("sequence",)),
    "1.3.3": Criterion("Sensory characteristics", ("senses",)),
    "1.3.4": Criterion("Orientation", ("orientation",)),
    "1.3.5": Criterion("Identify input purpose", ("purposes", "axe")),
    "1.4.1": Criterion("Use of colour", ("colours", "axe")),
    "1.4.2": Criterion("Audio control", ("media",), NO_MEDIA),
    "1.4.3": Criterion("Contrast", ("axe", "test_look.py::test_colours_can_be_told_apart")),
    "1.4.4": Criterion("Resize text", ("enlarged", "clipped")),
    "1.4.5": Criterion("Images of text", ("words_in_pictures",)),
    "1.4.10": Criterion("Reflow", ("reflowed", "sideways", AT_400)),
    "1.4.11": Criterion("Non-text contrast", ("test_look.py::test_colours_can_be_told_apart", "forced")),
    "1.4.12": Criterion("Text spacing", ("spaced",)),
    "1.4.13": Criterion("Content on hover or focus", ("hovering",)),
    "2.1.1": Criterion("Keyboard", ("order", KEYBOARD, AT_400)),
    "2.1.2": Criterion("No keyboard trap", ("trapped",)),
    "2.1.4": Criterion("Character key shortcuts", ("shortcuts", "listeners")),
    "2.2.1": Criterion(
        "Timing adjustable",
        (
            "timing",
            "journeys/test_sign_in.py::test_two_minutes_ahead_she_is_asked_and_may_stay",
            "intake/test_records.py::test_a_draft_is_gone_after_24_hours",
        ),
    ),
    "2.2.2": Criterion("Pause, stop, hide", ("still", STILL)),
    "2.3.1": Criterion("Three flashes", ("still", "media"), "Nothing flashes: nothing moves by itself."),
    "2.4.1": Criterion("Bypass blocks", ("skips", "axe")),
    "2.4.2": Criterion("Page titled", ("titled", "own_title")),
    "2.4.3": Criterion("Focus order", ("order", "focus_order")),
    "2.4.4": Criterion("Link purpose", ("links", "axe")),
    "2.4.5": Criterion("Multiple ways", ("two_ways", FOUND)),
    "2.4.6": Criterion("Headings and labels", ("headings", "axe")),
    "2.4.7": Criterion("Focus visible", ("rings",)),
    "2.4.11": Criterion("Focus not obscured", ("obscured",)),
    "2.5.1": Criterion("Pointer gestures", ("listeners",), "Nothing listens to a path or to two fingers."),
    "2.5.2": Criterion("Pointer cancellation", ("listeners",)),
    "2.5.3": Criterion("Label in name", ("axe",)),
    "2.5.4": Criterion("Motion actuation", ("listeners",), "Nothing listens to how the device moves."),
    "2.5.7": Criterion(
        "Dragging movements",
        ("dragging", "journeys/test_moving.py::test_a_visit_moves_by_one_press_and_comes_back_by_another"),
    ),
    "2.5.8": Criterion("Target size", ("targets", "axe")),
    "3.1.1": Criterion("Language of page", ("language", "axe")),
    "3.1.2": Criterion("Language of parts", ("language",)),
    "3.2.1": Criterion("On focus", ("surprises",)),
    "3.2.2": Criterion("On input", ("surprises",)),
    "3.2.3": Criterion("Consistent navigation", ("same_menu",)),
    "3.2.4": Criterion("Consistent identification", ("same_names", "own_title")),
    "3.2.6": Criterion("Consistent help", ("same_help",)),
    "3.3.1": Criterion("Error identification", ("errors",)),
    "3.3.2": Criterion("Labels or instructions", ("labels", "axe")),
    "3.3.3": Criterion("Error suggestion", ("errors",)),
    "3.3.4": Criterion(
        "Error prevention",
        (
            "journeys/test_steps.py::test_back_leads_to_each_step_as_it_was_left",
            "journeys/test_own_page.py::test_a_visit_is_cancelled_from_its_mail_in_two_presses",
        ),
    ),
    "3.3.7": Criterion("Redundant entry", ("access/test_entry.py::test_nothing_is_asked_twice",)),
    "3.3.8": Criterion(
        "Accessible authentication",
        (
            "authentication",
            "journeys/test_sign_in.py::test_a_passkey_is_added_and_opens_the_diary_with_nothing_typed",
        ),
    ),
    "4.1.2": Criterion("Name, role, value", ("axe", "labels")),
    "4.1.3": Criterion("Status messages", ("statuses", ANNOUNCED)),
}
