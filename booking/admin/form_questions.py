"""The questions of the health form at the desk: worded, put in order, added, retired."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from booking.admin.form_frame import framed, key_of, page
from booking.forms.form_question import AddForm, WordsForm
from content import publishing
from intake.history import asked, editing, titles, versions
from intake.history.catalogue import QUESTIONS
from intake.history.laid_over import Change, lay_over, of_hers
from intake.history.values import Section

SEE, CHANGE, ADD = ["intake.view_formquestion"], ["intake.change_formquestion"], ["intake.add_formquestion"]
METHODS = ("GET", "HEAD", "POST")
STEPS = {"up": -1, "down": 1}


@page(*METHODS, see=SEE, change=CHANGE)
def questions(desk_admin, request):
    """All of the form as it is asked now, part by part."""
    changes = asked.changes()
    now_asked = lay_over(QUESTIONS, changes)
    if request.method == "POST":
        return _move(request, now_asked)
    context = {
        "parts": _parts(now_asked),
        "retired": [_row(of_hers(one)) for one in changes if one.is_retired],
        "may_add": request.user.has_perms(ADD),
        "may_change": request.user.has_perms(CHANGE),
    }
    return framed(desk_admin, request, "list.html", _("Health form"), context)


def _parts(now_asked) -> list[dict]:
    """Return each part with its questions; what brings somebody, and the agreement, have none of these."""
    rows = [_row(question) for question in now_asked]
    return [
        {
            "name": section.value,
            "title": titles.SECTIONS[section],
            "rows": [row for row in rows if row["question"].section == section],
        }
        for section in Section
    ]


def _row(question) -> dict:
    return {"question": question, "key": key_of(question.code), "kind": titles.KINDS[question.kind]}


def _move(request, now_asked):
    for name, by in STEPS.items():
        if name in request.POST:
            code = _code(request.POST[name], now_asked)
            if editing.move(code, by=by):
                messages.success(request, _("The question has moved one place."))
            else:
                messages.info(request, _("The question is already at the end of its part."))
    return HttpResponseRedirect(_url("form_questions"))


def _code(key, now_asked) -> str:
    found = next((one.code for one in now_asked if str(key_of(one.code)) == str(key)), None)
    if found is None:
        raise Http404
    return found


@page(*METHODS, see=[*SEE, *ADD])
def add(desk_admin, request):
    """A question of her own."""
    form = AddForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        _add(request, form, now=timezone.now())
        messages.success(request, _("Your question is part of the form now."))
        return HttpResponseRedirect(_url("form_questions"))
    return framed(desk_admin, request, "add.html", _("Add a question"), {"form": form})


@transaction.atomic
def _add(request, form, now):
    given = form.cleaned_data
    placed = (given["key"], given["section"], given["kind"])
    editing.add(*placed, form.words, is_precaution=given["is_precaution"], by=request.user, now=now)
    publishing.note_reason(form, form.claim_row, by=request.user, now=now)


@page(*METHODS, see=SEE, change=CHANGE)
def question(desk_admin, request, wanted: UUID):
    """One question: its words now and before, and what can be done about it."""
    change = next((one for one in asked.changes() if key_of(one.code) == wanted), None)
    shown = _shown(change, wanted)
    if request.method == "POST" and request.POST.get("act") in ACTS:
        return ACTS[request.POST["act"]](request, shown)
    is_sent = request.method == "POST"
    form = WordsForm(request.POST if is_sent else None, question=shown)
    if is_sent and form.is_valid() and _reword(request, form, shown):
        return HttpResponseRedirect(_url("form_questions"))
    context = {
        "form": form,
        "row": _row(shown),
        "section": titles.SECTIONS[shown.section],
        "is_retired": bool(change and change.is_retired),
        "versions": versions.versions(shown.code),
        "may_change": request.user.has_perms(CHANGE),
    }
    return framed(desk_admin, request, "question.html", _("A question of the form"), context)


def _shown(change: Change | None, key):
    """Return the question as it is asked, or as it was before it was retired."""
    if change is not None and change.is_retired:
        return of_hers(change)
    return editing.of(_code(key, asked.questions()))


def _reword(request, form, shown) -> bool:
    """Write the new words; return whether the page is done with."""
    try:
        reworded = _write(request, form, shown, now=timezone.now())
    except editing.Outdated:
        form.add_error(
            None,
            _("This question was changed in another window. Nothing was saved. Look at it, then try again."),
        )
        return False
    if reworded is None:
        messages.info(request, _("Nothing was changed: these are its words already."))
    else:
        told = _(
            "Saved as version %(version)s. Forms that were sent before keep the words they were asked in."
        )
        messages.success(request, told % {"version": reworded.version})
    return True


@transaction.atomic
def _write(request, form, shown, now):
    marked = form.cleaned_data.get("is_precaution", False)
    given = {"seen": form.cleaned_data["seen"], "is_precaution": marked}
    reworded = editing.reword(shown.code, form.words, **given, by=request.user, now=now)
    if reworded is not None:
        publishing.note_reason(form, form.claim_row, by=request.user, now=now)
    return reworded


def _retire(request, shown):
    try:
        editing.retire(shown.code, now=timezone.now())
    except editing.NotHers:
        messages.error(request, _("This question is built in for safety. It can be worded, but not retired."))
        return HttpResponseRedirect(_url("form_question", key_of(shown.code)))
    messages.success(
        request, _("The question is asked no more. What was answered to it stays in the record.")
    )
    return HttpResponseRedirect(_url("form_questions"))


def _ask_again(request, shown):
    editing.ask_again(shown.code)
    messages.success(request, _("The question is asked again, where it stood."))
    return HttpResponseRedirect(_url("form_questions"))


ACTS = {"retire": _retire, "ask_again": _ask_again}


def _url(name, *args) -> str:
    return reverse(f"admin:booking_booking_{name}", args=args)


PAGES = [
    ("form/", questions, "form_questions"),
    ("form/add/", add, "form_question_add"),
    ("form/question/<uuid:wanted>/", question, "form_question"),
]
