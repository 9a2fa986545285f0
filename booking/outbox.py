"""Messages are written here with their cause, in the caller's transaction, and sent by the worker."""

import uuid

from booking.models import Message


def put(kind, *, at, booking=None, enquiry=None):
    """Write one message of this kind for the booking as it is now; due at `at`.

    A second one for the same booking, kind and version is not written: twice is a defect."""
    about = {"enquiry": enquiry} if booking is None else {"booking": booking, "version": booking.version}
    Message.objects.get_or_create(
        **about, kind=kind, defaults={"due_at": at, "message_id": f"<{uuid.uuid4()}@booking.invalid>"}
    )
