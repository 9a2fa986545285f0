"""The HTML of each mail: the words of its plain text, nothing from elsewhere, colours that can be read."""

import email.policy
import re
from datetime import timedelta
from html.parser import HTMLParser

import pytest

from booking import emails
from booking.emails import group, html, look
from booking.models import Booking, Kind, Message
from booking.models.message import TO_CLIENT
from booking.styleguide.colours import contrast
from content.models import Practice
from tests.booking.factories import NOW, ConfirmedFactory, HeldFactory
from tests.booking.mails import open_practice, worst_booking
from tests.booking.test_emails import about, mail_of
from tests.intake.factories import ClientFactory
from tests.test_look import tokens

pytestmark = pytest.mark.django_db

TEXT, CONTROL = 4.5, 3.0
ON_EACH_GROUND = [(ink, ground) for ink in ("ink", "ink-2", "lake") for ground in ("paper", "sheet")]
ADDRESS = re.compile(r"http://testserver/\S*")


class Page(HTMLParser):
    """What a reader sees of a mail, and what it is made of."""

    def __init__(self, page):
        super().__init__()
        self.words, self.links, self.tags, self.hidden = [], [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.tags.append((tag, attrs))
        if tag in ("title", "style") or attrs.get("aria-hidden"):
            self.hidden.append(tag)
        if tag == "br":
            self.words.append(" ")
        if tag == "a":
            self.links.append(attrs["href"])

    def handle_endtag(self, tag):
        if self.hidden and self.hidden[-1] == tag:
            self.hidden.pop()

    def handle_data(self, data):
        if not self.hidden:
            self.words.append(data)

    @property
    def text(self):
        return " ".join("".join(self.words).split())

    def all(self, name):
        return [attrs for tag, attrs in self.tags if tag == name]


def page_of(mail):
    (page,) = [content for content, kind in mail.alternatives if kind == "text/html"]
    return page


def words_in(text):
    return re.findall(r"\w+", text.casefold())


def words_of_the_text(mail):
    """The words of the plain text; an address that has words of its own is not read out."""
    text = re.sub(
        r"(?<=:)\s+http://testserver/\S*|^  http://testserver/\S*", "", mail.body, flags=re.MULTILINE
    )
    return words_in(text.replace("http://", ""))


def together(kind, worst):
    """One mail of this kind about two visits."""
    week = timedelta(weeks=Booking.objects.count())
    other = HeldFactory(client=worst.client, screening=worst.screening, starts_at=worst.starts_at + week)
    message = Message(kind=kind, booking=worst, message_id="<1@booking.invalid>")
    return emails.build(message, now=NOW, others=[other])


@pytest.fixture(autouse=True)
def practice():
    return open_practice()


@pytest.fixture
def worst():
    return worst_booking()


@pytest.fixture(params=[*[(mail_of, kind) for kind in Kind], *[(together, kind) for kind in group.KINDS]])
def mail(request, worst):
    make, kind = request.param
    return make(kind, about(kind, worst)) if make is mail_of else make(kind, worst)


def test_the_html_says_the_words_of_the_text_in_their_order(mail):
    page = Page(page_of(mail))

    assert words_in(page.text) == [*words_in("NPM Practice"), *words_of_the_text(mail)]


def test_the_html_leads_where_the_text_leads_and_nowhere_else(mail):
    page = Page(page_of(mail))

    own = [link for link in page.links if link.startswith("http")]
    assert set(own) == {"http://testserver/", *ADDRESS.findall(mail.body)}
    assert set(page.links) - set(own) <= {"tel:+441632960123"}
    assert ("tel:+441632960123" in page.links) == ("01632 960 123" in mail.body)


def test_a_mail_has_one_heading_at_most_one_button_and_nothing_from_elsewhere(mail):
    page = Page(page_of(mail))

    buttons = [cell for cell in page.all("td") if cell.get("class") == "button"]
    fetched = r"<(?:img|link|script|iframe|object|form|input)|\ssrc=|url\(|@import|srcset"
    assert (len(page.all("h1")), len(buttons) <= 1) == (1, True)
    assert re.findall(fetched, page_of(mail)) == []
    assert len(page_of(mail).encode()) < 60_000
    assert all(table.get("role") == "presentation" for table in page.all("table"))
    assert set(re.findall(r"#[0-9a-f]{6}\b", page_of(mail))) <= {*look.LIGHT.values(), *look.DARK.values()}


def test_a_mail_says_in_which_language_it_is_and_that_it_knows_the_dark():
    mail = mail_of(Kind.CONFIRMED, ConfirmedFactory())

    page = Page(page_of(mail))

    (root,) = page.all("html")
    assert (root["lang"], root["dir"]) == ("en-gb", "ltr")
    assert {"name": "color-scheme", "content": "light dark"} in page.all("meta")
    assert "@media (prefers-color-scheme: dark)" in page_of(mail)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_colours_of_a_mail_are_those_of_the_site(scheme):
    colours = {"light": look.LIGHT, "dark": look.DARK}[scheme]

    assert colours == {name: tokens()[scheme][name] for name in colours}


@pytest.mark.parametrize("scheme", [look.LIGHT, look.DARK], ids=["light", "dark"])
def test_the_words_of_a_mail_can_be_read(scheme):
    bands = [(ink, ground) for ground, ink, _path in look.TONES.values()]
    pairs = [*ON_EACH_GROUND, ("on-lake", "lake"), *bands]

    too_pale = [pair for pair in pairs if contrast(scheme[pair[0]], scheme[pair[1]]) < TEXT]

    assert too_pale == []


@pytest.mark.parametrize("scheme", [look.LIGHT, look.DARK], ids=["light", "dark"])
def test_the_button_and_the_path_can_be_seen(scheme):
    pairs = [("lake", "sheet"), *[(path, ground) for ground, _ink, path in look.TONES.values()]]

    too_pale = [pair for pair in pairs if contrast(scheme[pair[0]], scheme[pair[1]]) < CONTROL]

    assert too_pale == []


def test_every_tone_and_every_kind_that_has_one_exists():
    templates = {*Kind, "form"}

    assert set(look.TONE_OF) <= templates
    assert set(look.TONE_OF.values()) <= set(look.TONES)


@pytest.mark.parametrize("kind", TO_CLIENT)
def test_the_preview_begins_with_the_most_important_line(worst, kind):
    page = page_of(mail_of(kind, about(kind, worst)))

    heading = re.search(r"<h1[^>]*>(.+?)</h1>", page, re.DOTALL)[1]
    shown = re.search(r'aria-hidden="true">(.+?) \u034f', page)[1]
    assert shown.startswith(re.sub("<[^>]+>", "", heading)[:100])
    assert len(shown) < 200


def test_a_confirmation_shows_when_it_is_at_the_top_and_in_the_preview():
    page = page_of(mail_of(Kind.CONFIRMED, ConfirmedFactory()))

    assert "Your session is confirmed. When: Monday 8 March 2027, noon" in page
    assert Page(page).text.index("Monday 8 March") < 80


def test_a_label_has_a_line_of_its_own_where_a_program_takes_the_styles_away():
    page = page_of(mail_of(Kind.CONFIRMED, ConfirmedFactory()))

    bare = re.sub(r"<(?!br)[^>]+>", "", page)
    labels = ("When", "Where", "How long", "Price", "Reference")
    assert [label for label in labels if f"{label}<br>" not in bare] == []


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in (*TO_CLIENT, Kind.ACCOUNT)])
def test_a_mail_to_her_has_one_button_that_says_what_it_opens(worst, kind):
    page = page_of(mail_of(kind, about(kind, worst)))

    (button,) = re.findall(r'class="on-lake"[^>]*>([^<]+)</a>', page)
    assert re.fullmatch(r"(?:Open|Answer|Read) the [a-z ]+", button)


@pytest.mark.parametrize(
    "name", ['<b>"Birch" & Bay</b>', "https://evil.example/", "<script>x</script>", "{{ site }}"]
)
def test_words_that_look_like_html_stay_words(name):
    Practice.objects.update(name=name, practitioner=name, address=name, town='" onclick="x')

    page = Page(page_of(mail_of(Kind.CONFIRMED, ConfirmedFactory())))

    # At the top, as an address, and twice under the letter.
    assert page.text.casefold().count(name.casefold()) == 5
    assert not {"script", "b"} & {tag for tag, _attrs in page.tags}
    assert [link for link in page.links if "evil" in link] == []
    assert all("onclick" not in attrs for _tag, attrs in page.tags)


def test_a_name_that_is_an_address_is_no_link():
    Booking.objects.all().delete()
    booking = ConfirmedFactory(client=ClientFactory(name="http://testserver.evil.example/ Joan"))

    page = Page(page_of(mail_of(Kind.CONFIRMED, booking)))

    assert "evil" not in page.text + " ".join(page.links)


def test_a_mail_is_text_and_html_beside_the_calendar_file():
    message = mail_of(Kind.CONFIRMED, ConfirmedFactory()).message(policy=email.policy.SMTP)

    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
    ]


def test_a_mail_without_a_file_is_text_and_html():
    message = mail_of(Kind.HELD, HeldFactory()).message(policy=email.policy.SMTP)

    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]


def test_a_mail_of_a_practice_without_details_can_be_made(practice):
    Practice.objects.update(phone="", email="", address="", town="", postcode="", practitioner="")

    page = Page(page_of(mail_of(Kind.CONFIRMED, ConfirmedFactory())))

    assert all(link.startswith("http://testserver/") for link in page.links)


def test_a_long_first_line_is_cut_in_the_preview_at_a_word():
    page = html.write("S", "word " * 60, practice=Practice(name="NPM"), site="http://testserver", kind="link")

    shown = re.search(r'aria-hidden="true">(.+?) \u034f', page)[1]
    assert (len(shown) <= 141, shown.endswith("word…")) == (True, True)


def test_an_address_without_words_is_a_button_that_opens_it():
    text = "Hello,\n\nHere it is.\n\nhttp://testserver/booking/visit/secret/\n"

    page = Page(html.write("S", text, practice=Practice(name="NPM"), site="http://testserver", kind="link"))

    assert page.text == "NPM Hello, Here it is Open it here"
    assert page.links == ["http://testserver/", "http://testserver/booking/visit/secret/"]
