"""Letters that were accepted, and the day of a form."""

from datetime import date, datetime

from intake.models import Clearance, Client


def accept_clearance(
    *, client: Client, valid_from: date, valid_until: date, note: str, by, now: datetime
) -> Clearance:
    """Accept a doctor's approval for these days, the first and the last included."""
    return Clearance.objects.create(
        client=client,
        valid_from=valid_from,
        valid_until=valid_until,
        accepted_at=now,
        accepted_by=by,
        note=note,
    )


def end_clearance(clearance: Clearance, *, now: datetime) -> bool:
    """End it before its last day; return whether it had not ended yet."""
    ended = Clearance.objects.filter(pk=clearance.pk, ended_at=None).update(ended_at=now)
    clearance.refresh_from_db(fields=["ended_at"])
    return bool(ended)


def shorten_clearance(clearance: Clearance, *, valid_until: date) -> bool:
    """Let it hold to an earlier day, not before its first; return whether it held longer until now."""
    standing = Clearance.objects.filter(pk=clearance.pk, ended_at=None, valid_from__lte=valid_until)
    shortened = standing.filter(valid_until__gt=valid_until).update(valid_until=valid_until)
    clearance.refresh_from_db(fields=["valid_until"])
    return bool(shortened)


def note_form(client: Client, *, on: date) -> None:
    """Note the day of the health form that is here now."""
    client.form_on = on
    client.save(update_fields=["form_on"])
