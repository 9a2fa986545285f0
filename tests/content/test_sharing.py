"""What a page says of itself to search engines and where its link is passed on."""

import json
import re
from datetime import time
from html.parser import HTMLParser
from io import BytesIO
from xml.etree import ElementTree

import pytest
from django.core.management import call_command
from PIL import Image

from booking.models import Treatment, WorkingHours
from content.models import FaqEntry, Page
from tests.booking.factories import FollowUpFactory, TreatmentFactory, WorkingHoursFactory
from tests.content.factories import FaqEntryFactory, PageFactory, PracticeFactory
from tests.content.vocabulary import faults

pytestmark = pytest.mark.django_db
BASE = "http://testserver"
MEDICAL = re.compile(r"Medical|Physician|Clinic|Hospital|Health(?!AndBeauty)|Patient|Therap")


class Head(HTMLParser):
    """The title, the links, the metas and the data of a page."""

    def __init__(self, html):
        super().__init__()
        self.metas, self.links, self.title, self.data = {}, {}, "", []
        self._inside = None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "meta" and "content" in attrs:
            self.metas[attrs.get("property") or attrs.get("name")] = attrs["content"]
        elif tag == "link":
            self.links[attrs["rel"]] = attrs["href"]
        is_data = tag == "script" and attrs.get("type") == "application/ld+json"
        self._inside = "data" if is_data else tag
        if is_data:
            self.data.append("")

    def handle_endtag(self, tag):
        self._inside = None

    def handle_data(self, text):
        if self._inside == "title" and not self.title:
            self.title = text
        elif self._inside == "data":
            self.data[-1] += text

    @property
    def things(self):
        [data] = self.data
        return {thing["@type"]: thing for thing in json.loads(data)["@graph"]}


@pytest.fixture
def practice():
    return PracticeFactory(tagline="A quiet room by the harbour")


@pytest.fixture
def texts(practice):
    call_command("load_texts", verbosity=0)
    TreatmentFactory()
    FollowUpFactory()


def head_of(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status
    return Head(response.text)


def public_paths():
    rows = [*Page.objects.published(), *FaqEntry.objects.published()]
    return [row.get_absolute_url() for row in rows]


def test_a_page_names_its_address_its_words_and_its_picture(client, practice):
    PageFactory(slug="session", title="A session", meta_description="How it goes.")

    head = head_of(client, "/session/?from=a-mail")

    picture = head.metas["og:image"]
    assert head.title == "A session – Birch House Practice"
    assert head.links["canonical"] == f"{BASE}/session/"
    assert re.fullmatch(rf"{BASE}/sharing/session\.png\?v=[0-9a-f]{{8}}", picture)
    assert {
        name: text for name, text in head.metas.items() if name.startswith(("og:", "twitter:", "desc"))
    } == {
        "description": "How it goes.",
        "og:type": "website",
        "og:locale": "en_GB",
        "og:site_name": "Birch House Practice",
        "og:title": "A session",
        "og:description": "How it goes.",
        "og:url": f"{BASE}/session/",
        "og:image": picture,
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "A session",
        "twitter:card": "summary_large_image",
        "twitter:title": "A session",
        "twitter:description": "How it goes.",
        "twitter:image": picture,
    }


def test_the_site_has_one_address_whatever_it_was_asked_by(client, practice):
    PageFactory(slug="session")

    head = Head(client.get("/session/", headers={"host": "localhost"}).text)
    robots = client.get("/robots.txt", headers={"host": "localhost"}).text
    sitemap = client.get("/sitemap.xml", headers={"host": "localhost"}).text

    assert head.links["canonical"] == head.metas["og:url"] == f"{BASE}/session/"
    assert "localhost" not in head.data[0] + robots + sitemap


def test_every_text_of_the_site_has_a_title_and_a_description_of_its_own(client, texts):
    heads = [head_of(client, path) for path in public_paths()]

    titles = [head.title for head in heads]
    descriptions = [head.metas["description"] for head in heads]
    assert len(heads) >= 36
    assert len(set(titles)) == len(set(descriptions)) == len(heads)
    assert [text for text in descriptions if not 50 <= len(text) <= 200] == []


def test_every_page_is_right_by_the_vocabulary(client, texts):
    WorkingHoursFactory(weekday=0, starts=time(9), ends=time(17))

    found = {path: faults(*head_of(client, path).data) for path in public_paths()}

    assert {path: wrong for path, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize(
    "graph",
    [
        [{"@type": "HealthAndBeautyBusiness", "openingHours": {"@type": "Person"}}],
        [{"@type": "Service", "duration": "PT2H"}],
        [{"@type": "Service", "provider": {"@type": "Place", "name": "x"}}],
        [{"@type": "Offer", "price": ""}],
        [{"@type": "OpeningHoursSpecification", "dayOfWeek": "https://schema.org/Mon", "opens": "9 o'clock"}],
        [{"@type": "NoSuchThing", "name": "x"}],
        [{"@type": "Offer", "itemOffered": {"@type": "Service", "colour": "green"}}],
        [{"@type": "WebPage", "dateModified": "last week"}],
    ],
    ids=[
        "wrong sort",
        "unknown word",
        "wrong thing",
        "empty",
        "no day, no time",
        "unknown type",
        "deep inside",
        "no date",
    ],
)
def test_the_vocabulary_finds_what_is_wrong(graph):
    assert faults(json.dumps({"@context": "https://schema.org", "@graph": graph}))


def test_the_practice_is_told_with_its_hours_and_prices(client, practice):
    PageFactory(slug="home", layout="home", title="A light touch")
    TreatmentFactory(name="First session", summary="We begin.", price__amount=95)
    WorkingHoursFactory(weekday=0, starts=time(9), ends=time(13))
    WorkingHoursFactory(weekday=0, starts=time(14), ends=time(18, 30))
    WorkingHoursFactory(weekday=3, starts=time(9), ends=time(13))

    head = head_of(client, "/")

    assert head.things["HealthAndBeautyBusiness"] == {
        "@type": "HealthAndBeautyBusiness",
        "@id": f"{BASE}/#practice",
        "name": "Birch House Practice",
        "description": "A quiet room by the harbour",
        "url": f"{BASE}/",
        "image": head.metas["og:image"],
        "telephone": "+441632960123",
        "email": "hello@example.com",
        "address": {
            "@type": "PostalAddress",
            "streetAddress": "The Old Bakery, 12 Harbour Row",
            "addressLocality": "Exampletown",
            "postalCode": "EX1 2MP",
            "addressCountry": "GB",
        },
        "employee": {"@type": "Person", "name": "Aino Example"},
        "currenciesAccepted": "GBP",
        "priceRange": "£95",
        "openingHoursSpecification": [
            opening(["Monday", "Thursday"], "09:00:00", "13:00:00"),
            opening(["Monday"], "14:00:00", "18:30:00"),
        ],
        "makesOffer": [
            {
                "@type": "Offer",
                "itemOffered": {
                    "@type": "Service",
                    "name": "First session",
                    "description": "We begin.",
                    "provider": {"@id": f"{BASE}/#practice"},
                },
                "price": "95.00",
                "priceCurrency": "GBP",
                "url": f"{BASE}/book/",
                "additionalProperty": {
                    "@type": "PropertyValue",
                    "name": "Duration",
                    "minValue": 90,
                    "maxValue": 120,
                    "unitCode": "MIN",
                    "unitText": "minutes",
                },
            }
        ],
    }


def opening(days, opens, closes):
    return {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": [f"https://schema.org/{day}" for day in days],
        "opens": opens,
        "closes": closes,
    }


def test_new_hours_and_treatments_are_told_at_once(client, practice):
    PageFactory(slug="home", layout="home")
    before = head_of(client, "/").things["HealthAndBeautyBusiness"]
    WorkingHoursFactory()
    TreatmentFactory()
    with_both = head_of(client, "/").things["HealthAndBeautyBusiness"]

    Treatment.objects.all().delete()
    WorkingHours.objects.all().delete()
    after = head_of(client, "/").things["HealthAndBeautyBusiness"]

    assert before == after
    assert set(with_both) - set(before) == {"makesOffer", "openingHoursSpecification", "priceRange"}


def test_no_page_claims_to_be_medical(client, texts):
    types = {
        name
        for path in public_paths()
        for name in re.findall(r'"@type": "(\w+)"', head_of(client, path).data[0])
    }

    assert "HealthAndBeautyBusiness" in types
    assert [name for name in types if MEDICAL.search(name)] == []


def test_a_page_tells_the_way_to_it(client, practice):
    PageFactory(slug="faq", layout="faq", title="Questions and answers", menu_label="Questions")
    FaqEntryFactory(slug="dressed", question="Do I stay dressed?", answer="Yes, **always**.")

    entry = head_of(client, "/faq/dressed/")
    overview = head_of(client, "/faq/")

    steps = entry.things["WebPage"]["breadcrumb"]["itemListElement"]
    assert [(step["position"], step["name"], step["item"]["@id"]) for step in steps] == [
        (1, "Home", f"{BASE}/"),
        (2, "Questions", f"{BASE}/faq/"),
        (3, "Do I stay dressed?", f"{BASE}/faq/dressed/"),
    ]
    assert entry.metas["description"] == "Yes, always."
    assert overview.things["FAQPage"]["mainEntity"] == [
        {
            "@type": "Question",
            "name": "Do I stay dressed?",
            "acceptedAnswer": {"@type": "Answer", "text": "Yes, always."},
        }
    ]


def test_what_is_typed_cannot_leave_the_data(client):
    typed = "</script><script>alert(1)</script><!--\u2028&amp;"
    PracticeFactory(name=typed, practitioner=typed)
    PageFactory(slug="home", layout="home", title=typed, meta_description=typed)

    response = client.get("/")

    head = Head(response.text)
    assert head.things["WebPage"]["name"] == head.metas["og:title"] == typed
    assert response.text.count("</script>") == response.text.count("<script") == 1
    assert re.search(r"[<>&\u2028]", head.data[0]) is None


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/faq/?q=dressed", 200),
        ("/book/", 200),
        ("/contact/sent/", 200),
        ("/nowhere/", 404),
        ("/booking/link/", 200),
    ],
)
def test_what_is_not_for_everybody_is_not_to_be_found(client, practice, path, status):
    PageFactory(slug="faq", layout="faq")

    head = head_of(client, path, status)

    found = [name for name in head.metas if name and name.startswith(("og:", "twitter:"))]
    assert (head.metas["robots"], found, head.data, "canonical" in head.links) == ("noindex", [], [], False)


def test_a_message_with_a_fault_is_not_to_be_found(client, practice):
    PageFactory(slug="contact", layout="contact")

    empty, filled = client.get("/contact/"), client.post("/contact/", {"name": "Robin"})

    assert Head(empty.text).things["ContactPage"]["url"] == f"{BASE}/contact/"
    assert (Head(filled.text).metas["robots"], Head(filled.text).data) == ("noindex", [])


def test_a_preview_is_not_to_be_found(admin_client, practice):
    page = PageFactory(slug="session")
    typed = {"title": "A session", "slug": "session", "body": "Words.", "layout": "standard"}

    response = admin_client.post(f"/admin/content/page/{page.pk}/preview/", typed)

    assert (Head(response.text).metas["robots"], Head(response.text).data) == ("noindex", [])


def test_a_page_that_is_not_filled_in_says_nothing_empty(client):
    PageFactory(slug="home", layout="home", title="A light touch")

    head = head_of(client, "/")

    assert "description" not in head.metas
    assert list(head.things) == ["WebPage"]


def test_the_sitemap_says_when_each_page_changed(client, practice):
    page = PageFactory(slug="session")

    tree = ElementTree.fromstring(client.get("/sitemap.xml").content)

    name = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    told = [(url.findtext(f"{name}loc"), url.findtext(f"{name}lastmod")) for url in tree]
    assert told == [(f"{BASE}/session/", f"{page.changed_at:%Y-%m-%d}")]


@pytest.mark.parametrize("title", ["Short", "A longer title that takes up two lines or three", "Long " * 23])
def test_a_picture_goes_with_a_page(client, practice, title):
    PageFactory(slug="session", title=title)
    address = head_of(client, "/session/").metas["og:image"].removeprefix(BASE)

    response = client.get(address)

    with Image.open(BytesIO(response.content)) as drawn:
        assert (drawn.format, drawn.size, len(drawn.getcolors())) == ("PNG", (1200, 630), 64)
    assert (response["Content-Type"], response["Cache-Control"]) == ("image/png", "public, max-age=86400")
    assert len(response.content) <= 120_000


def test_other_words_are_another_picture_at_another_address(client, practice):
    page = PageFactory(slug="session", title="Before")
    entry = FaqEntryFactory(slug="dressed")
    first = head_of(client, "/session/").metas["og:image"]
    before = client.get("/sharing/session.png").content
    page.title = "After"
    page.save()

    assert head_of(client, "/session/").metas["og:image"] != first
    assert client.get("/sharing/session.png").content != before
    assert client.get(f"/sharing/faq/{entry.slug}.png").status_code == 200


@pytest.mark.parametrize("path", ["/sharing/draft.png", "/sharing/nothing.png", "/sharing/faq/draft.png"])
def test_what_is_not_published_has_no_picture(client, practice, path):
    PageFactory(slug="draft", is_published=False)
    FaqEntryFactory(slug="draft", is_published=False)

    assert client.get(path).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_a_picture_is_only_read(client, practice, method):
    PageFactory(slug="session")

    assert getattr(client, method)("/sharing/session.png").status_code == 405


def test_what_is_typed_in_a_title_is_drawn_as_words(client, practice):
    PageFactory(slug="session", title='#panic("x") $1$ *bold* \\ " <b>')

    assert client.get("/sharing/session.png").status_code == 200
