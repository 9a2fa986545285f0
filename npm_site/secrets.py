"""Secrets from the environment: a missing or weak one stops the start and says what to set."""

import base64
import binascii
import itertools
import secrets
import sys

from django.core.exceptions import ImproperlyConfigured

SHORTEST_SECRET_KEY = 50
HEALTH_KEY_BYTES = 32
FEWEST_DIFFERENT = 5
# As intake/crypto.py writes it in front of what it seals.
LONGEST_ID = 20
# The ids of keys that a demo made for itself begin with it.
DEMO = "demo"


def secret_key(value: str) -> str:
    """Return the key, or raise ImproperlyConfigured when it is missing, short or a default."""
    if not value:
        raise ImproperlyConfigured(
            "SECRET_KEY is not set. Put a line SECRET_KEY=… with at least 50 random characters into the "
            "environment or the file .env. `make secrets` prints one."
        )
    is_weak = len(value) < SHORTEST_SECRET_KEY or len(set(value)) < FEWEST_DIFFERENT
    if is_weak or value.startswith("django-insecure"):
        raise ImproperlyConfigured(
            "SECRET_KEY is too short or a default. Set at least 50 random characters; "
            "`make secrets` prints some."
        )
    return value


def health_keys(value: str, *, is_demo: bool = False) -> tuple[tuple[str, bytes], ...]:
    """Read `id:base64,id:base64` (newest first) into (id, 32 bytes) pairs, or raise ImproperlyConfigured
    when they are missing, weak or a default, or a demo's on a site that is none."""
    if not value:
        raise ImproperlyConfigured(
            "HEALTH_KEYS is not set. Health answers are sealed with it, apart from SECRET_KEY. Put a line "
            "HEALTH_KEYS=id:… into the environment or the file .env. `make secrets` prints one."
        )
    keys = tuple(_health_key(part.strip()) for part in value.split(",") if part.strip())
    if not keys or len(dict(keys)) != len(keys) or len({key for _, key in keys}) != len(keys):
        raise ImproperlyConfigured(
            "HEALTH_KEYS needs one id for each key, and each id and each key only once: id:base64,…"
        )
    if not is_demo and any(key_id.startswith(DEMO) for key_id, _ in keys):
        raise ImproperlyConfigured(
            "HEALTH_KEYS holds the key of a demo, id:demo…, and this is no demo. `make secrets` prints one "
            "of its own."
        )
    return keys


def _health_key(part: str) -> tuple[str, bytes]:
    key_id, _, encoded = part.partition(":")
    try:
        key = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        key = b""
    has_id = key_id.isascii() and key_id.isprintable() and 1 <= len(key_id) <= LONGEST_ID
    if not has_id or len(key) != HEALTH_KEY_BYTES or _is_made_up(key):
        raise ImproperlyConfigured(
            "HEALTH_KEYS holds a key that is not usable. Each is id:base64 of 32 random bytes; "
            "`make secrets` prints one."
        )
    return key_id, key


def _is_made_up(key: bytes) -> bool:
    """Whether somebody has typed or counted it; chance does so once in 2 to the 40th draws."""
    steps = {(after - before) % 256 for before, after in itertools.pairwise(key)}
    is_text = key.isascii() and key.decode("ascii").isprintable()
    return is_text or len(set(key)) < FEWEST_DIFFERENT or len(steps) == 1


def fresh(prefix: str = "k") -> str:
    """New secrets, as lines for the file .env. The id is random, so that a key added later differs."""
    key = base64.b64encode(secrets.token_bytes(HEALTH_KEY_BYTES)).decode()
    return f"SECRET_KEY={secrets.token_urlsafe(64)}\nHEALTH_KEYS={prefix}{secrets.token_hex(3)}:{key}\n"


if __name__ == "__main__":
    sys.stdout.write(fresh(*sys.argv[1:]))
