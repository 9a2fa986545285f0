"""A copy for somebody: complete, readable, without others' details, and written down as read."""

import io
import json
import re
import zipfile
from datetime import date
from html import unescape

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from booking.models import Status
from booking.rights import bundle, export, plan, rows
from intake import records
from intake.fields import Sealed, SealedField
from intake.models import Note, Reading
from tests.booking.factories import NOW
from tests.booking.kept import DAYS, fill, visit
from tests.intake.factories import (
    ClientFactory,
    GuardianshipFactory,
    HealthFormFactory,
    ScreeningFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
SHUT = Sealed(b"\x01\x02t1" + bytes(40))


@pytest.fixture
def marja():
    return UserFactory(username="marja")


@pytest.fixture
def joan(marja):
    client = ClientFactory(name="Joan Heron", email="joan@heron.example", phone="07700 900111")
    fill(client, marja)
    return client


def copy_of(client, by):
    return export.gather(client, by=by, now=NOW)


def unpacked(client, by):
    bundled = zipfile.ZipFile(io.BytesIO(bundle.pack(copy_of(client, by))))
    return {name: bundled.read(name) for name in bundled.namelist()}


def words_of(page: bytes) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.decode())).split())


def test_every_section_has_every_row_that_is_about_them(joan, marja):
    fill(ClientFactory(name="Otter"), marja)
    expected = {line.section: rows.of(line, [joan.pk]).count() for line in plan.sections()}
    # That it is made is not yet among who has looked.
    data = copy_of(joan, marja).to_json()

    assert {name: len(some) for name, some in data["sections"].items()} == expected
    assert all(expected.values())
    assert "Otter" not in json.dumps(data)


def test_what_was_sealed_is_readable_in_page_and_data(joan, marja):
    HealthFormFactory(
        client=joan,
        answers={
            "given": [
                {"code": "x", "section": "health", "kind": "reply", "wording": "Do you faint?", "version": 1,
                 "precaution": "", "value": "yes", "details": "Twice in May"}
            ],
            "complaints": [
                {"code": "back", "label": "Low back", "trouble": 7, "places": ["low_back"],
                 "words": "At night"}
            ],
        },
    )  # fmt: skip
    made = unpacked(joan, marja)

    page, data = words_of(made["record.html"]), json.loads(made["record.json"])
    for said in (
        "What I keep about you",
        "Joan Heron",
        "joan@heron.example",
        "Cold hands",
        "It hurts less.",
        "Light work is fine",
        "Do you faint?",
        "Yes",
        "Twice in May",
        "Low back",
        "7 of 10",
        "At night",
    ):
        assert said in page
    assert (data["format"], data["version"], data["could_not_be_opened"]) == ("treatment-record", 1, [])
    assert [note["text"] for note in data["sections"]["notes"]] == ["Cold hands"]


def test_the_letters_are_in_it_as_they_were_sent(joan, marja):
    made = unpacked(joan, marja)

    (name,) = json.loads(made["record.json"])["files"]
    assert re.fullmatch(r"files/letter_files-\d+\.pdf", name)
    assert made[name].startswith(b"%PDF")
    assert [row["content"] for row in json.loads(made["record.json"])["sections"]["letter_files"]] == [name]


def test_the_page_needs_nothing_from_elsewhere(joan, marja):
    made = unpacked(joan, marja)

    page = made["record.html"].decode()
    assert re.findall(r'(?:src|href)="(?!#)([^"]*)"', page) == ["record.css"]
    assert "<script" not in page
    assert "style=" not in page
    assert not re.search(rb"https?://|@import|url\(", made["record.css"])


def test_details_of_others_are_left_out(joan, marja):
    visit(joan, Status.COMPLETED, NOW - 7 * DAYS)
    records.read_screening(joan.screenings.first(), by=UserFactory(username="locum"), now=NOW)

    made = unpacked(joan, marja)

    text = (made["record.html"] + made["record.json"]).decode()
    data = json.loads(made["record.json"])["sections"]
    assert [word for word in ("robin@example.com", "07700 900457", "locum", "marja") if word in text] == []
    (adult,) = data["guardians"]
    assert (adult["adult_name"], adult["adult_email"]) == ("Robin Example", str(export.MASKED))
    assert {row["by"] for row in data["who_looked"]} == {"the practitioner", str(export.MASKED)}


def test_a_child_somebody_else_answers_for_is_in_no_copy_of_the_adult(joan, marja):
    child = ClientFactory(name="Pip Sparrow", email=joan.email)
    GuardianshipFactory(child=child, adult_name=joan.name, adult_email=joan.email)

    made = unpacked(joan, marja)

    assert b"Sparrow" not in made["record.html"] + made["record.json"]


def test_each_sealed_row_is_written_down_as_read_once(joan, marja):
    before = set(Reading.objects.values_list("pk", flat=True))
    sealed = {
        pk
        for line in plan.sections()
        if any(isinstance(one, SealedField) for one in apps.get_model(line.model)._meta.concrete_fields)
        for pk in rows.of(line, [joan.pk]).values_list("pk", flat=True)
    }

    copy_of(joan, marja)

    readings = Reading.objects.exclude(pk__in=before)
    assert {(one.row, one.what, one.by, one.at, one.client) for one in readings} == {
        (pk, "export", marja, NOW, joan) for pk in sealed
    }
    assert readings.count() == len(sealed)


def test_what_no_key_opens_is_named_and_stops_nothing(joan, marja):
    note = joan.notes.get()
    QuerySet(Note).filter(pk=note.pk).update(text=SHUT)

    made = unpacked(joan, marja)

    data, page = json.loads(made["record.json"]), words_of(made["record.html"])
    assert data["could_not_be_opened"] == [{"section": "notes", "row": str(note.pk), "column": "text"}]
    assert "1 part cannot be opened with the keys in use." in page
    assert str(export.SHUT) in page
    assert "Light work is fine" in page


def test_rows_of_whoever_was_merged_are_in_it(joan, marja):
    ClientFactory(name="Joan Once", merged_into=joan)

    data = copy_of(joan, marja).to_json()

    assert {row["name"] for row in data["sections"]["person"]} >= {"Joan Heron", "Joan Once"}


def test_hostile_words_stay_words(marja):
    client = ClientFactory(name="<script>alert(1)</script>")
    records.write_note(client=client, kind="general", text="<img onerror=x> {{ 7 }}", by=marja, now=NOW)

    page = unpacked(client, marja)["record.html"].decode()

    assert "<script" not in page
    assert "<img" not in page
    assert "{{ 7 }}" in page


def test_the_file_is_named_after_a_day_and_nobody():
    assert bundle.name(NOW) == "copy-2027-03-01.zip"


def test_somebody_with_nothing_but_a_name_has_a_copy_too(marja):
    made = unpacked(ClientFactory(born_on=date(1980, 2, 29)), marja)

    assert set(made) == {"record.html", "record.css", "record.json"}
    assert "29 February 1980" in words_of(made["record.html"])


@pytest.mark.parametrize("count", [1, 10, 100])
def test_a_copy_asks_as_much_for_many_visits_as_for_one(marja, count):
    client = ClientFactory()
    for n in range(count):
        visit(client, Status.CANCELLED, NOW - n * DAYS)
        ScreeningFactory(client=client)

    with CaptureQueriesContext(connection) as queries:
        bundle.pack(copy_of(client, marja))

    assert len(queries) <= 40
