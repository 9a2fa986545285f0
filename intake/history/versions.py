"""The words that a question had, version by version."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from intake.models import FormWording, HealthForm

from .catalogue import QUESTIONS


@dataclass(frozen=True)
class Version:
    """One version of a question: since when it is asked so, who wrote it, how many forms were sent so."""

    version: int
    own: str
    other: str
    hint: str
    details: str
    # Neither is known of the words that are built in.
    since: datetime | None
    by: object | None
    forms: int


def versions(code: str) -> list[Version]:
    """Return all versions of a question, the newest first, in two queries."""
    built_in = [(one, None, None) for one in QUESTIONS if one.code == code]
    wordings = FormWording.objects.filter(question__code=code).select_related("by").order_by("-version")
    rows = [*((row, row.created_at, row.by) for row in wordings), *built_in]
    counts = _counts([since for _row, since, _by in rows])
    return [
        Version(row.version, str(row.own), str(row.other), str(row.hint), str(row.details), since, by, count)
        for (row, since, by), count in zip(rows, counts, strict=True)
    ]


def _counts(since) -> list[int]:
    """Count the forms that were sent from each of these moments, newest first, until the one after it."""
    ends = [None, *since]
    asked = {
        f"of_{n}": Count("pk", filter=_between(start, end))
        for n, (start, end) in enumerate(zip(since, ends, strict=False))
    }
    counted = HealthForm.objects.aggregate(**asked) if asked else {}
    return [counted[name] for name in asked]


def _between(start, end) -> Q:
    sent = Q(pk__isnull=False)
    if start is not None:
        sent &= Q(sent_at__gte=start)
    return sent if end is None else sent & Q(sent_at__lt=end)
