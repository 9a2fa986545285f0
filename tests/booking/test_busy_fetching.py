"""Getting a calendar from elsewhere is bounded, and reaches nothing that the server alone could reach."""

import socket
import ssl

import pytest

from booking.busy import fetching
from booking.busy.values import Access, Failed, Trouble
from tests.booking import calendars

HERE = {"on_loopback": True}


@pytest.fixture
def feed():
    with calendars.feed() as feed:
        yield feed


def trouble(address, **more) -> Trouble:
    with pytest.raises(Failed) as failed:
        fetching.fetch("GET", Access(address, "marja", "heron"), **more)
    return failed.value.trouble


def resolves_to(monkeypatch, *addresses, port=443):
    rows = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in addresses]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: rows)


def test_what_the_server_holds_comes_with_its_mark(feed):
    feed.headers = {"ETag": '"1"'}

    answer = fetching.fetch("GET", Access(feed.url("/a%20b/?token=x&y")), **HERE)

    assert answer == fetching.Answer(200, calendars.ics().encode(), '"1"')
    assert [(method, path) for method, path, _headers in feed.asked] == [("GET", "/a%20b/?token=x&y")]


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (401, Trouble.PASSWORD),
        (403, Trouble.PASSWORD),
        (404, Trouble.NOT_FOUND),
        (410, Trouble.NOT_FOUND),
        (413, Trouble.TOO_LARGE),
        (429, Trouble.REFUSED),
        (500, Trouble.REFUSED),
        (503, Trouble.REFUSED),
        (504, Trouble.TIMED_OUT),
    ],
)
def test_each_answer_has_its_trouble(feed, status, expected):
    feed.status = status

    assert trouble(feed.url(), **HERE) == expected


def test_what_is_larger_than_five_megabytes_is_not_taken(feed):
    feed.body = b"x" * (fetching.LARGEST + 1)

    assert trouble(feed.url(), **HERE) == Trouble.TOO_LARGE


def test_nobody_there_is_said_so():
    assert trouble(f"http://127.0.0.1:{calendars.free_port()}/", **HERE) == Trouble.UNREACHABLE


def test_what_is_no_answer_of_a_web_server_is_said_so(feed):
    feed.headers = {"ETag": "x" * 70_000}

    assert trouble(feed.url(), **HERE) == Trouble.UNREACHABLE


def test_a_server_that_hangs_is_left(feed, monkeypatch):
    monkeypatch.setattr(fetching, "SECONDS", 0.2)
    feed.hangs = True

    assert trouble(feed.url(), **HERE) == Trouble.TIMED_OUT


def test_a_redirect_is_followed_with_the_password_on_the_same_server_alone(feed):
    with calendars.feed() as other:
        feed.status, feed.headers = 302, {"Location": other.url("/moved.ics")}
        fetching.fetch("GET", Access(feed.url(), "marja", "heron"), **HERE)

        (_first, _path, own), (_second, _moved, elsewhere) = feed.asked + other.asked

    assert own["Authorization"] == "Basic bWFyamE6aGVyb24="
    assert "Authorization" not in elsewhere


def test_redirects_in_a_circle_end(feed):
    feed.status, feed.headers = 301, {"Location": "/me.ics"}

    assert trouble(feed.url(), **HERE) == Trouble.NOT_FOUND
    assert len(feed.asked) == fetching.MOST_REDIRECTS + 1


@pytest.mark.parametrize(
    "address",
    [
        "http://calendar.example.com/",
        "ftp://calendar.example.com/",
        "file:///etc/passwd",
        "https:///me.ics",
        "//calendar.example.com/",
        "",
    ],
)
def test_nothing_but_https_is_asked(address):
    assert trouble(address) == Trouble.NOT_ALLOWED


@pytest.mark.parametrize("target", ["http://10.0.0.1/", "file:///etc/passwd", "https://10.0.0.1/"])
def test_a_redirect_is_looked_at_as_an_address_is(feed, target):
    feed.status, feed.headers = 302, {"Location": target}

    assert trouble(feed.url(), **HERE) == Trouble.NOT_ALLOWED


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.9.9.9", "0.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254"),
        *("100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "2001:0:a00:1::"),
    ],
)
def test_an_address_that_is_not_public_is_not_asked(monkeypatch, address):
    resolves_to(monkeypatch, address)

    assert trouble("https://calendar.example.com/me.ics") == Trouble.NOT_ALLOWED


def test_one_private_address_among_public_ones_is_enough_to_refuse(monkeypatch):
    resolves_to(monkeypatch, "93.184.216.34", "10.0.0.1")

    assert trouble("https://calendar.example.com/me.ics") == Trouble.NOT_ALLOWED


def test_the_tests_own_setting_opens_this_machine_and_no_network(monkeypatch):
    resolves_to(monkeypatch, "10.0.0.1")

    assert trouble("http://calendar.example.com/", **HERE) == Trouble.NOT_ALLOWED


def test_the_connection_goes_to_the_address_that_was_looked_at(monkeypatch):
    resolves_to(monkeypatch, "93.184.216.34")
    asked = []

    def connect(address, timeout):
        asked.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)

    assert trouble("https://calendar.example.com/me.ics") == Trouble.UNREACHABLE
    assert asked == [("93.184.216.34", 443)]


def test_a_server_that_cannot_prove_its_name_is_not_believed(monkeypatch, feed):
    def unproven(self, plain, server_hostname):
        raise ssl.SSLCertVerificationError

    resolves_to(monkeypatch, "127.0.0.1", port=feed.port)
    monkeypatch.setattr(ssl.SSLContext, "wrap_socket", unproven)

    assert trouble(f"https://calendar.example.com:{feed.port}/", **HERE) == Trouble.CERTIFICATE


def test_a_name_that_nobody_knows_is_said_so(monkeypatch):
    def unknown(*args, **kwargs):
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", unknown)

    assert trouble("https://calendar.example.com/") == Trouble.UNREACHABLE


@pytest.mark.parametrize("address", ["https://[", "https://a:b:c/", "https://a:99999/"])
def test_an_address_that_is_none_is_said_so(address):
    assert trouble(address) == Trouble.NOT_FOUND


def test_no_proxy_of_the_environment_is_asked(monkeypatch, feed):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")

    assert fetching.fetch("GET", Access(feed.url()), **HERE).status == 200


def test_what_opens_a_calendar_is_not_printed():
    access = Access("https://calendar.example.com/secret.ics", "marja", "heron")

    assert "secret" not in repr(access)
    assert "heron" not in repr(access)
