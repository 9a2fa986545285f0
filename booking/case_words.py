"""What a complaint and a breach look like in a list: their state by word and shape, and what is due.

Nothing that is sealed is opened for it."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from booking import when
from intake import cases
from intake.models import Breach, ComplaintCase


class ShownComplaint:
    """A complaint with what its clock says."""

    def __init__(self, case: ComplaintCase, today: date):
        self.case, self.is_overdue = case, case.is_overdue(today)
        self.left = cases.days_left(case.received_on, today)
        if case.closed_on:
            self.status, self.word = "completed", _("Answered")
        elif case.acknowledged_on:
            self.status, self.word = "look", _("To be answered")
        else:
            self.status = "error" if self.is_overdue else "held"
            self.word = _("Overdue") if self.is_overdue else _("To be acknowledged")

    @property
    def title(self) -> str:
        return _("Complaint of %(day)s") % {"day": when.day_year(self.case.received_on)}


class ShownBreach:
    """A breach with what its clock says."""

    def __init__(self, breach: Breach, now: datetime):
        self.breach, self.is_overdue = breach, breach.is_overdue(now)
        self.left = when.time_left(breach.tell_by, now)
        if not breach.is_open:
            self.status, self.word = "completed", _("Decided")
        elif not breach.is_ico_open:
            self.status, self.word = "look", _("Decide about the people")
        else:
            self.status = "error" if self.is_overdue else "held"
            self.word = _("Overdue") if self.is_overdue else _("Decide about the ICO")

    @property
    def title(self) -> str:
        return _("Data breach of %(moment)s") % {"moment": when.stamp(self.breach.aware_at)}


def open_complaints(today: date) -> list[ShownComplaint]:
    """Return the complaints that are not answered yet, the oldest first."""
    rows = ComplaintCase.objects.open().defer("said", "outcome").order_by("received_on", "created_at")
    return [ShownComplaint(case, today) for case in rows]


def open_breaches(now: datetime) -> list[ShownBreach]:
    """Return the breaches that are not decided about yet, the oldest first."""
    return [ShownBreach(breach, now) for breach in Breach.objects.open().defer("said").order_by("aware_at")]
