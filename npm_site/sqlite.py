"""SQLite with a write-ahead log, so that a reader never waits for a writer."""

from django.db import connections


def use_wal(using, **kwargs):
    """After a migration, write the journal mode into the file if it is another.

    The mode stays in the file. Setting it on each connection instead raises "database is locked"
    when two of them start together.
    """
    connection = connections[using]
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        if cursor.execute("PRAGMA journal_mode").fetchone() == ("delete",):
            cursor.execute("PRAGMA journal_mode=WAL")
