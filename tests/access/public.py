"""Each kind of page that a visitor or a client can meet, in each of its states."""

from datetime import date, timedelta

from django.core.management import call_command
from django.urls import reverse

from booking import lifecycle, links
from booking.models import Booking, Purpose, Status
from tests.access.shown import Collector
from tests.booking import flow, form_flow
from tests.booking.factories import NOW, ConfirmedFactory, HeldFactory, OfferedFactory, WaitlistEntryFactory
from tests.booking.test_wait_pages import WISH
from tests.intake.factories import ConsentFactory, LetterRequestFactory
from tests.journeys.practice import open_the_practice

MONDAY = NOW + timedelta(days=7)
LAYOUTS = ("/", "/neural-pathway-massage/", "/session/", "/prices/", "/directions/", "/privacy/")
WRONG = {
    "pregnancy": {
        "answer": "yes",
        "due_on_day": "31",
        "due_on_month": "6",
        "due_on_year": "soon",
        "details": "1",
    },
    "operation": {"answer": "yes", "details": "1"},
}
OVER = (Status.COMPLETED, Status.NOT_TREATED, Status.NO_SHOW, Status.CANCELLED, Status.LAPSED)


def pages() -> list:
    """Every kind of public page, each in its states."""
    she = open_the_practice()
    call_command("load_texts", verbosity=0)
    parts = (
        reading,
        contact,
        booking,
        for_a_child,
        held_and_taken,
        waiting,
        own,
        moving,
        letter,
        form,
        ways_in,
    )
    found = []
    for part in parts:
        found += part(she)
    return found


def reading(she):
    visitor = Collector()
    for path in LAYOUTS:
        visitor.get(f"page {path}", path)
    visitor.get("questions", "/faq/")
    visitor.get("questions, found", "/faq/", q="stress")
    visitor.get("questions, not found", "/faq/", q="nowhere to be found")
    visitor.get("a question", "/faq/do-i-stay-dressed/")
    visitor.get("not found", "/no-such-page/", status=404)
    visitor.browser.handler.enforce_csrf_checks = True
    visitor.post("not allowed", "/contact/", {}, status=403)
    return visitor.pages


def contact(she):
    visitor = Collector()
    visitor.get("message, empty", "/contact/")
    visitor.post("message, wrong", "/contact/", {"name": "Robin Example", "email": "robin at example"})
    visitor.get("message, sent", "/contact/sent/")
    return visitor.pages


def booking(she):
    visitor = Collector()
    browser = visitor.browser
    visitor.get("start, empty", "/book/")
    visitor.post("start, wrong", "/book/", {})
    flow.start(browser)
    visitor.get("agreement, empty", "/book/before-we-start/")
    visitor.post(
        "agreement, wrong", "/book/before-we-start/", flow.BORN | {"born_on_day": "31", "born_on_month": "2"}
    )
    flow.agree(browser)
    for name in flow.ANSWERS:
        visitor.get(f"{name}, empty", flow.question(name))
        visitor.post(f"{name}, wrong", flow.question(name), WRONG.get(name, {}))
        if name in WRONG:
            visitor.post(f"{name}, opened", flow.question(name), {"answer": "yes"})
        browser.post(flow.question(name), {"answer": "no"})
    visitor.get("time", "/book/time/")
    visitor.get("time, a later week", "/book/time/", day="2027-03-15")
    flow.choose(browser, MONDAY)
    visitor.get("details, empty", "/book/details/")
    visitor.post("details, wrong", "/book/details/", {"name": "Robin", "email": "robin at", "phone": "12"})
    browser.post("/book/details/", flow.DETAILS)
    visitor.get("details, filled", "/book/details/")
    visitor.get("check", "/book/check/")
    flow.send(browser)
    visitor.get("confirmed", "/book/done/")
    return visitor.pages


def for_a_child(she):
    visitor = Collector()
    flow.start(visitor.browser, for_whom="child")
    flow.agree(visitor.browser, born_on_year="2018")
    flow.answer(visitor.browser)
    flow.choose(visitor.browser, MONDAY + timedelta(days=1))
    visitor.get("details of a child", "/book/details/")
    visitor.post("details of a child, wrong", "/book/details/", {})
    return visitor.pages


def held_and_taken(she):
    visitor = Collector()
    flow.fill_in(visitor.browser, MONDAY + timedelta(days=2), symptoms={"answer": "unsure"})
    visitor.get("check of a request", "/book/check/")
    flow.send(visitor.browser)
    visitor.get("held", "/book/done/")
    late = Collector()
    flow.fill_in(late.browser, MONDAY + timedelta(days=3))
    Booking.objects.filter(status=Status.RESERVED).update(draft_key=None)
    late.post("taken", "/book/check/", {}, status=409)
    return visitor.pages + late.pages


def waiting(she):
    visitor = Collector()
    flow.start(visitor.browser)
    flow.agree(visitor.browser)
    flow.answer(visitor.browser)
    visitor.browser.post("/book/wait/")
    visitor.get("wish, empty", "/book/wish/")
    visitor.post("wish, wrong", "/book/wish/", {"from_on": "soon", "until_on": ""})
    visitor.browser.post("/book/wish/", WISH)
    visitor.browser.post("/book/details/", flow.DETAILS)
    visitor.get("wish, check", "/book/wait/check/")
    visitor.post("on the list", "/book/wait/check/", {})
    entry = WaitlistEntryFactory()
    ConsentFactory(client=entry.client)
    offer = OfferedFactory(entry=entry, client=entry.client, starts_at=MONDAY + timedelta(days=4))
    listed, offered = Collector(), Collector()
    listed.get("own place on the list", address(Purpose.WAITING, entry=entry, to=entry.client.email))
    offered.get("an offer", address(Purpose.OFFER, booking=offer, to=entry.client.email))
    return visitor.pages + listed.pages + offered.pages


def address(purpose, *, to, **about) -> str:
    return reverse(f"own:{purpose.value}", args=[links.make(purpose, address=to, now=NOW, **about)])


def visit(factory=ConfirmedFactory, *, day=9, **more):
    booking = factory(starts_at=NOW + timedelta(days=day), client__name="Robin Example", **more)
    ConsentFactory(client=booking.client)
    return booking


def opened(booking, name, **more) -> Collector:
    visitor = Collector()
    visitor.get(name, address(Purpose.VISIT, booking=booking, to=booking.email), **more)
    return visitor


def own(she):
    found = []
    for n, status in enumerate(OVER):
        gone = visit(day=20 + n, status=status, minutes_given=100 if status == Status.COMPLETED else None)
        found += opened(gone, f"own page, {status.value}").pages
    asked = visit(HeldFactory, day=26)
    found += opened(asked, "own page, held").pages
    declined = visit(HeldFactory, day=27)
    lifecycle.offer_later(declined, by=lifecycle.practitioner(she), now=NOW, from_on=date(2027, 5, 3))
    found += opened(declined, "own page, later").pages
    visitor = opened(visit(day=28), "own page, confirmed")
    for name, path in (("cancel", "cancel"), ("sessions", "sessions"), ("agreements", "agreements")):
        visitor.get(f"own page, {name}", f"/booking/{path}/")
    visitor.get("own page, changed", "/booking/changed/")
    visitor.get("own page, an earlier time", "/booking/earlier/")
    stranger = Collector()
    stranger.get("lost link, empty", "/booking/link/")
    stranger.post("lost link, wrong", "/booking/link/", {"email": "robin at"})
    stranger.get("lost link, sent", "/booking/link/sent/")
    stranger.get("a link that is cut off", "/booking/visit/nothing/", status=404)
    return found + visitor.pages + stranger.pages


def moving(she):
    visitor = opened(visit(day=29), "own page, to be moved")
    visitor.get("move", "/booking/move/")
    return visitor.pages[1:]


def letter(she):
    asked = visit(HeldFactory, day=30, needs_clearance=True)
    LetterRequestFactory(client=asked.client)
    visitor = opened(asked, "own page, a letter is asked for")
    visitor.get("letter", "/booking/paper/")
    visitor.post("letter, wrong", "/booking/paper/", {"seen": form_flow.seen(asked)}, status=400)
    return visitor.pages


def form(she):
    booked = visit(day=31, client__form_on=None)
    visitor, seen = Collector(), set()
    visitor.keep("form, parts", form_flow.begin(visitor.browser, booked))
    url = visitor.browser.get(reverse("form:tasks")).context["next"]
    while url != reverse("form:check"):
        part = url.strip("/").split("/")[1]
        if part not in seen:
            visitor.get(f"form, part {part}, empty", url)
            visitor.post(f"form, part {part}, sent empty", url, {})
        seen.add(part)
        url = visitor.browser.post(url, form_flow.EVERYTHING | form_flow.WORDS | form_flow.OPERATION).url
    visitor.get("form, check", reverse("form:check"))
    visitor.keep("form, sent", form_flow.send(visitor.browser))
    return visitor.pages


def ways_in(she):
    visitor = Collector(is_desk=True)
    visitor.get("signing in", "/admin/login/")
    visitor.post("signing in, wrong", "/admin/login/", {"login": "marja", "password": "wrong"})
    return visitor.pages
