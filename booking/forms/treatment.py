from booking.models import Treatment
from content.claims import Place
from content.claims_form import ClaimsForm


class TreatmentForm(ClaimsForm):
    """What is booked. Its words stand on the first page of booking."""

    claim_places = {"name": Place.HEADING, "summary": Place.BODY, "slug": Place.ADDRESS}

    class Meta:
        model = Treatment
        fields = "__all__"
