"""Every answer of a server carries the same protections, whatever kind of answer it is."""

import re

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.urls import path

from npm_site import urls
from tests import production
from tests.content.factories import PageFactory

SECURITY = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; "
        "base-uri 'none'; object-src 'none'; report-uri /csp-report/; upgrade-insecure-requests"
    ),
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains; preload",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
PRIVATE = {
    **SECURITY,
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
}


def broken(request):
    raise ValueError("a fault of ours")


urlpatterns = [path("broken/", broken), *urls.urlpatterns]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with production.server(tmp_path_factory.mktemp("static"), ROOT_URLCONF=__name__) as client:
        yield client


def get(server, address, **headers):
    response = server.get(address, secure=True, headers=headers)
    response.close()
    return response


@pytest.fixture
def home(db):
    return PageFactory(slug="home")


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/", 200),
        ("/health/", 200),
        ("/nowhere/", 404),
        ("/broken/", 500),
        ("/static/css/base.css", 200),
        ("/static/css/nowhere.css", 404),
        ("/csp-report/", 405),
    ],
)
def test_every_answer_carries_the_security_headers(server, address, status):
    response = get(server, address)

    assert response.status_code == status
    assert {name: response.headers.get(name) for name in SECURITY} == SECURITY


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "status"), [("/admin/login/", 200), ("/admin/", 302), ("/book/", 200)])
def test_what_is_personal_is_not_stored_and_names_nobody_elsewhere(server, address, status):
    response = get(server, address)

    assert response.status_code == status
    found = {name: response.headers.get(name) for name in PRIVATE}
    assert "no-store" in found["Cache-Control"]
    assert {**found, "Cache-Control": "no-store"} == PRIVATE


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_is_typed_into_the_contact_page_is_not_stored_and_it_may_be_found(server, method):
    response = getattr(server, method)("/contact/", secure=True)

    assert (response.status_code, response["Cache-Control"]) == (200, "no-store")
    assert "X-Robots-Tag" not in response.headers
    assert response["Referrer-Policy"] == SECURITY["Referrer-Policy"]


@pytest.mark.django_db
def test_a_search_engine_is_kept_out_of_what_is_personal_alone(server):
    rules = get(server, "/robots.txt").text.splitlines()

    kept_out = {rule.removeprefix("Disallow: ") for rule in rules if rule.startswith("Disallow")}
    assert kept_out == {"/admin/", "/book/", "/booking/", "/calendar/", "/intake/"}


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/admin/login/", "/static/css/base.css"])
def test_nobody_elsewhere_may_read_an_answer(server, address):
    response = get(server, address, origin="https://elsewhere.example.com")

    assert [name for name in response.headers if name.startswith("Access-Control")] == []


def test_the_policy_allows_nothing_unsafe():
    policy = SECURITY["Content-Security-Policy"]

    assert not re.search(r"unsafe-|data:|\*|http:", policy)


def test_plain_http_leads_to_https_and_sets_nothing(server):
    response = server.get("/faq/")

    assert (response.status_code, response["Location"]) == (301, "https://npm.example.com/faq/")
    assert not response.cookies


def test_health_is_told_over_plain_http_too(server):
    response = server.get("/health/")

    assert (response.status_code, response.content) == (200, b"ok")


@pytest.mark.django_db
def test_another_host_is_refused_and_not_repeated(server):
    response = get(server, "/", host="evil.example.com")

    assert response.status_code == 400
    assert b"evil" not in response.content


@pytest.mark.usefixtures("home")
def test_a_content_page_sets_no_cookie(server):
    response = get(server, "/")

    assert (response.status_code, len(response.cookies)) == (200, 0)


@pytest.mark.django_db
def test_the_cookies_of_the_sign_in_are_tied_to_this_host(server):
    cookie = get(server, "/admin/login/").cookies["__Host-csrftoken"]

    found = cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"]
    assert found == (True, True, "Strict", "/", "")


def test_signing_out_clears_what_the_browser_kept(server, admin_user):
    server.force_login(admin_user)

    response = server.post("/admin/logout/", secure=True)

    assert response["Clear-Site-Data"] == '"cache", "storage"'


@pytest.mark.django_db
def test_an_error_page_tells_nothing_of_the_fault(server):
    response = get(server, "/broken/")

    assert b"a fault of ours" not in response.content
    assert b"Traceback" not in response.content


@pytest.mark.django_db
@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_a_static_file_has_a_hashed_name_is_compressed_and_never_asked_for_again(server, encoding):
    address = staticfiles_storage.url("css/base.css")

    response = get(server, address, accept_encoding=encoding)

    assert re.fullmatch(r"/static/css/base\.[0-9a-f]{12}\.css", address)
    assert response["Content-Encoding"] == encoding
    assert response["Cache-Control"] == "max-age=315360000, public, immutable"
    assert {name: response.headers.get(name) for name in SECURITY} == SECURITY


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ('{"csp-report": {"effective-directive": "img-src", "document-uri": "/book/secret/"}}', "img-src"),
        ('{"csp-report": {"violated-directive": "style-src-attr"}}', "style-src-attr"),
        ('{"csp-report": {"effective-directive": "a\\nb"}}', "unknown"),
        ('{"csp-report": []}', "unknown"),
        ("[1]", "unknown"),
        ("not json", "unknown"),
        ("[" * 100_000, "unknown"),
        (b"\xff\xfe", "unknown"),
    ],
    ids=["report", "older report", "two lines", "wrong shape", "list", "no json", "deep", "no text"],
)
def test_a_report_of_a_breach_is_logged_without_its_address(server, caplog, body, named):
    response = server.post("/csp-report/", body, content_type="application/csp-report", secure=True)

    assert response.status_code == 204
    assert caplog.messages == [f"content security policy violated: {named}"]
