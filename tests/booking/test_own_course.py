"""The sessions so far, as a client sees them: behind a fresh link alone, and only what is theirs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from booking import lifecycle, links, merging, own_course, session_notes
from booking.models import Kind, Link, Message, Purpose, Status
from booking.views.own.access import seen
from content.models import Practice
from intake.fields import Sealed
from intake.history.session import Rating, SessionContent
from intake.models import Reading, SessionNote
from tests.booking.factories import NOW, ConfirmedFactory
from tests.intake.factories import ClientFactory, GuardianshipFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_week")]
ADDRESS = "joan@example.com"
HERS = SessionContent(
    worked=("Heron map",), response="Otter", plan="Lynx next", words="Badger", ratings=(Rating("Neck", 6, 4),)
)
SHUT = Sealed(b"\x01\x02t1" + bytes(40))


@pytest.fixture(autouse=True)
def practice():
    return Practice.objects.create(name="NPM Practice", practitioner="Kim", phone="07700 900123")


@pytest.fixture
def her():
    return lifecycle.practitioner(UserFactory())


@pytest.fixture
def joan():
    return ClientFactory(name="Joan Green", email=ADDRESS)


@pytest.fixture
def coming(joan):
    return ConfirmedFactory(client=joan, is_first=False)


def been(client, days, **changes):
    kept = {"status": Status.COMPLETED, "minutes_given": 105} | changes
    return ConfirmedFactory(client=client, starts_at=NOW - timedelta(days=days), **kept)


def note(visit, said, her):
    session_notes.write(visit, said, by=her, now=max(NOW, visit.starts_at))


def shown_to(client, address=ADDRESS):
    return own_course.of(client, address=address, now=NOW)


def by_visit_link(booking):
    browser = Browser()
    token = links.make(Purpose.VISIT, booking=booking, address=booking.email, now=NOW)
    browser.get(reverse("own:visit", args=[token]))
    return browser


def by_fresh_link(booking, address=ADDRESS):
    browser = Browser()
    browser.get(
        reverse("own:family", args=[links.make(Purpose.FAMILY, address=links.kept(address), now=NOW)])
    )
    browser.post(reverse("own:family_open"))
    browser.post(reverse("own:family_choose"), {"reference": booking.reference, "to": "course"})
    return browser


def told(course):
    return [
        (one.label, [(row.day, row.before.number, row.after.number) for row in one.rows])
        for one in course.pictures
    ]


def day(days):
    return (NOW - timedelta(days=days)).date()


def test_the_numbers_are_shown_and_nothing_else(joan, her):
    for days in (14, 7):
        note(been(joan, days), HERS, her)

    course = shown_to(joan)

    assert told(course) == [("Neck", [(day(14), 6, 4), (day(7), 6, 4)])]
    assert (course.plans, course.is_shut) == ([], False)


def test_a_corrected_number_is_the_one_that_is_shown(joan, her):
    visit = been(joan, 7)
    note(visit, HERS, her)
    note(visit, SessionContent(ratings=(Rating("Neck", 6, 5),)), her)

    assert told(shown_to(joan)) == [("Neck", [(day(7), 6, 5)])]


def test_a_plan_is_shown_where_she_said_so_and_until_she_takes_it_back(joan, her):
    older, newer = been(joan, 14), been(joan, 7)
    for visit in (older, newer):
        note(visit, SessionContent(plan=f"Plan {visit.visit_on}", shares_plan=True), her)
    note(older, SessionContent(shares_plan=False), her)

    assert [(plan.day, plan.words) for plan in shown_to(joan).plans] == [(day(7), f"Plan {day(7)}")]


def test_only_sessions_that_took_place_in_the_last_year_are_shown(joan, her):
    running = ConfirmedFactory(client=joan, starts_at=NOW - timedelta(hours=1))
    for visit in (been(joan, 370), been(joan, 7), running):
        note(visit, HERS, her)

    assert told(shown_to(joan)) == [("Neck", [(day(7), 6, 4)])]


def test_whoever_booked_once_for_another_adult_sees_only_what_they_booked(joan, her):
    daughter = GuardianshipFactory(child=joan, adult_email="dora@example.com", relationship="daughter")
    note(been(joan, 14), HERS, her)
    note(been(joan, 7, guardianship=daughter), HERS, her)

    assert told(shown_to(joan, "dora@example.com")) == [("Neck", [(day(7), 6, 4)])]
    assert told(shown_to(joan)) == [("Neck", [(day(14), 6, 4)])]


def test_another_person_of_the_same_address_is_another_course(joan, her):
    brother = ClientFactory(name="Ben Green", email=ADDRESS)
    note(been(brother, 7), HERS, her)

    assert told(shown_to(joan)) == []


def test_after_a_merge_it_is_one_course(joan, her):
    twin = ClientFactory(name="Joan Green", email=ADDRESS, born_on=joan.born_on)
    note(been(joan, 14), HERS, her)
    note(been(twin, 7), HERS, her)

    merging.merge(joan, twin, by=her, now=NOW)

    assert told(shown_to(joan)) == [("Neck", [(day(14), 6, 4), (day(7), 6, 4)])]


def test_what_no_key_opens_is_said_without_the_rest_being_lost(joan, her):
    shut = been(joan, 7)
    note(been(joan, 14), HERS, her)
    note(shut, HERS, her)
    QuerySet(SessionNote).filter(pk=session_notes.notes_of(shut)[0].pk).update(content=SHUT)

    course = shown_to(joan)

    assert (told(course), course.is_shut) == ([("Neck", [(day(14), 6, 4)])], True)


def test_it_takes_the_same_queries_for_one_session_and_for_twenty(joan, her):
    counts = []
    for days in range(1, 21):
        note(been(joan, days), HERS, her)
        if days in (1, 10, 20):
            with CaptureQueriesContext(connection) as captured:
                shown_to(joan)
            counts.append(len(captured))

    assert counts == [4, 4, 4]


class TestThePage:
    def test_a_fresh_link_shows_it_and_that_is_nobody_s_reading(self, joan, coming, her):
        note(been(joan, 7), HERS, her)

        page = by_fresh_link(coming).get("/booking/sessions/")

        assert page.status_code == 200
        assert ("Neck" in page.text, "<svg" in page.text, '<th scope="row">22 Feb 2027' in page.text) == (
            True,
            True,
            True,
        )
        assert [word for word in ("Heron", "Otter", "Lynx", "Badger") if word in page.text] == []
        assert not Reading.objects.exists()

    def test_without_any_it_says_so(self, coming):
        page = by_fresh_link(coming).get("/booking/sessions/")

        assert "No numbers are written down yet." in page.text
        assert 'href="tel:' in page.text

    def test_the_link_to_a_visit_shows_the_same_whether_there_is_anything_or_not(self, joan, coming, her):
        browser = by_visit_link(coming)
        before = without_tokens(browser.get("/booking/sessions/"))
        note(been(joan, 7), HERS, her)

        after = without_tokens(browser.get("/booking/sessions/"))

        assert after == before
        assert "This page needs a fresh link" in before

    def test_the_link_to_a_visit_sends_a_fresh_one_to_the_address_of_the_visit(self, coming):
        answer = by_visit_link(coming).post("/booking/sessions/", {"seen": seen(coming)})

        assert answer.url == reverse("own:lost_sent")
        link = Link.objects.get(purpose=Purpose.FAMILY)
        assert (link.address, Message.objects.get(link=link).kind) == (ADDRESS, Kind.LINK)

    @pytest.mark.parametrize("sent", [{}, {"seen": "BBBBBBBB.1.confirmed"}, {"seen": "\0"}])
    def test_a_form_of_another_visit_sends_nothing(self, coming, sent):
        answer = by_visit_link(coming).post("/booking/sessions/", sent)

        assert answer.status_code == 409
        assert not Link.objects.filter(purpose=Purpose.FAMILY).exists()

    def test_too_many_are_not_sent_and_it_is_said(self, coming, settings):
        settings.ATTEMPTS_PER_HOUR = settings.ATTEMPTS_PER_HOUR | {"lost": 1}
        browser = by_visit_link(coming)

        answers = [browser.post("/booking/sessions/", {"seen": seen(coming)}) for _press in range(2)]

        assert [answer.status_code for answer in answers] == [302, 429]
        assert "Many links were asked for" in answers[1].text
        assert Link.objects.filter(purpose=Purpose.FAMILY).count() == 1

    @pytest.mark.parametrize("link", ["nobody", "again", "closed", "run out"])
    def test_nothing_else_opens_it(self, joan, coming, her, link, settings):
        visit = been(joan, 7)
        note(visit, HERS, her)
        browser = Browser()
        if link == "again":
            token = links.make(Purpose.AGAIN, booking=visit, address=ADDRESS, now=NOW)
            browser.get(reverse("own:again", args=[token]))
        elif link == "closed":
            browser.get(reverse("own:family", args=[links.make(Purpose.FAMILY, address=ADDRESS, now=NOW)]))
        elif link == "run out":
            browser = by_fresh_link(coming)
            Link.objects.update(opened_at=NOW - timedelta(hours=2))

        assert browser.get("/booking/sessions/").url == reverse("own:lost")

    def test_a_visit_of_somebody_else_is_not_chosen(self, her):
        other = been(ClientFactory(name="Omar Heron"), 7)
        note(other, HERS, her)

        page = by_fresh_link(other).get("/booking/sessions/")

        assert page.url == reverse("own:lost")

    @pytest.mark.parametrize(
        ("changes", "is_offered"),
        [({"is_first": True}, False), ({"is_first": False}, True)],
        ids=["first", "follow-up"],
    )
    def test_whoever_has_been_here_is_offered_it(self, joan, changes, is_offered):
        page = by_visit_link(ConfirmedFactory(client=joan, **changes)).get("/booking/").text

        assert ('href="/booking/sessions/"' in page) is is_offered

    def test_all_visits_lead_to_it_for_each_who_has_been_here(self, joan, coming):
        browser = by_fresh_link(coming)

        first = browser.get("/booking/visits/").text.count("The sessions so far")
        been(joan, 7)
        then = browser.get("/booking/visits/").text.count("The sessions so far")

        assert (first, then) == (0, 1)


def without_tokens(answer) -> str:
    return "\n".join(line for line in answer.text.splitlines() if "csrfmiddlewaretoken" not in line)
