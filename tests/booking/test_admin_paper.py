"""The desk's page of a client's letter: files come in and go out, and each is decided about once."""

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from django.urls import reverse

from booking.models import Kind, Message, Status
from booking.practitioner import make_practitioner
from intake import records
from intake.answers import Reply
from intake.models import Clearance, LetterFile, LetterRequest, Reading
from tests.booking.asked import held, post, url
from tests.booking.factories import NOW
from tests.intake.factories import ClientFactory, LetterFileFactory, LetterRequestFactory
from tests.intake.letter_files import pdf, photograph

pytestmark = pytest.mark.django_db
DAYS = {"valid_from": "1/3/2027", "valid_until": "1/6/2027"}


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


@pytest.fixture
def booking():
    return held(cancer=Reply.YES)


@pytest.fixture
def asked(marja, booking):
    post(marja, booking, decision="letter")
    return LetterRequest.objects.get()


@pytest.fixture
def file(asked):
    LetterRequest.objects.update(received_at=NOW)
    return LetterFileFactory(request=asked)


def page(client):
    return reverse("admin:booking_booking_letter", args=[client.pk])


def act(marja, asked, what, **typed):
    return marja.post(page(asked.client), {"act": what, "letter": asked.pk} | typed, follow=True)


def open_file(marja, file):
    return marja.post(reverse("admin:booking_booking_letter_file", args=[file.request.client_id, file.pk]))


def test_asking_at_the_review_page_is_what_the_letter_s_page_waits_for(marja, asked, booking):
    shown = marja.get(page(asked.client)).content.decode()

    assert "It is waited for" in shown
    assert f'href="{page(asked.client)}"' in marja.get(url(booking)).content.decode()
    assert set(Message.objects.values_list("kind", flat=True)) == {
        Kind.LETTER, Kind.LETTER_WAITED, Kind.LETTER_STILL,
    }  # fmt: skip


def test_the_desk_says_that_one_waits_to_be_read(marja, file):
    home = marja.get("/admin/").content.decode()

    assert "Read the letter of Joan G." in home
    assert "otter" not in home


def test_u7_a_file_goes_out_as_an_attachment_that_runs_nowhere(marja, file, user):
    answer = open_file(marja, file)

    assert answer.content == b"%PDF-1.7 otter letter"
    said = ("Content-Disposition", "Content-Type", "X-Content-Type-Options")
    assert [answer.headers[name] for name in said] == [
        'attachment; filename="letter-1.pdf"', "application/pdf", "nosniff",
    ]  # fmt: skip
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert Reading.objects.filter(what="letter_file", row=file.pk, by=user).count() == 1


def test_looking_at_the_page_opens_nothing(marja, file):
    before = Reading.objects.count()

    shown = marja.get(page(file.request.client)).content.decode()

    assert "File 1: PDF" in shown
    assert "otter" not in shown
    assert Reading.objects.count() == before


def test_a_file_is_not_opened_by_the_address_of_another_client(marja, file):
    other = ClientFactory()

    answer = marja.post(reverse("admin:booking_booking_letter_file", args=[other.pk, file.pk]))

    assert answer.status_code == 404


def test_u10_what_is_held_is_not_opened_and_the_desk_says_so(marja, file):
    LetterFile.objects.update(is_held=True)

    answer = open_file(marja, file)

    assert answer.status_code == 302
    assert "Held, not opened" in marja.get(answer.url).content.decode()
    assert "Held, not opened" in marja.get("/admin/").content.decode()
    assert not Reading.objects.filter(what="letter_file").exists()


def test_u10_a_refused_file_is_on_the_desk(marja, asked):
    records.note_harmful(asked, now=NOW)

    assert "A file of Joan G. was refused" in marja.get("/admin/").content.decode()
    assert "the virus scanner found something" in marja.get(page(asked.client)).content.decode()


def test_a_letter_that_came_by_post_is_put_in(marja, asked, user):
    act(marja, asked, "upload", file=SimpleUploadedFile("scan.jpg", photograph()))

    file = LetterFile.objects.get()
    asked.refresh_from_db()
    assert (file.kind, file.uploaded_by, asked.received_at) == ("jpeg", user, NOW)
    assert not Message.objects.filter(kind=Kind.LETTER_CAME).exists()


@pytest.mark.parametrize(
    ("data", "says"),
    [(b"", "nothing in this file"), (b"PK", "not a PDF"), (pdf(password="x"), "locked")],
)
def test_what_is_no_letter_is_said_in_words(marja, asked, data, says):
    shown = act(marja, asked, "upload", file=SimpleUploadedFile("scan.pdf", data)).content.decode()

    assert says in shown
    assert not LetterFile.objects.exists()


def test_accepting_answers_what_was_asked_and_opens_the_yes(marja, file, booking, user):
    act(
        marja, file.request, "accept", valid_from="1/3/2027", valid_until="1/6/2027", letter_note="Light work"
    )
    post(marja, booking, decision="confirm")

    request, letter = LetterRequest.objects.get(), Clearance.objects.get()
    booking.refresh_from_db()
    assert (request.clearance, request.decided_by, letter.note) == (letter, user, "Light work")
    assert (booking.status, booking.clearance) == (Status.CONFIRMED, letter)


def test_days_that_cannot_be_keep_what_was_typed(marja, file):
    typed = {"valid_from": "1/6/2027", "valid_until": "1/3/2027", "letter_note": "Light work"}

    shown = act(marja, file.request, "accept", **typed).content.decode()

    assert "not before the first" in shown
    assert "Light work" in shown
    assert not Clearance.objects.exists()


def test_not_enough_says_why_sealed_and_asks_again(marja, file, booking):
    shown = act(marja, file.request, "refuse", reason="heron unsigned", then="again").content.decode()

    file.request.refresh_from_db()
    assert file.request.state(NOW.date()) == "not_accepted"
    assert records.open_request(booking.client) is not None
    assert Message.objects.filter(kind=Kind.LETTER_AGAIN, booking=booking).count() == 1
    assert "heron" not in shown


def test_why_is_read_with_a_reading(marja, file):
    act(marja, file.request, "refuse", reason="heron unsigned", then="talk")

    shown = act(marja, file.request, "read").content.decode()

    assert "heron unsigned" in shown
    assert Reading.objects.filter(what="letter_request").count() == 1


def test_not_enough_without_a_reason_keeps_nothing(marja, file):
    shown = act(marja, file.request, "refuse", reason="", then="again").content.decode()

    assert "Write why it is not enough." in shown
    assert LetterRequest.objects.get().is_open


@pytest.mark.parametrize("what", ["upload", "accept", "refuse", "drop"])
def test_what_was_decided_meanwhile_is_left_alone(marja, file, what):
    records.drop_letter(file.request, now=NOW)
    typed = {"valid_from": "1/3/2027", "valid_until": "1/6/2027", "reason": "x", "then": "again"}

    shown = act(marja, file.request, what, **typed).content.decode()

    assert "decided about meanwhile" in shown
    assert not Clearance.objects.exists()
    assert LetterRequest.objects.count() == 1


@pytest.mark.parametrize("letter", ["", "nonsense", "\0", "00000000-0000-0000-0000-000000000000"])
def test_a_letter_that_is_none_is_said(marja, asked, letter):
    answer = marja.post(page(asked.client), {"act": "drop", "letter": letter}, follow=True)

    asked.refresh_from_db()
    assert asked.is_open
    assert "decided about meanwhile" in answer.content.decode()


def test_the_letter_of_another_client_is_not_decided_here(marja, asked):
    other = LetterRequestFactory()

    marja.post(page(asked.client), {"act": "drop", "letter": other.pk})

    other.refresh_from_db()
    assert other.is_open


def test_asking_with_a_visit_ahead_writes_and_without_one_does_not(marja, booking):
    answers = [
        marja.post(page(client), {"act": "ask"}, follow=True).content.decode()
        for client in (booking.client, ClientFactory())
    ]

    assert "They get a message about it" in answers[0]
    assert "ring them about it" in answers[1]
    assert [message.booking for message in Message.objects.filter(kind=Kind.LETTER_AGAIN)] == [booking]


def test_the_page_to_sign_is_saved_with_a_reading_of_what_was_added(marja, asked):
    records.write_for_doctor(asked, "otter remission")

    answer = marja.get(reverse("admin:booking_booking_letter_to_sign", args=[asked.client_id]))

    assert answer.content.startswith(b"%PDF-")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="letter.pdf"'
    assert Reading.objects.filter(what="letter_request").count() == 1


@pytest.mark.parametrize("right", ["view_letterfile", "add_letterfile", "change_letterrequest"])
def test_who_may_not_is_refused(marja, user, file, right):
    group = user.groups.get()
    group.permissions.remove(*group.permissions.filter(codename=right))

    answers = {
        "view_letterfile": open_file(marja, file),
        "add_letterfile": act(marja, file.request, "upload", file=SimpleUploadedFile("a.pdf", pdf())),
        "change_letterrequest": act(marja, file.request, "drop"),
    }

    assert answers[right].status_code == 403


def test_the_page_takes_the_same_queries_for_1_and_10_letters(marja, asked, django_assert_max_num_queries):
    for _turn in range(10):
        LetterRequestFactory(client=asked.client, dropped_at=NOW)

    with django_assert_max_num_queries(16):
        marja.get(page(asked.client))


class TestShortening:
    @pytest.fixture
    def letter(self, marja, file, booking):
        typed = {"valid_from": "1/3/2027", "valid_until": "1/6/2027", "letter_note": ""}
        act(marja, file.request, "accept", **typed)
        post(marja, booking, decision="confirm")
        return Clearance.objects.get()

    def shorten(self, marja, booking, letter, day):
        address = reverse("admin:booking_booking_end_letter", args=[booking.pk, letter.pk])
        return marja.post(address, {"act": "shorten", "valid_until": day}, follow=True).content.decode()

    def test_a_visit_beyond_is_held_and_it_is_said(self, marja, booking, letter):
        shown = self.shorten(marja, booking, letter, "7/3/2027")

        booking.refresh_from_db()
        assert booking.status == Status.HELD
        assert "1 visit is held for you again" in shown

    def test_a_visit_on_its_last_day_stays(self, marja, booking, letter):
        shown = self.shorten(marja, booking, letter, "8/3/2027")

        booking.refresh_from_db()
        assert booking.status == Status.CONFIRMED
        assert "holds until 8 March 2027 now" in shown

    @pytest.mark.parametrize("day", ["1/6/2027", "28/2/2027", "", "nonsense"])
    def test_another_day_than_an_earlier_one_is_asked_for_again(self, marja, booking, letter, day):
        self.shorten(marja, booking, letter, day)

        letter.refresh_from_db()
        booking.refresh_from_db()
        assert (str(letter.valid_until), booking.status) == ("2027-06-01", Status.CONFIRMED)
