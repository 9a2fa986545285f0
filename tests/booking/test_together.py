"""What was booked in one step is held, decided and told of together: all of it or nothing."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.test import Client as Browser
from django.urls import reverse

from booking import lifecycle, outbox, preview, request, rescreening, together, when
from booking.admin import decisions
from booking.emails import group as emails_of_groups
from booking.lifecycle import CLIENT, NotAllowed, NotSafeYet, Screened
from booking.models import Booking, Kind, Message, Status
from booking.practitioner import make_practitioner
from content.models import Practice
from intake.findings import Finding, Outcome
from tests.booking.factories import (
    NOW,
    BookingFactory,
    ConfirmedFactory,
    HeldFactory,
    TreatmentFactory,
    WorkingHoursFactory,
)
from tests.intake.factories import (
    PLAIN_ANSWERS,
    ClientFactory,
    GuardianshipFactory,
    ScreeningFactory,
    WordsFactory,
)

pytestmark = pytest.mark.django_db
DAYS = (7, 14, 21)


@pytest.fixture
def she(admin_user):
    return lifecycle.practitioner(admin_user)


@pytest.fixture
def practice():
    return Practice.objects.create(name="NPM Practice", practitioner="Kim Example", email="kim@example.com")


@pytest.fixture
def client():
    return ClientFactory(name="Joan Example", email="joan@example.com")


def pairs(client, found=(), days=DAYS):
    """Reservations of one client, with something found on the days named."""
    for day in days:
        booking = BookingFactory(starts_at=NOW + timedelta(days=day))
        screening = ScreeningFactory(
            client=client, visit_on=booking.visit_on, needs_review=day in found, answers=PLAIN_ANSWERS
        )
        yield booking, Screened(client, screening, is_first=True)


def group(factory, client, **changes):
    key = uuid4()
    about = {"client": client, "together": key} | changes
    return [factory(starts_at=NOW + timedelta(days=day), **about) for day in DAYS]


def statuses():
    return list(Booking.objects.order_by("starts_at").values_list("status", flat=True))


def send(now=NOW):
    outbox.send_due(now=now)
    return {message.to[0]: message for message in mail.outbox}


class TestConcluding:
    def test_all_are_confirmed_when_nothing_is_found(self, client):
        request.conclude_together(list(pairs(client)), now=NOW, by=CLIENT)

        rows = Booking.objects.all()
        assert statuses() == [Status.CONFIRMED] * 3
        assert len({row.together for row in rows}) == 1
        assert rows[0].together is not None

    def test_all_are_held_when_one_has_a_finding(self, client):
        request.conclude_together(list(pairs(client, found=(21,))), now=NOW, by=CLIENT)

        assert statuses() == [Status.HELD] * 3

    def test_a_held_group_ends_with_the_first_of_its_visits(self, client):
        request.conclude_together(list(pairs(client, found=(21,))), now=NOW, by=CLIENT)

        ends = set(Booking.objects.values_list("held_until", "answer_due_at"))
        first = NOW + timedelta(days=6)
        assert {until for until, _due in ends} == {first}
        assert len(ends) == 1

    def test_one_that_is_too_near_to_be_held_takes_none(self, client):
        WorkingHoursFactory()

        with pytest.raises(request.NeedsMoreNotice):
            request.conclude_together(list(pairs(client, (7,), days=(1, 7))), now=NOW, by=CLIENT)

        assert statuses() == [Status.RESERVED] * 2
        assert not Message.objects.exists()

    def test_what_is_no_reservation_is_not_tied(self, client):
        confirmed = ConfirmedFactory(client=client)

        with pytest.raises(NotAllowed):
            lifecycle.tie([confirmed])


class TestDeciding:
    def test_her_yes_is_for_all(self, she, client):
        first, *_rest = group(HeldFactory, client)

        lifecycle.approve(first, by=she, now=NOW)

        assert statuses() == [Status.CONFIRMED] * 3

    def test_from_whichever_of_them(self, she, client):
        *_rest, last = group(HeldFactory, client)

        lifecycle.approve(last, by=she, now=NOW)

        assert statuses() == [Status.CONFIRMED] * 3

    def test_none_is_confirmed_while_one_lacks_its_letter(self, she, client):
        first, *_rest, last = group(HeldFactory, client)
        Booking.objects.filter(pk=last.pk).update(needs_clearance=True)

        with pytest.raises(NotSafeYet):
            lifecycle.approve(first, by=she, now=NOW)

        assert statuses() == [Status.HELD] * 3

    def test_her_no_is_for_all(self, she, client):
        first, *_rest = group(HeldFactory, client)

        lifecycle.decline(first, by=she, now=NOW, words=WordsFactory())

        assert statuses() == [Status.DECLINED] * 3

    def test_a_later_date_is_for_all(self, she, client):
        first, *_rest = group(HeldFactory, client)

        lifecycle.offer_later(first, by=she, now=NOW, from_on=first.visit_on + timedelta(days=40))

        assert statuses() == [Status.DECLINED] * 3
        assert Message.objects.filter(kind=Kind.LATER).count() == 3

    def test_a_letter_is_asked_for_all(self, she, client):
        first, *_rest = group(HeldFactory, client)

        lifecycle.ask_for_letter(first, by=she, now=NOW)

        assert statuses() == [Status.HELD] * 3
        assert Message.objects.filter(kind=Kind.LETTER).count() == 3

    def test_what_is_not_held_any_more_is_left_alone(self, she, client):
        first, second, _third = group(HeldFactory, client)
        lifecycle.cancel(second, by=CLIENT, now=NOW)

        lifecycle.approve(first, by=she, now=NOW)

        assert statuses() == [Status.CONFIRMED, Status.CANCELLED, Status.CONFIRMED]

    def test_another_group_is_left_alone(self, she, client):
        first, *_rest = group(HeldFactory, client)
        other = HeldFactory(client=client, starts_at=NOW + timedelta(days=28), together=uuid4())

        lifecycle.approve(first, by=she, now=NOW)

        other.refresh_from_db()
        assert other.status == Status.HELD

    def test_a_yes_to_a_page_that_showed_another_state_of_the_group_is_refused(self, she, client):
        first, *_rest, last = group(HeldFactory, client)
        seen = decisions.group_seen_of(first)
        newer = ScreeningFactory(client=client, visit_on=last.visit_on, needs_review=True)
        lifecycle.adopt_screening(last, newer, by=CLIENT, now=NOW)

        with pytest.raises(decisions.Changed):
            decisions.confirm(first.pk, seen=seen, note="", user=she.user, now=NOW)

        assert statuses() == [Status.HELD] * 3

    def test_a_note_is_asked_for_where_one_of_them_needs_it(self, she, client):
        first, *_rest, last = group(HeldFactory, client)
        later = Finding(code="too_soon", question="operation", outcome=Outcome.LATER)
        screening = ScreeningFactory(
            client=client, visit_on=last.visit_on, needs_review=True, findings=[later.to_json()]
        )
        Booking.objects.filter(pk=last.pk).update(screening=screening)

        with pytest.raises(lifecycle.NoteMissing):
            decisions.confirm(first.pk, seen=decisions.group_seen_of(first), note="", user=she.user, now=NOW)


class TestHoldingAgain:
    def test_holds_the_rest_of_the_group_with_the_screenings_they_have(self, client):
        first, second, third = group(ConfirmedFactory, client)
        newer = ScreeningFactory(client=client, visit_on=second.visit_on, needs_review=True)

        lifecycle.hold_again(second, newer, answer_due_at=NOW + timedelta(days=2), now=NOW, by=CLIENT)

        rows = Booking.objects.order_by("starts_at")
        assert [(row.status, row.held_until, row.screening_id) for row in rows] == [
            (Status.HELD, first.starts_at, first.screening_id),
            (Status.HELD, second.starts_at, newer.pk),
            (Status.HELD, third.starts_at, third.screening_id),
        ]

    def test_what_was_completed_stays_so(self, client):
        first, second, _third = group(ConfirmedFactory, client)
        Booking.objects.filter(pk=first.pk).update(status=Status.COMPLETED)

        lifecycle.hold_again(second, second.screening, answer_due_at=NOW, now=NOW, by=CLIENT)

        assert statuses() == [Status.COMPLETED, Status.HELD, Status.HELD]

    def test_new_answers_hold_each_once_and_count_all(self, client):
        visits = group(ConfirmedFactory, client)
        for visit in visits:
            Booking.objects.filter(pk=visit.pk).update(
                screening=ScreeningFactory(client=client, visit_on=visit.visit_on, answers=PLAIN_ANSWERS)
            )
        answered = ScreeningFactory(
            client=client, visit_on=NOW.date(), answers=PLAIN_ANSWERS | {"symptoms": "yes"}
        )

        disturbed = rescreening.after_new_answers(answered, now=NOW)

        assert disturbed == 3
        assert statuses() == [Status.HELD] * 3


class TestLapsing:
    def test_whoever_takes_the_first_time_lets_all_of_them_go(self, client):
        request.conclude_together(list(pairs(client, found=(7,))), now=NOW, by=CLIENT)
        first = Booking.objects.order_by("starts_at").first()

        lifecycle.lapse_run_out(now=first.held_until, between=(first.blocked_from, first.blocked_until))

        assert statuses() == [Status.LAPSED] * 3

    def test_a_request_that_was_moved_ends_with_the_others(self, client, she):
        request.conclude_together(list(pairs(client, found=(7,))), now=NOW, by=CLIENT)
        last = Booking.objects.order_by("starts_at").last()
        moved_to = last.starts_at + timedelta(days=7)
        screening = ScreeningFactory(client=client, visit_on=moved_to.date(), needs_review=True)

        lifecycle.reschedule(last, moved_to, screening=screening, by=she, now=NOW)

        assert set(Booking.objects.values_list("held_until", flat=True)) == {NOW + timedelta(days=6)}


@pytest.mark.usefixtures("practice")
class TestTelling:
    def test_one_mail_lists_all_and_brings_a_file_for_each(self, client):
        request.conclude_together(list(pairs(client)), now=NOW, by=CLIENT)

        sent = send()

        letter = sent["joan@example.com"]
        assert len(mail.outbox) == 2
        assert letter.subject == "Your 3 sessions from Monday 8 March"
        assert [f"- Monday {day} March 2027, noon\n" in letter.body for day in (8, 15, 22)] == [True] * 3
        assert [one.get_filename() for one in letter.attachments] == [
            "session-1.ics",
            "session-2.ics",
            "session-3.ics",
        ]
        assert "Monday 15 March" in sent["kim@example.com"].body

    def test_all_of_its_messages_count_as_sent(self, client):
        request.conclude_together(list(pairs(client)), now=NOW, by=CLIENT)
        send()

        send(NOW + timedelta(hours=1))

        assert len(mail.outbox) == 2
        assert not Message.objects.filter(sent_at=None, due_at__lte=NOW).exists()

    def test_a_held_group_is_told_in_one_mail_without_a_file(self, client):
        request.conclude_together(list(pairs(client, found=(14,))), now=NOW, by=CLIENT)

        letter = send()["joan@example.com"]

        assert letter.subject == "I have your request for 3 sessions from Monday 8 March"
        assert letter.attachments == []

    @pytest.mark.parametrize("gone", [0, 1, 2], ids=["first", "second", "third"])
    def test_one_that_was_cancelled_meanwhile_leaves_the_mail_to_the_others(self, client, gone):
        request.conclude_together(list(pairs(client)), now=NOW, by=CLIENT)
        lifecycle.cancel(Booking.objects.order_by("starts_at")[gone], by=CLIENT, now=NOW)

        outbox.send_due(now=NOW)

        subjects = sorted(one.subject for one in mail.outbox if one.to == ["joan@example.com"])
        first = "Monday 15 March" if gone == 0 else "Monday 8 March"
        assert subjects == [
            f"Cancelled: Monday {8 + 7 * gone} March, noon",
            f"Your 2 sessions from {first}",
        ]

    def test_a_mail_that_could_not_be_sent_is_tried_again_as_one(self, client, monkeypatch):
        request.conclude_together(list(pairs(client)), now=NOW, by=CLIENT)
        build = outbox.emails.build
        monkeypatch.setattr(outbox.emails, "build", lambda *_args, **_about: 1 / 0)
        outbox.send_due(now=NOW)
        monkeypatch.setattr(outbox.emails, "build", build)

        outbox.send_due(now=NOW + timedelta(minutes=1))

        assert len(mail.outbox) == 2
        assert not Message.objects.filter(sent_at=None, kind=Kind.CONFIRMED).exists()

    def test_whoever_has_another_address_gets_a_mail_of_their_own(self, client):
        adult = GuardianshipFactory()
        own, childs = BookingFactory(), BookingFactory(starts_at=NOW + timedelta(days=8))
        request.conclude_together(
            [
                (own, Screened(client, ScreeningFactory(client=client, visit_on=own.visit_on), True)),
                (
                    childs,
                    Screened(
                        adult.child,
                        ScreeningFactory(client=adult.child, visit_on=childs.visit_on),
                        True,
                        adult,
                    ),
                ),
            ],
            now=NOW,
            by=CLIENT,
        )

        sent = send()

        assert sent["joan@example.com"].subject == "Your session on Monday 8 March, noon"
        assert sent["robin@example.com"].subject == "Your session on Tuesday 9 March, noon"

    @pytest.mark.parametrize(
        ("act", "kind", "subject"),
        [
            ("approve", Kind.CONFIRMED, "Your 3 sessions from Monday 8 March"),
            ("decline", Kind.DECLINED, "Your request for 3 sessions from Monday 8 March"),
            ("offer_later", Kind.LATER, "Later times for your sessions"),
            ("ask_for_letter", Kind.LETTER, "One thing to do before your visits"),
        ],
    )
    def test_her_answer_is_one_mail_and_the_preview_is_that_mail(self, she, client, act, kind, subject):
        first, *_rest = group(HeldFactory, client)
        more = {"decline": {"words": WordsFactory()}, "offer_later": {"from_on": first.visit_on}}
        decide = lambda: getattr(lifecycle, act)(first, by=she, now=NOW, **more.get(act, {}))  # noqa: E731
        letter = preview.of(first, decide, now=NOW)
        first.refresh_from_db()

        decide()

        sent = send()
        assert [one.subject for one in sent.values()] == [subject]
        assert letter.subject == subject
        assert Message.objects.filter(kind=kind, sent_at=NOW).count() == 3

    def test_lapsing_is_told_in_one_mail_each(self, client):
        group(HeldFactory, client, held_until=NOW)

        lifecycle.lapse_run_out(now=NOW)

        subjects = {one.subject for one in send().values()}
        assert len(mail.outbox) == 2
        assert "Not confirmed: 3 sessions from Monday 8 March" in subjects


def test_only_the_group_is_held_together(client):
    first, *rest = group(HeldFactory, client)
    HeldFactory(client=client, starts_at=NOW + timedelta(days=30))

    assert together.held(first) == [first, *rest]


def test_a_booking_of_no_group_is_alone(client):
    alone = HeldFactory(client=client)
    HeldFactory(client=client, starts_at=NOW + timedelta(days=30))

    assert together.held(alone) == [alone]


@pytest.fixture(autouse=True)
def _treatment():
    TreatmentFactory()


@pytest.fixture
def marja():
    marja = Browser()
    with time_machine.travel(NOW, tick=False):
        marja.force_login(make_practitioner("marja", "walking-in-birch-woods"))
        yield marja


def review_of(booking):
    return reverse("admin:booking_booking_review", args=[booking.pk])


def test_the_review_page_names_what_is_decided_with_it(marja, client):
    first, *rest = group(HeldFactory, client)

    page = marja.get(review_of(first)).content.decode()

    assert "Decided together with:" in page
    assert [review_of(one) in page for one in rest] == [True, True]


def test_the_preview_names_it_too(marja, client):
    first, *_rest = group(HeldFactory, client)
    typed = {"act": "look", "decision": "confirm", "seen": decisions.group_seen_of(first)}

    page = marja.post(review_of(first), typed).content.decode()

    assert "Decided together with:" in page
    assert statuses() == [Status.HELD] * 3


def test_her_answer_on_the_page_is_for_all(marja, client):
    first, *_rest = group(HeldFactory, client)
    typed = {"act": "decide", "decision": "confirm", "seen": decisions.group_seen_of(first)}

    marja.post(review_of(first), typed)

    assert statuses() == [Status.CONFIRMED] * 3


def test_the_page_says_what_of_the_others_has_to_be_settled_first(marja, client):
    first, *_rest, last = group(HeldFactory, client)
    Booking.objects.filter(pk=last.pk).update(needs_clearance=True)

    page = marja.get(review_of(first)).content.decode()

    assert "Opens when what is found for Monday 22 March is settled." in page


def test_what_has_no_words_for_several_is_told_of_each_by_itself(client):
    Practice.objects.create(name="NPM Practice", practitioner="Kim Example", email="kim@example.com")
    for visit in group(ConfirmedFactory, client, status=Status.COMPLETED):
        outbox.put(Kind.RECEIPT, booking=visit, at=NOW)

    outbox.send_due(now=NOW)

    assert len(mail.outbox) == 3


@pytest.mark.parametrize("kind", emails_of_groups.KINDS)
def test_each_kind_has_its_words_for_several(client, kind):
    Practice.objects.create(name="NPM Practice", practitioner="Kim Example", email="kim@example.com")
    held = group(HeldFactory, client)

    letter = emails_of_groups.build(kind, held, NOW)

    assert all(when.day(visit.starts_at) in letter.subject + letter.body for visit in held)
    assert "{" not in letter.body
