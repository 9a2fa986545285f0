from datetime import date, datetime

from django.db import transaction

from intake.models import Client, Guardianship
from intake.names import folded


@transaction.atomic
def find_or_make_client(
    *, name: str, email: str, phone: str, born_on: date, ring_at: str = "", now: datetime
) -> tuple[Client, bool]:
    """Return the client with this name, e-mail and date of birth, and whether they are new here.

    Of several the oldest is taken. A phone number that is given now replaces the one on file.
    """
    matches = Client.objects.matching(name=name, email=email, born_on=born_on)
    if not matches:
        client = Client.objects.create(
            name=name, email=email, phone=phone, born_on=born_on, ring_at=ring_at, created_at=now
        )
        return client, True
    client = matches[0]
    client.phone = phone or client.phone
    client.ring_at = ring_at or client.ring_at
    client.save(update_fields=["phone", "ring_at"])
    return client, False


@transaction.atomic
def add_guardian(
    *,
    child: Client,
    adult_name: str,
    adult_email: str,
    adult_phone: str,
    relationship: str,
    has_parental_responsibility: bool,
    in_the_room: str = "",
    now: datetime,
) -> Guardianship:
    """Return this adult's row for this person, with today's details; a new one when there is none."""
    who = (folded(adult_name), folded(adult_email))
    for known in child.guardianships.order_by("created_at"):
        if (folded(known.adult_name), folded(known.adult_email)) == who:
            known.adult_phone = adult_phone or known.adult_phone
            known.relationship = relationship
            known.has_parental_responsibility = has_parental_responsibility
            known.in_the_room = in_the_room
            known.save()
            return known
    return Guardianship.objects.create(
        child=child,
        adult_name=adult_name,
        adult_email=adult_email,
        adult_phone=adult_phone,
        relationship=relationship,
        has_parental_responsibility=has_parental_responsibility,
        in_the_room=in_the_room,
        created_at=now,
    )
