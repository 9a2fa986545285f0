"""For every table: how its rows are found from a client, how they are handed out, and when they go. Pure.

A table that is not in here fails the tests, so a new one has to be thought of. The words:
a *path* is a lookup from a row to its client; *held by* names the columns of others that point to a row."""

from dataclasses import dataclass
from enum import StrEnum


class Clock(StrEnum):
    """By what clock a row goes once its client was never treated. Of who was treated all goes together."""

    HEALTH = "health"
    CONTACT = "contact"


class Asked(StrEnum):
    """What becomes of a row when somebody who was treated asks to be erased, and the record has to stay."""

    DELETED = "deleted"
    # With the record, until its date.
    KEPT = "kept"
    # As KEPT, but for what `blanks` names.
    BLANKED = "blanked"
    # What belongs to a visit they came to stays; the rest goes.
    IF_CAME = "if_came"


@dataclass(frozen=True, slots=True)
class Line:
    """One table."""

    model: str
    paths: tuple[str, ...]
    clock: Clock
    asked: Asked
    # Under which heading the rows are handed out; without one, `why` says why they are not.
    section: str = ""
    why: str = ""
    held_by: tuple[str, ...] = ()
    blanks: tuple[tuple[str, object], ...] = ()
    # Left out of what is handed out, or masked: it is about somebody else.
    others: tuple[str, ...] = ()


HEALTH, CONTACT = Clock.HEALTH, Clock.CONTACT
DELETED, KEPT, BLANKED, IF_CAME = Asked.DELETED, Asked.KEPT, Asked.BLANKED, Asked.IF_CAME

NO_WAY_IN = (("email", ""), ("phone", ""), ("ring_at", ""))
NO_ADULT = (("adult_email", ""), ("adult_phone", ""), ("in_the_room", ""))

LINES = (
    Line(
        "intake.Client",
        ("pk", "merged_into"),
        CONTACT,
        BLANKED,
        "person",
        blanks=NO_WAY_IN,
    ),
    Line(
        "intake.Guardianship",
        ("child",),
        CONTACT,
        BLANKED,
        "guardians",
        blanks=NO_ADULT,
        others=("adult_email", "adult_phone", "in_the_room"),
    ),
    Line("intake.Consent", ("client",), CONTACT, KEPT, "agreements"),
    Line("intake.Screening", ("client",), HEALTH, KEPT, "suitability_answers"),
    Line("intake.HealthForm", ("client",), HEALTH, KEPT, "health_forms"),
    Line("intake.FormDraft", ("client",), HEALTH, DELETED, "unfinished_health_forms"),
    Line("intake.Clearance", ("client",), HEALTH, KEPT, "letters"),
    Line("intake.LetterRequest", ("client",), HEALTH, KEPT, "letters_asked_for"),
    Line("intake.LetterFile", ("request__client",), HEALTH, KEPT, "letter_files"),
    Line("intake.Note", ("client",), HEALTH, KEPT, "notes"),
    Line("intake.SessionNote", ("client",), HEALTH, KEPT, "session_notes"),
    Line("intake.Words", (), HEALTH, IF_CAME, "words", held_by=("booking.BookingEvent.words",)),
    Line("intake.LegalHold", ("client",), CONTACT, KEPT, "legal_holds"),
    Line(
        "intake.Erasure",
        ("client",),
        CONTACT,
        KEPT,
        "erasures",
        others=("sent_to",),
    ),
    Line("intake.Reading", ("client",), CONTACT, KEPT, "who_looked"),
    Line("booking.Booking", ("client",), CONTACT, IF_CAME, "visits"),
    Line("booking.BookingEvent", ("booking__client",), CONTACT, IF_CAME, "steps"),
    Line("booking.Series", ("client",), CONTACT, KEPT, "series"),
    # It cannot be without the answers that its offers are judged by.
    Line("booking.WaitlistEntry", ("client",), HEALTH, DELETED, "waitlist"),
    Line(
        "booking.Message",
        (
            "booking__client",
            "entry__client",
            "erasure__client",
            "link__booking__client",
            "link__entry__client",
        ),
        HEALTH,
        DELETED,
        "messages",
        others=("last_error", "message_id"),
    ),
    Line(
        "booking.Link",
        ("booking__client", "entry__client"),
        HEALTH,
        DELETED,
        why="A way in, of which only a digest is kept; the messages say when each was sent.",
    ),
    Line(
        "admin.LogEntry",
        (),
        CONTACT,
        DELETED,
        why="That somebody opened a form at the desk, under the name of the row; it holds nothing else.",
    ),
)

PRACTICE = "The practice’s own; nobody who is treated stands in it."
ACCOUNT = "The practitioner’s own account."

CASES = "A log that the practice has to keep, sealed; whom it is about stands in its words alone."

# Tables that point to no client, each with its reason.
ABOUT_NOBODY = {
    "account.EmailAddress": ACCOUNT,
    "account.EmailConfirmation": ACCOUNT,
    "auth.Group": ACCOUNT,
    "auth.Group_permissions": ACCOUNT,
    "auth.Permission": ACCOUNT,
    "auth.User": ACCOUNT,
    "auth.User_groups": ACCOUNT,
    "auth.User_user_permissions": ACCOUNT,
    "mfa.Authenticator": ACCOUNT,
    "contenttypes.ContentType": PRACTICE,
    "content.ClaimOverride": PRACTICE,
    "content.FaqEntry": PRACTICE,
    "content.FaqGroup": PRACTICE,
    "content.Guide": PRACTICE,
    "content.Page": PRACTICE,
    "content.Picture": PRACTICE,
    "content.PictureFile": PRACTICE,
    "content.Practice": PRACTICE,
    "content.Price": PRACTICE,
    "booking.AccountNews": ACCOUNT,
    "booking.BookingPolicy": PRACTICE,
    "booking.BusyCalendar": "The practitioner’s own calendar: where it is, sealed, and how reading it went.",
    "booking.BusyTime": "When the practitioner is busy elsewhere; neither with what nor with whom.",
    "booking.Feed": "The address of the practitioner’s own calendar feed; it holds nobody’s visits itself.",
    "booking.HoursOverride": PRACTICE,
    "booking.MessageText": PRACTICE,
    "booking.MessageRule": PRACTICE,
    "booking.RetentionPolicy": PRACTICE,
    "booking.Run": "That a job of a day ran, and how many rows it deleted.",
    "booking.Tally": "How many visits of a month were deleted since; no more than counts.",
    "booking.Tombstone": "The number of a row that was deleted, so that a backup does not bring it back.",
    "booking.Treatment": PRACTICE,
    "booking.WorkingHours": PRACTICE,
    "booking.WrittenCalendar": "Where the practitioner’s own calendar is, sealed, and how writing it went.",
    "booking.WrittenEvent": "What stands there of a visit, by its number: so that it can be taken out.",
    "booking.PutRight": "When a session was changed in that calendar; neither with whom nor how it reads.",
    "intake.FormQuestion": PRACTICE,
    "intake.FormWording": PRACTICE,
    "intake.PrecautionRule": PRACTICE,
    "intake.ScreeningPolicy": PRACTICE,
    "booking.Attempt": "A count under a keyed hash; the worker deletes it after two hours.",
    "booking.RefusedAddress": "A keyed hash of an address that takes no mail; the worker deletes it.",
    "intake.Draft": "Sealed, known by a key in a visitor’s session alone; the worker deletes it after a day.",
    "intake.Enquiry": "Sealed, and from somebody who is no client yet; it goes by its own clock.",
    "intake.ComplaintCase": CASES,
    "intake.Breach": CASES,
    "intake.CaseNote": CASES,
    "sessions.Session": "A session holds keys of drafts and of links; the daily job deletes old ones.",
}

# Earlier versions of a row, kept by simple_history, are as their original.
VERSIONS = "Historical"


def of(model: str) -> Line | None:
    """Return the line of a table by its label, None where it points to no client."""
    return next((line for line in LINES if line.model == model), None)


def original(model: str) -> str:
    """Return the label of the table whose earlier versions these are; of any other its own."""
    app, _dot, name = model.partition(".")
    return f"{app}.{name.removeprefix(VERSIONS)}"


def sections() -> tuple[Line, ...]:
    """Return what is handed out, in the order in which it is read."""
    return tuple(line for line in LINES if line.section)


# Columns that hold words or codes in clear, each with its reason: "app.Model.field", or a whole "app.Model".
IDENTITY = "Who somebody is and how they are reached; no word about health is asked for here."
CODE = "A code or a digest that the site wrote itself."
PUBLIC = "Stands on a public page."

CLEAR = {
    **dict.fromkeys(
        (
            *("content.FaqEntry", "content.FaqGroup", "content.Guide", "content.Page"),
            *("content.Picture", "content.PictureFile", "content.Practice", "content.Price"),
        ),
        PUBLIC,
    ),
    "content.ClaimOverride": "Sentences that stand on public pages, and why the practitioner lets them.",
    "booking.Treatment": PUBLIC,
    "intake.FormQuestion.code": CODE,
    "intake.FormWording": "What everybody is asked, never what anybody answered.",
    "intake.Client.name": IDENTITY,
    "intake.Client.email": IDENTITY,
    "intake.Client.phone": IDENTITY,
    "intake.Client.ring_at": "When to ring; the form asks for a time of day.",
    "intake.Guardianship.adult_name": IDENTITY,
    "intake.Guardianship.adult_email": IDENTITY,
    "intake.Guardianship.adult_phone": IDENTITY,
    "intake.Guardianship.relationship": IDENTITY,
    "intake.Guardianship.in_the_room": IDENTITY,
    "intake.Consent.wording": "The words that everybody is shown, never what anybody answered.",
    "intake.Consent.wording_sha256": CODE,
    "intake.Consent.version": CODE,
    "intake.Consent.language": CODE,
    "intake.Consent.given_by": IDENTITY,
    "intake.Consent.relation": IDENTITY,
    "intake.Consent.page": CODE,
    "intake.Consent.withdrawn_by": IDENTITY,
    "intake.Screening.questions_version": CODE,
    "intake.Reading.what": CODE,
    "booking.Attempt.what": CODE,
    "booking.Attempt.who": "A keyed hash.",
    "booking.Booking.reference": CODE,
    "booking.Booking.crossed": CODE,
    "booking.BookingEvent.why": CODE,
    "booking.BusyCalendar.name": "The practitioner’s name for a calendar of her own.",
    "booking.BusyCalendar.trouble": CODE,
    "booking.BusyCalendar.etag": "What the server calls the version that was read last.",
    "booking.Feed.secret_sha256": CODE,
    "booking.Feed.content_sha256": CODE,
    "booking.HoursOverride.note": "The practitioner’s note on her own hours.",
    "booking.Link.token_sha256": CODE,
    "booking.Link.address": IDENTITY,
    "booking.Message.last_error": "Why it was not sent, without what the mail server said.",
    "booking.Message.message_id": CODE,
    "booking.MessageText": "What everybody is written, never what anybody said.",
    "booking.RefusedAddress.digest": "A keyed hash.",
    "booking.Run.name": CODE,
    "booking.Tombstone.model": CODE,
    "booking.Tombstone.key": CODE,
    "booking.Tombstone.mark": CODE,
    "booking.WaitlistEntry.weekdays": CODE,
    "booking.WrittenCalendar.trouble": CODE,
    "booking.WrittenEvent.name": "A keyed hash.",
    "booking.WrittenEvent.etag": "What the server calls the version that was written last.",
    "booking.WrittenEvent.digest": "A keyed hash.",
    "booking.WrittenEvent.trying": "A keyed hash.",
    "booking.WaitlistEntry.parts": CODE,
}
