"""The privacy notice as it is shown: its fifteen parts, the ground of the site and the periods in force."""

import re
from html import unescape

import pytest
from django.core.management import call_command
from django.utils.html import strip_tags

from booking import notice
from booking.models import RetentionPolicy
from content import site
from content.models import Practice
from intake import agreement, records
from intake.answers import ForWhom
from tests.booking import flow
from tests.booking.factories import TreatmentFactory
from tests.intake.factories import NOW, ClientFactory

pytestmark = pytest.mark.django_db
# What has to be there, by the address of its part and in words of it.
PARTS = {
    "who, contact, ICO number": ("who-i-am-and-how-to-reach-me", "Marja Example; 01632 960 123; ZA000000"),
    "what": ("what-i-keep", "To book; From the health form; What you agreed to"),
    "why, basis and condition": ("why-and-on-what-legal-ground", "Article 6(1)(b); Article 9(2)(a)"),
    "where from": ("where-it-comes-from", "From you, or from the adult who books"),
    "who gets it": ("who-else-gets-it", "server; email; backups; insurer; only if you agree"),
    "abroad": ("does-it-leave-the-uk", "in the UK; adequate"),
    "how long": (
        "how-long-i-keep-it",
        "8 years after the last visit; 25th birthday; 26th birthday; 30 days after the last booking; "
        "6 months after the last booking; 3 months after the wait; 24 hours; 35 days",
    ),
    "rights": ("your-rights", "copy; correct; erase; restrict; computer can read; within 1 month"),
    "withdraw": ("changing-your-mind", "take back your agreement; as easy as giving it; two presses"),
    "complain to us": ("complaining-to-me", "within 30 days; the outcome"),
    "complain to the ICO": ("complaining-to-the-ico", "ico.org.uk/make-a-complaint; 0303 123 1113"),
    "must you give it": ("do-you-have-to-tell-me", "No law makes you; ring me"),
    "automated decisions": ("decisions-made-by-computer", "no automated decisions; never refuses"),
    "children": ("for-children-and-young-people", "You can say no; From 16; at 18"),
    "last changed": ("when-this-notice-last-changed", "22 November 2026"),
}
NAMES = {"explicit_consent": "explicit consent", "health_care": "duty of confidentiality"}


@pytest.fixture(autouse=True)
def practice():
    """The texts of the site, read anew in each test: what is kept of them knows nothing of a setting."""
    call_command("load_texts", verbosity=0)
    practice = Practice.objects.current()
    practice.name, practice.practitioner, practice.ico_number = "NPM", "Marja Example", "ZA000000"
    practice.phone, practice.email = "01632 960 123", "marja@example.com"
    practice.save()


@pytest.fixture
def forget(monkeypatch):
    return lambda: monkeypatch.setattr(site, "_kept", None)


def read(client) -> str:
    return client.get("/privacy/").text


def part_of(page, anchor) -> str:
    found = re.search(rf'id="{anchor}".*?(?=<h2|</main>)', page, re.S)
    return " ".join(unescape(strip_tags(found[0].partition(">")[2])).split()) if found else ""


@pytest.mark.parametrize("wanted", PARTS.values(), ids=PARTS)
def test_each_of_the_fifteen_parts_is_there(client, wanted):
    anchor, words = wanted

    text = part_of(read(client), anchor)

    assert [word for word in words.split("; ") if word not in text] == []
    assert len(PARTS) == 15


def test_no_token_is_left_as_it_was_typed(client):
    assert "{{" not in read(client)


def test_the_periods_are_those_in_force(client):
    before = part_of(read(client), "how-long-i-keep-it")

    RetentionPolicy(adult_years=10, child_age=27, health_days=1, contact_months=1).save()
    after = part_of(read(client), "how-long-i-keep-it")

    assert "8 years" in before
    assert "8 years" not in after
    wanted = ["10 years", "27th", "28th", "1 day after", "1 month after"]
    assert [words for words in wanted if words in after] == wanted


@pytest.mark.parametrize(("condition", "name"), NAMES.items())
def test_v1_notice_pages_and_record_name_the_same_ground(client, settings, forget, condition, name):
    settings.HEALTH_CONDITION = condition
    forget()
    TreatmentFactory()
    (other,) = set(NAMES) - {condition}

    told = part_of(read(client), "why-and-on-what-legal-ground")
    flow.start(client)
    asked = client.get("/book/before-we-start/").text
    (kept,) = records.give_consents(
        [agreement.current("self").to_json()],
        client=ClientFactory(),
        given_by="Joan",
        relation="self",
        now=NOW,
    )

    ground = str(notice.GROUND[condition])
    assert (ground in told, str(notice.GROUND[other]) in told) == (True, False)
    assert (name in asked, NAMES[other] in asked) == (True, False)
    assert ('type="checkbox"' in asked) is (condition == "explicit_consent")
    assert (kept.condition, kept.wording in unescape(asked)) == (condition, True)


@pytest.mark.parametrize("condition", NAMES)
@pytest.mark.parametrize("for_whom", ForWhom)
def test_v2_no_box_is_ticked_beforehand(client, settings, forget, condition, for_whom):
    settings.HEALTH_CONDITION = condition
    forget()
    TreatmentFactory()
    flow.start(client, for_whom=for_whom)

    page = client.get("/book/before-we-start/").text

    assert "checked" not in page


def test_the_short_version_before_the_questions_has_eight_lines_at_most(client):
    TreatmentFactory()
    flow.start(client)

    page = client.get("/book/before-we-start/").text

    (short,) = re.findall(r'<ul class="privacy-short.*?</ul>', page, re.S)
    assert 5 <= short.count("<li>") <= 8
    assert "8 years" in short
    assert 'href="/privacy/"' in page
