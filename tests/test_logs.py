"""A fault is told to the log by where it happened, and nowhere with what somebody had typed."""

import logging

import pytest
from django.core import mail
from django.test import Client as Browser
from django.test import override_settings
from django.urls import path
from django.utils.log import AdminEmailHandler

from npm_site import urls
from npm_site.logs import Frames, Report

MARKER = "heron keyhole"


def breaks(request):
    typed = request.POST["what"]
    try:
        raise KeyError(typed)
    except KeyError:
        raise ValueError(f"cannot read {typed}")  # noqa: B904  what it came from is looked for too


urlpatterns = [
    *urls.urlpatterns[:-1],
    path("booking/breaks/", breaks),
    urls.urlpatterns[-1],
]


@pytest.fixture
def record(caplog):
    """What a fault of a form writes into the log, on a site whose owner is mailed."""
    with override_settings(ROOT_URLCONF=__name__, ADMINS=["kim@example.com"]):
        answer = Browser(raise_request_exception=False).post("/booking/breaks/", {"what": MARKER})
    assert answer.status_code == 500
    assert MARKER not in answer.content.decode()
    return next(one for one in caplog.records if one.levelno == logging.ERROR)


def console():
    """The handler that a server's log comes from."""
    return next(one for one in logging.getLogger().handlers if isinstance(one.formatter, Frames))


@pytest.mark.django_db
def test_the_log_says_where_and_of_what_kind_and_not_what_was_typed(record):
    lines = console().format(record)

    assert MARKER not in lines
    assert lines.count(", most recent call last:") == 2
    assert "ValueError, most" in lines
    assert "KeyError, most" in lines
    assert f'{__name__.rpartition(".")[2]}.py", line' in lines


@pytest.mark.django_db
def test_no_report_of_a_fault_leaves_by_mail(record):
    assert mail.outbox == []


@pytest.mark.django_db
def test_a_mail_that_somebody_sets_up_holds_no_form_either(record, settings):
    settings.ADMINS = ["kim@example.com"]

    AdminEmailHandler(include_html=False).emit(record)

    (report,) = mail.outbox
    assert MARKER not in report.subject + report.body
    assert "ValueError" in report.body


def test_a_cause_is_told_and_one_that_was_left_out_is_not():
    def said(error):
        return "\n".join(
            line for line in Frames().formatException((type(error), error, None)).split("\n") if line
        )

    caused, bare = ValueError("a"), ValueError("b")
    caused.__cause__ = KeyError("c")
    bare.__context__, bare.__suppress_context__ = KeyError("d"), True

    assert said(caused) == "KeyError, most recent call last:\nValueError, most recent call last:"
    assert said(bare) == "ValueError, most recent call last:"


def test_a_report_of_no_exception_is_empty():
    assert Report(None, None, "a message", None).get_traceback_text() == ""
