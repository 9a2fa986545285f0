"""Seals bytes with AES-GCM: the newest key seals, every known key opens. Nothing else imports cryptography.

A sealed value is: format byte, length of the key's id, the id, a 12-byte nonce, the ciphertext with its tag.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

FORMAT = 1
NONCE_BYTES = 12
# The longest that an id may be, in npm_site/secrets.py too.
LONGEST_KEY_ID = 20
LONGEST_HEADER = 2 + LONGEST_KEY_ID


class Unreadable(Exception):
    """A sealed value cannot be opened: changed, moved from another row, or its key is gone."""


def seal(plain: bytes, aad: bytes) -> bytes:
    """Seal with the newest key; only the same associated data opens it again."""
    key_id, key = settings.HEALTH_KEYS[0]
    header = _header(key_id)
    nonce = os.urandom(NONCE_BYTES)
    return header + nonce + AESGCM(key).encrypt(nonce, plain, header + aad)


def open_(sealed: bytes, aad: bytes) -> bytes:
    """Return what was sealed, whole and unchanged, or raise Unreadable."""
    key_id = key_id_of(sealed)
    header = _header(key_id)
    key = dict(settings.HEALTH_KEYS).get(key_id)
    if key is None:
        raise Unreadable("No key for this sealed value.")
    nonce, body = sealed[len(header) :][:NONCE_BYTES], sealed[len(header) + NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, body, header + aad)
    except (InvalidTag, ValueError):
        # The cause is left out: a traceback with its locals has no business near health answers.
        raise Unreadable("A sealed value does not open.") from None


def key_id_of(sealed: bytes) -> str:
    """Name the key that a sealed value was made with, or raise Unreadable when it is no sealed value."""
    if len(sealed) < 2 or sealed[0] != FORMAT or len(sealed) < 2 + sealed[1]:
        raise Unreadable("This is not a sealed value.")
    try:
        return sealed[2 : 2 + sealed[1]].decode("ascii")
    except UnicodeDecodeError:
        raise Unreadable("This is not a sealed value.") from None


def newest_key_id() -> str:
    return settings.HEALTH_KEYS[0][0]


def _header(key_id: str) -> bytes:
    name = key_id.encode("ascii")
    return bytes([FORMAT, len(name)]) + name
