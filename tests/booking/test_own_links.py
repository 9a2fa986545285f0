"""Whoever comes by a link: looking changes nothing, and a link that opens nothing tells nothing."""

import io
import logging
import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from booking import emails, links, own_urls
from booking.models import Attempt, Kind, Link, Message, Purpose, Run, Status, WaitlistEntry, WorkingHours
from content.models import Practice
from tests.booking.factories import (
    NOW,
    AccountNewsFactory,
    ConfirmedFactory,
    HeldFactory,
    OfferedFactory,
    WaitlistEntryFactory,
)
from tests.intake.factories import (
    BreachFactory,
    ClearanceFactory,
    ClientFactory,
    EnquiryFactory,
    ErasureFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_week")]
VISIT = NOW + timedelta(days=7)
TIMES = 50
LOOKED_AT = ({}, {"HTTP_SEC_PURPOSE": "prefetch"}, {"HTTP_PURPOSE": "prefetch", "HTTP_X_MOZ": "prefetch"})
OURS = ("booking", "intake", "content", "auth")
TOKEN = re.compile(r"[\w-]{43}")
CSRF = re.compile(r'(name="csrfmiddlewaretoken" value=)"[^"]*"')


@pytest.fixture(autouse=True)
def practice():
    return Practice.objects.create(name="NPM Practice", practitioner="Kim", email="kim@example.com")


def things() -> dict:
    """What each kind of mail tells of, by the names of the kinds."""
    days = (VISIT + timedelta(days=n) for n in range(20))
    joan = ClientFactory(name="Joan Heron", email="joan@heron.example", form_on=None)
    entry = WaitlistEntryFactory(client=joan)
    ended = WaitlistEntryFactory(client=joan, ended_at=NOW, ended_why=WaitlistEntry.Ended.OVER)

    def visit(status, **changes):
        return ConfirmedFactory(client=joan, starts_at=next(days), status=status, **changes)

    confirmed, cancelled, lapsed = map(visit, (Status.CONFIRMED, Status.CANCELLED, Status.LAPSED))
    held = HeldFactory(client=joan, starts_at=next(days))
    ending = HeldFactory(client=joan, starts_at=next(days), needs_review=True, needs_clearance=True)
    ClearanceFactory(client=joan, valid_until=ending.visit_on - timedelta(days=1))
    declined = visit(Status.DECLINED, decided_by=UserFactory())
    run = Run.objects.create(name="sheet", day=confirmed.visit_on, started_at=NOW)
    over = visit(Status.COMPLETED, minutes_given=100)
    return {
        **dict.fromkeys((Kind.CONFIRMED, Kind.MOVED, Kind.CHANGED, Kind.NEW_BOOKING), confirmed),
        **dict.fromkeys((Kind.FORM_SOON, Kind.FORM_LAST, Kind.REMINDER, Kind.OFFER_TAKEN), confirmed),
        **dict.fromkeys((Kind.RECEIPT, Kind.AFTER_FIRST, Kind.AFTER_SERIES), over),
        **dict.fromkeys((Kind.MOVED_BY_CLIENT, Kind.WANTS_TO_MOVE, Kind.CANNOT_COME), confirmed),
        Kind.TAKEN_BACK: confirmed,
        **dict.fromkeys((Kind.HELD, Kind.LETTER, Kind.NEW_REQUEST), held),
        **dict.fromkeys((Kind.REQUEST_WAITING, Kind.REQUEST_DUE), held),
        **dict.fromkeys((Kind.DECLINED, Kind.LATER), declined),
        **dict.fromkeys((Kind.LAPSED, Kind.REQUEST_LAPSED), lapsed),
        **dict.fromkeys((Kind.CANCELLED, Kind.GIVEN_BACK), cancelled),
        Kind.OFFER: OfferedFactory(starts_at=next(days), entry=entry, client=joan),
        Kind.OFFER_OVER: visit(Status.LAPSED, entry=entry),
        Kind.WAITING: entry,
        Kind.WAIT_OVER: ended,
        Kind.LINK: Link.objects.create(purpose=Purpose.FAMILY, address=joan.email, made_at=NOW),
        Kind.FORM_LINK: Link.objects.create(
            purpose=Purpose.FORM, booking=confirmed, address=joan.email, made_at=NOW
        ),
        **dict.fromkeys((Kind.LETTER_WAITED, Kind.LETTER_STILL, Kind.LETTER_AGAIN), held),
        **dict.fromkeys((Kind.LETTER_CAME, Kind.LETTER_CAME_AGAIN), held),
        Kind.LETTER_ENDS: ending,
        **dict.fromkeys((Kind.BREACH_OPEN, Kind.BREACH_DUE), BreachFactory()),
        Kind.ENQUIRY: EnquiryFactory(),
        **dict.fromkeys((Kind.SHEET, Kind.UNSENT), run),
        Kind.ACCOUNT: AccountNewsFactory(),
        Kind.ERASED: ErasureFactory(sent_to={"address": joan.email, "name": joan.name}),
    }


def letters() -> dict:
    """What every kind of mail says; a new kind has to be told of here."""
    told_of = things()
    return {kind: _body(kind, told_of[kind]) for kind in Kind}


def _body(kind, thing):
    name = {"waitlistentry": "entry", "accountnews": "news"}.get(
        thing._meta.model_name, thing._meta.model_name
    )
    message = Message(kind=kind, message_id="<1@booking.invalid>", **{name: thing})
    return emails.build(message, now=NOW).body


def addresses() -> set[str]:
    """Where the links in all mails lead to, but the public pages, which are nobody's."""
    found = {url for said in letters().values() for url in re.findall(r"http://testserver(/[^\s]*)", said)}
    return {url for url in found if url.startswith(("/booking/", "/book/"))}


def arrivals() -> set[str]:
    """All that a link can lead to."""
    taking = [pattern.name for pattern in own_urls.urlpatterns if pattern.pattern.converters]
    return {TOKEN.sub("…", reverse(f"own:{name}", args=["A" * 43])) for name in taking}


def everything() -> dict:
    """Each row of the site's own tables, but the counts of attempts."""
    models = [model for name in OURS for model in apps.get_app_config(name).get_models()]
    return {
        m.__name__: sorted(map(repr, m.objects.values_list())) for m in models if m not in (Attempt, Session)
    }


def test_every_link_of_every_mail_can_be_fetched_fifty_times_and_nothing_changes(client):
    # One day a week keeps the pages light that show free times.
    WorkingHours.objects.exclude(weekday=0).delete()
    found = addresses()
    before = everything()

    # One link of each page many times over, each other link once.
    pages = {TOKEN.sub("", url): url for url in found}
    for url in found:
        for n in range(TIMES if url in pages.values() else 1):
            fetch = client.head if n % 5 == 4 else client.get
            answer = fetch(url, follow=True, **LOOKED_AT[n % 3])
            assert (url, answer.status_code) == (url, 200)

    assert {TOKEN.sub("…", url) for url in found if TOKEN.search(url)} == arrivals()
    assert everything() == before


@pytest.fixture
def visit():
    return ConfirmedFactory(starts_at=VISIT, client__email="robin@example.com")


@pytest.fixture
def good(visit):
    return links.make(Purpose.VISIT, booking=visit, address=visit.email, now=NOW)


def wrong(visit) -> dict:
    """Tokens that open nothing, each for another reason."""
    about = {"booking": visit, "address": visit.email}
    over = ConfirmedFactory(starts_at=NOW - timedelta(days=9), client__email="robin@example.com")
    used = links.make(Purpose.FAMILY, address="robin@example.com", now=NOW)
    Link.objects.filter(purpose=Purpose.FAMILY).update(opened_at=NOW)
    return {
        "unknown": "A" * 43,
        "expired": links.make(Purpose.VISIT, booking=over, address=over.email, now=NOW - timedelta(days=20)),
        "to an old address": links.make(Purpose.VISIT, booking=visit, address="old@example.com", now=NOW),
        "other purpose": links.make(Purpose.AGAIN, **about, now=NOW),
        "used": used,
        "forged": links.make(Purpose.VISIT, **about, now=NOW)[:-1] + "?",
        "the number": visit.reference,
        "overlong": "x" * 4000,
        "not ASCII": "токен-Ω",
        "empty byte": "\x00",
    }


def seen_of(answer):
    headers = {name: value for name, value in answer.headers.items() if name != "Content-Length"}
    return answer.status_code, CSRF.sub(r"\1", answer.text), headers


@pytest.mark.parametrize(
    "page",
    [
        "visit",
        "visit_cancel",
        "visit_move",
        "visit_changed",
        "visit_form",
        "form",
        "again",
        "family",
        "offer",
        "waiting",
    ],
)
def test_whatever_is_wrong_with_a_link_the_answer_and_the_work_are_the_same(client, visit, page):
    tokens = wrong(visit)
    if page == "again":
        tokens["other purpose"] = links.make(Purpose.VISIT, booking=visit, address=visit.email, now=NOW)
    client.get(reverse(f"own:{page}", args=["B" * 43]))

    answers, work = [], []
    for token in tokens.values():
        with CaptureQueriesContext(connection) as queries:
            answers.append(client.get(reverse(f"own:{page}", args=[token])))
        work.append([query["sql"].partition('" ')[0] for query in queries if "SAVEPOINT" not in query["sql"]])

    first = seen_of(answers[0])
    assert first[0] == 404
    assert "Send me a new link" in first[1]
    assert [name for name, answer in zip(tokens, answers, strict=True) if seen_of(answer) != first] == []
    assert [name for name, done in zip(tokens, work, strict=True) if done != work[0]] == []


def test_the_twenty_first_wrong_one_waits_and_a_good_one_still_opens(client, visit, good):
    url = reverse("own:visit", args=["A" * 43])
    before = [client.get(url).status_code for _n in range(20)]

    slowed = client.get(url)

    assert before == [404] * 20
    assert (slowed.status_code, slowed["Retry-After"]) == (429, "3600")
    assert client.get(reverse("own:visit", args=[good]), follow=True).status_code == 200
    assert client.get(url, REMOTE_ADDR="192.0.2.7").status_code == 404


def test_no_log_line_holds_a_token(client, monkeypatch, good):
    stream = io.StringIO()
    monkeypatch.setattr(logging.getHandlerByName("console"), "stream", stream)
    for url in arrivals():
        client.get(url.replace("…", good + "x"))
    logging.getLogger("django.request").error("Internal Server Error: %s", f"/booking/visit/{good}/")
    logging.getLogger("django.server").info('"%s" %s', f"GET /booking/visit/{good}/cancel/ HTTP/1.1", 302)

    said = stream.getvalue()

    assert "/booking/visit/…/" in said
    assert good not in said


def test_the_address_bar_holds_no_token_and_nothing_is_kept_or_passed_on(client, good):
    shown = client.get(reverse("own:visit", args=[good]), follow=True)

    assert shown.redirect_chain == [("/booking/", 302)]
    assert good not in shown.text
    for name, value in (
        ("Referrer-Policy", "same-origin"),
        ("Cache-Control", "no-store"),
        ("X-Robots-Tag", "noindex"),
    ):
        assert shown[name] == value


def test_arriving_begins_a_session_under_a_new_key(client, good):
    client.get("/booking/link/")
    client.session.save()
    before = client.session.session_key

    client.get(reverse("own:visit", args=[good]))

    assert client.session.session_key != before


def test_no_address_of_the_own_pages_takes_a_number(visit):
    taken = {name for pattern in own_urls.urlpatterns for name in pattern.pattern.converters}

    assert taken <= {"token"}


def test_whoever_knows_a_number_finds_nothing_and_does_nothing(client, visit):
    before = everything()
    sent = {"reference": visit.reference, "seen": f"{visit.reference}.{visit.version}.{visit.status}"}
    shown = []
    for pattern in own_urls.urlpatterns:
        if not pattern.pattern.converters:
            url = reverse(f"own:{pattern.name}")
            shown += [client.get(url, sent), client.post(url, sent)]

    assert everything() == before
    assert {answer.status_code for answer in shown} <= {200, 302, 404, 405}
    assert [answer for answer in shown if "Monday 8 March" in answer.text] == []


@pytest.mark.parametrize("count", [0, 10])
def test_a_page_costs_the_same_however_many_visits_somebody_has(client, visit, good, count):
    for n in range(count):
        ConfirmedFactory(starts_at=VISIT + timedelta(days=1 + n), client=visit.client)
    client.get(reverse("own:visit", args=[good]))
    client.get("/booking/")

    with CaptureQueriesContext(connection) as queries:
        client.get("/booking/")

    assert len(queries) <= 14
