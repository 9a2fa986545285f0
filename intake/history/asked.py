"""What the health form asks now."""

from .catalogue import QUESTIONS
from .values import Question


def questions() -> tuple[Question, ...]:
    """Return the questions in the order they are asked, follow-ups after the one they follow."""
    return QUESTIONS
