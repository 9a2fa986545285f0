"""Where a visitor stands in their booking. The session holds the draft's key, and nothing else."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps

from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from booking import availability, lifecycle, steps
from booking import request as requests
from booking.judgement import Judgement
from booking.models import BookingPolicy, Treatment
from booking.times import Times
from intake import records
from intake.findings import Known
from intake.models import Draft, ScreeningPolicy
from intake.models.drafts import DRAFT_LIVES
from intake.screening import guardian_needed

SESSION_KEY = "draft"

URLS = {
    steps.START: "book:start",
    steps.AGREEMENT: "book:agreement",
    steps.TIME: "book:time",
    steps.DETAILS: "book:details",
    steps.CHECK: "book:check",
} | {name: f"book:question-{number}" for name, number in steps.NUMBERS.items()}


def url_of(step: str) -> str:
    return reverse(URLS[step])


@dataclass
class Progress:
    """One visitor's draft, and what follows from it."""

    draft: Draft
    now: datetime

    @cached_property
    def parts(self) -> dict:
        return self.draft.answers

    @cached_property
    def policy(self):
        return ScreeningPolicy.load().as_policy()

    @cached_property
    def treatment(self):
        slug = self.parts.get("treatment")
        return Treatment.objects.bookable().select_related("policy", "price").filter(slug=slug).first()

    @cached_property
    def today(self):
        return availability.day_of(self.now)

    @property
    def order(self) -> list[str]:
        window = self.treatment.policy.window if self.treatment else BookingPolicy().window
        return steps.steps(self.parts, self.policy, self.today + window)

    @property
    def next_url(self) -> str:
        return url_of(steps.missing(self.parts, self.order))

    def back_url(self, step: str) -> str:
        return url_of(steps.before(step, self.order) or steps.START)

    @cached_property
    def judgement(self) -> Judgement:
        """What the answers alone say. Who the visitor is is not known yet, so what they picked counts:
        it can only be judged more strictly afterwards."""
        known = Known(is_first=self.treatment.is_first, answered_on=self.today)
        return Judgement(steps.answers(self.parts), self.policy, known, self.today)

    @property
    def is_adult_needed(self) -> bool:
        """Whether an adult has to stay with the person treated."""
        starts_at = self.parts.get("starts_at")
        day = availability.day_of(datetime.fromisoformat(starts_at)) if starts_at else self.today
        return guardian_needed(date.fromisoformat(self.parts["born_on"]), day, self.policy)

    @property
    def asking(self) -> dict:
        """What a form of questions needs to know to ask."""
        return {
            "for_whom": self.parts["for_whom"],
            "policy": self.policy,
            "today": self.today,
            "parts": self.parts,
        }

    def times(self, *, is_earlier_asked=False) -> Times:
        return Times(self.treatment, self.judgement, self.now, is_earlier_asked)

    def keep(self, **parts):
        """Add to the draft; each step's POST also keeps a chosen time for another while."""
        records.save_draft(self.draft, **parts)
        for name in ("parts", "treatment", "judgement"):
            self.__dict__.pop(name, None)
        lifecycle.renew(self.draft.pk, now=self.now)


def session_key(request) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(request.session.get(SESSION_KEY)))
    except ValueError:
        return None


def of(request, *, now) -> Progress | None:
    """Return the visitor's progress, None when they have no draft that is still kept."""
    key = session_key(request)
    draft = records.read_draft(key, now=now) if key else None
    return Progress(draft, now) if draft else None


def begin(request, *, now) -> Progress:
    """Return the visitor's progress, with a new draft when there is none."""
    progress = of(request, now=now)
    if progress is None:
        progress = Progress(records.start_draft(now=now), now)
        request.session[SESSION_KEY] = str(progress.draft.pk)
    return progress


def booked(request, *, now):
    """Return the booking that the visitor's draft has become, as long as a draft would have lived."""
    key = session_key(request)
    booking = requests.placed(key) if key else None
    return booking if booking and now < booking.created_at + DRAFT_LIVES else None


def step(name=None):
    """Give the view the visitor's progress; lead back to the first step that is missing."""

    def decorate(view):
        @wraps(view)
        def with_progress(request, *args, **kwargs):
            now = timezone.now()
            progress = of(request, now=now)
            if progress is None:
                return redirect("book:done" if booked(request, now=now) else "book:start")
            if progress.treatment is None:
                return redirect("book:start")
            here = name or kwargs["name"]
            if not steps.is_reached(here, progress.parts, progress.order):
                return redirect(progress.next_url)
            try:
                return view(request, progress, *args, **kwargs)
            except records.DraftGone:
                # Another tab has sent it meanwhile.
                return redirect("book:done")

        return with_progress

    return decorate
