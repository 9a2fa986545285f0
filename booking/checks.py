"""What has to be true of a booking's screening and of who decides, before a move is made."""

from booking.moves import NotAllowed, NotSafeYet
from intake import records


def owner(screening, client):
    if client is None or screening.client_id != client.pk:
        raise NotAllowed


def not_loosened(booking, screening, by):
    """That a letter is needed is taken back by the practitioner alone."""
    if booking.needs_clearance and not screening.needs_clearance and by.user is None:
        raise NotAllowed


def person(by):
    """Only a person says yes or no to what is held."""
    if by.user is None:
        raise NotAllowed


def agreement_stands(booking):
    """That the answers which a yes rests on may still be used."""
    if records.is_taken_back(booking.client):
        raise NotSafeYet


def clearance_for(booking):
    """Return the clearance that covers the day of the visit, None when none is needed."""
    screening = booking.screening
    if screening is None or booking.screened_for_on != booking.visit_on:
        raise NotSafeYet
    if type(screening).objects.filter(supersedes=screening).exists():
        raise NotSafeYet
    if not booking.needs_clearance:
        return None
    if screening.has_unsettled_answer:
        raise NotSafeYet
    clearance = booking.client.clearances.valid_on(booking.visit_on).first()
    if clearance is None:
        raise NotSafeYet
    return clearance
