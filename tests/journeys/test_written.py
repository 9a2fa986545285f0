"""Her sessions are written to a calendar; one is moved there, put back and told; she has them taken out."""

from datetime import timedelta

import pytest

from booking.models import Booking
from tests.booking import calendars
from tests.booking.calendars import PASSWORD, USER
from tests.booking.factories import NOW, BusyCalendarFactory, ConfirmedFactory
from tests.journeys.practice import deliver
from tests.journeys.practitioner import Practitioner


@pytest.fixture
def server(settings, tmp_path):
    settings.CALENDARS_ON_LOOPBACK = True
    with calendars.radicale(tmp_path) as server:
        server.make("sessions")
        server.make("family")
        yield server


def standing(server) -> list[str]:
    return [server.get(name, "sessions") for name in server.names("sessions")]


@pytest.mark.each_engine
def test_her_sessions_stand_in_a_calendar_of_their_own(her_page, practice, address, server, is_sound):
    visit = ConfirmedFactory(client__name="Joan Heron", starts_at=NOW + timedelta(days=7))
    BusyCalendarFactory(
        is_on=False, access={"address": server.url("family"), "user_name": USER, "password": PASSWORD}
    )
    her = Practitioner(her_page, address)
    her.signs_in()
    her.opens("/admin/booking/booking/written/")
    is_sound(her_page)
    her.sends("Keep it, and write to it")
    assert her.problems == [
        "Enter the address of the calendar.",
        "Enter the user name of the account.",
        "Enter the password of the account.",
    ]
    is_sound(her_page)
    for calendar in ("family", "sessions"):
        her_page.get_by_label("Address", exact=True).fill(server.url(calendar))
        her_page.get_by_label("User name", exact=True).fill(USER)
        her_page.get_by_label("Password", exact=True).fill(PASSWORD)
        her.sends("Keep it, and write to it")
        if calendar == "family":
            assert her.problems == [
                "Your busy times are read from this calendar. Sessions in it would block themselves. "
                "Make another calendar for them."
            ]
    deliver()
    her.follows("Look again")
    state = her_page.get_by_role("region", name="How it is doing")
    is_sound(her_page)
    assert ["In step" in state.inner_text(), "1 session." in state.inner_text()] == [True, True]
    (written,) = standing(server)
    assert "SUMMARY:Joan H." in written

    (name,) = server.names("sessions")
    server.write(name, written.replace("DTSTART:20270308T12", "DTSTART:20270308T11"), "sessions")
    her.sends("Try it now")
    deliver()
    her.follows("Look again")
    told = her_page.get_by_role("region", name="What was changed over there").inner_text()
    is_sound(her_page)

    assert "It was moved to Monday 8 March, 11:00. Put right:" in told
    assert ["DTSTART:20270308T12" in text for text in standing(server)] == [True]
    assert Booking.objects.get(pk=visit.pk).starts_at == visit.starts_at
    her.opens("/admin/")
    her.follows("A session was changed in your calendar")
    her.follows("Switch it off")
    is_sound(her_page)
    her.sends("Take the sessions out")
    assert "Being taken out" in state.inner_text()
    deliver()
    her.follows("Look again")
    is_sound(her_page)

    assert "Everything of ours was taken out" in state.inner_text()
    assert standing(server) == []
    her.follows("Delete this calendar here")
    is_sound(her_page)
    her.sends("Delete it here")
    assert "Add the calendar" in her_page.locator("#content-main").inner_text()
