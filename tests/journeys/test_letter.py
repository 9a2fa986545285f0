"""A letter is asked for, sent from a phone, opened at the desk and accepted."""

import pytest
from pypdf import PdfReader

from booking import lifecycle, links
from booking.letter import asking
from booking.models import Purpose, Status
from intake import records
from intake.models import LetterFile
from tests.booking.rows import held_for_a_letter
from tests.conftest import NOON
from tests.intake.factories import ClientFactory, UserFactory
from tests.intake.letter_files import photograph
from tests.journeys.conftest import DESK
from tests.journeys.practitioner import Practitioner
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.each_engine

EMAIL = "robin@example.com"


@pytest.fixture
def visit(practice):
    robin = ClientFactory(name="Robin Example", email=EMAIL)
    visit = held_for_a_letter(client=robin)
    marja = lifecycle.practitioner(UserFactory())
    lifecycle.ask_for_letter(visit, by=marja, now=NOON)
    asking.ask_all(visit, by=marja, now=NOON)
    return visit


def link_to(purpose, **about):
    return links.url(purpose, links.make(purpose, address=EMAIL, now=NOON, **about)).partition("/booking")[2]


@pytest.mark.parametrize("kind", ["page", "page_nojs"])
def test_a_photograph_of_it_is_sent_from_a_phone(request, visit, texts, address, kind, look, tmp_path):
    robin = Visitor(request.getfixturevalue(kind), address)
    photo = tmp_path / "IMG_1.jpg"
    photo.write_bytes(photograph())
    robin.opens("/booking" + link_to(Purpose.VISIT, booking=visit))
    robin.follows("Send the paper")
    look(robin.page, title="One paper")
    robin.page.get_by_label("Choose a file or take a photograph").set_input_files(photo)
    robin.presses("Send it")

    assert robin.heading == "Your paper is on its way to me"
    assert "1 file sent on" in robin.page.inner_text("main")
    assert LetterFile.objects.get().kind == "jpeg"
    look(robin.page, title="One paper")


def test_the_page_to_sign_opens_by_a_fresh_link_and_is_saved(visit, texts, page, address, look, tmp_path):
    robin = Visitor(page, address)
    robin.opens("/booking" + link_to(Purpose.VISIT, booking=visit))
    robin.follows("Send the paper")
    robin.follows("Open the page to sign")
    look(page, title="One paper")
    robin.opens("/booking" + link_to(Purpose.FAMILY))
    robin.presses("Show my visits")
    robin.goes_on_by(page.locator("main form").get_by_role("button").first)
    robin.follows("Send the paper")
    robin.follows("Open the page to sign")
    added = page.locator("textarea")
    robin.types("Something you would like to add", "My consultant is Dr Sample.", into=added)
    robin.presses("Put it into the letter")
    look(page, title="One page to sign")
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save it as a PDF").click()

    path = tmp_path / "saved.pdf"
    saved.value.save_as(path)
    (sheet,) = PdfReader(path).pages
    assert saved.value.suggested_filename == "letter.pdf"
    assert "My consultant is Dr Sample." in sheet.extract_text()


def test_it_is_opened_at_the_desk_and_accepted(visit, page, address, is_sound):
    scanned = records.scan(photograph())
    asking.receive(records.open_request(visit.client), scanned, name="a.jpg", now=NOON)
    marja = Practitioner(page, address)
    marja.signs_in()
    marja.follows("Read the letter of Robin E.")
    is_sound(page)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Open file 1").click()
    page.set_viewport_size(DESK)
    is_sound(page)
    marja.accepts_a_letter("1/6/2027")

    visit.refresh_from_db()
    assert saved.value.suggested_filename == "letter-1.jpg"
    assert "accepted until 1 June 2027" in page.inner_text("#container")
    assert visit.status == Status.HELD
