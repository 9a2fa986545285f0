"""Where somebody stands in a health form: the draft, its tasks, and the browser that may see it.

What was typed is shown to the session that typed it, or that opened a fresh link; a day after its last
page it needs a link again."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from booking import availability, changed
from booking.models import BookingPolicy
from intake import records
from intake.agreement import Purpose
from intake.answers import ForWhom
from intake.crypto import Unreadable
from intake.history import complaints
from intake.history.asked import questions
from intake.history.catalogue import CHANGED
from intake.history.tasks import Page, Tasks
from intake.history.values import Section
from intake.models import FormDraft, ScreeningPolicy
from intake.screening import pregnancy_is_asked

SESSION_KEY = "form"
STAYS = timedelta(hours=24)
# Addresses stand in histories and logs, so a task goes by its number there.
NUMBERS = {section: number for number, section in enumerate(Section, start=1)}
SECTIONS = {number: section for section, number in NUMBERS.items()}


@dataclass
class Filling:
    """One visitor at one unfinished form."""

    draft: FormDraft
    now: datetime

    @property
    def answers(self) -> dict:
        return self.draft.answers

    @cached_property
    def questions(self):
        return questions()

    @property
    def tasks(self) -> Tasks:
        return Tasks(
            self.questions,
            self.answers,
            reopens=CHANGED,
            measured=frozenset(complaints.GROUPS),
            is_pregnancy_asked=self.is_pregnancy_asked,
        )

    @property
    def is_own(self) -> bool:
        return self.draft.guardianship_id is None

    @property
    def first_name(self) -> str:
        """Whom the form is about, where that is not the one who fills it in."""
        return "" if self.is_own else self.draft.client.first_name

    @cached_property
    def whom(self) -> dict:
        return changed.whom(self.draft.client, self.draft.guardianship, now=self.now)

    @property
    def for_whom(self) -> ForWhom:
        return ForWhom(self.whom["for_whom"])

    @cached_property
    def policy(self):
        return ScreeningPolicy.load().as_policy()

    @cached_property
    def today(self):
        return availability.day_of(self.now)

    @cached_property
    def is_pregnancy_asked(self) -> bool:
        last_day = self.today + BookingPolicy().window
        return pregnancy_is_asked(self.draft.client.born_on, last_day, self.policy)

    @property
    def screening(self) -> dict:
        return self.answers.get("screening") or {}

    @property
    def is_agreed(self) -> bool:
        """Whether their answers may be used: agreed to with the booking, or on this form."""
        said = {one.get("purpose") for one in self.answers.get("agreed") or ()}
        return Purpose.HEALTH in said or records.is_agreed(self.draft.client)

    def save(self, **parts):
        records.save_form(self.draft, now=self.now, **parts)

    def mark(self, page: Page):
        """Note that a task was gone through, once its last page is answered."""
        if self.tasks.closes(page) and not self.tasks.is_marked(page.section):
            self.save(done=[*(self.answers.get("done") or ()), page.section.value])


def url_of(page: Page) -> str:
    return reverse("form:page", args=[NUMBERS[page.section], page.number])


def next_url(filling: Filling, page: Page | None = None) -> str:
    """Return where to go on: after this page, or at the first thing to do; at the end, to the check."""
    following = filling.tasks.after(page) if page else filling.tasks.first_to_do()
    if following is None:
        return reverse("form:check")
    # A task begins with what was answered the last time, where there is something.
    is_renewed = filling.answers.get("earlier") and not filling.tasks.is_walked(following.section)
    if is_renewed and following.number == 1:
        return reverse("form:task", args=[NUMBERS[following.section]])
    return url_of(following)


def hold(request, draft: FormDraft, *, now: datetime):
    """Let this browser see the form from now on."""
    request.session.cycle_key()
    request.session[SESSION_KEY] = {"draft": str(draft.pk), "until": (now + STAYS).isoformat()}


def stay(request, *, now: datetime):
    """Count the time anew from a page that was sent."""
    request.session[SESSION_KEY] = _kept(request) | {"until": (now + STAYS).isoformat()}


def note_sent(request, *, now: datetime):
    request.session[SESSION_KEY] = _kept(request) | {"sent": now.isoformat()}


def of(request, *, now: datetime) -> Filling | None:
    """Return the form that this browser is filling in, None when there is none or it needs a link again."""
    kept = _kept(request)
    if not kept.get("draft") or now >= datetime.fromisoformat(kept["until"]):
        return None
    draft = records.read_form_draft(kept["draft"])
    return Filling(draft, now) if draft else None


def sent_at(request, *, now: datetime) -> datetime | None:
    """Return when this browser sent a form, for as long as it could have filled it in."""
    kept = _kept(request)
    if "sent" not in kept or now >= datetime.fromisoformat(kept["until"]):
        return None
    return datetime.fromisoformat(kept["sent"])


def page(view):
    """Give the view the form that is being filled in; lead whoever has none to where one begins."""

    @wraps(view)
    def with_filling(request, *args, **kwargs):
        now = timezone.now()
        filling = of(request, now=now)
        if filling is None:
            return elsewhere(request, now=now)
        try:
            return view(request, filling, *args, **kwargs)
        except records.DraftGone:
            # Another tab, or another device, has sent it meanwhile.
            return elsewhere(request, now=now)
        except Unreadable:
            return render(request, "booking/form/shut.html", status=503)

    return with_filling


def elsewhere(request, *, now: datetime):
    return redirect("form:sent" if sent_at(request, now=now) else "form:start")


def _kept(request) -> dict:
    kept = request.session.get(SESSION_KEY)
    return kept if isinstance(kept, dict) else {}
