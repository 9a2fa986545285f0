"""The order of things in a list, moved one step at a time."""

from django.db import transaction

from content.models import Practice


def shifted(items, item, by):
    """Return the items with this one moved by so many places, stopping at either end."""
    place = items.index(item)
    rest = items[:place] + items[place + 1 :]
    place = min(max(place + by, 0), len(rest))
    return [*rest[:place], item, *rest[place:]]


@transaction.atomic
def move(row, siblings, *, by):
    """Move the row among its siblings and number them anew; True when anything moved."""
    before = list(siblings)
    after = shifted(before, row, by)
    for position, sibling in enumerate(after):
        sibling.position = position
    # A move is no new version of a text, so it leaves no row in the history.
    type(row)._default_manager.bulk_update(after, ["position"])
    Practice.objects.touch()
    return after != before


def last(siblings):
    """The position behind all of them."""
    return max((sibling.position for sibling in siblings), default=-1) + 1
