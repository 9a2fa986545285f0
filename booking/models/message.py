from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a message tells, and to whom. The first group goes to the client."""

    CONFIRMED = "confirmed", _("Confirmed")
    HELD = "held", _("Request received")
    DECLINED = "declined", _("Declined")
    LATER = "later", _("A later date")
    LAPSED = "lapsed", _("Not confirmed in time")
    CANCELLED = "cancelled", _("Cancelled")
    MOVED = "moved", _("Moved")
    LETTER = "letter", _("A letter is asked for")
    LETTER_WAITED = "letter_waited", _("A letter is waited for")
    LETTER_STILL = "letter_still", _("A letter is still waited for")
    LETTER_AGAIN = "letter_again", _("Another letter is asked for")
    RECEIPT = "receipt", _("Receipt")
    LINK = "link", _("A new link")
    OFFER = "offer", _("A time is offered")
    OFFER_OVER = "offer_over", _("An offer is over")
    WAITING = "waiting", _("On the waitlist")
    WAIT_OVER = "wait_over", _("The wait is over")
    CHANGED = "changed", _("Anything changed?")
    FORM_SOON = "form_soon", _("The form is asked for")
    FORM_LAST = "form_last", _("The form is asked for once more")
    ERASED = "erased", _("What was deleted")
    FORM_LINK = "form_link", _("A link to the health form")
    REMINDER = "reminder", _("The day before")
    AFTER_FIRST = "after_first", _("After the first visit")
    AFTER_SERIES = "after_series", _("After a series")

    NEW_REQUEST = "new_request", _("New request")
    NEW_BOOKING = "new_booking", _("New booking")
    OFFER_TAKEN = "offer_taken", _("An offer was taken")
    WANTS_TO_MOVE = "wants_to_move", _("A client wants another time")
    MOVED_BY_CLIENT = "moved_by_client", _("Moved by the client")
    REQUEST_WAITING = "request_waiting", _("A request is waiting")
    REQUEST_DUE = "request_due", _("A request is due")
    REQUEST_LAPSED = "request_lapsed", _("A request has lapsed")
    GIVEN_BACK = "given_back", _("Cancelled by the client")
    CANNOT_COME = "cannot_come", _("A client cannot come")
    TAKEN_BACK = "taken_back", _("An agreement was taken back")
    LETTER_CAME = "letter_came", _("A letter is here")
    LETTER_CAME_AGAIN = "letter_came_again", _("Another letter is here")
    LETTER_ENDS = "letter_ends", _("A letter runs out")
    ENQUIRY = "enquiry", _("A question from the contact form")
    BREACH_OPEN = "breach_open", _("A data breach to decide about")
    BREACH_DUE = "breach_due", _("A data breach is due")
    SHEET = "sheet", _("Tomorrow’s sheet")
    UNSENT = "unsent", _("Mail that could not be sent")
    ACCOUNT = "account", _("Your sign-in has changed")


TO_CLIENT = (
    Kind.CONFIRMED,
    Kind.HELD,
    Kind.DECLINED,
    Kind.LATER,
    Kind.LAPSED,
    Kind.CANCELLED,
    Kind.MOVED,
    Kind.LETTER,
    Kind.LETTER_WAITED,
    Kind.LETTER_STILL,
    Kind.LETTER_AGAIN,
    Kind.RECEIPT,
    Kind.LINK,
    Kind.OFFER,
    Kind.OFFER_OVER,
    Kind.WAITING,
    Kind.WAIT_OVER,
    Kind.CHANGED,
    Kind.FORM_SOON,
    Kind.FORM_LAST,
    Kind.ERASED,
    Kind.FORM_LINK,
    Kind.REMINDER,
    Kind.AFTER_FIRST,
    Kind.AFTER_SERIES,
)


ABOUT = ("booking", "enquiry", "entry", "link", "erasure", "breach", "run", "news")


def tells_of(thing):
    """The condition that a message is about this, and about nothing else."""
    return Q(**{f"{name}__isnull": name != thing for name in ABOUT})


def kinds():
    """What a message can be. Asked for anew each time: a new kind is no change of the table."""
    return Kind.choices


class Message(models.Model):
    """A mail to be sent, written in the same transaction as what it tells of: a booking, a question, a
    place on the waitlist, a link that was asked for again, what became of a wish to be erased, a breach, a
    daily job, news of an account."""

    booking = models.ForeignKey("booking.Booking", models.CASCADE, null=True, related_name="messages")
    enquiry = models.ForeignKey("intake.Enquiry", models.CASCADE, null=True, related_name="+")
    entry = models.ForeignKey("booking.WaitlistEntry", models.CASCADE, null=True, related_name="messages")
    link = models.ForeignKey("booking.Link", models.CASCADE, null=True, related_name="+")
    erasure = models.ForeignKey("intake.Erasure", models.CASCADE, null=True, related_name="+")
    breach = models.ForeignKey("intake.Breach", models.CASCADE, null=True, related_name="+")
    run = models.ForeignKey("booking.Run", models.CASCADE, null=True, related_name="+")
    news = models.ForeignKey("booking.AccountNews", models.CASCADE, null=True, related_name="+")
    kind = models.CharField(_("kind"), max_length=20, choices=kinds)
    version = models.PositiveIntegerField(default=1)
    due_at = models.DateTimeField(_("due at"))
    attempts = models.PositiveSmallIntegerField(_("tries"), default=0)
    # Whoever works on the row has it until then; a worker that died gives it back by the clock.
    claimed_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(_("sent at"), null=True)
    dropped_at = models.DateTimeField(_("no longer true at"), null=True)
    gave_up_at = models.DateTimeField(_("given up at"), null=True)
    # No server was there for it: as soon as one is, it goes, whatever `due_at` says.
    awaits_server = models.BooleanField(default=False)
    # When the practitioner said that she has told it in another way.
    seen_to_at = models.DateTimeField(_("told in another way at"), null=True)
    # Why the last try came to nothing, or why it was dropped though it was true.
    last_error = models.CharField(_("last error"), max_length=200, blank=True)
    message_id = models.CharField(max_length=120, unique=True)

    class Meta:
        ordering = ["due_at", "id"]
        verbose_name = _("mail")
        verbose_name_plural = _("mail")
        indexes = [
            models.Index(
                fields=["due_at"],
                name="message_to_send",
                condition=Q(sent_at__isnull=True, dropped_at__isnull=True, gave_up_at__isnull=True),
            ),
            models.Index(fields=["id"], name="message_awaits_server", condition=Q(awaits_server=True)),
            models.Index(
                fields=["gave_up_at"],
                name="message_to_see_to",
                condition=Q(gave_up_at__isnull=False, seen_to_at__isnull=True),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                name="message_once_for_booking_kind_version", fields=["booking", "kind", "version"]
            ),
            models.UniqueConstraint(name="message_once_for_enquiry", fields=["enquiry", "kind"]),
            models.UniqueConstraint(name="message_once_for_place_on_waitlist", fields=["entry", "kind"]),
            models.UniqueConstraint(name="message_once_for_link", fields=["link", "kind"]),
            models.UniqueConstraint(name="message_once_for_erasure", fields=["erasure", "kind"]),
            models.UniqueConstraint(name="message_once_for_breach", fields=["breach", "kind"]),
            models.UniqueConstraint(name="message_once_for_run", fields=["run", "kind"]),
            models.UniqueConstraint(name="message_once_for_news", fields=["news", "kind"]),
            models.CheckConstraint(
                name="message_tells_of_one_thing",
                condition=tells_of("booking")
                | tells_of("enquiry")
                | tells_of("entry")
                | tells_of("link")
                | tells_of("erasure")
                | tells_of("breach")
                | tells_of("run")
                | tells_of("news"),
            ),
        ]

    @property
    def about(self):
        """Return the one thing that it tells of."""
        return next(thing for name in ABOUT if (thing := getattr(self, name)) is not None)
