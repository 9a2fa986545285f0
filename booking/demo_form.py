"""Health forms of the demo's diary: sent, typed in from paper, and one that is still under way."""

from datetime import datetime, timedelta

from booking import health_form, lifecycle, typed_form
from booking.models import Booking, Status
from intake import agreement, records
from intake.history.asked import questions
from intake.history.complaints import ALL
from intake.history.values import Complaint, Kind
from intake.models import HealthForm

# What each of them says beside a plain no; the first names come from the diary.
TOLD = (
    {
        "epilepsy": ("yes", "Two fits as a teenager, none since. A quiet room helps"),
        "medicines": ("yes", "Lamotrigine, 100 mg twice a day"),
        "blood_thinners": ("no", ""),
        "emergency_name": ("Sam Example, my husband", ""),
    },
    {"allergies": ("yes", "Nuts and arnica: a rash"), "lying": (["face_down"], "")},
    {},
)
BRINGS = (
    Complaint("tension", str(ALL["tension"]), 6, ("neck", "upper_back"), "Worse after a day at the desk"),
    Complaint("stress", str(ALL["stress"]), 4, (), "I wake at four"),
)


def fill_in(practitioner, now: datetime):
    """Send a form for the next few clients, the second from paper, and leave one unfinished."""
    visits = Booking.objects.filter(status=Status.CONFIRMED, starts_at__gt=now)
    clients = list(dict.fromkeys(one.client for one in visits.select_related("client").order_by("starts_at")))
    for n, client in enumerate(clients[: len(TOLD)]):
        sent_at = now - timedelta(days=2, hours=n)
        if n == 1:
            _on_paper(client, TOLD[n], practitioner, sent_at)
        else:
            draft = _filled(client, TOLD[n], sent_at)
            health_form.send(draft, by=lifecycle.CLIENT, now=sent_at)
    for client in clients[len(TOLD) : len(TOLD) + 1]:
        records.start_form(client, guardianship=None, now=now - timedelta(hours=5))


def _on_paper(client, told, practitioner, now):
    on = (now - timedelta(days=1)).date()
    how = {"channel": HealthForm.Channel.PAPER, "filled_on": on, "is_afresh": False}
    typed_form.begin(client, None, agreed=[agreement.current("self").to_json()], **how, now=now)
    draft = _filled(client, told, now)
    typed_form.send(draft, user=practitioner.user, now=now)


def _filled(client, told, now):
    draft, _is_new = records.start_form(client, guardianship=None, now=now)
    given = {
        one.code: {"value": _plain(one), "details": ""}
        for one in questions()
        if not one.is_optional and not one.after
    }
    given |= {code: {"value": value, "details": details} for code, (value, details) in told.items()}
    return records.save_form(
        draft,
        now=now,
        given=given,
        complaints=[one.to_json() for one in BRINGS],
        agreed=[agreement.current("self").to_json()],
    )


def _plain(question):
    if question.kind == Kind.REPLY:
        return "no"
    return {"emergency_phone": "07700 900222"}.get(question.code, "Robin Example, a friend")
