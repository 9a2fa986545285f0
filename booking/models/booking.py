import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import GreaterThanOrEqual, LessThan
from django.utils.translation import gettext_lazy as _

from booking.constraints import Minutes, NoOverlap
from booking.models.treatment import LONGEST, SHORTEST
from booking.slots import Taken
from content.models.price import pounds

# No vowels and nothing that looks like something else: read out on the phone, it stays what it is.
REFERENCE_LETTERS = "23456789BCDFGHJKLMNPQRSTVWXZ"
# More than the longest session with its buffers, so that an index on one end of the range is enough.
LONGEST_BLOCK = timedelta(hours=12)


# A whole working day: more than this is a slip of the finger.
MOST_GIVEN = 8 * 60


class Status(models.TextChoices):
    RESERVED = "reserved", _("Being booked")
    OFFERED = "offered", _("Offered")
    HELD = "held", _("Held")
    CONFIRMED = "confirmed", _("Confirmed")
    COMPLETED = "completed", _("Completed")
    NOT_TREATED = "not_treated", _("Came, not treated")
    NO_SHOW = "no_show", _("Did not come")
    DECLINED = "declined", _("Declined")
    CANCELLED = "cancelled", _("Cancelled")
    LAPSED = "lapsed", _("Lapsed")


OCCUPYING = (
    Status.RESERVED,
    Status.OFFERED,
    Status.HELD,
    Status.CONFIRMED,
    Status.COMPLETED,
    Status.NOT_TREATED,
    Status.NO_SHOW,
)
NO_OVERLAP = "no_two_bookings_at_once"
FREE_AGAIN = tuple(status for status in Status if status not in OCCUPYING)
KEPT_FOR_MINUTES = (Status.RESERVED, Status.OFFERED)
SURE = (Status.CONFIRMED, Status.COMPLETED)


def new_reference():
    return "".join(secrets.choice(REFERENCE_LETTERS) for _letter in range(8))


def has_run_out(status, expires_at, held_until, *, now):
    """Whether this has ended by itself; BookingQuerySet.run_out and taking say the same of rows."""
    ends = held_until if status == Status.HELD else expires_at
    return status in (*KEPT_FOR_MINUTES, Status.HELD) and ends <= now


class BookingQuerySet(models.QuerySet):
    def occupying(self):
        # Said by what it is not: SQLite would else look up the statuses, which all of the past shares,
        # and not the time.
        return self.exclude(status__in=FREE_AGAIN)

    def between(self, start, end):
        """Whose blocked time overlaps `[start, end)`."""
        return self.filter(
            blocked_from__lt=end, blocked_until__gt=start, blocked_from__gt=start - LONGEST_BLOCK
        )

    def run_out(self, now):
        """What has ended by itself; see also has_run_out()."""
        return self.filter(
            Q(status__in=KEPT_FOR_MINUTES, expires_at__lte=now) | Q(status=Status.HELD, held_until__lte=now)
        )

    def taking(self, now):
        """What truly takes its time now: occupying, and not run out."""
        return self.occupying().exclude(
            Q(status__in=KEPT_FOR_MINUTES, expires_at__lte=now) | Q(status=Status.HELD, held_until__lte=now)
        )

    def held(self):
        return self.filter(status=Status.HELD)


class Booking(models.Model):
    """A time in the diary, from a reservation to history. Its status is written by lifecycle alone."""

    reference = models.CharField(_("reference"), max_length=8, unique=True, default=new_reference)
    treatment = models.ForeignKey("booking.Treatment", models.PROTECT, verbose_name=_("treatment"))
    client = models.ForeignKey(
        "intake.Client", models.PROTECT, null=True, related_name="bookings", verbose_name=_("client")
    )
    guardianship = models.ForeignKey(
        "intake.Guardianship", models.PROTECT, null=True, related_name="bookings", verbose_name=_("guardian")
    )
    screening = models.ForeignKey("intake.Screening", models.PROTECT, null=True, related_name="bookings")
    clearance = models.ForeignKey("intake.Clearance", models.PROTECT, null=True, related_name="bookings")
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.RESERVED)
    version = models.PositiveIntegerField(_("version"), default=1)
    # Ties the row to one visitor's draft, so that pressing twice books once.
    draft_key = models.UUIDField(null=True, unique=True)

    starts_at = models.DateTimeField(_("starts at"))
    reserved_minutes = models.PositiveSmallIntegerField(_("minutes kept"), default=LONGEST)
    blocked_from = models.DateTimeField()
    blocked_until = models.DateTimeField()
    visit_on = models.DateField(_("day of the visit"), db_index=True)
    is_first = models.BooleanField(_("first session"), default=True)
    # What was promised when it was booked: a later price does not change it.
    price = models.DecimalField(_("price in pounds"), max_digits=7, decimal_places=2)

    # Written down afterwards: how long a session will take is not known beforehand.
    minutes_given = models.PositiveSmallIntegerField(_("minutes given"), null=True)
    # The rules for clients that the practitioner set aside for this time, by their names in slots.Reason.
    crossed = models.JSONField(_("rules crossed"), default=list)

    screened_for_on = models.DateField(null=True)
    needs_review = models.BooleanField(_("needs your review"), default=False)
    needs_clearance = models.BooleanField(_("needs a clearance"), default=False)
    approved_version = models.PositiveIntegerField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    # What was booked in one step, a series or a pair, is held and decided together.
    together = models.UUIDField(null=True, db_index=True)
    series = models.ForeignKey(
        "booking.Series", models.PROTECT, null=True, related_name="bookings", verbose_name=_("series")
    )
    # The place on the waitlist that this time was offered to.
    entry = models.ForeignKey("booking.WaitlistEntry", models.PROTECT, null=True, related_name="offers")
    # When the client said that nothing has changed since their answers; a move takes it back.
    unchanged_at = models.DateTimeField(_("nothing has changed, said at"), null=True)

    expires_at = models.DateTimeField(null=True)
    held_until = models.DateTimeField(_("kept until"), null=True)
    answer_due_at = models.DateTimeField(_("answer due"), null=True)
    created_at = models.DateTimeField(_("made at"))

    objects = BookingQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at"]
        verbose_name = _("booking")
        verbose_name_plural = _("bookings")
        indexes = [
            models.Index(fields=["blocked_from"], name="booking_blocked_from"),
            models.Index(fields=["status", "starts_at"], name="booking_status_starts"),
        ]
        # A check that comes out as NULL counts as met, so each column compared is also asked not to be.
        constraints = [
            NoOverlap(
                name=NO_OVERLAP,
                start="blocked_from",
                end="blocked_until",
                status="status",
                occupying=[status.value for status in OCCUPYING],
            ),
            models.CheckConstraint(
                name="booking_status_is_known", condition=Q(status__in=[status.value for status in Status])
            ),
            models.CheckConstraint(
                name="booking_keeps_90_to_120_minutes",
                condition=Q(reserved_minutes__gte=SHORTEST, reserved_minutes__lte=LONGEST),
            ),
            models.CheckConstraint(
                name="booking_blocks_its_session",
                condition=Q(blocked_from__lte=F("starts_at"))
                & Q(GreaterThanOrEqual(Minutes("starts_at", "blocked_until"), F("reserved_minutes"))),
            ),
            models.CheckConstraint(
                name="booking_block_is_not_endless",
                condition=Q(LessThan(Minutes("blocked_from", "blocked_until"), 12 * 60)),
            ),
            models.CheckConstraint(
                name="booking_has_a_client",
                condition=Q(client__isnull=False) | Q(status=Status.RESERVED) | Q(status=Status.LAPSED),
            ),
            models.CheckConstraint(
                name="booking_offered_to_somebody_waiting",
                condition=~Q(status=Status.OFFERED) | Q(entry__isnull=False),
            ),
            models.CheckConstraint(
                name="booking_kept_for_minutes_runs_out",
                condition=~Q(status__in=[status.value for status in KEPT_FOR_MINUTES])
                | Q(expires_at__isnull=False),
            ),
            models.CheckConstraint(
                name="booking_held_runs_out",
                condition=~Q(status=Status.HELD) | Q(held_until__isnull=False, answer_due_at__isnull=False),
            ),
            models.CheckConstraint(
                name="booking_sure_is_screened_for_its_day",
                condition=~Q(status__in=[status.value for status in SURE])
                | Q(screening__isnull=False, screened_for_on__isnull=False, screened_for_on=F("visit_on")),
            ),
            models.CheckConstraint(
                name="booking_sure_is_ready_or_approved",
                condition=~Q(status__in=[status.value for status in SURE])
                | Q(needs_review=False)
                | Q(approved_version__isnull=False, approved_version=F("version"), decided_by__isnull=False),
            ),
            models.CheckConstraint(
                name="booking_sure_has_its_clearance",
                condition=~Q(status__in=[status.value for status in SURE])
                | Q(needs_clearance=False)
                | Q(clearance__isnull=False),
            ),
            models.CheckConstraint(
                name="booking_minutes_are_given_when_completed",
                condition=Q(minutes_given__isnull=True)
                | Q(status=Status.COMPLETED, minutes_given__gte=1, minutes_given__lte=MOST_GIVEN),
            ),
            models.CheckConstraint(
                name="booking_clearance_needs_review",
                condition=Q(needs_clearance=False) | Q(needs_review=True),
            ),
            models.CheckConstraint(
                name="booking_declined_by_a_person",
                condition=~Q(status=Status.DECLINED) | Q(decided_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.get_status_display()} {self.reference}"

    @property
    def ends_at(self):
        return self.starts_at + timedelta(minutes=self.reserved_minutes)

    @property
    def email(self) -> str:
        """Return where mail about this visit goes: to the adult who booked it, else to the client."""
        if self.guardianship_id:
            return self.guardianship.adult_email
        return self.client.email if self.client_id else ""

    @property
    def taken(self):
        return Taken(self.blocked_from, self.blocked_until, self.visit_on, self.is_first)

    @property
    def price_in_words(self):
        return pounds(self.price)

    @property
    def spoken_reference(self):
        return f"{self.reference[:4]} {self.reference[4:]}"

    def has_run_out(self, now):
        return has_run_out(self.status, self.expires_at, self.held_until, now=now)


# Why an event carries a note of the session: the first one, or what was added to it.
SESSION, SESSION_ADDED = "session", "session_added"


class BookingEvent(models.Model):
    """One step of a booking's life: what, who, when and why. Only ever added."""

    class Actor(models.TextChoices):
        CLIENT = "client", _("Client")
        PRACTITIONER = "practitioner", _("Practitioner")
        SYSTEM = "system", _("By itself")

    booking = models.ForeignKey(Booking, models.PROTECT, related_name="events")
    from_status = models.CharField(max_length=12, blank=True, choices=Status)
    to_status = models.CharField(max_length=12, choices=Status)
    version = models.PositiveIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=12, choices=Actor)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    why = models.CharField(max_length=30, blank=True)
    # When the visit was before it was moved.
    was_at = models.DateTimeField(null=True)
    words = models.ForeignKey("intake.Words", models.PROTECT, null=True, related_name="+")
    # What was noted of the session by this step; each note is of one visit.
    session_note = models.OneToOneField("intake.SessionNote", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                name="visit_has_one_first_session_note",
                fields=["booking"],
                condition=Q(session_note__isnull=False, why=SESSION),
            ),
            models.CheckConstraint(
                name="event_with_a_session_note_says_so",
                condition=Q(session_note__isnull=True) | Q(why__in=[SESSION, SESSION_ADDED]),
            ),
            models.CheckConstraint(
                name="event_of_the_practitioner_names_her",
                condition=Q(actor="practitioner", by__isnull=False) | ~Q(actor="practitioner"),
            ),
        ]
