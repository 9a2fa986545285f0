"""The review page: what was found, the answers, the history, and what the practitioner decides."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from booking import availability, desk, lifecycle, preview, together
from booking.admin import answering, care, decisions, opened, unsent, visits
from booking.admin.about import about, contact_of
from booking.admin.client_frame import held_again
from booking.forms.decision import Decision, DecisionForm, LetterForm, SettleForm
from booking.models import Status
from intake.answers import Reply
from intake.crypto import Unreadable

TEMPLATE = "admin/booking/booking/review.html"
MESSAGE = "admin/booking/booking/message.html"


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


def view(desk_admin, request, pk):
    """The answers of a booking and, while it is held, what can be decided."""
    booking = desk_admin.found(request, pk)
    if not may_read(request.user):
        raise PermissionDenied
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "POST"])
    now = timezone.now()
    sent = request.POST.get("act") if request.method == "POST" else None
    if sent and not desk_admin.has_change_permission(request):
        raise PermissionDenied
    forms = _forms(request, booking, sent, now)
    if sent in ACTS:
        answer = _try(ACTS[sent], request, booking, forms, now)
        if isinstance(answer, dict):
            context = answer | {"contact": contact_of(booking)}
            return desk_admin.page(request, booking, MESSAGE, context)
        if answer is not None:
            return answer
    return desk_admin.page(request, booking, TEMPLATE, _context(request, booking, forms, now))


def _try(act, request, booking, forms, now):
    """Do what was decided; return nothing when the page has to be shown again."""
    try:
        return act(request, booking, forms, now)
    except lifecycle.NoteMissing:
        found = [found for one in together.held(booking) for found in one.screening.found()]
        forms.decision.ask_for_note(opened.why_note(found))
    except decisions.AskedAlready:
        forms.decision.add_error("decision", opened.why_not_ask(booking))
    except lifecycle.NotSafeYet:
        forms.decision.add_error(
            "decision", " ".join(opened.why_not_confirm(booking, now)) or _changed(booking, now)
        )
    except Unreadable:
        messages.error(request, opened.SHUT)
        return HttpResponseRedirect(_review_url(booking))
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
    held = answering.answer(booking, form.cleaned_data, user=request.user, now=now)
    messages.success(request, answering.told(booking, form.cleaned_data))
    _say_held(request, held)
    return HttpResponseRedirect(reverse("admin:index"))


def _look(request, booking, forms, now):
    """Show the message first. Nothing is decided yet, and all that was typed goes along."""
    form = forms.decision
    if not form.is_valid():
        return None
    letter = preview.of(
        booking, lambda: answering.answer(booking, form.cleaned_data, user=request.user, now=now), now=now
    )
    booking.refresh_from_db()
    return {
        "form": form,
        "letter": letter,
        "act": Decision(form.cleaned_data["decision"]).label,
        "others": [] if form.cleaned_data["decision"] == Decision.KEEP else others(booking),
    }


def _change(request, booking, forms, now):
    """Back from the message, with all that was typed."""
    return None


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
    reply = Reply(given["reply"])
    held = decisions.settle(booking.pk, seen=given["seen"], reply=reply, user=request.user, now=now)
    messages.success(
        request, _("Your answer is noted in a new screening. Nothing was sent about this visit.")
    )
    _say_held(request, held)
    return HttpResponseRedirect(_review_url(booking))


def _say_held(request, held: int):
    if held:
        messages.warning(request, held_again(held))


ACTS = {"decide": _decide, "look": _look, "change": _change, "letter": _accept_letter, "settle": _settle}


def _forms(request, booking, sent, now):
    data = request.POST
    seen = {"seen": decisions.group_seen_of(booking)}
    today = {"valid_from": availability.day_of(now)}
    later = {"from_on": opened.safe_day(booking)} if booking.screening else {}
    typed = {name: data.get(name, "") for name in DecisionForm.base_fields} if sent == "change" else {}
    return Forms(
        decision=DecisionForm(
            data if sent in ("decide", "look") else None,
            initial=seen | later | typed,
            visit_on=booking.visit_on,
        ),
        letter=LetterForm(data if sent == "letter" else None, initial=seen | today, auto_id="letter_%s"),
        settle=SettleForm(data if sent == "settle" else None, initial=seen, auto_id="settle_%s"),
    )


def _context(request, booking, forms, now):
    context = about(booking) | {
        "forms": forms,
        "form": forms.with_errors,
        "now": now,
        "doors": visits.doors(booking, now),
        "is_held": booking.status == Status.HELD,
        "short": desk.short_name(booking.client),
        "others": others(booking),
        "is_overdue": booking.answer_due_at is not None and booking.answer_due_at <= now,
    }
    context |= care.beside(booking, user=request.user, now=now) | unsent.beside(booking, now=now)
    context["so_far"] = [row for row in context["events"] if row["event"].why in ("letter_asked", "kept")]
    if booking.screening is None:
        return context
    with_words = [row["event"] for row in context["events"] if row["event"].words]
    context |= opened.opened(booking, with_words, by=request.user, now=now)
    return context | (opened.choices(booking, now) if context["is_held"] else {})


def others(booking):
    """Return what is decided in the same answer."""
    return [one for one in together.held(booking) if one != booking]


def _review_url(booking):
    return reverse("admin:booking_booking_review", args=[booking.pk])


PAGES = [("<int:pk>/review/", view, "review")]
