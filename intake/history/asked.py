"""What the health form asks now."""

from intake.models import FormQuestion

from .catalogue import QUESTIONS
from .laid_over import Change, lay_over
from .values import Question


def questions() -> tuple[Question, ...]:
    """Return the questions in the order they are asked, follow-ups after the one they follow."""
    return lay_over(QUESTIONS, changes())


def changes() -> list[Change]:
    """Return what she has changed or added, with the newest words of each, in two queries."""
    return [change_of(row) for row in FormQuestion.objects.prefetch_related("wordings")]


def change_of(row: FormQuestion) -> Change:
    # The newest version comes first.
    newest = next(iter(row.wordings.all()), None)
    words = {}
    if newest is not None:
        words = {name: getattr(newest, name) for name in ("version", "own", "other", "hint", "details")}
    return Change(
        code=row.code,
        section=row.section,
        kind=row.kind,
        position=row.position,
        is_precaution=row.is_precaution,
        is_hers=row.is_hers,
        is_retired=row.retired_at is not None,
        **words,
    )
