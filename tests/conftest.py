"""What every test has: a clock that stands where it is told, no network, and the choice of engine."""

import os
import socket
from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.core.cache import cache, caches
from django.db import connection
from django.db.models.signals import post_migrate
from django.test import TransactionTestCase

from content import site

# Playwright runs an event loop in this thread; the ORM would refuse to work beside it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# A Monday in winter, when London's clocks show UTC.
NOON = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)

OTHERS_LEAVE = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "django_db_serialized_rollback"}
HERE = {"127.0.0.1", "::1", "localhost"}


def pytest_addoption(parser):
    parser.addoption(
        "--database-bound",
        action="store_true",
        help="only the tests that reach the database themselves, and the journeys marked for each engine",
    )


def pytest_collection_modifyitems(config, items):
    if not config.getoption("--database-bound"):
        return
    kept = [item for item in items if _is_for_each_engine(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


def _is_for_each_engine(item) -> bool:
    if "browser" in item.fixturenames:
        return item.get_closest_marker("each_engine") is not None
    return _needs_database(item)


def _needs_database(item) -> bool:
    is_django_class = item.cls is not None and issubclass(item.cls, TransactionTestCase)
    has_mark = item.get_closest_marker("django_db") is not None
    return is_django_class or has_mark or not DATABASE_FIXTURES.isdisjoint(item.fixturenames)


def pytest_terminal_summary(terminalreporter):
    """Print what tests have measured: record_property("figure", …)."""
    reports = terminalreporter.stats.get("passed", []) + terminalreporter.stats.get("failed", [])
    figures = [text for report in reports for name, text in report.user_properties if name == "figure"]
    if figures:
        terminalreporter.section("Figures")
        for text in dict.fromkeys(figures):
            terminalreporter.write_line(text)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """A thread of the journeys' server may keep its connection to the end, and PostgreSQL drops no database
    that somebody is connected to."""
    yield
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(OTHERS_LEAVE)


@pytest.fixture(autouse=True)
def _no_page_is_remembered():
    """What a test wrote is undone without a word, so the next one looks for itself."""
    site.look_again()
    cache.clear()


@pytest.fixture(autouse=True, scope="session")
def _counters_are_emptied_too():
    """What is counted lies in a table that belongs to no model, so that nothing else would empty it."""

    def clear(**kwargs):
        caches["counters"].clear()

    post_migrate.connect(clear, sender=apps.get_app_config("sessions"), weak=False)
    yield
    post_migrate.disconnect(clear, sender=apps.get_app_config("sessions"))


@pytest.fixture(autouse=True, scope="session")
def _no_network():
    """A test that reaches beyond this machine fails at once, and says where it wanted to go."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _only_here(getattr(socket.socket, name)))
        yield


def _only_here(connect):
    def connect_here(self, address):
        if self.family != socket.AF_UNIX and address[0] not in HERE:
            raise RuntimeError(f"Tests stay on this machine, and this one wanted to reach {address[0]}.")
        return connect(self, address)

    return connect_here
