"""What deleted visits counted for stays, by month and with no name, so that past numbers stay right."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F

from booking import counting
from booking.models import Tally
from booking.numbers import ENDINGS, Gone


def keep(visits: Iterable[int], *, now: datetime) -> None:
    """Add these visits, which are about to be deleted, to the counts of their months."""
    for month, period in counting.of(visits, now=now).items():
        more = {name: getattr(period, name) for name in Gone.__slots__ if name != "holds"}
        more |= {f"holds_{ending}": period.holds[ending] for ending in ENDINGS}
        Tally.objects.get_or_create(month=month)
        Tally.objects.filter(month=month).update(**{name: F(name) + count for name, count in more.items()})
