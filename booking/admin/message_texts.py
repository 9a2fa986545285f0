"""The texts of the mails at the desk: worded anew, looked at, and put back."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from booking import limits
from booking.admin import mail_frame
from booking.admin.form_frame import page
from booking.emails import NoAddress
from booking.forms.message_text import TextForm
from booking.models import MessageText
from booking.wording import editing, own, rendering, titles, trial
from booking.wording.catalogue import BLOCKS, BY_NAME, BY_SLUG, IN_SUBJECT
from booking.wording.checking import problems
from content import publishing
from content.models import Practice

SEE, CHANGE = ["booking.view_messagetext"], ["booking.change_messagetext"]
READERS = ((False, gettext_lazy("As an adult reads it")), (True, gettext_lazy("As a parent reads it")))


@page("GET", "HEAD", see=SEE)
def texts(desk_admin, request):
    """Every mail to a client, and whose words it goes out in."""
    hers = set(MessageText.objects.values_list("name", flat=True))
    unusable = {text.name for text in own.unusable()}
    groups = [(heading, [_row(name, hers, unusable) for name in names]) for heading, names in titles.GROUPS]
    return _framed(desk_admin, request, "list.html", _("Texts of mails"), {"groups": groups})


def _row(name, hers, unusable) -> dict:
    return {
        "title": titles.TITLES[name],
        "goes": titles.GOES[name],
        "slug": BY_NAME[name].slug,
        "is_hers": name in hers,
        "is_unusable": name in unusable,
    }


@page("GET", "HEAD", "POST", see=SEE, change=CHANGE)
def text(desk_admin, request, text):
    """One mail: its words, what may stand in them, and how it reads. Showing it saves nothing."""
    wanted, now = BY_SLUG.get(text), timezone.now()
    if wanted is None:
        raise Http404
    is_sent, act = request.method == "POST", request.POST.get("act")
    if is_sent and act == "original":
        return _put_back(request, wanted, now)
    form = _form(request, wanted, now)
    form.is_preview = act != "save"
    is_right = is_sent and form.is_valid()
    if is_right and act == "save" and _save(request, form, now):
        return HttpResponseRedirect(_url(wanted))
    if is_right and act == "test":
        _send_test(request, form, now)
    is_unsaved = is_sent or bool(request.GET.get("from"))
    context = _about(request, wanted, form, now) | {"is_unsaved": is_unsaved}
    response = _framed(desk_admin, request, "text.html", titles.TITLES[wanted.name], context)
    mail_frame.allow(response, [letter["page"] for letter in context["letters"]])
    return response


def _form(request, wanted, now) -> TextForm:
    """Return what was typed, else the words it has. Of words that no longer fit it says what is wrong."""
    current = editing.current(wanted, now=now)
    words, seen = editing.earlier(wanted, request.GET.get("from", "")) or current, editing.mark(current)
    data = request.POST if request.method == "POST" else None
    if data is None and problems(wanted, words.subject, words.body):
        data = {"subject": words.subject, "body": words.body, "seen": seen}
    return TextForm(data, text=wanted, words=words, seen=seen)


def _save(request, form, now) -> bool:
    """Write the words down; return whether the page is done with."""
    seen = form.cleaned_data["seen"]
    try:
        is_new = _reword(request, form, seen, now)
    except editing.Outdated:
        form.add_error(
            None, _("This text was changed in another window. Nothing was saved. Look at it, then try again.")
        )
        return False
    if is_new:
        messages.success(request, _("Saved. From now on the mail goes out like this."))
    else:
        messages.info(request, _("Nothing was changed: these are its words already."))
    return True


@transaction.atomic
def _reword(request, form, seen, now) -> bool:
    is_new = editing.reword(form.text, form.words, seen=seen, by=request.user, now=now)
    if is_new:
        publishing.note_reason(form, form.claim_row, by=request.user, now=now)
    return is_new


def _send_test(request, form, now):
    """Send what is typed to her alone, and go on with it as it was typed."""
    if limits.is_too_often("test_mail", request, now=now):
        messages.warning(request, _("Those were many tests for an hour. Nothing was sent. Try again later."))
        return
    try:
        address = trial.send(form.text, form.words, now=now)
    except NoAddress:
        messages.error(request, _("Nothing was sent: write your email address into the practice details."))
    except trial.NotSent:
        messages.error(request, _("The mail server did not take it. Wait some minutes, then try again."))
    else:
        messages.success(request, _("A test is on its way to %(address)s.") % {"address": address})


def _put_back(request, wanted, now):
    if editing.put_back(wanted, by=request.user, now=now):
        messages.success(request, _("The original goes out again. Your words are kept below."))
    else:
        messages.info(request, _("Nothing was changed: it is the original already."))
    return HttpResponseRedirect(_url(wanted))


def _about(request, wanted, form, now) -> dict:
    row = MessageText.objects.filter(name=wanted.name).first()
    return {
        "form": form,
        "goes": titles.GOES[wanted.name],
        "row": row,
        "is_unusable": row is not None and not own.is_usable(row),
        "placeholders": [_placeholder(wanted, name) for name in wanted.allowed],
        "letters": [] if form.errors else _letters(wanted, form, now),
        "versions": editing.versions(wanted),
        "address": Practice.objects.current().email,
        "may_change": request.user.has_perms(CHANGE),
    }


def _placeholder(wanted, name) -> dict:
    return {
        "name": f"{{{name}}}",
        "gives": titles.GIVES[name],
        "is_needed": name in wanted.needs,
        "is_block": name in BLOCKS,
        "fits_subject": name in IN_SUBJECT,
    }


def _letters(wanted, form, now) -> list[dict]:
    """Return how it reads with somebody made up in it."""
    words = form.words if form.is_bound else rendering.Words(form["subject"].initial, form["body"].initial)
    found = []
    for is_child, reader in READERS:
        subject, body = trial.read(wanted, words, now=now, is_child=is_child)
        page = mail_frame.still(trial.page(wanted, subject, body))
        found.append({"reader": reader, "subject": subject, "text": body, "page": page})
    return found


def _framed(desk_admin, request, template, title, context):
    frame = desk_admin.admin_site.each_context(request) | {"opts": desk_admin.opts, "title": title}
    return TemplateResponse(request, f"admin/booking/texts/{template}", frame | {"subtitle": None} | context)


def _url(wanted) -> str:
    return reverse("admin:booking_booking_text", args=[wanted.slug])


PAGES = [
    ("texts/", texts, "texts"),
    ("texts/<slug:text>/", text, "text"),
]
