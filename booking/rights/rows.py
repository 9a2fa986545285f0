"""Which rows are about somebody, by the plan, and what hangs on them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q, QuerySet

from booking import links
from booking.models import Booking, Link, Purpose
from booking.rights import plan
from intake.models import Client, Guardianship

# Keys by the label of their table.
Found = dict[str, set]
# Fewer than any database takes in one statement.
AT_ONCE = 500


def people(client: Client) -> list[int]:
    """Return the number of this person, and of every row that became this person."""
    return [client.pk, *Client.objects.filter(merged_into=client).values_list("pk", flat=True)]


def everyone(clients: Iterable[int]) -> list[int]:
    """people() of several at once."""
    clients = set(clients)
    return sorted(clients.union(Client.objects.filter(merged_into__in=clients).values_list("pk", flat=True)))


def of(line: plan.Line, clients: Collection[int]) -> QuerySet:
    """Return the rows of one table that are about these people; a write-once table's too."""
    model = apps.get_model(line.model)
    about = Q()
    for path in line.paths:
        about |= Q(**{f"{path}__in": clients})
    for column in line.held_by:
        about |= Q(pk__in=_held(column, clients))
    if line.model in BESIDES:
        about |= BESIDES[line.model](clients)
    # Its own manager may refuse what is right here alone.
    return QuerySet(model).filter(about).order_by("pk").distinct()


def keys(lines: Iterable[plan.Line], clients: Collection[int]) -> Found:
    return {line.model: set(of(line, clients).values_list("pk", flat=True)) for line in lines}


def _held(column, clients):
    label, _dot, name = column.rpartition(".")
    return of(plan.of(label), clients).exclude(**{name: None}).order_by().values(name)


def _forms_opened(clients):
    """What admin notes of each form carries the name of the row that it was about."""
    types = ContentType.objects.get_for_models(Client, Booking)
    visits = Booking.objects.filter(client__in=clients).values_list("pk", flat=True)
    return Q(content_type=types[Client], object_id__in=map(str, clients)) | Q(
        content_type=types[Booking], object_id__in=map(str, visits)
    )


def _asked_for(clients):
    """A link to all visits of an address points to nobody, but for the address."""
    theirs = Client.objects.filter(pk__in=clients).values_list("email", flat=True)
    adults = Guardianship.objects.filter(child__in=clients).values_list("adult_email", flat=True)
    addresses = {links.kept(address) for address in [*theirs, *adults] if address}
    return Q(purpose=Purpose.FAMILY, address__in=addresses)


BESIDES = {LogEntry._meta.label: _forms_opened, Link._meta.label: _asked_for}


def with_what_hangs_on(found: Found) -> Found:
    """Return these rows, those that cannot be without them, and the sealed words that nobody would find."""
    found = defaultdict(set, {label: set(keys) for label, keys in found.items() if keys})
    new = {label: set(keys) for label, keys in found.items()}
    while new:
        more = defaultdict(set)
        for label, some in new.items():
            for field in _pointing_to(label):
                if _needs(field):
                    more[field.model._meta.label] |= _rows(field.model, field.name, some)
        new = {label: rows - found[label] for label, rows in more.items() if rows - found[label]}
        for label, rows in new.items():
            found[label] |= rows
    for line in plan.LINES:
        found[line.model] |= _left_alone(line, found)
    return {label: rows for label, rows in found.items() if rows}


def loosened(found: Found) -> Iterator[tuple[models.Field, set]]:
    """Give each column that may be empty and points to one of these rows from a row that stays, with the
    keys of the rows that stay."""
    for label, some in found.items():
        for field in _pointing_to(label):
            rows = _rows(field.model, field.name, some) - found.get(field.model._meta.label, set())
            if rows:
                yield field, rows


def _pointing_to(label):
    """Return the foreign keys to this table, those without a way back too."""
    fields = apps.get_model(label)._meta.get_fields(include_hidden=True)
    return [one.field for one in fields if one.auto_created and not one.concrete]


def _needs(field):
    return not field.null or field.remote_field.on_delete is models.CASCADE


def _rows(model, name, some) -> set:
    rows = QuerySet(model)
    return {
        key
        for part in parts(some)
        for key in rows.filter(**{f"{name}__in": part}).values_list("pk", flat=True)
    }


def _left_alone(line, found) -> set:
    """Words are found by what holds them: the holder gone, they would be kept for ever."""
    alone = set()
    for column in line.held_by:
        label, _dot, name = column.rpartition(".")
        holders = QuerySet(apps.get_model(label))
        for part in parts(found.get(label, ())):
            held = set(holders.filter(pk__in=part).exclude(**{name: None}).values_list(name, flat=True))
            others = holders.filter(**{f"{name}__in": held}).values_list("pk", name)
            alone |= held - {key for pk, key in others if pk not in found[label]}
    return alone


def parts(some: Collection) -> Iterator[list]:
    some = sorted(some)
    return (some[n : n + AT_ONCE] for n in range(0, len(some), AT_ONCE))
