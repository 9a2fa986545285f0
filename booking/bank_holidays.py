"""Bank holidays of one of the UK's nations."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType

import holidays


@lru_cache(maxsize=64)
def of_year(nation: str, year: int) -> Mapping[date, str]:
    """Return day → name, substitute days included."""
    days = holidays.country_holidays("GB", subdiv=nation, years=year, language="en_GB")
    return MappingProxyType(dict(days))


def between(nation: str, first: date, last: date) -> dict[date, str]:
    """Return day → name for `first` to `last`, both included."""
    found = {}
    for year in range(first.year, last.year + 1):
        found |= {day: name for day, name in of_year(nation, year).items() if first <= day <= last}
    return found
