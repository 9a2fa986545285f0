"""A copy of all that is kept about one person, for themselves: to read, to take along, and the files."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from booking.rights import plan, rows
from intake import records
from intake.models import Client

FORMAT, VERSION = "treatment-record", 1
# Names of others are for her to look at before she hands the copy over.
MASKED = gettext_lazy("(left out: about somebody else)")
SHUT = gettext_lazy("(cannot be opened with the keys in use)")
ENDINGS = ((b"%PDF", "pdf"), (b"\xff\xd8\xff", "jpg"), (b"\x89PNG", "png"))
FILES = "files"


@dataclass(frozen=True)
class Cell:
    """One column of one row: its name, its label in words, and what it says."""

    name: str
    label: str
    value: object
    choice: str = ""


@dataclass(frozen=True)
class Row:
    """One row, in the order of its columns."""

    model: str
    key: str
    cells: tuple[Cell, ...]

    def get(self, name, default=None):
        return next((cell.value for cell in self.cells if cell.name == name), default)


@dataclass
class Copy:
    """All of it, before it is written down."""

    client: Client
    made_at: datetime
    sections: dict[str, list[Row]] = field(default_factory=dict)
    # Section, key and column of what no key in use opens.
    shut: list[dict] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)

    def to_json(self) -> dict:
        return {
            "format": FORMAT,
            "version": VERSION,
            "made_at": self.made_at.isoformat(),
            "time_zone": settings.TIME_ZONE,
            "sections": {
                name: [{cell.name: cell.value for cell in row.cells} for row in some]
                for name, some in self.sections.items()
            },
            "could_not_be_opened": self.shut,
            "files": list(self.files),
        }


@transaction.atomic
def gather(client: Client, *, by, now: datetime) -> Copy:
    """Read everything about this person, and about whoever was merged into them; as many queries for many
    visits as for one. That each sealed row was opened is written down first."""
    copy, clients = Copy(client, now), rows.people(client)
    found = {line: list(_related(rows.of(line, clients))) for line in plan.sections()}
    opened = records.open_for_export(
        [row for some in found.values() for row in some], client=client, by=by, now=now
    )
    for line, some in found.items():
        copy.sections[line.section] = [_row(line, row, opened.get(row, {}), copy, by) for row in some]
    return copy


def _related(some):
    """What is said by a name of the practice's own is read along."""
    names = [one.name for one in some.model._meta.concrete_fields if one.name == "treatment"]
    return some.select_related(*names) if names else some


def _row(line, row, opened, copy, by) -> Row:
    cells = []
    for column in row._meta.concrete_fields:
        if column.name in opened:
            value = _sealed(line, row, column, opened[column.name], copy)
        elif column.name in line.others and getattr(row, column.attname):
            value = str(MASKED)
        else:
            value = _plain(row, column, by)
        choice = str(getattr(row, f"get_{column.name}_display")()) if column.choices and value else ""
        cells.append(Cell(column.name, str(column.verbose_name), value, choice))
    return Row(line.model, str(row.pk), tuple(cells))


def _sealed(line, row, column, opened, copy):
    if not opened.is_readable:
        copy.shut.append({"section": line.section, "row": str(row.pk), "column": column.name})
        return str(SHUT)
    if column.name in line.others and opened.value is not None:
        return str(MASKED)
    if isinstance(opened.value, bytes):
        name = f"{FILES}/{line.section}-{len(copy.files) + 1}.{_ending(opened.value)}"
        copy.files[name] = opened.value
        return name
    return opened.value


def _plain(row, column, by):
    value = getattr(row, column.attname)
    if value is None or isinstance(value, bool | int | str | list | dict):
        if value is not None and isinstance(column, models.ForeignKey):
            return _pointer(row, column, value, by)
        return value
    return value.isoformat() if isinstance(value, date) else str(value)


def _pointer(row, column, value, by):
    """Say who did it, without a name other than her own; and what else it is about by its number."""
    if column.related_model is get_user_model():
        return _("the practitioner") if value == by.pk else str(MASKED)
    if column.name == "treatment":
        return row.treatment.name
    return str(value)


def _ending(content: bytes) -> str:
    return next((ending for start, ending in ENDINGS if content.startswith(start)), "bin")
