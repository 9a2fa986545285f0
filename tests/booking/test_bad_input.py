"""What nobody should send: a clear answer at each form, never an error of ours."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from urllib.parse import urlencode

import pytest
import time_machine
from django.test import Client as Browser

from booking.models import Booking, Status
from booking.views.contact import stamp
from intake.models import Draft
from tests.booking import flow
from tests.booking.factories import NOW
from tests.intake.factories import DraftFactory

pytestmark = pytest.mark.usefixtures("open_week")
NEXT_MONDAY = datetime(2027, 3, 8, 10, tzinfo=UTC)
CLEAR = {200, 302, 400, 404, 405, 409, 413}
FORM = "application/x-www-form-urlencoded"
SCRIPT = "<script>alert('x')</script>"

# Address, and the names that its form reads.
FORMS = {
    "/book/": ("for_whom", "treatment"),
    "/book/before-we-start/": ("born_on_day", "born_on_month", "born_on_year", "agreed"),
    flow.question("pregnancy"): ("answer", "details", "due_on_day", "due_on_month", "due_on_year"),
    flow.question("operation"): (
        *("answer", "details", "rows", "add", "healed", "operation_0_what"),
        *("operation_0_on_day", "operation_0_on_month", "operation_0_on_year"),
    ),
    flow.question("cancer"): ("answer",),
    flow.question("symptoms"): ("answer",),
    "/book/time/": ("starts_at",),
    "/book/details/": ("name", "email", "phone", "ring_at"),
    "/book/check/": ("status",),
    "/contact/": ("name", "email", "phone", "text", "website", "shown"),
}
VALUES = {
    "empty": "",
    "spaces": " \t\r\n ",
    "garbled date": "31st of Febtember",
    "the end of time": "9999-99-99",
    "the last moment": "9999-12-31T23:59:59+00:00",
    "the first moment": "0001-01-01T00:00:00+14:00",
    "NaN": "NaN",
    "infinity": "1e999",
    "below nothing": "-1",
    "digits of another script": "٣٣",
    "a superscript": "²",
    "many digits": "9" * 5000,
    "emoji": "🌲👩‍👧",
    "a NUL": "a\0b",
    "only a NUL": "\0",
    "right to left": "\u202egnissecorp",
    "a script": SCRIPT,
    "a template": "{{ settings.SECRET_KEY }}{% load x %}",
    "SQL": "'; DROP TABLE booking_booking; --",
    "JSON": '{"__proto__": [null]}',
    "a long text": "x" * 100_000,
}
RAW = {
    "a lone surrogate": b"%ED%B3%BF",
    "no UTF-8": b"%FF%FE%80",
    "an encoded NUL": b"%00",
    "a broken escape": b"%",
    "bytes as they are": b"\xff\x00\xfe",
}


@pytest.fixture(params=FORMS)
def address(request, client):
    """Bring the visitor to the page whose form is filled in badly."""
    flow.fill_in(client, NEXT_MONDAY)
    return request.param


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_any_value_in_every_field_gets_a_clear_answer(client, address, value):
    data = dict.fromkeys(FORMS[address], value)

    assert client.post(address, data).status_code in CLEAR
    assert (
        client.post(address, {"answer": "yes", "details": "1"} | without(data, "answer")).status_code in CLEAR
    )
    assert client.get(address).status_code in CLEAR


def without(data, name):
    return {key: value for key, value in data.items() if key != name}


@pytest.mark.parametrize("value", RAW.values(), ids=RAW)
def test_bytes_that_are_no_text_get_a_clear_answer(client, address, value):
    body = b"&".join(name.encode() + b"=" + value for name in FORMS[address])

    assert client.post(address, body, content_type=FORM).status_code in CLEAR
    assert client.get(address).status_code in CLEAR


def test_repeated_and_unknown_keys_get_a_clear_answer(client, address):
    data = {name: ["yes", "no", ""] for name in FORMS[address]}
    unknown = {"status": "confirmed", "needs_review": "", "id": "1", "draft": "x", "__class__": "x"}

    assert client.post(address, data | unknown).status_code in CLEAR


def test_nothing_at_all_gets_a_clear_answer(client, address):
    assert client.post(address, b"", content_type=FORM).status_code in CLEAR
    assert client.post(address, b"[1]", content_type="application/json").status_code in CLEAR
    assert client.post(address, b"x", content_type="multipart/form-data; boundary=y").status_code in CLEAR


# The check page has no field to read.
WITH_FIELDS = pytest.mark.parametrize("address", [one for one in FORMS if one != "/book/check/"])


@WITH_FIELDS
def test_a_megabyte_is_refused(client, address):
    flow.fill_in(client, NEXT_MONDAY)
    data = dict.fromkeys(FORMS[address], "x" * 1024 * 1024)

    assert client.post(address, urlencode(data), content_type=FORM).status_code in {400, 413}


@WITH_FIELDS
def test_thousands_of_fields_are_refused(client, address):
    flow.fill_in(client, NEXT_MONDAY)
    many = urlencode({f"field{n}": "x" for n in range(5000)})

    assert client.post(address, many, content_type=FORM).status_code == 400


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_other_methods_are_not_allowed(client, address, method):
    assert getattr(client, method)(address).status_code == 405


@pytest.mark.parametrize("address", ["/book/done/", "/contact/sent/", "/book/slots.json"])
def test_a_page_without_a_form_takes_no_post(client, address):
    assert client.post(address).status_code == 405


QUERIES = {
    "week": [
        "",
        "NaN",
        "9999-99-99",
        "9999-12-31",
        "0001-01-01",
        "2027-W10-1",
        "x" * 5000,
        "\0",
        "🌲",
        SCRIPT,
    ],
    "earlier": ["", "1", "0", "NaN", "\0", "🌲", "x" * 5000],
}
CASES = [(name, value) for name, values in QUERIES.items() for value in values]


@pytest.mark.parametrize(("name", "value"), CASES, ids=lambda text: repr(text[:20]))
def test_any_query_of_the_time_page_shows_times(client, name, value):
    flow.fill_in(client, NEXT_MONDAY)

    page = client.get("/book/time/", {name: value, "earlier": "1"} | {name: value})

    assert page.status_code == 200
    assert 'name="starts_at"' in page.content.decode()
    assert SCRIPT not in page.content.decode()


@pytest.mark.parametrize(
    "query", ["week=2027-03-08&week=NaN", "week=%ED%B3%BF", "week=%00", "week=%", "&&&=;", "a" * 7000]
)
def test_any_bytes_in_the_query_show_times(client, query):
    flow.fill_in(client, NEXT_MONDAY)

    assert client.get(f"/book/time/?{query}").status_code == 200


@pytest.mark.parametrize("name", ["%00", "%ED%B3%BF", "x", "cancer%0d%0a", "..%2f..%2fetc"])
def test_a_question_that_is_none_is_not_found(client, name):
    flow.fill_in(client, NEXT_MONDAY)

    assert client.get(f"/book/question/{name}/").status_code == 404


WRONG = [
    ("/book/", {"for_whom": "", "treatment": "first-session"}),
    ("/book/", {"for_whom": "self", "treatment": "nothing"}),
    ("/book/before-we-start/", flow.BORN | {"born_on_month": "13"}),
    ("/book/before-we-start/", {"born_on_year": "9999", "agreed": "on"}),
    (flow.question("pregnancy"), {"answer": "perhaps"}),
    (
        flow.question("pregnancy"),
        {"answer": "yes", "details": "1", "due_on_day": "31", "due_on_month": "2", "due_on_year": "2027"},
    ),
    (flow.question("operation"), {"answer": "yes", "details": "1", "rows": "2", "operation_1_what": "knee"}),
    (flow.question("cancer"), {"answer": ""}),
    (flow.question("symptoms"), {}),
    ("/book/details/", {"name": "", "email": "robin", "phone": "12", "ring_at": "x" * 101}),
    ("/contact/", {"name": "1", "email": "robin", "phone": "none", "text": ""}),
]


@pytest.mark.parametrize(("address", "data"), WRONG)
def test_what_is_wrong_is_said_beside_the_field_and_in_a_summary_that_leads_there(client, address, data):
    flow.fill_in(client, NEXT_MONDAY)

    page = client.post(address, data).content.decode()

    summary = page[page.index('class="error-summary"') :].partition("</div>")[0]
    links = re.findall(r'href="#([^"]+)">([^<]+)</a>', summary)
    assert links
    for target, message in links:
        assert page.count(f'id="{target}"') == 1
        assert page.count(message) >= 2


def test_every_wrong_field_of_the_details_is_named(client):
    flow.fill_in(client, NEXT_MONDAY)

    page = client.post("/book/details/", {"name": "9", "email": "a@", "phone": "1"}).content.decode()

    for target in ("id_name", "id_email", "id_phone"):
        assert f'href="#{target}"' in page
        assert f'id="{target}_error"' in page


KEPT = [
    ("/book/before-we-start/", {"born_on_day": "31", "born_on_month": "Feb", "born_on_year": "1985"}),
    (
        "/book/details/",
        {"name": "Zoë 🌲 O’Hara", "email": "zoë at home", "phone": "oh seven", "ring_at": "4pm"},
    ),
    ("/contact/", {"name": "Zoë", "email": "zoë at home", "phone": "", "text": "Is there\na step?"}),
    (
        flow.question("operation"),
        {"answer": "yes", "details": "1", "rows": "1", "operation_0_what": "Knee", "healed": "no"},
    ),
]


@pytest.mark.parametrize(("address", "data"), KEPT)
def test_what_was_typed_is_kept(client, address, data):
    flow.fill_in(client, NEXT_MONDAY)

    page = unescape(client.post(address, data).content.decode()).replace("\r\n", "\n")

    for value in data.values():
        assert f'value="{value}"' in page or f"{value}</textarea>" in page


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/book/before-we-start/", "born_on_day"),
        ("/book/details/", "name"),
        ("/book/details/", "ring_at"),
        ("/contact/", "text"),
    ],
)
def test_markup_is_shown_as_text(client, address, name):
    flow.fill_in(client, NEXT_MONDAY)

    page = client.post(address, {name: SCRIPT, "email": "x"}).content.decode()

    assert SCRIPT not in page
    assert "&lt;script&gt;" in page


def test_markup_in_the_answers_is_text_on_the_check_page(client):
    operation = {"answer": "yes", "details": "1", "rows": "1", "operation_0_what": SCRIPT} | {
        "operation_0_on_day": "",
        "operation_0_on_month": "2",
        "operation_0_on_year": "2020",
    }
    flow.fill_in(client, NEXT_MONDAY, operation=operation, details=flow.DETAILS | {"name": f"Bo {SCRIPT}"})

    page = client.get("/book/check/").content.decode()

    assert SCRIPT not in page
    assert page.count("&lt;script&gt;") == 2


def test_a_draft_that_ran_out_leads_to_the_start(client, address):
    with time_machine.travel(NOW + timedelta(hours=24), tick=False):
        response = client.post(address, {"answer": "no"})

        if address in {"/book/", "/contact/"}:
            assert response.status_code == 200
        else:
            assert response.url == "/book/"


def test_a_draft_that_was_sent_leads_to_what_was_booked(client, address):
    flow.send(client)

    response = client.post(address, {"answer": "no"} | flow.DETAILS)

    if address in {"/book/", "/contact/"}:
        assert response.status_code == 200
    else:
        assert response.url == "/book/done/"
    assert Booking.objects.get().status == Status.CONFIRMED


STEPS = {
    "/book/": {"for_whom": "self", "treatment": "first-session"},
    "/book/before-we-start/": flow.BORN | {"agreed": "on"},
    flow.question("cancer"): {"answer": "no"},
    "/book/time/": {"starts_at": NEXT_MONDAY.isoformat()},
    "/book/details/": flow.DETAILS,
    "/book/check/": {},
}


@pytest.mark.parametrize("address", STEPS)
def test_a_draft_deleted_while_it_is_posted_leads_on(client, monkeypatch, address):
    flow.fill_in(client, NEXT_MONDAY)
    delete_after_the_first_look(monkeypatch)

    response = client.post(address, STEPS[address])

    assert response.status_code in {302, 409}
    assert Browser().get(response.get("Location", "/book/")).status_code in {200, 302}


def delete_after_the_first_look(monkeypatch):
    """Another tab sends the draft just after this one has read it."""
    from intake import records

    read = records.read_draft

    def read_then_lose(key, *, now):
        draft = read(key, now=now)
        Draft.objects.all().delete()
        return draft

    monkeypatch.setattr(records, "read_draft", read_then_lose)


@pytest.mark.parametrize("key", ["", "x", "\0", None, 1, ["a"], "00000000-0000-0000-0000-000000000000"])
def test_any_key_in_the_session_leads_to_the_start(client, key):
    session = client.session
    session["draft"] = key
    session.save()

    assert client.get("/book/check/").url == "/book/"
    assert client.get("/book/").status_code == 200


def test_somebody_elses_draft_is_not_reached_by_naming_it(client):
    theirs = DraftFactory(created_at=NOW, expires_at=NOW + timedelta(hours=1))

    response = client.post("/book/check/", {"draft": str(theirs.pk)})

    assert response.url == "/book/"


def test_a_message_from_the_contact_page_with_odd_text_is_kept(client):
    data = {"name": "Zoë 🌲", "email": "zoe@example.com", "text": "Ist da eine Stufe? ‮ " + SCRIPT}

    response = client.post("/contact/", data | {"shown": stamp(NOW - timedelta(minutes=1))})

    assert response.url == "/contact/sent/"
