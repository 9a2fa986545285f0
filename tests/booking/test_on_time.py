"""What is written by the clock: the reminder of the day before, and what is told after a visit."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db.models import F

from booking import lifecycle, message_rules, on_time, outbox
from booking.deadlines import eve_of
from booking.emails import build, is_still_true
from booking.emails.practitioner import MOST_NAMED
from booking.lifecycle import Screened
from booking.models import Booking, BookingPolicy, Kind, Message, Status
from content.models import Practice
from tests.booking.factories import (
    NOW,
    BookingFactory,
    ConfirmedFactory,
    HeldFactory,
    SeriesFactory,
    WaitlistEntryFactory,
)
from tests.intake.factories import (
    PLAIN_ANSWERS,
    ClientFactory,
    GuardianshipFactory,
    ScreeningFactory,
    UserFactory,
)

pytestmark = pytest.mark.usefixtures("open_week")
LONDON = ZoneInfo("Europe/London")
VISIT = NOW + timedelta(days=7)
EVE = datetime(2027, 3, 7, 18, tzinfo=UTC)
A_SECOND, A_MINUTE, AN_HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
ENDED = VISIT + timedelta(hours=2)


@pytest.fixture(autouse=True)
def practice(open_week):
    Practice.objects.create(
        name="NPM Practice",
        practitioner="Kim",
        email="kim@example.com",
        phone="01632 960 123",
        address="1 Birch Lane",
        town="Exampleton",
        postcode="EX1 2PL",
    )


@pytest.fixture
def her():
    return lifecycle.practitioner(UserFactory())


def booked(now=NOW, starts_at=VISIT, **about):
    """Book at `now`, as the site does, however near the visit is."""
    BookingPolicy.objects.update(notice_hours=0)
    client = ClientFactory(name="Joan Heron", form_on=NOW.date())
    visit = BookingFactory(starts_at=starts_at, expires_at=now + timedelta(minutes=15), **about)
    screening = ScreeningFactory(
        client=client, visit_on=visit.visit_on, answers=PLAIN_ANSWERS, answered_at=now
    )
    lifecycle.confirm_new(visit, Screened(client, screening, is_first=visit.is_first), now=now)
    return visit


def asked(visit):
    """The question whether anything has changed went out when it was due."""
    visit.messages.filter(kind=Kind.CHANGED).update(sent_at=F("due_at"))
    return visit


def went(visit, now):
    """Do what the worker does at this moment; return the kinds that this visit was told of by it."""
    on_time.sweep(now=now)
    while outbox.send_due(now=now):
        pass
    return set(visit.messages.filter(sent_at=now).values_list("kind", flat=True))


def written(visit, kind):
    return list(visit.messages.filter(kind=kind).values_list("version", "due_at"))


def london(*parts):
    return datetime(*parts, tzinfo=LONDON).astimezone(UTC)


@pytest.mark.parametrize(
    ("day", "eve"),
    [
        pytest.param(date(2027, 3, 28), (2027, 3, 27, 18), id="the day on which the clocks go forward"),
        pytest.param(date(2027, 3, 29), (2027, 3, 28, 18), id="the day after it"),
        pytest.param(date(2027, 10, 31), (2027, 10, 30, 18), id="the day on which the clocks go back"),
        pytest.param(date(2027, 11, 1), (2027, 10, 31, 18), id="the day after that"),
        pytest.param(date(2027, 7, 1), (2027, 6, 30, 18), id="summer"),
    ],
)
def test_the_eve_is_by_the_clock(day, eve):
    assert eve_of(day, time(18), LONDON) == london(*eve)


@pytest.mark.parametrize(
    ("visit", "eve", "asked"),
    [
        pytest.param(
            (2027, 3, 28, 10), (2027, 3, 27, 18), (2027, 3, 26, 10), id="the day the clocks go forward"
        ),
        pytest.param((2027, 3, 29, 10), (2027, 3, 28, 18), (2027, 3, 27, 10), id="the day after it"),
        pytest.param((2027, 10, 31, 10), (2027, 10, 30, 18), (2027, 10, 29, 10), id="the clocks go back"),
        pytest.param((2027, 11, 1, 10), (2027, 10, 31, 18), (2027, 10, 30, 10), id="the day after that"),
    ],
)
def test_both_reminders_go_at_the_clock_time_when_the_clocks_change(visit, eve, asked):
    starts_at = london(*visit)
    row = booked(now=starts_at - timedelta(days=6), starts_at=starts_at)

    at = [
        went(row, moment)
        for moment in (
            london(*asked) - A_SECOND,
            london(*asked),
            london(*eve) - A_SECOND,
            london(*eve),
        )
    ]

    assert [one & {Kind.CHANGED, Kind.REMINDER} for one in at] == [
        set(),
        {Kind.CHANGED},
        set(),
        {Kind.REMINDER},
    ]


def test_the_reminder_is_written_once_however_often_the_worker_looks():
    visit = asked(booked())

    first = [went(visit, EVE), went(visit, EVE + A_MINUTE), went(visit, VISIT - A_SECOND)]

    assert [Kind.REMINDER in one for one in first] == [True, False, False]
    assert written(visit, Kind.REMINDER) == [(1, EVE)]


@pytest.mark.parametrize(
    ("now", "is_sent"),
    [
        pytest.param(EVE - A_SECOND, False, id="before its moment"),
        pytest.param(VISIT - A_SECOND, True, id="slept until just before the visit"),
        pytest.param(VISIT, False, id="slept until the visit began"),
    ],
)
def test_a_worker_that_slept_reminds_as_long_as_the_visit_is_ahead(now, is_sent):
    visit = asked(booked())

    assert (Kind.REMINDER in went(visit, now)) == is_sent
    assert bool(written(visit, Kind.REMINDER)) == is_sent


def test_whoever_waits_for_another_question_keeps_nobody_else_waiting():
    waiting, visit = booked(), asked(booked(starts_at=VISIT + timedelta(hours=3)))
    waiting.messages.filter(kind=Kind.CHANGED).update(due_at=EVE + A_MINUTE)

    assert Kind.REMINDER in went(visit, EVE)
    assert written(waiting, Kind.REMINDER) == []


@pytest.mark.parametrize(
    ("told_at", "is_sent"),
    [
        pytest.param(EVE - AN_HOUR, True, id="an hour before"),
        pytest.param(EVE - AN_HOUR + A_SECOND, False, id="within the hour"),
        pytest.param(EVE + A_MINUTE, False, id="after the moment"),
    ],
)
def test_nobody_is_reminded_of_what_they_have_only_just_booked(told_at, is_sent):
    visit = booked(now=told_at)

    assert (Kind.REMINDER in went(visit, max(EVE, told_at) + AN_HOUR)) == is_sent


def test_a_visit_that_moves_is_reminded_of_by_its_new_time_alone():
    visit = asked(booked())
    at = VISIT + timedelta(days=2)
    row = ScreeningFactory(client=visit.client, visit_on=at.date(), answers=PLAIN_ANSWERS, answered_at=NOW)
    lifecycle.reschedule(visit, at, screening=row, by=lifecycle.CLIENT, now=EVE - timedelta(hours=5))
    asked(visit)

    told = [Kind.REMINDER in went(visit, moment) for moment in (EVE, EVE + timedelta(days=2))]

    assert told == [False, True]
    assert written(visit, Kind.REMINDER) == [(2, EVE + timedelta(days=2))]


@pytest.mark.parametrize("end", ["cancelled", "moved", "held"])
def test_a_reminder_that_was_written_is_dropped_when_the_visit_is_not_as_it_was(end):
    visit = asked(booked())
    on_time.sweep(now=EVE)
    message = visit.messages.get(kind=Kind.REMINDER)
    if end == "cancelled":
        lifecycle.cancel(visit, by=lifecycle.CLIENT, now=EVE)
    elif end == "held":
        lifecycle.hold_again(visit, visit.screening, answer_due_at=VISIT, by=lifecycle.CLIENT, now=EVE)
    else:
        lifecycle.reschedule(visit, VISIT + AN_HOUR, screening=visit.screening, by=lifecycle.CLIENT, now=EVE)

    sent = went(visit, EVE + A_MINUTE)

    message.refresh_from_db()
    assert Kind.REMINDER not in sent
    assert message.dropped_at == EVE + A_MINUTE


def test_a_request_is_not_reminded_of():
    held = HeldFactory(starts_at=VISIT)

    on_time.sweep(now=EVE)

    assert not held.messages.exists()


def test_a_visit_that_she_agreed_to_late_is_told_of_and_not_reminded_of(her):
    held = HeldFactory(starts_at=VISIT, held_until=VISIT, screening__answers=PLAIN_ANSWERS)
    lifecycle.approve(held, by=her, now=EVE + AN_HOUR)

    assert Kind.REMINDER not in went(held, EVE + AN_HOUR)


def test_the_reminder_waits_for_an_hour_after_another_question():
    visit = booked()
    Message.objects.filter(booking=visit, kind=Kind.CHANGED).update(due_at=EVE + timedelta(minutes=30))

    moments = (EVE, EVE + timedelta(minutes=30), EVE + timedelta(minutes=90))
    told = [went(visit, moment) & {Kind.CHANGED, Kind.REMINDER} for moment in moments]

    assert told == [set(), {Kind.CHANGED}, {Kind.REMINDER}]


def test_the_reminder_says_all_that_is_needed_to_come_and_has_nothing_to_press():
    visit = asked(booked())
    on_time.sweep(now=EVE)

    letter = build(visit.messages.get(kind=Kind.REMINDER), now=EVE)

    assert letter.subject == "Reminder: Monday 8 March, noon"
    for line in (
        "You come to me on Monday 8 March, noon.",
        "Where: 1 Birch Lane, Exampleton, EX1 2PL",
        "How to get here: http://testserver/directions/",
        "What to wear: light, thin and comfortable layers. You keep them on.",
        "If you are held up, or cannot come, ring me on 01632 960 123.",
    ):
        assert f"\n{line}\n" in letter.body
    # But for what was agreed to, which stands below each mail.
    assert re.findall(r"/booking/visit/[^/]+/(\w*)", letter.body) == ["agreements"]


def test_a_guardian_is_reminded_by_the_name_of_the_child():
    visit = asked(booked())
    Booking.objects.filter(pk=visit.pk).update(
        guardianship=GuardianshipFactory(child=visit.client, adult_email="robin@example.com")
    )
    on_time.sweep(now=EVE)

    letter = build(Message.objects.get(kind=Kind.REMINDER), now=EVE)

    assert letter.to == ["robin@example.com"]
    assert "Joan comes to me on Monday 8 March, noon." in letter.body


def sure(starts_at, **about):
    """A visit that nothing has to be done about: of somebody who was asked, and whose form is here."""
    return ConfirmedFactory(
        starts_at=starts_at,
        **{"client__form_on": NOW.date(), "unchanged_at": starts_at - timedelta(hours=30)} | about,
    )


def over(**about):
    """A visit that took place."""
    return ConfirmedFactory(
        starts_at=VISIT, status=Status.COMPLETED, minutes_given=100, client__name="Joan Heron", **about
    )


@pytest.mark.parametrize(
    ("now", "is_sent"),
    [
        pytest.param(ENDED + timedelta(hours=2) - A_SECOND, False, id="on the way home"),
        pytest.param(ENDED + timedelta(hours=2), True, id="two hours after the end"),
        pytest.param(ENDED + timedelta(hours=24) - A_SECOND, True, id="slept for most of a day"),
        pytest.param(ENDED + timedelta(hours=24), False, id="slept for a day"),
    ],
)
def test_after_the_first_visit_it_says_how_people_may_feel(now, is_sent):
    visit = over()

    assert went(visit, now) == ({Kind.AFTER_FIRST} if is_sent else set())


def test_it_is_said_once():
    visit = over()

    told = [went(visit, ENDED + timedelta(hours=hours)) for hours in (3, 4, 20)]

    assert told == [{Kind.AFTER_FIRST}, set(), set()]


@pytest.mark.parametrize("status", [Status.CONFIRMED, Status.NO_SHOW, Status.NOT_TREATED, Status.CANCELLED])
def test_who_was_not_treated_is_told_nothing(status):
    visit = ConfirmedFactory(starts_at=VISIT, status=status)

    assert went(visit, ENDED + timedelta(hours=3)) == set()


def test_a_follow_up_in_no_series_is_followed_by_nothing():
    assert went(over(is_first=False), ENDED + timedelta(hours=3)) == set()


@pytest.mark.parametrize(
    ("ended_at", "later", "told"),
    [
        pytest.param(VISIT, None, {Kind.AFTER_SERIES}, id="the last"),
        pytest.param(VISIT, Status.CANCELLED, {Kind.AFTER_SERIES}, id="what was later is cancelled"),
        pytest.param(None, Status.CONFIRMED, set(), id="in the middle"),
        pytest.param(VISIT, Status.CONFIRMED, set(), id="more was booked meanwhile"),
        pytest.param(None, None, set(), id="paused, or not planned to its end"),
    ],
)
def test_after_a_series_it_is_said_once_more(ended_at, later, told):
    series = SeriesFactory(ended_at=ended_at)
    visit = over(is_first=False, series=series)
    if later:
        ConfirmedFactory(starts_at=VISIT + timedelta(days=7), status=later, series=series)

    assert went(visit, ENDED + timedelta(hours=3)) == told


def test_what_was_written_after_a_series_is_dropped_when_it_goes_on():
    series = SeriesFactory(ended_at=VISIT)
    visit = over(is_first=False, series=series)
    on_time.sweep(now=ENDED + timedelta(hours=2))
    ConfirmedFactory(starts_at=VISIT + timedelta(days=7), series=series)

    message = Message.objects.get(kind=Kind.AFTER_SERIES)

    assert not is_still_true(message, now=ENDED + timedelta(hours=2))
    assert message.booking == visit


@pytest.mark.parametrize("kind", [Kind.AFTER_FIRST, Kind.AFTER_SERIES])
def test_it_promises_nothing_says_whom_to_ring_and_leads_to_coming_again(kind):
    message = Message(kind=kind, booking=over(), message_id="<1@booking.invalid>")

    body = build(message, now=ENDED).body

    assert "Some feel tired, emotional or slightly achy for 24 to 48 hours." in body
    assert "ring me on 01632 960 123 or reply to this email. If it cannot wait, call NHS 111." in body
    assert "/booking/again/" in body
    assert [word for word in ("cure", "heal", "will be", "better") if word in body] == []


def at_her_desk(now):
    """Do what the worker does at this moment; return the mails to her."""
    on_time.sweep(now=now)
    mail.outbox = []
    while outbox.send_due(now=now):
        pass
    return [one for one in mail.outbox if one.to == ["kim@example.com"]]


def test_her_sheet_comes_on_the_eve_with_numbers_and_no_names():
    sure(VISIT, is_first=False)
    sure(VISIT - timedelta(hours=3), client__form_on=None)
    held = HeldFactory(starts_at=VISIT + timedelta(hours=3), held_until=VISIT, client__name="Joan Heron")
    sure(VISIT + timedelta(days=1))

    before, (sheet,) = at_her_desk(EVE - A_SECOND), at_her_desk(EVE)

    assert before == []
    assert sheet.subject == "Monday 8 March: 3 visits"
    assert (
        "3 visits on Monday 8 March 2027. 2 need something from you, or lack something. "
        "2 are first sessions.\n\n"
        "- 9am, first session, something to look at\n"
        "- Noon\n"
        "- 3pm, first session, something to look at\n"
    ) in sheet.body
    assert "/admin/booking/booking/sheet/?day=2027-03-08\n" in sheet.body
    assert held.client.name not in sheet.body


@pytest.mark.parametrize(
    ("now", "count"),
    [
        pytest.param(EVE, 1, id="on time"),
        pytest.param(VISIT - A_SECOND, 1, id="slept until the first visit"),
        pytest.param(VISIT, 0, id="slept until it began"),
        pytest.param(VISIT + timedelta(days=1), 0, id="slept for a day"),
    ],
)
def test_a_sheet_that_was_slept_over_comes_until_the_day_begins(now, count):
    sure(VISIT)

    assert (len(at_her_desk(now)), len(at_her_desk(now + A_MINUTE))) == (count, 0)


def test_no_sheet_comes_of_a_day_with_nothing_on_also_when_something_is_booked_later():
    before = at_her_desk(EVE)
    sure(VISIT)

    assert (before, at_her_desk(EVE + A_MINUTE)) == ([], [])


def test_a_sheet_is_dropped_when_all_of_it_was_cancelled_meanwhile():
    visit = booked()
    on_time.sweep(now=EVE)
    lifecycle.cancel(visit, by=lifecycle.CLIENT, now=EVE)

    outbox.send_due(now=EVE)

    assert Message.objects.get(kind=Kind.SHEET).dropped_at == EVE


def given_up(at, kind=Kind.CONFIRMED, **about):
    count = Message.objects.count()
    if "booking" not in about:
        about["booking"] = ConfirmedFactory(starts_at=NOW + timedelta(days=30 + count))
    name = f"<{count}@booking.invalid>"
    return Message.objects.create(**about, kind=kind, due_at=at, gave_up_at=at, message_id=name)


def test_she_hears_at_once_of_mail_to_a_client_that_could_not_be_sent():
    failed = given_up(NOW)

    told = [at_her_desk(NOW), at_her_desk(NOW + A_MINUTE), at_her_desk(NOW + AN_HOUR)]

    (letter,) = told[0]
    assert told[1:] == [[], []]
    assert letter.subject == "Mail to a client could not be sent"
    assert "1 mail to a client could not be sent" in letter.body
    assert failed.booking.client.email not in letter.body
    visit = f"/admin/booking/booking/{failed.booking_id}/change/#messages"
    assert "- The visit on Wednesday 31 March 2027, 1pm\n\nPlease ring" in letter.body
    assert re.findall(r"http://testserver(/admin/\S+)", letter.body) == [visit]


def test_of_several_visits_each_is_listed_with_its_link_and_once():
    one = given_up(NOW)
    given_up(NOW, booking=one.booking, kind=Kind.REMINDER)
    other = given_up(NOW)

    (letter,) = at_her_desk(NOW)

    visits = [f"/admin/booking/booking/{row.booking_id}/change/#messages" for row in (one, other)]
    assert "3 mails to clients could not be sent" in letter.body
    assert re.findall(r"http://testserver(/admin/\S+)", letter.body) == [
        *visits,
        "/admin/booking/message/?state=given_up",
    ]


def test_with_mail_that_is_about_no_visit_the_way_leads_to_the_list():
    given_up(NOW)
    given_up(NOW, booking=None, entry=WaitlistEntryFactory(), kind=Kind.WAITING)

    (letter,) = at_her_desk(NOW)

    assert letter.body.count("- The visit on") == 1
    assert "Open the list:\nhttp://testserver/admin/booking/message/?state=given_up\n" in letter.body


def test_of_very_many_visits_the_soonest_are_listed():
    for _number in range(MOST_NAMED + 1):
        given_up(NOW)

    (letter,) = at_her_desk(NOW)

    assert letter.body.count("- The visit on") == MOST_NAMED
    assert "Open the list:" in letter.body


def test_of_much_that_fails_she_hears_once_an_hour():
    moments = [NOW + timedelta(minutes=minutes) for minutes in (0, 20, 40, 61, 90)]

    told = []
    for moment in moments:
        given_up(moment)
        told.append(len(at_her_desk(moment)))

    assert told == [1, 0, 0, 1, 0]
    assert len(at_her_desk(NOW + timedelta(hours=2))) == 1
    assert len(at_her_desk(NOW + timedelta(hours=4))) == 0


def test_of_mail_to_herself_and_of_old_mail_she_is_not_told():
    given_up(NOW, Kind.NEW_BOOKING)
    given_up(NOW - timedelta(days=2))

    assert at_her_desk(NOW) == []


def test_when_nothing_could_be_sent_for_hours_only_the_last_of_it_is_told():
    for hours in (0, 1, 2):
        given_up(NOW + timedelta(hours=hours))
        on_time.sweep(now=NOW + timedelta(hours=hours))

    (letter,) = at_her_desk(NOW + timedelta(hours=2))

    assert "3 mails to clients could not be sent" in letter.body


def test_switched_off_nothing_is_written_of_mail_that_could_not_be_sent():
    message_rules.turn({Kind.UNSENT: message_rules.Rule(False)}, now=NOW)
    given_up(NOW)

    on_time.sweep(now=NOW)

    assert not Message.objects.filter(kind=Kind.UNSENT).exists()
