"""The receipt of a visit that took place: to print, or to send."""

from django.contrib import messages
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from booking import lifecycle
from booking.admin import decisions, unsent, visits
from booking.admin.about import contact_of
from booking.admin.messages import state_of
from booking.admin.outcomes import check_may_change, page_of
from booking.forms.decision import SeenForm
from booking.models import Kind, Status
from content.models import Practice

TEMPLATE = "admin/booking/booking/receipt.html"


def receipt(desk_admin, request, pk):
    booking = desk_admin.found(request, pk)
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "POST"])
    if request.method == "POST":
        check_may_change(desk_admin, request)
        return _send(request, booking)
    if booking.status != Status.COMPLETED:
        return _no_receipt(request, booking)
    sent = booking.messages.filter(kind=Kind.RECEIPT, version=booking.version).first()
    contact = contact_of(booking)
    context = {
        "practice": Practice.objects.current(),
        "contact": contact,
        "may_send": desk_admin.has_change_permission(request) and bool(contact.email) and not sent,
        "seen": decisions.seen_of(booking),
        "made_at": timezone.now(),
        "sent": sent and state_of(sent),
        "unsent": sent and unsent.beside(booking, now=timezone.now()).get("unsent"),
    }
    return desk_admin.page(request, booking, TEMPLATE, context)


def _send(request, booking):
    contact = contact_of(booking)
    form = SeenForm(request.POST)
    seen = form.cleaned_data["seen"] if form.is_valid() else ""
    if booking.status != Status.COMPLETED:
        return _no_receipt(request, booking)
    if not contact.email:
        words = _("Nothing was sent: there is no email address for %(who)s. Add one, or print the receipt.")
        messages.error(request, words % {"who": contact.name})
        return _back(booking)
    try:
        visits.send_receipt(booking.pk, seen=seen, user=request.user, now=timezone.now())
        messages.success(request, _("The receipt goes to %(who)s by email.") % {"who": contact.name})
    except visits.SentAlready:
        messages.info(request, _("Nothing more was sent: this receipt has been sent before."))
    except lifecycle.NotAllowed:
        messages.error(request, _("Nothing was sent: this visit has changed since you opened the page."))
    return _back(booking)


def _back(booking):
    return HttpResponseRedirect(reverse("admin:booking_booking_receipt", args=[booking.pk]))


def _no_receipt(request, booking):
    words = _("There is a receipt once a visit has taken place. This one is “%(status)s”.")
    messages.error(request, words % {"status": booking.get_status_display()})
    return HttpResponseRedirect(page_of(booking))


PAGES = [("<int:pk>/receipt/", receipt, "receipt")]
