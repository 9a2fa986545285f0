"""Which precautions are talked about before a visit: her switches, and the coming visits one would hold."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from booking.lock import take_diary
from booking.models import Booking, Status
from intake.history.precautions import Precaution, talk_first
from intake.models import PrecautionRule


def now_on() -> frozenset[Precaution]:
    """Return the precautions that are talked about first, as it is now."""
    return talk_first(dict(PrecautionRule.objects.values_list("code", "talk_first")))


@transaction.atomic
def look(wanted: Mapping[str, bool], *, now: datetime) -> list[Booking]:
    """Return the confirmed visits that these switches would hold, by holding them and undoing all of it."""
    take_diary()
    with transaction.atomic():
        held = _turn(wanted, now)
        transaction.set_rollback(True)
    return held


@transaction.atomic
def turn(wanted: Mapping[str, bool], *, now: datetime) -> list[Booking]:
    """Set the switches, and judge each coming visit by them; return the ones that are held because of it.

    What is off holds nothing new; what it held before stays held until she decides."""
    take_diary()
    return _turn(wanted, now)


def _turn(wanted, now) -> list[Booking]:
    coming = Booking.objects.filter(status=Status.CONFIRMED, starts_at__gt=now)
    confirmed, on = list(coming.values_list("pk", flat=True)), now_on()
    for code, is_on in wanted.items():
        if is_on != (code in on):
            # Saved one by one: each keeps its earlier versions, and is followed by judging all visits again.
            PrecautionRule(code=code, talk_first=is_on).save()
    held = Booking.objects.filter(pk__in=confirmed, status=Status.HELD)
    return list(held.select_related("client").order_by("starts_at"))
