from .drafts import Draft, Enquiry, Words
from .people import Client, Consent, Guardianship
from .policy import ScreeningPolicy
from .screenings import Clearance, Reading, Screening

__all__ = [
    "Clearance",
    "Client",
    "Consent",
    "Draft",
    "Enquiry",
    "Guardianship",
    "Reading",
    "Screening",
    "ScreeningPolicy",
    "Words",
]
