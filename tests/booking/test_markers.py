"""A marker in every sealed field of every table: nothing that lies anywhere, or leaves, can be read."""

import inspect
import logging
import re
import tempfile
from datetime import date

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.urls import URLPattern, get_resolver

from booking import outbox
from intake import models, rotation
from intake.fields import SealedBytesField
from tests import production
from tests.booking import factories as booking_factories
from tests.booking.factories import NOW
from tests.booking.test_emails import health_words_in
from tests.booking.test_secrecy import found_in, stored
from tests.intake import factories


def _classes(module):
    return inspect.getmembers(module, inspect.isclass)


FACTORIES = {
    made._meta.model: made
    for _name, made in (*_classes(booking_factories), *_classes(factories))
    if getattr(getattr(made, "_meta", None), "model", None)
}
# What else a row needs to be allowed what is planted in it.
NEEDS = {
    models.ComplaintCase: {"acknowledged_on": date(2027, 3, 2), "closed_on": date(2027, 3, 3)},
    models.LetterRequest: {"received_at": NOW, "decided_at": NOW},
}


def marker(column) -> str:
    return f"marker heron of {column.label}"


def planted(column):
    """What is put into this field: words, or a file that holds them."""
    if isinstance(column.field, SealedBytesField):
        return b"%PDF-1.7 " + marker(column).encode()
    return {"said": marker(column)}


def plant() -> list:
    """Make one row of each table that has sealed fields, all of them filled; return the fields."""
    columns = rotation.columns()
    for model in {column.rows.model for column in columns}:
        sealed = {one.field.name: planted(one) for one in columns if one.rows.model is model}
        needs = dict(NEEDS.get(model, {}))
        if "decided_at" in needs:
            needs["decided_by"] = factories.UserFactory()
        FACTORIES[model](**needs, **sealed)
    return columns


@pytest.fixture
def everywhere(caplog, tmp_path, monkeypatch):
    """Every sealed field filled and opened once, with whatever mail that makes; temporary files lie apart."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for name in ("django", "booking", "intake"):
        caplog.set_level(logging.DEBUG, logger=name)
    columns = plant()
    opened = {column.label: str(_opened(column)) for column in columns}
    outbox.send_due(now=NOW)
    return columns, opened


def _opened(column):
    """What the rows hold: another's factory may have made one of its own."""
    return [getattr(row, column.field.attname) for row in column.rows.all()]


@pytest.mark.django_db(transaction=True)
def test_no_marker_can_be_read_in_the_database_a_log_a_session_a_mail_or_a_file(everywhere, caplog, tmp_path):
    columns, opened = everywhere
    markers = [marker(column) for column in columns]
    sessions = str([row.get_decoded() for row in Session.objects.all()])
    mails = "".join(str(one.message()) for one in mail.outbox)
    files = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    lies = stored()

    assert [label for label in opened if f"marker heron of {label}" not in opened[label]] == []
    assert found_in(lies, ["Joan Example"]) == ["Joan Example"]
    assert found_in(lies, [*markers, "marker heron"]) == []
    assert found_in((caplog.text + sessions + mails).encode() + files, [*markers, "marker heron"]) == []


@pytest.mark.django_db(transaction=True)
def test_a_marker_that_lies_open_would_be_found():
    factories.ClientFactory(ring_at="marker heron")

    assert found_in(stored(), ["marker heron"]) == ["marker heron"]


def test_every_table_with_sealed_fields_can_be_planted():
    missing = {column.rows.model.__name__ for column in rotation.columns()} - {
        model.__name__ for model in FACTORIES
    }

    assert missing == set()


def addresses(patterns, before=""):
    """Every address of the site, with the names of its parts."""
    for pattern in patterns:
        here = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield here
        else:
            yield from addresses(pattern.url_patterns, here)


def test_no_address_of_a_visitor_speaks_of_health():
    public = {one for one in addresses(get_resolver().url_patterns) if not one.startswith("admin/")}

    assert len(public) > 30
    # The check of whether the server is alive, which nobody visits.
    assert {one for one in public if health_words_in(re.sub(r"<.*?>", "", one))} == {"health/"}


def titles():
    """Return by its name what stands in the title of each page that a visitor may see."""
    folder = production.BASE_DIR / "templates"
    for file in [*folder.glob("*.html"), *(folder / "booking").rglob("*.html")]:
        for said in re.findall(r"{% block title %}(.*?){% endblock %}", file.read_text(), re.DOTALL):
            yield str(file.relative_to(folder)), re.sub(r"{{.*?}}|{%|%}|translate|blocktranslate", " ", said)


def test_no_title_of_a_visitor_s_page_speaks_of_health():
    said = dict(titles())

    assert len(said) > 15
    assert {name: health_words_in(words) for name, words in said.items() if health_words_in(words)} == {}
