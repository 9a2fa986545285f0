"""One lock for the whole diary, taken before anybody looks whether a time is free."""

from django.db import connection

# Any number does, as long as nothing else in this database uses it.
DIARY = 4_870_215


def take_diary():
    """Wait until nobody else is changing the diary; held until the transaction ends.

    PostgreSQL deadlocks when many insert under an exclusion constraint at once, so they queue here
    first. SQLite begins each transaction IMMEDIATE (settings), which is the same queue."""
    if not connection.in_atomic_block:
        raise RuntimeError("The diary's lock belongs inside a transaction.")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [DIARY])
