"""A paper is sent from the client's own page: what is taken, what is not, and what nobody is shown."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from django.urls import reverse
from pypdf import PdfReader

from booking import lifecycle, links
from booking.letter import asking
from booking.models import Kind, Purpose
from booking.views.own.access import seen
from content.models import Practice
from intake.models import LetterFile, LetterRequest
from npm_site import uploads
from tests.booking.factories import NOW, ConfirmedFactory
from tests.booking.rows import held_for_a_letter
from tests.intake.factories import ClientFactory, LetterRequestFactory, UserFactory
from tests.intake.letter_files import huge_png, pdf, photograph, picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_week")]
VISIT = NOW + timedelta(days=21)
SURNAME, EMAIL, ADDED = "Marmot", "joan@example.com", "otter remission"
PAPER, PAGE, FILE = "/booking/paper/", "/booking/paper/page/", "/booking/paper/print.pdf"


@pytest.fixture(autouse=True)
def practice():
    return Practice.objects.create(
        name="NPM Practice", practitioner="Kim", email="kim@example.com", phone="01632 960 123"
    )


@pytest.fixture
def visit():
    joan = ClientFactory(name=f"Joan {SURNAME}", email=EMAIL, born_on=date(1971, 11, 23))
    return held_for_a_letter(client=joan, starts_at=VISIT, draft_key=uuid4())


@pytest.fixture
def asked(visit):
    marja = lifecycle.practitioner(UserFactory())
    lifecycle.ask_for_letter(visit, by=marja, now=NOW)
    asking.ask_all(visit, by=marja, now=NOW)
    return LetterRequest.objects.get()


def come(purpose=Purpose.VISIT, **about):
    browser = Browser()
    browser.get(reverse(f"own:{purpose}", args=[links.make(purpose, address=EMAIL, now=NOW, **about)]))
    return browser


@pytest.fixture
def joan(visit, asked):
    return come(booking=visit)


@pytest.fixture
def opened(visit, asked):
    """A browser in which a link that opens once was opened."""
    browser = come(Purpose.FAMILY)
    browser.post(reverse("own:family_open"))
    browser.post(reverse("own:family_choose"), {"reference": visit.reference})
    return browser


@pytest.fixture
def typed(visit, asked):
    """The browser in which the visit was booked."""
    browser = Browser()
    session = browser.session
    session["draft"] = str(visit.draft_key)
    session.save()
    browser.cookies["sessionid"] = session.session_key
    return browser


def send(browser, visit, data, name="otter scan.pdf", **more):
    file = SimpleUploadedFile(name, data, content_type="text/html")
    return browser.post(PAPER, {"seen": seen(visit), "file": file} | more)


def test_u1_a_photograph_is_kept_sealed_and_made_anew(joan, visit):
    answer = send(joan, visit, photograph(), name="IMG_4711.HEIC")

    file = LetterFile.objects.get()
    assert (answer.status_code, answer.url) == (302, PAPER)
    assert (file.kind, file.name, file.uploaded_by) == ("jpeg", "IMG_4711.HEIC", None)
    assert b"Marmot Lane" not in file.content


@pytest.mark.parametrize("data", [pdf(), picture(), picture("PNG")], ids=["pdf", "jpeg", "png"])
def test_u1_each_kind_is_taken_whatever_it_is_called(joan, visit, data):
    send(joan, visit, data, name="letter.exe")

    assert LetterFile.objects.count() == 1


def test_afterwards_the_page_says_that_it_came_and_nothing_of_it(joan, visit):
    send(joan, visit, pdf())

    shown = joan.get(PAPER).content.decode() + joan.get("/booking/").content.decode()

    assert shown.count("1 file sent on Monday 1 March.") == 2
    assert re.findall(rf"otter|{SURNAME}|letter-1|\bKB\b", shown) == []


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "There is nothing in this file."),
        (b"<!doctype html><script>alert(1)</script>", "This is not a PDF, JPEG or PNG."),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "This is not a PDF, JPEG or PNG."),
        (b"PK\x03\x04" + bytes(50), "This is not a PDF, JPEG or PNG."),
        (b"%PDF-1.7 nothing", "This file does not open."),
        (pdf(password="sesame"), "This PDF is locked with a password."),
        (pdf() + b"<html>", "This is not a PDF, JPEG or PNG."),
        (huge_png(), "This picture is too large to open."),
    ],
    ids=["empty", "html", "svg", "zip", "damaged", "locked", "polyglot", "bomb"],
)
def test_u3_u4_u5_u9_u14_what_is_not_taken_is_said_in_words_and_nothing_is_lost(joan, visit, data, says):
    send(joan, visit, pdf())

    answer = send(joan, visit, data)

    page = answer.content.decode()
    assert (answer.status_code, LetterFile.objects.count()) == (400, 1)
    assert says in page
    assert "1 file sent on" in page


def test_u2_a_file_that_is_too_large_is_a_page_of_its_own(joan, visit):
    answer = send(joan, visit, b"%PDF-" + bytes(uploads.LARGEST - 4))

    assert (answer.status_code, LetterFile.objects.count()) == (413, 0)
    assert f'href="{PAPER}"' in answer.content.decode()


@pytest.mark.parametrize(
    "name", ["../../x.pdf", "a" * 300 + ".pdf", "a\r\nSet-Cookie: x=1.pdf", "\u202efdp.exe", "", "\x00.pdf"]
)
def test_u6_a_hostile_name_is_kept_sealed_at_most(joan, visit, name):
    answer = send(joan, visit, pdf(), name=name or "x")

    assert answer.status_code in (302, 400)
    assert "Set-Cookie" not in str(answer.headers).replace("Set-Cookie'", "")
    for file in LetterFile.objects.all():
        assert file.safe_name == "letter-1.pdf"
        assert len(file.name) <= 255


def test_u11_after_three_there_is_no_form_and_a_fourth_is_not_kept(joan, visit):
    for _turn in range(3):
        send(joan, visit, pdf())

    page = joan.get(PAPER).content.decode()
    answer = send(joan, visit, pdf())

    assert 'type="file"' not in page
    assert (answer.status_code, LetterFile.objects.count()) == (400, 3)
    assert "Three files are here already" in answer.content.decode()


def test_u10_with_the_scanner_down_it_is_held_and_the_client_need_not_know(joan, visit, settings):
    settings.VIRUS_SCANNER = "127.0.0.1:1"

    answer = send(joan, visit, pdf())

    assert answer.status_code == 302
    assert LetterFile.objects.get().is_held


def test_u10_what_the_scanner_finds_is_not_kept_and_she_sees_it(joan, visit, asked, settings, monkeypatch):
    settings.VIRUS_SCANNER = "127.0.0.1:1"
    monkeypatch.setattr("intake.letters.scanner.is_harmless", lambda content: False)

    answer = send(joan, visit, pdf())

    asked.refresh_from_db()
    assert (answer.status_code, LetterFile.objects.count()) == (400, 0)
    assert "could do harm" in answer.content.decode()
    assert asked.refused_at == NOW


def test_too_many_tries_are_slowed(joan, visit, settings):
    settings.ATTEMPTS_PER_HOUR = settings.ATTEMPTS_PER_HOUR | {"upload": 1}
    first = send(joan, visit, pdf())

    second = send(joan, visit, pdf())

    assert (first.status_code, second.status_code) == (302, 429)
    assert LetterFile.objects.count() == 1


def test_without_a_file_it_asks_for_one(joan, visit):
    answer = joan.post(PAPER, {"seen": seen(visit)})

    assert answer.status_code == 400
    assert "Choose a file first." in answer.content.decode()


def test_what_was_sent_for_one_visit_never_comes_to_another(joan, visit, asked):
    other = held_for_a_letter(client=ClientFactory(email=EMAIL), starts_at=VISIT + timedelta(days=1))
    LetterRequestFactory(client=other.client, asked_by=asked.asked_by)
    joan.get(reverse("own:visit", args=[links.make(Purpose.VISIT, booking=other, address=EMAIL, now=NOW)]))

    answer = send(joan, visit, pdf())

    assert (answer.status_code, LetterFile.objects.count()) == (409, 0)


def test_a_form_without_the_token_is_refused(visit, asked):
    browser = Browser(enforce_csrf_checks=True)
    token = links.make(Purpose.VISIT, booking=visit, address=EMAIL, now=NOW)
    browser.get(reverse("own:visit", args=[token]))

    answer = send(browser, visit, pdf())

    assert (answer.status_code, LetterFile.objects.count()) == (403, 0)


def test_without_a_link_there_is_nothing_to_send_to(asked, visit):
    answer = send(Browser(), visit, pdf())

    assert (answer.status_code, LetterFile.objects.count()) == (302, 0)


def test_where_nothing_is_asked_the_page_says_so(visit):
    page = come(booking=visit).get(PAPER).content.decode()

    assert "There is no paper to send" in page
    assert 'type="file"' not in page


def test_a_renewal_is_sent_from_the_page_of_a_confirmed_visit():
    visit = ConfirmedFactory(client__email=EMAIL, starts_at=VISIT)
    LetterRequestFactory(client=visit.client)
    browser = come(booking=visit)

    answer = send(browser, visit, pdf())

    assert answer.status_code == 302
    assert visit.messages.filter(kind=Kind.LETTER_CAME).count() == 1


class TestThePageToSign:
    @pytest.fixture(autouse=True)
    def added(self, asked):
        asked.for_doctor = ADDED
        asked.save()

    @pytest.mark.parametrize("url", [PAGE, FILE])
    def test_a_link_that_others_may_have_read_does_not_open_it(self, joan, url):
        answer = joan.get(url)

        page = answer.content.decode()
        assert "This page needs a fresh link" in page
        assert [word for word in (SURNAME, "1971", ADDED) if word in page] == []

    def test_a_link_that_opens_once_does(self, opened):
        page = opened.get(PAGE).content.decode()

        assert [word for word in (f"Joan {SURNAME}", "23 November 1971", ADDED) if word not in page] == []
        assert "<title>One page to sign" in page

    def test_so_does_the_browser_that_booked_without_what_was_added(self, typed):
        page = typed.get(PAGE).content.decode()

        assert f"Joan {SURNAME}" in page
        assert ADDED not in page
        assert "<textarea" not in page

    def test_a_closed_family_link_does_not(self, visit, asked):
        answer = come(Purpose.FAMILY).get(PAGE)

        assert SURNAME not in answer.content.decode()

    def test_the_file_is_one_page_and_handed_out_as_a_file(self, opened, tmp_path):
        answer = opened.get(FILE)

        path = tmp_path / "letter.pdf"
        path.write_bytes(answer.content)
        text = PdfReader(path).pages[0].extract_text()
        assert len(PdfReader(path).pages) == 1
        assert (SURNAME in text, ADDED in text) == (True, True)
        assert answer.headers["Content-Disposition"] == 'attachment; filename="letter.pdf"'
        assert answer.headers["Cache-Control"] == "no-store"

    def test_what_is_added_stands_in_it_and_nowhere_else(self, opened, asked):
        added = {"seen": seen(asked.client.bookings.get()), "words": "  badger words "}

        opened.post(PAGE, added)

        asked.refresh_from_db()
        others = opened.get(PAPER).content.decode() + opened.get("/booking/").content.decode()
        assert asked.for_doctor == "badger words"
        assert "badger words" in opened.get(PAGE).content.decode()
        assert "badger" not in others

    def test_it_can_be_taken_out_again(self, opened, asked):
        opened.post(PAGE, {"seen": seen(asked.client.bookings.get()), "words": ""})

        asked.refresh_from_db()
        assert asked.for_doctor is None

    @pytest.mark.parametrize("words", ["x" * 601, "a\0b"])
    def test_what_does_not_fit_is_said_and_kept_on_the_page(self, opened, asked, words):
        answer = opened.post(PAGE, {"seen": seen(asked.client.bookings.get()), "words": words})

        asked.refresh_from_db()
        assert (answer.status_code, asked.for_doctor) == (400, ADDED)

    def test_looking_changes_nothing(self, opened, asked):
        before = LetterRequest.objects.values().get()

        for url in (PAPER, PAGE, FILE):
            opened.get(url)
            opened.head(url)

        assert LetterRequest.objects.values().get() == before


def test_who_books_with_a_known_name_learns_nothing_of_an_older_letter(visit):
    """Whoever has typed a name, an address and a birthday has not shown that its mails reach them."""
    LetterRequestFactory(client=visit.client)
    browser = Browser()
    session = browser.session
    session["draft"] = str(visit.draft_key)
    session.save()
    browser.cookies["sessionid"] = session.session_key

    shown = browser.get("/booking/").content.decode() + browser.get(PAPER).content.decode()

    assert "Send me one paper" not in shown
    assert "There is no paper to send" in shown
