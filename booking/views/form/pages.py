"""The tasks of a form and their pages. Each page asks a few things, keeps what is right, and goes on."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from booking import health_form
from booking.views.form import answered, filling, words
from intake import records
from intake.agreement import Purpose
from intake.forms import CancerForm, OperationForm, PregnancyForm, SymptomsForm
from intake.forms.complaints import ComplaintForm, PickForm
from intake.forms.consents import ConsentsForm
from intake.forms.history import PartForm
from intake.history.tasks import Sort
from intake.history.values import Section

SUITABILITY = {form.part: form for form in (PregnancyForm, OperationForm, CancerForm, SymptomsForm)}
TEMPLATES = {
    Sort.QUESTIONS: "booking/form/questions.html",
    Sort.SUITABILITY: "booking/form/suitability.html",
    Sort.PICK: "booking/form/pick.html",
    Sort.COMPLAINT: "booking/form/complaint.html",
    Sort.AGREEMENT: "booking/form/agreement.html",
}


@require_safe
@filling.page
def tasks(request, here):
    rows = [
        {
            "number": number,
            "heading": words.heading(section, is_own=here.is_own),
            "is_done": here.tasks.is_done(section),
            "url": reverse("form:task", args=[number]),
        }
        for section, number in filling.NUMBERS.items()
    ]
    context = {"filling": here, "rows": rows, "left": sum(not row["is_done"] for row in rows)}
    return render(request, "booking/form/tasks.html", context | {"next": filling.next_url(here)})


@require_http_methods(["GET", "HEAD", "POST"])
@filling.page
def task(request, here, number):
    """The beginning of a task: what was answered a year ago is shown first, and one press keeps it."""
    section = _section(number)
    if _is_agreement_due(here, section):
        return redirect("form:task", filling.NUMBERS[Section.AGREEMENT])
    first = here.tasks.pages(section)[0]
    if not _is_to_confirm(here, section):
        return redirect(filling.url_of(first))
    if request.method != "POST":
        return _show_earlier(request, here, section, first)
    filling.stay(request, now=here.now)
    here.save(still=[*(here.answers.get("still") or ()), section.value])
    here.mark(first)
    return redirect(filling.next_url(here, here.tasks.missing(section) or first))


@require_http_methods(["GET", "HEAD", "POST"])
@filling.page
def page(request, here, number, page):
    at = here.tasks.page(_section(number), page)
    if _is_agreement_due(here, _section(number)):
        return redirect("form:task", filling.NUMBERS[Section.AGREEMENT])
    if at is None:
        # Another answer has closed it meanwhile.
        return redirect(filling.next_url(here))
    form = _form(here, at, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _show(request, here, at, form)
    filling.stay(request, now=here.now)
    is_valid = form.is_valid()
    if getattr(form, "is_asking_more", False) and "add" not in request.POST:
        # By a redirect, so that the browser's Back does not ask to send the form again.
        here.save(screening=here.screening | {at.code: None, "opened": at.code})
        return redirect(filling.url_of(at))
    _keep(here, at, form, is_valid=is_valid)
    if not is_valid:
        return _show(request, here, at, form)
    here.mark(at)
    return redirect(filling.next_url(here, at))


def _is_agreement_due(here, section) -> bool:
    """Nothing about health is asked before they have agreed that it is used."""
    return section != Section.AGREEMENT and not here.is_agreed


def _section(number: int) -> Section:
    if number not in filling.SECTIONS:
        raise Http404
    return filling.SECTIONS[number]


def _form(here, at, data):
    match at.sort:
        case Sort.QUESTIONS:
            given = here.tasks.given
            return PartForm(data, questions=at.questions, given=given, is_own=here.is_own)
        case Sort.SUITABILITY:
            return _suitability(here, at, data)
        case Sort.PICK:
            return PickForm(data, earlier=here.tasks.complaints)
        case Sort.COMPLAINT:
            return ComplaintForm(data, complaint=_complaint(here, at), is_own=here.is_own)
    # What was agreed to with the booking stands, and is not asked for again.
    return ConsentsForm(data, for_whom=here.for_whom, given=records.standing(here.draft.client))


def _suitability(here, at, data):
    """A yes whose details are still to come is shown as the answer, and counts as none."""
    parts = here.screening
    if parts.get("opened") == at.code:
        parts = parts | {at.code: "yes"}
    about = {"for_whom": here.for_whom, "policy": here.policy, "today": here.today}
    return SUITABILITY[at.code](data, parts=parts, **about)


def _complaint(here, at):
    return next(one for one in here.tasks.complaints if one.code == at.code)


def _keep(here, at, form, *, is_valid):
    """Keep what is right, also beside something that is not."""
    if at.sort == Sort.QUESTIONS:
        here.save(given=form.given)
        if not here.tasks.is_screened_anew and here.screening:
            here.save(screening=None)
    elif at.sort == Sort.COMPLAINT:
        said = [form.given if one.code == at.code else one for one in here.tasks.complaints]
        here.save(complaints=[one.to_json() for one in said])
    elif is_valid and at.sort == Sort.PICK:
        here.save(complaints=form.given)
    elif is_valid and at.sort == Sort.SUITABILITY:
        here.save(screening=here.screening | form.cleaned_data | {"opened": None})
    elif is_valid:
        agreed = form.cleaned_data["agreed"]
        # Answers are kept from the next page on, so what they rest on is given now; the rest when it is sent.
        needed = [one for one in agreed if one["purpose"] == Purpose.HEALTH]
        health_form.agree(here.draft, needed, now=here.now)
        here.save(agreed=agreed)


def _show(request, here, at, form):
    before = here.tasks.before(at)
    context = about(here, at.section) | {
        "form": form,
        "at": at,
        "pages": len(here.tasks.pages(at.section)),
        "back": filling.url_of(before) if before else reverse("form:tasks"),
    }
    return render(request, TEMPLATES[at.sort], context)


def _is_to_confirm(here, section) -> bool:
    is_earlier = bool(here.answers.get("earlier")) and not here.tasks.is_marked(section)
    return is_earlier and bool(answered.facts(here, section, links=False))


def _show_earlier(request, here, section, first):
    context = about(here, section) | {
        "facts": answered.facts(here, section, links=False),
        "earlier": here.answers["earlier"],
        "change": filling.url_of(first),
        "is_more": here.tasks.missing(section) is not None,
    }
    return render(request, "booking/form/earlier.html", context)


def about(here, section) -> dict:
    return {
        "filling": here,
        "number": filling.NUMBERS[section],
        "count": len(filling.NUMBERS),
        "heading": words.heading(section, is_own=here.is_own),
        "lead": words.LEADS.get(section, ""),
    }


URLS = [
    path("", tasks, name="tasks"),
    path("<int:number>/", task, name="task"),
    path("<int:number>/<int:page>/", page, name="page"),
]
