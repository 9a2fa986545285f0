"""Every page of the practitioner's admin, attacked. Pages are found, so that a new one is attacked too."""

import logging
import re
from datetime import timedelta
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.conf import settings as site
from django.contrib import admin
from django.contrib.auth.models import Permission, User
from django.contrib.messages import storage
from django.contrib.sessions.models import Session
from django.test import Client as Browser
from django.urls import NoReverseMatch, reverse

from booking import availability, lifecycle, session_notes
from booking.admin.bookings import PARTS
from booking.admin.form_frame import key_of
from booking.models import Message, Status
from booking.practitioner import make_practitioner
from intake import records
from intake.history import editing
from intake.history.session import Rating, SessionContent
from intake.history.values import Complaint, Given
from intake.models import Draft, Reading
from npm_site.signin.urls import urlpatterns as SIGNING_IN
from tests.booking import phone
from tests.booking.factories import (
    NOW,
    BookingFactory,
    BusyTimeFactory,
    ConfirmedFactory,
    FollowUpFactory,
    HeldFactory,
    HoursOverrideFactory,
    TreatmentFactory,
    WaitlistEntryFactory,
    WorkingHoursFactory,
    WrittenCalendarFactory,
)
from tests.intake.factories import (
    PLAIN_ANSWERS,
    BreachFactory,
    ClearanceFactory,
    ClientFactory,
    ComplaintCaseFactory,
    ConsentFactory,
    EnquiryFactory,
    FormDraftFactory,
    GuardianshipFactory,
    HealthFormFactory,
    LetterFileFactory,
    ScreeningFactory,
)

pytestmark = pytest.mark.django_db
LOGIN = "/admin/login/"
SCRIPT = "<script>alert(1)</script>\"'"
SURNAME = "Marmot"
EMAIL, PHONE = "zebrafinch@example.com", "07700 900987"
NOTED = "heron splinter"
HEALTH = ("pregnan", "operation", "cancer", "oncolog", "symptom", "tumour", "surgery", NOTED)
# Nobody without rights may read any of these, however the page is asked for.
OF_SOMEBODY = (SURNAME, EMAIL, PHONE, NOTED)

ROUTES = {name: route for part in PARTS for route, _view, name in part.PAGES}
PAGES = sorted(ROUTES)
# Whatever a move crosses, she has read it.
SURE = ",".join([*map(str, availability.CROSSABLE), "held"])
METHODS = ("put", "patch", "delete", "options", "trace")
ACTS = (
    *("", "decide", "look", "change", "letter", "settle", "form", "note", "read"),
    *("find", "other", "give_up", "save", "retire", "ask_again"),
    *("acknowledge", "close", "add", "ico", "people"),
    *("hold", "lift", "unlock", "usual"),
    *("upload", "accept", "refuse", "drop", "ask"),
    *("show", "test", "original", "on", "off"),
    *("try", "leave", "take_out"),
)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def user():
    return make_practitioner("marja", "walking-in-birch-woods", "marja@example.com")


@pytest.fixture
def marja(user):
    return signed_in(user)


@pytest.fixture
def nobody():
    return signed_in(User.objects.create_user("nobody", is_staff=True))


@pytest.fixture
def looker():
    """Somebody who may see everything, and change nothing."""
    looker = User.objects.create_user("looker", is_staff=True)
    seeing = Permission.objects.filter(codename__startswith="view_")
    looker.user_permissions.set(seeing.filter(content_type__app_label__in=("booking", "intake", "content")))
    return signed_in(looker)


@pytest.fixture
def world(user):
    """One of everything that a page could be about; what was typed is hostile throughout."""
    TreatmentFactory()
    FollowUpFactory()
    for weekday in range(5):
        hours = WorkingHoursFactory(weekday=weekday)
    joan = ClientFactory(name=f"Joan {SURNAME} {SCRIPT}", email=EMAIL, phone=PHONE, ring_at=SCRIPT)
    ConsentFactory(client=joan, given_by=f"Joan {SURNAME} {SCRIPT}")
    twin = ClientFactory(name=f"Joan {SURNAME} {SCRIPT}", phone=PHONE)
    GuardianshipFactory(child=joan, adult_name=f"Robin {SURNAME} {SCRIPT}", relationship=SCRIPT)
    records.write_note(client=joan, kind="access", text=f"{NOTED} {SCRIPT}", by=user, now=NOW)
    override = HoursOverrideFactory(note=SCRIPT)
    draft = phone.ring(lifecycle.practitioner(user), phone.known(joan))
    visits = bookings(joan)
    lifecycle.add_note(
        visits["running"],
        by=lifecycle.practitioner(user),
        now=NOW,
        words=records.write_words(f"{NOTED} {SCRIPT}", now=NOW),
    )
    said = SessionContent(
        worked=(f"{NOTED} {SCRIPT}",), plan=f"{NOTED} {SCRIPT}", ratings=(Rating(f"{NOTED} {SCRIPT}", 6, 4),)
    )
    session_notes.write(visits["completed"], said, by=lifecycle.practitioner(user), now=NOW)
    return SimpleNamespace(
        joan=joan,
        twin=twin,
        letter=ClearanceFactory(client=joan, note=f"{NOTED} {SCRIPT}", accepted_by=user),
        file=LetterFileFactory(
            request__client=joan,
            request__received_at=NOW,
            request__for_doctor=f"{NOTED} {SCRIPT}",
            name=f"{NOTED} {SCRIPT}.pdf",
        ),
        draft=draft,
        entry=WaitlistEntryFactory(client=joan),
        calendar=BusyTimeFactory(
            calendar__name=SCRIPT, calendar__trouble="refused", calendar__failing_since=NOW
        ).calendar,
        written=WrittenCalendarFactory(),
        complaint=ComplaintCaseFactory(
            said={"who": f"Joan {SURNAME} {SCRIPT}", "reach": f"{PHONE} {EMAIL}", "what": f"{NOTED} {SCRIPT}"}
        ),
        breach=BreachFactory(
            said=dict.fromkeys(("facts", "people", "data", "effect"), f"{NOTED} {SURNAME} {SCRIPT}")
        ),
        form=HealthFormFactory(client=joan, answers=form_answers()),
        typed=FormDraftFactory(client=joan, answers=typed_answers()),
        question=editing.add(
            "own_0badcafe",
            "health",
            "reply",
            editing.Words(SCRIPT, SCRIPT, SCRIPT, SCRIPT),
            is_precaution=True,
            by=user,
            now=NOW,
        ),
        rows=[joan, visits["held"], hours, override, EnquiryFactory(), Message.objects.first()],
        **visits,
    )


def form_answers():
    asked = Given("touch", "comfort", "reply", SCRIPT, 1, "hers", "yes", f"{NOTED} {SCRIPT}")
    back = Complaint("tension", SCRIPT, 4, ("neck", SCRIPT), f"{NOTED} {SCRIPT}")
    return {"given": [asked.to_json()], "complaints": [back.to_json()]}


def typed_answers():
    said = {"touch": {"value": "yes", "details": f"{NOTED} {SCRIPT}"}}
    return {"given": said, "complaints": [], "by_hand": {"channel": "paper", "filled_on": "2027-02-20"}}


def bookings(joan):
    answers = PLAIN_ANSWERS | {
        "had_operation": "yes",
        "operations": [{"year": 2020, "month": 2, "what": SCRIPT}],
    }
    later = {"starts_at": NOW + timedelta(days=9), "visit_on": (NOW + timedelta(days=9)).date()}
    asked = ScreeningFactory(
        client=joan, visit_on=later["visit_on"], needs_review=True, needs_clearance=True, answers=answers
    )
    gone = NOW - timedelta(days=20)
    return {
        "confirmed": ConfirmedFactory(client=joan, starts_at=NOW + timedelta(days=2)),
        "held": HeldFactory(client=joan, screening=asked, needs_clearance=True, **later),
        "running": ConfirmedFactory(client=joan, starts_at=NOW - timedelta(hours=1)),
        "completed": ConfirmedFactory(client=joan, starts_at=gone, status=Status.COMPLETED, minutes_given=90),
        "cancelled": ConfirmedFactory(
            client=joan, starts_at=gone - timedelta(days=1), status=Status.CANCELLED
        ),
        "reserved": BookingFactory(starts_at=NOW + timedelta(days=3)),
    }


VISITS = ("confirmed", "held", "running", "completed", "cancelled", "reserved")


def signed_in(user, **kwargs):
    browser = Browser(**kwargs)
    browser.force_login(user)
    return browser


def of_page(name, world):
    """Return the addresses of a page: about each booking, the client, the draft. What is new here fails."""
    wanted = re.findall(r"<\w+:(\w+)>", ROUTES[name])
    fixed = {
        "letter": world.letter.pk,
        "other": world.twin.pk,
        "file": world.file.pk,
        "key": world.draft.pk,
        "wanted": key_of(world.question.code),
        "purpose": "health",
        "form": world.form.pk,
        "who": "child",
        "number": 2,
        "page": 1,
        "step": 1,
        "text": "confirmed",
    }
    if "pk" not in wanted:
        return [address(name, {part: fixed[part] for part in wanted})]
    of_others = {
        "client": [world.joan],
        "waitlist": [world.entry],
        "complaints": [world.complaint],
        "breaches": [world.breach],
        "busy": [world.calendar],
    }
    rows = of_others.get(ROUTES[name].partition("/")[0]) or [getattr(world, status) for status in VISITS]
    return [address(name, {part: row.pk if part == "pk" else fixed[part] for part in wanted}) for row in rows]


# The visit of which a page has most to show; a confirmed one otherwise.
BEST = {"review": 1, "end_letter": 1, "outcome": 2, "minutes": 3, "receipt": 3, "session": 3, "next": 3}


SEVERAL = {"letter", "review", "client", "form_question", "complaint", "breach", "rights", "text"}
SEVERAL |= {"busy_calendar", "written", "written_off"}


def best_of(name, world):
    found = of_page(name, world)
    return found[BEST.get(name, 0) if len(found) > 1 else 0]


def acts_of(name):
    """Return what can be asked of a page that does several things, and nothing of any other."""
    return ACTS if name in SEVERAL else ("", "read")


def address(name, parts):
    return reverse(f"admin:booking_booking_{name}", kwargs=parts)


def stock(world):
    """Return what Django's admin itself offers of each kind of row."""
    found = ["/admin/", "/admin/booking/", "/admin/intake/", "/admin/jsi18n/", "/admin/autocomplete/"]
    row_of = {type(row): row for row in world.rows if row is not None}
    for model in admin.site._registry:
        row = row_of.get(model) or model._default_manager.first()
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_"
        found += [reverse(f"{name}changelist"), reverse(f"{name}add")]
        found += [reverse(f"{name}{what}", args=[row.pk]) for what in ("change", "history", "delete") if row]
    return found


def entrances():
    """Return the addresses of signing in."""
    found = []
    for pattern in SIGNING_IN:
        try:
            found.append(reverse(pattern.name))
        except NoReverseMatch:
            found.append(reverse(pattern.name, args=[1]))
    return found


def pages_of(world):
    return [one for name in PAGES for one in of_page(name, world)]


def everything(world):
    return [*pages_of(world), *stock(world)]


def rows_now():
    """Return all that is stored, but who read what, and who is signed in."""
    kept = [model for model in apps.get_models() if model not in (Reading, Session)]
    return {model.__name__: list(model._base_manager.order_by("pk").values_list()) for model in kept}


def body(answer):
    return answer.content.decode(errors="replace")


def said_of(answer):
    """What a page and its headers say, as a person reads it."""
    return unescape(body(answer)) + str(dict(answer.headers))


def leaks(answer, words=OF_SOMEBODY):
    return [word for word in words if word in said_of(answer)]


# Who may come in


def test_a_stranger_is_led_to_signing_in_and_reads_nothing(world, client):
    for one in everything(world):
        for answer in (client.get(one), client.post(one, {"act": "read", "text": SURNAME})):
            assert (answer.status_code, leaks(answer)) == (302, []), one
            assert answer.url.startswith(LOGIN), one


def test_signing_in_tells_a_stranger_nothing(world, client):
    for one in entrances():
        for answer in (client.get(one), client.post(one, {"login": "marja", "next": one})):
            assert answer.status_code in {200, 302, 405}, one
            assert leaks(answer) == [], one


def test_staff_without_rights_read_nothing(world, nobody):
    for one in pages_of(world):
        answers = [
            nobody.get(one),
            *(nobody.post(one, {"act": act, "text": SURNAME}) for act in ("", "read")),
        ]
        assert {answer.status_code for answer in answers} <= {403, 405}, one
        assert [leaks(answer) for answer in answers] == [[]] * len(answers), one


def test_staff_without_rights_read_nothing_of_django_s_own_pages(world, nobody):
    for one in stock(world):
        answer = nobody.get(one)
        assert answer.status_code in {200, 302, 403, 404}, one
        assert leaks(answer) == [], one


def test_who_only_sees_changes_nothing(world, looker):
    before = rows_now()

    for page in PAGES:
        for one in of_page(page, world):
            shown = looker.get(one)
            for act in acts_of(page):
                answer = looker.post(one, {**typed_on(shown), "act": act, "note": "x", "who": "client"})
                # What she asks for by "read" is shown, and nothing else is done.
                assert answer.status_code in {403, 405} or act in {"", "read"} or page == "client", (one, act)

    assert rows_now() == before


def typed_on(page):
    return dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', body(page)))


def test_who_sees_bookings_alone_opens_nothing_that_is_sealed(world):
    looker = User.objects.create_user("looker", is_staff=True)
    looker.user_permissions.set(Permission.objects.filter(codename__in=["view_booking", "view_client"]))
    browser = signed_in(looker)

    for one in everything(world):
        for answer in (browser.get(one), browser.get(one, {"read": "yes", "notes": "all"})):
            assert leaks(answer, [NOTED]) == [], one

    assert not Reading.objects.exists()


def test_only_who_may_read_notes_reads_them_on_the_day_sheet(world):
    looker = User.objects.create_user("looker", is_staff=True)
    seeing = Permission.objects.filter(codename__in=["view_booking", "view_client", "view_screening"])
    looker.user_permissions.set(seeing)

    answer = signed_in(looker).get(reverse("admin:booking_booking_sheet"))

    assert SURNAME[0] in body(answer)
    assert leaks(answer, [NOTED]) == []


# Methods


@pytest.mark.parametrize("method", METHODS)
def test_other_methods_are_not_allowed(world, marja, method):
    before = rows_now()

    for one in (best_of(name, world) for name in PAGES):
        assert getattr(marja, method)(one).status_code == 405, one

    assert rows_now() == before


@pytest.mark.parametrize("method", METHODS)
def test_other_methods_do_nothing_elsewhere(world, marja, method):
    before = rows_now()

    for one in [*stock(world), *entrances()]:
        assert getattr(marja, method)(one).status_code < 500, one

    assert rows_now() == before


def test_looking_changes_nothing(world, marja):
    before = rows_now()

    for one in pages_of(world):
        for answer in (marja.get(one), marja.head(one)):
            assert answer.status_code in {200, 302, 404, 405}, one

    assert rows_now() == before


def test_looking_at_django_s_own_pages_changes_nothing(world, marja):
    before = rows_now()

    for one in stock(world):
        assert marja.get(one).status_code in {200, 302, 403, 404}, one

    assert rows_now() == before


def test_a_forged_form_is_refused(world, user):
    before = rows_now()
    browser = signed_in(user, enforce_csrf_checks=True)

    for one in pages_of(world):
        assert browser.post(one, {"act": "decide"}).status_code == 403, one

    assert {**rows_now(), "User": before["User"]} == before


# Nonsense

NONSENSE = {
    "no day": "9999-99-99",
    "the first day": "0001-01-01",
    "after the last day": "10000-01-01",
    "the last moment": "9999-12-31T23:59:59+00:00",
    "NaN": "NaN",
    "a NUL": "a\0b",
    "only a NUL": "\0",
    "very long": "x" * 10_000,
    "many digits": "9" * 10_000,
    "a row that is none": str(2**63),
    "below nothing": "-1",
    "a superscript": "²",
    "emoji": "🌲",
    "a script": SCRIPT,
    "elsewhere": "//evil.example/x",
    "elsewhere, backwards": "\\\\evil.example",
    "a bad address": "javascript:alert(1)",
    "a header": "/admin/\r\nSet-Cookie: a=b",
}
EVERY = pytest.mark.parametrize("value", NONSENSE.values(), ids=NONSENSE)
CLEAR = {200, 302, 400, 404, 409}


def asked_names():
    """Return the names that any page reads from an address."""
    code = [*Path("booking/admin").glob("*.py"), *Path("npm_site/signin").glob("*.py")]
    read = r'(?:GET|query|params)(?:\.get\(|\[)"(\w+)"'
    found = {name for file in code for name in re.findall(read, (site.BASE_DIR / file).read_text())}
    return sorted(found | {"is_closed", "last_day", "starts", "ends", "day", "next"})


def is_here(answer):
    return answer.status_code not in (301, 302) or re.match(r"/admin/(?![/\\])", answer.url)


@EVERY
def test_nonsense_in_an_address_gets_a_page(world, marja, value):
    query = dict.fromkeys(asked_names(), value)
    several = dict.fromkeys(PAGES, query) | {
        "diary": query | {"view": "month"},
        "numbers": query | {"by": "month"},
    }

    for name, asked in (*several.items(), ("diary", query), ("diary", {"day": [value] * 2})):
        one = best_of(name, world)
        answer = marja.get(one, asked)
        assert answer.status_code in CLEAR | {405}, (one, asked)
        assert is_here(answer), one
        assert SCRIPT not in body(answer), one


def lists_and_filters():
    """Return each list of Django's admin with the names that narrow it down: any of its columns does."""
    for model, desk in admin.site._registry.items():
        own = [one for one in desk.list_filter if not isinstance(one, str)]
        names = {"q", "p", "o", *(field.name for field in model._meta.concrete_fields)}
        names |= {one.parameter_name for one in own if hasattr(one, "parameter_name")}
        names |= {f"{one}__exact" for one in desk.list_filter if isinstance(one, str)}
        names |= {f"{one[0]}__exact" for one in own if isinstance(one, tuple)}
        yield reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"), names


@pytest.mark.parametrize(
    "value", [NONSENSE[name] for name in ("no day", "a NUL", "many digits", "a superscript")]
)
def test_nonsense_that_narrows_a_list_gets_a_page(world, marja, value):
    for one, names in lists_and_filters():
        for name in names:
            answer = marja.get(one, {name: value})
            assert answer.status_code in CLEAR | {403}, (one, name)
            assert is_here(answer), (one, name)
        assert marja.get(f"{one}add/", dict.fromkeys(names, value)).status_code in CLEAR | {403}, one


@pytest.mark.parametrize("pk", ["0", str(2**31), str(2**63), str(2**64), "9" * 5000, "-1", "x", "%00", "²"])
def test_a_row_that_is_none_is_not_found(marja, pk):
    found = {404, 405}
    if not pk.isascii() or not pk.isdecimal() or len(pk) > 4300:
        # No page of the desk is meant then, and Django's own leads to where an older one would be, or to
        # the same address with a slash.
        found |= {301, 302}

    for route in ROUTES.values():
        named = route.replace("<slug:who>", "adult").replace("<slug:purpose>", "health")
        one = "/admin/booking/booking/" + re.sub(r"<int:\w+>", pk, re.sub(r"<uuid:\w+>", str(uuid4()), named))
        if "<int" in route:
            for answer in (marja.get(one), marja.post(one)):
                assert answer.status_code in found, route
                assert is_here(answer), route


@pytest.mark.parametrize("name", PAGES)
def test_nonsense_in_every_field_gets_a_page(world, marja, name):
    one = best_of(name, world)
    page = marja.get(one)
    names = set(re.findall(r'name="([\w-]+)"', body(page))) - {"act", "csrfmiddlewaretoken"} | {"text"}
    acts = set(re.findall(r'name="act" value="(\w+)"', body(page))) | {""}

    # Each value comes once with what the page itself sends along, and once without, over two of its acts.
    for turn, act in enumerate(sorted(acts - {"give_up"})):
        for number, value in enumerate(NONSENSE.values(), turn):
            kept = typed_on(page) if number % 2 else {}
            answer = marja.post(one, dict.fromkeys(names, value) | kept | {"act": act})
            assert answer.status_code in CLEAR | {405}, (one, act, value)
            assert is_here(answer), (one, act, value)


@pytest.mark.parametrize("name", PAGES)
def test_forms_of_other_pages_and_none_get_a_page(world, marja, name):
    for one in of_page(name, world):
        filled_in = OTHERS | typed_on(marja.get(one))
        for act in acts_of(name):
            assert marja.post(one, filled_in | {"act": act}).status_code in CLEAR | {405}, (one, act)
    for act in acts_of(name):
        assert marja.post(best_of(name, world), {"act": act}).status_code in CLEAR | {405}, act


OTHERS = {
    "decision": "confirm",
    "note": "A note.",
    "valid_from": "1/3/2027",
    "valid_until": "1/6/2027",
    "reply": "no",
    "outcome": "completed",
    "minutes": "90",
    "who": "client",
    "starts_at": "2027-03-10T10:00",
    "form_on": "1/3/2027",
    "kind": "general",
    "text": "A note.",
}


@pytest.mark.parametrize(
    ("sent", "kind"),
    [
        (b"\xff\x00=\xfe&seen=%00&act=%ED%B3%BF", "application/x-www-form-urlencoded"),
        (b"[1]", "application/json"),
        (b"x", "multipart/form-data; boundary=y"),
    ],
)
def test_bytes_that_are_no_form_get_a_page(world, marja, sent, kind):
    for one in (best_of(name, world) for name in PAGES):
        assert marja.post(one, sent, content_type=kind).status_code in CLEAR | {405}, one


EVIL = (
    "//evil.example",
    "\\\\evil.example",
    "/\\evil.example",
    "javascript:alert(1)",
    "https://evil.example/admin/",
)


@pytest.mark.parametrize("evil", [*EVIL, "/admin/../..//evil.example", "/admin/\r\nX-Evil: 1"])
def test_nobody_is_led_elsewhere(world, marja, evil):
    move = reverse("admin:booking_booking_move", args=[world.confirmed.pk])

    asked = marja.get(move, {"next": evil})
    moved = marja.post(move, typed_on(asked) | {"starts_at": "2027-03-08T14:00", "sure": SURE, "next": evil})
    seen = typed_on(marja.get(reverse("admin:booking_booking_diary"))).get("seen", "")
    back = marja.post(
        reverse("admin:booking_booking_move_back", args=[world.confirmed.pk]), {"seen": seen, "next": evil}
    )

    assert (moved.status_code, back.status_code) == (302, 302)
    for answer in (moved, back):
        assert re.match(r"/admin/(?![/\\])", answer.url)
        assert "X-Evil" not in answer.headers
    assert f'href="{evil}"' not in unescape(body(asked))


@pytest.mark.parametrize("evil", EVIL)
def test_signing_in_leads_nobody_elsewhere(user, evil):
    sent = {"login": "marja", "password": "walking-in-birch-woods", "next": evil}

    answer = Browser().post(LOGIN, sent)

    assert answer.url == "/admin/"


# What is written where


def test_markup_is_text_on_every_page(world, marja):
    for one in everything(world):
        page = body(marja.get(one, {"read": "yes", "notes": "all", "day": "2027-03-03"}))
        assert "<script>alert" not in page, one
        assert '</script>"' not in page, one
        assert "\"'" not in re.sub(r"<script\b.*?</script>", "", page, flags=re.DOTALL), one


def test_addresses_and_titles_tell_nothing(world, marja):
    for one in everything(world):
        page = body(marja.get(one, {"read": "yes"}))
        titles = re.findall(r"<title>(.*?)</title>", page, re.DOTALL)
        links = re.findall(r'(?:href|action|src|data-\w+)="((?!mailto:|tel:)[^"]*)"', page)
        for text in (*titles, *links, one):
            assert not [word for word in (*HEALTH, EMAIL, PHONE) if word in unescape(text).lower()], text


def test_nothing_of_anybody_is_logged(world, marja, caplog):
    caplog.set_level(logging.DEBUG)

    for one in everything(world):
        marja.get(one, {"read": "yes", "q": SURNAME})
        marja.post(one, {"act": "find", "name": SURNAME, "text": SURNAME, "note": NOTED})

    logged = "\n".join(
        record.getMessage() for record in caplog.records if record.name != "django.db.backends"
    )
    assert not [word for word in OF_SOMEBODY if word in logged]


def test_what_is_written_in_the_file_of_numbers_is_numbers(world, marja):
    answer = marja.get(reverse("admin:booking_booking_numbers_csv"), {"by": "=1+1", "until": "a\r\nb"})

    assert leaks(answer) == []
    assert re.fullmatch(r'attachment; filename="numbers-by-week-[\d-]+\.csv"', answer["Content-Disposition"])
    assert not re.search(r'(?:^|,)"?[=+@\t-]', body(answer), re.MULTILINE)


def test_the_finder_answers_with_no_more_than_tells_two_people_apart(world, marja):
    answer = marja.post(reverse("admin:booking_booking_book_find"), {"text": SURNAME})

    rows = answer.json()["clients"]
    assert {frozenset(row) for row in rows} == {frozenset({"pk", "name", "line"})}
    assert leaks(answer, [EMAIL, PHONE, "1985-06-15", "15 June"]) == []


def test_no_page_is_stored_by_a_browser(world, marja):
    for one in [*everything(world), *entrances()]:
        if "jsi18n" not in one:
            assert "no-store" in marja.get(one).headers["Cache-Control"], one


@pytest.fixture
def told(monkeypatch):
    """The words that each message holds: they travel in a cookie or lie in a session."""
    words = []
    add = storage.base.BaseStorage.add

    def noted(self, level, message, extra_tags=""):
        words.append(str(message))
        add(self, level, message, extra_tags)

    monkeypatch.setattr(storage.base.BaseStorage, "add", noted)
    return words


def test_what_she_is_told_holds_no_contact_detail_and_no_health_word(world, marja, told):
    def post(name, booking, **typed):
        one = reverse(f"admin:booking_booking_{name}", args=[booking.pk])
        marja.post(one, typed_on(marja.get(one)) | typed)

    post("receipt", world.completed)
    post("minutes", world.completed, minutes="105", note=NOTED)
    post("note", world.completed, note=NOTED)
    post("outcome", world.running, outcome="not_treated", note=NOTED)
    post("review", world.held, act="decide", decision="decline", note=NOTED)
    world.joan.__class__.objects.filter(pk=world.joan.pk).update(email="")
    post("move", world.confirmed, starts_at="2027-03-08T14:00", sure=SURE)
    post("cancel", world.confirmed, who="client", note=NOTED)

    assert len(told) == 7
    assert set(marja.cookies) == {"sessionid", "csrftoken"}
    assert not [word for word in (EMAIL, PHONE, *HEALTH) if word in "\n".join(told).lower()]


# The second step, and a session that ended


def test_a_password_alone_opens_no_page(world, marja, settings):
    settings.SECOND_FACTOR_REQUIRED = True

    for one in [*everything(world), "/admin/typed/", "/admin/password_change/"]:
        for answer in (marja.get(one), marja.post(one, {"act": "read"})):
            assert (answer.status_code, answer.url) == (302, reverse("mfa_index")), one


def test_a_password_alone_leads_to_the_code_of_who_has_one(world, user, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})

    for one in everything(world):
        answer = signed_in(user).get(one)
        assert (answer.status_code, leaks(answer)) == (302, []), one
        assert answer.url.startswith(LOGIN), one


@pytest.mark.parametrize("name", [name for name in PAGES if name != "book_find"])
def test_what_was_typed_when_a_session_ended_lies_sealed(world, marja, clock, name):
    [one, *_others] = of_page(name, world)
    clock.shift(3600)

    answer = marja.post(one, {"note": f"{NOTED} typed"})

    assert (answer.status_code, answer.url) == (302, f"{LOGIN}?next=%2Fadmin%2Ftyped%2F")
    assert f"{NOTED} typed" in str([draft.answers for draft in Draft.objects.all()])
    assert NOTED.encode() not in b"".join(
        bytes(one) for one in Draft.objects.values_list("answers", flat=True)
    )
    assert NOTED not in str([row.get_decoded() for row in Session.objects.all()])


def test_a_name_that_is_looked_for_pushes_out_nothing_that_was_typed(world, marja, clock):
    find = reverse("admin:booking_booking_book_find")
    clock.shift(3600)
    marja.post(reverse("admin:booking_booking_note", args=[world.running.pk]), {"note": NOTED})
    kept = Draft.objects.count()

    for _letter in range(6):
        marja.post(find, {"text": SURNAME})

    assert Draft.objects.count() == kept
    assert len(marja.session["typed"]) == 1
