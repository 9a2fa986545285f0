"""The review page: what was found, the answers, the history, and what the practitioner decides."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from booking import availability, lifecycle
from booking.admin import decisions
from booking.admin.about import about, contact_of
from booking.forms.decision import Decision, DecisionForm, LetterForm, SettleForm
from booking.models import Status
from intake import records, summary, words
from intake.answers import Reply
from intake.models import ScreeningPolicy

TEMPLATE = "admin/booking/booking/review.html"
NEAREST = 3


def may_read(user) -> bool:
    """Whether somebody may open health answers."""
    return user.has_perm("intake.view_screening")


@dataclass
class Forms:
    """The forms of the page; the one that was sent is bound, and keeps what was typed."""

    decision: DecisionForm
    letter: LetterForm
    settle: SettleForm

    @property
    def with_errors(self):
        return next((form for form in (self.decision, self.letter, self.settle) if form.errors), None)


def view(desk_admin, request, booking):
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "POST"])
    now = timezone.now()
    sent = request.POST.get("act") if request.method == "POST" else None
    if sent and not desk_admin.has_change_permission(request):
        raise PermissionDenied
    forms = _forms(request, booking, sent, now)
    if sent in ACTS:
        answer = _try(ACTS[sent], request, booking, forms, now)
        if answer is not None:
            return answer
    return desk_admin.page(request, booking, TEMPLATE, _context(request, booking, forms, now))


def _try(act, request, booking, forms, now):
    """Do what was decided; return nothing when the page has to be shown again."""
    try:
        return act(request, booking, forms, now)
    except decisions.NoteMissing:
        forms.decision.ask_for_note()
    except lifecycle.NotSafeYet:
        forms.decision.add_error(
            "decision", " ".join(why_not_confirm(booking, now)) or _changed(booking, now)
        )
    except lifecycle.NotAllowed:
        booking.refresh_from_db()
        messages.error(request, _changed(booking, now))
        return HttpResponseRedirect(_review_url(booking))
    return None


def _changed(booking, now):
    if booking.has_run_out(now):
        return _("Nothing was decided or sent: the time is not kept any more. Ring, and agree on another.")
    words = _(
        "Nothing was decided or sent: this booking has changed since you opened the page. It is now "
        "“%(status)s”. Look at it as it is, then decide."
    )
    return words % {"status": booking.get_status_display()}


def _decide(request, booking, forms, now):
    form = forms.decision
    if not form.is_valid():
        return None
    given = form.cleaned_data
    common = {"seen": given["seen"], "note": given["note"].strip(), "user": request.user, "now": now}
    if given["decision"] == Decision.CONFIRM:
        decisions.confirm(booking.pk, **common)
        told = _("Confirmed. %(who)s gets a message with the time and a calendar file.")
    elif given["decision"] == Decision.LATER:
        decisions.offer_later(booking.pk, from_on=given["from_on"], **common)
        told = _("The time is free again. %(who)s gets a message with times from %(day)s on.")
    else:
        decisions.decline(booking.pk, **common)
        told = _("Declined, and the time is free again. %(who)s gets a message; your reason is not in it.")
    day = given["from_on"] and date_format(given["from_on"], "j F Y")
    messages.success(request, told % {"who": contact_of(booking).name, "day": day})
    return HttpResponseRedirect(reverse("admin:index"))


def _accept_letter(request, booking, forms, now):
    form = forms.letter
    if not form.is_valid():
        return None
    given = form.cleaned_data
    decisions.accept_letter(
        booking.pk,
        seen=given["seen"],
        valid_from=given["valid_from"],
        valid_until=given["valid_until"],
        note=given["letter_note"].strip(),
        user=request.user,
        now=now,
    )
    until = date_format(given["valid_until"], "j F Y")
    messages.success(request, _("The letter is accepted until %(day)s. Nothing was sent.") % {"day": until})
    return HttpResponseRedirect(_review_url(booking))


def _settle(request, booking, forms, now):
    form = forms.settle
    if not form.is_valid():
        return None
    given = form.cleaned_data
    decisions.settle(booking.pk, seen=given["seen"], reply=Reply(given["reply"]), user=request.user, now=now)
    messages.success(request, _("Your answer is noted in a new screening. Nothing was sent."))
    return HttpResponseRedirect(_review_url(booking))


ACTS = {"decide": _decide, "letter": _accept_letter, "settle": _settle}


def _forms(request, booking, sent, now):
    data = request.POST
    seen = {"seen": decisions.seen_of(booking)}
    today = {"valid_from": availability.day_of(now)}
    later = {"from_on": _safe_day(booking)} if booking.screening else {}
    return Forms(
        decision=DecisionForm(
            data if sent == "decide" else None, initial=seen | later, visit_on=booking.visit_on
        ),
        letter=LetterForm(data if sent == "letter" else None, initial=seen | today, auto_id="letter_%s"),
        settle=SettleForm(data if sent == "settle" else None, initial=seen, auto_id="settle_%s"),
    )


def why_not_confirm(booking, now: datetime) -> list[str]:
    """Say what keeps a held booking from being confirmed; lifecycle.approve is who refuses."""
    reasons = []
    if booking.has_run_out(now) or booking.starts_at <= now:
        reasons.append(_("The time is not kept any more."))
    if booking.needs_clearance and booking.screening.has_unsettled_answer:
        reasons.append(_("Opens when the “not sure” is settled as yes or no."))
    elif booking.needs_clearance and not booking.client.clearances.valid_on(booking.visit_on).exists():
        day = date_format(booking.visit_on, "j F")
        reasons.append(_("Opens when a letter that is valid on %(day)s is accepted.") % {"day": day})
    return reasons


def _context(request, booking, forms, now):
    context = about(booking) | {
        "forms": forms,
        "form": forms.with_errors,
        "now": now,
        "is_held": booking.status == Status.HELD,
        "is_overdue": booking.answer_due_at is not None and booking.answer_due_at <= now,
    }
    if booking.screening is None:
        return context
    with_words = [row["event"] for row in context["events"] if row["event"].words]
    return (
        context
        | _opened(request, booking, now)
        | {"notes": [_read(event, request, booking, now) for event in with_words]}
        | (_choices(booking, now) if context["is_held"] else {})
    )


def _opened(request, booking, now):
    """Open what is sealed. That it was shown is written down before it is."""
    read = records.read_screening(booking.screening, by=request.user, now=now)
    asked = {one["code"]: one["wording"] for one in read.asked}
    policy = ScreeningPolicy.load().as_policy()
    return {
        "findings": [words.finding(found, booking.visit_on) for found in read.findings],
        "answers": [
            {"question": asked.get(row.code, row.question), "lines": row.lines}
            for row in summary.rows(read.answers, policy)
        ],
        "needs_note": decisions.needs_note(read.findings),
        "earlier": booking.client.screenings.count() - 1,
        "letters": [
            {"letter": letter, "note": records.read_clearance_note(letter, by=request.user, now=now)}
            for letter in booking.client.clearances.order_by("-valid_until")
            if booking.needs_clearance
        ],
    }


def _read(event, request, booking, now):
    text = records.read_words(event.words, by=request.user, now=now, client=booking.client)
    return {"event": event, "text": text}


def _choices(booking, now):
    from_on = _safe_day(booking)
    free = availability.next_free(booking.treatment, NEAREST, now=now, from_day=from_on) if from_on else []
    return {
        "why_not": why_not_confirm(booking, now),
        "is_unsettled": booking.needs_clearance and booking.screening.has_unsettled_answer,
        "later_times": [slot.starts_at for slot in free],
    }


def _safe_day(booking):
    """Return the day from which nothing that was found by its date stands in the way any more."""
    days = [found.straight_from for found in booking.screening.found() if found.holds]
    return max((day for day in days if day and day > booking.visit_on), default=None)


def _review_url(booking):
    return reverse("admin:booking_booking_review", args=[booking.pk])
