"""The clocks of complaints and breaches, and that an entry is added to and never written over."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from intake import cases, records
from intake.models import Breach, CaseNote, ComplaintCase, Reading
from intake.models.base import CannotChange
from tests.intake.factories import NOW, BreachFactory, ComplaintCaseFactory, EnquiryFactory, UserFactory

RECEIVED = date(2027, 3, 1)
SAID = {"who": "Robin Example", "reach": "", "what": "It was too cold."}


@pytest.mark.parametrize(
    ("days", "left", "is_overdue"), [(0, 30, False), (29, 1, False), (30, 0, False), (31, -1, True)]
)
def test_a_complaint_is_acknowledged_within_thirty_days(days, left, is_overdue):
    case, today = ComplaintCase(received_on=RECEIVED), RECEIVED + timedelta(days=days)

    assert case.acknowledge_by == date(2027, 3, 31)
    assert (cases.days_left(RECEIVED, today), case.is_overdue(today)) == (left, is_overdue)


def test_a_complaint_that_was_acknowledged_is_not_overdue():
    case = ComplaintCase(received_on=RECEIVED, acknowledged_on=RECEIVED)

    assert not case.is_overdue(RECEIVED + timedelta(days=99))


def test_the_ico_is_told_within_seventy_two_hours_also_when_the_clocks_change():
    friday = datetime.fromisoformat("2027-03-26T14:05:00+00:00")

    assert cases.tell_by(friday) == datetime.fromisoformat("2027-03-29T15:05:00+01:00")


@pytest.mark.parametrize(
    ("later", "is_overdue"),
    [(timedelta(0), False), (timedelta(hours=72, minutes=-1), False), (timedelta(hours=72), True)],
)
def test_a_breach_is_overdue_to_the_minute(later, is_overdue):
    breach = Breach(aware_at=NOW)

    assert breach.is_overdue(NOW + later) is is_overdue
    assert not Breach(aware_at=NOW, why_not_ico="no risk").is_overdue(NOW + later)


@pytest.mark.parametrize(
    ("hours", "expected"),
    [(0, (24, 60)), (23, (24, 60)), (24, (24, 60)), (59, (24, 60)), (60, (60,)), (100, (60,))],
)
def test_reminders_that_were_missed_are_made_up_for_by_the_last(hours, expected):
    moments = cases.reminders(NOW, NOW + timedelta(hours=hours))

    assert moments == [NOW + timedelta(hours=one) for one in expected]


@pytest.mark.django_db
def test_a_complaint_written_down_twice_is_one():
    key, user = uuid4(), UserFactory()

    for _press in range(3):
        records.keep_complaint(key=key, said=SAID, received_on=RECEIVED, by=user, now=NOW)

    assert ComplaintCase.objects.get().said == SAID


@pytest.mark.django_db
def test_a_message_becomes_one_complaint_and_its_deletion_leaves_the_complaint():
    enquiry, user = EnquiryFactory(), UserFactory()
    for _tab in range(2):
        records.keep_complaint(
            key=uuid4(), said=SAID, received_on=RECEIVED, enquiry=enquiry, by=user, now=NOW
        )

    enquiry.delete()

    assert ComplaintCase.objects.get().enquiry is None


@pytest.mark.django_db
def test_a_complaint_is_acknowledged_once_and_closed_once():
    case = ComplaintCaseFactory()
    on = RECEIVED + timedelta(days=2)

    acknowledged = [records.acknowledge_complaint(case, on=on + timedelta(days=n)) for n in (0, 1)]
    closed = [records.close_complaint(case, outcome=f"sorry {n}", on=on + timedelta(days=n)) for n in (0, 1)]

    case.refresh_from_db()
    assert (acknowledged, closed) == ([True, False], [True, False])
    assert (case.acknowledged_on, case.closed_on, case.outcome) == (on, on, "sorry 0")
    assert not ComplaintCase.objects.open().exists()


@pytest.mark.django_db
def test_an_answer_acknowledges_too():
    case = ComplaintCaseFactory()

    records.close_complaint(case, outcome="sorry", on=RECEIVED)

    case.refresh_from_db()
    assert case.acknowledged_on == RECEIVED


@pytest.mark.django_db
def test_who_was_not_told_can_be_told_later_and_what_was_told_stays():
    breach = BreachFactory()
    told = NOW + timedelta(hours=5)

    given = [
        records.decide_breach(breach, about="ico", told_at=None, why_not="a name alone"),
        records.decide_breach(breach, about="ico", told_at=None, why_not="other words"),
        records.decide_breach(breach, about="ico", told_at=told, why_not=""),
        records.decide_breach(breach, about="ico", told_at=told + timedelta(hours=1), why_not=""),
    ]

    breach.refresh_from_db()
    assert given == [True, False, True, False]
    assert (breach.why_not_ico, breach.told_ico_at) == ("a name alone", told)
    assert list(Breach.objects.open()) == [breach]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ico", "people", "is_open"),
    [
        ({}, {}, True),
        ({"told_ico_at": NOW}, {}, True),
        ({}, {"why_not_people": "no risk"}, True),
        ({"told_ico_at": NOW}, {"told_people_at": NOW}, False),
        ({"why_not_ico": "no risk"}, {"why_not_people": "no risk"}, False),
    ],
)
def test_open_breaches_are_found_as_one_says_of_itself(ico, people, is_open):
    breach = BreachFactory(**ico, **people)

    assert breach.is_open is is_open
    assert Breach.objects.open().exists() is is_open


@pytest.mark.django_db
def test_reading_an_entry_is_written_down_with_what_was_added():
    case, user = ComplaintCaseFactory(), UserFactory()
    key = uuid4()
    for _press in range(2):
        records.add_to_case(case, key=key, text="They rang.", by=user, now=NOW)

    read = records.read_case(case, by=user, now=NOW)

    assert (read.said, [note.text for note in read.notes]) == (case.said, ["They rang."])
    assert [(one.what, one.row, one.client) for one in Reading.objects.all()] == [
        ("complaint", case.pk, None)
    ]


@pytest.mark.django_db
def test_what_was_added_is_never_written_over():
    note = records.add_to_case(BreachFactory(), key=uuid4(), text="Two people.", by=UserFactory(), now=NOW)
    note.text = "One."

    with pytest.raises(CannotChange):
        note.save()
    with pytest.raises(CannotChange):
        CaseNote.objects.update(created_at=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "make",
    [
        lambda: ComplaintCaseFactory(acknowledged_on=RECEIVED - timedelta(days=1)),
        lambda: ComplaintCaseFactory(closed_on=RECEIVED, acknowledged_on=RECEIVED),
        lambda: ComplaintCaseFactory(closed_on=RECEIVED, outcome="sorry"),
        lambda: ComplaintCaseFactory(outcome="sorry"),
        lambda: BreachFactory(told_ico_at=NOW - timedelta(minutes=1)),
        lambda: BreachFactory(told_people_at=NOW - timedelta(minutes=1)),
        lambda: CaseNote.objects.create(text="x", by=UserFactory(), created_at=NOW),
    ],
    ids=["early", "no outcome", "unacknowledged", "not closed", "ico early", "people early", "of nothing"],
)
def test_the_database_refuses_what_cannot_be(make):
    with pytest.raises(IntegrityError), transaction.atomic():
        make()
