from .drafts import Draft, Enquiry, Words
from .people import Client, Consent, Guardianship, Note
from .policy import ScreeningPolicy
from .screenings import Clearance, Reading, Screening

__all__ = [
    "Clearance",
    "Client",
    "Consent",
    "Draft",
    "Enquiry",
    "Guardianship",
    "Note",
    "Reading",
    "Screening",
    "ScreeningPolicy",
    "Words",
]
