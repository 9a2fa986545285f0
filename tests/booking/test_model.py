"""Random days at the practice, each step compared with a small model of the diary."""

import os
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import pairwise
from uuid import uuid4

import pytest
from django.core import mail
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run
from icalendar import Calendar

from booking import (
    availability,
    health_form,
    ics,
    lifecycle,
    on_time,
    outbox,
    pausing,
    rebooking,
    request,
    series,
    waitlist,
)
from booking.models import Booking, HoursOverride, Status, Treatment
from booking.on_file import AskAgain
from content.models import Practice
from intake import agreement, records
from intake.answers import ForWhom
from intake.models import Client
from tests.booking import always, model
from tests.booking.factories import FollowUpFactory, TreatmentFactory, WorkingHoursFactory
from tests.intake.factories import PLAIN_ANSWERS, FormDraftFactory, UserFactory

pytestmark = pytest.mark.django_db
START = datetime(2027, 3, 1, 12, tzinfo=UTC)
# The Fridays before the clocks change.
CHANGES = (datetime(2027, 3, 26, 12, tzinfo=UTC), datetime(2027, 10, 29, 11, tzinfo=UTC))
EXAMPLES, STEPS = int(os.environ.get("EXAMPLES", "100")), 30
# Enough that none of them comes near the time a single test may take, on a slow machine either.
PARTS = 4

people, waiters = st.integers(0, 2), st.integers(3, 4)
numbers = st.integers(0, 60)
# Few days and few starts, so that they meet; now and then a start that is none.
days = st.sampled_from([2, 3, 4, 5, 9, 1, 0])
minutes = st.sampled_from([9 * 60, 11 * 60 + 30, 14 * 60, 16 * 60 + 30, 10 * 60, 8 * 60 + 30, 10 * 60 + 15])


def is_coming(visit, now):
    return visit.is_coming(now)


def is_held(visit, now):
    return visit.status == "held" and visit.is_coming(now)


def is_over(visit, now):
    return visit.status == "confirmed" and visit.starts_at <= now


def is_sure(visit, now):
    return visit.status == "confirmed"


def is_offered(visit, now):
    return visit.status_at(now) == "offered"


def is_known(visit, now):
    return visit.person is not None and visit.status in {"confirmed", "held", "completed"}


def about(wanted, **more):
    """A rule about a visit of this kind, tried only where there is one."""

    def decorate(step):
        def with_name(self, number, **drawn):
            names = self.names(wanted)
            step(self, names[number % len(names)], **drawn)

        with_name.__name__ = step.__name__
        return precondition(lambda self: self.names(wanted))(rule(number=numbers, **more)(with_name))

    return decorate


class Days(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.her = lifecycle.practitioner(UserFactory())
        for weekday in range(7):
            WorkingHoursFactory(weekday=weekday, starts=model.OPENS, ends=model.CLOSES)
        TreatmentFactory()
        FollowUpFactory()
        self.practice = Practice.objects.create(name="NPM", practitioner="Kim", email="kim@example.com")
        self.diary = model.Diary(START)
        mail.outbox = []

    def teardown(self):
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    @property
    def now(self):
        return self.diary.now

    def day(self, days) -> date:
        return availability.day_of(self.now) + timedelta(days=days)

    def names(self, wanted):
        return sorted(name for name, visit in self.diary.visits.items() if wanted(visit, self.now))

    def row(self, name) -> Booking:
        return Booking.objects.select_related("treatment__policy", "screening", "client").get(pk=name)

    # What visitors and clients do.

    @rule(person=people, days=days, minutes=minutes, says_yes=st.sampled_from([False, False, True]))
    def book(self, person, days, minutes, says_yes):
        starts_at = model.at(self.day(days), minutes)
        visit = self.diary.book(person, starts_at, says_yes)
        with refused(lifecycle.Taken, lifecycle.TooMany) as result:
            row = self.fill_in(person, starts_at, says_yes)
            result.name = row.pk
        if visit is None:
            assert result.name is None
        elif visit.person is None:
            kept = Booking.objects.get(status=Status.RESERVED, starts_at=starts_at, expires_at__gt=self.now)
            self.diary.visits[kept.pk] = visit
        else:
            self.diary.visits[result.name] = visit

    def fill_in(self, person, starts_at, says_yes):
        treatment = self.treatment(person)
        draft = self.draft(person, says_yes, starts_at=starts_at.isoformat())
        with transaction.atomic():
            lifecycle.reserve(treatment, starts_at, draft_key=draft.pk, now=self.now)
        return request.place(draft, now=self.now)

    def treatment(self, person):
        sort = Treatment.Sort.FOLLOW_UP if person in self.diary.treated else Treatment.Sort.FIRST
        return Treatment.objects.select_related("policy", "price").get(sort=sort)

    def draft(self, person, says_yes, **parts):
        details = {"name": f"Kim Example {'ABCDE'[person]}", "email": f"kim{person}@example.com"}
        return records.start_draft(
            now=self.now,
            **PLAIN_ANSWERS | {"symptoms": "yes" if says_yes else "no"},
            treatment=self.treatment(person).slug,
            agreed=agreement.current(ForWhom.SELF).to_json(),
            details=details | {"phone": "", "ring_at": ""},
            **parts,
        )

    @rule(person=people, has_fever=st.booleans())
    def send_a_form(self, person, has_fever):
        client = Client.objects.filter(email=f"kim{person}@example.com").first()
        if client is None:
            return
        # With nothing to talk about first, a form disturbs nothing, and takes nothing back.
        replies = {"epilepsy": "yes", "fever": "yes" if has_fever else "no"}
        given = {code: {"value": value, "details": ""} for code, value in replies.items()}
        draft = FormDraftFactory(client=client, answers={"given": given})
        health_form.send(draft, by=lifecycle.CLIENT, now=self.now)
        if has_fever:
            self.diary.tell_of_a_fever(person)

    @rule(days=days, minutes=minutes)
    def begin_and_leave(self, days, minutes):
        starts_at = model.at(self.day(days), minutes)
        is_free = self.diary.is_free(starts_at)
        with refused(lifecycle.Taken) as result, transaction.atomic():
            treatment = Treatment.objects.select_related("policy", "price").get(slug="first-session")
            row = lifecycle.reserve(treatment, starts_at, draft_key=uuid4(), now=self.now)
            result.name = row.pk
        assert (result.name is not None) == is_free
        if is_free:
            until = self.now + model.RESERVED_FOR
            self.diary.visits[result.name] = model.Visit(None, starts_at, "reserved", until)

    @rule(person=waiters, days=days, says_yes=st.sampled_from([False, False, True]))
    def wait_for_a_time(self, person, days, says_yes):
        first = self.day(days)
        wish = {"weekdays": [], "parts": [], "from_on": first, "until_on": first + timedelta(days=6)}
        kept = {name: str(value) if "_on" in name else value for name, value in wish.items()}
        waitlist.join(self.draft(person, says_yes, wish=kept | {"notice_hours": 24}), now=self.now)
        self.diary.answer(person, says_yes)

    @about(is_offered)
    def accept(self, name):
        row, offered = self.row(name), self.diary.visits[name]
        waitlist.accept(row, now=self.now)
        found = self.diary.found(offered.person, self.diary.says[offered.person])
        self.diary.visits[name] = self.diary.taken_up(offered.person, offered.starts_at, found)

    @about(is_offered)
    def refuse(self, name):
        waitlist.refuse(self.row(name), now=self.now)
        self.end(name, "lapsed")

    @about(is_known, count=st.integers(2, 4))
    def plan_a_series(self, name, count):
        row, person = self.row(name), self.diary.visits[name].person
        asked = series.Asked(count)
        with refused(lifecycle.TooMany, AskAgain):
            plan = series.propose(series.of_visit(row, now=self.now), asked)
            assert not self.diary.has_enough(person)
            assert all(one - other >= timedelta(days=6) for other, one in pairwise(plan.starts))
            if not plan.is_whole:
                return
            file = partial(series.of_visit, row, now=self.now)
            asked, key = replace(asked, kept=plan.starts), uuid4()
            rows = series.book(file, asked, key=key, by=lifecycle.CLIENT, now=self.now)
            starts = [start.astimezone(UTC) for start in plan.starts]
            visits = self.diary.book_series(person, starts, key)
            self.diary.visits |= {row.pk: visit for row, visit in zip(rows, visits, strict=True)}

    @about(is_coming)
    def cancel(self, name):
        lifecycle.cancel(self.row(name), by=lifecycle.CLIENT, now=self.now)
        self.end(name, "cancelled")

    @about(is_coming, days=days, minutes=minutes, by_her=st.booleans())
    def move(self, name, days, minutes, by_her):
        starts_at = model.at(self.day(days), minutes)
        by = self.her if by_her else lifecycle.CLIENT
        is_moved = self.diary.move(self.diary.visits[name], starts_at, by_her=by_her)
        with refused(lifecycle.Taken, lifecycle.NotAllowed) as result, transaction.atomic():
            rebooking.move(self.row(name), starts_at, by=by, now=self.now)
            result.name = name
        assert (result.name is not None) == is_moved

    # What she does.

    @about(is_held)
    def approve(self, name):
        lifecycle.approve(self.row(name), by=self.her, now=self.now)
        self.diary.decide(self.diary.visits[name], "confirmed")

    @about(is_held)
    def decline(self, name):
        words = records.write_words("We have talked.", now=self.now)
        lifecycle.decline(self.row(name), by=self.her, now=self.now, words=words)
        self.diary.decide(self.diary.visits[name], "declined")

    @about(is_over)
    def complete(self, name):
        words = records.write_words("The form is on paper.", now=self.now)
        more = {"minutes": 100, "on_paper": True, "words": words}
        lifecycle.complete(self.row(name), by=self.her, now=self.now, **more)
        self.diary.treated.add(self.end(name, "completed").person)

    def end(self, name, status):
        visit = self.diary.visits[name]
        visit.status, visit.until = status, None
        return visit

    @rule(days=days)
    def close_a_day(self, days):
        HoursOverride.objects.create(day=self.day(days))
        self.diary.closed.add(self.day(days))

    # What happens by itself.

    @rule(hours=st.sampled_from([0.1, 1, 5, 23, 26, 49]))
    def wait(self, hours):
        self.diary.now += timedelta(hours=hours)

    @rule(change=st.sampled_from(CHANGES))
    def go_to_the_change_of_the_clocks(self, change):
        self.diary.now = max(self.now, change)

    @rule()
    def work(self):
        lifecycle.lapse_run_out(now=self.now)
        waitlist.sweep(now=self.now)
        pausing.end_empty(now=self.now)
        on_time.sweep(now=self.now)
        while outbox.send_due(now=self.now):
            pass

    # What must be true after each of them.

    @invariant()
    def all_is_well(self):
        self.see_what_is_offered()
        self.it_is_as_the_model_says()
        self.the_same_is_free()
        always.check(self.now)
        sent = [message.extra_headers["Message-ID"] for message in mail.outbox]
        assert len(sent) == len(set(sent))

    def see_what_is_offered(self):
        """Whom a free time is offered to is not foretold; that it was free, and is kept, is."""
        offers = Booking.objects.filter(status=Status.OFFERED).exclude(pk__in=self.diary.visits)
        for offer in offers.select_related("entry").order_by("pk"):
            person = int(offer.client.email[len("kim")])
            assert self.diary.is_free(offer.starts_at)
            assert offer.entry.from_on <= offer.visit_on <= offer.entry.until_on
            assert offer.expires_at <= offer.starts_at - model.NOTICE
            assert not any(
                one.status_at(self.now) == "offered" and one.person == person
                for one in self.diary.visits.values()
            )
            about = offer.starts_at, "offered", offer.expires_at
            self.diary.visits[offer.pk] = model.Visit(person, *about)

    def it_is_as_the_model_says(self):
        rows = {row.pk: row for row in Booking.objects.all()}
        assert rows.keys() == self.diary.visits.keys()
        for name, visit in self.diary.visits.items():
            row, status = rows[name], visit.status_at(self.now)
            assert ("lapsed" if row.has_run_out(self.now) else row.status) == status
            if status not in model.ENDED:
                assert (row.starts_at, row.version) == (visit.starts_at, visit.version)

    def the_same_is_free(self):
        treatment = Treatment.objects.select_related("policy").get(slug="first-session")
        for days in (1, 3):
            day = self.day(days)
            free = availability.free_slots(treatment, day, 1, now=self.now)
            assert {slot.starts_at for slot in free} == self.diary.free_on(day)

    @about(is_sure)
    def look_into_the_calendar(self, name):
        """The file shows the hour that the practice's clock shows, in winter and in summer."""
        local = self.diary.visits[name].starts_at.astimezone(model.LONDON)
        file = Calendar.from_ical(ics.published([self.row(name)], self.practice, now=self.now).text)
        (event,) = file.walk("VEVENT")
        starts_at, ends_at = event.decoded("dtstart"), event.decoded("dtend")
        assert starts_at.strftime("%d %H:%M") == local.strftime("%d %H:%M")
        assert ends_at.astimezone(UTC) - starts_at.astimezone(UTC) == model.LENGTH


class Result:
    name = None


@contextmanager
def refused(*errors):
    """Take a refusal as an answer: whatever was begun is undone, and no name comes out."""
    result = Result()
    try:
        yield result
    except errors:
        result.name = None


@pytest.mark.parametrize("part", range(PARTS))
def test_whatever_happens_the_diary_is_as_the_model_says(part):
    # What is tried follows from the name, also where it is to be the same each time.
    days = type(f"{Days.__name__}{part}", (Days,), {})
    run(
        days,
        settings=settings(
            max_examples=-(-EXAMPLES // PARTS),
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
            # A failure is told as it was found: making it smaller takes longer than a test may.
            phases=[Phase.generate],
        ),
    )
