"""A client's page, the list of clients, and making two of them one."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.db.models import QuerySet
from django.test import Client as Browser
from django.urls import reverse

from booking import outbox
from booking.admin import clients
from booking.models import Booking, Kind, Status
from booking.practitioner import make_practitioner
from intake import agreement, records
from intake.fields import Sealed
from intake.models import Client, Note, Reading, Screening
from tests.booking.factories import NOW, ConfirmedFactory, FollowUpFactory, HeldFactory, WorkingHoursFactory
from tests.intake.factories import (
    PLAIN_ANSWERS,
    ClearanceFactory,
    ClientFactory,
    GuardianshipFactory,
    ScreeningFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
LIST = "/admin/intake/client/"
SHUT = Sealed(b"\x01\x02t1" + bytes(40))


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def user():
    return make_practitioner("marja", "walking-in-birch-woods")


@pytest.fixture
def marja(user):
    marja = Browser()
    marja.force_login(user)
    return marja


@pytest.fixture
def joan():
    return ClientFactory(name="Joan Green", email="joan@example.com", phone="07700 900111")


def url(client, name="client", *more):
    return reverse(f"admin:booking_booking_{name}", args=[client.pk, *more])


def details(client):
    return reverse("admin:intake_client_change", args=[client.pk])


def text_of(answer):
    """What a page says, without its tags and line breaks."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def look(marja, client, **asked):
    return text_of(marja.get(url(client), asked))


def completed(client, days_ago, **changes):
    """A visit that took place, so many days ago."""
    return ConfirmedFactory(
        client=client, starts_at=NOW - timedelta(days=days_ago), status=Status.COMPLETED, **changes
    )


def test_it_says_who_somebody_is_and_how_to_reach_them(marja):
    child = GuardianshipFactory(
        child__name="Ada Small", child__born_on=date(2018, 6, 15), child__ring_at="After six"
    ).child

    page = marja.get(url(child)).content.decode()
    said = look(marja, child)

    assert "8 years old, born 15 June 2018. Best time to ring: After six" in said
    assert "Robin Example Parent, with parental responsibility" in said
    assert 'href="tel:07700900456"' in page
    assert 'href="tel:07700900457"' in page
    assert 'href="mailto:robin@example.com"' in page


def test_it_counts_the_sessions_and_the_minutes_given(marja, joan):
    completed(joan, 3, minutes_given=105)
    completed(joan, 10, minutes_given=120)
    ConfirmedFactory(client=joan, starts_at=NOW - timedelta(days=17), status=Status.NO_SHOW)

    page = look(marja, joan)

    assert "2 sessions given. 225 minutes in all (3 h 45)." in page
    assert "Friday 26 February 2027, 12:00 Completed 105 minutes given" in page
    assert "Friday 12 February 2027, 12:00 Did not come" in page


def test_the_next_session_stands_on_top_with_its_moves(marja, joan):
    visit = ConfirmedFactory(client=joan)

    page = marja.get(url(joan)).content.decode()

    assert "Monday 8 March 2027, 12:00 to 14:00" in " ".join(page.split())
    assert url(visit, "cancel") in page
    assert url(visit, "change") in page


def test_what_has_run_out_or_was_cancelled_does_not_come_any_more(marja, joan):
    HeldFactory(client=joan, held_until=NOW)
    ConfirmedFactory(client=joan, starts_at=NOW + timedelta(days=9), status=Status.CANCELLED)

    page = look(marja, joan)

    assert "Nothing is booked." in page
    assert "To come" not in page
    assert "Before now Wednesday 10 March 2027, 12:00 Cancelled" in page


def test_twenty_sessions_are_shown_and_the_rest_on_request(marja, joan):
    for n in range(1, 24):
        ConfirmedFactory(client=joan, starts_at=NOW - timedelta(days=n), status=Status.CANCELLED)

    first, everything = look(marja, joan), look(marja, joan, sessions="all")

    assert (first.count("Cancelled"), everything.count("Cancelled")) == (20, 23)
    assert "Show all: 0 to come, 23 before now" in first
    assert "Show all" not in everything


@pytest.mark.parametrize(
    ("client", "said"),
    [
        ({"form_on": None}, "Health form There is none yet."),
        ({"form_on": date(2026, 3, 5)}, "The one of 5 March 2026 holds until 5 March 2027."),
        ({"talk_first": True}, "Talk first Each new booking is held until you have talked."),
        ({"not_before_on": date(2027, 4, 1)}, "Not before Thursday 1 April 2027."),
    ],
    ids=["no form", "form ends before the visit", "talk first", "not before"],
)
def test_what_is_due_is_pointed_out(marja, client, said):
    client = ClientFactory(**client)
    ConfirmedFactory(client=client)

    assert said in look(marja, client)


def test_nothing_is_due_where_all_is_well(marja, joan):
    ConfirmedFactory(client=joan)

    assert marja.get(url(joan)).context["due"] == []


def test_a_waiting_request_and_a_visit_without_an_outcome_are_due(marja, joan):
    held = HeldFactory(client=joan)
    over = ConfirmedFactory(client=joan, starts_at=NOW - timedelta(days=1))

    due = marja.get(url(joan)).context["due"]

    assert [one.word for one in due] == ["Request waiting", "No outcome yet"]
    assert due[0].url == url(held, "review")
    assert f"/booking/{over.pk}/" in due[1].url


@pytest.mark.parametrize(
    ("until", "said"),
    [
        (date(2027, 3, 7), "The letter does not cover Monday 8 March. It is valid until 7 March 2027."),
        (None, "None is accepted yet for Monday 8 March."),
        (date(2027, 3, 8), None),
    ],
    ids=["ends before", "none", "covers it"],
)
def test_a_letter_that_does_not_reach_to_the_visit_is_due(marja, joan, until, said):
    HeldFactory(client=joan, needs_clearance=True, screening__needs_clearance=True)
    if until:
        ClearanceFactory(client=joan, valid_until=until)

    due = [one.text for one in marja.get(url(joan)).context["due"] if one.shape == "letter"]

    assert due == ([said] if said else [])


def test_the_health_form_is_noted_with_its_day(marja):
    joan = ClientFactory(form_on=None)

    answer = marja.post(url(joan), {"act": "form", "form_on": "27/2/2027"}, follow=True)

    joan.refresh_from_db()
    assert joan.form_on == date(2027, 2, 27)
    assert "Noted that the health form is here. It holds until 27 February 2028." in text_of(answer)


@pytest.mark.parametrize("typed", ["", "yesterday", "2/3/2027", "31/2/2027", "1/1/1900", "\x00", "9" * 5000])
def test_a_day_that_cannot_be_is_explained_and_kept(marja, typed):
    joan = ClientFactory(form_on=None)

    answer = marja.post(url(joan), {"act": "form", "form_on": typed})

    joan.refresh_from_db()
    assert (answer.status_code, joan.form_on) == (200, None)
    assert "<title>Error:" in answer.content.decode()
    assert "There is a problem" in text_of(answer)


def test_a_note_is_added_and_shown_and_its_reading_written_down(marja, user, joan):
    marja.post(url(joan), {"act": "note", "kind": "access", "text": "Hard of hearing, left side"})

    page = look(marja, joan)

    assert "Access and comfort Hard of hearing, left side Monday 1 March 2027, 12:00. marja" in page
    assert [(one.what, one.by, one.client) for one in Reading.objects.all()] == [("note", user, joan)]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"kind": "general", "text": "  "}, "Write the note."),
        ({"kind": "health", "text": "Kept as typed"}, "There is a problem"),
        ({"text": "Kept as typed"}, "Choose what the note is about."),
        ({"kind": "general", "text": "x" * 2001}, "There is a problem"),
        ({"kind": "general", "text": "a\x00b"}, "There is a problem"),
    ],
    ids=["empty", "another kind", "no kind", "too long", "NUL"],
)
def test_a_note_that_cannot_be_kept_is_explained_and_not_lost(marja, joan, typed, said):
    answer = marja.post(url(joan), {"act": "note"} | typed)

    assert said in text_of(answer)
    assert typed["text"].strip() in answer.content.decode()
    assert not Note.objects.exists()


def test_the_newest_note_of_each_kind_is_open_and_the_earlier_ones_on_request(marja, user, joan):
    for n, (kind, text) in enumerate(
        [("general", "First words"), ("access", "Two pillows"), ("general", "Last words")]
    ):
        records.write_note(client=joan, kind=kind, text=text, by=user, now=NOW - timedelta(days=9 - n))

    page = look(marja, joan)
    opened_first = Reading.objects.count()
    everything = look(marja, joan, notes="all")

    assert page.index("Two pillows") < page.index("Last words")
    assert ("First words" in page, "Read 1 earlier note" in page) == (False, True)
    assert "Earlier notes First words Note." in everything
    assert (opened_first, Reading.objects.count()) == (2, 5)


def test_a_note_that_no_key_opens_says_so(marja, user, joan):
    records.write_note(client=joan, kind="general", text="Two pillows", by=user, now=NOW)
    QuerySet(Note).update(text=SHUT)

    assert "This note cannot be opened with the keys in use." in look(marja, joan)


def test_the_findings_stay_shut_until_she_asks_and_then_it_is_written_down(marja, user, joan):
    visit = ConfirmedFactory(client=joan, screening__answers=PLAIN_ANSWERS | {"symptoms": "yes"})
    letter = ClearanceFactory(client=joan, note="Light work is fine")

    shut = look(marja, joan)
    before = Reading.objects.count()
    read = text_of(marja.post(url(joan), {"act": "read"}))

    assert ("Light work is fine" in shut, "Light work is fine" in read) == (False, True)
    assert ("What was found" in shut, "What was found" in read) == (False, True)
    assert before == 0
    assert {(one.what, one.row, one.by) for one in Reading.objects.all()} == {
        ("screening", visit.screening_id, user),
        ("clearance", letter.pk, user),
    }


def test_findings_that_no_key_opens_say_so(marja, joan):
    ScreeningFactory(client=joan)
    QuerySet(Screening).update(answers=SHUT, findings=SHUT, asked=SHUT)

    assert "These answers cannot be opened" in text_of(marja.post(url(joan), {"act": "read"}))


def test_the_agreements_are_there_in_their_words(marja, joan):
    consent = records.give_consent(
        client=joan, agreement=agreement.current("self"), given_by="Joan Green", relation="self", now=NOW
    )

    page = look(marja, joan)

    assert "Use of health answers, on the site Monday 1 March 2027. Joan Green" in page
    assert " ".join(consent.wording.split())[:60] in page


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_another_method_is_refused(marja, joan, method):
    assert getattr(marja, method)(url(joan)).status_code == 405


@pytest.mark.parametrize("pk", ["987654", "9" * 30, "0"])
def test_nobody_is_not_found(marja, pk):
    assert marja.get(f"/admin/booking/booking/client/{pk}/").status_code == 404
    assert marja.get(f"/admin/booking/booking/client/{pk}/merge/{pk}/").status_code == 404


@pytest.mark.parametrize("sent", ["nonsense", "\x00", "", "x" * 5000])
def test_an_act_that_there_is_not_only_shows_the_page(marja, joan, sent):
    answer = marja.post(url(joan), {"act": sent})

    assert (answer.status_code, Reading.objects.count()) == (200, 0)


@pytest.mark.parametrize(
    ("codename", "sent"), [("change_client", "form"), ("add_note", "note"), ("view_screening", "read")]
)
def test_who_may_not_is_refused_and_sees_no_button(marja, user, codename, sent):
    joan = ScreeningFactory(client__form_on=None).client
    group = user.groups.get()
    group.permissions.remove(*group.permissions.filter(codename=codename))

    page = marja.get(url(joan)).content.decode()
    answer = marja.post(url(joan), {"act": sent, "form_on": "1/3/2027", "kind": "general", "text": "x"})

    joan.refresh_from_db()
    assert answer.status_code == 403
    assert f'value="{sent}"' not in page
    assert (joan.form_on, Note.objects.count(), Reading.objects.count()) == (None, 0, 0)


def test_who_may_not_read_notes_opens_none(marja, user, joan):
    records.write_note(client=joan, kind="general", text="Two pillows", by=user, now=NOW)
    group = user.groups.get()
    group.permissions.remove(*group.permissions.filter(codename="view_note"))

    assert "Two pillows" not in look(marja, joan)
    assert not Reading.objects.exists()


@pytest.mark.parametrize("page", ["client", "merge", "duplicates"])
def test_a_stranger_is_sent_to_the_login_and_staff_without_the_right_refused(joan, page):
    args = {"client": [joan.pk], "merge": [joan.pk, joan.pk], "duplicates": []}[page]
    address = reverse(f"admin:booking_booking_{page}", args=args)
    somebody = Browser()
    somebody.force_login(UserFactory(is_superuser=False))

    assert Browser().get(address).url.startswith("/admin/login/")
    assert somebody.get(address).status_code == 403


@pytest.mark.parametrize("missing", ["view_booking", "view_client"])
def test_both_people_and_bookings_have_to_be_hers_to_see(marja, user, joan, missing):
    group = user.groups.get()
    group.permissions.remove(*group.permissions.filter(codename=missing))
    group.permissions.remove(*group.permissions.filter(codename=missing.replace("view", "change")))

    assert marja.get(url(joan)).status_code == 403


def many(client, count):
    """Past visits, so many of them, that share one screening."""
    screening, treatment = ScreeningFactory(client=client), FollowUpFactory()
    starts = [NOW - timedelta(hours=3 * n) for n in range(1, count + 1)]
    Booking.objects.bulk_create(
        Booking(
            treatment=treatment,
            client=client,
            screening=screening,
            screened_for_on=at.date(),
            status=Status.COMPLETED,
            minutes_given=110,
            starts_at=at,
            visit_on=at.date(),
            blocked_from=at,
            blocked_until=at + timedelta(minutes=120),
            price=92,
            created_at=at,
        )
        for at in starts
    )


@pytest.mark.parametrize("asked", [{}, {"sessions": "all"}], ids=["first", "all"])
@pytest.mark.parametrize("count", [10, 5_000])
def test_the_page_takes_the_same_queries_for_one_session_and_for(
    marja, joan, count, asked, django_assert_num_queries, django_assert_max_num_queries
):
    many(joan, 1)
    marja.get(url(joan))
    with django_assert_max_num_queries(40) as one:
        marja.get(url(joan), asked)
    Booking.objects.all().delete()
    many(joan, count)

    with django_assert_num_queries(len(one)):
        page = marja.get(url(joan), asked)

    assert page.context["sessions"].past_count == count


def test_the_list_leads_to_the_page_and_leaves_out_who_was_merged(marja, joan):
    ClientFactory(name="Joanna Old", email="old@example.com", merged_into=joan)

    page = marja.get(LIST).content.decode()
    found = marja.get(LIST, {"q": "old@example"}).content.decode()

    assert url(joan) in page
    assert "Joanna Old" not in page
    assert ("Joan Green" in found, "Joanna Old" in found) == (True, False)
    assert reverse("admin:booking_booking_duplicates") in page


def test_the_details_form_leads_back_to_the_page(marja, joan):
    sent = {"name": "Joan Greene", "born_on": "1985-06-15", "guardianships-TOTAL_FORMS": "0",
            "guardianships-INITIAL_FORMS": "0", "usual_minutes": "105"}  # fmt: skip

    form = marja.get(details(joan)).content.decode()
    answer = marja.post(details(joan), sent)

    joan.refresh_from_db()
    assert url(joan) in form
    assert (answer.url, joan.name, joan.usual_minutes) == (url(joan), "Joan Greene", 105)


@pytest.mark.parametrize(
    ("changed", "code"),
    [({"talk_first": "on"}, "practitioner_talk"), ({"not_before_on": "2027-04-01"}, "practitioner_later")],
    ids=["talk first", "not before"],
)
def test_a_flag_set_on_the_details_form_holds_the_coming_visits_again(marja, user, joan, changed, code):
    WorkingHoursFactory()
    visit = ConfirmedFactory(client=joan, screening__answers=PLAIN_ANSWERS)
    sent = {"name": joan.name, "born_on": "1985-06-15", "guardianships-TOTAL_FORMS": "0",
            "guardianships-INITIAL_FORMS": "0"}  # fmt: skip

    page = text_of(marja.post(details(joan), sent | changed, follow=True))

    visit.refresh_from_db()
    assert visit.status == Status.HELD
    assert [found.code for found in visit.screening.found()] == [code]
    assert visit.events.last().by == user
    assert "1 coming visit waits for your answer now." in page


def test_other_details_disturb_no_visit(marja, joan):
    Client.objects.filter(pk=joan.pk).update(talk_first=True)
    visit = ConfirmedFactory(client=joan, screening__answers=PLAIN_ANSWERS)
    sent = {"name": "Joan Greene", "born_on": "1985-06-15", "talk_first": "on",
            "guardianships-TOTAL_FORMS": "0", "guardianships-INITIAL_FORMS": "0"}  # fmt: skip

    marja.post(details(joan), sent)

    visit.refresh_from_db()
    assert visit.status == Status.CONFIRMED


def test_who_was_merged_is_found_as_who_they_are_now(marja, joan):
    old = ClientFactory(merged_into=joan)

    assert marja.get(url(old)).url == url(joan)
    assert marja.get(details(old)).url == url(joan)


@pytest.mark.parametrize("pk", ["abc", "9" * 30, "%00", "9" * 5000])
def test_details_of_nobody_lead_back(marja, pk):
    assert marja.get(f"{LIST}{pk}/change/").status_code in (302, 404)


def test_a_possible_duplicate_is_pointed_out_on_both_pages_and_in_the_list(marja, joan):
    other = ClientFactory(name="Joan Greene", born_on=joan.born_on)
    ClientFactory(name="Ada Green", born_on=date(2018, 6, 15), email=joan.email, phone=joan.phone)

    listed = text_of(marja.get(reverse("admin:booking_booking_duplicates")))

    assert "Joan Greene. Almost the same name, and the same date of birth." in look(marja, joan)
    assert "Joan Green. Almost the same name, and the same date of birth." in look(marja, other)
    assert "1 pair looks like one person." in listed
    assert "Ada Green" not in listed


def test_who_was_merged_is_not_pointed_out(marja, joan):
    ClientFactory(name="Joan Green", merged_into=joan)

    assert "Nobody looks as if" in text_of(marja.get(reverse("admin:booking_booking_duplicates")))
    assert "Entered twice?" not in look(marja, joan)


def twice(count):
    """So many people, each entered twice."""
    Client.objects.bulk_create(
        ClientFactory.build(name=f"Person {n // 2}", born_on=date(1950, 1, 1) + timedelta(days=n // 2))
        for n in range(count * 2)
    )


@pytest.mark.parametrize("count", [10, 2_500])
def test_the_list_of_pairs_takes_the_same_queries_for_one_pair_and_for(
    marja, count, django_assert_num_queries, django_assert_max_num_queries
):
    pairs = reverse("admin:booking_booking_duplicates")
    twice(1)
    marja.get(pairs)
    with django_assert_max_num_queries(20) as one:
        marja.get(pairs)
    Client.objects.all().delete()
    twice(count)

    with django_assert_num_queries(len(one)):
        page = marja.get(pairs)

    assert page.context["count"] == count


def test_both_stand_side_by_side_and_she_chooses_what_stays(marja, joan, user):
    other = ClientFactory(name="Joan Greene", email="jg@example.com", phone="", born_on=joan.born_on)
    visit = ConfirmedFactory(client=other)
    merge = url(joan, "merge", other.pk)

    page = text_of(marja.get(merge))
    answer = marja.post(merge, {"name": "other", "email": "kept", "phone": "kept"}, follow=True)

    joan.refresh_from_db()
    visit.refresh_from_db()
    assert "Joan Green Born 15 June 1985 (41)" in page
    assert (joan.name, joan.email, visit.client) == ("Joan Greene", "joan@example.com", joan)
    assert "Joan Green and Joan Greene are one client now. Nothing was sent." in text_of(answer)
    assert (LogEntry.objects.get().user, LogEntry.objects.get().object_id) == (user, str(joan.pk))


def test_looking_at_both_changes_nothing(marja, joan):
    other = ClientFactory(name="Joan Green")

    marja.get(url(joan, "merge", other.pk))

    assert Client.objects.present().count() == 2


@pytest.mark.parametrize("sent", [{}, {"name": "both"}, {"name": "\x00"}, {"name": "x" * 5000}])
def test_what_was_not_chosen_is_asked_for(marja, joan, sent):
    other = ClientFactory(name="Joan Greene", email=joan.email, phone=joan.phone)

    answer = marja.post(url(joan, "merge", other.pk), sent)

    assert "There is a problem" in text_of(answer)
    assert Client.objects.present().count() == 2


def test_two_birthdays_are_made_one_only_with_her_tick(marja, joan):
    child = GuardianshipFactory(child__name="Joan Green", child__email=joan.email).child
    Client.objects.filter(pk=child.pk).update(phone=joan.phone)
    merge = url(joan, "merge", child.pk)

    refused = text_of(marja.post(merge, {"born_on": "kept"}))
    still = Client.objects.present().count()
    marja.post(merge, {"born_on": "kept", "is_one_person": "on"})

    assert "The two dates of birth differ." in refused
    assert (still, Client.objects.present().count()) == (2, 1)


@pytest.mark.parametrize("method", ["get", "post"])
def test_what_cannot_be_made_one_is_said(marja, joan, method):
    merged = ClientFactory(merged_into=joan)
    other = ClientFactory()

    itself = text_of(getattr(marja, method)(url(joan, "merge", joan.pk), follow=True))
    before = text_of(getattr(marja, method)(url(other, "merge", merged.pk), follow=True))

    assert "A client cannot be made one with themselves." in itself
    assert "one of the two was made one with somebody before." in before
    assert Client.objects.present().count() == 2


def test_who_may_only_look_makes_nobody_one(marja, user, joan):
    other = ClientFactory(name="Joan Green")
    group = user.groups.get()
    group.permissions.remove(*group.permissions.filter(codename="change_client"))

    assert marja.post(url(joan, "merge", other.pk)).status_code == 403
    assert Client.objects.present().count() == 2


def test_a_note_that_meets_a_merge_goes_to_who_they_are_now(marja, joan, monkeypatch):
    kept = ClientFactory(name="Joan Green", born_on=joan.born_on)

    def meanwhile():
        Client.objects.filter(pk=joan.pk).update(merged_into=kept)

    monkeypatch.setattr(clients, "take_diary", meanwhile)

    marja.post(url(joan), {"act": "note", "kind": "general", "text": "A note."})

    assert Note.objects.get().client == kept


def test_the_page_leads_to_what_was_sent_to_this_client_and_to_nobody_else(marja, joan):
    mine, other = ConfirmedFactory(client=joan), ConfirmedFactory(starts_at=NOW + timedelta(days=9))
    for visit in (mine, other):
        outbox.put(Kind.CONFIRMED, booking=visit, at=NOW)

    page = marja.get(url(joan)).content.decode()
    listed = marja.get(f"/admin/booking/message/?client={joan.pk}").content.decode()

    assert f'href="/admin/booking/message/?client={joan.pk}"' in page
    assert "Messages: which were sent, and when" in page
    assert (mine.spoken_reference in listed, other.spoken_reference in listed) == (True, False)


def test_without_visits_there_is_no_way_to_messages(marja, joan):
    assert "/admin/booking/message/?client=" not in marja.get(url(joan)).content.decode()


@pytest.mark.parametrize("asked", ["", "x", "0", "-1", "9" * 40, "\u0661", "1,2"])
def test_messages_of_nobody_are_those_of_all(marja, joan, asked):
    outbox.put(Kind.CONFIRMED, booking=ConfirmedFactory(client=joan), at=NOW)

    answer = marja.get(f"/admin/booking/message/?client={asked}")

    assert answer.status_code == 200
    assert "Joan Green" not in answer.content.decode()
