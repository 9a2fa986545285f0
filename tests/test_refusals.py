"""What is refused gets a page in plain words, and the log says why without what was typed."""

import io
import logging

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import path

from npm_site import logs, urls
from tests.content.factories import PageFactory

pytestmark = pytest.mark.django_db
MADE_UP = "made-up-words"


def forbidden(request):
    raise PermissionDenied(MADE_UP)


urlpatterns = [path("forbidden/", forbidden), *urls.urlpatterns]
handler400 = urls.handler400


@pytest.fixture
def visitor():
    return Client(raise_request_exception=False)


@pytest.fixture
def log(monkeypatch):
    """What a server's console gets."""
    stream = io.StringIO()
    monkeypatch.setattr(logging.getHandlerByName("console"), "stream", stream)
    return stream.getvalue


TOO_MUCH = {
    "large": {"text": MADE_UP * 100_000},
    "many fields": {f"{MADE_UP}-{number}": "" for number in range(500)},
}


@pytest.mark.parametrize("sent", TOO_MUCH.values(), ids=TOO_MUCH)
@pytest.mark.parametrize("address", ["/contact/", "/book/", "/admin/login/"])
def test_too_much_at_once_is_refused_in_words(visitor, log, address, sent):
    PageFactory(slug="contact", layout="contact")

    response = visitor.post(address, sent)

    assert response.status_code == 400
    assert "could not be read" in response.content.decode()
    assert "<nav" not in response.content.decode()
    assert MADE_UP not in response.content.decode()


def test_a_broken_body_is_refused_in_words(visitor, log):
    response = visitor.post("/contact/", b"x", content_type="multipart/form-data; boundary=")

    assert response.status_code == 400
    assert "could not be read" in response.content.decode()
    assert "Traceback" not in log()


@pytest.mark.parametrize("sent", TOO_MUCH.values(), ids=TOO_MUCH)
def test_a_refusal_is_logged_without_what_was_typed(visitor, log, sent):
    visitor.post("/contact/", sent)

    assert "WARNING django.security." in log()
    assert not any(word in log() for word in ("ERROR", "Traceback", MADE_UP))


def test_another_host_gets_a_bare_answer_and_is_not_named_in_the_log(visitor, log):
    response = visitor.get("/", headers={"host": f"{MADE_UP}.example.com"})

    assert (response.status_code, response.headers["Content-Type"]) == (400, "text/plain")
    assert "DisallowedHost" in log()
    assert not any(word in log() for word in ("ERROR", "Traceback", MADE_UP))


@pytest.mark.urls(__name__)
def test_what_is_not_allowed_is_said_in_words(visitor, log):
    response = visitor.get("/forbidden/")

    page = response.content.decode()
    assert response.status_code == 403
    assert "This page is not open to you" in page
    assert "<nav" not in page
    assert MADE_UP not in page + log()
    assert "Traceback" not in log()


def test_a_fault_of_ours_keeps_its_traceback():
    record = logging.makeLogRecord({"name": "django.request", "levelno": logging.ERROR, "status_code": 500})

    assert logs.Discreet().filter(record) is record


@pytest.mark.parametrize("query", ["question=a%00b", "q=%00", "nothing=%00"])
def test_a_list_narrowed_by_a_nul_is_refused_with_a_page(visitor, query):
    answer = visitor.get(f"/admin/content/faqentry/?{query}")

    assert answer.status_code == 400
    assert "<h1" in answer.content.decode()
