"""The health form as a client sees it, gone through page by page. Nothing is kept, whatever is pressed."""

from datetime import datetime

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from booking.admin.form_frame import page
from booking.views.form import pages, words
from booking.views.form.filling import NUMBERS, SECTIONS, Filling
from intake import months
from intake.forms.complaints import ComplaintForm, PickForm
from intake.forms.consents import ConsentsForm
from intake.forms.history import PartForm
from intake.history import complaints
from intake.history.catalogue import CHANGED
from intake.history.tasks import Sort
from intake.models import Client, FormDraft, Guardianship

SEE = ["intake.view_formquestion"]
# Whom it is shown for, with their age in years.
WHO = {"adult": 40, "child": 9}


@page("GET", "HEAD", see=SEE)
def tasks(desk_admin, request, who):
    here = _example(who, timezone.now())
    rows = [
        {
            "number": number,
            "heading": words.heading(section, is_own=here.is_own),
            "is_done": False,
            "url": _url(who, number, 1),
        }
        for section, number in NUMBERS.items()
    ]
    context = {
        "filling": here,
        "rows": rows,
        "left": len(rows),
        "next": _url(who, 1, 1),
        "preview": _url(who),
    }
    return render(request, "booking/form/tasks.html", context)


@page("GET", "HEAD", "POST", see=SEE)
def one(desk_admin, request, who, number, page):
    """One page. A press goes on to the next one, with nothing read of what was typed."""
    here = _example(who, timezone.now())
    shown = [one for section in SECTIONS.values() for one in here.tasks.pages(section)]
    at = next(
        (n for n, one in enumerate(shown) if (NUMBERS[one.section], one.number) == (number, page)), None
    )
    if at is None:
        raise Http404
    urls = [_url(who, NUMBERS[one.section], one.number) for one in shown]
    if request.method == "POST":
        return HttpResponseRedirect((*urls, _url(who))[at + 1])
    context = pages.about(here, shown[at].section) | {
        "form": _form(here, shown[at]),
        "at": shown[at],
        "pages": len(here.tasks.pages(shown[at].section)),
        "back": urls[at - 1] if at else _url(who),
        "preview": _url(who),
    }
    return render(request, pages.TEMPLATES[shown[at].sort], context)


def _example(who: str, now: datetime) -> Filling:
    """Return a form of nobody: no row is made. All that could be asked is open."""
    if who not in WHO:
        raise Http404
    born_on = months.add(timezone.localdate(now), -12 * WHO[who])
    client = Client(name=_("Ada Example"), born_on=born_on)
    adult = Guardianship(child=client, adult_name=_("Robin Example")) if who == "child" else None
    first = next(iter(complaints.GROUPS))
    answers = {
        "given": {CHANGED: {"value": "yes"}},
        "complaints": [one.to_json() for one in complaints.chosen([first], ())],
    }
    draft = FormDraft(client=client, guardianship=adult, answers=answers, started_at=now, saved_at=now)
    return Filling(draft, now)


def _form(here, at):
    match at.sort:
        case Sort.QUESTIONS:
            return PartForm(questions=at.questions, given={}, is_own=here.is_own)
        case Sort.SUITABILITY:
            about = {"for_whom": here.for_whom, "policy": here.policy, "today": here.today}
            return pages.SUITABILITY[at.code](None, parts={}, **about)
        case Sort.PICK:
            return PickForm(earlier=())
        case Sort.COMPLAINT:
            return ComplaintForm(complaint=here.tasks.complaints[0], is_own=here.is_own)
    return ConsentsForm(for_whom=here.for_whom)


def _url(who, *at) -> str:
    return reverse(f"admin:booking_booking_form_preview{'_page' if at else ''}", args=[who, *at])


PAGES = [
    ("form/preview/<slug:who>/", tasks, "form_preview"),
    ("form/preview/<slug:who>/<int:number>/<int:page>/", one, "form_preview_page"),
]
