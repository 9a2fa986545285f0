"""What the pages about the health form share: who may see and change it, how a question is addressed."""

from uuid import NAMESPACE_URL, UUID, uuid5

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed
from django.template.response import TemplateResponse


def page(*methods, see, change=()):
    """For who has all these rights, and to send anything the others too; only by these methods."""

    def decorate(view):
        def checked(desk_admin, request, *args, **kwargs):
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            needed = (*see, *(change if request.method == "POST" else ()))
            if not request.user.has_perms(needed):
                raise PermissionDenied
            return view(desk_admin, request, *args, **kwargs)

        return checked

    return decorate


def framed(desk_admin, request, template, title, context, status=200):
    frame = desk_admin.admin_site.each_context(request) | {
        "opts": desk_admin.opts,
        "title": title,
        "subtitle": None,
    }
    return TemplateResponse(request, f"admin/booking/form/{template}", frame | context, status=status)


def key_of(code: str) -> UUID:
    """Return what stands for a question in an address, where its code would say what it asks."""
    return uuid5(NAMESPACE_URL, f"question:{code}")
