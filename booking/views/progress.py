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
from booking.judgement import Both, Judged, Judgement
from booking.models import BookingPolicy, Treatment
from booking.times import PairTimes, Times
from intake import records
from intake.findings import Known
from intake.models import Draft, ScreeningPolicy
from intake.models.drafts import DRAFT_LIVES
from intake.screening import guardian_needed

SESSION_KEY = "draft"
# The draft of a booking that an errand came in between of, and where the errand leads back to.
SET_ASIDE, LEADS_TO = "set_aside", "errand_leads_to"
# The place on the waitlist that was taken in this browser, and when.
WAITS = "waits"

URLS = {
    steps.START: "book:start",
    steps.AGREEMENT: "book:agreement",
    steps.TIME: "book:time",
    steps.WISH: "book:wish",
    steps.DETAILS: "book:details",
    steps.CHECK: "book:check",
} | {name: f"book:question-{number}" for name, number in steps.NUMBERS.items()}


# What an errand has in place of the pages of a booking.
ERRAND_URLS = {
    steps.CHANGED: {steps.CHECK: "own:changed_check"},
    steps.WAITLIST: {steps.CHECK: "book:wait_check"},
}


def url_of(step: str, errand: str = "") -> str:
    return reverse(ERRAND_URLS.get(errand, {}).get(step) or URLS[step])


@dataclass
class Progress:
    """One visitor's draft, and what follows from it."""

    draft: Draft
    now: datetime

    @cached_property
    def parts(self) -> dict:
        return self.draft.answers

    @property
    def errand(self) -> str:
        """What the draft is for; empty when it becomes a booking."""
        # Two people book on the pages of one.
        return "" if self.is_pair else self.parts.get("errand") or ""

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
        return url_of(steps.missing(self.parts, self.order), self.errand)

    def back_url(self, step: str) -> str:
        before = steps.before(step, self.order)
        came_from = self.parts.get("came_from")
        return reverse(came_from) if before is None and came_from else url_of(before or steps.START)

    @property
    def is_pair(self) -> bool:
        """Whether two people come: a child, and the adult who books."""
        return self.parts.get("errand") == steps.PAIR

    @cached_property
    def judgement(self) -> Judged:
        """What the answers alone say. Who the visitor is is not known yet, so what they picked counts:
        it can only be judged more strictly afterwards."""
        judged = self._judged(self.parts)
        return Both(judged, self._judged(steps.adult(self.parts))) if self.is_pair else judged

    def _judged(self, parts) -> Judgement:
        known = Known(is_first=self.treatment.is_first, answered_on=self.today)
        return Judgement(steps.answers(parts), self.policy, known, self.today)

    @property
    def is_adult_needed(self) -> bool:
        """Whether an adult has to stay with the person treated."""
        starts_at = self.parts.get("starts_at")
        day = availability.day_of(datetime.fromisoformat(starts_at)) if starts_at else self.today
        return guardian_needed(date.fromisoformat(self.parts["born_on"]), day, self.policy)

    @property
    def asking(self) -> dict:
        """What a form of questions needs to know to ask."""
        return self.asking_of(self.parts)

    @property
    def asking_own(self) -> dict:
        """The same for what the adult of a pair is asked about themselves."""
        return self.asking_of(steps.adult(self.parts))

    def asking_of(self, parts) -> dict:
        return {"for_whom": parts["for_whom"], "policy": self.policy, "today": self.today, "parts": parts}

    def times(self, *, is_earlier_asked=False) -> Times:
        kind = PairTimes if self.is_pair else Times
        return kind(self.treatment, self.judgement, self.now, is_earlier_asked)

    def keep_own(self, **parts):
        """Add to what the adult of a pair has said about themselves."""
        self.keep(under=steps.ADULT, **parts)

    def keep(self, **parts):
        """Add to the draft; each step's POST also keeps a chosen time for another while."""
        records.save_draft(self.draft, **parts)
        for name in ("parts", "treatment", "judgement"):
            self.__dict__.pop(name, None)
        lifecycle.renew(self.draft.pk, now=self.now)


def session_key(request, name=SESSION_KEY) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(request.session.get(name)))
    except ValueError:
        return None


def of(request, *, now) -> Progress | None:
    """Return the visitor's progress, None when they have no draft that is still kept."""
    key = session_key(request)
    draft = records.read_draft(key, now=now) if key else None
    return Progress(draft, now) if draft else None


def begin(request, *, now) -> Progress:
    """Return the visitor's progress in a booking, with a new draft when there is none."""
    progress = of(request, now=now)
    if progress is not None and steps.START not in progress.order:
        take_up(request)
        progress = of(request, now=now)
    if progress is None:
        progress = Progress(records.start_draft(now=now), now)
        request.session[SESSION_KEY] = str(progress.draft.pk)
    return progress


def booked(request, *, now):
    """Return the booking that the visitor's draft has become, as long as a draft would have lived."""
    for name in (SESSION_KEY, SET_ASIDE):
        key = session_key(request, name)
        booking = requests.placed(key) if key else None
        if booking is not None:
            return booking if now < booking.created_at + DRAFT_LIVES else None
    return None


def set_aside(request, draft, *, leads_to: str):
    """Let an errand come in between: what the visitor was filling in waits until it is done."""
    if SET_ASIDE not in request.session:
        request.session[SET_ASIDE] = request.session.get(SESSION_KEY)
    request.session[SESSION_KEY] = str(draft.pk)
    request.session[LEADS_TO] = leads_to


def take_up(request):
    """Leave an errand, done or not; what was set aside for it goes on."""
    if SET_ASIDE in request.session:
        request.session[SESSION_KEY] = request.session.pop(SET_ASIDE)


def without_draft(request, *, now) -> str:
    """Return the name of the page for somebody whose draft is gone: sent, or run out."""
    if SET_ASIDE in request.session:
        return request.session[LEADS_TO]
    if booked(request, now=now):
        return "book:done"
    return "book:waiting" if WAITS in request.session else "book:start"


def step(name=None, *, errand=None):
    """Give the view the visitor's progress; lead back to the first step that is missing.

    A page that only one errand has, or only a booking (an empty word), is shown for no other."""

    def decorate(view):
        @wraps(view)
        def with_progress(request, *args, **kwargs):
            now = timezone.now()
            progress = of(request, now=now)
            is_other = errand is not None and (progress is None or errand != progress.errand)
            if errand and is_other:
                return redirect(request.session.get(LEADS_TO, "own:page"))
            if progress is None:
                return redirect(without_draft(request, now=now))
            if progress.treatment is None and steps.START in progress.order:
                return redirect("book:start")
            here = name or kwargs["name"]
            if is_other or not steps.is_reached(here, progress.parts, progress.order):
                return redirect(progress.next_url)
            try:
                return view(request, progress, *args, **kwargs)
            except records.DraftGone:
                # Another tab has sent it meanwhile.
                return redirect(progress.parts.get("then") or "book:done")

        return with_progress

    return decorate
