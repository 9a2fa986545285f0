"""A health form is sent: what it does to the record, and to the client's coming visits."""

from datetime import date, datetime, time

from django.db import transaction

from booking import agreements, asked, availability, changed, lifecycle, people, rescreening
from booking.hours import moment
from booking.lock import take_diary
from booking.moves import Actor
from intake import questions, records
from intake.answers import Answers, Reply
from intake.crypto import Unreadable
from intake.history.catalogue import CHANGED
from intake.models import FormDraft, HealthForm, Screening, ScreeningPolicy

# Where the words of an agreement stand, as the record names it.
PAGE = "form"


class DraftGone(Exception):
    """The draft is no longer there, and no form was made of it."""


@transaction.atomic
def send(
    draft: FormDraft,
    *,
    by: Actor,
    now: datetime,
    channel: str = HealthForm.Channel.WEB,
    filled_on: date | None = None,
    entered_by=None,
) -> HealthForm:
    """Keep the form of this draft, and judge every coming visit of the client by it: what was not found
    before holds a visit, nothing that was found goes away. Sent once more it is the same form.

    `filled_on` is the day on a paper form, today if left out; `entered_by` is who typed it in, `by` if
    left out. Raise
    DraftGone, and ValueError for a day to come."""
    take_diary()
    filled_on = filled_on or availability.day_of(now)
    if filled_on > availability.day_of(now):
        raise ValueError("A form cannot have been filled in on a day to come.")
    # Read under the lock: another tab may have saved an answer, or sent the form, meanwhile.
    draft = _reread(draft)
    if isinstance(draft, HealthForm):
        return draft
    # What is agreed to first: answers are kept only where an agreement stands.
    agree(draft, draft.answers.get("agreed") or (), channel=channel, now=now)
    form = records.keep_form(
        draft,
        given_by=_given_by(draft),
        channel=channel,
        # What is typed in here was typed by whoever does it, unless somebody else is named.
        entered_by=None if channel == HealthForm.Channel.WEB else entered_by or by.user,
        filled_on=filled_on,
        screening=_screened(draft, filled_on, now),
        now=now,
    )
    _judge(form, by, now)
    return form


def _reread(draft) -> FormDraft | HealthForm:
    rows = FormDraft.objects.select_related("client", "guardianship").select_for_update(of=("self",))
    found = rows.filter(pk=draft.pk).first() or HealthForm.objects.filter(pk=draft.pk).first()
    if found is None:
        raise DraftGone
    return found


def _screened(draft, filled_on, now) -> Screening | None:
    """Keep what the form answers of the suitability questions, as a screening of its own."""
    parts = draft.answers.get("screening")
    if not parts:
        return None
    client, policy = draft.client, ScreeningPolicy.load().as_policy()
    answers = Answers.from_json(_known_parts(draft, now) | parts)
    return records.record_screening(
        client=client,
        answers=answers,
        asked=questions.asked(answers, policy),
        visit_on=_visit_on(client, now),
        policy=policy,
        known=people.known_about(client, is_first=not people.is_treated(client), now=now),
        given_by=_given_by(draft),
        now=now,
        answered_at=_answered_at(filled_on, now),
    )


def _answered_at(filled_on: date, now) -> datetime:
    """Answers on paper are as old as the paper, however late it is typed in."""
    begins = moment(filled_on, time(), availability.zone())
    return now if filled_on == availability.day_of(now) else begins


def _known_parts(draft, now) -> dict:
    """Return what the form need not ask: whom it is about, and what was answered the last time."""
    newest = draft.client.screenings.order_by("answered_at", "created_at").last()
    try:
        answered = newest.answers if newest else {}
    except Unreadable:
        answered = {}
    return answered | changed.whom(draft.client, draft.guardianship, now=now)


def _visit_on(client, now) -> date:
    """Return the day of the next visit; without one to come, today."""
    coming = _coming(client, now).order_by("starts_at")
    return coming.values_list("visit_on", flat=True).first() or availability.day_of(now)


def _coming(client, now):
    return client.bookings.filter(status__in=asked.COMING, starts_at__gt=now)


def agree(draft: FormDraft, agreed, *, now: datetime, channel: str = HealthForm.Channel.WEB):
    """Keep what is agreed to on the form, but for what stands already."""
    adult = draft.guardianship
    agreements.give(
        draft.client,
        agreed,
        guardianship=adult,
        given_by=adult.adult_name if adult else draft.client.name,
        relation=adult.relationship if adult else "self",
        channel=channel,
        page=PAGE,
        now=now,
    )


def _judge(form, by, now):
    if form.screening is None:
        rescreening.after_new_form(form, by=by, now=now)
    else:
        rescreening.after_new_answers(form.screening, by=by, now=now)
    why = _said(form) if form.filled_on == availability.day_of(now) else ""
    for visit in _coming(form.client, now) if why else ():
        lifecycle.note_unchanged(visit, by=by, now=now, why=why)


def _said(form) -> str:
    """Return what a form of today answers to “has anything changed?”, which it asks too."""
    if form.screening is not None:
        return lifecycle.ANSWERED_ANEW
    says_no = any(one.code == CHANGED and one.value == Reply.NO for one in form.given())
    return lifecycle.NOTHING_CHANGED if says_no else ""


def _given_by(draft) -> str:
    return Screening.GivenBy.GUARDIAN if draft.guardianship_id else Screening.GivenBy.CLIENT
