"""Links that lead nowhere, told without asking the network. Pure."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import unquote, urlsplit

from content.checks.reading import Link
from content.checks.values import Found, State, Target, note, stop
from content.claims.wordings import gettext_noop as _

SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
WEB = ("http", "https")
# The beginning of an address as people mistype it: http//, htps://, https:/x, http;//, hhttp://.
NEARLY_WEB = re.compile(r"h{1,2}t{1,3}p{0,2}s{0,2}\s*(?P<colon>[:;.]?)\s*(?P<slashes>/*)", re.IGNORECASE)
LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
HOST = re.compile(rf"(?=.{{4,253}}$)(?:{LABEL}\.)+(?!\d+$)[a-z0-9-]{{2,63}}", re.IGNORECASE)
ENDS = "com|org|net|uk|eu|fi|info|io|health"
BARE_HOST = re.compile(rf"www\.|(?:{LABEL}\.)+(?:{ENDS})(?:/|$)", re.IGNORECASE)
MAIL = re.compile(r"[^@\s/]+@[^@\s/]+\.[a-z]{2,}", re.IGNORECASE)
PHONE = re.compile(r"\+?[0-9][0-9().\s-]{4,}")
# Said by content.faults in words of its own.
HARMFUL = ("javascript", "vbscript", "data")

Look = Callable[[str], Target]


def wrong(links: list[Link], *, look: Look, ids: set[str], base: str) -> Iterator[Found]:
    """Yield what is wrong with each link. `look` tells what stands at a path of this site, `ids` are those of
    the page itself, and `base` is the site's own address, with no slash at its end."""
    for link in links:
        if not link.href:
            yield stop(_("The link “%(words)s” has no address."), words=link.words)
            continue
        if not link.words.strip():
            yield stop(_("The link to %(href)s has no words to press."), href=link.href)
        yield from _wrong_address(link, look, ids, base)


def _wrong_address(link, look, ids, base):
    href = unquote(link.href)
    if "{{" in href:
        yield stop(_("A word in {{ }} cannot stand in the address of a link: %(href)s."), href=href)
    elif href.startswith("#"):
        yield from _wrong_place(link, href[1:], ids)
    elif href == base or href.startswith(f"{base}/"):
        yield from _wrong_here(link, href.removeprefix(base) or "/", look, ids)
    elif _is_nearly_web(href):
        yield stop(_("%(href)s is not spelt as an address: it has to begin with https://."), href=href)
    elif SCHEME.match(href):
        yield from _wrong_elsewhere(href)
    elif href.startswith("/") and not href.startswith("//"):
        yield from _wrong_here(link, href, look, ids)
    else:
        yield _unfinished(href)


def _is_nearly_web(href):
    found = NEARLY_WEB.match(href)
    is_meant = found is not None and (found["colon"] or found["slashes"])
    return bool(is_meant) and found[0].lower() not in ("http://", "https://")


def _unfinished(href):
    if MAIL.fullmatch(href):
        return stop(_("Put mailto: in front of %(href)s, so that it opens a mail."), href=href)
    if href.startswith("//") or BARE_HOST.match(href):
        return stop(
            _("Put https:// in front of %(href)s, or it leads to a page of this site."), href=href.lstrip("/")
        )
    return stop(_("Begin the address %(href)s with / for a page of this site."), href=href)


def _wrong_elsewhere(href):
    scheme = SCHEME.match(href)[1].lower()
    rest = href[len(scheme) + 1 :].strip()
    if scheme in WEB:
        yield from _wrong_web(href, scheme)
    elif scheme == "mailto":
        if not MAIL.fullmatch(rest.partition("?")[0]):
            yield stop(_("%(href)s is no e-mail address."), href=href)
    elif scheme == "tel":
        if not PHONE.fullmatch(rest):
            yield stop(_("%(href)s is no telephone number."), href=href)
    elif scheme not in HARMFUL:
        yield stop(
            _("A link cannot begin with %(scheme)s: it would be taken out. Use https:, mailto: or tel:."),
            scheme=scheme,
        )


def _wrong_web(href, scheme):
    try:
        parts = urlsplit(href)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        host = ""
    if not HOST.fullmatch(_ascii(host)) or re.search(r"\s", href):
        yield stop(_("%(href)s is not spelt as an address of a page."), href=href)
    elif scheme == "http":
        yield note(_("%(href)s begins with http://. Try whether it opens with https:// too."), href=href)


def _ascii(host):
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        return ""


def _wrong_here(link, href, look, ids):
    path, _mark, fragment = href.partition("#")
    path = path.partition("?")[0]
    about = {"words": link.words.strip(), "path": path}
    target = look(path)
    if target.state == State.MISSING:
        yield stop(_("There is no page %(path)s; the link “%(words)s” leads there."), **about)
    elif target.state == State.DRAFT:
        yield stop(_("%(path)s is not published yet; the link “%(words)s” leads there."), **about)
    elif fragment and target.ids is not None:
        yield from _wrong_place(link, fragment, target.ids)


def _wrong_place(link, fragment, ids):
    if fragment and fragment not in ids:
        yield note(
            _("There is no heading for #%(place)s, so “%(words)s” leads to the top of the page."),
            place=fragment,
            words=link.words.strip(),
        )
