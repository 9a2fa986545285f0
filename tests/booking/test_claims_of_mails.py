"""What mails and the pages of booking claim: nothing, and what she words anew is read before it is saved."""

import ast
import re
from pathlib import Path

import pytest
import time_machine

from booking.models import MessageText
from booking.wording import editing
from booking.wording.catalogue import BY_NAME
from content.claims import Level, Place, check
from content.models import ClaimOverride
from tests.booking.factories import NOW
from tests.booking.test_admin_texts import CONFIRMED, GOOD, marja, seen_on, send, shown
from tests.content.test_reviewed import parts

__all__ = ["marja"]
pytestmark = pytest.mark.django_db

BASE_DIR = Path(__file__).resolve().parents[2]
CLAIM = "It cures sore shoulders."
TEMPLATES = [
    path
    for folder in ("booking", "content", "includes")
    for path in sorted((BASE_DIR / "templates" / folder).rglob("*"))
    if path.is_file()
]
MODULES = [
    path
    for folder in ("booking", "intake", "content")
    for path in sorted((BASE_DIR / folder).rglob("*.py"))
    if not {"admin", "migrations", "claims"} & set(path.relative_to(BASE_DIR).parts)
]
TRANSLATED = {"_", "gettext", "gettext_lazy"}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


def found(texts, place):
    """What is found of the texts that people read on their way to a visit."""
    return {
        (one.rule, one.sentence)
        for text in texts
        for one in check(text, place=place)
        if one.level != Level.INFO
    }


def written(path):
    """The words of a template, with nothing filled in."""
    text = re.sub(r"\{#.*?#\}|<script.*?</script>", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    text = re.sub(r'\{% (?:translate|trans) "([^"]*)".*?%\}', r"\1", text)
    return re.sub(r"\{\{.*?\}\}", "this", re.sub(r"\{%.*?%\}", "", text, flags=re.DOTALL))


def spoken(path):
    """The sentences of a module that are marked for people to read."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        is_marked = isinstance(node, ast.Call) and getattr(node.func, "id", "") in TRANSLATED
        if is_marked and isinstance(node.args[0], ast.Constant):
            yield node.args[0].value


def test_no_mail_of_the_site_claims_anything():
    originals = [editing.original(text, now=NOW) for text in BY_NAME.values()]

    assert found((text for words in originals for text in (words.subject, words.body)), Place.MAIL) == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_of_the_site_claims_anything(path):
    texts = [text for text, _place in parts(written(path) + "<p>", Place.FORM)]

    assert found(texts, Place.FORM) == set()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(BASE_DIR)))
def test_no_words_of_the_program_claim_anything(path):
    assert found(spoken(path), Place.FORM) == set()


@pytest.mark.parametrize("field", ["subject", "body"])
def test_a_claim_in_a_mail_is_not_saved_and_nothing_typed_is_lost(marja, field):
    answer = send(marja, "save", **{field: f"{GOOD[field]} {CLAIM}"})

    assert not MessageText.objects.exists()
    assert "Nobody can promise a cure" in shown(answer)
    assert CLAIM in shown(answer)


@pytest.mark.parametrize("given", [{"claims_reason": ""}, {"claims_sure": ""}, {"claims_seen": "x"}])
def test_a_claim_in_a_mail_needs_a_reason_for_what_was_shown(marja, given):
    reasoned(marja, **given)

    assert not MessageText.objects.exists()
    assert not ClaimOverride.objects.exists()


def reasoned(marja, **changes):
    body = f"{GOOD['body']}\n\n{CLAIM}"
    answer = send(marja, "save", body=body)
    mark = re.search(r'name="claims_seen" value="(\w+)"', shown(answer))[1]
    given = {"claims_reason": "A reason.", "claims_sure": "on", "claims_seen": mark}
    return send(marja, "save", body=body, **{**given, **changes})


def test_a_claim_in_a_mail_with_a_reason_is_saved_and_logged(marja):
    reasoned(marja)

    override = ClaimOverride.objects.get()
    assert CLAIM in MessageText.objects.get().body
    assert (override.model, override.row, override.field) == ("booking.messagetext", "confirmed", "body")
    assert (override.sentence, override.reason) == (CLAIM, "A reason.")


def test_a_reason_for_a_mail_holds_after_it_was_put_back(marja):
    reasoned(marja)
    marja.post(CONFIRMED, {"act": "original", "seen": seen_on(marja.get(CONFIRMED))})

    send(marja, "save", body=f"{GOOD['body']}\n\n{CLAIM}")

    assert CLAIM in MessageText.objects.get().body


@pytest.mark.parametrize("act", ["show", "test"])
def test_a_claim_in_a_mail_can_be_looked_at(marja, act):
    answer = send(marja, act, body=f"{GOOD['body']}\n\n{CLAIM}")

    assert "How it reads" in shown(answer)
    assert "Better not published." in shown(answer)
