from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from booking import availability
from intake.models import Client


class When(admin.SimpleListFilter):
    """Coming visits unless something else is asked for; a search looks everywhere."""

    title = _("when")
    parameter_name = "when"

    def lookups(self, request, model_admin):
        return [("past", _("Past")), ("all", _("All"))]

    def queryset(self, request, queryset):
        today = availability.day_of(timezone.now())
        if self.value() == "past":
            return queryset.filter(visit_on__lt=today)
        if self.value() == "all" or request.GET.get("q"):
            return queryset
        return queryset.filter(visit_on__gte=today)

    def choices(self, changelist):
        coming = {
            "selected": self.value() is None,
            "query_string": changelist.get_query_string(remove=[self.parameter_name]),
            "display": _("Coming"),
        }
        return [coming, *list(super().choices(changelist))[1:]]


class Visit(admin.SimpleListFilter):
    title = _("visit")
    parameter_name = "visit"

    def lookups(self, request, model_admin):
        return [("first", _("First session")), ("follow_up", _("Follow-up session"))]

    def queryset(self, request, queryset):
        if self.value() in ("first", "follow_up"):
            return queryset.filter(is_first=self.value() == "first")
        return queryset


class OfClient(admin.SimpleListFilter):
    """One client's, when led here from their page: it offers nobody else."""

    title = _("client")
    parameter_name = "client"

    def lookups(self, request, model_admin):
        asked = self.used_parameters.get(self.parameter_name) or ""
        # No longer than a number that a database knows.
        is_number = asked.isascii() and asked.isdecimal() and len(asked) <= 18
        found = Client.objects.filter(pk=asked).first() if is_number else None
        return [(asked, found.name)] if found else []

    def queryset(self, request, queryset):
        return queryset.filter(booking__client=self.value()) if self.value() else queryset


class Sending(admin.SimpleListFilter):
    """What has become of a message; see also messages.state_of."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [
            ("waiting", _("Waiting to be sent")),
            ("sent", _("Sent")),
            ("given_up", _("Could not be sent")),
            ("dropped", _("No longer needed")),
        ]

    def queryset(self, request, queryset):
        wanted = {
            "waiting": {"sent_at": None, "dropped_at": None, "gave_up_at": None},
            "sent": {"sent_at__isnull": False},
            "given_up": {"gave_up_at__isnull": False},
            "dropped": {"dropped_at__isnull": False},
        }
        return queryset.filter(**wanted.get(self.value(), {}))
