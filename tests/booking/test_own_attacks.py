"""The client's own pages, attacked. Pages are found by the addresses, so that a new one is attacked too."""

import logging
import re
from datetime import date, timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core import signing
from django.test import Client as Browser
from django.urls import reverse

from booking import form_urls, lifecycle, links, merging, own_move, own_urls, session_notes, urls
from booking.models import Attempt, Booking, Link, Purpose, Status
from booking.practitioner import make_practitioner
from booking.views.own.access import seen
from content.models import Practice
from intake import agreement, records
from intake.history.session import Rating, SessionContent
from tests.booking.factories import (
    NOW,
    ConfirmedFactory,
    FollowUpFactory,
    OfferedFactory,
    WaitlistEntryFactory,
)
from tests.intake.factories import PLAIN_ANSWERS, ClientFactory, ScreeningFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_week")]
VISIT = NOW + timedelta(days=7)
SURNAME, EMAIL, PHONE = "Marmot", "zebrafinch@example.com", "07700 900987"
TYPED = "heron splinter"
# Of somebody, and on none of their pages, in no header and in no line of the log.
OF_SOMEBODY = (SURNAME, EMAIL, PHONE, TYPED, "1971", "pregnant", "had_operation")
# Titles and addresses stay in a browser's history: of nobody, and of nothing they were asked.
IN_NO_HISTORY = ("joan", "marmot", "health", "pregnan", "operation", "cancer", "symptom", "treat")
OURS = ("booking", "intake", "content", "auth")
WAYS = ("nobody", "visit", "again", "family", "family closed", "offer", "waiting", "booked")
ANSWERS = PLAIN_ANSWERS | {
    "born_on": "1971-11-23",
    "had_operation": "yes",
    "healed": "yes",
    "operations": [{"year": 2019, "month": 1, "day": 10, "what": TYPED}],
}
# The pages that anybody may open.
PUBLIC = {"own:lost", "own:lost_sent", "book:start", "book:slots", "form:link_sent"}
COMING_AGAIN = {"own:again", "own:series", "own:wait", "own:agreements"}
OF_A_VISIT = {
    "own:page",
    "own:calendar_file",
    "own:move",
    "own:cancel",
    "own:changed",
    "own:course",
    "own:earlier",
    "form:start",
    "own:paper",
}
BOOKED = {"book:done", "book:calendar_file"}
OPENED = {
    "nobody": set(),
    "visit": OF_A_VISIT | COMING_AGAIN,
    "again": COMING_AGAIN,
    "family": OF_A_VISIT | COMING_AGAIN | {"own:family_visits"},
    "family closed": {"own:family_visits"},
    "offer": {"own:offered"},
    "waiting": {"own:listed"},
    # Whoever has typed a name has not shown that its mails reach them: nothing that is on file.
    "booked": (OF_A_VISIT | BOOKED) - {"own:changed", "own:earlier", "own:course"},
}


@pytest.fixture(autouse=True)
def practice():
    return Practice.objects.create(name="NPM Practice", practitioner="Kim", email="kim@example.com")


@pytest.fixture
def world():
    """Joan, who was here before, has a visit and waits for another; and Omar, who has one too."""
    FollowUpFactory()
    joan = ClientFactory(
        name=f"Joan {SURNAME}", email=EMAIL, phone=PHONE, born_on=date(1971, 11, 23), treated_before=True
    )
    given = ScreeningFactory(client=joan, answers=ANSWERS, created_at=NOW - timedelta(days=30))
    consent(joan)
    mine = {"client": joan, "screening": given, "treatment": FollowUpFactory()}
    entry = WaitlistEntryFactory(**mine)
    past = ConfirmedFactory(
        **mine, starts_at=NOW - timedelta(days=20), status=Status.COMPLETED, minutes_given=100
    )
    note_session(past)
    omar = ClientFactory(name="Omar Heron", email="omar@example.com", treated_before=True)
    ScreeningFactory(client=omar)
    consent(omar)
    return SimpleNamespace(
        joan=joan,
        omar=omar,
        entry=entry,
        visit=ConfirmedFactory(**mine, starts_at=VISIT, draft_key=uuid4()),
        past=past,
        offer=OfferedFactory(client=joan, entry=entry, starts_at=VISIT + timedelta(days=1)),
        other=ConfirmedFactory(client=omar, starts_at=VISIT + timedelta(days=2)),
    )


def consent(client):
    records.give_consent(
        client=client, agreement=agreement.current("self"), given_by=client.name, relation="self", now=NOW
    )


def note_session(visit):
    """All of it is hers alone, but for the numbers."""
    said = SessionContent(
        worked=(TYPED,), response=TYPED, plan=TYPED, words=TYPED, ratings=(Rating("Wren", 6, 4),)
    )
    session_notes.write(visit, said, by=lifecycle.practitioner(UserFactory()), now=NOW)


def about(world, way):
    """Return what a link of this purpose is about."""
    found = {"visit": world.visit, "again": world.past, "offer": world.offer}
    return {"entry": world.entry} if way == "waiting" else {"booking": found[way]}


def token_for(world, way):
    if way.startswith("family"):
        return links.make(Purpose.FAMILY, address=EMAIL, now=NOW)
    return links.make(Purpose(way), **about(world, way), address=EMAIL, now=NOW)


def come(world, way, browser=None):
    """Return a browser whose visitor came this way."""
    browser = browser or Browser()
    if way == "booked":
        return with_session(browser, draft=str(world.visit.draft_key))
    if way == "nobody":
        return browser
    browser.get(reverse(f"own:{way.partition(' ')[0]}", args=[token_for(world, way)]))
    if way == "family":
        browser.post(reverse("own:family_open"))
        browser.post(reverse("own:family_choose"), {"reference": world.visit.reference})
    return browser


def with_session(browser, **kept):
    session = browser.session
    session.update(kept)
    session.save()
    browser.cookies["sessionid"] = session.session_key
    return browser


def pages(*, tokens=False) -> dict[str, str]:
    """Return the address of each page by its name; those that take a token only if asked for."""
    found = {}
    for part in (own_urls, urls, form_urls):
        for pattern in part.urlpatterns:
            name = f"{part.app_name}:{pattern.name}"
            if not pattern.pattern.converters:
                found[name] = reverse(name)
            elif tokens:
                parts = {part: "A" * 43 if part == "token" else 1 for part in pattern.pattern.converters}
                found[f"{name}…"] = reverse(name, kwargs=parts)
    return found


def everything() -> dict:
    """Each row of the site's own tables, but the counts of attempts."""
    models = [model for name in OURS for model in apps.get_app_config(name).get_models()]
    return {
        m.__name__: sorted(map(repr, m.objects.values_list())) for m in models if m not in (Attempt, Session)
    }


def told(answers, log) -> list:
    """Return what is of somebody and was said: in a page, a header, a cookie or the log."""
    said = [log.text]
    for answer in answers:
        said += [answer.text, repr(dict(answer.headers)), str(answer.cookies)]
    return [word for word in OF_SOMEBODY if word in "\n".join(said)]


@pytest.mark.parametrize("way", WAYS)
def test_looking_opens_what_the_link_is_for_and_changes_nothing(world, caplog, way):
    caplog.set_level(logging.DEBUG)
    browser = come(world, way)
    before = everything()

    answers = {name: browser.get(url) for name, url in pages(tokens=True).items()}
    headed = {name: browser.head(url) for name, url in pages(tokens=True).items()}

    opened = {name for name, answer in answers.items() if answer.status_code == 200}
    assert opened - PUBLIC == OPENED[way]
    assert {name for name, answer in headed.items() if answer.status_code == 200} == opened
    assert {answer.status_code for answer in answers.values()} <= {200, 302, 404, 405, 429}
    assert everything() == before
    # What was typed in this very browser is shown to it once more.
    shown = [answer for name, answer in answers.items() if name not in BOOKED]
    assert told([*shown, *headed.values()], caplog) == []
    assert in_history(answers.values()) == []


def in_history(answers) -> list:
    """Return what is of somebody, or of their health, in the titles and addresses of these pages."""
    titles = [title for answer in answers for title in re.findall(r"<title>(.*?)</title>", answer.text, re.S)]
    kept = " ".join([*titles, *(answer.request["PATH_INFO"] for answer in answers)]).lower()
    return [word for word in IN_NO_HISTORY if word in kept or not titles]


@pytest.mark.parametrize("way", WAYS)
def test_no_other_method_does_anything(world, way):
    browser = come(world, way)
    before = everything()

    answers = [
        browser.generic(method, url, "act=leave&changed=no&answer=no")
        for method in ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "LIST")
        for url in pages(tokens=True).values()
    ]

    assert {answer.status_code for answer in answers} <= {302, 405}
    assert everything() == before


# Every button there is, pressed at once.
PRESSED = {
    "changed": "no",
    "answer": "no",
    "act": "leave",
    "read_first": "yes",
    "starts_at": (VISIT + timedelta(days=3)).isoformat(),
    "at": (VISIT + timedelta(days=3)).isoformat(),
    "about": "answers",
    "doctor": "on",
    "weekdays": "0",
    "from_on": "2027-03-08",
    "until_on": "2027-03-20",
    "notice_hours": "24",
}
SAID = ('role="alert"', "so nothing has been done")
NAMES = (*PRESSED, "seen", "key", "email", "reference")
FORGED = {
    "nothing": lambda world: {},
    "a visit that is not": lambda world: PRESSED | {"seen": "BBBBBBBB.1.confirmed"},
    "the visit of another": lambda world: of(world.other),
    "the number of another": lambda world: of(world.other) | {"seen": world.other.reference},
    "nonsense": lambda world: dict.fromkeys(NAMES, "🌲{{ x }}' OR 1"),
    "an empty byte": lambda world: dict.fromkeys(NAMES, "\0"),
    "100 kB": lambda world: dict.fromkeys(("seen", "email", "act"), "x" * 100_000),
    "twice": lambda world: PRESSED | {"seen": [seen(world.visit), seen(world.other)]},
}


def of(visit):
    """Return a form of somebody else, as far as anybody could know it."""
    mine = {"seen": seen(visit), "other_seen": seen(visit), "reference": visit.reference}
    return PRESSED | mine | {"booking": visit.pk, "client": visit.client_id, "status": "cancelled"}


# Each where a form could do most, and those that name a visit everywhere.
TRIED = [("visit", forged) for forged in FORGED] + [
    (way, forged)
    for way in ("again", "offer", "waiting", "booked")
    for forged in ("the visit of another", "twice")
]


@pytest.mark.parametrize(("way", "forged"), TRIED)
def test_a_form_of_something_else_does_nothing_and_it_is_said(world, caplog, way, forged):
    browser, sent = come(world, way), FORGED[forged](world)
    before = everything()

    answers = {name: browser.post(url, sent) for name, url in pages().items()}

    assert everything() == before
    assert {answer.status_code for answer in answers.values()} <= {200, 302, 400, 404, 405, 409}
    silent = {
        name
        for name, answer in answers.items()
        if answer.status_code in (200, 400, 409) and not any(words in answer.text for words in SAID)
    }
    assert silent == set()
    assert told(answers.values(), caplog) == []


TIMES = {
    "past": (NOW - timedelta(days=1)).isoformat(),
    "at night": "2027-03-09T03:00:00+00:00",
    "by another clock": "2027-03-09T09:00:00-05:00",
    "of no zone": "2027-03-09T09:00:00",
    "soon after it": "0001-01-02T12:00:00+00:00",
    "the last moment": "9999-12-31T23:59:59-14:00",
    "an empty byte": "2027-03-09\0",
}


@pytest.mark.parametrize("at", TIMES.values(), ids=TIMES)
def test_a_time_that_is_not_on_offer_is_never_had(world, at):
    came, again = come(world, "visit"), come(world, "again")
    again.post("/booking/again/", {"changed": "no", "seen": seen(world.past)})
    before = everything()
    sent = {"starts_at": at, "at": at, "changed": "no", "count": "1", "read_first": ""}

    answers = [
        *(
            came.post(url, sent | {"seen": seen(world.visit)})
            for url in ("/booking/move/", "/booking/move/check/")
        ),
        again.post("/booking/again/time/", sent | {"seen": seen(world.past)}),
        again.post("/booking/again/check/", sent | {"seen": seen(world.past)}),
        again.post("/booking/series/", sent | {"seen": seen(world.past), "key": key(world.past)}),
        again.get("/booking/series/", {"at": at}),
        came.get("/booking/move/", {"week": at}),
    ]

    assert {answer.status_code for answer in answers} <= {200, 302, 400, 409}
    assert everything() == before


def key(visit):
    """Return what names a press of the button that books a series."""
    return signing.dumps([str(uuid4()), visit.pk], salt="booking.series")


def test_a_time_chosen_for_one_visit_is_not_the_other_s(world):
    browser = come(world, "visit")
    at = own_move.times(world.visit, now=NOW).first_look().choices[0].value
    chosen = browser.post("/booking/move/", {"seen": seen(world.visit), "starts_at": at})
    browser.get(reverse("own:visit", args=[link_to(world.other)]))
    before = everything()

    asked = browser.get("/booking/move/check/")
    pressed = browser.post("/booking/move/check/", {"seen": seen(world.visit), "starts_at": at})

    assert (chosen.status_code, asked.status_code, pressed.status_code) == (302, 302, 409)
    assert everything() == before


def link_to(visit, **changed):
    return links.make(Purpose.VISIT, **{"booking": visit, "address": visit.email, "now": NOW} | changed)


def test_of_two_tabs_the_form_of_the_first_never_acts_on_the_visit_of_the_second(world):
    browser = come(world, "visit")
    browser.get(reverse("own:visit", args=[link_to(world.other)]))
    before = everything()
    sent = PRESSED | {"seen": seen(world.visit), "key": key(world.visit)}
    acts = ("move/", "move/check/", "move/ask/", "cancel/", "cannot-come/", "cancel-both/", "changed/")
    more = ("older-links/", "earlier/", "again/", "series/", "agreements/", "agreements/take-back/")

    answers = {url: browser.post(f"/booking/{url}", sent).status_code for url in acts + more}

    assert set(answers.values()) == {409}
    assert everything() == before


def test_the_key_of_another_s_series_books_and_shows_nothing(world):
    browser = come(world, "again")
    before = everything()
    sent = {"seen": seen(world.past), "key": key(world.other), "changed": "no", "at": PRESSED["at"]}

    answer = browser.post("/booking/series/", sent)
    shown = browser.get("/booking/series/booked/")

    assert (answer.status_code, shown.status_code) == (409, 302)
    assert everything() == before


def rotated(world):
    Link.objects.all().delete()


def has_moved_house(world):
    world.joan.email = "new@example.com"
    world.joan.save()


def is_long_over(world):
    Booking.objects.filter(pk=world.visit.pk).update(
        starts_at=NOW - timedelta(days=3), blocked_from=NOW - timedelta(days=3, minutes=15),
        blocked_until=NOW - timedelta(days=3) + timedelta(hours=2), status=Status.COMPLETED, minutes_given=90,
    )  # fmt: skip


def is_merged(world):
    """Two rows were one person, and the address of the other is the right one."""
    her = lifecycle.practitioner(UserFactory())
    merging.merge(world.omar, world.joan, is_one_person=True, by=her, now=NOW)


@pytest.mark.parametrize("ended", [rotated, has_moved_house, is_long_over, is_merged])
def test_a_session_that_came_by_a_link_that_has_ended_opens_nothing(world, ended):
    ways = ["visit"] if ended is is_long_over else ["visit", "again", "offer", "waiting"]
    browsers = {way: come(world, way) for way in ways}
    ended(world)
    before = everything()

    answers = []
    for way in ways:
        for url in ACTED_ON[way]:
            sent = PRESSED | {"key": key(world.past), "seen": seen_by(world, way)}
            answers += [browsers[way].post(url, sent), browsers[way].get(url)]

    assert {answer.status_code for answer in answers} <= {302, 405}
    assert {answer.url for answer in answers if answer.status_code == 302} == {"/booking/link/"}
    assert everything() == before


ACTED_ON = {
    "visit": [
        f"/booking/{page}/"
        for page in (
            "cancel",
            "move/check",
            "changed",
            "older-links",
            "earlier",
            "agreements",
            "agreements/take-back",
        )
    ],
    "again": [f"/booking/{page}/" for page in ("again", "again/time", "series", "wait")],
    "offer": ["/booking/take-offer/", "/booking/refuse-offer/", "/booking/offer-changed/", "/booking/offer/"],
    "waiting": ["/booking/list/"],
}


def seen_by(world, way):
    return (
        f"entry{world.entry.pk}:{world.entry.pk}" if way == "waiting" else seen(about(world, way)["booking"])
    )


def test_answers_begun_by_a_link_that_has_ended_are_not_taken(world):
    browser = come(world, "visit")
    browser.post("/booking/changed/", {"answer": "yes", "seen": seen(world.visit)})
    for number in (1, 2, 3, 4):
        browser.post(f"/book/question/{number}/", {"answer": "no"})
    asked = browser.get("/booking/changed/check/")
    rotated(world)
    before = everything()

    looked, sent = browser.get("/booking/changed/check/"), browser.post("/booking/changed/check/")

    assert asked.status_code == 200
    assert {looked.url, sent.url} == {"/booking/link/"}
    assert everything() == before


def test_whoever_only_typed_a_name_neither_sees_nor_ends_a_place_on_the_list(world):
    browser = come(world, "booked")
    about = f"{seen(world.visit)}:{world.entry.pk}"
    before = everything()

    looked = browser.get("/booking/wait/")
    left = browser.post("/booking/wait/", {"seen": about, "act": "leave"})

    assert {looked.url, left.url} == {"/booking/link/"}
    assert everything() == before


def test_a_link_to_an_offer_that_is_over_asks_nothing_anew(world):
    browser = come(world, "offer")
    world.offer.status = Status.LAPSED
    world.offer.save()
    before = everything()

    answer = browser.post("/booking/offer-changed/", {"seen": seen(world.offer)})

    assert answer.status_code == 409
    assert everything() == before


def test_a_number_in_place_of_a_token_opens_nothing(world, settings):
    settings.ATTEMPTS_PER_HOUR = settings.ATTEMPTS_PER_HOUR | {"link": 100}
    browser = Browser()
    taken = [
        name.rstrip("…") for name in pages(tokens=True) if name.startswith("own:") and name.endswith("…")
    ]
    numbers = [world.visit.reference, world.visit.pk, world.joan.pk, world.entry.pk, world.visit.draft_key]

    answers = [browser.get(reverse(name, args=[number])) for name in taken for number in numbers]

    assert len(answers) >= 5 * len(Purpose)
    assert {answer.status_code for answer in answers} == {404}
    assert "own" not in browser.session


def test_what_stands_behind_a_token_opens_no_other_page(world):
    url = f"/booking/again/{token_for(world, 'again')}/"
    behind = ("x/", "%2F", "%00", "/cancel/", "cancel/", "../../admin/")

    answers = [Browser().get(url + more) for more in behind]
    asked = Browser().get(url + "?to=/admin/&next=//evil.example")

    assert {answer.status_code for answer in answers} == {404}
    assert asked.url == "/booking/again/"


def test_a_key_set_before_arriving_is_not_the_key_afterwards(world):
    victim = with_session(Browser(), planted="by somebody else")
    planted = victim.session.session_key
    victim.get(reverse("own:visit", args=[token_for(world, "visit")]))

    attacker = Browser()
    attacker.cookies["sessionid"] = planted

    assert victim.session.session_key != planted
    assert attacker.get("/booking/").status_code == 302


def test_the_practitioner_s_session_and_a_client_s_link_leave_each_other_alone(world):
    marja = make_practitioner("marja", "walking-in-birch-woods", "marja@example.com")
    browser = Browser()
    browser.force_login(marja)
    her_page = reverse("admin:booking_booking_changelist")
    alone = browser.get(her_page).status_code

    come(world, "visit", browser)
    both = browser.get(her_page).status_code, browser.get("/booking/").status_code
    other = browser.post("/booking/cancel/", {"seen": seen(world.other)})
    browser.logout()

    assert (alone, *both, other.status_code) == (200, 200, 200, 409)
    assert [browser.get(her_page).status_code, browser.get("/booking/").status_code] == [302, 302]


def test_a_client_s_link_opens_nothing_of_the_practitioner_s(world):
    browser = come(world, "visit")
    before = everything()

    answer = browser.get(reverse("admin:booking_booking_change", args=[world.visit.pk]))

    assert answer.url.startswith("/admin/login/")
    assert everything() == before


def test_an_address_that_is_none_stays_in_its_field(world):
    answer = Browser().post("/booking/link/", {"email": "joan at <heron>"})

    assert 'value="joan at &lt;heron&gt;"' in answer.text
    assert 'role="alert"' in answer.text


def test_a_wish_that_cannot_be_stays_in_its_fields(world):
    browser = come(world, "visit")
    about = f"{seen(world.visit)}:"

    answer = browser.post("/booking/earlier/", PRESSED | {"seen": about, "from_on": "31/2/2027<"})

    assert 'value="31/2/2027&lt;"' in answer.text
    assert 'role="alert"' in answer.text


LIMITED = {
    "wait": ("/booking/wait/", "again"),
    "book": ("/booking/series/", "again"),
    "lost": ("/booking/link/", "nobody"),
}


@pytest.mark.parametrize("what", LIMITED)
def test_one_address_does_not_go_on_for_ever(world, settings, what):
    settings.ATTEMPTS_PER_HOUR = settings.ATTEMPTS_PER_HOUR | {what: 1}
    url, way = LIMITED[what]
    browser = come(world, way)
    about = seen(world.past)
    sent = PRESSED | {"email": "omar@example.com", "act": ""}
    sent |= {"seen": f"{about}:{world.entry.pk}" if what == "wait" else about, "key": key(world.past)}

    first = browser.post(url, sent)
    before = everything()
    second = browser.post(url, sent)

    assert (first.status_code != 429, second.status_code) == (True, 429)
    assert everything() == before
