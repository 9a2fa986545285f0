import pytest
from django.urls import reverse

from content.models import ClaimOverride
from tests.booking.factories import TreatmentFactory

pytestmark = pytest.mark.django_db
CLAIM = "It cures a sore back."


@pytest.fixture
def treatment():
    return TreatmentFactory()


def data(treatment, **changes):
    typed = {"name": "First session", "slug": "first", "sort": "first", "summary": "", "position": "0"}
    return {**typed, "price": treatment.price_id, "reserved_minutes": "120", "is_bookable": "on", **changes}


@pytest.mark.parametrize("field", ["name", "summary"])
def test_a_claim_about_a_treatment_needs_a_reason(admin_client, treatment, field):
    url = reverse("admin:booking_treatment_change", args=[treatment.pk])
    typed = data(treatment, **{field: CLAIM})

    refused = admin_client.post(url, typed)
    mark = refused.context["adminform"].form.stopping_mark
    given = {"claims_reason": "A reason.", "claims_sure": "on", "claims_seen": mark}
    saved = admin_client.post(url, typed | given)

    assert "Before this is published" in refused.text
    assert saved.status_code == 302
    assert ClaimOverride.objects.get().model == "booking.treatment"
