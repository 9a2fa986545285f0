"""The practitioner's menu, beside every page of admin: her day first, then people, then settings."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from booking import desk

VIEW_BOOKING = "booking.view_booking"
# The list of bookings, narrowed down to what waits for an answer.
REQUESTS = "booking_booking_changelist?status__exact=held"
# Heading, then: words, name of the address, what it takes to see it. The first group is all a phone shows.
GROUPS = (
    (
        _("Practice"),
        (
            (_("Desk"), "index", VIEW_BOOKING),
            (_("Diary"), "booking_booking_diary", VIEW_BOOKING),
            (_("Day sheet"), "booking_booking_sheet", VIEW_BOOKING),
            (_("Requests"), REQUESTS, VIEW_BOOKING),
            (_("Clients"), "intake_client_changelist", "intake.view_client"),
        ),
    ),
    (
        _("To look at"),
        (
            (_("All bookings"), "booking_booking_changelist", VIEW_BOOKING),
            (_("Waitlist"), "booking_booking_waitlist", VIEW_BOOKING),
            (_("Questions"), "intake_enquiry_changelist", "intake.view_enquiry"),
            (_("Mail"), "booking_message_changelist", "booking.view_message"),
            (_("Numbers"), "booking_booking_numbers", VIEW_BOOKING),
            (_("Complaints"), "booking_booking_complaints", "intake.view_complaintcase"),
            (_("Data breaches"), "booking_booking_breaches", "intake.view_breach"),
            (_("Who looked"), "booking_booking_readings", "intake.view_reading"),
        ),
    ),
    (
        _("Settings"),
        (
            (_("Working hours"), "booking_workinghours_changelist", "booking.view_workinghours"),
            (_("Closed and extra"), "booking_hoursoverride_changelist", "booking.view_hoursoverride"),
            (_("Busy elsewhere"), "booking_booking_busy", "booking.view_busycalendar"),
            (_("Booking rules"), "booking_bookingpolicy_changelist", "booking.view_bookingpolicy"),
            (_("Safety rules"), "intake_screeningpolicy_changelist", "intake.view_screeningpolicy"),
            (_("Health form"), "booking_booking_form_questions", "intake.view_formquestion"),
            (_("Precautions"), "booking_booking_form_precautions", "intake.view_precautionrule"),
            (_("What is sent"), "booking_booking_message_rules", "booking.view_messagerule"),
            (_("Texts of mails"), "booking_booking_texts", "booking.view_messagetext"),
            (_("What is kept"), "booking_retentionpolicy_changelist", "booking.view_retentionpolicy"),
            (_("Calendar feed"), "booking_booking_feed", "booking.view_feed"),
            (_("Session calendar"), "booking_booking_written", "booking.view_writtencalendar"),
            (_("Treatments"), "booking_treatment_changelist", "booking.view_treatment"),
            (_("Prices"), "content_price_changelist", "content.view_price"),
            (_("Pages"), "content_page_changelist", "content.view_page"),
            (_("Guides"), "content_guide_changelist", "content.view_guide"),
            (_("Pictures"), "content_picture_changelist", "content.view_picture"),
            (_("Wording let stand"), "content_claimoverride_changelist", "content.view_claimoverride"),
            (_("Practice details"), "content_practice_changelist", "content.view_practice"),
        ),
    ),
)


@dataclass(frozen=True)
class Item:
    words: str
    url: str
    is_current: bool
    count: int | None = None


@dataclass(frozen=True)
class Group:
    heading: str
    items: tuple[Item, ...]


def menu(user, path: str, now: datetime) -> list[Group]:
    """Return what this user may see, the page they are on marked (`path` with its question mark), and how
    many requests wait."""
    groups = [Group(heading, tuple(_items(rows, user, path, now))) for heading, rows in GROUPS]
    return [group for group in groups if group.items]


def _items(rows, user, path, now):
    for words, name, permission in rows:
        if not user.has_perm(permission):
            continue
        address, _mark, query = name.partition("?")
        try:
            url = reverse(f"admin:{address}") + (f"?{query}" if query else "")
        except NoReverseMatch:
            continue
        shown = path if query or path == _requests() else path.partition("?")[0]
        yield Item(words, url, shown == url, desk.waiting_count(now) if name == REQUESTS else None)


def _requests() -> str:
    """The list narrowed down is a page of its own: the whole list is not marked with it."""
    address, _mark, query = REQUESTS.partition("?")
    return f"{reverse(f'admin:{address}')}?{query}"
