"""On what ground of the law health answers are used. Anything but the two there are stops the start."""

from django.core.exceptions import ImproperlyConfigured

HEALTH_CONDITIONS = ("explicit_consent", "health_care")


def health_condition(value: str) -> str:
    """Return the condition of Article 9 UK GDPR, or raise ImproperlyConfigured when it is none of them."""
    if value not in HEALTH_CONDITIONS:
        raise ImproperlyConfigured(
            "HEALTH_CONDITION is neither explicit_consent nor health_care. With the first, people tick a box "
            "before they answer, and can take it back; with the second, they are told that answers are used "
            "for care under a duty of confidentiality. Leave it out for explicit_consent."
        )
    return value
