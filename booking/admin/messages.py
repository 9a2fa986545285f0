from datetime import datetime

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from booking import when
from booking.admin.filters import OfClient, Sending
from booking.models import Kind, Message
from booking.models.message import TO_CLIENT


def state_of(message) -> str:
    """Say what has become of a message; the filter Sending asks the same of many."""
    if message.sent_at:
        return _("Sent %(when)s") % {"when": when.stamp(message.sent_at)}
    if message.dropped_at:
        return _("Not sent: %(why)s") % {"why": message.last_error or _("no longer true")}
    if message.gave_up_at:
        words = _("Could not be sent: %(error)s") % {"error": message.last_error or _("no reason given")}
        return f"{words} {_seen_to(message)}".strip()
    if message.attempts:
        return _tried(message)
    return _("Waiting to be sent, %(when)s") % {"when": when.stamp(message.due_at)}


def ended_at(message) -> datetime | None:
    """Return when it came to its end, None while it waits."""
    return message.sent_at or message.dropped_at or message.gave_up_at


def _seen_to(message):
    if not message.seen_to_at:
        return ""
    return _("You told it in another way, %(when)s") % {"when": when.stamp(message.seen_to_at)}


def _tried(message):
    about = {"count": message.attempts, "when": when.stamp(message.due_at), "error": message.last_error}
    words = ngettext(
        "Waiting; tried %(count)s time, next %(when)s. %(error)s",
        "Waiting; tried %(count)s times, next %(when)s. %(error)s",
        message.attempts,
    )
    return (words % about).strip()


def within(message) -> str:
    """Return what it tells, as the end of a sentence."""
    words = message.get_kind_display()
    return words[:1].lower() + words[1:] + ("" if words.endswith("?") else ".")


def reader_of(message) -> str:
    return _("Client") if message.kind in TO_CLIENT else _("You")


@admin.register(Message)
class MessageAdmin(admin.ModelAdmin):
    """What was sent, waits or could not be sent; never what it says."""

    list_display = ["kind", "reader", "about", "due", "state"]
    list_display_links = None
    list_filter = [OfClient, Sending, "kind"]
    list_select_related = ["booking__client"]
    ordering = ["-due_at", "-id"]
    actions = None
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=gettext_lazy("to"))
    def reader(self, message):
        return reader_of(message)

    @admin.display(description=gettext_lazy("about"))
    def about(self, message):
        if message.link_id is not None:
            return _("A link that was asked for again")
        if message.entry_id is not None:
            return _("The waitlist")
        if message.erasure_id is not None:
            return _("A wish to be erased")
        if message.breach_id is not None:
            return _("A data breach")
        if message.news_id is not None:
            return _("Your own account")
        if message.run_id is not None:
            return _("Your day") if message.kind == Kind.SHEET else _("Mail that could not be sent")
        if message.booking_id is None:
            return _("A message from the contact page")
        url = reverse("admin:booking_booking_change", args=[message.booking_id])
        return format_html('<a href="{}">{}</a>', url, message.booking.spoken_reference)

    @admin.display(description=gettext_lazy("due"), ordering="due_at")
    def due(self, message):
        return when.stamp(message.due_at)

    @admin.display(description=gettext_lazy("state"))
    def state(self, message):
        return state_of(message)
