"""The page of a client's record and rights, and what is pressed there."""

import io
import re
import zipfile
from datetime import date
from html import unescape

import pytest
import time_machine
from django.contrib.auth.models import Permission, User
from django.test import Client as Browser
from django.urls import reverse

from booking.models import RetentionPolicy, Status
from booking.practitioner import make_practitioner
from intake.models import Client, Erasure, LegalHold, Note, Reading
from tests.booking.factories import NOW, ConfirmedFactory, HeldFactory
from tests.booking.kept import DAYS, everything, fill, visit
from tests.intake.factories import ClientFactory, LegalHoldFactory

pytestmark = pytest.mark.django_db
BEFORE = NOW - 7 * DAYS
REASON = "Asked on the phone, 1 March."


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def user():
    return make_practitioner("marja", "walking-in-birch-woods")


@pytest.fixture
def marja(user):
    return signed_in(user)


@pytest.fixture
def joan(user):
    """Never treated; what there was is over."""
    client = ClientFactory(name="Joan Heron", email="joan@heron.example", created_at=BEFORE)
    fill(client, user, at=BEFORE)
    return client


@pytest.fixture
def treated(joan):
    visit(joan, Status.COMPLETED, NOW - 2 * DAYS)
    return joan


def signed_in(user):
    browser = Browser()
    browser.force_login(user)
    return browser


def url(client, name="rights"):
    return reverse(f"admin:booking_booking_{name}", args=[client.pk])


def text_of(answer):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def ask(marja, client, seen, **more):
    return marja.post(url(client, "erase"), {"reason": REASON, "seen": seen} | more, follow=True)


class TestThePage:
    def test_says_until_when_and_why(self, marja, treated):
        text = text_of(marja.get(url(treated)))

        assert "Last visit 27 February 2027" in text
        assert "Kept until 27 February 2035. 8 years after the last visit." in text

    def test_of_who_was_never_treated_it_says_both_days(self, marja, joan):
        text = text_of(marja.get(url(joan)))

        assert "Never treated here" in text
        assert "Health answers until 24 March 2027. 30 days after their last booking ended." in text
        assert "Name and address until 22 August 2027. 6 months after." in text

    def test_of_a_child_it_names_the_rule(self, marja):
        child = ClientFactory(born_on=date(2018, 6, 15))
        visit(child, Status.COMPLETED, BEFORE)

        text = text_of(marja.get(url(child)))

        assert "Kept until 15 June 2043. They were not of age at the last visit" in text

    def test_of_who_is_to_come_it_says_that_it_is_not_known(self, marja):
        coming = HeldFactory()

        assert "Not known yet: a visit is open" in text_of(marja.get(url(coming.client)))

    def test_the_clients_page_leads_there(self, marja, joan):
        assert url(joan) in marja.get(url(joan, "client")).content.decode()

    def test_who_was_merged_is_found_as_who_they_are(self, marja, joan):
        other = ClientFactory(merged_into=joan)

        answer = marja.get(url(other))

        assert (answer.status_code, answer.url) == (302, url(joan))

    @pytest.mark.parametrize("name", ["rights", "erase"])
    def test_looking_changes_nothing(self, marja, treated, name):
        before = everything()

        marja.get(url(treated, name))
        marja.head(url(treated, name))

        after = everything()
        # That reasons were read is written down.
        del before["intake.Reading"], after["intake.Reading"]
        assert after == before


class TestTheCopy:
    def test_is_a_file_that_nobody_keeps(self, marja, treated):
        answer = marja.post(url(treated, "copy"))

        assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
        assert answer["Content-Disposition"] == 'attachment; filename="copy-2027-03-01.zip"'
        assert "no-store" in answer["Cache-Control"]
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "record.html" in zipfile.ZipFile(io.BytesIO(answer.content)).namelist()

    @pytest.mark.parametrize("method", ["get", "head"])
    def test_is_made_by_a_press_alone(self, marja, treated, method):
        count = Reading.objects.count()

        assert getattr(marja, method)(url(treated, "copy")).status_code == 405
        assert Reading.objects.count() == count

    @pytest.mark.parametrize("missing", ["view_screening", "view_note", "view_sessionnote"])
    def test_is_for_who_may_read_everything(self, treated, user, missing):
        user.groups.first().permissions.remove(Permission.objects.get(codename=missing))
        count = Reading.objects.count()

        answer = signed_in(user).post(url(treated, "copy"))

        assert answer.status_code == 403
        assert Reading.objects.count() == count


class TestErasing:
    def test_she_reads_what_happens_before_she_confirms(self, marja, joan):
        text = text_of(marja.get(url(joan, "erase")))

        assert "Everything would be deleted" in text
        assert "They were never treated, so nothing has to be kept." in text
        assert "They get an email that says this" in text

    def test_of_who_was_treated_the_date_is_named(self, marja, treated):
        text = text_of(marja.get(url(treated, "erase")))

        assert "A part would be deleted" in text
        assert "Kept until 27 February 2035: the name, the visits they came to" in text

    def test_on_hold_nothing_may_be_deleted(self, marja, treated):
        LegalHoldFactory(client=treated)

        assert "Nothing may be deleted now" in text_of(marja.get(url(treated, "erase")))

    def test_everything_is_deleted_and_she_is_told(self, marja, joan):
        answer = ask(marja, joan, "deleted")

        assert answer.redirect_chain[-1][0] == "/admin/intake/client/"
        assert (
            "Everything about them is deleted. Only counts are left, by month. They get an email"
            in text_of(answer)
        )
        assert not Client.objects.exists()
        assert Erasure.objects.get().reason == REASON

    def test_a_part_is_deleted_and_the_rest_is_locked(self, marja, treated):
        answer = ask(marja, treated, "part")

        text = text_of(answer)
        assert "This record is locked Kept until 27 February 2035" in text
        assert "They asked to be erased on" in text
        assert f"a part was deleted, the record is kept {REASON}" in text

    def test_without_a_reason_nothing_happens_and_she_is_told(self, marja, joan):
        answer = marja.post(url(joan, "erase"), {"reason": " ", "seen": "deleted"})

        assert "Write in a few words why." in text_of(answer)
        assert Client.objects.filter(pk=joan.pk).exists()

    def test_what_has_changed_meanwhile_is_shown_anew(self, marja, treated):
        answer = ask(marja, treated, "deleted")

        text = text_of(answer)
        assert "something has changed meanwhile" in text
        assert "A part would be deleted" in text
        assert not Erasure.objects.filter(at=NOW).exists()

    def test_an_open_visit_is_named_and_there_is_nothing_to_press(self, marja, joan):
        ConfirmedFactory(client=joan)

        text = text_of(marja.get(url(joan, "erase")))
        answer = ask(marja, joan, "deleted")

        assert "First, what is open" in text
        assert "Delete everything now" not in text
        assert "Nothing was deleted: a visit is open." in text_of(answer)
        assert Client.objects.filter(pk=joan.pk).exists()

    def test_pressing_ten_times_erases_once(self, marja, treated):
        for _press in range(10):
            answer = ask(marja, treated, "part")

        assert "this has been done already" in text_of(answer)
        assert Erasure.objects.filter(at=NOW).count() == 1

    def test_who_is_gone_is_not_found(self, marja, joan):
        ask(marja, joan, "deleted")

        assert ask(marja, joan, "deleted").status_code == 404

    @pytest.mark.parametrize("seen", ["", "x" * 50, "\x00", "kept", "deleted'--"])
    def test_nonsense_erases_nothing(self, marja, treated, seen):
        before = everything()["intake.Client"]

        assert ask(marja, treated, seen).status_code == 200
        assert everything()["intake.Client"] == before


class TestALockedRecord:
    @pytest.fixture
    def locked(self, marja, treated):
        ask(marja, treated, "part")
        treated.refresh_from_db()
        return treated

    def test_is_shown_on_one_page_only(self, marja, locked):
        past = locked.bookings.get()
        ways = (
            url(locked, "client"),
            reverse("admin:intake_client_change", args=[locked.pk]),
            *(
                reverse(f"admin:booking_booking_{name}", args=[past.pk])
                for name in ("change", "review", "receipt", "outcome")
            ),
        )
        for way in ways:
            answer = marja.get(way, follow=True)

            assert answer.redirect_chain[-1][0] == url(locked), way
            assert "Cold hands" not in text_of(answer)

    def test_the_list_of_clients_says_so(self, marja, locked):
        assert "Joan Heron (locked)" in text_of(marja.get("/admin/intake/client/"))

    def test_is_in_use_again_when_they_are_back(self, marja, locked):
        answer = marja.post(url(locked), {"act": "unlock", "reason": REASON}, follow=True)

        locked.refresh_from_db()
        assert locked.restricted_at is None
        assert "The record is in use again." in text_of(answer)
        assert locked.notes.first().text == REASON
        assert marja.get(url(locked, "client")).status_code == 200

    def test_they_may_have_a_copy_all_the_same(self, marja, locked):
        assert marja.post(url(locked, "copy")).status_code == 200


class TestAHold:
    def put(self, marja, client, **more):
        return marja.post(
            url(client), {"act": "hold", "reason": REASON, "review_on": "1/9/2027"} | more, follow=True
        )

    def test_stands_and_says_by_whom_and_until_when(self, marja, joan, user):
        answer = self.put(marja, joan)

        hold = LegalHold.objects.get(lifted_at=None)
        text = text_of(answer)
        assert (hold.reason, hold.review_on, hold.set_by, hold.set_at) == (
            REASON,
            date(2027, 9, 1),
            user,
            NOW,
        )
        assert "Nothing about them is deleted until you lift it." in text
        assert "to be looked at again on 1 September 2027" in text

    def test_is_lifted_with_a_reason(self, marja, joan, user):
        self.put(marja, joan)

        marja.post(url(joan), {"act": "lift", "reason": "Settled."}, follow=True)

        assert not LegalHold.objects.filter(lifted_at=None).exists()
        assert Note.objects.latest("created_at").text == "Settled."

    def test_is_put_once(self, marja, joan):
        for _press in range(3):
            answer = self.put(marja, joan)

        assert LegalHold.objects.filter(lifted_at=None).count() == 1
        assert "this has been done already" in text_of(answer)

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ({"review_on": ""}, "Enter the day on which you look at it again."),
            ({"review_on": "1/3/2027"}, "Enter a day that is still to come."),
            ({"review_on": "31/2/2028"}, "Enter a day like 27/3/2027."),
            ({"review_on": "1/1/9999"}, "Enter a day that is still to come."),
            ({"reason": ""}, "Write in a few words why."),
            ({"reason": "x" * 100_000}, "at most"),
        ],
    )
    def test_says_what_is_missing_and_keeps_what_was_typed(self, marja, joan, typed, said):
        answer = self.put(marja, joan, **typed)

        assert said in text_of(answer)
        assert not LegalHold.objects.filter(lifted_at=None).exists()


def test_nobody_without_the_right_may_hold_or_erase(joan):
    looker = User.objects.create_user("looker", is_staff=True)
    looker.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    browser = signed_in(looker)

    answers = [
        browser.post(url(joan), {"act": act, "reason": REASON, "review_on": "1/9/2027"})
        for act in ("hold", "lift", "unlock")
    ]
    answers += [browser.get(url(joan, "erase")), browser.post(url(joan, "erase"), {"reason": REASON})]

    assert {answer.status_code for answer in answers} == {403}
    assert Client.objects.filter(pk=joan.pk).exists()


class TestHerNumbers:
    URL = "/admin/booking/retentionpolicy/1/change/"

    def typed(self, **changes):
        numbers = {"adult_years": 8, "child_age": 25, "health_days": 30, "contact_months": 6}
        return numbers | {"waitlist_months": 3, "form_draft_days": 30, "enquiry_months": 6} | changes

    def test_are_changed_within_bounds_and_the_earlier_ones_kept(self, marja):
        RetentionPolicy.objects.create()

        marja.post(self.URL, self.typed(adult_years=10))

        policy = RetentionPolicy.objects.get()
        assert policy.adult_years == 10
        assert [version.adult_years for version in policy.history.all()] == [10, 8]

    @pytest.mark.parametrize(
        "changes", [{"adult_years": 7}, {"child_age": 24}, {"health_days": 0}, {"contact_months": 99}]
    )
    def test_are_refused_beyond_them(self, marja, changes):
        RetentionPolicy.objects.create()

        answer = marja.post(self.URL, self.typed(**changes))

        assert answer.status_code == 200
        assert RetentionPolicy.objects.get().as_periods() == RetentionPolicy().as_periods()

    def test_there_is_one_row_and_nobody_deletes_it(self, marja):
        marja.post("/admin/booking/retentionpolicy/add/", self.typed())

        assert RetentionPolicy.objects.count() == 1
        assert marja.get("/admin/booking/retentionpolicy/add/").status_code == 403
        assert marja.post("/admin/booking/retentionpolicy/1/delete/").status_code == 403
