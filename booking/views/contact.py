"""A question from the contact page. What is written may speak of health, so it is sealed at once."""

from datetime import timedelta

from django.db import transaction
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods

from booking import limits, outbox
from booking.forms.contact import FEWEST_SECONDS, ContactForm, stamp
from booking.models import Kind
from content import sharing, site
from content.views import page_context
from intake import records

FIELDS = ("name", "email", "phone", "text")


@require_http_methods(["GET", "HEAD", "POST"])
def contact(request):
    now = timezone.now()
    if request.method != "POST":
        return empty(request)
    form = ContactForm(request.POST)
    if not form.is_valid():
        return show(request, form)
    if form.is_from_a_robot():
        return sent(request)
    if limits.is_too_often("contact", request, now=now):
        form.add_error(None, _("You have sent several messages this hour. Please ring me instead."))
        return show(request, form, status=429)
    if form.is_too_quick(now=now):
        again = ContactForm(asked_once(request.POST, now))
        again.add_error(None, _("Please press the button once more, so that I know a person wrote this."))
        return show(request, again)
    keep({name: form.cleaned_data[name] for name in FIELDS}, now)
    return sent(request)


@gzip_page
def empty(request):
    """The form as nobody has touched it: nothing of an address or of what was typed stands beside its token,
    so its length tells nothing."""
    return show(request, ContactForm(initial={"shown": stamp(timezone.now())}))


def asked_once(posted, now):
    """Fill the form in again so that the next press counts, however soon it comes."""
    data = posted.copy()
    data["shown"] = stamp(now - timedelta(seconds=FEWEST_SECONDS))
    return data


@transaction.atomic
def keep(message, now):
    enquiry = records.write_enquiry(**message, now=now)
    outbox.put(Kind.ENQUIRY, enquiry=enquiry, at=now)


def sent(request):
    return redirect("contact_sent")


@require_http_methods(["GET", "HEAD"])
def contact_sent(request):
    return render(request, "content/contact_sent.html")


def show(request, form, *, status=200):
    shown = site.of(request)
    page = shown.pages.get("contact")
    context = page_context(shown, page) if page else {}
    if page and not form.is_bound:
        # What was typed is on no page to be found.
        context["sharing"] = sharing.of_page(shown, page)
    response = render(request, "content/contact.html", context | {"form": form}, status=status)
    if status == 429:
        response.headers["Retry-After"] = "3600"
    return response
