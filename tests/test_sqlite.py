import sqlite3

import pytest

from npm_site import sqlite
from tests import production


def test_migrating_gives_a_new_database_its_write_ahead_log(tmp_path):
    file = tmp_path / "new.sqlite3"

    done = production.python("manage.py", "migrate", "contenttypes", "-v0", DATABASE_URL=f"sqlite:///{file}")

    assert done.returncode == 0, done.stderr
    with sqlite3.connect(file) as raw:
        assert raw.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    raw.close()


def test_migrating_makes_the_table_of_counts_and_finds_it_the_next_time(tmp_path):
    url = f"sqlite:///{tmp_path / 'new.sqlite3'}"

    done = [
        production.python("manage.py", "migrate", "contenttypes", "-v0", DATABASE_URL=url) for _ in (1, 2)
    ]

    assert [one.returncode for one in done] == [0, 0], done[1].stderr
    with sqlite3.connect(tmp_path / "new.sqlite3") as raw:
        assert raw.execute("SELECT count(*) FROM npm_site_counters").fetchone() == (0,)
    raw.close()


@pytest.mark.django_db
def test_inside_a_transaction_the_journal_is_left_alone(django_assert_num_queries):
    with django_assert_num_queries(0):
        sqlite.use_wal(using="default")


@pytest.mark.django_db(transaction=True)
def test_a_second_migration_finds_nothing_to_set(django_assert_max_num_queries):
    with django_assert_max_num_queries(1):
        sqlite.use_wal(using="default")
