"""The table of what several web processes count together, made with every other table."""

from django.core.management import call_command


def make_table(using, **kwargs):
    """After a migration, make the cache's table where there is none."""
    call_command("createcachetable", database=using, verbosity=0)
