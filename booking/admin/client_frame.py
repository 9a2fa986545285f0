"""What the pages about clients share."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intake.models import Client


def check_may_look(desk_admin, request):
    """Only who may see both people and bookings sees what brings them together."""
    may_look = desk_admin.has_view_or_change_permission(request)
    if not (may_look and request.user.has_perm("intake.view_client")):
        raise PermissionDenied


class Locked(Exception):
    """The record of this client is only kept, and shown on one page."""

    def __init__(self, pk):
        super().__init__(pk)
        self.pk = pk


def found(desk_admin, request, pk, *, may_be_locked: bool = False) -> Client:
    """Return the client of this page. Raise Locked, unless the page is the one that shows a locked record."""
    check_may_look(desk_admin, request)
    client = get_object_or_404(Client, pk=pk)
    if client.restricted_at and not may_be_locked:
        raise Locked(client.pk)
    return client


def to_its_page(request, locked: Locked):
    messages.info(request, _("This record is locked: they asked to be erased, and it waits for its date."))
    return HttpResponseRedirect(reverse("admin:booking_booking_rights", args=[locked.pk]))


def framed(desk_admin, request, template, title, context):
    frame = desk_admin.admin_site.each_context(request) | {
        "opts": desk_admin.opts,
        "title": title,
        "subtitle": None,
    }
    return TemplateResponse(request, template, frame | context)


def url_of(pk) -> str:
    return reverse("admin:booking_booking_client", args=[pk])


def held_again(count: int) -> str:
    words = ngettext(
        "%(count)s coming visit waits for your answer now. The client gets a message not to travel yet.",
        "%(count)s coming visits wait for your answer now. The client gets messages not to travel yet.",
        count,
    )
    return words % {"count": count}
