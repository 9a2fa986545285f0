"""A mail as it looks, in a frame of a page at the desk: nothing in it runs, and nothing leads anywhere.

A mail carries its styles with it, which the site's policy refuses. The page that shows some mails allows
the very styles that stand in them, each by its digest, and no other."""

import re
from base64 import b64encode
from hashlib import sha256
from html import unescape

from django.conf import settings
from django.utils.csp import CSP, build_policy

STYLES = re.compile(r'<style>(?P<whole>.*?)</style>|\sstyle="(?P<part>[^"]*)"', re.DOTALL)
LINK = re.compile(r'<a href="[^"]*"')


def still(mail: str) -> str:
    """Return the HTML of a mail with its links as they look, leading nowhere."""
    return LINK.sub("<a", mail)


def allow(response, mails) -> None:
    """Let the page show these mails in frames that hold their HTML: they are under the page's own policy."""
    digests = sorted({_digest(style) for mail in mails for style in _styles(mail)})
    styles = {"style-src": [CSP.SELF, "'unsafe-hashes'", *digests]} if digests else {}
    response.headers[str(CSP.HEADER_ENFORCE)] = build_policy(settings.SECURE_CSP | styles)


def _styles(mail):
    """Each as the browser reads it: what stands in an attribute without its escapes."""
    for style in STYLES.finditer(mail):
        yield style["whole"] if style["whole"] is not None else unescape(style["part"])


def _digest(style):
    return f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'"
