"""Append-only in the database itself: triggers that refuse what the ORM refuses, from whatever client it comes.

They are made anew after every migration, from the models as they then are: SQLite drops a table's triggers
whenever a migration rebuilds the table, and a pillar app's own records are guarded by being `AppendOnly`.
A SQLite database in memory gets no guard against DELETE: it keeps nothing, and Django's tests empty it so.
"""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.dispatch import receiver

from milestones.models.append_only import RETRACTION, AppendOnly

POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION milestones_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stored jsonb := to_jsonb(OLD);
    wanted jsonb;
    mutable text[] := coalesce(TG_ARGV, '{}');
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'Rows of % are append-only: they cannot be deleted.', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    wanted := to_jsonb(NEW);
    IF (stored - mutable) IS DISTINCT FROM (wanted - mutable)
        OR (stored ->> 'retracted_at' <> ''
            AND stored -> 'retracted_at' IS DISTINCT FROM wanted -> 'retracted_at')
        OR (stored ->> 'retraction_reason' <> ''
            AND stored -> 'retraction_reason' IS DISTINCT FROM wanted -> 'retraction_reason') THEN
        RAISE EXCEPTION 'Rows of % are append-only: they cannot be changed.', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$
"""


@receiver(post_migrate, dispatch_uid="milestones.guards")
def install_guards(app_config: AppConfig, using: str, **_kwargs: Any) -> None:
    """Guard every append-only table of the app that is there."""
    connection = connections[using]
    guarded = [model for model in app_config.get_models() if issubclass(model, AppendOnly)]
    if not guarded:
        return
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for model in guarded:
            if model._meta.db_table in tables:
                for statement in guard_statements(connection, model):
                    cursor.execute(statement)


def guard_statements(connection: Any, model: type[AppendOnly]) -> list[str]:
    """The statements that guard one table, whatever guards it has."""
    mutable = {str(field.column) for field in model._meta.concrete_fields if field.name in model.mutable}
    if connection.vendor == "postgresql":
        return _postgresql(model._meta.db_table, mutable)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            # Django's own introspection parses the table's SQL as well: a second at every migration and flush.
            cursor.execute(f'PRAGMA table_info("{model._meta.db_table}")')
            columns = [name for _, name, *_ in cursor.fetchall()]
        guards = [sqlite_update_guard(model._meta.db_table, columns, mutable)]
        if not connection.is_in_memory_db():
            guards.append(sqlite_delete_guard(model._meta.db_table))
        return [f'DROP TRIGGER IF EXISTS "{guard.split(chr(34))[1]}"' for guard in guards] + guards
    raise NotImplementedError(f"Append-only tables are not guarded on {connection.vendor}.")


def _postgresql(table: str, mutable: set[str]) -> list[str]:
    arguments = ", ".join(f"'{column}'" for column in sorted(mutable))
    return [
        POSTGRESQL_FUNCTION,
        f'CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE ON "{table}" '
        f"FOR EACH ROW EXECUTE FUNCTION milestones_refuse_change({arguments})",
    ]


def sqlite_update_guard(table: str, columns: list[str], mutable: set[str]) -> str:
    """The trigger that refuses a change of any column but the mutable ones, and of a retraction once made."""
    changes = [f'OLD."{column}" IS NOT NEW."{column}"' for column in columns if column not in mutable]
    for column in sorted(mutable & set(RETRACTION)):
        changes.append(f'OLD."{column}" <> \'\' AND OLD."{column}" IS NOT NEW."{column}"')
    return (
        f'CREATE TRIGGER "{table}_no_change" BEFORE UPDATE ON "{table}" WHEN {" OR ".join(changes)} '
        f"BEGIN SELECT RAISE(ABORT, 'Rows of {table} are append-only: they cannot be changed.'); END"
    )


def sqlite_delete_guard(table: str) -> str:
    """The trigger that refuses to delete a row."""
    return (
        f'CREATE TRIGGER "{table}_no_delete" BEFORE DELETE ON "{table}" '
        f"BEGIN SELECT RAISE(ABORT, 'Rows of {table} are append-only: they cannot be deleted.'); END"
    )
