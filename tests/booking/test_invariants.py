"""Whatever happens to the visits of two people, in whatever order: what must always be true of them."""

from datetime import UTC, datetime, time, timedelta
from random import Random
from uuid import uuid4

import pytest
from django.db import transaction

from booking import (
    availability,
    ill,
    lifecycle,
    merging,
    next_visit,
    on_file,
    outbox,
    rebooking,
    request,
    rescreening,
)
from booking.admin import decisions, visits
from booking.ill import Act, Choice
from booking.models import Booking, Status
from booking.people import Person, is_treated, treatment_for
from content.models import Practice
from intake import agreement
from intake.answers import ForWhom, Reply
from intake.models import Clearance
from tests.booking.always import check, check_told
from tests.booking.factories import FollowUpFactory, TreatmentFactory, WorkingHoursFactory
from tests.intake.factories import PLAIN_ANSWERS, ClientFactory, UserFactory

pytestmark = pytest.mark.django_db
STEPS = 60
START = datetime(2027, 3, 1, 12, tzinfo=UTC)
REFUSED = (
    lifecycle.NotAllowed,
    lifecycle.Taken,
    on_file.AskAgain,
    merging.MergeRefused,
)
ANSWERS = {
    "nothing": {},
    "symptoms": {"symptoms": "yes"},
    "cancer": {"cancer": "yes"},
    "unsure": {"cancer": "unsure"},
    "operated": {
        "had_operation": "yes",
        "healed": "yes",
        "operations": [{"year": 2027, "month": 1, "day": 10, "what": ""}],
    },
}

# How often each step is tried; what is not allowed just then is refused, and changes nothing.
STEPS_OF = {
    "book": 8,
    "book_by_hand": 6,
    "reserve": 2,
    "next": 4,
    "confirm": 6,
    "decline": 1,
    "letter": 1,
    "keep": 1,
    "later": 1,
    "settle": 2,
    "accept_letter": 3,
    "end_letter": 1,
    "cancel": 1,
    "call_off": 1,
    "complete": 3,
    "not_treated": 1,
    "no_show": 1,
    "move": 5,
    "move_of_the_client": 2,
    "move_back": 3,
    "ill": 1,
    "talk_first": 1,
    "usual": 1,
    "merge": 0.4,
    "wait": 3,
    "go_to_the_next_visit": 2,
    "send": 4,
    "sweep": 2,
}


class World:
    """A small diary, two people, and a clock that each step is given."""

    def __init__(self, seed):
        self.random, self.now = Random(seed), START
        self.user = UserFactory()
        self.she = lifecycle.practitioner(self.user)
        for weekday in range(7):
            WorkingHoursFactory(weekday=weekday, starts=time(9), ends=time(19))
        TreatmentFactory()
        FollowUpFactory()
        Practice.objects.create(name="NPM", practitioner="Kim", email="kim@example.com")
        self.people = [ClientFactory(), ClientFactory()]
        self.moved_from = {}

    def step(self):
        """Take a step; return its name, and whether it was allowed."""
        (name,) = self.random.choices(list(STEPS_OF), STEPS_OF.values())
        try:
            with transaction.atomic():
                getattr(self, name)()
        except REFUSED as refused:
            return name, type(refused).__name__
        return name, "done"

    # Who, which and when.

    def person(self):
        client = self.random.choice(self.people)
        client.refresh_from_db()
        return client.merged_into or client

    def one(self, *statuses, **more) -> Booking:
        """Return a booking, mostly one in these states, now and then any other."""
        rows = Booking.objects.filter(client__isnull=False).order_by("pk")
        if self.random.random() < 0.9:
            rows = rows.filter(status__in=statuses, **more)
        if not rows:
            raise lifecycle.NotAllowed
        return self.random.choice(rows)

    def coming(self):
        return self.one(Status.HELD, Status.CONFIRMED, starts_at__gt=self.now)

    def begun(self):
        return self.one(Status.CONFIRMED, starts_at__lte=self.now)

    def at(self):
        days, half_hours = self.random.randint(0, 9), self.random.choice((0, 1, 5, 6, 10, 12))
        today = self.now.replace(hour=9, minute=0)
        return today + timedelta(days=days, minutes=30 * half_hours)

    def decide(self, decision, booking, **more):
        about = {"seen": decisions.seen_of(booking), "user": self.user, "now": self.now}
        return decision(booking.pk, **about, **more)

    # What the client does.

    def book(self, by=lifecycle.CLIENT):
        client, starts_at, key = self.person(), self.at(), uuid4()
        treatment = treatment_for(client)
        if by.user is None:
            booking = lifecycle.reserve(treatment, starts_at, draft_key=key, now=self.now)
        else:
            about = {"length": availability.length_of(treatment, client), "draft_key": key}
            booking = lifecycle.reserve_by_hand(treatment, starts_at, by=by, now=self.now, **about)
        said = ANSWERS[self.random.choice(["nothing"] * 4 + list(ANSWERS))]
        agreed = agreement.current(ForWhom.SELF).to_json()
        person = Person(client, None, is_first=not is_treated(client))
        request.settle(PLAIN_ANSWERS | said | {"agreed": agreed}, booking, person, now=self.now, by=by)

    def reserve(self):
        lifecycle.reserve(treatment_for(None), self.at(), draft_key=uuid4(), now=self.now)

    def move_of_the_client(self):
        rebooking.move(self.coming(), self.at(), by=lifecycle.CLIENT, now=self.now)

    def cancel(self):
        lifecycle.cancel(self.coming(), by=lifecycle.CLIENT, now=self.now)

    # What she does.

    def book_by_hand(self):
        self.book(by=self.she)

    def next(self):
        visit = self.one(Status.CONFIRMED, Status.COMPLETED)
        file = on_file.of_visit(visit, now=self.now)
        starts_at = self.random.choice(file.free(availability.day_of(self.now), 9))
        next_visit.book(visit, starts_at, key=uuid4(), by=self.she, now=self.now)

    def confirm(self):
        self.decide(decisions.confirm, self.one(Status.HELD), note="We have talked.")

    def decline(self):
        self.decide(decisions.decline, self.one(Status.HELD), note="Not now.")

    def letter(self):
        self.decide(decisions.ask_for_letter, self.one(Status.HELD), note="")

    def keep(self):
        self.decide(decisions.keep_for_later, self.one(Status.HELD), note="")

    def later(self):
        from_on = self.now.date() + timedelta(days=self.random.randint(0, 9))
        self.decide(decisions.offer_later, self.one(Status.HELD), note="", from_on=from_on)

    def settle(self):
        booking = self.one(Status.HELD, needs_clearance=True)
        if booking.screening.has_unsettled_answer:
            reply = self.random.choice([Reply.YES, Reply.NO])
            self.decide(decisions.settle, booking, reply=reply)

    def accept_letter(self):
        held = self.one(Status.HELD, needs_clearance=True)
        days = {"valid_from": START.date(), "valid_until": held.visit_on + timedelta(days=3)}
        self.decide(decisions.accept_letter, held, note="", **days)

    def end_letter(self):
        letters = Clearance.objects.order_by("accepted_at", "client")
        if letters:
            rescreening.end_letter(self.random.choice(letters), by=self.she, now=self.now)

    def call_off(self):
        self.decide(visits.cancel, self.coming(), note="", is_called_off=True)

    def complete(self):
        self.decide(visits.complete, self.begun(), minutes=100, note="On paper.", on_paper=True)

    def not_treated(self):
        safe_from = self.now.date() + timedelta(days=3)
        self.decide(visits.not_treated, self.begun(), note="Not today.", safe_from=safe_from)

    def no_show(self):
        self.decide(visits.no_show, self.begun(), note="")

    def move(self):
        booking = self.coming()
        before = booking.starts_at, booking.status == Status.CONFIRMED
        rebooking.move(booking, self.at(), by=self.she, now=self.now)
        self.moved_from[booking.pk] = before

    def move_back(self):
        booking = self.one(Status.HELD, Status.CONFIRMED, pk__in=list(self.moved_from))
        was_at, was_confirmed = self.moved_from.get(booking.pk, (booking.starts_at, False))
        rebooking.move_back(booking, was_at, was_confirmed=was_confirmed, by=self.she, now=self.now)

    def ill(self):
        day = self.coming().visit_on
        choices = [
            Choice(shown.booking.pk, shown.booking.version, *self.best_of(shown))
            for shown in ill.propose(day, now=self.now)
        ]
        ill.carry_out(day, choices, closes=True, by=self.she, now=self.now)

    def best_of(self, shown):
        return (Act.MOVE, shown.slot.starts_at) if shown.slot else (Act.CANCEL, None)

    def merge(self):
        merging.merge(*self.people, by=self.she, now=self.now)

    def talk_first(self):
        client = self.person()
        client.talk_first = not client.talk_first
        client.save()
        rescreening.after_her_word(client, by=self.she, now=self.now)

    def usual(self):
        client = self.person()
        client.usual_minutes = self.random.choice([90, 105, 120, None])
        client.save()

    # What happens by itself.

    def wait(self):
        self.now += timedelta(hours=self.random.choice([1, 10, 26]))

    def go_to_the_next_visit(self):
        self.now = max(self.now, self.coming().starts_at + timedelta(hours=1))

    def send(self):
        while outbox.send_due(now=self.now):
            pass

    def sweep(self):
        lifecycle.lapse_run_out(now=self.now)


@pytest.mark.parametrize("seed", range(6))
def test_whatever_happens_nothing_overlaps_is_unsafe_or_untrue(seed):
    world, taken = World(seed), []

    for _step in range(STEPS):
        taken.append(world.step())
        check(world.now)

    world.send()
    for booking in Booking.objects.filter(client__isnull=False):
        check_told(booking, world.now)
