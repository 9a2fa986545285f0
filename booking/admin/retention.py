from django.contrib import admin
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from booking.models import RetentionPolicy
from npm_site.one_row import OneRow
from npm_site.versions import VersionsAdmin


@admin.register(RetentionPolicy)
class RetentionPolicyAdmin(OneRow, VersionsAdmin):
    """There is one row, so its list is its page."""

    fieldsets = [
        (_("The record of who was treated"), {"fields": ["adult_years", "child_age"]}),
        (_("Who was never treated"), {"fields": ["health_days", "contact_months"]}),
        (_("Other things"), {"fields": ["waitlist_months", "form_draft_days", "enquiry_months"]}),
    ]

    def has_add_permission(self, request):
        return super().has_add_permission(request) and not RetentionPolicy.objects.exists()

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        if RetentionPolicy.objects.exists():
            return HttpResponseRedirect(reverse("admin:booking_retentionpolicy_change", args=[1]))
        if self.has_add_permission(request):
            # As long as she has changed nothing, the form shows the starting numbers, which hold.
            return HttpResponseRedirect(reverse("admin:booking_retentionpolicy_add"))
        return super().changelist_view(request, extra_context)

    def add_view(self, request, form_url="", extra_context=None):
        return super().add_view(request, form_url, {"title": self.opts.verbose_name.capitalize()})
