"""The steps of a booking before and after the time. Each parses, asks one thing, answers."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from booking import limits, pairs, steps
from booking import request as requests
from booking.forms.agreements import BothStartForms
from booking.forms.details import form_for
from booking.forms.start import StartForm
from booking.lifecycle import Taken, TooMany
from booking.models import Treatment
from booking.views import checked
from booking.views import progress as visits
from booking.views.time import show_taken
from intake import forms as questions
from intake import records
from intake.questions import BEFORE_WE_START

TOO_OFTEN = _(
    "Several bookings came from here this hour. Everything is kept: please ring me, or try in an hour."
)
TOO_MANY = _(
    "Online I take three coming visits for one email address. For one more, please talk to me. Everything "
    "here is kept."
)

get_or_post = require_http_methods(["GET", "HEAD", "POST"])

QUESTION_FORMS = {
    steps.PREGNANCY: questions.PregnancyForm,
    steps.OPERATION: questions.OperationForm,
    steps.CANCER: questions.CancerForm,
    steps.SYMPTOMS: questions.SymptomsForm,
}


def posted(request):
    """Return what was sent, also when that is nothing at all; None when the page is only looked at."""
    return request.POST if request.method == "POST" else None


@get_or_post
def start(request):
    treatments = list(Treatment.objects.bookable().select_related("price"))
    now = timezone.now()
    visit = visits.of(request, now=now)
    parts = visit.parts if visit and steps.START in visit.order else None
    form = StartForm(posted(request), treatments=treatments, parts=parts)
    if request.method == "POST" and form.is_valid():
        return redirect(begin(request, form.cleaned_data, now))
    return render(request, "booking/start.html", {"form": form, "treatments": treatments})


def begin(request, chosen, now):
    visit = visits.begin(request, now=now)
    try:
        visit.keep(**chosen)
    except records.DraftGone:
        # Another tab has sent it meanwhile.
        return reverse("book:done")
    return visit.next_url


@get_or_post
@visits.step(steps.AGREEMENT)
def agreement(request, visit):
    if visit.is_pair:
        return both_agreements(request, visit)
    form = questions.StartForm(posted(request), **visit.asking)
    if request.method == "POST" and form.is_valid():
        visit.keep(**form.cleaned_data)
        if steps.PREGNANCY not in visit.order:
            visit.keep(pregnant=None, due_on=None)
        return redirect(visit.next_url)
    return show_agreement(request, visit, form=form)


def both_agreements(request, visit):
    both = BothStartForms(posted(request), child=visit.asking, own=visit.asking_own)
    if request.method == "POST" and both.is_valid():
        visit.keep(**both.child.cleaned_data)
        visit.keep_own(**both.own.cleaned_data)
        if steps.PREGNANCY not in visit.order:
            visit.keep(pregnant=None, due_on=None)
        return redirect(visit.next_url)
    return show_agreement(request, visit, both=both, forms=both.forms, has_errors=both.has_errors)


def show_agreement(request, visit, **forms):
    context = {"before_we_start": BEFORE_WE_START, "back": visit.back_url(steps.AGREEMENT)}
    return render(request, "booking/agreement.html", context | forms)


@get_or_post
@visits.step()
def question(request, visit, name):
    is_own = name in steps.OWN
    keep, about = (visit.keep_own, visit.asking_own) if is_own else (visit.keep, visit.asking)
    form = question_form(posted(request), steps.OWN.get(name, name), about)
    if request.method == "POST" and form.is_valid():
        keep(**form.cleaned_data, opened=None)
        return redirect(visit.next_url)
    if form.is_asking_more and "add" not in request.POST:
        # By a redirect, so that the browser's Back does not ask to send the form again.
        keep(**{form.part: None, "opened": steps.OWN.get(name, name)})
        return redirect(visits.url_of(name))
    context = {"form": form, "number": steps.NUMBERS[name], "back": visit.back_url(name)}
    return render(request, "booking/question.html", context | {"visit": visit, "is_own": is_own})


def question_form(data, name, about):
    """A yes whose details are still to come is shown as the answer, and counts as none."""
    kind = QUESTION_FORMS[name]
    if about["parts"].get("opened") == name:
        about["parts"] = about["parts"] | {kind.part: "yes"}
    return kind(data, **about)


@get_or_post
@visits.step(steps.DETAILS)
def details(request, visit):
    for_whom = visit.parts["for_whom"]
    asked = form_for(for_whom, is_adult_needed=visit.is_adult_needed)
    form = asked(posted(request), initial=visit.parts.get("details") or visit.parts.get("typed"))
    if request.method == "POST" and form.is_valid():
        visit.keep(details=form.cleaned_data)
        return redirect(visit.next_url)
    context = {"form": form, "back": visit.back_url(steps.DETAILS), "visit": visit}
    return render(request, "booking/details.html", context)


@get_or_post
@visits.step(steps.CHECK, errand="")
def check(request, visit):
    if request.method == "POST":
        if limits.is_too_often("book", request, now=visit.now):
            return show_check(request, visit, problem=TOO_OFTEN, status=429)
        try:
            place = pairs.place if visit.is_pair else requests.place
            place(visit.draft, now=visit.now)
        except Taken as taken:
            return show_taken(request, visit, taken)
        except TooMany:
            return show_check(request, visit, problem=TOO_MANY, status=409)
        return redirect("book:done")
    return show_check(request, visit)


def show_check(request, visit, *, problem="", status=200):
    context = checked.context(visit) | {"problem": problem}
    return render(request, "booking/check.html", context, status=status)
