from .questions import CancerForm, OperationForm, PregnancyForm, SymptomsForm
from .start import StartForm, WhoForm

__all__ = ["CancerForm", "OperationForm", "PregnancyForm", "StartForm", "SymptomsForm", "WhoForm"]
