"""Books the next visit of a client: this page is one press away from a visit, and so is the booking."""

from datetime import datetime
from uuid import UUID, uuid4

from django.core import signing
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from booking import lifecycle, next_visit, on_file
from booking.admin.about import contact_of
from booking.admin.by_hand_words import a_start, say_booked
from booking.admin.call_pages import page, to_booking
from booking.calls import present
from intake.models.drafts import DRAFT_LIVES

TEMPLATE = "admin/booking/by_hand/next.html"
SALT = "booking.next"
LONGEST_KEY = 200
WHY = {
    "none": gettext_lazy("There are no answers on file that may be used. Ask the questions again."),
    "grown": gettext_lazy(
        "They are of age now, and somebody else agreed for them. Ask them themselves, and ask the questions."
    ),
    "old": gettext_lazy("The answers on file are more than 12 months old. Ask the questions again."),
    "shut": gettext_lazy("The answers on file cannot be opened with the keys in use. Ask them again."),
    "guardian": gettext_lazy("No guardian is on file for this child. Ask who comes along."),
    "treatment": gettext_lazy("You offer no such session. Add it to your treatments first."),
}
TAKEN = gettext_lazy("That time has just been taken. Nothing was booked. Choose another one.")
OUT_OF_DATE = gettext_lazy("This page was out of date. Nothing was booked. Choose a time again.")


@page("GET", "HEAD", "POST")
def next_one(desk_admin, request, pk):
    visit, now = desk_admin.found(request, pk), timezone.now()
    if visit.client is None:
        return to_booking(visit)
    if visit.status not in on_file.SESSIONS:
        return HttpResponseRedirect(by_phone(visit))
    problem = ""
    try:
        if request.method == "POST":
            key, starts_at = a_key(request, visit), a_start(request.POST.get("start", ""), now)
            if key and starts_at:
                return booked(request, visit, key, starts_at, now)
            problem = OUT_OF_DATE
    except lifecycle.Taken:
        problem = TAKEN
    except on_file.AskAgain:
        # The page says why, below.
        pass
    return show(desk_admin, request, visit, problem, now)


def booked(request, visit, key: UUID, starts_at: datetime, now):
    by = lifecycle.practitioner(request.user)
    try:
        booking = next_visit.book(visit, starts_at, key=key, by=by, now=now)
    except lifecycle.NotAllowed:
        # What this key had booked was cancelled, or ended otherwise, meanwhile.
        raise lifecycle.Taken from None
    say_booked(request, booking)
    return to_booking(booking)


def show(desk_admin, request, visit, problem, now):
    context = {"problem": problem, "by_phone_url": by_phone(visit), "contact": contact_of(visit)}
    try:
        file = on_file.of_visit(visit, now=now)
        context |= offered(file) | {"key": new_key(visit)}
    except on_file.AskAgain as again:
        context["why"] = WHY[again.why]
    return desk_admin.page(request, visit, TEMPLATE, context, status=409 if problem else 200)


def offered(file) -> dict:
    return {
        "file": file,
        "count": len(file.sessions),
        "is_ahead": file.last.starts_at > file.now,
        "times": [
            {"starts_at": start, "is_held": file.is_held_on(start.date())}
            for start in file.in_span or file.after_span
        ],
    }


def by_phone(visit) -> str:
    client = present(visit.client_id)
    return reverse("admin:booking_booking_book", query={"client": client.pk})


def new_key(visit) -> str:
    """Name one press: whatever is pressed twice on a page books once."""
    return signing.dumps([str(uuid4()), visit.pk], salt=SALT)


def a_key(request, visit) -> UUID | None:
    try:
        sent = request.POST.get("key", "")[:LONGEST_KEY]
        key, pk = signing.loads(sent, salt=SALT, max_age=DRAFT_LIVES)
    except signing.BadSignature:
        return None
    return UUID(key) if pk == visit.pk else None


PAGES = [("<int:pk>/next/", next_one, "next")]
