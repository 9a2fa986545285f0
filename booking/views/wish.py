"""Waiting for a time, by somebody new: which times would do, in place of choosing one."""

from datetime import datetime

from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from booking import errands, limits, steps, waitlist, wishes
from booking.forms.wish import WishForm
from booking.models import WaitlistEntry
from booking.views import checked
from booking.views import progress as visits
from intake.models.drafts import DRAFT_LIVES

TOO_OFTEN = _("Several requests came from here this hour. Everything is kept: please ring me, or try later.")

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_POST
@visits.step(steps.TIME)
def wait(request, visit):
    if visit.is_pair:
        # A place on the list is one person's; two times in a row are looked for together, on the telephone.
        return redirect("book:time")
    errands.wait_instead(visit.draft, now=visit.now)
    return redirect("book:wish")


@require_POST
@visits.step(steps.WISH)
def choose_instead(request, visit):
    errands.choose_instead(visit.draft)
    return redirect("book:time")


@get_or_post
@visits.step(steps.WISH)
def wish(request, visit):
    form = form_of(visit, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        visit.keep(wish=wishes.to_json(form.cleaned_data))
        return redirect(visit.next_url)
    context = {
        "form": form,
        "treatment": visit.treatment,
        "considered_from": visit.judgement.safe_dates.considered_from,
    }
    return render(request, "booking/wait/wish.html", context)


def form_of(visit, posted):
    kept = visit.parts.get("wish")
    return WishForm(
        posted,
        policy=visit.treatment.policy,
        today=visit.today,
        earliest=visit.judgement.safe_dates.considered_from or visit.today,
        wish=wishes.from_json(kept) if kept else None,
    )


@get_or_post
@visits.step(steps.CHECK)
def check(request, visit):
    """What the place on the list would hold; the press that takes it."""
    if visit.errand != steps.WAITLIST:
        return redirect(visit.next_url)
    if request.method != "POST":
        return show_check(request, visit)
    if limits.is_too_often("book", request, now=visit.now):
        return show_check(request, visit, problem=TOO_OFTEN, status=429)
    entry = waitlist.join(visit.draft, now=visit.now)
    request.session[visits.WAITS] = [entry.pk, visit.now.isoformat()]
    return redirect("book:waiting")


def show_check(request, visit, *, problem="", status=200):
    wished = wishes.from_json(visit.parts["wish"])
    context = {
        "session_facts": [
            checked.fact(_("Session"), visit.treatment.name, steps.START),
            *(checked.fact(term, value, steps.WISH) for term, value in wishes.facts(wished)),
        ],
        "detail_facts": checked.detail_facts(visit),
        "answer_facts": checked.answer_facts(visit),
        "back": visit.back_url(steps.CHECK),
        "problem": problem,
    }
    return render(request, "booking/wait/check.html", context, status=status)


@require_safe
def done(request):
    """What happens now, to whoever has just joined in this browser."""
    entry = joined(request, now=timezone.now())
    if entry is None:
        return redirect("book:start")
    facts = [checked.fact(term, value) for term, value in wishes.facts(wishes.of(entry))]
    return render(request, "booking/wait/done.html", {"entry": entry, "facts": facts})


def joined(request, *, now: datetime) -> WaitlistEntry | None:
    """Return the place on the list, as long as a draft would have lived."""
    key, joined_at = request.session.get(visits.WAITS) or (None, None)
    if key is None or datetime.fromisoformat(joined_at) + DRAFT_LIVES <= now:
        return None
    entries = WaitlistEntry.objects.waiting().select_related("client", "guardianship", "treatment")
    return entries.filter(pk=key).first()
