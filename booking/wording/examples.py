"""What a mail would be about: somebody made up, so that a text can be looked at before anybody gets it."""

from datetime import date, datetime, time, timedelta
from types import SimpleNamespace

from django.utils import timezone
from django.utils.translation import gettext as _

from booking import links, wishes
from booking.emails import making
from booking.models import Booking, Purpose, Status, Treatment, WaitlistEntry
from booking.wording.catalogue import Text
from intake.models import Erasure

# As long as a real one, and the digest of none.
EXAMPLE = "an-example-that-opens-nothing-at-all-0000000"
AHEAD, WEEK = timedelta(days=14), timedelta(days=7)
AFTER_ANOTHER = timedelta(hours=2, minutes=30)
REFERENCES = ("EXAM2345", "EXAM3456", "EXAM4567")
# What a visit is when the mail about it goes out; of any other it is confirmed.
STATUS = {
    **dict.fromkeys(("held", "letter", "letter_waited", "letter_again"), Status.HELD),
    **dict.fromkeys(("declined", "later"), Status.DECLINED),
    "lapsed": Status.LAPSED,
    "cancelled": Status.CANCELLED,
    **dict.fromkeys(("after_first", "after_series", "receipt"), Status.COMPLETED),
    "offer": Status.OFFERED,
    "offer_over": Status.LAPSED,
}
# What is told to two who come on one day; other mails about several visits tell of a series.
OF_A_PAIR = ("form", "changed", "reminder", "after_first")
PAGES = ("move", "cancel", "form", "changed", "agreements")


def context(text: Text, *, now: datetime, is_child: bool = False) -> dict:
    """Return what the mail is made of; no row of it is stored. Of a child it is the parent who reads it."""
    kind = text.kind
    treatment = Treatment.objects.first() or Treatment(name=_("First session"))
    visits = _visits(kind, treatment, now) if text.is_of_several else [_visit(kind, treatment, 0, now)]
    reads, treated = (_("Robin"), _("Ada")) if is_child else (_("Ada"), "")
    who = {"first_name": reads, "treated": treated}
    about = making.frame() | who | _around(kind, visits[0], treatment, is_child)
    if text.is_of_several:
        about |= _of_several(visits, treated, about["own"], is_pair=kind in OF_A_PAIR)
    if kind in ("waiting", "wait_over", "link", "erased"):
        del about["booking"]
    return about


def _visits(kind, treatment, now) -> list[Booking]:
    if kind in OF_A_PAIR:
        return [_visit(kind, treatment, number, now, AFTER_ANOTHER) for number in range(2)]
    return [_visit(kind, treatment, number, now) for number in range(3)]


def _visit(kind, treatment, number, now, apart=WEEK) -> Booking:
    starts_at = _at(_wednesday(timezone.localdate(now) + AHEAD)) + number * apart
    status = STATUS.get(kind, Status.CONFIRMED)
    return Booking(
        reference=REFERENCES[number],
        treatment=treatment,
        status=status,
        starts_at=starts_at,
        visit_on=starts_at.date(),
        reserved_minutes=120,
        price=treatment.price.amount if treatment.price_id else 90,
        answer_due_at=_at(timezone.localdate(now) + timedelta(days=2)),
        held_until=starts_at - timedelta(days=1),
        expires_at=_at(timezone.localdate(now) + timedelta(days=1)),
        entry=WaitlistEntry(),
    )


def _wednesday(day: date) -> date:
    """Return that of the same week: a day on which many work."""
    return day + timedelta(days=2 - day.weekday())


def _at(day: date) -> datetime:
    """Return half past ten of the practice's clock."""
    return timezone.make_aware(datetime.combine(day, time(10, 30)), timezone.get_default_timezone())


def _around(kind, visit, treatment, is_child) -> dict:
    """Return what only some mails speak of; a template takes what it needs."""
    by, own = visit.starts_at - timedelta(days=2), _own(kind)
    last_day = visit.visit_on + 4 * WEEK
    return {
        "booking": visit,
        "own": own,
        "agreements": [{"treated": "", "url": own["agreements"]}] if "agreements" in own else [],
        "url": _url(Purpose.FORM if kind == "form_link" else Purpose.FAMILY),
        "move_by": by,
        "cancel_by": by,
        "form_by": by,
        "due_at": by if kind == "form" else None,
        "guardian_stays": is_child,
        "was_at": visit.starts_at - WEEK if kind == "moved" else None,
        "free": [SimpleNamespace(starts_at=visit.starts_at + number * WEEK) for number in (1, 2, 3)],
        "is_called_off": kind == "cancelled",
        "entry": SimpleNamespace(treatment=treatment, until_on=last_day),
        "facts": wishes.facts(_wish(visit.visit_on, last_day)),
        "erasure": Erasure(outcome="deleted"),
    }


def _own(kind) -> dict:
    """Return the links of a mail; they look like real ones and open nothing."""
    if kind in ("waiting", "offer"):
        purpose = Purpose.WAITING if kind == "waiting" else Purpose.OFFER
        return {kind: _url(purpose)}
    if kind in ("link", "erased", "wait_over"):
        return {}
    status = STATUS.get(kind, Status.CONFIRMED)
    if status in (Status.HELD, Status.CONFIRMED):
        return {"page": _url(Purpose.VISIT)} | {to: _url(Purpose.VISIT, to) for to in PAGES}
    if status in (Status.CANCELLED, Status.COMPLETED):
        return {"again": _url(Purpose.AGAIN), "agreements": _url(Purpose.AGAIN, "agreements")}
    return {}


def _url(purpose, to="") -> str:
    return links.url(purpose, EXAMPLE, to=to)


def _wish(first, last) -> dict:
    return {"weekdays": [1, 3], "parts": ["morning"], "from_on": first, "until_on": last, "notice_hours": 48}


def _of_several(visits, treated, own, *, is_pair) -> dict:
    page = {name: own[name] for name in ("page", "form", "changed", "again") if name in own}
    names = (_("Ada"), _("Robin")) if is_pair else [treated] * len(visits)
    due_at = visits[0].answer_due_at
    return {
        "visits": [
            {"booking": visit, "treated": name, **page} for visit, name in zip(visits, names, strict=True)
        ],
        "count": len(visits),
        "is_one_day": is_pair,
        "move_hours": 48,
        "cancel_hours": 48,
        "due_at": due_at,
        "until": visits[0].held_until,
        "own": {},
    }
