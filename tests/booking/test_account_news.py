"""Mail about an account of the practice: whom it goes to, what it says, how long it is kept."""

from datetime import timedelta

import pytest
from django.core import mail

from booking import account_news, outbox
from booking.models import AccountNews, Kind, Message
from booking.rights import retention
from tests.booking.factories import NOW, AccountFactory, AccountNewsFactory
from tests.booking.mails import open_practice

pytestmark = pytest.mark.django_db
WHATS = list(AccountNews.What)


@pytest.fixture(autouse=True)
def practice():
    return open_practice()


@pytest.mark.parametrize("what", WHATS)
def test_each_piece_of_news_goes_to_the_account_it_is_about(what):
    account_news.tell(AccountFactory(email="marja@example.com"), what, now=NOW)
    outbox.send_due(now=NOW)

    (letter,) = mail.outbox
    assert letter.to == ["marja@example.com"]
    assert letter.body.startswith(str(what.label))
    assert "It was on Monday 1 March 2027, noon." in letter.body
    # Nothing to press: the front page is all that the frame of a mail leads to.
    assert "http" not in letter.body


def test_the_same_news_twice_is_two_mails():
    account = AccountFactory()

    for minutes in (0, 1):
        account_news.tell(account, "recovery_code_used", now=NOW + timedelta(minutes=minutes))

    assert Message.objects.filter(kind=Kind.ACCOUNT).count() == 2


@pytest.mark.parametrize(("email", "what"), [("", "totp_activated"), ("kim@example.com", "account_merged")])
def test_nothing_is_written_without_an_address_or_for_other_news(email, what):
    account_news.tell(AccountFactory(email=email), what, now=NOW)

    assert not Message.objects.exists()
    assert not AccountNews.objects.exists()


def test_a_mail_whose_account_has_no_address_any_more_is_dropped():
    account = AccountFactory()
    account_news.tell(account, "totp_activated", now=NOW)
    account.email = ""
    account.save()

    outbox.send_due(now=NOW)

    assert Message.objects.get().dropped_at == NOW
    assert mail.outbox == []


@pytest.mark.parametrize(("days", "left"), [(89, 1), (90, 0)])
def test_news_and_its_mail_go_after_ninety_days(days, left):
    outbox.put(Kind.ACCOUNT, news=AccountNewsFactory(), at=NOW)

    retention.apply(now=NOW + timedelta(days=days))

    assert (AccountNews.objects.count(), Message.objects.count()) == (left, left)
