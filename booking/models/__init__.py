from booking.models.attempt import Attempt
from booking.models.booking import Booking, BookingEvent, Status
from booking.models.hours import BookingPolicy, HoursOverride, WorkingHours
from booking.models.message import Kind, Message
from booking.models.treatment import Treatment

__all__ = [
    "Attempt",
    "Booking",
    "BookingEvent",
    "BookingPolicy",
    "HoursOverride",
    "Kind",
    "Message",
    "Status",
    "Treatment",
    "WorkingHours",
]
