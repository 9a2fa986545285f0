"""Booking while somebody rings: who and when, a child's guardian, the questions read aloud, the check."""

from django.http import JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from booking import by_hand, calls, finding, lifecycle
from booking.admin import by_hand_words as words
from booking.admin import next_visit
from booking.admin.call_pages import of_a_call, page, show, to_booking, to_next
from booking.forms.asked_aloud import Questions
from booking.forms.by_hand import CallForm, GuardianByHandForm, SearchForm


@page("POST")
def find(desk_admin, request):
    """Answer with the clients whose name or number is being typed. Posted: an address stands in logs."""
    form = SearchForm(request.POST)
    hits = finding.find(form.cleaned_data["text"]) if form.is_valid() else []
    rows = [{"pk": hit.pk, "name": hit.name, "line": hit.line} for hit in hits]
    return JsonResponse({"clients": rows}, headers={"Cache-Control": "no-store"})


@page("GET", "HEAD", "POST")
def book(desk_admin, request):
    if request.method != "POST":
        form = CallForm(initial=words.asked_for(request.GET), now=timezone.now())
        return show_who(desk_admin, request, form)
    return who_and_when(desk_admin, request, None)


@of_a_call
def again(desk_admin, request, call):
    if request.method != "POST":
        form = CallForm(initial=words.typed_in(call), now=call.now)
        return show_who(desk_admin, request, form, call)
    return who_and_when(desk_admin, request, call)


def who_and_when(desk_admin, request, call):
    now, act = timezone.now(), request.POST.get("act", "")
    data = words.with_time(request.POST)
    if act in ("find", "other"):
        form = CallForm(initial=data.dict() | {"client": ""}, now=now)
        if act == "find":
            form.search()
        return show_who(desk_admin, request, form, call, is_searched=act == "find")
    form = CallForm(data, now=now)
    if not form.is_valid():
        return show_who(desk_admin, request, form, call)
    return begin(desk_admin, request, form, call, now)


def begin(desk_admin, request, form, call, now):
    given, draft = form.cleaned_data, call and call.draft
    about = {"by": lifecycle.practitioner(request.user), "now": now}
    try:
        draft = by_hand.begin(given["who"], given["starts_at"], draft=draft, **about)
    except by_hand.Clash as clash:
        return show_who(desk_admin, request, form, call, clash=words.clash(clash), status=409)
    except by_hand.NoTreatment:
        form.add_error(None, _("You offer no such session. Add it to your treatments first."))
        return show_who(desk_admin, request, form, call)
    return to_next(calls.Call(draft, now))


def show_who(desk_admin, request, form, call=None, *, clash=None, is_searched=False, status=200):
    chosen = form.chosen or calls.present(words.a_number(form["client"].value()))
    context = {
        "form": form,
        "chosen": chosen and finding.of(chosen),
        "clash": clash,
        "is_searched": is_searched,
        "is_first_page": True,
        "title": _("Book by phone"),
    }
    return show(desk_admin, request, "who.html", context, call, status=status)


@of_a_call
def guardian(desk_admin, request, call):
    if not call.is_for_child:
        return to_next(call)
    form = GuardianByHandForm(request.POST or None, initial=words.guardian(call))
    if request.method == "POST" and form.is_valid():
        by_hand.answer(call, guardian=form.guardian)
        return to_next(call)
    context = {"form": form, "title": _("Who rings for the child?")}
    return show(desk_admin, request, "guardian.html", context, call)


@of_a_call
def questions(desk_admin, request, call):
    if call.missing == calls.GUARDIAN:
        return to_next(call)
    asked = Questions(request.POST if request.method == "POST" else None, call)
    if request.method == "POST" and asked.is_valid():
        by_hand.answer(call, **asked.parts)
        return to_next(call)
    context = {"asked": asked, "title": _("Read aloud, and ask")}
    return show(desk_admin, request, "questions.html", context, call)


@of_a_call
def check(desk_admin, request, call):
    if call.missing != calls.CHECK:
        return to_next(call)
    if request.method != "POST":
        return show_check(desk_admin, request, call)
    by = lifecycle.practitioner(request.user)
    try:
        if "start" in request.POST:
            return at_another_time(desk_admin, request, call, by)
        booking = by_hand.place(call.draft, by=by, now=call.now)
    except by_hand.Clash as clash:
        return show_check(desk_admin, request, call, clash=words.clash(clash), status=409)
    except by_hand.Incomplete:
        return to_next(call)
    except by_hand.Past:
        return show_check(desk_admin, request, call, problem=words.PAST, status=409)
    words.say_booked(request, booking)
    return to_booking(booking)


def at_another_time(desk_admin, request, call, by):
    starts_at = words.a_start(request.POST["start"], call.now)
    if starts_at is None:
        return show_check(desk_admin, request, call, problem=words.NOT_A_TIME, status=400)
    by_hand.keep_time(call.draft, starts_at, by=by, now=call.now)
    return to_next(calls.Call(call.draft, call.now))


def show_check(desk_admin, request, call, *, clash=None, problem="", status=200):
    words.note_reading(call, by=request.user)
    context = words.check(call) | {"problem": problem, "title": _("Check, then book")}
    context["clash"] = clash or context["clash"]
    return show(desk_admin, request, "check.html", context, call, status=status)


PAGES = [
    ("book/", book, "book"),
    ("book/find/", find, "book_find"),
    ("book/<uuid:key>/", again, "book_again"),
    ("book/<uuid:key>/guardian/", guardian, "book_guardian"),
    ("book/<uuid:key>/questions/", questions, "book_questions"),
    ("book/<uuid:key>/check/", check, "book_check"),
    *next_visit.PAGES,
]
