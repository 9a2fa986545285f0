"""When two ways of writing mean the same. Pure."""

import unicodedata

# From here on digits are a number that somebody can be rung on.
SHORTEST_PHONE = 7


def folded(text: str) -> str:
    """Upper case, odd spaces and look-alike forms do not make another person."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def phone_digits(phone: str) -> str:
    """Return the digits as they are dialled at home, whatever stands between them; "" for too few."""
    digits = "".join(str(int(sign)) for sign in phone if sign.isdecimal())
    is_abroad = phone.strip().startswith("+")
    if digits.startswith("0044"):
        digits, is_abroad = digits[2:], True
    if is_abroad and digits.startswith("44"):
        digits = "0" + digits[2:].removeprefix("0")
    return digits if len(digits) >= SHORTEST_PHONE else ""
