"""The desk's page of a client's letter: what is asked for, what came, and what she makes of it."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from booking import availability, lifecycle, when
from booking.admin.client_frame import found, framed
from booking.forms import paper as words
from booking.forms.decision import LetterForm
from booking.forms.paper import PaperForm, RefuseForm
from booking.letter import asking, pdf, served
from booking.letter.words import of as letter_of
from content.models import Practice
from intake import records
from intake.crypto import Unreadable
from intake.letters.content import NotTaken
from intake.models import LetterFile, LetterRequest

TEMPLATE = "admin/booking/letter/page.html"
SHUT = gettext_lazy("This file cannot be opened with the keys in use.")


@dataclass
class Forms:
    """The forms of the page; the one that was sent is bound, and keeps what was typed."""

    file: PaperForm
    accept: LetterForm
    refuse: RefuseForm

    @property
    def with_errors(self):
        return next((form for form in (self.file, self.accept, self.refuse) if form.errors), None)


def page(desk_admin, request, pk):
    client = found(desk_admin, request, pk)
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "POST"])
    _check(request, "intake.view_letterrequest")
    now = timezone.now()
    sent = request.POST.get("act") if request.method == "POST" else None
    if request.method == "POST" and sent != "read":
        _check(request, NEEDED.get(sent, "intake.change_letterrequest"))
    forms = _forms(request, sent, now)
    if sent in ACTS:
        try:
            done = ACTS[sent](request, client, forms, now)
        except asking.AskedAgain:
            messages.error(request, _("You wrote about another letter already. Ring, if it does not come."))
            done = True
        except lifecycle.NotAllowed:
            messages.error(request, _("Nothing was changed: this letter was decided about meanwhile."))
            done = True
        if done:
            return HttpResponseRedirect(url_of(client.pk))
    context = _context(client, forms, now)
    if sent == "read":
        _read(request, context["earlier"], now)
    return framed(desk_admin, request, TEMPLATE, _("Letter"), context)


def _read(request, rows, now):
    """Open why one of the earlier letters was not accepted."""
    _check(request, "intake.view_letterfile")
    for row in rows:
        if str(row["asked"].pk) == request.POST.get("letter"):
            try:
                row["reason"] = records.read_letter_words(row["asked"], by=request.user, now=now)["reason"]
            except Unreadable:
                row["reason"] = SHUT


def _check(request, *rights):
    if not all(request.user.has_perm(right) for right in rights):
        raise PermissionDenied


def _forms(request, sent, now):
    def data(act):
        return request.POST if sent == act else None

    return Forms(
        file=PaperForm(data("upload"), request.FILES if sent == "upload" else None, auto_id="file_%s"),
        accept=LetterForm(
            data("accept"), initial={"valid_from": availability.day_of(now)}, auto_id="accept_%s"
        ),
        refuse=RefuseForm(data("refuse"), initial={"then": "again"}, auto_id="refuse_%s"),
    )


def _context(client, forms, now):
    today = availability.day_of(now)
    rows = list(client.letter_requests.select_related("clearance", "decided_by", "asked_by"))
    files = LetterFile.objects.listed().filter(request__in=rows).select_related("uploaded_by")
    of_request = {row.pk: [file for file in files if file.request_id == row.pk] for row in rows}
    shown = [{"asked": row, "state": row.state(today), "files": of_request[row.pk]} for row in rows]
    return {
        "client": client,
        "open": [row for row in shown if row["asked"].is_open],
        "earlier": [row for row in shown if not row["asked"].is_open],
        "visit": asking.next_visit(client, now=now),
        "forms": forms,
        "form": forms.with_errors,
    }


def _asked(request, client) -> LetterRequest:
    """Return what the form was about, as long as nobody has decided about it."""
    row = client.letter_requests.open().filter(pk=_key(request.POST.get("letter"))).first()
    if row is None:
        raise lifecycle.NotAllowed
    return row


def _key(typed):
    field = LetterRequest._meta.pk
    try:
        return field.to_python(typed)
    except Exception:  # whatever a form can hold
        return None


def _upload(request, client, forms, now):
    asked, form = _asked(request, client), forms.file
    if not form.is_valid():
        return False
    file = form.cleaned_data["file"]
    try:
        scanned = records.scan(file.read())
        asking.receive(asked, scanned, name=file.name, now=now, by=request.user)
    except NotTaken as refused:
        form.add_error("file", words.WHY_NOT[refused.reason])
    except records.Harmful:
        records.note_harmful(asked, now=now)
        form.add_error("file", words.HARMFUL)
    except records.TooManyFiles:
        form.add_error("file", words.THREE_ARE_HERE)
    except records.Closed:
        raise lifecycle.NotAllowed from None
    if form.errors:
        return False
    messages.success(request, _("The file is kept, locked in the record. Nothing was sent."))
    return True


def _accept(request, client, forms, now):
    asked, form = _asked(request, client), forms.accept
    if not form.is_valid():
        return False
    given = form.cleaned_data
    days = {"valid_from": given["valid_from"], "valid_until": given["valid_until"]}
    note = given["letter_note"].strip()
    asking.accept(client, **days, note=note, by=request.user, now=now, request=asked)
    until = date_format(given["valid_until"], "j F Y")
    told = _("The letter is accepted until %(day)s. Nothing was sent: confirm what waits on it.")
    messages.success(request, told % {"day": until})
    return True


def _refuse(request, client, forms, now):
    asked, form = _asked(request, client), forms.refuse
    if not form.is_valid():
        return False
    is_again = form.cleaned_data["then"] == "again"
    by = lifecycle.practitioner(request.user)
    reason = form.cleaned_data["reason"].strip()
    visit = asking.refuse(asked, reason=reason, is_again=is_again, by=by, now=now)
    messages.success(request, _("Noted that it is not enough. Your reason is kept locked in the record."))
    if is_again:
        _say_asked(request, visit)
    return True


def _drop(request, client, forms, now):
    asking.drop(_asked(request, client), now=now)
    messages.success(request, _("Noted: it is not needed any more. Nothing was sent."))
    return True


def _ask(request, client, forms, now):
    _say_asked(request, asking.ask_again(client, by=lifecycle.practitioner(request.user), now=now))
    return True


def _say_asked(request, visit):
    if visit is None:
        messages.info(request, _("Another letter is asked for. No visit lies ahead, so ring them about it."))
        return
    told = _("Another letter is asked for. They get a message about it, by their visit on %(day)s.")
    messages.success(request, told % {"day": when.day(visit.starts_at)})


ACTS = {"upload": _upload, "accept": _accept, "refuse": _refuse, "drop": _drop, "ask": _ask}
NEEDED = {"upload": "intake.add_letterfile", "accept": "intake.change_clearance"}


def file(desk_admin, request, pk, file):
    """Hand a file out, to be kept on her own device. That she opened it is written down first."""
    client = found(desk_admin, request, pk)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    _check(request, "intake.view_letterfile")
    rows = LetterFile.objects.select_related("request__client")
    row = get_object_or_404(rows, pk=file, request__client=client)
    try:
        read = records.read_letter_file(row, by=request.user, now=timezone.now())
    except records.NotScanned:
        messages.error(request, _("This file is held, not opened: the virus scanner does not answer."))
    except Unreadable:
        messages.error(request, SHUT)
    else:
        return served.as_file(read.content, media_type=read.media_type, name=read.safe_name)
    return HttpResponseRedirect(url_of(client.pk))


def to_sign(desk_admin, request, pk):
    """The letter for the doctor as a PDF. What the client chose to add is opened for it."""
    client = found(desk_admin, request, pk)
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET"])
    _check(request, "intake.view_letterrequest")
    now, asked = timezone.now(), records.open_request(client)
    try:
        added = records.read_letter_words(asked, by=request.user, now=now)["for_doctor"] if asked else ""
    except Unreadable:
        added = ""
    day = availability.day_of(asked.asked_at if asked else now)
    letter = letter_of(client, Practice.objects.current(), for_doctor=added, written_on=day)
    return served.as_file(pdf.made(letter), media_type="application/pdf", name=pdf.FILE_NAME)


def url_of(pk) -> str:
    return reverse("admin:booking_booking_letter", args=[pk])


PAGES = [
    ("client/<int:pk>/letter/", page, "letter"),
    ("client/<int:pk>/letter/to-sign.pdf", to_sign, "letter_to_sign"),
    ("client/<int:pk>/letter/<uuid:file>/", file, "letter_file"),
]
