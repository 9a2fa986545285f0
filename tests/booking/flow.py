"""A visitor who goes through the steps of a booking with the test client."""

from datetime import datetime

from booking import steps
from booking.models import Booking
from booking.views.progress import SESSION_KEY

ANSWERS = {"pregnancy": {"answer": "no"}, "operation": {"answer": "no"}, "cancer": {"answer": "no"}} | {
    "symptoms": {"answer": "no"}
}
DETAILS = {"name": "Robin Example", "email": "robin@example.com", "phone": "07700 900456", "ring_at": ""}
BORN = {"born_on_day": "15", "born_on_month": "6", "born_on_year": "1985"}


def question(name):
    return f"/book/question/{steps.NUMBERS[name]}/"


def start(client, *, treatment="first-session", for_whom="self"):
    return client.post("/book/", {"treatment": treatment, "for_whom": for_whom})


def agree(client, **born):
    return client.post("/book/before-we-start/", BORN | born | {"agreed": "on"})


def answer(client, **changed):
    for name, data in (ANSWERS | changed).items():
        response = client.post(question(name), data)
    return response


def choose(client, starts_at: datetime, query=""):
    return client.post(f"/book/time/{query}", {"starts_at": starts_at.isoformat()})


def fill_in(client, starts_at, *, treatment="first-session", details=None, **changed):
    """Everything up to the check page."""
    start(client, treatment=treatment)
    agree(client)
    answer(client, **changed)
    choose(client, starts_at)
    return client.post("/book/details/", details or DETAILS)


def send(client):
    return client.post("/book/check/")


def booking_of(client) -> Booking:
    return Booking.objects.get(draft_key=client.session[SESSION_KEY])
