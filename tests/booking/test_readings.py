"""The log of who opened what: it is shown, and neither admin nor the models let anybody change it."""

from datetime import timedelta

import pytest
import time_machine
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.db import connection, transaction
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from booking.admin.readings import WHAT, what
from booking.practitioner import MAY, make_practitioner
from intake.fields import SealedField
from intake.models import Reading
from intake.models.base import CannotChange
from tests.booking.factories import NOW
from tests.intake.factories import ClientFactory, UserFactory

pytestmark = pytest.mark.django_db
PAGE = "/admin/booking/booking/readings/"


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def user():
    return make_practitioner("marja", "walking-in-birch-woods")


@pytest.fixture
def marja(user):
    marja = Browser()
    marja.force_login(user)
    return marja


def readings(count, *, client=None, by, sort="note"):
    return [
        Reading.objects.create(
            by=by, at=NOW - timedelta(minutes=n), what=sort, row="0" * 31 + "1", client=client
        )
        for n in range(count)
    ]


def test_it_is_in_the_menu_and_shows_newest_first(marja, user):
    joan, lena = ClientFactory(name="Joan Frost"), ClientFactory(name="Lena Frost")
    readings(1, client=lena, by=user, sort="screening")
    Reading.objects.create(by=user, at=NOW - timedelta(days=1), what="note", row="0" * 32, client=joan)

    page = marja.get(PAGE).text

    assert f'href="{PAGE}"' in marja.get("/admin/").text
    assert page.index("Answers before a visit") < page.index("Joan Frost")
    assert "Mon 1 Mar 2027, 12:00" in page
    assert "marja" in page


def test_one_client_s_readings_are_shown_alone(marja, user):
    joan, lena = ClientFactory(name="Joan Frost"), ClientFactory(name="Lena Frost")
    readings(2, client=joan, by=user)
    readings(1, client=lena, by=user)

    page = marja.get(PAGE, {"client": joan.pk}).text

    assert "The record of Joan Frost" in page
    assert "Lena" not in page


def test_a_name_is_looked_for_without_standing_in_an_address(marja):
    joan = ClientFactory(name="Joan Frost")
    ClientFactory(name="Lena Frost", email="lena@example.com")

    page = marja.post(PAGE, {"who": " joan  fro "}).text

    assert f'href="?client={joan.pk}"' in page
    assert "Lena" not in page
    assert 'method="post"' in page
    assert "Nobody is found by that" in marja.post(PAGE, {"who": "zebra"}).text


@pytest.mark.parametrize("who", ["", " ", "\x00", "%", "x" * 5000, "' OR 1=1--"])
def test_nonsense_finds_nobody_and_breaks_nothing(marja, who):
    ClientFactory(name="Joan Frost")

    answer = marja.post(PAGE, {"who": who})

    assert (answer.status_code, "Joan" in answer.text) == (200, False)


@pytest.mark.parametrize("client", ["0", "x", "-1", "1" * 30, "٣"])
def test_a_client_who_is_none_is_not_found(marja, client):
    assert marja.get(PAGE, {"client": client}).status_code == 404


def test_long_logs_have_pages_and_the_same_queries(marja, user):
    client = ClientFactory()
    shown, counts = [], set()
    for more in (1, 9, 90):
        readings(more, client=client, by=user)
        with CaptureQueriesContext(connection) as asked:
            shown.append(marja.get(PAGE).text.count("Mon 1 Mar 2027"))
        counts.add(len(asked))

    assert (shown, len(counts)) == ([1, 10, 25], 1)
    assert "Page 4 of 4" in marja.get(PAGE, {"page": "999"}).text
    assert "Page 1 of 4" in marja.get(PAGE, {"page": "x"}).text


def test_looking_at_the_log_is_no_reading(marja, user):
    readings(1, by=user)

    marja.get(PAGE)

    assert Reading.objects.count() == 1


def test_only_who_may_sees_it(user):
    other = UserFactory(is_superuser=False)
    browser = Browser()
    browser.force_login(other)
    assert browser.get(PAGE).status_code == 403

    other.user_permissions.set(Permission.objects.filter(codename__in=["view_reading", "view_client"]))

    assert browser.get(PAGE).status_code == 200


def test_every_sort_of_reading_has_words():
    sorts = {
        model._meta.model_name for model in apps.get_app_config("intake").get_models() if _is_read(model)
    }

    unnamed = {sort for sort in sorts if sort not in WHAT}

    assert unnamed == set()
    assert what(Reading(what="session_note")) == "Session note"
    assert what(Reading(what="something_new")) == "Something new"


def _is_read(model):
    """Whether people open its rows one by one: drafts and additions are opened with something else."""
    is_sealed = any(isinstance(field, SealedField) for field in model._meta.local_fields)
    return is_sealed and model._meta.model_name not in {"draft", "formdraft", "casenote", "complaintcase"}


def test_nobody_s_rights_let_them_change_it():
    assert MAY["intake.reading"] == ("view",)
    assert Reading not in admin.site._registry


@pytest.mark.parametrize("page", ["changelist", "add", "change", "delete", "history"])
def test_admin_has_no_page_that_could_change_it(page):
    with pytest.raises(NoReverseMatch):
        reverse(f"admin:intake_reading_{page}", args=[] if page in ("changelist", "add") else [1])


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_the_page_takes_nothing_but_looking(marja, user, method):
    readings(1, by=user)

    assert getattr(marja, method)(PAGE).status_code == 405
    marja.post(PAGE, {"act": "delete", "action": "delete_selected", "_selected_action": "1"})
    assert Reading.objects.count() == 1


def change_one(row):
    row.what = "nothing"
    row.save()


@pytest.mark.parametrize(
    "change",
    [
        change_one,
        lambda row: row.delete(),
        lambda row: Reading.objects.update(what="nothing"),
        lambda row: Reading.objects.all().delete(),
        lambda row: Reading.objects.filter(pk=row.pk).delete(),
        lambda row: Reading.objects.bulk_update([row], ["what"]),
        lambda row: Reading.objects.update_or_create(pk=row.pk, defaults={"what": "nothing"}),
        lambda row: type(row).objects.bulk_create(
            [row], update_conflicts=True, update_fields=["what"], unique_fields=["id"]
        ),
    ],
    ids=["save", "delete", "update", "delete all", "delete some", "bulk", "upsert", "conflict"],
)
def test_the_model_refuses_each_way_to_change_or_delete_a_reading(user, change):
    (row,) = readings(1, by=user)

    with pytest.raises(CannotChange), transaction.atomic():
        change(row)

    assert [one.what for one in Reading.objects.all()] == ["note"]
