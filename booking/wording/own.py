"""What the practitioner has worded herself, as far as it can still be sent."""

from booking.models import MessageText
from booking.wording.catalogue import BY_NAME, Text
from booking.wording.checking import problems


def of(name: str) -> MessageText | None:
    """Return her words for a mail; None where the original is to go out."""
    row = MessageText.objects.filter(name=name).first() if name in BY_NAME else None
    return row if row is not None and is_usable(row) else None


def is_usable(row: MessageText) -> bool:
    """Whether it still fits: an update may have taken a placeholder away, or ask for another."""
    text = BY_NAME.get(row.name)
    return text is not None and not problems(text, row.subject, row.body)


def unusable() -> list[Text]:
    """Return the texts of hers in whose place the original goes out."""
    rows = {row.name: row for row in MessageText.objects.all()}
    return [text for name, text in BY_NAME.items() if name in rows and not is_usable(rows[name])]
