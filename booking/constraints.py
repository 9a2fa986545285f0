"""What the database itself refuses, on both engines, declared in Meta.constraints."""

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, models
from django.db.backends.ddl_references import Statement, Table
from django.db.models import BaseConstraint, Func
from django.utils.translation import gettext_lazy as _

POSTGRES_EXCLUDE = (
    "CONSTRAINT %(name)s EXCLUDE USING gist (tstzrange(%(start)s, %(end)s) WITH &&) "
    "WHERE (%(status)s IN (%(in)s))"
)
# The plus keeps SQLite from looking up the status, which all of the past shares, instead of the time.
SQLITE_TRIGGER = (
    "CREATE TRIGGER %(name)s AFTER %(event)s ON %(table)s FOR EACH ROW WHEN NEW.%(status)s IN (%(in)s) "
    "AND EXISTS (SELECT 1 FROM %(table)s AS other WHERE other.%(pk)s <> NEW.%(pk)s "
    "AND +other.%(status)s IN (%(in)s) AND other.%(start)s < NEW.%(end)s AND NEW.%(start)s < other.%(end)s "
    "AND other.%(start)s > datetime(NEW.%(start)s, '-1 day')) "
    "BEGIN SELECT RAISE(ABORT, '%(message)s'); END"
)


class NoOverlap(BaseConstraint):
    """No two rows whose status occupies the diary have ranges `[start, end)` that overlap.

    PostgreSQL gets an exclusion constraint. SQLite has none, so it gets triggers. They go through
    the schema editor's deferred statements, because SQLite remakes a table to alter it and drops the
    triggers with the old one: whatever remakes the table then makes the triggers again."""

    default_violation_error_message = _("Another session already takes this time.")

    def __init__(self, *, name, start, end, status, occupying, violation_error_message=None):
        super().__init__(name=name, violation_error_message=violation_error_message)
        self.start, self.end, self.status, self.occupying = start, end, status, tuple(occupying)

    def constraint_sql(self, model, schema_editor):
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.deferred_sql.extend(self._triggers(model, schema_editor))
            return None
        return POSTGRES_EXCLUDE % self._parts(model, schema_editor)

    def create_sql(self, model, schema_editor):
        if schema_editor.connection.vendor == "sqlite":
            return None
        table = Table(model._meta.db_table, schema_editor.quote_name)
        return Statement(
            "ALTER TABLE %(table)s ADD %(constraint)s",
            table=table,
            constraint=POSTGRES_EXCLUDE % self._parts(model, schema_editor),
        )

    def remove_sql(self, model, schema_editor):
        if schema_editor.connection.vendor == "sqlite":
            return None
        return schema_editor._delete_constraint_sql(schema_editor.sql_delete_check, model, self.name)

    def _triggers(self, model, schema_editor):
        parts = self._parts(model, schema_editor)
        for event in ("insert", "update"):
            name = schema_editor.quote_name(f"{self.name}_{event}")
            values = parts | {"name": name, "event": event.upper(), "message": self.name}
            table = Table(model._meta.db_table, schema_editor.quote_name)
            yield Statement(SQLITE_TRIGGER, **(values | {"table": table}))

    def _parts(self, model, schema_editor):
        def column(name):
            return schema_editor.quote_name(model._meta.get_field(name).column)

        return {
            "name": schema_editor.quote_name(self.name),
            "pk": column("id"),
            "start": column(self.start),
            "end": column(self.end),
            "status": column(self.status),
            "in": ", ".join(schema_editor.quote_value(value) for value in self.occupying),
        }

    def validate(self, model, instance, exclude=None, using=DEFAULT_DB_ALIAS):
        if getattr(instance, self.status) not in self.occupying:
            return
        start, end = getattr(instance, self.start), getattr(instance, self.end)
        clashes = model._default_manager.using(using).filter(
            **{
                f"{self.status}__in": self.occupying,
                f"{self.start}__lt": end,
                f"{self.end}__gt": start,
            }
        )
        if clashes.exclude(pk=instance.pk).exists():
            raise ValidationError(self.get_violation_error_message(), code="overlap")

    def deconstruct(self):
        path, args, kwargs = super().deconstruct()
        kwargs |= {name: getattr(self, name) for name in ("start", "end", "status", "occupying")}
        return path, args, kwargs

    def __eq__(self, other):
        if isinstance(other, NoOverlap):
            return self.deconstruct() == other.deconstruct()
        return super().__eq__(other)

    __hash__ = BaseConstraint.__hash__


class Minutes(Func):
    """Whole minutes from the first moment to the second, computed by the database itself, so that a
    check constraint also holds for a writer that is not Django."""

    arity = 2
    output_field = models.IntegerField()

    def as_sqlite(self, compiler, connection, **extra):
        template = "((strftime('%%%%s', %(second)s) - strftime('%%%%s', %(first)s)) / 60)"
        return self._sql(compiler, template)

    def as_postgresql(self, compiler, connection, **extra):
        template = "(EXTRACT(EPOCH FROM (%(second)s - %(first)s)) / 60)::integer"
        return self._sql(compiler, template)

    def _sql(self, compiler, template):
        first, second = self.get_source_expressions()
        first_sql, first_params = compiler.compile(first)
        second_sql, second_params = compiler.compile(second)
        sql = template % {"first": first_sql, "second": second_sql}
        return sql, (*second_params, *first_params)
