"""Everything that writes into the health record, or opens it. The one way in for other apps."""

from .care import accept_clearance, end_clearance, note_form
from .consents import (
    NotAgreed,
    give_consent,
    give_consents,
    is_agreed,
    orphans,
    require_agreement,
    standing,
    withdraw_consent,
    withdraw_consents,
)
from .drafts import (
    DraftGone,
    drop_draft,
    drop_expired_drafts,
    read_draft,
    reread_draft,
    save_draft,
    start_draft,
)
from .forms import keep_form, newest_form
from .merging import Details, merge_clients, possible_duplicates
from .notes import ReadNote, read_notes, write_note
from .people import add_guardian, find_or_make_client
from .screenings import known_about, record_screening, screen_again, settle, superseding
from .sealed import (
    ReadScreening,
    answer_enquiry,
    read_clearance_note,
    read_enquiry,
    read_screening,
    read_words,
    write_enquiry,
    write_words,
)
from .sessions import (
    ReadSessionNote,
    open_session_notes,
    read_complaints,
    read_session_notes,
    write_session_note,
)

__all__ = [
    "Details",
    "DraftGone",
    "NotAgreed",
    "ReadNote",
    "ReadScreening",
    "ReadSessionNote",
    "accept_clearance",
    "add_guardian",
    "answer_enquiry",
    "drop_draft",
    "drop_expired_drafts",
    "end_clearance",
    "find_or_make_client",
    "give_consent",
    "give_consents",
    "is_agreed",
    "keep_form",
    "known_about",
    "merge_clients",
    "newest_form",
    "note_form",
    "open_session_notes",
    "orphans",
    "possible_duplicates",
    "read_clearance_note",
    "read_complaints",
    "read_draft",
    "read_enquiry",
    "read_notes",
    "read_screening",
    "read_session_notes",
    "read_words",
    "record_screening",
    "require_agreement",
    "reread_draft",
    "save_draft",
    "screen_again",
    "settle",
    "standing",
    "start_draft",
    "superseding",
    "withdraw_consent",
    "withdraw_consents",
    "write_enquiry",
    "write_note",
    "write_session_note",
    "write_words",
]
