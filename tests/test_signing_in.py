"""Signing in: a password and a second step, limits on guessing, and nothing that tells a stranger more."""

import hashlib
import logging
import re
from unittest.mock import Mock

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import caches
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from booking import outbox
from booking.practitioner import make_practitioner
from intake import crypto
from npm_site.signin import adapters
from tests.conftest import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "_second_step")]
PASSWORD = "walking-in-birch-woods"
LOGIN, CODE, HOME = "/admin/login/", "/admin/account/code/", "/admin/"
APP, CODES, WAYS_IN = "/admin/account/app/", "/admin/account/codes/", "/admin/account/"
WRONG = "This username and password do not fit together."
BAD_CODE = "This code does not fit"


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def _second_step(settings):
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.fixture
def marja():
    return make_practitioner("marja", PASSWORD, "marja@example.com")


def log_in(client, password=PASSWORD, username="marja", address="192.0.2.1", **more):
    return client.post(LOGIN, {"login": username, "password": password} | more, REMOTE_ADDR=address)


def code_of(user, steps=0):
    """The code that her app shows, some half-minutes from now."""
    secret = adapters.unseal(Authenticator.objects.get(user=user, type="totp").data["secret"])
    counter = list(totp.yield_hotp_counters_from_time())[1] + steps
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def type_code(client, code, address="192.0.2.1"):
    return client.post(CODE, {"code": code}, REMOTE_ADDR=address)


@pytest.fixture
def with_app(marja):
    """Her account has an authenticator app and recovery codes."""
    totp.TOTP.activate(marja, totp.generate_totp_secret())
    RecoveryCodes.activate(marja)
    return marja


def letters():
    """What the worker sends."""
    outbox.send_due(now=timezone.now())
    return mail.outbox


def recovery_codes(user):
    return Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()


def test_the_first_sign_in_leads_to_adding_a_second_step_and_nowhere_else(client, marja):
    assert log_in(client).url == HOME

    for address in (HOME, "/admin/booking/booking/", "/admin/password_change/", "/admin/typed/"):
        assert client.get(address).url == WAYS_IN
    page = client.get(WAYS_IN).text
    assert "Choose one of these two, then your diary opens." in page
    assert "Log out" in page
    assert "/admin/booking/" not in page


def add_an_app(client):
    """Sign in for the first time, and add the app that the page asks for."""
    log_in(client)
    page = client.get(APP).text
    secret = re.search(r'class="signin-key">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    code = totp.format_hotp_value(totp.hotp_value(secret, list(totp.yield_hotp_counters_from_time())[1]))
    return client.post(APP, {"code": code})


@pytest.mark.django_db(transaction=True)
def test_an_app_is_added_its_codes_are_shown_once_and_the_diary_opens(client, marja):
    added = add_an_app(client)
    shown, again = client.get(CODES).text, client.get(CODES).text

    assert added.url == CODES
    assert [code in shown for code in recovery_codes(marja)] == [True] * 10
    assert [code in again for code in recovery_codes(marja)] == [False] * 10
    assert client.get(HOME).status_code == 200
    assert "An authenticator app was added" in letters()[0].body


def test_a_password_and_the_code_open_the_diary(client, with_app):
    assert log_in(client).url == CODE
    assert client.get(HOME).status_code == 302

    answer = type_code(client, code_of(with_app))

    assert (answer.url, client.get(HOME).status_code) == (HOME, 200)


def test_where_she_was_going_is_where_she_comes_to(client, with_app):
    asked = client.get("/admin/booking/booking/?when=all").url
    client.post(asked, {"login": "marja", "password": PASSWORD, "next": "/admin/booking/booking/?when=all"})

    assert type_code(client, code_of(with_app)).url == "/admin/booking/booking/?when=all"


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example", "https://evil.example/", "/\\evil", "javascript:alert(1)"]
)
def test_nobody_is_sent_to_another_site_after_signing_in(client, with_app, elsewhere):
    log_in(client, next=elsewhere)

    assert type_code(client, code_of(with_app)).url == HOME


def test_a_code_works_once_also_from_another_browser(with_app):
    first, second = Client(), Client()
    log_in(first), log_in(second)
    code = code_of(with_app)

    answers = type_code(first, code), type_code(second, code)

    assert [answer.status_code for answer in answers] == [302, 200]
    assert BAD_CODE in answers[1].text


@pytest.mark.django_db(transaction=True)
def test_the_code_that_added_the_app_does_not_sign_in_as_well(client, marja):
    add_an_app(client)
    log_in(other := Client())

    assert BAD_CODE in type_code(other, code_of(marja)).text


@pytest.mark.parametrize(("steps", "fits"), [(-2, False), (-1, True), (0, True), (2, False)])
def test_a_code_may_be_one_step_old_and_no_more(client, with_app, steps, fits):
    log_in(client)

    assert (type_code(client, code_of(with_app, steps)).status_code == 302) == fits


def test_a_recovery_code_works_once_and_a_mail_says_so(with_app):
    code, browsers = recovery_codes(with_app)[0], (Client(), Client())
    for browser in browsers:
        log_in(browser)

    answers = [type_code(browser, code) for browser in browsers]

    assert [answer.status_code for answer in answers] == [302, 200]
    (letter,) = letters()
    assert letter.to == ["marja@example.com"]
    assert "with a recovery code" in letter.body
    assert code not in letter.body


def test_a_session_made_without_the_second_step_is_not_trusted(client, with_app):
    client.force_login(with_app)

    answer = client.get("/admin/account/app/remove/")

    assert answer.url == f"{LOGIN}?next=%2Fadmin%2Faccount%2Fapp%2Fremove%2F"
    assert "_auth_user_id" not in client.session


def test_in_the_demo_the_second_step_is_offered_and_not_asked_for(client, marja, settings):
    settings.SECOND_FACTOR_REQUIRED = False

    log_in(client)

    assert client.get(HOME).status_code == 200
    assert "Add an app" in client.get(WAYS_IN).text


def test_who_has_no_business_here_reads_what_a_stranger_reads(marja):
    User.objects.create_user("visitor", password=PASSWORD)
    User.objects.create_user("gone", password=PASSWORD, is_staff=True, is_active=False)
    tries = [("marja", "wrong"), ("nobody", PASSWORD), ("visitor", PASSWORD), ("gone", PASSWORD)]

    answers = [log_in(Client(), password, username) for username, password in tries]

    said = {re.search(r"<p>(This username[^<]*)</p>", answer.text)[1] for answer in answers}
    assert ({answer.status_code for answer in answers}, len(said)) == ({200}, 1)


def test_the_sixth_wrong_password_waits_and_says_how_long(client, marja, clock):
    answers = [log_in(client, "wrong").status_code for _try in range(5)]
    sixth, right = log_in(client, "wrong"), log_in(client)

    assert answers == [200] * 5
    assert (sixth.status_code, right.status_code, sixth["Retry-After"]) == (429, 429, "900")
    assert "Wait 15 minutes" in sixth.text
    clock.shift(901)
    assert log_in(client).status_code == 302


def test_she_gets_in_from_elsewhere_meanwhile(client, marja):
    for _try in range(6):
        log_in(client, "wrong", address="192.0.2.66")

    assert log_in(client).status_code == 302


def test_one_address_tries_twenty_times_an_hour_whatever_the_names(client, marja):
    answers = [log_in(client, "wrong", f"name{n}").status_code for n in range(21)]

    assert answers == [200] * 20 + [429]


def test_one_line_of_version_6_is_one_address(client, marja):
    for n in range(5):
        log_in(client, "wrong", address=f"2001:db8::{n}")

    assert log_in(client, address="2001:db8::99").status_code == 429
    assert log_in(client, address="2001:db8:0:1::1").status_code == 302


def test_a_forged_address_starts_no_new_count(client, marja, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    for n in range(6):
        answer = client.post(
            LOGIN,
            {"login": "marja", "password": "wrong"},
            headers={"X-Forwarded-For": f"203.0.113.{n}, 192.0.2.1"},
        )

    assert answer.status_code == 429


def test_signing_in_uses_up_no_tries(marja):
    assert [log_in(Client()).status_code for _time in range(8)] == [302] * 8


def test_five_wrong_codes_close_the_codes_from_everywhere_for_a_while(with_app, clock):
    browser, elsewhere = Client(), Client()
    log_in(browser), log_in(elsewhere, address="198.51.100.1")

    answers = [type_code(browser, "000000").status_code for _try in range(6)]

    assert answers == [200] * 5 + [429]
    assert type_code(elsewhere, code_of(with_app), address="198.51.100.1").status_code == 429
    clock.shift(901)
    log_in(elsewhere, address="198.51.100.1")
    assert type_code(elsewhere, code_of(with_app)).status_code == 302


def test_counts_lie_in_a_table_that_every_process_shares(client, marja):
    log_in(client, "wrong")

    assert type(caches["counters"]).__name__ == "DatabaseCache"
    assert caches["counters"]._table == "npm_site_counters"


def test_the_old_session_is_dead_after_signing_in_and_after_signing_out(client, with_app):
    client.get(LOGIN)
    log_in(client)
    before = client.session.session_key
    type_code(client, code_of(with_app))
    inside = client.session.session_key

    client.post("/admin/logout/")

    assert before != inside
    assert not Session.objects.filter(pk__in=[before, inside]).exists()


def test_a_new_password_ends_the_other_sessions_and_a_mail_says_so(with_app, clock):
    here, there = Client(), Client()
    for browser in (here, there):
        log_in(browser)
        type_code(browser, code_of(with_app))
        clock.shift(60)
    new = {"oldpassword": PASSWORD, "password1": PASSWORD + "-again", "password2": PASSWORD + "-again"}

    answer = here.post("/admin/password_change/", new)

    assert answer.url == WAYS_IN
    assert here.get(HOME).status_code == 200
    assert there.get(HOME).url.startswith(LOGIN)
    assert "Your password was changed. Every other place" in letters()[0].body


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"oldpassword": "wrong"}, "This is not your password of today."),
        ({"password1": "short", "password2": "short"}, "too short"),
        ({"password2": "another-one-altogether"}, "same password"),
    ],
)
def test_a_new_password_that_will_not_do_is_refused_and_why(client, with_app, changes, said):
    log_in(client)
    type_code(client, code_of(with_app))
    new = {"oldpassword": PASSWORD, "password1": PASSWORD + "-again", "password2": PASSWORD + "-again"}

    page = client.post("/admin/password_change/", new | changes).text

    assert said in page
    assert PASSWORD not in page


def test_the_password_of_today_cannot_be_guessed_at_leisure(client, with_app):
    log_in(client)
    type_code(client, code_of(with_app))

    answers = [client.post("/admin/password_change/", {"oldpassword": "x"}).status_code for _try in range(6)]

    assert answers == [200] * 5 + [429]


@pytest.mark.parametrize("address", [APP + "remove/", CODES + "new/", "/admin/account/passkeys/add/"])
def test_changing_how_she_signs_in_asks_again_after_a_while(client, with_app, clock, address):
    log_in(client)
    type_code(client, code_of(with_app))
    fresh = client.get(address).status_code
    clock.shift(16 * 60)

    later = client.get(address)
    asked = client.get(later.url)
    client.post("/admin/account/again/", {"password": PASSWORD, "next": address})

    assert fresh == 200
    assert "/admin/account/again/" in later.url
    assert "Is it still you?" in asked.text
    assert client.get(address).status_code == 200


def test_taking_the_last_factor_off_leads_back_to_adding_one(client, with_app):
    log_in(client)
    type_code(client, code_of(with_app))

    client.post(APP + "remove/")

    assert client.get(HOME).url == WAYS_IN
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize(
    "credential",
    ["", "{}", "[]", "7", '"x"', '{"id": 1}', "not json", '{"response": {"userHandle": 7}}', "\0"],
)
def test_a_passkey_that_is_none_is_refused_kindly(client, with_app, credential):
    answer = client.post("/admin/account/passkey/", {"credential": credential, "next": HOME})
    log_in(client)
    second = client.post(CODE, {"credential": credential})

    assert answer.url == f"{LOGIN}?next=%2Fadmin%2F"
    assert second.status_code == 200
    assert client.get(HOME).status_code == 302


@pytest.mark.parametrize("credential", ["", "{}", "[]", '{"id": "a", "rawId": "a", "response": {}}'])
def test_a_new_passkey_that_is_none_is_refused_kindly(client, marja, credential):
    log_in(client)

    answer = client.post("/admin/account/passkeys/add/", {"name": "My phone", "credential": credential})

    assert (answer.status_code, Authenticator.objects.count()) == (200, 0)


@pytest.mark.parametrize(
    ("username", "password"),
    [("a" * 5000, "b"), ("marja\0", "b"), ("", ""), ("marja", "b" * 100_000), (b"\xed\xa0\xbd", "\n")],
    ids=["long", "null", "nothing", "long password", "odd"],
)
def test_whatever_is_typed_is_answered(client, marja, username, password):
    answer = client.post(LOGIN, {"login": username, "password": password})

    assert answer.status_code == 200


def test_what_was_left_empty_is_asked_for_in_words(client, with_app):
    page = client.post(LOGIN).text
    log_in(client)

    assert "Type your username." in page
    assert "Type your password." in page
    assert "Type the code." in client.post(CODE, {"code": ""}).text


@pytest.mark.parametrize("address", ["signup/", "email/", "password/reset/", "logout/"])
def test_what_the_library_could_do_besides_has_no_address(client, address):
    assert client.get("/admin/account/" + address).status_code in (302, 404)
    assert client.post("/admin/account/" + address).status_code in (302, 404)


def test_start_again_leaves_a_sign_in_half_way(client, with_app):
    log_in(client)
    back = client.get(LOGIN).url

    client.post("/admin/account/start-again/")

    assert back == CODE
    assert client.get(LOGIN).status_code == 200


def test_neither_secret_lies_open_in_the_database(with_app):
    rows = {row.type: row.data for row in Authenticator.objects.all()}

    assert crypto.newest_key_id() == "t1"
    assert adapters.unseal(rows["totp"]["secret"]) not in str(rows)
    assert adapters.unseal(rows["recovery_codes"]["seed"]) not in str(rows)


def test_the_secrets_follow_a_new_health_key(client, with_app):
    codes = recovery_codes(with_app)
    new, old = ("k2", bytes(range(32))), ("t1", hashlib.sha256(b"tests only").digest())
    with override_settings(HEALTH_KEYS=(new, old)):
        call_command("rotate_health_keys")

    with override_settings(HEALTH_KEYS=(new,)):
        log_in(client)
        assert recovery_codes(with_app) == codes
        assert type_code(client, code_of(with_app)).status_code == 302


def test_without_its_key_no_code_fits_and_nothing_breaks(client, with_app):
    code = code_of(with_app)
    with override_settings(HEALTH_KEYS=(("k2", bytes(range(32))),)):
        log_in(client)
        answer = type_code(client, code)

    assert (answer.status_code, BAD_CODE in answer.text) == (200, True)


def test_the_log_says_what_happened_and_names_no_secret(client, with_app, caplog):
    caplog.set_level(logging.DEBUG)
    code = code_of(with_app)

    log_in(client, "a wrong password")
    log_in(client)
    type_code(client, "000000")
    type_code(client, code)

    assert "sign-in: a password did not fit" in caplog.messages
    assert f"sign-in: account {with_app.pk}" in caplog.messages
    for secret in (PASSWORD, "a wrong password", code, "000000", "marja"):
        assert secret not in caplog.text


def test_the_operator_takes_a_lost_second_step_off(with_app, capsys, caplog):
    inside = Client()
    log_in(inside)
    type_code(inside, code_of(with_app))

    call_command("remove_second_factor", "marja")

    assert "Taken off marja: TOTP Authenticator, Recovery codes." in capsys.readouterr().out
    assert (
        f"sign-in: the operator took TOTP Authenticator, Recovery codes off account {with_app.pk}"
        in caplog.text
    )
    assert inside.get(HOME).url.startswith(LOGIN)
    assert "Your second step was taken off" in letters()[0].body
    assert log_in(inside).url == HOME
    assert inside.get(HOME).url == WAYS_IN


def test_a_factor_taken_off_half_way_leads_back_to_the_password(client, with_app):
    log_in(client)
    call_command("remove_second_factor", "marja")

    assert client.get(CODE).url == LOGIN
    assert client.get(LOGIN).status_code == 200


def test_the_operator_is_told_of_a_name_that_is_none(marja):
    with pytest.raises(CommandError, match="There is no account maria"):
        call_command("remove_second_factor", "maria")


def test_no_press_waits_for_a_mail_server_and_the_mail_goes_later(with_app, client):
    gone = {"default": {"BACKEND": "django.core.mail.backends.nowhere.EmailBackend"}}
    with override_settings(MAILERS=gone):
        log_in(client)
        answer = type_code(client, recovery_codes(with_app)[0])

    assert answer.status_code == 302
    assert [letter.subject for letter in letters()] == ["Your sign-in to the diary has changed"]


def test_a_password_is_not_changed_when_the_mail_about_it_cannot_be_written(with_app, monkeypatch):
    here = Client(raise_request_exception=False)
    log_in(here)
    type_code(here, code_of(with_app))
    monkeypatch.setattr(outbox, "put", Mock(side_effect=DatabaseError))
    new = {"oldpassword": PASSWORD, "password1": PASSWORD + "-again", "password2": PASSWORD + "-again"}

    answer = here.post("/admin/password_change/", new)

    assert answer.status_code == 500
    with_app.refresh_from_db()
    assert with_app.check_password(PASSWORD)


def test_what_the_library_shows_in_admin_stays_out(client, admin_user, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    client.force_login(admin_user)

    page = client.get(HOME).text

    assert "mfa/" not in page
    assert "emailaddress" not in page
    assert reverse("admin:password_change") == reverse("account_change_password")
