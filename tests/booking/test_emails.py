"""What the mails say, to whom, and what they never say."""

import email.policy
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.mail import EmailMessage
from icalendar import Calendar

from booking import emails, ics, lifecycle, outbox, rebooking
from booking.emails import group
from booking.models import Booking, BookingPolicy, Kind, Link, Message, Purpose, Run
from booking.models.message import TO_CLIENT
from booking.wording.health_words import BEGINNINGS as HEALTH_WORDS
from content.models import Practice
from tests.booking.factories import (
    NOW,
    AccountNewsFactory,
    ConfirmedFactory,
    HeldFactory,
)
from tests.booking.mails import open_practice, worst_booking
from tests.intake.factories import (
    PLAIN_ANSWERS,
    BreachFactory,
    ClearanceFactory,
    ClientFactory,
    EnquiryFactory,
    ErasureFactory,
    FormDraftFactory,
    GuardianshipFactory,
    ScreeningFactory,
    WordsFactory,
)

pytestmark = pytest.mark.django_db

# Of a visit that is confirmed, or that has been.
SURE = (
    *(Kind.CONFIRMED, Kind.MOVED, Kind.RECEIPT, Kind.CHANGED, Kind.FORM_SOON, Kind.FORM_LAST),
    *(Kind.REMINDER, Kind.AFTER_FIRST, Kind.AFTER_SERIES),
)
# Of the waitlist: nobody is told of a visit.
OF_A_PLACE = (Kind.WAITING, Kind.WAIT_OVER)
NO_VISIT = (Kind.OFFER, Kind.OFFER_OVER, Kind.LINK, Kind.FORM_LINK, Kind.ERASED, *OF_A_PLACE)
ABOUT = {
    Kind.ENQUIRY: "enquiry",
    Kind.LINK: "link",
    Kind.FORM_LINK: "link",
    Kind.WAITING: "entry",
    Kind.WAIT_OVER: "entry",
    Kind.ERASED: "erasure",
    Kind.BREACH_OPEN: "breach",
    Kind.BREACH_DUE: "breach",
    Kind.SHEET: "run",
    Kind.UNSENT: "run",
    Kind.ACCOUNT: "news",
}
OF_A_RUN = (Kind.SHEET, Kind.UNSENT)
UNSENT = "booking/message/?state=given_up"
OF_A_BREACH = (Kind.BREACH_OPEN, Kind.BREACH_DUE)
# That about her account leads nowhere.
TO_PRACTITIONER = [kind for kind in Kind if kind not in (*TO_CLIENT, Kind.ACCOUNT)]


@pytest.fixture(autouse=True)
def practice():
    return open_practice()


@pytest.fixture
def worst():
    return worst_booking()


def mail_of(kind, about, now=NOW) -> EmailMessage:
    """Return the mail of this kind about a booking, or about what that has brought with it."""
    if kind in OF_A_PLACE:
        about = about.entry
    name = ABOUT.get(kind, "booking")
    return emails.build(Message(kind=kind, message_id="<1@booking.invalid>", **{name: about}), now=now)


def about(kind, booking):
    if kind == Kind.ERASED:
        return ErasureFactory(sent_to={"address": "joan@heron.example", "name": "Joan Heron"})
    if kind == Kind.FORM_LINK:
        FormDraftFactory(client=booking.client)
        return Link.objects.create(
            purpose=Purpose.FORM, booking=booking, address="joan@heron.example", made_at=NOW
        )
    if kind == Kind.LETTER_ENDS:
        ClearanceFactory(client=booking.client, valid_until=booking.visit_on - timedelta(days=1))
        Booking.objects.filter(pk=booking.pk).update(needs_review=True, needs_clearance=True)
    if kind == Kind.LINK:
        return Link.objects.create(purpose=Purpose.FAMILY, address="joan@heron.example", made_at=NOW)
    if kind in OF_A_BREACH:
        return BreachFactory()
    if kind == Kind.ACCOUNT:
        return AccountNewsFactory()
    if kind in OF_A_RUN:
        return Run.objects.create(name=kind, day=booking.visit_on, started_at=NOW)
    return EnquiryFactory() if kind == Kind.ENQUIRY else booking


def calendar_of(mail):
    (part,) = mail.message(policy=email.policy.SMTP).iter_attachments()
    return part, Calendar.from_ical(part.get_content())


def everything_in(mail):
    """All that a mail server or a reader sees, decoded, beside the address that it goes to and the style."""
    message = mail.message(policy=email.policy.SMTP)
    headers = " ".join(value for name, value in message.items() if name not in ("To", "Date"))
    texts = [part.get_content() for part in message.walk() if part.get_content_maintype() == "text"]
    said = re.sub(r"<style>.*?</style>", "", " ".join([headers, *texts]), flags=re.DOTALL)
    said = said.replace("\r\n ", "").casefold()
    return re.sub(rf"attendee;[^:]*:mailto:{re.escape(mail.to[0])}\r\n", "", said)


def health_words_in(text):
    return re.findall(rf"\b(?:{HEALTH_WORDS})\w*", text.casefold())


@pytest.mark.parametrize("kind", Kind)
def test_no_mail_has_a_word_about_health(worst, kind):
    mail = mail_of(kind, about(kind, worst))

    assert health_words_in(everything_in(mail)) == []


@pytest.mark.parametrize("kind", Kind)
def test_no_mail_leaves_a_placeholder_open(worst, kind):
    mail = mail_of(kind, about(kind, worst))

    assert [brace for brace in "{}" if brace in mail.subject + mail.body] == []


@pytest.mark.parametrize("kind", group.KINDS)
def test_no_mail_about_several_visits_says_more_than_one_about_each(worst, kind):
    other = HeldFactory(
        client=worst.client, screening=worst.screening, starts_at=worst.starts_at + timedelta(days=7)
    )
    message = Message(kind=kind, booking=worst, message_id="<1@booking.invalid>")

    text = everything_in(emails.build(message, now=NOW, others=[other]))

    assert health_words_in(text) == []
    assert [secret for secret in ("heron", "07700", "1985", "{", "}") if secret in text] == []


def test_the_list_of_health_words_is_long_and_finds_them():
    found = health_words_in("Before your (surgery)letter, a word about Massage")

    assert HEALTH_WORDS.count("|") >= 40
    assert found == ["surgery", "letter"]


@pytest.mark.parametrize("kind", TO_PRACTITIONER)
def test_mail_to_the_practitioner_names_nobody(worst, kind):
    mail = mail_of(kind, about(kind, worst))

    text = everything_in(mail)
    secrets = ("joan", "heron", "robin", "07700", worst.reference.casefold(), "step at the door")
    assert mail.to == ["kim@example.com"]
    assert [secret for secret in secrets if secret in text] == []


@pytest.mark.parametrize("kind", TO_PRACTITIONER)
def test_mail_to_the_practitioner_says_when_and_where_to_read_on(worst, kind):
    about_this = about(kind, worst)

    mail = mail_of(kind, about_this)

    model = about_this._meta.model_name
    page = f"{about_this._meta.app_label}/{model}/{about_this.pk}/change/"
    if kind in OF_A_BREACH:
        page = f"booking/booking/breaches/{about_this.pk}/"
    page = {Kind.SHEET: "booking/booking/sheet/?day=2027-03-08", Kind.UNSENT: UNSENT}.get(kind, page)
    days = {Kind.ENQUIRY: "Monday 1 March", Kind.UNSENT: "in the last two days"} | dict.fromkeys(
        OF_A_BREACH, "Thursday 4 March 2027, noon"
    )
    assert f"http://testserver/admin/{page}" in mail.body
    assert days.get(kind, "Monday 8 March") in mail.body


@pytest.mark.parametrize("kind", [kind for kind in TO_CLIENT if kind != Kind.LINK])
def test_mail_to_the_client_holds_the_first_name_and_no_contact_detail(worst, kind):
    mail = mail_of(kind, about(kind, worst))

    text = everything_in(mail)
    assert mail.to == ["joan@heron.example"]
    assert mail.body.startswith("Hello Joan,\n")
    assert [secret for secret in ("heron", "07700", "1985") if secret in text] == []


@pytest.mark.parametrize("kind", TO_CLIENT)
def test_mail_to_the_client_says_how_to_reach_the_practitioner_and_whose_time_it_is(worst, kind):
    mail = mail_of(kind, about(kind, worst))

    assert "ring me on 01632 960 123" in mail.body
    assert "local time at the practice (Europe/London)" in mail.body
    assert mail.reply_to == ["kim@example.com"]
    assert mail.from_email == "NPM Practice <diary@example.com>"


@pytest.mark.parametrize("kind", [kind for kind in TO_CLIENT if kind not in (*SURE, *NO_VISIT)])
def test_only_a_confirmation_lets_the_client_travel(worst, kind):
    assert "do not travel" in mail_of(kind, worst).body


def test_a_confirmation_says_all_that_is_needed_for_the_day():
    booking = ConfirmedFactory(reference="ABCD2345")

    mail = mail_of(Kind.CONFIRMED, booking)

    assert mail.subject == "Your session on Monday 8 March, noon"
    for line in (
        "Your session is confirmed.",
        "When: Monday 8 March 2027, noon",
        "Where: 1 Birch Lane, Exampleton, EX1 2PL",
        "How long: at least 90 minutes, up to 120. I keep 2 hours for you.",
        "Price: £98 in all. You pay on the day.",
        "Reference: ABCD 2345",
        "What to wear: light, thin and comfortable layers. You keep them on.",
        "You can move or cancel the visit on your page until Saturday 6 March, noon. "
        "After that, ring me on 01632 960 123.",
    ):
        assert f"\n{line}\n" in mail.body


def test_a_confirmation_names_the_price_that_was_promised():
    booking = ConfirmedFactory(price=80)

    assert "\nPrice: £80 in all. You pay on the day.\n" in mail_of(Kind.CONFIRMED, booking).body


@pytest.mark.parametrize(
    ("minutes", "line"),
    [
        (90, "How long: 90 minutes."),
        (105, "How long: at least 90 minutes, up to 105. I keep 105 minutes for you."),
    ],
)
def test_a_confirmation_promises_no_more_time_than_is_kept(minutes, line):
    mail = mail_of(Kind.CONFIRMED, ConfirmedFactory(reserved_minutes=minutes))

    assert f"\n{line}\n" in mail.body


def test_a_confirmation_names_each_deadline_where_they_differ():
    booking = ConfirmedFactory()
    BookingPolicy.objects.update(move_hours=72, cancel_hours=24)

    mail = mail_of(Kind.CONFIRMED, Booking.objects.get(pk=booking.pk))

    assert "You can move the visit on your page until Friday 5 March, noon." in mail.body
    assert "You can cancel it there until Sunday 7 March, noon." in mail.body


def test_a_confirmation_after_the_deadline_names_none():
    mail = mail_of(Kind.CONFIRMED, ConfirmedFactory(), now=NOW + timedelta(days=6))

    assert "To move or cancel the visit, ring me on 01632 960 123.\n" in mail.body
    assert "until" not in mail.body
    assert "/move/" not in mail.body
    assert "/cancel/" not in mail.body


def test_a_confirmation_leads_to_moving_and_cancelling_each_until_its_deadline():
    booking = ConfirmedFactory()
    BookingPolicy.objects.update(move_hours=72, cancel_hours=24)
    booking = Booking.objects.get(pk=booking.pk)

    days_before = (3, 1)
    doors = [
        [door for door in ("move", "cancel") if re.search(rf"/booking/visit/\S+/{door}/\n", mail.body)]
        for mail in (
            mail_of(Kind.CONFIRMED, booking, now=booking.starts_at - timedelta(days=days, seconds=1))
            for days in (*days_before, 0)
        )
    ]

    assert doors == [["move", "cancel"], ["cancel"], []]


def test_a_request_is_answered_by_a_day_and_kept_until_one():
    mail = mail_of(Kind.HELD, HeldFactory())

    assert mail.subject == "I have your request for Monday 8 March, noon"
    assert "It is not confirmed yet. Please do not travel before I have confirmed it." in mail.body
    assert "My answer: by Wednesday 3 March 2027, noon" in mail.body
    assert "I keep the time for you until Sunday 7 March, noon." in mail.body
    assert mail.attachments == []


def test_a_visit_that_has_to_wait_again_is_not_called_a_new_request(worst):
    mail = mail_of(Kind.HELD, worst)

    assert mail.subject == "Please wait for my answer about Monday 8 March, noon"
    assert "Please do not travel before I have confirmed it." in mail.body


def test_a_later_date_comes_with_the_first_three_free_times_from_that_day(worst):
    mail = mail_of(Kind.LATER, worst)

    times = [line for line in mail.body.splitlines() if line.startswith("- ")]
    assert times == [
        "- Thursday 1 April 2027, 9am",
        "- Thursday 1 April 2027, 9:30am",
        "- Thursday 1 April 2027, 10am",
    ]
    assert "http://testserver/book/" in mail.body


def test_a_later_date_with_nothing_free_still_says_how_to_go_on(worst):
    worst.client.not_before_on = date(2030, 1, 1)

    mail = mail_of(Kind.LATER, worst)

    assert "free times" not in mail.body
    assert "ring me on 01632 960 123 or reply to this email" in mail.body


def test_free_times_after_a_lapse_are_far_enough_away_to_be_held_again(worst):
    mail = mail_of(Kind.LAPSED, worst)

    assert "- Wednesday 3 March 2027, noon" in mail.body


def test_a_childs_visit_is_written_to_the_guardian():
    client = ClientFactory(name="Sam Heron", email="sam@heron.example", born_on=date(2018, 6, 15))
    booking = ConfirmedFactory(client=client, guardianship=GuardianshipFactory(child=client))

    mail = mail_of(Kind.CONFIRMED, booking)

    assert mail.to == ["robin@example.com"]
    assert mail.body.startswith("Hello Robin,\n\nThe session for Sam is confirmed.")
    assert "A responsible adult stays in the room for the whole visit." in mail.body


def test_an_adult_booked_for_by_another_need_not_be_accompanied():
    client = ClientFactory(name="Sam Heron")
    booking = ConfirmedFactory(client=client, guardianship=GuardianshipFactory(child=client))

    assert "stays in the room" not in mail_of(Kind.CONFIRMED, booking).body


@pytest.mark.parametrize(
    ("name", "greeting"),
    [
        ("Anne-Marie O’Neill", "Hello Anne-Marie,"),
        ("Zoë", "Hello Zoë,"),
        ("win.example.com/prize now", "Hello,"),
        ("http://example.com", "Hello,"),
        ("A" * 31, "Hello,"),
        ("", "Hello,"),
        ("<b>Joan</b>", "Hello,"),
        ("D'Arcy & Sons", "Hello D'Arcy,"),
    ],
)
def test_a_typed_name_greets_only_when_it_looks_like_one(name, greeting):
    mail = mail_of(Kind.CONFIRMED, ConfirmedFactory(client=ClientFactory(name=name)))

    assert mail.body.splitlines()[0] == greeting


def test_the_practices_words_arrive_as_they_were_typed(practice):
    Practice.objects.update(name='Birch & Bay\'s "NPM"')

    mail = mail_of(Kind.CONFIRMED, ConfirmedFactory())

    assert 'Birch & Bay\'s "NPM"\n' in mail.body
    assert mail.message()["From"].addresses[0].display_name == 'Birch & Bay\'s "NPM"'


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_a_line_break_in_a_name_makes_no_header(line_break):
    Practice.objects.update(name=f"NPM{line_break}Bcc: all@example.com")

    message = mail_of(Kind.CONFIRMED, ConfirmedFactory()).message()

    assert message["Bcc"] is None
    assert [address.addr_spec for address in message["From"].addresses] == ["diary@example.com"]


@pytest.mark.parametrize(
    "address", ["joan@example.com\nBcc: all@example.com", "joan@example.com, all@example.com", "joan"]
)
def test_an_address_that_is_not_one_address_is_refused(address):
    booking = ConfirmedFactory(client=ClientFactory(email=address))

    with pytest.raises(emails.NoAddress):
        mail_of(Kind.CONFIRMED, booking)


def test_a_client_without_an_address_has_no_mail():
    assert mail_of(Kind.CONFIRMED, ConfirmedFactory(client=ClientFactory(email=""))) is None


def test_the_mail_carries_the_messages_own_id():
    message = mail_of(Kind.HELD, HeldFactory()).message()

    assert message["Message-ID"] == "<1@booking.invalid>"
    assert message["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize("address", ["1 Birch Lane", "Björkgränd 1", "白樺通り一丁目"])
def test_a_confirmation_brings_its_calendar_file(address):
    Practice.objects.update(address=address)
    booking = ConfirmedFactory()

    sent = mail_of(Kind.CONFIRMED, booking).message(policy=email.policy.SMTP).as_bytes()

    (part,) = email.message_from_bytes(sent, policy=email.policy.SMTP).iter_attachments()
    assert part.get_content_type() == "text/calendar"
    assert dict(part["Content-Type"].params) == {"charset": "utf-8", "method": "REQUEST"}
    written = ics.confirmed(booking, Practice.objects.current(), to=booking.email, now=NOW)
    assert part.get_payload(decode=True).decode() == written.text


@pytest.mark.parametrize("kind", [Kind.HELD, Kind.DECLINED, Kind.LATER, Kind.LAPSED, Kind.CANCELLED])
def test_a_visit_that_was_confirmed_once_is_taken_out_of_the_calendar(worst, kind):
    part, calendar = calendar_of(mail_of(kind, worst))

    assert part["Content-Type"].params["method"] == "CANCEL"
    assert calendar.events[0]["status"] == "CANCELLED"


@pytest.mark.parametrize("kind", [Kind.HELD, Kind.DECLINED, Kind.LATER, Kind.LAPSED, Kind.CANCELLED])
def test_a_request_that_was_never_confirmed_has_no_calendar_file(kind):
    assert mail_of(kind, HeldFactory()).attachments == []


@pytest.mark.parametrize(
    ("starts_at", "words"),
    [
        (datetime(2027, 3, 27, 10, 30, tzinfo=UTC), "Saturday 27 March, 10:30am"),
        (datetime(2027, 3, 28, 9, 30, tzinfo=UTC), "Sunday 28 March, 10:30am"),
        (datetime(2027, 3, 29, 9, 30, tzinfo=UTC), "Monday 29 March, 10:30am"),
        (datetime(2027, 10, 30, 9, 30, tzinfo=UTC), "Saturday 30 October, 10:30am"),
        (datetime(2027, 10, 31, 10, 30, tzinfo=UTC), "Sunday 31 October, 10:30am"),
        (datetime(2027, 11, 1, 10, 30, tzinfo=UTC), "Monday 1 November, 10:30am"),
    ],
)
def test_mail_and_calendar_file_tell_the_same_time_around_a_clock_change(starts_at, words):
    mail = mail_of(Kind.CONFIRMED, ConfirmedFactory(starts_at=starts_at))

    (event,) = calendar_of(mail)[1].events
    assert mail.subject == f"Your session on {words}"
    assert event.start == starts_at
    assert f"{event.start:%A} {event.start.day} {event.start:%B}, {event.start:%H:%M}am" == words


def test_each_end_of_a_request_is_told_by_its_own_mail(admin_user):
    by = lifecycle.practitioner(admin_user)
    declined, later = HeldFactory(), HeldFactory(starts_at=NOW + timedelta(days=8))
    lifecycle.decline(declined, by=by, now=NOW, words=WordsFactory())
    lifecycle.offer_later(later, by=by, now=NOW, from_on=date(2027, 5, 3))

    true = {
        (message.booking_id, message.kind): emails.is_still_true(message, now=NOW)
        for booking in (declined, later)
        for message in (
            Message(booking=Booking.objects.get(pk=booking.pk), kind=Kind.DECLINED),
            Message(booking=Booking.objects.get(pk=booking.pk), kind=Kind.LATER),
        )
    }

    assert true == {
        (declined.pk, Kind.DECLINED): True,
        (declined.pk, Kind.LATER): False,
        (later.pk, Kind.DECLINED): False,
        (later.pk, Kind.LATER): True,
    }


def test_a_message_that_was_answered_needs_no_mail():
    enquiry = EnquiryFactory()
    outbox.put(Kind.ENQUIRY, enquiry=enquiry, at=NOW)
    message = Message.objects.get()
    was_true = emails.is_still_true(message, now=NOW)
    enquiry.answered_at = NOW
    enquiry.save()

    message = Message.objects.get()

    assert (was_true, emails.is_still_true(message, now=NOW)) == (True, False)


def test_every_kind_has_its_mail_and_its_truth():
    assert set(emails.MAILS) == set(Kind)
    # These are about no visit; what they are about says itself whether they are still true.
    others = {
        Kind.ACCOUNT,
        Kind.ENQUIRY,
        Kind.LINK,
        Kind.FORM_LINK,
        Kind.ERASED,
        Kind.BREACH_OPEN,
        Kind.BREACH_DUE,
    }
    assert set(emails.TRUE_WHILE) == set(Kind) - others


class TestAMoveAsTheClientKnowsIt:
    """What was sent before decides what there is to tell."""

    @pytest.fixture
    def visit(self):
        """A visit on Monday 8 March at noon, of which the client was told."""
        visit = ConfirmedFactory(screening__answers=PLAIN_ANSWERS)
        outbox.put(Kind.CONFIRMED, booking=visit, at=NOW)
        visit.messages.update(sent_at=NOW)
        return visit

    @pytest.fixture
    def she(self, admin_user):
        return lifecycle.practitioner(admin_user)

    def move(self, visit, by, *, days):
        rebooking.move(visit, NOW + timedelta(days=days), by=by, now=NOW)

    def newest(self, visit, kind=Kind.MOVED):
        message = Message.objects.select_related("booking").filter(booking=visit, kind=kind).last()
        return message, emails.build(message, now=NOW)

    def test_of_two_moves_in_one_go_the_mail_names_where_it_was_before_both(self, visit, she):
        self.move(visit, she, days=8)
        self.move(visit, she, days=9)

        _message, mail = self.newest(visit)

        assert mail.subject == "Your session is now on Wednesday 10 March, noon"
        assert "Instead of: Monday 8 March 2027, noon" in mail.body

    def test_there_and_back_again_is_no_news(self, visit, she):
        self.move(visit, she, days=8)
        self.move(visit, she, days=7)

        message, _mail = self.newest(visit)

        assert not emails.is_still_true(message, now=NOW)

    def test_there_and_back_again_tells_of_a_visit_that_is_news(self, visit, she):
        visit.messages.update(kind=Kind.HELD)
        self.move(visit, she, days=8)
        self.move(visit, she, days=7)

        message, mail = self.newest(visit)

        assert emails.is_still_true(message, now=NOW)
        assert "Your session is confirmed." in mail.body

    def test_back_again_after_the_client_was_told_is_a_move(self, visit, she):
        self.move(visit, she, days=8)
        visit.messages.update(sent_at=NOW)
        self.move(visit, she, days=7)

        message, mail = self.newest(visit)

        assert emails.is_still_true(message, now=NOW)
        assert "Instead of: Tuesday 9 March 2027, noon" in mail.body

    def test_a_visit_held_before_its_move_was_told_names_both(self, visit, she):
        self.move(visit, she, days=8)
        found = ScreeningFactory(client=visit.client, visit_on=visit.visit_on, needs_review=True)
        lifecycle.hold_again(visit, found, answer_due_at=visit.starts_at, now=NOW, by=lifecycle.CLIENT)

        _message, mail = self.newest(visit, Kind.HELD)

        assert "Your visit has moved from Monday 8 March 2027, noon" in mail.body

    def test_a_move_that_was_told_is_not_told_again_with_the_hold(self, visit, she):
        self.move(visit, she, days=8)
        visit.messages.update(sent_at=NOW)
        found = ScreeningFactory(client=visit.client, visit_on=visit.visit_on, needs_review=True)
        lifecycle.hold_again(visit, found, answer_due_at=visit.starts_at, now=NOW, by=lifecycle.CLIENT)

        _message, mail = self.newest(visit, Kind.HELD)

        assert "has moved" not in mail.body
