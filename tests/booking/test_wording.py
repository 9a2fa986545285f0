"""The texts of the mails: what may stand in them, and what goes out."""

import pytest
from django.conf import settings

from booking.models import MessageText
from booking.wording import editing, examples, own, rendering, titles
from booking.wording.catalogue import BY_NAME, TEXTS
from booking.wording.checking import problems
from booking.wording.filling import names
from content.models import Practice
from tests.booking.factories import NOW

pytestmark = pytest.mark.django_db

EACH = pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.name)
READERS = pytest.mark.parametrize("is_child", [False, True], ids=["adult", "child"])
HERS = "Dear {first_name},\n\nI look forward to it.\n\n{facts}\n\n{form}\n\n{adult_stays}"


@pytest.fixture(autouse=True)
def practice():
    return Practice.objects.create(
        name="NPM Practice",
        practitioner="Kim Example",
        email="kim@example.com",
        phone="01632 960 123",
        address="1 Birch Lane",
        town="Exampleton",
        postcode="EX1 2PL",
    )


@EACH
@READERS
def test_the_original_passes_its_own_check(text, is_child):
    words = rendering.outline(text.name, examples.context(text, now=NOW, is_child=is_child)).words

    assert problems(text, words.subject, words.body) == []


@EACH
@READERS
def test_whatever_a_text_may_name_can_be_filled_in(text, is_child):
    context = examples.context(text, now=NOW, is_child=is_child)
    everything = "\n".join(f"{{{name}}}" for name in text.allowed)
    parts = rendering.outline(text.name, context).parts
    words = rendering.Words("".join(f"{{{name}}}" for name in text.allowed_in_subject), everything)

    subject, body = rendering.filled(words, parts, context)

    assert names(subject + body) == []


def test_every_text_and_placeholder_is_told_of_in_words():
    named = {name for text in TEXTS for name in text.allowed}

    assert set(titles.TITLES) == set(titles.GOES) == {text.name for text in TEXTS}
    assert set(titles.GIVES) == named


def test_every_mail_to_a_client_has_its_text():
    templates = {path.stem for path in (settings.BASE_DIR / "templates/booking/emails").glob("*.txt")}
    extends = {
        name
        for name in templates
        if "emails/client.txt" in (settings.BASE_DIR / f"templates/booking/emails/{name}.txt").read_text()
    }

    assert extends == {text.name for text in TEXTS if not text.is_of_several}


@EACH
@READERS
def test_the_original_and_the_same_words_of_hers_make_the_same_mail(text, is_child):
    context = examples.context(text, now=NOW, is_child=is_child)
    words = editing.original(text, now=NOW)
    before = rendering.render(text.name, context)
    MessageText.objects.create(name=text.name, subject=words.subject, body=words.body, changed_at=NOW)

    assert rendering.render(text.name, context) == before


def confirmation():
    context = examples.context(BY_NAME["confirmed"], now=NOW)
    return rendering.render("confirmed", context)


def test_her_words_go_out_in_place_of_the_original():
    MessageText.objects.create(name="confirmed", subject="See you {when}", body=HERS, changed_at=NOW)

    subject, body = confirmation()

    assert subject == "See you Wednesday 17 March, 10:30am"
    assert body.startswith("Dear Ada,\n\nI look forward to it.\n\nWhen: Wednesday 17 March 2027, 10:30am\n")
    assert "\nMove it: http://testserver/booking/visit/" in body
    assert body.endswith("reply to it, and I will remove your address.\n")


@pytest.mark.parametrize("body", [HERS + "\n{gone}", HERS.replace("{facts}", ""), HERS + "\n{{ 7|add:7 }}"])
def test_words_that_no_longer_fit_give_way_to_the_original(body):
    before = confirmation()
    MessageText.objects.create(name="confirmed", subject="See you {when}", body=body, changed_at=NOW)

    assert confirmation() == before
    assert own.unusable() == [BY_NAME["confirmed"]]


def test_what_was_filled_in_is_no_text_of_its_own(practice):
    Practice.objects.update(address="{reach} {{ practice.email }}")

    assert "Where: {reach} {{ practice.email }}, Exampleton, EX1 2PL" in confirmation()[1]


class TestEditing:
    """She words it anew, goes back, and is told when another window was quicker."""

    text = BY_NAME["confirmed"]
    words = rendering.Words("See you {when}", HERS)

    def seen(self):
        return editing.mark(editing.current(self.text, now=NOW))

    def test_words_are_kept_once_with_who_and_when(self, admin_user):
        seen = self.seen()

        first = editing.reword(self.text, self.words, seen=seen, by=admin_user, now=NOW)
        again = editing.reword(self.text, self.words, seen=seen, by=admin_user, now=NOW)

        (version,) = MessageText.history.all()
        assert (first, again) == (True, False)
        assert (version.history_user, version.history_date, version.body) == (admin_user, NOW, HERS)

    def test_what_was_changed_meanwhile_is_not_written_over(self, admin_user):
        seen = self.seen()
        editing.reword(self.text, self.words, seen=seen, by=admin_user, now=NOW)

        with pytest.raises(editing.Outdated):
            editing.reword(self.text, rendering.Words("Other", HERS), seen=seen, by=admin_user, now=NOW)

        assert editing.current(self.text, now=NOW) == self.words

    def test_the_original_s_own_words_are_the_original(self, admin_user):
        editing.reword(self.text, self.words, seen=self.seen(), by=admin_user, now=NOW)
        original = editing.original(self.text, now=NOW)

        editing.reword(self.text, original, seen=self.seen(), by=admin_user, now=NOW)

        assert not MessageText.objects.exists()

    def test_going_back_is_done_once_and_keeps_what_was_written(self, admin_user):
        editing.reword(self.text, self.words, seen=self.seen(), by=admin_user, now=NOW)

        done = [editing.put_back(self.text, by=admin_user, now=NOW) for _press in (1, 2)]

        assert done == [True, False]
        assert [one.history_type for one in MessageText.history.all()] == ["-", "+"]
        assert own.of("confirmed") is None
