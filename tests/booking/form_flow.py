"""Filling in a health form through its pages, as a browser does. What no page asks for is not looked at."""

from django.urls import reverse

from booking import links
from booking.models import Purpose
from intake.history.catalogue import QUESTIONS
from intake.history.values import Kind
from tests.booking.factories import NOW

NO = {one.code: "no" for one in QUESTIONS if one.kind == Kind.REPLY}
NOTHING = NO | {
    "emergency_name": "Kim Example, my sister",
    "emergency_phone": "07700 900111",
    "chosen": ["sport"],
    "health": "on",
}
YES = {one.code: "yes" for one in QUESTIONS if one.kind == Kind.REPLY}
WORDS = {f"{one.code}_details": f"Words about {one.code}" for one in QUESTIONS if one.details}
OPERATION = {"operation_0_on_0": "3", "operation_0_on_1": "2", "operation_0_on_2": "2027", "rows": "1"}
EVERYTHING = (
    NOTHING
    | YES
    | WORDS
    | {"chosen": ["tension", "nerve", "stress"], "places": ["neck", "left_shoulder"], "trouble": "7"}
    | {"words": "Worst in the morning", "lying": ["face_down"], "access": ["step", "company"]}
    | {"answer": "no", "gp": "The Elms Surgery"}
)
MOST_PAGES = 40


def come(client, booking, door="visit"):
    """Arrive by the link of a mail about the visit."""
    token = links.make(Purpose.VISIT, booking=booking, address=booking.email, now=NOW)
    return client.get(reverse(f"own:{door}", args=[token]), follow=True)


def seen(booking):
    return f"{booking.reference}.{booking.version}.{booking.status}"


def begin(client, booking):
    """Come by the link to the form and press Start."""
    come(client, booking, "visit_form")
    return client.post(reverse("form:start"), {"seen": seen(booking)}, follow=True)


def open_by_link(client, booking):
    """Come by a fresh link to the form and press."""
    token = links.make(Purpose.FORM, booking=booking, address=booking.email, now=NOW)
    client.get(reverse("own:form", args=[token]))
    return client.post(reverse("form:open"), follow=True)


def fill(client, answers, url=None) -> list[str]:
    """Answer page after page until the check; return the addresses of the pages."""
    url, shown = url or client.get(reverse("form:tasks")).context["next"], []
    while url != reverse("form:check") and len(shown) < MOST_PAGES:
        shown.append(url)
        answer = client.post(url, answers)
        assert answer.status_code == 302, (url, answer.context["form"].errors)
        url = answer.url
    return shown


def send(client):
    return client.post(reverse("form:check"), follow=True)
