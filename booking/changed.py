"""New answers of somebody who is known: what a draft for them holds, and what they do to coming visits."""

from datetime import date, datetime

from django.db import transaction

from booking import asked, availability, lifecycle, people, request, rescreening
from booking.lock import take_diary
from booking.models import Booking
from booking.steps import CHANGED
from intake import months, questions, records
from intake.answers import Answers, ForWhom
from intake.models import Client, Screening, ScreeningPolicy


def begun(client, guardianship, visit, *, now: datetime) -> dict:
    """Return what a draft for new answers of this client begins with: whom and which visit it is about."""
    return {
        "errand": CHANGED,
        "about": {"client": client.pk, "visit": visit and visit.pk},
    } | whom(client, guardianship, now=now)


def whom(client, guardianship, *, now: datetime) -> dict:
    """Return the parts of new answers that say whom they are about, and need not be asked."""
    return {
        "for_whom": _for_whom(client, guardianship, availability.day_of(now)),
        "born_on": client.born_on.isoformat(),
    }


@transaction.atomic
def answer(draft, *, now: datetime) -> Screening:
    """Keep the new answers, and judge every coming visit of this client by them: what was not found before
    holds a visit again, and what was asked about is answered. Raise DraftGone when they were sent already,
    NotAgreed where no agreement to use them stands."""
    take_diary()
    # Read under the lock: another tab may have saved an answer since the page was asked for.
    parts = records.reread_draft(draft).answers
    about = parts["about"]
    client = Client.objects.select_related("merged_into").get(pk=about["client"])
    client = client.merged_into or client
    screening = _keep(client, parts, _visit_on(about["visit"], now), now)
    rescreening.after_new_answers(screening, now=now)
    for visit in client.bookings.filter(status__in=asked.COMING, starts_at__gt=now):
        lifecycle.note_unchanged(visit, by=lifecycle.CLIENT, now=now, why=lifecycle.ANSWERED_ANEW)
    records.drop_draft(draft)
    return screening


def _keep(client, parts, visit_on, now) -> Screening:
    """Keep them as they were given. They supersede nothing: each visit has a screening of its own."""
    answers, policy = Answers.from_json(parts), ScreeningPolicy.load().as_policy()
    return records.record_screening(
        client=client,
        answers=answers,
        asked=questions.asked(answers, policy),
        visit_on=visit_on,
        policy=policy,
        known=people.known_about(client, is_first=not people.is_treated(client), now=now),
        given_by=request.given_by(answers, lifecycle.CLIENT),
        now=now,
    )


def _visit_on(visit: int | None, now) -> date:
    """Return the day of the visit they were asked for; without one to come, today."""
    coming = Booking.objects.filter(pk=visit, status__in=asked.COMING, starts_at__gt=now)
    return coming.values_list("visit_on", flat=True).first() or availability.day_of(now)


def _for_whom(client, guardianship, today) -> ForWhom:
    if guardianship is None:
        return ForWhom.SELF
    age = months.age_on(client.born_on, today)
    return ForWhom.CHILD if age < ScreeningPolicy.load().as_policy().adult_from_age else ForWhom.ADULT
