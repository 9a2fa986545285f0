"""One valid, unsurprising row of each model of the diary."""

from datetime import UTC, datetime, time, timedelta

import factory
from django.conf import settings

from booking import availability
from booking.models import (
    AccountNews,
    Booking,
    BookingPolicy,
    BusyCalendar,
    BusyTime,
    Feed,
    HoursOverride,
    Series,
    Status,
    Treatment,
    WaitlistEntry,
    WorkingHours,
    WrittenCalendar,
)
from content.models import Price
from tests.intake.factories import ClientFactory, ScreeningFactory

# A Monday; the practice's clock shows the same as UTC.
NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)


class AccountFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = settings.AUTH_USER_MODEL
        django_get_or_create = ("username",)

    username = "kim"
    email = "kim@example.com"


class AccountNewsFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AccountNews

    account = factory.SubFactory(AccountFactory)
    what = AccountNews.What.PASSWORD_CHANGED
    at = NOW


class PriceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Price
        django_get_or_create = ("slug",)

    slug = "first-session"
    name = "First session"
    amount = 98


class BookingPolicyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = BookingPolicy
        django_get_or_create = ("id",)

    id = 1


class TreatmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Treatment
        django_get_or_create = ("slug",)

    slug = "first-session"
    name = "First session"
    sort = Treatment.Sort.FIRST
    price = factory.SubFactory(PriceFactory)
    policy = factory.SubFactory(BookingPolicyFactory)


class FollowUpFactory(TreatmentFactory):
    slug = "follow-up"
    name = "Follow-up session"
    sort = Treatment.Sort.FOLLOW_UP
    price = factory.SubFactory(PriceFactory, slug="follow-up", name="Follow-up session", amount=92)


class WorkingHoursFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = WorkingHours

    weekday = 0
    starts = time(9)
    ends = time(17)


class HoursOverrideFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = HoursOverride

    day = (NOW + timedelta(days=7)).date()


class BookingFactory(factory.django.DjangoModelFactory):
    """A reservation that still stands, one week after NOW at the same hour."""

    class Meta:
        model = Booking

    treatment = factory.SubFactory(TreatmentFactory)
    status = Status.RESERVED
    starts_at = NOW + timedelta(days=7)
    price = factory.SelfAttribute("treatment.price.amount")
    blocked_from = factory.LazyAttribute(lambda b: b.starts_at - timedelta(minutes=15))
    blocked_until = factory.LazyAttribute(lambda b: b.starts_at + timedelta(minutes=b.reserved_minutes + 15))
    reserved_minutes = 120
    visit_on = factory.LazyAttribute(lambda b: availability.day_of(b.starts_at))
    expires_at = NOW + timedelta(minutes=15)
    created_at = NOW


class HeldFactory(BookingFactory):
    status = Status.HELD
    client = factory.SubFactory(ClientFactory)
    screening = factory.SubFactory(
        ScreeningFactory,
        client=factory.SelfAttribute("..client"),
        visit_on=factory.SelfAttribute("..visit_on"),
        needs_review=True,
    )
    screened_for_on = factory.SelfAttribute("visit_on")
    needs_review = True
    expires_at = None
    held_until = factory.LazyAttribute(lambda b: b.starts_at - timedelta(hours=24))
    answer_due_at = NOW + timedelta(days=2)


class ConfirmedFactory(BookingFactory):
    status = Status.CONFIRMED
    client = factory.SubFactory(ClientFactory)
    screening = factory.SubFactory(
        ScreeningFactory,
        client=factory.SelfAttribute("..client"),
        visit_on=factory.SelfAttribute("..visit_on"),
    )
    screened_for_on = factory.SelfAttribute("visit_on")
    expires_at = None


class WaitlistEntryFactory(factory.django.DjangoModelFactory):
    """Anything in the four weeks after NOW would do."""

    class Meta:
        model = WaitlistEntry

    client = factory.SubFactory(ClientFactory)
    screening = factory.SubFactory(ScreeningFactory, client=factory.SelfAttribute("..client"))
    treatment = factory.SubFactory(TreatmentFactory)
    from_on = NOW.date()
    until_on = (NOW + timedelta(days=28)).date()
    created_at = NOW


class OfferedFactory(BookingFactory):
    """A time that is kept for somebody on the waitlist, for two hours."""

    status = Status.OFFERED
    client = factory.SubFactory(ClientFactory)
    entry = factory.SubFactory(WaitlistEntryFactory, client=factory.SelfAttribute("..client"))
    expires_at = NOW + timedelta(hours=2)


class SeriesFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Series

    client = factory.SubFactory(ClientFactory)
    wanted = 3
    created_at = NOW


class BusyCalendarFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = BusyCalendar

    name = "Family"
    access = {"address": "https://calendar.example.com/me.ics", "user_name": "", "password": ""}


class BusyTimeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = BusyTime

    calendar = factory.SubFactory(BusyCalendarFactory)
    starts_at = NOW + timedelta(days=2)
    ends_at = factory.LazyAttribute(lambda time: time.starts_at + timedelta(hours=1))


class FeedFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Feed

    secret_sha256 = "0" * 64
    secret = factory.LazyFunction(lambda: {"secret": "made-up"})
    made_at = NOW


class WrittenCalendarFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = WrittenCalendar
        django_get_or_create = ("id",)

    id = 1
    access = {
        "address": "https://calendar.example.com/kim/all/",
        "user_name": "kim",
        "password": "heron",
    }
    due_at = NOW
