"""What the pages about clients share."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import ngettext

from intake.models import Client


def check_may_look(desk_admin, request):
    """Only who may see both people and bookings sees what brings them together."""
    may_look = desk_admin.has_view_or_change_permission(request)
    if not (may_look and request.user.has_perm("intake.view_client")):
        raise PermissionDenied


def found(desk_admin, request, pk) -> Client:
    check_may_look(desk_admin, request)
    return get_object_or_404(Client, pk=pk)


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
