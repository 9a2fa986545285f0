"""One day on one page: who comes, what holds at the door, and what to have at hand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import OuterRef, Q, Subquery, UUIDField

from booking import asked, desk, door, door_words, form_due, late, visits
from booking.models import Booking, BookingEvent, Status
from intake import records
from intake.history import precaution_words
from intake.records.sheet import FirstLines, read_first_lines

# Once it is over there is nothing left to decide at the door.
TO_COME = (Status.HELD, Status.CONFIRMED)
OVER = (Status.COMPLETED, Status.NOT_TREATED, Status.NO_SHOW)


@dataclass(frozen=True)
class Row:
    """A visit on the sheet."""

    booking: Booking
    number: int
    now: datetime
    lines: FirstLines = field(default_factory=FirstLines)
    # Whether words about the person are shown.
    is_open: bool = False

    @property
    def who(self) -> str:
        return desk.short_name(self.booking.client)

    @property
    def adult(self):
        return self.booking.guardianship

    @property
    def cannot_come(self) -> bool:
        """Whether they have said so, and nobody has answered."""
        return self.booking.status in TO_COME and self.booking.last_asked == late.CANNOT_COME

    @property
    def wants_to_move(self) -> bool:
        return self.booking.status in TO_COME and self.booking.wants_to_move

    @property
    def phone(self) -> str:
        """Return whom to ring when nobody comes: the guardian where there is one."""
        return (self.adult and self.adult.adult_phone) or self.booking.client.phone

    @property
    def phone_link(self) -> str:
        return "tel:" + "".join(sign for sign in self.phone if sign.isdigit() or sign == "+")

    @property
    def answer(self) -> door.Answer | None:
        if self.booking.status not in TO_COME:
            return None
        return door.verdict(_seen_at_the_door(self.booking, self.now, self.lines.care))

    @property
    def is_care_shut(self) -> bool:
        """Whether no key in use opens the form."""
        return self.is_open and self.lines.care is None

    @property
    def care(self) -> list[tuple[str, str]]:
        """Return what to take care of, and what was said of each, where words are shown at all."""
        return [precaution_words.parts(named) for named in self.lines.care or ()] if self.is_open else []

    @property
    def verdict_words(self) -> str:
        return door_words.verdict_words(self.answer.verdict)

    @property
    def reasons(self) -> list[str]:
        return [door_words.reason_words(why) for why in self.answer.why]


def of(day: date, *, now: datetime, reader=None, forms_reader=None) -> list[Row]:
    """Return the visits of a day in order. With a `reader` their notes are opened, with a `forms_reader`
    what their forms name, for the verdict hangs on it; and that is written down.

    Six queries, however full the diary is."""
    shown = Booking.objects.taking(now).filter(status__in=desk.SHOWN, visit_on=day)
    people = ("client", "guardianship", "clearance", "screening")
    shown = late.with_asked(shown).select_related(*people).annotate(noted=_last_words())
    bookings = list(shown.order_by("starts_at"))
    numbers = visits.numbers(bookings)
    lines = _read(bookings, reader, forms_reader, now=now) if bookings else {}
    is_open = reader is not None
    return [
        Row(booking, numbers[booking.pk], now, lines.get(booking.client_id, FirstLines()), is_open)
        for booking in bookings
    ]


def _read(bookings, reader, forms_reader, *, now) -> Mapping[int, FirstLines]:
    clients = {booking.client_id for booking in bookings}
    if reader is not None:
        words = {booking.client_id: booking.noted for booking in bookings if booking.noted}
        with_forms = forms_reader is not None
        return read_first_lines(clients, words, by=reader, now=now, with_forms=with_forms)
    if forms_reader is None:
        return {}
    named = records.precautions_of(clients, by=forms_reader, now=now)
    return {client: FirstLines(care=care) for client, care in named.items()}


def _last_words():
    """Return what she wrote last about any visit of the same client: how it went, or a note added to it."""
    about_visits = BookingEvent.objects.filter(
        Q(why="note") | Q(to_status__in=OVER) & ~Q(why="corrected"),
        booking__client=OuterRef("client"),
        actor=BookingEvent.Actor.PRACTITIONER,
        words__isnull=False,
    )
    newest = about_visits.order_by("-at", "-pk").values("words")[:1]
    return Subquery(newest, output_field=UUIDField())


def _seen_at_the_door(booking, now, care) -> door.Visit:
    client, clearance, day = booking.client, booking.clearance, booking.visit_on
    return door.Visit(
        is_held=booking.status == Status.HELD,
        needs_review=booking.needs_review,
        is_agreed=booking.approved_version == booking.version,
        is_screened_for_the_day=booking.screened_for_on == day,
        needs_clearance=booking.needs_clearance,
        has_clearance=clearance is not None and clearance.is_valid_on(day),
        is_before_noted_day=client.not_before_on is not None and day < client.not_before_on,
        is_first=booking.is_first,
        has_form=client.has_form(day),
        is_form_old=form_due.has_run_out(booking),
        has_precautions=care is None or bool(care),
        is_unanswered=asked.is_unanswered(booking, now),
        has_crossed=bool(booking.crossed),
    )
