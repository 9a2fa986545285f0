"""People, messages and the safety rules at the practitioner's desk.

Screenings, drafts and reasons are not registered: what is sealed is opened on one page, which notes it.
"""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from intake import records
from intake.crypto import Unreadable
from intake.models import Client, Enquiry, Guardianship, ScreeningPolicy
from npm_site.one_row import OneRow
from npm_site.versions import VersionsAdmin


class GuardianInline(admin.StackedInline):
    model = Guardianship
    extra = 0
    can_delete = False
    verbose_name = _("guardian or booker")
    verbose_name_plural = _("guardians and bookers")


class ClientAdmin(admin.ModelAdmin):
    """The people treated. Registered by booking, where a client's page is: it shows their visits too."""

    list_display = ["name", "email", "phone", "born_on", "talks_first", "not_before_on"]
    list_filter = ["talk_first", ("not_before_on", admin.EmptyFieldListFilter), "treated_before"]
    # Old names and addresses find the person too.
    search_fields = [
        *["name", "email", "phone", "guardianships__adult_name", "guardianships__adult_email"],
        *["merged__name", "merged__email", "merged__phone"],
    ]
    search_help_text = _("name, email or phone number, of the client or a guardian")
    actions = None
    show_facets = admin.ShowFacets.NEVER
    inlines = [GuardianInline]
    fieldsets = [
        (None, {"fields": ["name", "born_on", "email", "phone", "ring_at"]}),
        (
            _("Before the next visit"),
            {
                "fields": [
                    "talk_first",
                    "not_before_on",
                    "treated_before",
                    "usual_minutes",
                    ("days_apart_from", "days_apart_until"),
                    "form_on",
                ]
            },
        ),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).present()

    @admin.display(description=_("talk first"), ordering="talk_first", empty_value="")
    def talks_first(self, client):
        return _("Talk first") if client.talk_first else None

    def has_delete_permission(self, request, obj=None):
        """Only a client nothing hangs on can be deleted; a record is erased by its own rules."""
        if obj is None or not super().has_delete_permission(request, obj):
            return False
        related = (field.related_model.objects.filter(**{field.field.name: obj}) for field in _links())
        return not any(rows.exists() for rows in related)


@admin.register(ScreeningPolicy)
class ScreeningPolicyAdmin(OneRow, VersionsAdmin):
    """There is one set of rules, so its list is its page."""

    fieldsets = [
        (_("After an operation"), {"fields": ["too_soon_months", "recovering_months", "healed_months"]}),
        (_("Other questions"), {"fields": ["oncology_years", "youngest_age", "overdue_days"]}),
    ]

    def has_add_permission(self, request):
        return not ScreeningPolicy.objects.exists()

    def has_delete_permission(self, request, obj=None):
        return False

    def get_history_queryset(self, request, history_manager, pk_name, object_id):
        # The package's own asks for related rows by no name, which Django is giving up.
        return history_manager.filter(**{pk_name: object_id}).select_related("history_user")

    def changelist_view(self, request, extra_context=None):
        if not ScreeningPolicy.objects.exists():
            return super().changelist_view(request, extra_context)
        return HttpResponseRedirect(reverse("admin:intake_screeningpolicy_change", args=[1]))


class AnsweredFilter(admin.SimpleListFilter):
    title = _("answer")
    parameter_name = "answered"

    def lookups(self, request, model_admin):
        return [("no", _("Waiting")), ("yes", _("Answered"))]

    def queryset(self, request, queryset):
        if self.value() in {"yes", "no"}:
            return queryset.filter(answered_at__isnull=self.value() == "no")
        return queryset


@admin.register(Enquiry)
class EnquiryAdmin(admin.ModelAdmin):
    list_display = ["__str__", "answered_at"]
    list_filter = [AnsweredFilter]
    fields = ["created_at", "sender", "email", "phone", "text", "answered_at", "complaint_"]
    readonly_fields = fields
    actions = ["mark_as_answered"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def change_view(self, request, object_id, form_url="", extra_context=None):
        enquiry = self.get_object(request, unquote(object_id))
        if request.method != "POST" and enquiry is not None and self.has_view_permission(request, enquiry):
            try:
                records.read_enquiry(enquiry, by=request.user, now=timezone.now())
            except Unreadable:
                messages.error(
                    request, _("This message does not open: its key is missing, or it was changed.")
                )
                return HttpResponseRedirect(reverse("admin:intake_enquiry_changelist"))
        shown = {"show_save": False, "show_save_and_continue": False, "title": _("Message")}
        return super().change_view(request, object_id, form_url, shown | (extra_context or {}))

    @admin.action(
        description=_("Mark as answered"),
        permissions=["change"],
        location=[admin.ActionLocation.CHANGE_LIST, admin.ActionLocation.CHANGE_FORM],
    )
    def mark_as_answered(self, request, queryset):
        answered = sum(records.answer_enquiry(enquiry, now=timezone.now()) for enquiry in queryset)
        messages.success(request, _("Messages marked as answered: %(count)s") % {"count": answered})

    @admin.display(description=_("Complaint"))
    def complaint_(self, enquiry):
        """The way into the log of complaints, which is kept apart."""
        log = f"{reverse('admin:booking_booking_complaint_new')}?{urlencode({'question': enquiry.pk})}"
        return format_html('<a href="{}">{}</a>', log, _("This is a complaint: write it down"))

    @admin.display(description=_("From"))
    def sender(self, enquiry):
        return enquiry.message.get("name", "")

    @admin.display(description=_("Email"))
    def email(self, enquiry):
        return enquiry.message.get("email", "")

    @admin.display(description=_("Phone"))
    def phone(self, enquiry):
        return enquiry.message.get("phone", "")

    @admin.display(description=_("Message"))
    def text(self, enquiry):
        return enquiry.message.get("text", "")


def _links():
    return [field for field in Client._meta.get_fields() if field.auto_created and not field.concrete]
