from datetime import date

import pytest
from django.contrib import admin
from django.db.models import QuerySet
from django.urls import reverse

from intake import models
from intake.fields import Sealed, SealedField
from tests.intake.factories import (
    ClientFactory,
    EnquiryFactory,
    GuardianshipFactory,
    ScreeningFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def the_rules():
    """The row that a migration makes; tests with real transactions empty the tables behind them."""
    models.ScreeningPolicy.objects.get_or_create(pk=1)


@pytest.fixture
def desk(client):
    client.force_login(UserFactory())
    return client


def address(model, page, *args):
    return reverse(f"admin:intake_{model}_{page}", args=args)


def test_what_is_sealed_is_not_registered():
    registered = {model for model in admin.site._registry if model._meta.app_label == "intake"}

    assert registered == {models.Client, models.Enquiry, models.ScreeningPolicy}


def test_no_registered_page_lists_a_sealed_field():
    for model, page in admin.site._registry.items():
        sealed = {field.name for field in model._meta.fields if isinstance(field, SealedField)}
        assert not sealed & set(page.list_display)
        assert not sealed & set(page.fields or ())


def test_a_client_is_found_by_the_guardians_name(desk):
    GuardianshipFactory(child__name="Ada Small", adult_name="Robin Example")
    ClientFactory(name="Joan Other")

    page = desk.get(address("client", "changelist"), {"q": "robin"}).content.decode()

    assert "Ada Small" in page
    assert "Joan Other" not in page


def test_the_list_of_clients_costs_the_same_for_one_and_three(desk, django_assert_max_num_queries):
    ClientFactory()
    with django_assert_max_num_queries(20) as one:
        desk.get(address("client", "changelist"))
    ClientFactory.create_batch(2)

    with django_assert_max_num_queries(len(one)):
        desk.get(address("client", "changelist"))


def test_flags_are_set_on_the_clients_page(desk):
    client = ClientFactory(name="Joan Example")
    data = {
        "name": "Joan Example",
        "born_on": "1985-06-15",
        "email": client.email,
        "talk_first": "on",
        "not_before_on": "2027-04-01",
        "guardianships-TOTAL_FORMS": "0",
        "guardianships-INITIAL_FORMS": "0",
    }

    answer = desk.post(address("client", "change", client.pk), data)

    client.refresh_from_db()
    assert answer.status_code == 302
    assert (client.talk_first, client.not_before_on) == (True, date(2027, 4, 1))


def test_only_a_client_nothing_hangs_on_can_be_deleted(desk):
    alone, screened = ClientFactory(), ScreeningFactory().client

    desk.post(address("client", "delete", alone.pk), {"post": "yes"})
    refused = desk.post(address("client", "delete", screened.pk), {"post": "yes"})

    assert refused.status_code == 403
    assert list(models.Client.objects.all()) == [screened]


def test_opening_a_message_shows_it_and_is_written_down(desk):
    enquiry = EnquiryFactory(message={"name": "Kim", "email": "k@example.com", "phone": "", "text": "Step?"})

    page = desk.get(address("enquiry", "change", enquiry.pk)).content.decode()

    assert "Step?" in page
    assert [(one.what, one.row) for one in models.Reading.objects.all()] == [("enquiry", enquiry.pk)]


def test_the_list_of_messages_opens_none(desk):
    EnquiryFactory(message={"name": "Kim", "email": "k@example.com", "phone": "", "text": "Step?"})

    page = desk.get(address("enquiry", "changelist")).content.decode()

    assert "Message of 1 March 2027" in page
    assert "Kim" not in page
    assert not models.Reading.objects.exists()


def test_a_message_is_marked_as_answered_from_its_page(desk):
    enquiry = EnquiryFactory()

    answer = desk.post(
        address("enquiry", "change", enquiry.pk),
        {"CHANGE_FORM-action": "mark_as_answered", "_selected_action": enquiry.pk},
    )

    enquiry.refresh_from_db()
    assert answer.status_code == 302
    assert enquiry.answered_at is not None


@pytest.mark.parametrize(("answered", "shown"), [("no", 1), ("yes", 0)])
def test_waiting_messages_are_filtered(desk, answered, shown):
    EnquiryFactory()

    page = desk.get(address("enquiry", "changelist"), {"answered": answered})

    assert len(page.context["cl"].result_list) == shown


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_message_that_does_not_open_says_so(desk, method):
    enquiry = EnquiryFactory()
    QuerySet(models.Enquiry).update(message=Sealed(b"\x01\x02t1" + bytes(40)))

    answer = getattr(desk, method)(address("enquiry", "change", enquiry.pk))

    assert "This message does not open" in desk.get(answer.url).content.decode()


def test_the_rules_are_one_page_with_their_earlier_versions(desk):
    data = {
        "too_soon_months": 2,
        "recovering_months": 4,
        "healed_months": 12,
        "oncology_years": 5,
        "youngest_age": 5,
        "overdue_days": 21,
    }

    listed = desk.get(address("screeningpolicy", "changelist"))
    saved = desk.post(address("screeningpolicy", "change", 1), data)
    earlier = desk.get(address("screeningpolicy", "history", 1))

    assert listed.url == address("screeningpolicy", "change", 1)
    assert saved.status_code == 302
    assert models.ScreeningPolicy.load().recovering_months == 4
    assert models.ScreeningPolicy.load().history.latest().history_user is not None
    assert earlier.status_code == 200


def test_rules_in_the_wrong_order_are_explained(desk):
    data = {
        "too_soon_months": 5,
        "recovering_months": 4,
        "healed_months": 12,
        "oncology_years": 5,
        "youngest_age": 5,
        "overdue_days": 21,
    }

    page = desk.post(address("screeningpolicy", "change", 1), data)

    assert page.status_code == 200
    assert "not longer than “still recovering”" in page.content.decode()


@pytest.mark.parametrize("model", ["client", "enquiry", "screeningpolicy"])
def test_a_stranger_sees_nothing(client, model):
    answer = client.get(address(model, "changelist"))

    assert answer.status_code == 302
    assert "/admin/login/" in answer.url


@pytest.mark.parametrize("key", ["abc", "%00", "9" * 5000, "00000000-0000-4000-8000-000000000000"])
def test_a_message_that_is_not_there_leads_back(desk, key):
    answer = desk.get(f"/admin/intake/enquiry/{key}/change/")

    assert (answer.status_code, answer.url) == (302, "/admin/")
