"""Noting a session at the desk, adding to it, and reading all that was noted of a client."""

from datetime import timedelta

import pytest
import time_machine
from django.db.models import QuerySet
from django.test import Client as Browser
from django.urls import reverse

from booking import lifecycle, session_notes
from booking.models import Status
from booking.practitioner import make_practitioner
from intake import records
from intake.fields import Sealed
from intake.history.session import Rating, SessionContent
from intake.models import Reading, SessionNote
from tests.booking.factories import NOW, ConfirmedFactory, HeldFactory
from tests.intake.factories import ClientFactory, HealthFormFactory

pytestmark = pytest.mark.django_db
NECK = {"code": "tension", "label": "Everyday tension", "trouble": 6, "places": [], "words": ""}
HEAD = {"code": "head", "label": "Head and jaw", "trouble": 8, "places": [], "words": ""}
SPORT = {"code": "sport", "label": "Sport", "trouble": None, "places": [], "words": ""}
PLAN = SessionContent(worked=("Neck map", "Arms"), plan="Arms first", ratings=(Rating("Neck", 6, 4),))


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


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
    return ClientFactory(name="Joan Green")


@pytest.fixture
def visit(joan):
    return over(joan)


def over(client, days=0, **changes):
    starts_at = NOW - timedelta(days=days, hours=3)
    kept = {"status": Status.COMPLETED, "minutes_given": 105} | changes
    return ConfirmedFactory(client=client, starts_at=starts_at, **kept)


def note(visit, said, user):
    session_notes.write(visit, said, by=lifecycle.practitioner(user), now=NOW)


def without(user, codename):
    group = user.groups.get()
    group.permissions.remove(*group.permissions.filter(codename=codename))


def url(visit, page="session"):
    return reverse(f"admin:booking_booking_{page}", args=[visit.pk])


def all_of(client):
    return reverse("admin:booking_booking_session_notes", args=[client.pk])


def said_of(visit):
    return [one.said() for one in session_notes.notes_of(visit)]


def lines(page):
    """What a page asks numbers for: by name what is chosen."""
    form = page.context["form"]
    return {line.name: (line.before.value(), line.after.value()) for line in form.first_lines}


WHOLE = {
    "label_0": "Neck", "before_0": "6", "after_0": "4", "worked": ["Hips"],
    "worked_more": "Neck map\n\n  Arms,   left ", "response": "Slept.", "plan": "Arms first",
    "shares_plan": "on", "words": "Cold hands",
}  # fmt: skip


def test_a_session_is_noted_and_nobody_is_sent_it(marja, user, visit):
    answer = marja.post(url(visit), WHOLE)

    (said,) = said_of(visit)
    assert answer.url == url(visit, "change")
    assert said == SessionContent(
        worked=("Hips", "Neck map", "Arms, left"), response="Slept.", plan="Arms first", words="Cold hands",
        ratings=(Rating("Neck", 6, 4),), shares_plan=True,
    )  # fmt: skip
    assert SessionNote.objects.get().by == user
    assert not visit.messages.exists()


def test_of_two_presses_the_second_says_that_it_stands_already(marja, visit):
    answers = [marja.post(url(visit), WHOLE, follow=True).content.decode() for _press in range(2)]

    assert len(said_of(visit)) == 1
    assert "Your note is kept locked in the record." in answers[0]
    assert "All of that was noted already." in answers[1]


class TestWhatIsAsked:
    def test_the_clients_own_complaints_the_worst_first(self, marja, joan, visit):
        HealthFormFactory(client=joan, answers={"given": [], "complaints": [SPORT, NECK, HEAD]})

        assert lines(marja.get(url(visit))) == {"Head and jaw": ("", ""), "Everyday tension": ("", "")}

    def test_without_a_form_what_was_rated_last_time(self, marja, user, joan, visit):
        note(over(joan, days=7), PLAN, user)

        assert lines(marja.get(url(visit))) == {"Neck": ("", "")}

    def test_otherwise_one_that_she_names(self, marja, visit):
        page = marja.get(url(visit))

        assert lines(page) == {"": ("", "")}
        assert len(page.context["form"].more_lines) == 2

    def test_numbers_of_the_start_are_there_at_the_end(self, marja, user, joan, visit):
        HealthFormFactory(client=joan, answers={"given": [], "complaints": [NECK]})
        note(visit, SessionContent(ratings=(Rating("Everyday tension", 6, code="tension"),)), user)

        assert lines(marja.get(url(visit))) == {"Everyday tension": (6, "")}

    def test_never_more_than_three(self, marja, user, joan, visit):
        rated = tuple(Rating(name, 1) for name in ("Wren", "Lynx"))
        note(over(joan, days=7), SessionContent(ratings=rated), user)
        HealthFormFactory(client=joan, answers={"given": [], "complaints": [NECK, HEAD]})

        assert list(lines(marja.get(url(visit)))) == ["Head and jaw", "Everyday tension", "Wren"]

    def test_lines_used_before_are_offered_and_last_time_is_told(self, marja, user, joan, visit):
        note(over(joan, days=14), SessionContent(worked=("Hips", "Arms")), user)
        note(over(joan, days=7), PLAN, user)

        page = marja.get(url(visit))

        assert [value for value, _label in page.context["form"].fields["worked"].choices] == [
            "Neck map",
            "Arms",
            "Hips",
        ]
        assert "Arms first" in page.text

    def test_what_is_noted_already_is_not_offered_again(self, marja, user, joan, visit):
        note(over(joan, days=7), PLAN, user)
        note(visit, SessionContent(worked=("Arms",)), user)

        page = marja.get(url(visit))

        assert [value for value, _label in page.context["form"].fields["worked"].choices] == ["Neck map"]


class TestAnOlderPage:
    """The form of a page that was opened before something else was noted."""

    @pytest.mark.parametrize(
        ("sent", "stands"),
        [
            ({"before_0": "", "after_0": "", "was_0": ","}, (6, 4)),
            ({"before_0": "", "after_0": "3", "was_0": ","}, (6, 3)),
            ({"before_0": "6", "after_0": "", "was_0": "6,"}, (6, 4)),
            ({"before_0": "6", "after_0": "4", "was_0": "6,4"}, (6, 4)),
            ({"before_0": "7", "after_0": "4", "was_0": "6,4"}, (7, 4)),
            ({"before_0": "6", "after_0": "", "was_0": "6,4"}, (6, None)),
            ({"before_0": "5", "after_0": "5", "was_0": "nonsense"}, (5, 5)),
        ],
    )
    def test_takes_back_no_number_that_it_did_not_show(self, marja, user, visit, sent, stands):
        note(visit, PLAN, user)

        marja.post(url(visit), {"label_0": "Neck", "words": "More"} | sent)

        (rating,) = session_notes.as_it_stands(
            records.open_session_notes(session_notes.notes_of(visit))
        ).ratings
        assert rating.numbers == stands
        assert said_of(visit)[-1].words == "More"


class TestBadInput:
    @pytest.mark.parametrize(
        "typed",
        [
            {"before_0": "11"},
            {"after_0": "-1"},
            {"before_0": "six"},
            {"before_0": "9" * 5000},
            {"label_0": "", "before_0": "3"},
            {"label_0": "x" * 201, "before_0": "3"},
            {"label_1": "neck", "before_1": "3"},
            {"worked_more": "x" * 201},
            {"worked_more": "\n".join(map(str, range(31)))},
            {"plan": "a\x00b"},
            {"plan": "x" * 2001},
            {"worked": ["x" * 201]},
            {"worked": ["a\x00b"]},
            {"code_0": "x" * 41},
        ],
    )
    def test_nothing_is_noted_and_nothing_typed_is_lost(self, marja, visit, typed):
        answer = marja.post(url(visit), WHOLE | typed)

        assert answer.status_code == 200
        assert "There is a problem" in answer.text
        assert "Slept.</textarea>" in answer.text
        assert "<title>Error:" in answer.text
        assert not SessionNote.objects.exists()

    @pytest.mark.parametrize(
        "typed", [{}, {"shares_plan": "on"}, {"worked_more": " \n "}, {"label_0": "Neck"}]
    )
    def test_nothing_said_is_asked_for(self, marja, visit, typed):
        answer = marja.post(url(visit), typed)

        assert "Write what you did, or choose a number." in answer.text
        assert not SessionNote.objects.exists()

    def test_a_line_that_is_not_offered_any_more_is_still_taken(self, marja, visit):
        marja.post(url(visit), {"worked": ["Old map"]})

        assert said_of(visit) == [SessionContent(worked=("Old map",))]

    def test_what_was_typed_after_the_session_had_ended_is_kept_and_sent_on(self, marja, visit, clock):
        clock.shift(timedelta(hours=13))

        answer = marja.post(url(visit), WHOLE)

        assert answer.url.startswith("/admin/login/")
        assert "typed" in answer.url
        assert not SessionNote.objects.exists()


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (ConfirmedFactory, "has not begun"),
        (HeldFactory, "there was no session"),
        (lambda: over(ClientFactory(), status=Status.NO_SHOW, minutes_given=None), "there was no session"),
        (lambda: over(ClientFactory(), status=Status.CANCELLED, minutes_given=None), "there was no session"),
    ],
    ids=["to come", "held", "no-show", "cancelled"],
)
def test_where_there_is_nothing_to_note_it_says_so_and_keeps_what_was_typed(marja, make, why):
    visit = make()

    looked = marja.get(url(visit), follow=True).text
    sent = marja.post(url(visit), WHOLE).text

    assert why in looked
    assert (why in sent, "Slept.</textarea>" in sent, 'value="Neck"' in sent) == (True, True, True)
    assert not SessionNote.objects.exists()


class TestReading:
    def test_opening_the_page_is_written_down_for_each_note(self, marja, user, joan, visit):
        form = HealthFormFactory(client=joan)
        for days in (0, 7, 14, 21, 28):
            note(over(joan, days=days) if days else visit, PLAN, user)

        marja.get(url(visit))

        # This one, the three before it, and the form.
        read = Reading.objects.filter(by=user, client=joan, at=NOW)
        assert sorted(read.values_list("what", flat=True)) == ["health_form", *["session_note"] * 4]
        assert read.get(what="health_form").row == form.pk

    def test_who_may_not_read_opens_nothing(self, marja, user, joan, visit):
        HealthFormFactory(client=joan, answers={"given": [], "complaints": [NECK]})
        note(visit, PLAN, user)
        without(user, "view_sessionnote")

        page = marja.get(url(visit))

        assert ("Arms first" in page.text, "Everyday tension" in page.text) == (False, False)
        assert marja.get(all_of(joan)).status_code == 403
        assert not Reading.objects.exists()

    def test_who_may_not_write_reads_and_is_refused(self, marja, user, visit):
        note(visit, PLAN, user)
        without(user, "add_sessionnote")

        page, sent = marja.get(url(visit)), marja.post(url(visit), WHOLE)

        assert ("Arms first" in page.text, 'name="plan"' in page.text) == (True, False)
        assert (sent.status_code, len(said_of(visit))) == (403, 1)

    def test_a_note_that_no_key_opens_says_so_and_can_be_added_to(self, marja, user, visit):
        note(visit, PLAN, user)
        QuerySet(SessionNote).update(content=Sealed(b"\x01\x02t1" + bytes(40)))

        page = marja.get(url(visit)).text
        marja.post(url(visit), WHOLE)

        assert "cannot be opened with the keys in use" in page
        assert SessionNote.objects.filter(adds_to__isnull=False).count() == 1


class TestAllOfAClient:
    def test_the_newest_session_stands_first_and_what_was_added_below_its_note(
        self, marja, user, joan, visit
    ):
        note(over(joan, days=7), SessionContent(words="Wren"), user)
        note(visit, SessionContent(words="Lynx"), user)
        note(visit, SessionContent(words="Not the lynx, the otter"), user)

        page = marja.get(all_of(joan)).text

        places = [page.index(word) for word in ("Lynx", "Added", "the otter", "Wren")]
        assert places == sorted(places)
        assert Reading.objects.filter(what="session_note", client=joan).count() == 3

    def test_numbers_are_drawn_and_stand_in_a_table(self, marja, user, joan, visit):
        note(over(joan, days=7), PLAN, user)
        note(visit, SessionContent(ratings=(Rating("Neck", None, 5),)), user)

        page = marja.get(all_of(joan))

        (picture,) = page.context["pictures"]
        assert [(row.before and row.before.number, row.after.number) for row in picture.rows] == [
            (6, 4),
            (None, 5),
        ]
        assert "<svg" in page.text
        assert page.text.count('<th scope="row">') == 2

    def test_without_any_it_says_so(self, marja, joan):
        assert "Nothing is noted yet." in marja.get(all_of(joan)).text
        assert not Reading.objects.exists()

    def test_of_many_the_newest_twenty_are_opened_unless_all_are_asked_for(self, marja, user, joan):
        for days in range(22):
            note(over(joan, days=days), PLAN, user)

        few = marja.get(all_of(joan))
        read = Reading.objects.count()
        many = marja.get(all_of(joan), {"show": "all"})

        assert (len(few.context["sessions"]), read, few.context["has_more"]) == (20, 20, True)
        assert (len(many.context["sessions"]), many.context["has_more"]) == (22, False)

    def test_a_client_who_was_merged_leads_to_who_they_are(self, marja, joan):
        once = ClientFactory(merged_into=joan)

        assert marja.get(all_of(once)).url == all_of(joan)

    def test_the_clients_page_leads_there_and_opens_none(self, marja, user, joan, visit):
        note(visit, PLAN, user)

        page = marja.get(reverse("admin:booking_booking_client", args=[joan.pk])).text

        assert all_of(joan) in page
        assert "Arms first" not in page
        assert not Reading.objects.filter(what="session_note").exists()

    @pytest.mark.parametrize("method", ["post", "put", "delete"])
    def test_it_is_only_read(self, marja, joan, method):
        assert getattr(marja, method)(all_of(joan)).status_code == 405


def test_both_pages_take_the_same_queries_for_one_session_and_for_a_hundred(
    marja, user, joan, visit, django_assert_max_num_queries, django_assert_num_queries
):
    note(over(joan, days=1), PLAN, user)
    pages = (url(visit), all_of(joan) + "?show=all")
    counts = []
    for page in pages:
        marja.get(page)
        with django_assert_max_num_queries(30) as one:
            marja.get(page)
        counts.append(len(one))
    for days in range(2, 101):
        note(over(joan, days=days), PLAN, user)

    for page, count in zip(pages, counts, strict=True):
        with django_assert_num_queries(count):
            marja.get(page)
