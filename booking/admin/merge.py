"""Two rows side by side, and which details stay when they are made one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from booking import availability, lifecycle, merging
from booking.admin.client_frame import found, framed, held_again, url_of
from booking.forms.client import MergeForm
from booking.models import Status
from intake import months
from intake.models import Client

# Enough to tell two families apart.
MOST_GUARDIANS = 5
REFUSED = {
    merging.Why.ITSELF: gettext_lazy("A client cannot be made one with themselves. Choose somebody else."),
    merging.Why.MERGED: gettext_lazy(
        "Nothing was changed: one of the two was made one with somebody before."
    ),
    merging.Why.TWO_BIRTHDAYS: gettext_lazy("Nothing was changed: their dates of birth differ. Look again."),
}


def page(desk_admin, request, pk, other):
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "POST"])
    if not (desk_admin.has_change_permission(request) and request.user.has_perm("intake.change_client")):
        raise PermissionDenied
    kept, other = found(desk_admin, request, pk), found(desk_admin, request, other)
    try:
        merging.check(kept, other, is_one_person=True)
    except merging.MergeRefused as refused:
        return _refused(request, kept, refused.why)
    is_sent = request.method == "POST"
    form = MergeForm(request.POST if is_sent else None, kept=kept, other=other)
    if is_sent and form.is_valid():
        return _merge(desk_admin, request, kept, other, form)
    title = _("Are these one person?")
    now = timezone.now()
    context = {"form": form, "kept": kept, "sides": [_side(one, now) for one in (kept, other)]}
    return framed(desk_admin, request, "admin/booking/client/merge.html", title, context)


def _merge(desk_admin, request, kept, other, form):
    names = {"kept": kept.name, "other": other.name}
    try:
        disturbed = merging.merge(
            kept,
            other,
            from_other=form.from_other,
            is_one_person=form.has_two_birthdays,
            by=lifecycle.practitioner(request.user),
            now=timezone.now(),
        )
    except merging.MergeRefused as refused:
        return _refused(request, kept, refused.why)
    people = desk_admin.admin_site.get_model_admin(Client)
    people.log_change(request, kept, f"Made one with client {other.pk}.")
    messages.success(request, _("%(kept)s and %(other)s are one client now. Nothing was sent.") % names)
    if disturbed:
        messages.warning(request, held_again(disturbed))
    return HttpResponseRedirect(url_of(kept.pk))


def _refused(request, kept, why):
    messages.error(request, REFUSED[why])
    return HttpResponseRedirect(url_of(kept.pk))


def _side(client, now):
    """Return one of the two as the page shows them."""
    completed = client.bookings.filter(status=Status.COMPLETED)
    return {
        "client": client,
        "age": months.age_on(client.born_on, availability.day_of(now)),
        "sessions": completed.count(),
        "coming": client.bookings.taking(now).filter(starts_at__gt=now).count(),
        "last": completed.order_by("-starts_at").first(),
        "guardians": list(client.guardianships.order_by("-created_at")[:MOST_GUARDIANS]),
    }


PAGES = [("client/<int:pk>/merge/<int:other>/", page, "merge")]
