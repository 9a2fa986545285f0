from .consents import ChoiceForm, ConsentsForm
from .questions import CancerForm, OperationForm, PregnancyForm, SymptomsForm
from .start import StartForm, WhoForm

__all__ = [
    "CancerForm",
    "ChoiceForm",
    "ConsentsForm",
    "OperationForm",
    "PregnancyForm",
    "StartForm",
    "SymptomsForm",
    "WhoForm",
]
