import socket

import pytest
from django.core.management import call_command


def test_django_finds_nothing_wrong(db):
    call_command("check", fail_level="WARNING")


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_a_test_that_reaches_beyond_this_machine_fails():
    with socket.socket() as outward, pytest.raises(RuntimeError, match=r"wanted to reach 192\.0\.2\.1"):
        outward.connect(("192.0.2.1", 80))
