from functools import partial

from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from booking import when
from booking.admin import (
    agreements,
    breaches,
    busy,
    by_hand,
    cancelling,
    care,
    clients,
    complaints,
    diary,
    duplicates,
    feed,
    form_precautions,
    form_preview,
    form_questions,
    form_reading,
    form_typing,
    ill,
    letters,
    merge,
    message_rules,
    message_texts,
    moving,
    numbers,
    outcomes,
    paper,
    readings,
    receipt,
    review,
    rights,
    series,
    session_notes,
    sheet,
    unsent,
    visits,
    waitlist,
    written,
)
from booking.admin.about import about
from booking.admin.client_frame import Locked, to_its_page
from booking.admin.filters import Visit, When
from booking.models import Booking, Status

# Each has PAGES: address, view and name. A view is called with this admin, the request and the address's
# own parts.
PARTS = (
    diary,
    review,
    outcomes,
    session_notes,
    moving,
    ill,
    sheet,
    numbers,
    cancelling,
    receipt,
    letters,
    paper,
    by_hand,
    clients,
    duplicates,
    merge,
    rights,
    waitlist,
    series,
    form_questions,
    complaints,
    breaches,
    agreements,
    readings,
    form_precautions,
    message_rules,
    form_preview,
    form_reading,
    form_typing,
    message_texts,
    busy,
    written,
    feed,
    unsent,
)


@admin.register(Booking)
class BookingAdmin(admin.ModelAdmin):
    """All bookings, to be found and read. What changes one is a decision on its review page."""

    list_display = ["starts", "who", "treatment", "status_", "visit", "reference_"]
    list_display_links = ["starts", "who"]
    list_filter = [When, "status", Visit]
    list_select_related = ["client", "treatment"]
    search_fields = ["client__name", "client__email", "reference"]
    search_help_text = _("name, email or reference")
    actions = None
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_ordering(self, request):
        return ["-starts_at"] if request.GET.get("when") in ("past", "all") else ["starts_at"]

    @admin.display(description=_("when"), ordering="starts_at")
    def starts(self, booking):
        return when.stamp(booking.starts_at)

    @admin.display(description=_("client"), ordering="client__name", empty_value=_("Not named yet"))
    def who(self, booking):
        return booking.client and booking.client.name

    @admin.display(description=_("status"), ordering="status")
    def status_(self, booking):
        return render_to_string("includes/status.html", {"status": booking.status})

    @admin.display(description=_("visit"), ordering="is_first")
    def visit(self, booking):
        return _("First session") if booking.is_first else _("Follow-up session")

    @admin.display(description=_("reference"))
    def reference_(self, booking):
        return booking.spoken_reference

    def get_urls(self):
        own = [
            path(route, self._wrapped(view), name=f"booking_booking_{name}")
            for part in PARTS
            for route, view, name in part.PAGES
        ]
        return [*own, *super().get_urls()]

    def _wrapped(self, view):
        """A page of the desk: for staff only, and told which admin it belongs to."""
        return self.admin_site.admin_view(partial(self._unless_locked, view))

    def _unless_locked(self, view, request, **parts):
        try:
            return view(self, request, **parts)
        except Locked as locked:
            return to_its_page(request, locked)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Everything about a booking but its health answers. Nothing can be typed here."""
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET"])
        try:
            booking = self.found(request, object_id)
        except Locked as locked:
            return to_its_page(request, locked)
        if booking.status == Status.HELD and review.may_read(request.user):
            return HttpResponseRedirect(reverse("admin:booking_booking_review", args=[booking.pk]))
        now = timezone.now()
        context = about(booking) | {"doors": visits.doors(booking, now)}
        context |= unsent.beside(booking, now=now)
        context |= care.beside(booking, user=request.user, now=now)
        return self.page(request, booking, "admin/booking/booking/about.html", context)

    def found(self, request, pk) -> Booking:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        people = ("client", "guardianship", "treatment__price", "screening", "clearance", "decided_by")
        try:
            pk = self.opts.pk.to_python(pk)
        except ValidationError:
            raise Http404 from None
        booking = get_object_or_404(Booking.objects.select_related(*people), pk=pk)
        if booking.client and booking.client.restricted_at:
            raise Locked(booking.client_id)
        return booking

    def page(self, request, booking, template, context, status=200):
        frame = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "booking": booking,
            "title": str(booking.client or booking.spoken_reference),
            "subtitle": None,
        }
        return TemplateResponse(request, template, frame | context, status=status)
