"""Gets a calendar from elsewhere: https to public addresses only, bounded, and through no proxy.

Whoever types an address must not be able to look around in the server's own network by it. So the name
is resolved here, each of its addresses is looked at, and the connection goes to one of those."""

import http.client
import ipaddress
import socket
import ssl
from base64 import b64encode
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from booking.busy.values import Access, Failed, Trouble

SECONDS = 10
LARGEST = 5 * 1024 * 1024
MOST_REDIRECTS = 3
REDIRECTS = {301, 302, 303, 307, 308}
# Public by name, but they stand for an IPv4 address inside, which could be any.
WRAPPED = [ipaddress.ip_network(net) for net in ("64:ff9b::/96", "2002::/16", "2001::/32")]
TROUBLES = {
    **dict.fromkeys((401, 403, 407), Trouble.PASSWORD),
    **dict.fromkeys((404, 410), Trouble.NOT_FOUND),
    413: Trouble.TOO_LARGE,
    **dict.fromkeys((408, 504), Trouble.TIMED_OUT),
}


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes
    etag: str = ""


def fetch(
    method: str, access: Access, *, headers=None, body=None, on_loopback=False, also=frozenset({304})
) -> Answer:
    """Return an answer of 2xx, or with one of `also`. Raise Failed for any other, and beyond the bounds."""
    address = access.address
    try:
        for _turn in range(MOST_REDIRECTS + 1):
            # A password is for the server that it was typed for, and for no other.
            opened = _sign(access) if _origin(address) == _origin(access.address) else {}
            status, found, response = _ask(method, address, (headers or {}) | opened, body, on_loopback)
            if status not in REDIRECTS:
                return _answer(status, found, response, also)
            address = urljoin(address, found.get("Location", ""))
    except ssl.SSLCertVerificationError:
        raise Failed(Trouble.CERTIFICATE) from None
    except TimeoutError:
        raise Failed(Trouble.TIMED_OUT) from None
    except (OSError, http.client.HTTPException):
        raise Failed(Trouble.UNREACHABLE) from None
    except ValueError:
        raise Failed(Trouble.NOT_FOUND) from None
    raise Failed(Trouble.NOT_FOUND)


def _ask(method, address, headers, body, on_loopback):
    """Return status, headers and the first bytes of one answer, one more than there may be."""
    parts = urlsplit(address)
    is_secure = parts.scheme == "https"
    if not parts.hostname or (not is_secure and not (on_loopback and parts.scheme == "http")):
        raise Failed(Trouble.NOT_ALLOWED)
    port = parts.port or (443 if is_secure else 80)
    sort = http.client.HTTPSConnection if is_secure else http.client.HTTPConnection
    connection = sort(parts.hostname, port, timeout=SECONDS)
    plain = socket.create_connection((_checked(parts.hostname, port, on_loopback), port), timeout=SECONDS)
    try:
        connection.sock = plain
        if is_secure:
            context = ssl.create_default_context()
            connection.sock = context.wrap_socket(plain, server_hostname=parts.hostname)
        target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~") + (
            f"?{parts.query}" if parts.query else ""
        )
        connection.request(method, target, body, {"Accept-Encoding": "identity", **headers})
        response = connection.getresponse()
        return response.status, response.headers, response.read(LARGEST + 1)
    finally:
        connection.close()
        plain.close()


def _answer(status, headers, body, also) -> Answer:
    if not 200 <= status < 300 and status not in also:
        raise Failed(TROUBLES.get(status, Trouble.REFUSED))
    if len(body) > LARGEST:
        raise Failed(Trouble.TOO_LARGE)
    return Answer(status, body, headers.get("ETag", ""))


def _checked(host: str, port: int, on_loopback: bool) -> str:
    """Return the address to connect to. Raise Failed when any of the host's is not a public one."""
    found = [row[4][0] for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found or not all(_is_allowed(ipaddress.ip_address(one), on_loopback) for one in found):
        raise Failed(Trouble.NOT_ALLOWED)
    return found[0]


def _is_allowed(address, on_loopback: bool) -> bool:
    inner = getattr(address, "ipv4_mapped", None) or address
    if on_loopback and inner.is_loopback:
        return True
    is_wrapped = inner.version == 6 and any(inner in net for net in WRAPPED)
    return inner.is_global and not inner.is_multicast and not is_wrapped


def _origin(address: str) -> tuple:
    parts = urlsplit(address)
    return parts.scheme, parts.hostname, parts.port or (443 if parts.scheme == "https" else 80)


def _sign(access: Access) -> dict:
    if not access.user_name and not access.password:
        return {}
    pair = f"{access.user_name}:{access.password}".encode()
    return {"Authorization": f"Basic {b64encode(pair).decode()}"}
