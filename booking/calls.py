"""What is known while somebody rings: the sealed draft of their booking, and what follows from it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.functional import cached_property

from booking import availability, people, steps
from booking.models import Booking, Status, Treatment
from intake import records
from intake.answers import Answers, ForWhom
from intake.findings import Finding
from intake.models import Client, Draft, ScreeningPolicy
from intake.screening import guardian_needed, pregnancy_is_asked, screen

WHO, GUARDIAN, QUESTIONS, CHECK = "who", "guardian", "questions", "check"
# Filled in again when somebody else is booked: nobody's answers count for another.
ASKED = ("agreed", "pregnant", "due_on", "had_operation", "operations", "healed", "cancer", "symptoms")
ALWAYS_ASKED = ("agreed", "had_operation", "cancer", "symptoms")


@dataclass
class Call:
    """A booking by telephone, as far as it has come at `now`."""

    draft: Draft
    now: datetime

    @property
    def key(self) -> UUID:
        return self.draft.pk

    @property
    def parts(self) -> dict:
        return self.draft.answers

    @cached_property
    def client(self) -> Client | None:
        """The client who was found; nobody while somebody new is entered."""
        return present(self.parts.get("client"))

    @property
    def typed(self) -> dict:
        return self.parts.get("typed") or {}

    @property
    def name(self) -> str:
        return self.client.name if self.client else self.typed["name"]

    @property
    def phone(self) -> str:
        return self.client.phone if self.client else self.typed["phone"]

    @property
    def email(self) -> str:
        return self.client.email if self.client else self.typed["email"]

    @property
    def born_on(self) -> date:
        return self.client.born_on if self.client else date.fromisoformat(self.typed["born_on"])

    @cached_property
    def treatment(self) -> Treatment | None:
        return people.treatment_for(self.client)

    @property
    def length(self) -> timedelta:
        return availability.length_of(self.treatment, self.client)

    @property
    def minutes(self) -> int:
        return self.length // timedelta(minutes=1)

    @property
    def starts_at(self) -> datetime:
        return datetime.fromisoformat(self.parts["starts_at"])

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + self.length

    @property
    def visit_on(self) -> date:
        return availability.day_of(self.starts_at)

    @cached_property
    def policy(self):
        return ScreeningPolicy.load().as_policy()

    def for_whom_on(self, day: date) -> ForWhom:
        """Say who speaks on the phone: under 16 it is the guardian."""
        return ForWhom.CHILD if guardian_needed(self.born_on, day, self.policy) else ForWhom.SELF

    @property
    def for_whom(self) -> ForWhom:
        return ForWhom(self.parts["for_whom"])

    @property
    def is_for_child(self) -> bool:
        return self.for_whom == ForWhom.CHILD

    @property
    def guardian(self) -> dict:
        return self.parts.get("guardian") or {}

    @property
    def reached(self) -> dict:
        """Who is rung and written to: the guardian of a child."""
        own = {"name": self.name, "phone": self.phone, "email": self.email}
        return own | {name: self.guardian[name] for name in own} if self.is_for_child else own

    @cached_property
    def known_guardian(self):
        """The adult who answered for this child last."""
        return self.client.guardianships.order_by("created_at").last() if self.client else None

    @property
    def is_pregnancy_asked(self) -> bool:
        """As on the site: who is old enough by the last day that can be booked is asked."""
        last_day = availability.day_of(self.now + self.treatment.policy.window)
        return pregnancy_is_asked(self.born_on, max(last_day, self.visit_on), self.policy)

    @property
    def missing(self) -> str:
        """Return the first step that is not filled in; the check when nothing is missing."""
        if "starts_at" not in self.parts:
            return WHO
        if self.is_for_child and not self.guardian:
            return GUARDIAN
        asked = (*ALWAYS_ASKED, "pregnant") if self.is_pregnancy_asked else ALWAYS_ASKED
        return CHECK if all(self.parts.get(name) for name in asked) else QUESTIONS

    @property
    def answers(self) -> Answers:
        return steps.answers(self.parts | {"born_on": self.born_on.isoformat()})

    @cached_property
    def findings(self) -> list[Finding]:
        known = people.known_about(self.client, is_first=self.treatment.is_first, now=self.now)
        return screen(self.answers, self.visit_on, self.policy, known)

    @property
    def own(self) -> Booking | None:
        """The time that is kept for this call, as long as it is."""
        kept = Booking.objects.filter(draft_key=self.key, status=Status.RESERVED, expires_at__gt=self.now)
        return kept.select_related("treatment__policy", "treatment__price").first()


def of(key, *, user, now: datetime) -> Call | None:
    """Return the call with this key, None when it is over or is not hers."""
    draft = records.read_draft(key, now=now)
    is_hers = draft is not None and draft.answers.get("by_hand") == user.pk
    call = Call(draft, now) if is_hers else None
    # Whoever, or whatever, it was about may be deleted meanwhile.
    return call if call and (call.client or call.typed) and call.treatment else None


def present(pk) -> Client | None:
    """Return a client as who they are now, also after a merge."""
    client = Client.objects.select_related("merged_into").filter(pk=pk).first() if pk else None
    return client and (client.merged_into or client)
