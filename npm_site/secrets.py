"""Secrets from the environment: a missing or weak one stops the start and says what to set."""

import base64
import binascii
import secrets
import sys

from django.core.exceptions import ImproperlyConfigured

SHORTEST_SECRET_KEY = 50
HEALTH_KEY_BYTES = 32
FEWEST_DIFFERENT = 5


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


def health_keys(value: str) -> tuple[tuple[str, bytes], ...]:
    """Read `id:base64,id:base64` (newest first) into (id, 32 bytes) pairs, or raise ImproperlyConfigured."""
    if not value:
        raise ImproperlyConfigured(
            "HEALTH_KEYS is not set. Health answers are sealed with it, apart from SECRET_KEY. Put a line "
            "HEALTH_KEYS=id:… into the environment or the file .env. `make secrets` prints one."
        )
    keys = tuple(_health_key(part.strip()) for part in value.split(",") if part.strip())
    if not keys or len({key_id for key_id, _ in keys}) != len(keys):
        raise ImproperlyConfigured(
            "HEALTH_KEYS needs one id for each key, and each id only once: id:base64,…"
        )
    return keys


def _health_key(part: str) -> tuple[str, bytes]:
    key_id, _, encoded = part.partition(":")
    try:
        key = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        key = b""
    has_id = key_id.isascii() and 1 <= len(key_id) <= 20
    if not has_id or len(key) != HEALTH_KEY_BYTES or len(set(key)) < FEWEST_DIFFERENT:
        raise ImproperlyConfigured(
            "HEALTH_KEYS holds a key that is not usable. Each is id:base64 of 32 random bytes; "
            "`make secrets` prints one."
        )
    return key_id, key


def fresh() -> str:
    """New secrets, as lines for the file .env. The id is random, so that a key added later differs."""
    key = base64.b64encode(secrets.token_bytes(HEALTH_KEY_BYTES)).decode()
    return f"SECRET_KEY={secrets.token_urlsafe(64)}\nHEALTH_KEYS=k{secrets.token_hex(3)}:{key}\n"


if __name__ == "__main__":
    sys.stdout.write(fresh())
