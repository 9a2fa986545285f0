"""“Has anything changed?”: when it is asked, what a no and a yes do, and what nobody can do with it."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail

from booking import changed, lifecycle, outbox
from booking.emails import build
from booking.models import Booking, BookingEvent, Kind, Message, Status
from content.models import Practice
from intake import records
from intake.models import Draft, Screening
from tests.booking import flow
from tests.booking.factories import NOW, ConfirmedFactory, HeldFactory
from tests.booking.test_emails import HEALTH_WORDS
from tests.intake.factories import (
    PLAIN_ANSWERS,
    ClientFactory,
    ConsentFactory,
    GuardianshipFactory,
    UserFactory,
)

pytestmark = pytest.mark.usefixtures("open_week")
VISIT = NOW + timedelta(days=7)
ASKED = VISIT - timedelta(days=2)
PAGE = "/booking/changed/"
CHECK = "/booking/changed/check/"
YES = {"cancer": "yes"}


@pytest.fixture
def visit():
    Practice.objects.create(name="NPM Practice", practitioner="Kim", email="kim@example.com", phone="01632")
    joan = ClientFactory(name="Joan Heron")
    ConsentFactory(client=joan)
    return ConfirmedFactory(starts_at=VISIT, client=joan)


@pytest.fixture
def clock():
    with time_machine.travel(ASKED + timedelta(hours=1), tick=False) as clock:
        yield clock


def ask(visit):
    """Confirm it anew in the outbox, as its confirmation did."""
    lifecycle.common.ask_whether_changed(visit, NOW, outbox.rules(), visit.starts_at)


def arrive(client, visit, at="changed"):
    """Come by the link of a mail that is sent now."""
    text = build_mail(visit).body
    path = re.search(rf"http\S+?(/booking/visit/\S+/{at}/)", text)[1]
    return client.get(path)


def build_mail(visit, now=ASKED):
    outbox.put(Kind.CHANGED, booking=visit, at=ASKED)
    return build(visit.messages.get(kind=Kind.CHANGED, version=visit.version), now=now)


def seen(visit):
    return f"{visit.reference}.{visit.version}.{visit.status}"


def press(client, visit, answer, **more):
    return client.post(PAGE, {"answer": answer, "seen": seen(visit)} | more)


def say(client, visit, **answers):
    """Press yes, and give these answers up to the check page."""
    press(client, visit, "yes")
    return flow.answer(client, **{name: {"answer": answer} for name, answer in answers.items()})


def state(visit):
    visit.refresh_from_db()
    return visit.status, visit.version, visit.unchanged_at


def draft_of(visit, **answers):
    parts = changed.begun(visit.client, visit.guardianship, visit, now=NOW)
    return records.start_draft(now=NOW, **PLAIN_ANSWERS | parts | answers)


# The mail


def test_the_mail_goes_out_two_days_before_and_not_sooner(visit):
    ask(visit)

    outbox.send_due(now=ASKED - timedelta(seconds=1))
    before = len(mail.outbox)
    outbox.send_due(now=ASKED)

    assert before == 0
    assert [letter.subject for letter in mail.outbox] == ["One thing to do before your visit"]


@pytest.mark.parametrize(
    "late", [timedelta(hours=30), timedelta(hours=48)], ids=["before it", "at its start"]
)
def test_a_worker_that_slept_catches_up_only_while_the_visit_is_ahead(visit, late):
    ask(visit)

    outbox.send_due(now=ASKED + late)

    assert len(mail.outbox) == (ASKED + late < VISIT)


def moved(visit):
    Booking.objects.filter(pk=visit.pk).update(version=2)


def cancelled(visit):
    lifecycle.cancel(visit, by=lifecycle.CLIENT, now=NOW)


def answered(visit):
    lifecycle.note_unchanged(visit, by=lifecycle.CLIENT, now=ASKED)


@pytest.mark.parametrize("happens", [moved, cancelled, answered])
def test_the_mail_is_dropped_when_the_question_is_no_more(visit, happens):
    ask(visit)
    happens(visit)

    outbox.send_due(now=ASKED)

    message = Message.objects.get(kind=Kind.CHANGED)
    assert (message.sent_at, message.dropped_at) == (None, ASKED)


def test_what_was_answered_after_that_moment_is_new_enough():
    near = ConfirmedFactory(starts_at=NOW + timedelta(hours=47), screening__created_at=NOW)

    ask(near)

    assert not Message.objects.exists()


def test_a_yes_of_hers_that_comes_later_asks_at_once():
    held = HeldFactory(starts_at=NOW + timedelta(hours=40), screening__created_at=NOW - timedelta(days=9))

    lifecycle.approve(held, by=lifecycle.practitioner(UserFactory()), now=NOW)

    assert Message.objects.get(kind=Kind.CHANGED).due_at == NOW


def test_the_mail_holds_no_word_about_health_and_two_links(visit):
    letter = build_mail(visit)
    text = f"{letter.subject}\n{letter.body}".lower()

    assert re.findall(HEALTH_WORDS, text) == []
    assert re.findall(r"/booking/visit/\S+/(\w+)/", text) == ["changed", "agreements"]
    assert "heron" not in text


# A no


def test_a_no_is_one_press_and_the_visit_stays(client, visit, clock):
    assert arrive(client, visit).url == PAGE
    page = client.get(PAGE).content.decode()

    answer = press(client, visit, "no")

    assert "Has anything about your health changed since Monday 1 March?" in page
    assert answer.url == PAGE
    assert state(visit) == (Status.CONFIRMED, 1, ASKED + timedelta(hours=1))
    assert BookingEvent.objects.get().why == "nothing_changed"
    assert "Thank you" in client.get(PAGE).content.decode()


def test_ten_presses_make_one_effect(client, visit, clock):
    arrive(client, visit)

    for _press in range(10):
        press(client, visit, "no")
        clock.shift(timedelta(seconds=1))

    assert state(visit)[2] == ASKED + timedelta(hours=1)
    assert BookingEvent.objects.count() == 1


@pytest.mark.parametrize("answer", ["no", "yes"])
def test_a_page_of_an_earlier_version_is_not_obeyed(client, visit, clock, answer):
    arrive(client, visit)
    old = seen(visit)
    moved(visit)

    response = press(client, visit, answer, seen=old)

    assert response.status_code == 409
    assert state(visit)[2] is None
    assert not Draft.objects.exists()


def test_a_get_answers_nothing(client, visit, clock):
    arrive(client, visit)

    for _time in range(5):
        client.get(PAGE + "?answer=no")
        client.head(PAGE + "?answer=yes")

    assert state(visit)[2] is None
    assert not Draft.objects.exists()


def test_before_it_is_asked_a_no_counts_for_nothing_and_a_yes_is_open(client, visit):
    arrive(client, visit)

    press(client, visit, "no")

    assert state(visit)[2] is None
    assert "Yes, something has" in client.get(PAGE).content.decode()


@pytest.mark.parametrize("answer", ["", "maybe", "no\0", "x" * 100_000])
def test_anything_else_is_asked_again(client, visit, clock, answer):
    arrive(client, visit)

    response = press(client, visit, answer)

    assert response.status_code == 400
    assert state(visit)[2] is None


def test_the_pages_show_nothing_that_a_stranger_may_not_read(client, visit, clock):
    arrive(client, visit)
    pages = [client.get(PAGE)]
    say(client, visit)
    pages += [client.get(flow.question("cancer")), client.get(CHECK)]

    text = " ".join(page.content.decode() for page in pages)

    secrets = ("Heron", visit.client.email, visit.client.phone, "1985", visit.reference)
    assert [page.status_code for page in pages] == [200, 200, 200]
    assert [secret for secret in secrets[:-1] if secret in text] == []


# A yes


def test_new_answers_that_find_something_hold_the_visit(client, visit, clock):
    arrive(client, visit)

    last = say(client, visit, cancer="yes")
    check = client.get(last.url)
    sent = client.post(CHECK)

    assert last.url == CHECK
    assert "Send my answers" in check.content.decode()
    assert sent.url == PAGE
    assert state(visit)[:2] == (Status.HELD, 2)
    assert visit.held_until == VISIT
    assert {Kind.HELD, Kind.NEW_REQUEST} <= set(visit.messages.values_list("kind", flat=True))
    assert "do not travel" in client.get(PAGE).content.decode()


def test_new_answers_that_find_nothing_answer_the_question(client, visit, clock):
    arrive(client, visit)
    say(client, visit)

    client.post(CHECK)

    assert state(visit) == (Status.CONFIRMED, 1, ASKED + timedelta(hours=1))
    assert Screening.objects.filter(client=visit.client).count() == 2
    assert BookingEvent.objects.get().why == "answered_anew"


def test_a_later_answer_takes_nothing_away(visit):
    before = visit.client.screenings.get()
    draft = draft_of(visit, cancer="yes")
    changed.answer(draft, now=NOW)

    changed.answer(draft_of(visit), now=NOW + timedelta(minutes=5))

    visit.refresh_from_db()
    assert (visit.status, visit.screening.given().cancer) == (Status.HELD, "yes")
    assert before.given().cancer == "no"


def test_sending_ten_times_is_sending_once(client, visit, clock):
    arrive(client, visit)
    say(client, visit, cancer="yes")

    answers = [client.post(CHECK).url for _press in range(10)]

    assert set(answers) == {PAGE}
    assert state(visit)[:2] == (Status.HELD, 2)
    assert visit.client.screenings.count() == 3


def test_a_draft_that_was_sent_is_gone(visit):
    draft = draft_of(visit)
    changed.answer(draft, now=NOW)

    with pytest.raises(records.DraftGone):
        changed.answer(draft, now=NOW)


def test_whatever_goes_wrong_keeps_the_draft(visit, monkeypatch):
    draft = draft_of(visit, cancer="yes")
    monkeypatch.setattr(lifecycle, "hold_again", lambda *args, **more: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        changed.answer(draft, now=NOW)

    assert Draft.objects.get() == draft
    assert visit.client.screenings.count() == 1


def test_a_booking_that_was_being_filled_in_goes_on_afterwards(client, visit, clock):
    flow.fill_in(client, datetime(2027, 3, 15, 10, tzinfo=UTC))
    arrive(client, visit)
    say(client, visit, cancer="yes")

    client.post(CHECK)
    client.post(CHECK)

    assert client.get("/book/check/").status_code == 200
    assert not Booking.objects.filter(starts_at=datetime(2027, 3, 15, 10, tzinfo=UTC), status="confirmed")


def test_booking_instead_of_answering_begins_a_booking(client, visit, clock):
    arrive(client, visit)
    press(client, visit, "yes")

    flow.start(client)

    assert client.get("/book/before-we-start/").status_code == 200
    assert client.get(CHECK).url == PAGE


def test_the_way_back_from_the_first_question_is_the_page_it_was_asked_on(client, visit, clock):
    arrive(client, visit)

    first = press(client, visit, "yes")

    assert f'href="{PAGE}"' in client.get(first.url).content.decode()


def test_for_a_child_the_guardian_answers(client, clock):
    adult = GuardianshipFactory(child__name="Kit Heron")
    ConsentFactory(client=adult.child, given_by=adult.adult_name, relation="parent", guardianship=adult)
    child = PLAIN_ANSWERS | {"for_whom": "child", "born_on": "2018-06-15", "pregnant": None}
    visit = ConfirmedFactory(
        starts_at=VISIT, client=adult.child, guardianship=adult, screening__answers=child
    )
    arrive(client, visit)
    page = client.get(PAGE).content.decode()

    press(client, visit, "yes")
    for name in ("operation", "cancer", "symptoms"):
        client.post(flow.question(name), {"answer": "no"})
    client.post(CHECK)

    newest = visit.client.screenings.order_by("created_at").last()
    assert "Has anything about Kit’s health changed" in page
    assert (newest.given_by, newest.given().for_whom) == (Screening.GivenBy.GUARDIAN, "child")


def test_of_somebody_who_was_merged_it_is_kept_for_who_they_are(visit):
    draft = draft_of(visit, cancer="yes")
    kept = ClientFactory(born_on=visit.client.born_on)
    ConsentFactory(client=kept)
    visit.client.merged_into = kept
    visit.client.save()

    screening = changed.answer(draft, now=NOW)

    assert screening.client == kept
