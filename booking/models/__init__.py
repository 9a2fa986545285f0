from booking.models.account_news import AccountNews
from booking.models.attempt import Attempt
from booking.models.booking import Booking, BookingEvent, Status
from booking.models.busy import BusyCalendar, BusyTime
from booking.models.feed import Feed
from booking.models.hours import BookingPolicy, HoursOverride, WorkingHours
from booking.models.link import Link, Purpose
from booking.models.message import Kind, Message
from booking.models.message_rule import MessageRule
from booking.models.message_text import MessageText
from booking.models.refused import RefusedAddress
from booking.models.retention import RetentionPolicy, Run, Tally, Tombstone
from booking.models.series import Series
from booking.models.treatment import Treatment
from booking.models.waitlist import WaitlistEntry
from booking.models.written import PutRight, WrittenCalendar, WrittenEvent

__all__ = [
    "AccountNews",
    "Attempt",
    "Booking",
    "BookingEvent",
    "BookingPolicy",
    "BusyCalendar",
    "BusyTime",
    "Feed",
    "HoursOverride",
    "Kind",
    "Link",
    "Message",
    "MessageRule",
    "MessageText",
    "Purpose",
    "PutRight",
    "RefusedAddress",
    "RetentionPolicy",
    "Run",
    "Series",
    "Status",
    "Tally",
    "Tombstone",
    "Treatment",
    "WaitlistEntry",
    "WorkingHours",
    "WrittenCalendar",
    "WrittenEvent",
]
