from .consents import ConsentsForm
from .questions import CancerForm, OperationForm, PregnancyForm, SymptomsForm
from .start import StartForm, WhoForm

__all__ = [
    "CancerForm",
    "ConsentsForm",
    "OperationForm",
    "PregnancyForm",
    "StartForm",
    "SymptomsForm",
    "WhoForm",
]
