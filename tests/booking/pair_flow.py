"""A parent who books for a child and for themselves, with the test client."""

from booking import pairs
from tests.booking import flow

BORN = {
    "born_on_day": "1",
    "born_on_month": "4",
    "born_on_year": "2018",
    "own-born_on_day": "15",
    "own-born_on_month": "6",
    "own-born_on_year": "1985",
}
AGREED = {"agreed": "on", "own-agreed": "on"}
DETAILS = flow.DETAILS | {
    "client_name": "Kim Example",
    "relationship": "father",
    "has_parental_responsibility": "on",
    "will_be_there": "on",
    "in_the_room": "",
}
CHILDS = (2, 3, 4)
OWN = (5, 6, 7, 8)


def start(client, *, treatment="first-session"):
    return flow.start(client, treatment=treatment, for_whom="both")


def agree(client, **changed):
    return client.post("/book/before-we-start/", BORN | AGREED | changed)


def answer(client, answers=None, asked=CHILDS + OWN):
    """Say no to each question, by its number, unless told."""
    for number in asked:
        response = client.post(f"/book/question/{number}/", (answers or {}).get(number, {"answer": "no"}))
    return response


def reach_the_time(client, answers=None):
    start(client)
    agree(client)
    return answer(client, answers)


def fill_in(client, starts_at, answers=None, details=None):
    """Everything up to the check page."""
    reach_the_time(client, answers)
    flow.choose(client, starts_at)
    return client.post("/book/details/", details or DETAILS)


def booked(client):
    """Return what the draft has become, the child's visit first."""
    return pairs.placed(flow.booking_of(client))
