from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from booking.admin.bookings import BookingAdmin
from booking.admin.hours import HoursOverrideAdmin, WorkingHoursAdmin
from booking.admin.messages import MessageAdmin
from booking.admin.people import PersonAdmin
from booking.admin.retention import RetentionPolicyAdmin
from booking.admin.settings import BookingPolicyAdmin, TreatmentAdmin

__all__ = [
    "BookingAdmin",
    "BookingPolicyAdmin",
    "HoursOverrideAdmin",
    "MessageAdmin",
    "PersonAdmin",
    "RetentionPolicyAdmin",
    "TreatmentAdmin",
    "WorkingHoursAdmin",
]

admin.site.site_header = _("Practice diary")
admin.site.site_title = _("Practice diary")
admin.site.index_title = _("Desk")
admin.site.enable_nav_sidebar = False
