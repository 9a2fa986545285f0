"""The suitability rules, for the day of the visit. Pure: no rows, no settings, no clock."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Policy:
    """The practitioner's numbers."""

    too_soon_months: int = 2
    recovering_months: int = 3
    healed_months: int = 12
    oncology_years: int = 5
    youngest_age: int = 5
    overdue_days: int = 21
