"""The paper that a client was asked for: it is sent here, and never shown again. What it is, and whom it
is about, opens only to who has shown that mails reach them."""

from functools import wraps

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from booking import availability, limits, told, when
from booking.forms import paper as words
from booking.forms.paper import ForDoctorForm, PaperForm
from booking.letter import asking, pdf, served, standing
from booking.letter.words import of as letter_of
from booking.models import Purpose, Status
from booking.views.own import access
from booking.views.own.parts import Todo, as_it_is
from content.models import Practice
from intake import records
from intake.crypto import Unreadable
from intake.letters.content import NotTaken
from intake.models.letters import MOST_FILES

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
COMING = (Status.HELD, Status.CONFIRMED)


def todo(own):
    """What is still wanted, or that it came; which paper it is stands on no page that a link alone opens."""
    request = _asked(own)
    if request is not None:
        sent = sent_so_far(request, own)
        title = _("I read what you sent") if sent else _("Send me one paper")
        return Todo(title, template="booking/own/todo_paper.html", context={"sent": sent, "is_here": True})
    if own.booking.status != Status.HELD or not told.is_letter_asked(own.booking):
        return None
    return Todo(_("Send me one paper"), template="booking/own/todo_paper.html", context={"is_here": False})


@get_or_post
@access.page()
def paper(request, own):
    """Send a file. A file that is not taken costs nothing of what was sent before."""
    asked = _asked(own)
    if request.method != "POST":
        return _show(request, own, asked, PaperForm())
    # Of two visits in two tabs, what was sent for one never comes to the other.
    if asked is None or not own.is_this_visit(request):
        return as_it_is(request, own)
    form = PaperForm(request.POST, request.FILES)
    if limits.is_too_often("upload", request, now=own.now):
        form.add_error(None, words.TOO_OFTEN)
        return _show(request, own, asked, form, status=429)
    if form.is_valid() and _keep(asked, form, own):
        messages.success(request, _("Thank you, it is here. I read it and write or ring."))
        return redirect("own:paper")
    return _show(request, own, asked, form, status=400)


def _keep(asked, form, own) -> bool:
    """Keep what was sent; where it cannot be kept, say why in the form."""
    file = form.cleaned_data["file"]
    try:
        scanned = records.scan(file.read())
        asking.receive(asked, scanned, name=file.name, now=own.now, visit=own.booking)
    except NotTaken as refused:
        form.add_error("file", words.WHY_NOT[refused.reason])
    except records.Harmful:
        records.note_harmful(asked, now=own.now)
        form.add_error("file", words.HARMFUL)
    except records.TooManyFiles:
        form.add_error("file", words.THREE_ARE_HERE)
    except records.Closed:
        form.add_error("file", _("I have decided about it meanwhile, so this file was not kept. Tell me."))
    return not form.errors


def _show(request, own, asked, form, *, status=200):
    sent = sent_so_far(asked, own) if asked else []
    context = {"own": own, "booking": own.booking, "asked": asked, "form": form, "sent": sent}
    context |= {"is_full": sum(row["count"] for row in sent) >= MOST_FILES}
    return render(request, "booking/own/paper.html", context, status=status)


def sent_so_far(asked, own) -> list[dict]:
    """Return on which day how many files came: no name, and nothing of what is in them."""
    counts, files = {}, asked.files
    if own.link is None:
        files = files.filter(uploaded_at__gte=own.booking.created_at)
    for at in files.values_list("uploaded_at", flat=True):
        day = when.day(at)
        counts[day] = counts.get(day, 0) + 1
    return [{"day": day, "count": count} for day, count in counts.items()]


def with_letter(view):
    """Give the view the visitor's visit and what was asked of its client.

    The letter names them in full: a link that others may have read opens a page that sends a fresh one."""

    @wraps(view)
    @access.page(*access.TO_A_VISIT, Purpose.FORM)
    def with_asked(request, own, *args, **kwargs):
        asked = _asked(own)
        if asked is None:
            return redirect(
                "own:paper" if own.link is None or own.link.purpose != Purpose.FORM else "own:lost"
            )
        if not _may_see(request, own):
            return render(request, "booking/own/paper_closed.html", {"own": own, "booking": own.booking})
        return view(request, own, asked, *args, **kwargs)

    return with_asked


@get_or_post
@with_letter
def letter(request, own, asked):
    """The letter for the doctor, as a page to print; what the client adds is kept for it alone."""
    # What stands there was typed by the client: whoever has only typed their name reads none of it.
    if own.link is None:
        return _show_letter(request, own, asked, None)
    form = ForDoctorForm(request.POST if request.method == "POST" else None, initial={"words": _added(asked)})
    if request.method == "POST" and not own.is_this_visit(request):
        return as_it_is(request, own)
    if request.method == "POST" and form.is_valid():
        records.write_for_doctor(asked, form.cleaned_data["words"].strip())
        messages.success(request, _("It stands in the letter now."))
        return redirect("own:paper_page")
    return _show_letter(request, own, asked, form)


def _show_letter(request, own, asked, form):
    context = {"own": own, "booking": own.booking, "form": form, "letter": _letter(own, asked)}
    status = 400 if form is not None and form.errors else 200
    return render(request, "booking/own/paper_page.html", context, status=status)


@require_safe
@with_letter
def file(request, own, asked):
    made = pdf.made(_letter(own, asked))
    return served.as_file(made, media_type="application/pdf", name=pdf.FILE_NAME)


def _letter(own, asked):
    day = availability.day_of(asked.asked_at)
    practice = Practice.objects.current()
    added = _added(asked) if own.link is not None else ""
    return letter_of(own.booking.client, practice, for_doctor=added, written_on=day)


def _added(asked) -> str:
    try:
        return asked.for_doctor or ""
    except Unreadable:
        return ""


def _asked(own):
    if own.booking.status not in COMING or own.booking.starts_at <= own.now:
        return None
    # A name that was only typed may be a known client's: of them this page says nothing.
    if own.link is None and not told.is_letter_asked(own.booking):
        return None
    return standing.open_for(own.booking)


def _may_see(request, own) -> bool:
    """Whether they typed the booking in this browser, or came by a link that opens once."""
    if own.link is None:
        return True
    return own.link.purpose in (Purpose.FAMILY, Purpose.FORM) and access.has_opened(request)


URLS = [
    path("paper/", paper, name="paper"),
    path("paper/page/", letter, name="paper_page"),
    path("paper/print.pdf", file, name="paper_file"),
]
