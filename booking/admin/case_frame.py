"""What the pages of the complaint log and the breach log share."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponseNotAllowed
from django.shortcuts import get_object_or_404

from booking.admin.client_frame import framed
from booking.forms.cases import AddForm
from intake import records

A_PAGE = 25


def require(request, permission: str, *methods: str):
    """Return the answer to a method that is not meant; raise PermissionDenied for who may not."""
    if not request.user.has_perm(permission):
        raise PermissionDenied
    return None if request.method in methods else HttpResponseNotAllowed([*methods])


def shown_page(request, rows):
    return Paginator(rows, A_PAGE).get_page(request.GET.get("page"))


def found(model, pk):
    return get_object_or_404(model.objects.select_related("by"), pk=pk)


def bound(form, request, act: str, **kwargs):
    """Return the form, filled in if it is the one that was sent."""
    is_sent = request.method == "POST" and request.POST.get("act") == act
    return form(request.POST if is_sent else None, auto_id=f"{act}_%s", **kwargs)


def add(case, request, form: AddForm, now):
    given = form.cleaned_data
    records.add_to_case(case, key=given["key"], text=given["text"], by=request.user, now=now)


def case_page(desk_admin, request, template, title, context):
    return framed(desk_admin, request, f"admin/booking/cases/{template}.html", title, context)
