"""Tables in Markdown that would not come out as typed. Pure."""

import re
from collections.abc import Iterator

from content.checks.values import Found, note, stop
from content.claims.wordings import gettext_noop as _

FENCE = re.compile(r"\s{0,3}(```|~~~)")
RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*")
CODE = re.compile(r"`[^`]*`")
LONGEST_SHOWN = 60


def outside_code(text: str) -> list[str]:
    """Return the lines of a text; what stands in a block of code is left empty."""
    lines, is_code = [], False
    for line in text.splitlines():
        is_fence = bool(FENCE.match(line))
        lines.append("" if is_code or is_fence else line)
        is_code ^= is_fence
    return lines


def wrong(text: str) -> Iterator[Found]:
    """Yield what is wrong with each run of lines that is meant as a table."""
    run = []
    for line in [*outside_code(text), ""]:
        if line.strip() and (run or _is_row(line)):
            run.append(line)
        elif run:
            yield from _wrong_table(run)
            run = []


def _is_row(line):
    return line.lstrip().startswith("|") or len(cells(line)) > 2


def cells(line: str) -> list[str]:
    """Return what stands between the bars of a row."""
    bare = CODE.sub("code", line.strip()).replace(r"\|", "")
    bare = bare.removeprefix("|")
    return [cell.strip() for cell in bare.removesuffix("|").split("|")]


def _wrong_table(rows):
    head, *rest = rows
    about = {"row": head.strip()[:LONGEST_SHOWN]}
    if not rest or not (RULE.fullmatch(rest[0]) and "|" in head):
        if head.lstrip().startswith("|"):
            yield stop(
                _("The table that begins “%(row)s” needs a second line of dashes: | --- | --- |."), **about
            )
        return
    width = len(cells(head))
    if len(cells(rest[0])) != width:
        yield stop(
            _("The table that begins “%(row)s” has %(width)s columns, and its line of dashes %(dashes)s."),
            **about, width=str(width), dashes=str(len(cells(rest[0]))),
        )  # fmt: skip
        return
    for row in rest[1:]:
        yield from _wrong_row(row, width)


def _wrong_row(row, width):
    count = len(cells(row))
    about = {"row": row.strip()[:LONGEST_SHOWN], "count": str(count), "width": str(width)}
    if count > width:
        yield stop(
            _("The row “%(row)s” has %(count)s cells and its table %(width)s columns: the rest is lost."),
            **about,
        )
    elif "|" not in row:
        yield stop(
            _("“%(row)s” would become a row of the table above: leave an empty line before it."), **about
        )
    elif count < width:
        yield note(_("The row “%(row)s” has %(count)s cells and its table %(width)s columns."), **about)
