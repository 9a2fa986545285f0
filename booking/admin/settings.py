from functools import partial

from django.contrib import admin
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from booking.admin.shown_first import under_lock
from booking.forms.policy import PolicyForm
from booking.forms.treatment import TreatmentForm
from booking.models import BookingPolicy, Treatment
from content.admin.claims import ClaimsAdmin
from npm_site.versions import VersionsAdmin


@admin.register(Treatment)
class TreatmentAdmin(ClaimsAdmin):
    form = TreatmentForm
    list_display = ["name", "sort", "price", "reserved_minutes", "is_bookable"]
    list_select_related = ["price"]
    fields = ["name", "slug", "sort", "summary", "price", "reserved_minutes", "is_bookable", "position"]
    actions = None

    def has_delete_permission(self, request, obj=None):
        # Past bookings name their treatment; taking it off the page is a tick.
        return False

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "price":
            # Prices have a page of their own, so the buttons beside the list would only crowd it.
            field.widget = field.widget.widget
        return field


@admin.register(BookingPolicy)
class BookingPolicyAdmin(VersionsAdmin):
    """There is one policy, so its list is its page."""

    form = PolicyForm
    object_history_form_template = "admin/booking/bookingpolicy/version.html"
    fieldsets = [
        (_("When clients can book"), {"fields": ["notice_hours", "window_days", "nation"]}),
        (_("Around a session"), {"fields": ["buffer_before", "buffer_after"]}),
        (_("In a day, at most"), {"fields": ["max_sessions", "max_first_sessions"]}),
        (_("Until when clients can change a visit"), {"fields": ["cancel_hours", "move_hours"]}),
    ]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def render_change_form(self, request, context, *args, **kwargs):
        return super().render_change_form(request, _without_errors(context), *args, **kwargs)

    def render_history_view(self, request, template, context, **kwargs):
        return super().render_history_view(request, template, _without_errors(context), **kwargs)

    def changeform_view(self, request, *args, **kwargs):
        return under_lock(request, partial(super().changeform_view, request, *args, **kwargs))

    def history_form_view(self, request, *args, **kwargs):
        return under_lock(request, partial(super().history_form_view, request, *args, **kwargs))

    def changelist_view(self, request, extra_context=None):
        if not BookingPolicy.objects.exists():
            return super().changelist_view(request, extra_context)
        return HttpResponseRedirect(reverse("admin:booking_bookingpolicy_change", args=[1]))


def _without_errors(context):
    """A look at the days is no mistake, though it stops the form as one."""
    # The list of versions has no form.
    shown = context.get("adminform")
    return context | {"errors": None} if shown and shown.form.preview else context
