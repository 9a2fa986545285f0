"""A fuller diary costs the practitioner's pages no more queries than a thin one."""

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from booking.models import Booking, Status
from tests.booking.factories import (
    NOW,
    ConfirmedFactory,
    FollowUpFactory,
    HeldFactory,
    HoursOverrideFactory,
    TreatmentFactory,
    WorkingHoursFactory,
)
from tests.intake.factories import ClientFactory, ScreeningFactory, UserFactory

pytestmark = pytest.mark.django_db
FAR = NOW + timedelta(days=30)
TODAY, TUESDAY = "2027-03-01", datetime(2027, 3, 9, 10, tzinfo=UTC)
LISTS = {
    "desk": "/admin/",
    "week": "/admin/booking/booking/diary/?day=2027-03-09",
    "day": "/admin/booking/booking/diary/?view=day&day=2027-03-09",
    "month": "/admin/booking/booking/diary/?view=month&day=2027-02-09",
    "sheet": f"/admin/booking/booking/sheet/?day={TODAY}",
    "numbers": "/admin/booking/booking/numbers/",
    "bookings": "/admin/booking/booking/",
    "past bookings": "/admin/booking/booking/?when=past",
    "clients": "/admin/intake/client/",
    "duplicates": "/admin/booking/booking/client/duplicates/",
    "mail": "/admin/booking/message/",
    "questions": "/admin/intake/enquiry/",
    "hours": "/admin/booking/workinghours/",
    "closed and extra": "/admin/booking/hoursoverride/",
    "by phone": "/admin/booking/booking/book/?start=2027-03-09T10:00",
    "health form": "/admin/booking/booking/form/",
    "precautions": "/admin/booking/booking/form/precautions/",
    "messages": "/admin/booking/booking/messages/",
    "calendar feed": "/admin/booking/booking/feed/",
    "written": "/admin/booking/booking/written/",
    "ill": "/admin/booking/booking/ill/?day=2027-03-10",
}
OF_A_VISIT = ("change", "move", "cancel", "note")


@pytest.fixture
def her(client):
    """Her browser, in an open week, with one request and a visit today, on Tuesday and on Wednesday."""
    TreatmentFactory()
    FollowUpFactory()
    for weekday in range(5):
        WorkingHoursFactory(weekday=weekday, starts=time(9), ends=time(17))
    HoursOverrideFactory()
    HeldFactory(starts_at=TUESDAY + timedelta(days=2))
    for start in (NOW + timedelta(hours=2), TUESDAY, TUESDAY + timedelta(days=1)):
        ConfirmedFactory(starts_at=start)
    with time_machine.travel(NOW, tick=False):
        client.force_login(UserFactory())
        yield client


def fill(count: int):
    """So many sessions of the past three years, of ten people at most, and as many requests as people."""
    Booking.objects.filter(status=Status.COMPLETED).delete()
    Booking.objects.filter(status=Status.HELD, starts_at__gt=FAR).delete()
    people = [ScreeningFactory(client=ClientFactory()) for _person in range(min(count, 10))]
    for n in range(len(people)):
        HeldFactory(starts_at=FAR + timedelta(days=1 + n))
    treatment = TreatmentFactory()
    Booking.objects.bulk_create(
        ConfirmedFactory.build(
            treatment=treatment,
            client=people[n % len(people)].client,
            screening=people[n % len(people)],
            starts_at=NOW - timedelta(days=2, hours=5 * n),
            status=Status.COMPLETED,
            minutes_given=105,
        )
        for n in range(count)
    )


def queries(browser, address) -> int:
    with CaptureQueriesContext(connection) as captured:
        answer = browser.get(address)
    assert answer.status_code == 200, address
    return len(captured)


def of_each_page(browser) -> dict[str, int]:
    visit = Booking.objects.get(starts_at=TUESDAY)
    held = Booking.objects.get(status=Status.HELD, starts_at__lt=FAR)
    of_a_visit = {page: f"/admin/booking/booking/{visit.pk}/{page}/" for page in OF_A_VISIT}
    of_people = {
        "client": f"/admin/booking/booking/client/{visit.client_id}/",
        "form": f"/admin/booking/booking/client/{visit.client_id}/form/",
        "review": f"/admin/booking/booking/{held.pk}/review/",
    }
    return {name: queries(browser, path) for name, path in (LISTS | of_a_visit | of_people).items()}


def test_no_page_asks_more_often_when_the_diary_is_full(her):
    fill(1)
    of_each_page(her)
    thin = of_each_page(her)

    fill(10)
    fuller = of_each_page(her)
    fill(5_000)

    assert fuller == thin
    assert of_each_page(her) == thin
