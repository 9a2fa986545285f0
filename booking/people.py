"""Who a draft speaks of: the person treated, and the adult who books for them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F

from booking.models import Status, Treatment
from intake import records
from intake.answers import ForWhom
from intake.findings import Known
from intake.models import Client, Guardianship


@dataclass(frozen=True)
class Person:
    """The person treated, whoever books for them, and whether they have been treated here."""

    client: Client
    guardianship: Guardianship | None
    is_first: bool

    @property
    def booked_by(self) -> str:
        return self.guardianship.adult_name if self.guardianship else self.client.name

    @property
    def relation(self) -> str:
        return self.guardianship.relationship if self.guardianship else "self"


def person_of(parts, *, now: datetime) -> Person:
    """Find the person by name, e-mail and date of birth together, or enter a new one."""
    details = parts["details"]
    is_for_self = parts["for_whom"] == ForWhom.SELF
    client, _is_new = records.find_or_make_client(
        name=details["name"] if is_for_self else details["client_name"],
        email=details["email"],
        phone=details["phone"],
        born_on=date.fromisoformat(parts["born_on"]),
        ring_at=details["ring_at"],
        now=now,
    )
    guardianship = None if is_for_self else _guardian(client, details, now)
    return Person(client, guardianship, is_first=not is_treated(client))


def is_treated(client: Client) -> bool:
    """Whether this person has completed a visit here, or was entered as treated before."""
    return client.treated_before or client.bookings.filter(status=Status.COMPLETED).exists()


def known_about(client: Client | None, **about) -> Known:
    """Return what the practice knows of this client beside their answers, and what she has said yes to."""
    approved = client.bookings.filter(approved_version=F("version")).values("screening") if client else ()
    return records.known_about(client, approved=approved, **about)


def treatment_for(client: Client | None) -> Treatment | None:
    """Return what this person is booked for by hand, also where it cannot be booked online."""
    return fitting(is_first=client is None or not is_treated(client))


def fitting(*, is_first: bool) -> Treatment | None:
    """Return the treatment of somebody who comes for the first time, or has been here."""
    sort = Treatment.Sort.FIRST if is_first else Treatment.Sort.FOLLOW_UP
    rows = Treatment.objects.filter(sort=sort).select_related("policy", "price")
    return rows.order_by("-is_bookable", "position", "id").first()


def _guardian(client, details, now):
    return records.add_guardian(
        child=client,
        adult_name=details["name"],
        adult_email=details["email"],
        adult_phone=details["phone"],
        relationship=details["relationship"],
        has_parental_responsibility=details.get("has_parental_responsibility", False),
        in_the_room=details.get("in_the_room", ""),
        now=now,
    )
