from .cases import Breach, CaseNote, ComplaintCase
from .consents import Consent
from .drafts import Draft, Enquiry, Words
from .history import FormDraft, FormQuestion, FormWording, HealthForm, PrecautionRule
from .letters import LetterFile, LetterRequest
from .people import Client, Guardianship, Note
from .policy import ScreeningPolicy
from .rights import Erasure, LegalHold
from .screenings import Clearance, Reading, Screening
from .sessions import SessionNote

__all__ = [
    "Breach",
    "CaseNote",
    "Clearance",
    "Client",
    "ComplaintCase",
    "Consent",
    "Draft",
    "Enquiry",
    "Erasure",
    "FormDraft",
    "FormQuestion",
    "FormWording",
    "Guardianship",
    "HealthForm",
    "LegalHold",
    "LetterFile",
    "LetterRequest",
    "Note",
    "PrecautionRule",
    "Reading",
    "Screening",
    "ScreeningPolicy",
    "SessionNote",
    "Words",
]
