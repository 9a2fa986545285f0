"""The practitioner's account is made from the command line, never with a weak password."""

import getpass

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command
from django.urls import reverse

from booking.practitioner import GROUP

pytestmark = pytest.mark.django_db
GOOD = "walking-in-birch-woods"


@pytest.fixture
def answers(monkeypatch):
    """Answer what the command asks: the questions in order, and the passwords in order."""

    def answer(*words, passwords=()):
        words, passwords = iter(words), iter(passwords)
        monkeypatch.setattr("builtins.input", lambda _question: next(words))
        monkeypatch.setattr(getpass, "getpass", lambda _question: next(passwords))

    monkeypatch.delenv("NPM_PASSWORD", raising=False)
    return answer


def test_it_asks_and_makes_the_account(client, answers):
    answers("marja", "marja@example.com", passwords=[GOOD, GOOD])

    call_command("make_practitioner")

    user = User.objects.get()
    assert (user.username, user.email, user.is_staff, user.is_superuser) == (
        "marja",
        "marja@example.com",
        True,
        False,
    )
    assert [group.name for group in user.groups.all()] == [GROUP]


def test_who_signs_in_comes_to_the_desk(client, answers, monkeypatch):
    monkeypatch.setenv("NPM_PASSWORD", GOOD)
    call_command("make_practitioner", username="marja", email="marja@example.com")

    response = client.post("/admin/login/", {"login": "marja", "password": GOOD})

    assert response.url == reverse("admin:index")


def test_an_account_gets_a_new_password(client, answers, monkeypatch):
    for password in (GOOD, GOOD + "-again"):
        monkeypatch.setenv("NPM_PASSWORD", password)
        call_command("make_practitioner", username="marja", email="marja@example.com")

    assert User.objects.get().check_password(GOOD + "-again")


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("short", "too short"),
        ("yfdbufnjh10305070", "too common"),
        ("marja@example.com", "too similar"),
    ],
)
def test_a_weak_password_is_refused_and_why(answers, password, said):
    answers("marja", "marja@example.com", passwords=[password, password])

    with pytest.raises(CommandError, match=said):
        call_command("make_practitioner")

    assert not User.objects.exists()


def test_two_different_passwords_make_nothing(answers):
    answers("marja", "marja@example.com", passwords=[GOOD, GOOD + "x"])

    with pytest.raises(CommandError, match="differ"):
        call_command("make_practitioner")

    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("username", "email", "said"),
    [("", "marja@example.com", "username"), ("ma rja", "", "username"), ("marja", "marja", "email")],
)
def test_a_name_or_an_address_that_is_none_is_refused(answers, username, email, said):
    answers(passwords=[GOOD, GOOD])

    with pytest.raises(CommandError, match=said):
        call_command("make_practitioner", username=username, email=email)

    assert not User.objects.exists()


def test_where_nobody_can_answer_it_says_what_to_give(answers, monkeypatch):
    def nobody(_question):
        raise EOFError

    monkeypatch.setattr("builtins.input", nobody)

    with pytest.raises(CommandError, match="NPM_PASSWORD"):
        call_command("make_practitioner")


def test_after_an_update_she_may_open_what_is_new(answers):
    answers("marja", "marja@example.com", passwords=[GOOD, GOOD])
    call_command("make_practitioner")
    group = Group.objects.get(name=GROUP)
    wanted = set(group.permissions.all())
    group.permissions.clear()

    call_command("migrate", verbosity=0)

    assert wanted
    assert set(group.permissions.all()) == wanted


def test_where_there_is_no_practitioner_an_update_makes_none():
    call_command("migrate", verbosity=0)

    assert not Group.objects.exists()
