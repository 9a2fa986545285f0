"""What asks for care in a session, and which of it is talked about first. Pure."""

from enum import StrEnum


class Precaution(StrEnum):
    RECENT_CLOT = "recent_clot"
    CLOT = "clot"
    FEVER = "fever"
    INFECTION = "infection"
    ACUTE = "acute"
    BLOOD_PRESSURE = "blood_pressure"
    HEART = "heart"
    OSTEOPOROSIS = "osteoporosis"
    EPILEPSY = "epilepsy"
    BLOOD_THINNERS = "blood_thinners"
    IMPLANT = "implant"
    SKIN = "skin"
    FEELING = "feeling"
    ALLERGY = "allergy"
    # A question of the practitioner's own that she marked.
    HERS = "hers"


# The ones that hold a visit until the practitioner has read them, unless she switches that.
TALK_FIRST = frozenset({Precaution.RECENT_CLOT, Precaution.FEVER, Precaution.INFECTION})
