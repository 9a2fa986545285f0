"""The health form, attacked: strangers, other links, wrong methods and what people paste."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client as Browser
from django.urls import reverse

from booking import form_urls, links, outbox
from booking.models import Attempt, Link, Purpose
from content.models import Practice
from intake import agreement, records
from intake.models import FormDraft, HealthForm
from tests.booking import form_flow
from tests.booking.factories import NOW, ConfirmedFactory
from tests.intake.factories import ClientFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_week")]
VISIT = datetime(2027, 3, 8, 10, tzinfo=UTC)
MARK = "heron splinter"
# Titles and addresses stay in a browser's history.
IN_NO_HISTORY = ("robin", "health", "pregnan", "operation", "medicine", "complaint", "allerg", "injur")


@pytest.fixture(autouse=True)
def practice():
    return Practice.objects.create(name="NPM Practice", practitioner="Kim", email="kim@example.com")


def book(name="Robin Surname", email="robin@example.com", **about):
    booking = ConfirmedFactory(
        starts_at=about.pop("starts_at", VISIT),
        client=ClientFactory(name=name, email=email, form_on=about.pop("form_on", None)),
        **about,
    )
    words = agreement.current("self")
    records.give_consent(client=booking.client, agreement=words, given_by=name, relation="self", now=NOW)
    return booking


@pytest.fixture
def booking():
    return book()


@pytest.fixture
def begun(client, booking):
    """A form with a few answers, in the browser that typed them."""
    form_flow.begin(client, booking)
    client.post(
        reverse("form:page", args=[1, 1]), {"emergency_name": MARK, "emergency_phone": "07700 900111"}
    )
    return FormDraft.objects.get()


def pages() -> dict[str, str]:
    """The address of each page of the form."""
    found = {}
    for pattern in form_urls.urlpatterns:
        parts = dict.fromkeys(pattern.pattern.converters, 1)
        found[pattern.name] = reverse(f"form:{pattern.name}", kwargs=parts)
    return found


def everything() -> dict:
    models = [model for name in ("booking", "intake") for model in apps.get_app_config(name).get_models()]
    return {
        m.__name__: sorted(map(repr, m.objects.values_list())) for m in models if m not in (Attempt, Session)
    }


def by_other_link(booking):
    browser = Browser()
    form_flow.come(browser, booking, "visit_form")
    return browser


def of_somebody_else(booking):
    browser = Browser()
    form_flow.begin(browser, book("Omar Heron", "omar@example.com", starts_at=VISIT + timedelta(days=1)))
    return browser


STRANGERS = {
    "nobody": lambda booking: Browser(),
    "the link to the visit": by_other_link,
    "somebody with a form of their own": of_somebody_else,
}


@pytest.mark.parametrize("way", STRANGERS)
def test_what_was_typed_is_shown_to_nobody_else_and_changed_by_nobody_else(begun, booking, way):
    browser = STRANGERS[way](booking)
    kept = repr(FormDraft.objects.filter(pk=begun.pk).values_list().get())

    looked = [browser.get(url, follow=True) for url in pages().values()]
    pressed = [
        browser.post(url, form_flow.NOTHING | {"seen": form_flow.seen(booking)}, follow=True)
        for url in pages().values()
    ]

    assert {answer.status_code for answer in looked + pressed} <= {200, 404, 405, 409}
    assert [answer.request["PATH_INFO"] for answer in looked + pressed if MARK in answer.text] == []
    assert repr(FormDraft.objects.filter(pk=begun.pk).values_list().get()) == kept
    assert not HealthForm.objects.filter(client=booking.client).exists()


def test_looking_at_every_page_changes_nothing_and_names_nothing_in_a_history(client, begun):
    before = everything()

    urls = [*pages().values(), *(reverse("form:page", args=[number, 1]) for number in range(1, 8))]
    answers = [ask(url) for url in urls for ask in (client.get, client.head)]

    assert everything() == before
    assert {answer.status_code for answer in answers} <= {200, 302, 404, 405}
    shown = [answer for answer in answers if answer.status_code == 200 and answer.content]
    titles = " ".join(re.findall(r"<title>(.*?)</title>", "".join(answer.text for answer in shown), re.S))
    kept = f"{titles} {' '.join(urls)}".lower()
    assert len(shown) >= 10
    assert [word for word in IN_NO_HISTORY if word in kept] == []


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE"])
def test_no_other_method_does_anything(client, begun, method):
    before = everything()

    answers = [client.generic(method, url, "health=on") for url in pages().values()]

    assert {answer.status_code for answer in answers} == {405}
    assert everything() == before


def test_a_fresh_link_opens_what_was_begun_by_one_press_and_once(begun, booking):
    token = links.make(Purpose.FORM, booking=booking, address=booking.email, now=NOW)
    other, late = Browser(), Browser()
    for browser in (other, late):
        shut = browser.get(reverse("own:form", args=[token]), follow=True)
        assert "Open my form" in shut.text
        assert MARK not in shut.text
    assert Link.objects.get(purpose=Purpose.FORM).opened_at is None

    other.post(reverse("form:open"))
    late.post(reverse("form:open"))

    assert MARK in other.get(reverse("form:page", args=[1, 1])).text
    assert late.get(reverse("form:open")).status_code == 404
    assert late.get(reverse("form:tasks")).status_code == 302


def test_pressing_open_twice_finds_the_form_twice(begun, booking):
    browser = Browser()
    form_flow.open_by_link(browser, booking)

    again = browser.post(reverse("form:open"), follow=True)

    assert again.request["PATH_INFO"] == reverse("form:tasks")


@pytest.mark.parametrize("purpose", [Purpose.VISIT, Purpose.AGAIN])
def test_another_kind_of_link_opens_no_form(begun, booking, purpose):
    token = links.make(purpose, booking=booking, address=booking.email, now=NOW)

    assert Browser().get(reverse("own:form", args=[token])).status_code == 404


def test_a_link_runs_out_after_half_an_hour(begun, booking):
    browser = Browser()
    token = links.make(Purpose.FORM, booking=booking, address=booking.email, now=NOW)
    browser.get(reverse("own:form", args=[token]))

    with time_machine.travel(NOW + timedelta(minutes=30), tick=False):
        assert browser.post(reverse("form:open")).status_code == 404
    assert Link.objects.get(purpose=Purpose.FORM).opened_at is None


def test_a_day_after_its_last_page_the_form_needs_a_link_again(client, begun):
    with time_machine.travel(NOW + timedelta(hours=23), tick=False):
        client.post(reverse("form:page", args=[3, 1]), form_flow.NOTHING)
    with time_machine.travel(NOW + timedelta(hours=46), tick=False):
        assert client.get(reverse("form:tasks")).status_code == 200
    with time_machine.travel(NOW + timedelta(hours=47), tick=False):
        assert client.get(reverse("form:tasks")).status_code == 302


def ask_for_a_link(booking, times=1):
    browser = by_other_link(booking)
    return [
        browser.post(reverse("form:link"), {"seen": form_flow.seen(booking)}, follow=True).text
        for _n in range(times)
    ]


def test_a_link_is_sent_three_times_an_hour_and_the_page_says_the_same(begun, booking):
    said = ask_for_a_link(booking, times=5)
    outbox.send_due(now=NOW)

    assert len(set(said)) == 1
    assert [(one.to, one.subject) for one in mail.outbox] == [(["robin@example.com"], "Your link")] * 3


def test_the_mail_brings_a_link_that_opens_the_form(begun, booking):
    ask_for_a_link(booking)
    outbox.send_due(now=NOW)

    path = re.search(r"http://testserver(/booking/form/\S+)", mail.outbox[0].body).group(1)
    browser = Browser()
    browser.get(path)

    assert MARK not in mail.outbox[0].body
    assert browser.post(reverse("form:open")).url == reverse("form:tasks")


def test_where_there_is_no_form_to_fill_in_no_mail_goes_out_and_the_page_says_the_same(booking):
    known = book("Omar Heron", "omar@example.com", starts_at=VISIT + timedelta(days=1), form_on=NOW.date())

    said = {text for one in (booking, known) for text in ask_for_a_link(one)}
    outbox.send_due(now=NOW)

    assert len(said) == 1
    assert [one.to for one in mail.outbox] == [["robin@example.com"]]


@pytest.mark.parametrize("form_on", [None, NOW.date()], ids=["unknown", "known"])
def test_whoever_has_only_typed_a_name_cannot_tell_whether_it_is_known(form_on):
    key = uuid4()
    booking = book(form_on=form_on, draft_key=key)
    browser = Browser()
    session = browser.session
    session["draft"] = str(key)
    session.save()
    browser.cookies["sessionid"] = session.session_key

    browser.post(reverse("form:start"), {"seen": form_flow.seen(booking)})
    shown = browser.get(reverse("form:start"))
    own = browser.get(reverse("own:page"))

    assert "I send you a link to the form" in shown.text
    assert "If I need a health form from you, the link is in my email." in own.text
    assert not FormDraft.objects.exists()


def test_beginning_in_two_browsers_opens_it_in_one(booking):
    first, second = by_other_link(booking), by_other_link(booking)

    for browser in (first, second):
        browser.post(reverse("form:start"), {"seen": form_flow.seen(booking)})

    assert first.get(reverse("form:tasks")).status_code == 200
    assert second.get(reverse("form:tasks")).status_code == 302
    assert FormDraft.objects.count() == 1


NAMES = tuple(form_flow.EVERYTHING)
PASTED = {
    "nothing": {},
    "overlong": dict.fromkeys(NAMES, "x" * 20_000),
    "an empty byte": dict.fromkeys(NAMES, "a\x00b"),
    "no such choice": form_flow.EVERYTHING
    | {"chosen": ["cure"], "places": ["moon"], "trouble": "11", "clot": "maybe"},
    "lists for words": {name: ["a", "b", "yes"] for name in NAMES},
    "four of three": form_flow.EVERYTHING | {"chosen": ["tension", "joints", "nerve", "head"]},
    "other keys": dict.fromkeys(("client", "done", "agreed", "screening", "draft", "given"), "{}"),
}


@pytest.mark.parametrize("pasted", PASTED)
def test_whatever_is_pasted_is_answered_kindly_and_never_a_fault(client, begun, pasted):
    for number in range(1, 9):
        for part in range(1, 8):
            answer = client.post(reverse("form:page", args=[number, part]), PASTED[pasted])

            assert answer.status_code in {200, 302, 404}, (number, part)
    assert not HealthForm.objects.exists()
    assert set(FormDraft.objects.get().answers) <= {
        "given", "complaints", "screening", "agreed", "done", "still", "earlier",
    }  # fmt: skip


def test_what_is_right_is_kept_and_what_is_wrong_is_shown_again(client, begun):
    typed = {
        "clot": "yes",
        "clot_details": "y" * 1501,
        "clot_recent": "no",
        "fever": "no",
        "infection": "unsure",
    }

    shown = client.post(reverse("form:page", args=[2, 1]), typed)

    given = FormDraft.objects.get().answers["given"]
    assert "y" * 1501 in shown.text
    assert "Use 1500 characters or fewer" in shown.text
    assert {code: given[code]["value"] for code in ("clot_recent", "fever", "infection")} == {
        "clot_recent": "no",
        "fever": "no",
        "infection": "unsure",
    }
    assert "clot" not in given


def test_it_cannot_be_sent_before_everything_is_answered(client, begun):
    answer = client.post(reverse("form:check"))

    assert answer.url == reverse("form:tasks")
    assert not HealthForm.objects.exists()


def test_sending_twice_makes_one_form_and_says_so(client, booking):
    form_flow.begin(client, booking)
    form_flow.fill(client, form_flow.NOTHING)
    form_flow.send(client)

    again = form_flow.send(client)

    assert "You have sent it once" in again.text
    assert HealthForm.objects.count() == 1
    assert client.get(reverse("form:page", args=[2, 1])).url == reverse("form:sent")


def test_another_device_that_is_too_late_is_led_on(client, booking):
    form_flow.begin(client, booking)
    form_flow.fill(client, form_flow.NOTHING)
    other = Browser()
    form_flow.open_by_link(other, booking)
    form_flow.send(client)

    late = form_flow.send(other)

    assert late.request["PATH_INFO"] in (reverse("form:start"), reverse("own:lost"))
    assert HealthForm.objects.count() == 1


def test_by_the_link_to_the_visit_a_sent_form_shows_its_day_and_no_answer(client, booking):
    form_flow.begin(client, booking)
    form_flow.fill(client, form_flow.EVERYTHING)
    form_flow.send(client)
    booking.refresh_from_db()

    shown = form_flow.come(Browser(), booking, "visit_form").text

    assert "You sent your form on Monday 1 March 2027" in shown
    assert [word for word in ("Words about", "Elms", "07700 900111") if word in shown] == []


def test_a_form_that_no_key_opens_says_so_and_stays(client, begun, settings):
    settings.HEALTH_KEYS = (("other", b"k" * 32),)

    answers = [client.get(reverse("form:tasks")), client.post(reverse("form:page", args=[2, 1]), {})]

    assert {answer.status_code for answer in answers} == {503}
    assert all("I cannot open your form just now" in answer.text for answer in answers)
    assert FormDraft.objects.count() == 1
