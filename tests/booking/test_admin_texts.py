"""The texts of the mails at the desk: worded, looked at, put back."""

import re
import smtplib
from base64 import b64encode
from hashlib import sha256
from html import escape, unescape
from html.parser import HTMLParser

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.core import mail
from django.db import connection

from booking.models import MessageText
from booking.practitioner import make_practitioner
from content.models import Practice
from tests.booking.factories import NOW

pytestmark = pytest.mark.django_db

LIST, CONFIRMED = "/admin/booking/booking/texts/", "/admin/booking/booking/texts/confirmed/"
GOOD = {
    "subject": "See you {when}",
    "body": "Dear {first_name},\n\nI look forward to it.\n\n{facts}\n\n{form}\n\n{adult_stays}",
}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def marja(client):
    Practice.objects.create(name="NPM Practice", email="kim@example.com", phone="01632 960 123")
    client.force_login(make_practitioner("marja", "walking-in-birch-woods"))
    return client


def shown(answer):
    return unescape(answer.content.decode())


def seen_on(page):
    return re.search(r'name="seen" value="(\w+)"', shown(page))[1]


def send(marja, act, **changes):
    seen = seen_on(marja.get(CONFIRMED))
    return marja.post(CONFIRMED, {**GOOD, "seen": seen, "act": act, **changes})


class Parsed(HTMLParser):
    """The tags of a page, with the attributes and the styles as a browser reads them."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.styles, self._open = [], [], ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self._open = tag
        self.tags.append((tag, dict(attrs)))
        self.styles += [value for name, value in attrs if name == "style"]

    def handle_data(self, data):
        if self._open == "style":
            self.styles.append(data)

    def handle_endtag(self, tag):
        self._open = ""

    def all(self, name):
        return [attrs for tag, attrs in self.tags if tag == name]


def frames(answer):
    return Parsed(answer.content.decode()).all("iframe")


def mails_in(answer):
    return [Parsed(frame["srcdoc"]) for frame in frames(answer)]


def made_of(answer):
    """The tags of the page and of the mails in it, with the names of their attributes."""
    pages = [Parsed(answer.content.decode()), *mails_in(answer)]
    return [[(tag, set(attrs)) for tag, attrs in page.tags] for page in pages]


def policy(answer):
    parts = (part.split(" ") for part in answer.headers["Content-Security-Policy"].split("; "))
    return {name: values for name, *values in parts}


def own_words():
    return list(MessageText.objects.values_list("name", "subject", "body"))


def test_every_text_of_the_list_has_its_page(marja):
    pages = set(re.findall(rf'href="({LIST}[\w-]+/)"', shown(marja.get(LIST))))

    assert len(pages) == 35
    assert {marja.get(page).status_code for page in pages} == {200}


def test_the_list_costs_the_same_for_none_and_all(marja, django_assert_max_num_queries):
    with django_assert_max_num_queries(20) as one:
        marja.get(LIST)
    for number in range(20):
        MessageText.objects.create(name=f"{number}", subject="x", body="x", changed_at=NOW)

    with django_assert_max_num_queries(len(one)):
        marja.get(LIST)


def test_looking_at_a_text_shows_how_it_reads_to_both_and_changes_nothing(marja):
    page = shown(marja.get(CONFIRMED))

    assert "Hello Ada," in page
    assert "Hello Robin," in page
    assert "The session for Ada is confirmed." in page
    assert own_words() == []


def test_words_are_shown_before_they_are_saved(marja):
    page = shown(send(marja, "show"))

    assert "Not saved yet." in page
    assert "See you Wednesday 17 March, 10:30am" in page
    assert "Dear Ada," in page
    assert own_words() == []


@pytest.mark.parametrize("act", ["", "look", "SAVE", "\0", "save\n"])
def test_only_the_button_saves(marja, act):
    assert send(marja, act).status_code == 200
    assert own_words() == []


def test_words_are_saved_and_the_list_calls_them_hers(marja):
    answer = send(marja, "save", body=GOOD["body"].replace("\n", "\r\n") + "\r\n\r\n\r\n")

    assert (answer.status_code, answer.url) == (302, CONFIRMED)
    assert own_words() == [("confirmed", GOOD["subject"], GOOD["body"])]
    assert "Saved. From now on the mail goes out like this." in shown(marja.get(CONFIRMED))
    assert "<strong>Yours</strong>" in shown(marja.get(LIST))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"subject": ""}, "Write a subject."),
        ({"subject": "x" * 71}, "The subject comes to about 71 letters."),
        ({"subject": "x" * 20_000}, "at most 200"),
        ({"subject": "{facts}"}, "{facts} does not fit a subject. Use it in the text."),
        ({"body": ""}, "Write the text."),
        ({"body": "x" * 6000}, "at most 5000"),
        ({"body": GOOD["body"] + " {wen}"}, "{wen} stands for nothing here. Did you mean {when}?"),
        ({"body": GOOD["body"] + " {zebra}"}, "{zebra} stands for nothing here. Choose from the list"),
        ({"body": GOOD["body"] + " {"}, "A brace stands alone."),
        ({"body": GOOD["body"].replace("{form}", "")}, "Put {form} back in"),
        ({"body": GOOD["body"] + " {facts}"}, "{facts} can be several lines"),
        ({"body": GOOD["body"] + " pain"}, "“pain” is a word about health."),
        ({"body": GOOD["body"] + " www.example.com"}, "Leave out “www.example.com”."),
        ({"seen": "x" * 100}, "at most 64"),
        ({"seen": ""}, "This text was changed in another window."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(marja, changes, sentence):
    answer = send(marja, "save", **changes)

    typed = {**GOOD, **changes}
    assert answer.status_code == 200
    assert sentence in shown(answer)
    assert typed["subject"] in shown(answer)
    assert typed["body"] in shown(answer)
    assert own_words() == []


def test_everything_that_is_wrong_is_said_at_once(marja):
    page = shown(send(marja, "save", subject="{facts} www.example.com", body="{gone} {facts}"))

    for sentence in (
        "{facts} does not fit a subject.",
        "Leave out “www.example.com”.",
        "{gone} stands for nothing here.",
        "{facts} can be several lines",
        "Put {form} back in",
        "Put {adult_stays} back in",
    ):
        assert sentence in page


def test_a_nul_is_tidied_away(marja):
    send(marja, "save", subject="See you\0 {when}")

    assert own_words() == [("confirmed", "See you {when}", GOOD["body"])]


def test_saving_twice_says_that_nothing_changed(marja):
    send(marja, "save")
    send(marja, "save")

    assert "these are its words already" in shown(marja.get(CONFIRMED))
    assert MessageText.history.count() == 1


def test_going_back_twice_is_going_back_once(marja):
    send(marja, "save")

    for _press in (1, 2):
        assert send(marja, "original").status_code == 302

    assert own_words() == []
    assert MessageText.history.count() == 2


def test_a_word_in_the_text_is_never_a_tag(marja):
    page = shown(send(marja, "show", body=GOOD["body"] + "\n<b>{% now 'Y' %}</b>"))

    assert "{% now 'Y' %} stands for nothing here." in page
    assert "<b>{% now" not in send(marja, "show", body=GOOD["body"] + "\n<b>x</b>").content.decode()


def test_words_that_no_longer_fit_say_what_to_do(marja):
    MessageText.objects.create(name="confirmed", subject="x", body="{gone}", changed_at=NOW)

    page = shown(marja.get(CONFIRMED))

    assert "The original goes out: your words no longer fit it." in page
    assert "{gone} stands for nothing here." in page
    assert "Yours no longer fits: the original goes out" in shown(marja.get(LIST))


@pytest.mark.parametrize("text", ["nothing", "together", "confirmed-", "x" * 3000])
def test_a_text_that_there_is_none_of_is_not_found(marja, text):
    assert marja.get(f"{LIST}{text}/").status_code == 404


def test_who_may_not_change_texts_only_reads_them(client, django_user_model):
    looker = django_user_model.objects.create_user("looker", is_staff=True)
    looker.user_permissions.set(Permission.objects.filter(codename="view_messagetext"))
    client.force_login(looker)

    page = shown(client.get(CONFIRMED))

    assert "Hello Ada," in page
    assert "<textarea" not in page
    assert client.post(CONFIRMED, {**GOOD, "act": "save"}).status_code == 403


def test_words_that_no_longer_fit_are_on_her_desk(marja):
    MessageText.objects.create(name="confirmed", subject="x", body="{gone}", changed_at=NOW)

    assert "A text of yours no longer fits: the original goes out" in shown(marja.get("/admin/"))


def test_a_test_goes_to_the_practice_alone_as_it_was_typed_and_saves_nothing(marja):
    page = shown(send(marja, "test"))

    (sent,) = mail.outbox
    assert (sent.to, sent.cc, sent.bcc) == (["kim@example.com"], [], [])
    assert sent.subject == "Test: See you Wednesday 17 March, 10:30am"
    assert sent.body.startswith(
        "Dear Ada,\n\nI look forward to it.\n\nWhen: Wednesday 17 March 2027, 10:30am\n"
    )
    assert "A test is on its way to kim@example.com." in page
    assert GOOD["body"] in page
    assert own_words() == []


def test_a_test_of_a_wrong_text_is_not_sent(marja):
    page = shown(send(marja, "test", body="{gone}"))

    assert "{gone} stands for nothing here." in page
    assert mail.outbox == []


def test_tests_are_so_many_in_an_hour(marja, settings):
    settings.ATTEMPTS_PER_HOUR = settings.ATTEMPTS_PER_HOUR | {"test_mail": 2}

    pages = [shown(send(marja, "test")) for _press in range(3)]

    assert len(mail.outbox) == 2
    assert ["Nothing was sent. Try again later." in page for page in pages] == [False, False, True]


@pytest.mark.parametrize("address", ["", "kim"])
def test_without_an_address_of_the_practice_a_test_says_so(marja, address):
    Practice.objects.update(email=address)

    page = shown(send(marja, "test"))

    assert "Nothing was sent: write your email address into the practice details." in page
    assert mail.outbox == []


@pytest.mark.parametrize("error", [OSError("away"), TimeoutError(), smtplib.SMTPServerDisconnected("x")])
def test_a_mail_server_that_is_away_is_told_of(marja, monkeypatch, error):
    def fail(*args, **kwargs):
        raise error

    monkeypatch.setattr("django.core.mail.EmailMessage.send", fail)

    page = shown(send(marja, "test"))

    assert "The mail server did not take it." in page
    assert GOOD["body"] in page


def test_a_test_is_sent_outside_of_a_transaction(marja, monkeypatch):
    """Nobody who books waits behind a mail server."""
    inside = []
    depth = len(connection.savepoint_ids)
    monkeypatch.setattr(
        "django.core.mail.EmailMessage.send",
        lambda *args, **kwargs: inside.append(len(connection.savepoint_ids) - depth),
    )

    send(marja, "test")

    assert inside == [0]


def test_what_was_done_is_shown_and_can_be_begun_with(marja):
    send(marja, "save")
    send(marja, "save", subject="Until {when}")
    send(marja, "original")
    first = MessageText.history.earliest()

    page = shown(marja.get(CONFIRMED))
    begun = shown(marja.get(CONFIRMED, {"from": first.history_id}))

    done = re.findall(r"Until \{when\}|See you \{when\}|<span>Back to the original", page)
    assert done == ["<span>Back to the original", "Until {when}", "See you {when}"]
    assert 'value="See you {when}"' in begun
    assert "Not saved yet." in begun
    assert own_words() == []


def test_earlier_words_can_be_saved_again(marja):
    send(marja, "save")
    send(marja, "original")
    page = marja.get(CONFIRMED, {"from": MessageText.history.earliest().history_id})

    marja.post(CONFIRMED, {**GOOD, "seen": seen_on(page), "act": "save"})

    assert own_words() == [("confirmed", GOOD["subject"], GOOD["body"])]


@pytest.mark.parametrize("key", ["", "x", "-1", "9" * 30, "\0", "²", "1e3"])
def test_earlier_words_that_there_are_none_of_are_the_present_ones(marja, key):
    assert 'value="Your session on {when}"' in shown(marja.get(CONFIRMED, {"from": key}))


def test_earlier_words_of_another_mail_are_not_taken(marja):
    MessageText.objects.create(name="held", subject="Of another", body="x", changed_at=NOW)

    page = shown(marja.get(CONFIRMED, {"from": MessageText.history.get().history_id}))

    assert "Of another" not in page


def test_the_mail_is_shown_as_it_looks_to_both_readers_in_a_frame_that_can_do_nothing(marja):
    adult, parent = frames(marja.get(CONFIRMED))

    assert [adult["sandbox"], parent["sandbox"]] == [None, None]
    assert "Hello Ada," in adult["srcdoc"]
    assert "The session for Ada is confirmed" in parent["srcdoc"]
    assert [one.all("a")[0].get("href") for one in mails_in(marja.get(CONFIRMED))] == [None, None]


def test_the_mail_is_shown_in_words_that_are_not_saved_and_never_in_wrong_ones(marja):
    unsaved, wrong = send(marja, "show"), send(marja, "show", body="{zebra}")

    assert "I look forward to it." in frames(unsaved)[0]["srcdoc"]
    assert frames(wrong) == []


def test_the_page_allows_the_styles_of_its_mails_and_no_others(marja):
    answer = marja.get(CONFIRMED)

    styles = {style for one in mails_in(answer) for style in one.styles}
    digests = {f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'" for style in styles}
    allowed, usual = policy(answer), policy(marja.get(LIST))
    assert len(styles) > 10
    assert digests <= set(allowed["style-src"])
    assert {value[:8] for value in allowed["style-src"]} == {"'self'", "'unsafe-", "'sha256-"}
    assert "'unsafe-inline'" not in allowed["style-src"]
    assert allowed | {"style-src": ["'self'"]} == usual


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        '"><script>alert(1)</script>',
        "</iframe><img src=x onerror=alert(1)>",
        "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;",
        "</style><style>body - display: none</style>",
        '<p style="position: fixed; inset: 0">x</p>',
        "<a href=javascript:alert(1)>x</a>",
        "]]><svg onload=alert(1)>",
    ],
)
def test_nothing_of_hers_is_markup_in_the_frame_or_around_it(marja, attack):
    plain = send(marja, "show", subject="x", body=f"{GOOD['body']}\n\nx")

    attacked = send(marja, "show", subject=attack, body=f"{GOOD['body']}\n\n{attack}")

    assert made_of(attacked) == made_of(plain)
    assert policy(attacked) == policy(plain)
    assert all(escape(attack) in frame["srcdoc"] for frame in frames(attacked))
