"""What the pages of one booking say about it, outside of its health answers."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from booking import pausing, when
from booking.admin import crossing
from booking.admin.messages import ended_at, state_of, within
from booking.models import BookingEvent, Status
from booking.models.message import TO_CLIENT
from intake import months

WHY = {
    "approved": gettext_lazy("you said yes"),
    "declined": gettext_lazy("you said no"),
    "later_date": gettext_lazy("you offered a later date"),
    "answers_changed": gettext_lazy("the answers changed"),
    "settled": gettext_lazy("you settled an answer"),
    "letter_ended": gettext_lazy("the doctor’s letter was ended"),
    "agreement_ended": gettext_lazy("an agreement was taken back"),
    "asked": gettext_lazy("the client asked in time"),
    "asked_late": gettext_lazy("the client asked late"),
    "called_off": gettext_lazy("you called it off"),
    "ran_out": gettext_lazy("its time ran out"),
    "given_back": gettext_lazy("the time was given back"),
    "chose_again": gettext_lazy("another time was chosen"),
    "merged": gettext_lazy("two records were joined"),
    "away": gettext_lazy("you are away"),
    "been_before": gettext_lazy("been here before: a follow-up session"),
    "spent": gettext_lazy("their own visit moved to this time"),
    "refused": gettext_lazy("they let it go"),
    "withdrawn": gettext_lazy("you took the offer back"),
    "left": gettext_lazy("they left the waitlist"),
    "taken_off": gettext_lazy("you took them off the waitlist"),
    "booked": gettext_lazy("they have another time"),
}
# What leaves the status as it is, and so is told for itself.
STEPS = {
    "letter_asked": gettext_lazy("A doctor’s letter was asked for"),
    "kept": gettext_lazy("Kept for later"),
    "note": gettext_lazy("A note was added"),
    "session": gettext_lazy("The session was noted"),
    "session_added": gettext_lazy("More was added to the session note"),
    "corrected": gettext_lazy("The minutes were put right"),
    "late_move_asked": gettext_lazy("Wants another time, said too late to take one"),
    "late_cancel_asked": gettext_lazy("Cannot come, said too late to cancel"),
    "comes_after_all": gettext_lazy("Comes after all"),
    "receipt": gettext_lazy("The receipt was sent by email"),
    "nothing_changed": gettext_lazy("The client says that nothing has changed"),
    "answered_anew": gettext_lazy("The client answered anew, and nothing new was found"),
}
# What a move from one status to another is called, where the status it came to says too little.
CAME_TO = {
    ("", Status.RESERVED): gettext_lazy("A time was chosen"),
    ("", Status.OFFERED): gettext_lazy("Offered from the waitlist"),
    (Status.RESERVED, Status.HELD): gettext_lazy("Sent as a request"),
    (Status.RESERVED, Status.CONFIRMED): gettext_lazy("Booked and confirmed"),
    (Status.OFFERED, Status.HELD): gettext_lazy("Taken up as a request"),
    (Status.OFFERED, Status.CONFIRMED): gettext_lazy("Taken up and confirmed"),
    (Status.CONFIRMED, Status.HELD): gettext_lazy("Held again"),
}


@dataclass(frozen=True)
class Contact:
    """The person who is written to and rung: a guardian where there is one."""

    name: str
    email: str
    phone: str

    @property
    def phone_href(self) -> str:
        return "tel:" + "".join(sign for sign in self.phone if sign.isdigit() or sign == "+")


def contact_of(booking) -> Contact | None:
    if booking.guardianship is not None:
        adult = booking.guardianship
        return Contact(adult.adult_name, adult.adult_email, adult.adult_phone)
    if booking.client is None:
        return None
    return Contact(booking.client.name, booking.client.email, booking.client.phone)


def about(booking) -> dict:
    events = list(booking.events.select_related("by", "words"))
    moved = _moved(booking, events)
    return {
        "contact": contact_of(booking),
        "in_series": pausing.place_of(booking),
        "has_notes": any(event.words for event in events),
        "facts": [{"term": term, "value": value} for term, value in _facts(booking) if value],
        "events": [
            {
                "event": event,
                "what": _what(event),
                "who": _who(event),
                "why": moved.get(event.pk) or WHY.get(event.why, ""),
            }
            for event in events
        ],
        "messages_sent": [
            {"kind": within(message), "to_client": message.kind in TO_CLIENT}
            # When it was sent stands before it.
            | {
                "state": _("Sent.") if message.sent_at else state_of(message),
                "at": ended_at(message) or message.due_at,
            }
            for message in booking.messages.all()
        ],
    }


def _facts(booking):
    ends = when.clock24(booking.ends_at)
    yield _("When"), f"{when.day_year(booking.starts_at)}, {when.clock24(booking.starts_at)} – {ends}"
    yield _("Treatment"), booking.treatment.name
    yield _("Counts as"), _("First session") if booking.is_first else _("Follow-up session")
    yield _("Age on the day"), _age(booking)
    if booking.guardianship is not None:
        adult = booking.guardianship
        yield _("Booked by"), f"{adult.adult_name} ({adult.relationship})"
        if adult.has_parental_responsibility:
            yield _("Parental responsibility"), _("Yes")
        yield _("In the room"), adult.in_the_room
    contact = contact_of(booking)
    if contact is not None:
        yield _("Email"), contact.email
        yield _("Phone"), contact.phone
        yield _("Best time to ring"), booking.client.ring_at
    yield _("Minutes kept"), str(booking.reserved_minutes)
    yield _("Minutes given"), str(booking.minutes_given or "")
    yield _("Price"), booking.price_in_words
    yield _("Although it is"), crossing.words(booking.crossed, booking.treatment.policy)
    yield _("Reference"), booking.spoken_reference
    yield _("Made"), f"{when.day_year(booking.created_at)}, {when.clock24(booking.created_at)}"
    if booking.clearance is not None:
        yield _("Doctor’s letter"), _("Valid until %(day)s") % {"day": _day(booking.clearance.valid_until)}
    if booking.decided_by is not None:
        yield _("Decided"), f"{booking.decided_by}, {_time(booking.decided_at)}"


def _age(booking):
    return str(months.age_on(booking.client.born_on, booking.visit_on)) if booking.client else ""


def _day(day):
    return date_format(day, "j F Y")


def _what(event):
    if event.why in STEPS:
        return STEPS[event.why]
    if event.was_at is not None and event.from_status == event.to_status:
        return _("Moved")
    return CAME_TO.get((event.from_status, event.to_status), Status(event.to_status).label)


def _moved(booking, events) -> dict:
    """Return from when to when each move was; a move went to where the next one started from."""
    words, went_to = {}, booking.starts_at
    for event in reversed(events):
        if event.was_at is not None:
            times = {"before": _time(event.was_at), "after": _time(went_to)}
            told = [_("from %(before)s to %(after)s") % times, WHY.get(event.why, "")]
            words[event.pk] = ", ".join(str(one) for one in told if one)
            went_to = event.was_at
    return words


def _time(moment):
    return f"{when.day(moment)}, {when.clock24(moment)}"


def _who(event):
    if event.by is not None:
        return _("By %(name)s") % {"name": event.by.get_full_name() or event.by.get_username()}
    if event.actor == BookingEvent.Actor.SYSTEM:
        return BookingEvent.Actor.SYSTEM.label
    return _("By the client") if event.actor == BookingEvent.Actor.CLIENT else _("By you")
