"""Signing in as she does it, in a browser: app, passkey, recovery code, and a session that ends."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp

from booking.demo import PASSWORD
from intake.models import Client
from npm_site.signin import adapters
from tests.intake.factories import ClientFactory
from tests.journeys.onward import goes_on_by
from tests.journeys.practitioner import Practitioner

HALF_AN_HOUR = 30 * 60


@pytest.fixture(autouse=True)
def _second_step(settings):
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.fixture
def marja(page, practice, address):
    return Practitioner(page, address)


@pytest.fixture
def passkeys(page):
    """A device that makes and shows passkeys whenever it is asked."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    device = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]

    def verified(is_verified):
        session.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": is_verified})

    return verified


def code(secret):
    return totp.format_hotp_value(totp.hotp_value(secret, list(totp.yield_hotp_counters_from_time())[1]))


def her_code(user):
    return code(adapters.unseal(Authenticator.objects.get(user=user, type="totp").data["secret"]))


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def press(page, name):
    goes_on_by(button(page, name))


def heading(page):
    return page.get_by_role("heading", level=1).inner_text()


def adds_an_app(marja):
    page = marja.page
    marja.follows("Add an app")
    secret = page.locator(".signin-key").inner_text().replace(" ", "")
    page.get_by_label("Code from the app").fill(code(secret))
    press(page, "Add the app")
    return page.locator(".signin-codes code").all_inner_texts()


def types_a_code(marja, typed):
    marja.page.get_by_label("Code").fill(typed)
    press(marja.page, "Go on")


def test_an_app_is_added_and_its_code_opens_the_diary(marja, practice, clock, is_sound):
    page = marja.page
    marja.signs_in()
    is_sound(page)
    marja.follows("Add an app")
    is_sound(page)
    marja.opens("/admin/account/")
    codes = adds_an_app(marja)
    is_sound(page)
    marja.follows("I have kept them")
    inside = page.url
    marja.opens("/admin/account/")
    is_sound(page)
    press(page, "Log out")
    clock.shift(90)

    marja.signs_in()
    is_sound(page)
    types_a_code(marja, "000000")
    is_sound(page)
    wrong = page.locator(".error").first.inner_text()
    types_a_code(marja, her_code(practice))

    assert len(codes) == 10
    assert "does not fit" in wrong
    assert page.url == inside == marja.address + "/admin/"


def test_a_passkey_is_added_and_opens_the_diary_with_nothing_typed(marja, passkeys, is_sound):
    page = marja.page
    marja.signs_in()
    marja.follows("Add a passkey")
    is_sound(page)
    page.get_by_label("Name of this passkey").fill("My phone")
    press(page, "Add a passkey")
    marja.follows("I have kept them")
    press(page, "Log out")

    marja.opens("/admin/booking/booking/")
    press(page, "Use a passkey")
    inside = page.url
    marja.opens("/admin/account/")
    is_sound(page)
    marja.follows("Remove My phone")
    is_sound(page)
    press(page, "Remove the passkey")

    assert inside == marja.address + "/admin/booking/booking/"
    assert heading(page) == "Add a second step"
    assert not Authenticator.objects.exists()


def test_a_passkey_will_do_for_the_second_step_too(marja, passkeys):
    page = marja.page
    marja.signs_in()
    marja.follows("Add a passkey")
    page.get_by_label("Name of this passkey").fill("My phone")
    press(page, "Add a passkey")
    marja.follows("I have kept them")
    press(page, "Log out")

    marja.signs_in()
    press(page, "Use a passkey")

    assert page.url == marja.address + "/admin/"
    assert page.get_by_role("button", name="Log out").is_visible()


def test_a_finger_that_is_not_hers_is_said_and_the_password_still_works(marja, passkeys):
    page = marja.page
    marja.signs_in()
    marja.follows("Add a passkey")
    passkeys(False)
    page.get_by_label("Name of this passkey").fill("My phone")

    button(page, "Add a passkey").click()
    page.get_by_role("alert").filter(has_text="No passkey was made.").wait_for()

    assert not Authenticator.objects.exists()


def test_a_recovery_code_opens_the_diary_once(marja, clock):
    marja.signs_in()
    spent, *_left = adds_an_app(marja)
    marja.follows("I have kept them")
    opened = []
    for _time in range(2):
        press(marja.page, "Log out")
        marja.signs_in()
        types_a_code(marja, spent)
        opened.append(marja.page.url)
        marja.opens("/admin/")
        if not opened[1:]:
            continue
        assert heading(marja.page) == "Your second step"
        press(marja.page, "Start again")

    assert opened == [marja.address + "/admin/", marja.address + "/admin/account/code/"]


def test_the_sixth_wrong_password_is_told_how_long_to_wait(marja, is_sound):
    for _try in range(5):
        marja.signs_in(password="something else")
    wrong = marja.page.locator("#error-summary").inner_text()

    marja.signs_in(password="something else")
    is_sound(marja.page)

    assert "do not fit together" in wrong
    assert heading(marja.page) == "Too many tries"
    assert "Wait 15 minutes" in marja.page.locator("#content-main").inner_text()


def test_what_was_typed_outlives_the_session(marja, settings, clock, is_sound):
    settings.SECOND_FACTOR_REQUIRED = False
    robin, page = ClientFactory(name="Robin Example"), marja.page
    marja.signs_in()
    marja.opens(f"/admin/intake/client/{robin.pk}/change/")
    page.get_by_label("Name").first.fill("Robin Placename")
    clock.shift(HALF_AN_HOUR)

    marja.sends("Save", exact=True)
    is_sound(page)
    told = page.locator(".note").inner_text()
    page.get_by_label("Username").fill("marja")
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Log in")
    is_sound(page)
    press(page, "Send it on")

    assert "What you had typed is kept." in told
    assert Client.objects.get(pk=robin.pk).name == "Robin Placename"


def test_two_minutes_ahead_she_is_asked_and_may_stay(marja, settings, clock):
    settings.SECOND_FACTOR_REQUIRED = False
    page = marja.page
    page.clock.install()
    marja.signs_in()
    clock.shift(28 * 60 + 5)
    page.clock.fast_forward(28 * 60 * 1000)
    dialog = page.get_by_role("dialog", name="Are you still there?")
    dialog.wait_for()

    button(page, "Stay signed in").click()
    dialog.wait_for(state="hidden")
    clock.shift(28 * 60)
    marja.opens("/admin/intake/client/")

    assert page.get_by_role("button", name="Log out").is_visible()


def test_signing_in_needs_no_script(page_nojs, practice, address, clock, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    marja = Practitioner(page_nojs, address)

    marja.signs_in()

    assert page_nojs.url == address + "/admin/"
