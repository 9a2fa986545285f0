"""The pages of the practitioner's desk, in the diary of the demo: a past, a future and requests that wait."""

import re
from typing import NamedTuple

from django.core.management import call_command
from django.urls import reverse

from booking import demo
from booking.models import Booking, Status, WorkingHours
from content.models import FaqEntry, Page
from intake.models import HealthForm
from tests.access.shown import Collector
from tests.booking.factories import NOW
from tests.intake.factories import UserFactory

TEXTS = {"question": FaqEntry, "page": Page}


def pages() -> list:
    """The desk's main pages, each as she finds it, and each of its forms empty and sent with a mistake."""
    list(demo.fill(NOW))
    call_command("load_texts", verbosity=0)
    visitor = Collector(is_desk=True, user=UserFactory(username="kim"))
    for part in (lists, of_a_visit, of_a_client, hours, texts, cases):
        part(visitor)
    return visitor.pages


def at(name, *parts) -> str:
    return reverse(f"admin:booking_booking_{name}", args=parts)


def lists(visitor):
    visitor.get("desk", "/admin/")
    visitor.get("bookings", "/admin/booking/booking/")
    for view in ("day", "week", "month"):
        visitor.get(f"diary, {view}", at("diary"), view=view, day="2027-03-03")
    visitor.get("day sheet", at("sheet"))
    visitor.get("clients", "/admin/intake/client/")
    visitor.get("waitlist", at("waitlist"))
    visitor.get("messages", at("message_rules"))
    visitor.get("health form", at("form_questions"))
    visitor.get("busy elsewhere", at("busy"))
    visitor.get("by phone, empty", at("book"), start="2027-03-16T10:00")
    visitor.post("by phone, wrong", at("book"), {"name": "", "day": "soon"})


def of_a_visit(visitor):
    held = Booking.objects.filter(status=Status.HELD).order_by("pk").first()
    confirmed = (
        Booking.objects.filter(status=Status.CONFIRMED, starts_at__gt=NOW).order_by("starts_at").first()
    )
    visitor.get("review", at("review", held.pk))
    visitor.get("move", at("move", confirmed.pk))
    visitor.get("cancel", at("cancel", confirmed.pk))
    visitor.get("booking", f"/admin/booking/booking/{confirmed.pk}/change/")
    over = Booking.objects.filter(status=Status.COMPLETED).order_by("pk").last()
    visitor.get("session note", at("session", over.pk))
    visitor.get("receipt", at("receipt", over.pk))


def of_a_client(visitor):
    client = HealthForm.objects.order_by("client_id").first().client
    visitor.get("client", at("client", client.pk))
    visitor.get("health form of a client", at("client_form", client.pk))
    visitor.get("rights", at("rights", client.pk))


def hours(visitor):
    visitor.get("hours", "/admin/booking/workinghours/")
    visitor.get("hours, one", f"/admin/booking/workinghours/{WorkingHours.objects.first().pk}/change/")
    visitor.get("closed and extra", "/admin/booking/hoursoverride/")
    visitor.get("closing, empty", "/admin/booking/hoursoverride/add/")
    visitor.post("closing, wrong", "/admin/booking/hoursoverride/add/", {"day": "soon"})


def texts(visitor):
    visitor.get("mail", at("text", "confirmed"))
    for name, model in TEXTS.items():
        change = reverse(f"admin:content_{model._meta.model_name}_change", args=[model.objects.first().pk])
        visitor.get(f"texts, {name}", change)
        visitor.post(f"texts, {name}, wrong", change, {"title": "", "question": ""})


def cases(visitor):
    visitor.get("complaint, empty", at("complaint_new"))
    visitor.post("complaint, wrong", at("complaint_new"), {})
    visitor.get("breaches", at("breaches"))
    visitor.get("ways of signing in", reverse("mfa_index"))


class NoFault(NamedTuple):
    """A finding that need not be mended here: its check, the pattern of its words, the reason."""

    check: str
    says: str
    why: str


NO_FAULTS = (
    NoFault(
        "links", "“.+” leads to", "A list or a filter repeats a name; its row or heading tells them apart."
    ),
    NoFault(
        "purposes",
        "#id_(name|phone|email) ",
        "She types what a client says on the phone: her own card must not fill it in.",
    ),
    NoFault(
        "hovering", r"a\.sortremove", "Django's sign in a list's head; its heading sorts back without it."
    ),
    NoFault("sequence", "label “Search by", "Django's search label stands beside its field, not above it."),
    NoFault(
        "listeners", "pointerdown", "A visit is moved from a page of its own too, where nothing is dragged."
    ),
)


def faults(found: dict[str, list]) -> dict[str, list]:
    """Return what was found without what is no fault here."""
    return {check: [one for one in problems if not excuses(check, one)] for check, problems in found.items()}


def excuses(check: str, problem: str) -> list[NoFault]:
    return [one for one in NO_FAULTS if one.check == check and re.search(one.says, problem)]
