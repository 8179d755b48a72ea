"""Append-only in the database itself: triggers that refuse what the ORM refuses, from whatever client it comes.

They are made anew after every migration, from the models as they then are: SQLite drops a table's triggers
whenever a migration rebuilds the table, and a pillar app's own records are guarded by being `AppendOnly`.
A SQLite database in memory gets no guard against DELETE: it keeps nothing, and Django's tests empty it so.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.dispatch import receiver

from milestones.models.append_only import SET_ONCE, AppendOnly
from milestones.models.plans import Plan
from milestones.models.records import Record

POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION milestones_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stored jsonb := to_jsonb(OLD);
    wanted jsonb;
    mutable text[] := coalesce(TG_ARGV, '{}');
    set_once text;
    content text;
    drafts text := (SELECT told FROM unnest(TG_ARGV) AS told WHERE told LIKE '%.%');
BEGIN
    IF TG_OP = 'DELETE' AND drafts IS NOT NULL AND stored ->> 'publication' = 'draft' AND NOT EXISTS (
        SELECT 1 FROM "milestones_planentry" WHERE kind = drafts AND key = (stored ->> 'id')::bigint
        AND publication IN ('published', 'restricted')
    ) THEN
        RETURN OLD;  -- it never counted
    END IF;
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'Rows of % are append-only: they cannot be deleted.', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    wanted := to_jsonb(NEW);
    FOREACH set_once IN ARRAY ARRAY[{set_once}] LOOP
        IF stored ->> set_once <> '' THEN
            mutable := array_remove(mutable, set_once);
        END IF;
    END LOOP;
    FOREACH content IN ARRAY coalesce(TG_ARGV, '{}') LOOP
        IF content LIKE '?%' AND wanted ->> substr(content, 2) IN ('', '\\x')
            AND stored ->> substr(content, 2) <> wanted ->> substr(content, 2) AND (
                stored ->> 'redacted_at' <> '' OR EXISTS (
                    SELECT 1 FROM milestones_planentry AS entry WHERE entry.redacted_at IS NOT NULL
                    AND entry.kind = regexp_replace(TG_TABLE_NAME, '_', '.') AND entry.key = (stored ->> 'id')::bigint
                )
            ) THEN
            mutable := mutable || substr(content, 2);
        END IF;
    END LOOP;
    IF (stored - mutable) IS DISTINCT FROM (wanted - mutable) THEN
        RAISE EXCEPTION 'Rows of % are append-only: they cannot be changed.', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$
""".replace("{set_once}", ", ".join(f"'{column}'" for column in SET_ONCE))

REFUSALS = {
    "postgresql": [
        """
CREATE OR REPLACE FUNCTION "milestones_{name}_{table}"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {condition} THEN
        RAISE EXCEPTION '{words}' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$
""",
        'CREATE OR REPLACE TRIGGER {name} BEFORE {event} ON "{table}" '
        'FOR EACH ROW EXECUTE FUNCTION "milestones_{name}_{table}"()',
    ],
    "sqlite": [
        'DROP TRIGGER IF EXISTS "{table}_{name}"',
        'CREATE TRIGGER "{table}_{name}" BEFORE {event} ON "{table}" WHEN {condition} '
        "BEGIN SELECT RAISE(ABORT, '{words}'); END",
    ],
}
"""The statements that refuse a row on a condition, by database, whatever guards there are."""
RISES = {
    "name": "revision_rises",
    "event": "UPDATE",
    "condition": 'NEW."revision" < OLD."revision"',
    "words": "A plan''s revision cannot go back.",
}
OWN_GRADE = {
    "name": "no_own_grade",
    "event": "INSERT",
    "condition": (
        "NEW.replaces_id IS NOT NULL AND EXISTS (WITH RECURSIVE chain(id) AS (SELECT NEW.replaces_id UNION "
        'SELECT later.replaces_id FROM "{table}" AS later JOIN chain ON later.id = chain.id) '
        'SELECT 1 FROM "{table}" AS earlier JOIN chain ON earlier.id = chain.id '
        "WHERE earlier.entered_by_id = NEW.entered_by_id AND earlier.verification < NEW.verification)"
    ),
    "words": "Nobody raises the grade of what they entered themselves.",
}
REDACTED_LATER = {
    "name": "redacted_later",
    "event": "INSERT",
    "condition": "NEW.redacted_at IS NOT NULL OR NEW.redaction_reason <> ''",
    "words": "An entry is redacted once it stands, not as it is made.",
}
REASON_IS_TOLD = {
    "name": "reason_is_told",
    "event": "UPDATE",
    "condition": "(NEW.redacted_at IS NULL) <> (trim(NEW.redaction_reason) = '')",
    "words": "A redaction has its day and its reason.",
}
REFUSED = {"replaces_id": (OWN_GRADE,), "redacted_at": (REDACTED_LATER, REASON_IS_TOLD)}
"""What an append-only table with such a column refuses beside."""


@receiver(post_migrate, dispatch_uid="milestones.guards")
def install_guards(app_config: AppConfig, using: str, **_kwargs: Any) -> None:
    """Guard every append-only table of the app that is there, and the plans' revisions."""
    connection = connections[using]
    guarded = [model for model in app_config.get_models() if issubclass(model, AppendOnly | Plan)]
    if not guarded:
        return
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for model in guarded:
            if model._meta.db_table in tables:
                for statement in guard_statements(connection, model):
                    cursor.execute(statement)


def guard_statements(connection: Any, model: type[AppendOnly | Plan]) -> list[str]:
    """The statements that guard one table, whatever guards it has."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}" LIMIT 0')  # noqa: S608 - the table's own name
        columns = [column[0] for column in cursor.description]
        unique = list(_sqlite_unique(cursor, table)) if connection.vendor == "sqlite" else []
    if not issubclass(model, AppendOnly):
        return _refusing(connection, table, RISES)
    mutable = {str(field.column) for field in model._meta.concrete_fields if field.name in model.mutable}
    refused = _refusing(
        connection, table, *(rule for column in REFUSED if column in columns for rule in REFUSED[column])
    )
    if connection.vendor == "postgresql":
        contents = {f"?{name}" for name in model.contents()}
        return refused + _postgresql(table, mutable | contents | ({_drafts(model)} - {""}))
    guards = [
        sqlite_update_guard(table, columns, mutable, _emptied(model, columns)),
        sqlite_replace_guard(table, unique),
    ]
    if not connection.is_in_memory_db():
        guards.append(sqlite_delete_guard(table, _drafts(model)))
    return refused + [f'DROP TRIGGER IF EXISTS "{guard.split(chr(34))[1]}"' for guard in guards] + guards


def _refusing(connection: Any, table: str, *rules: Mapping[str, str]) -> list[str]:
    """The statements by which a table refuses what the rules say; of another database there are none."""
    if connection.vendor not in REFUSALS:
        raise NotImplementedError(f"Append-only tables are not guarded on {connection.vendor}.")
    told = ({**rule, "table": table, "condition": rule["condition"].format(table=table)} for rule in rules)
    return [statement.format(**words) for words in told for statement in REFUSALS[connection.vendor]]


def _drafts(model: type[AppendOnly]) -> str:
    """The kind of which a draft that never counted may go; of none, nothing."""
    return model._meta.label_lower if issubclass(model, Record) else ""


def _postgresql(table: str, mutable: set[str]) -> list[str]:
    arguments = ", ".join(f"'{column}'" for column in sorted(mutable))
    return [
        POSTGRESQL_FUNCTION,
        f'CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE ON "{table}" '
        f"FOR EACH ROW EXECUTE FUNCTION milestones_refuse_change({arguments})",
    ]


def _emptied(model: type[AppendOnly], columns: list[str]) -> dict[str, str]:
    """By each column of a row's content when it may be emptied: once an entry of the row is said to be redacted."""
    entry = "EXISTS (SELECT 1 FROM milestones_planentry AS entry WHERE entry.redacted_at IS NOT NULL "
    has_entry = f"{entry}AND entry.kind = '{model._meta.label_lower}' AND entry.key = OLD.id)"
    is_redacted = "OLD.redacted_at IS NOT NULL" if "redacted_at" in columns else has_entry
    return {name: f"NEW.\"{name}\" IN ('', x'') AND {is_redacted}" for name in model.contents()}


def sqlite_update_guard(
    table: str, columns: list[str], mutable: set[str], emptied: Mapping[str, str] = MappingProxyType({})
) -> str:
    """The trigger that refuses a change of any column but the mutable ones, and of those set once when they are set.

    What a row contains may be `emptied` on a condition.
    """
    changes = [
        f'OLD."{column}" IS NOT NEW."{column}"' + (f" AND NOT ({emptied[column]})" if column in emptied else "")
        for column in columns
        if column not in mutable
    ]
    for column in sorted(mutable & set(SET_ONCE)):
        settled = f'OLD."{column}" <> \'\' AND OLD."{column}" IS NOT NEW."{column}"'
        changes.append(settled + (f" AND NOT ({emptied[column]})" if column in emptied else ""))
    return (
        f'CREATE TRIGGER "{table}_no_change" BEFORE UPDATE ON "{table}" WHEN {" OR ".join(changes)} '
        f"BEGIN SELECT RAISE(ABORT, 'Rows of {table} are append-only: they cannot be changed.'); END"
    )


def _sqlite_unique(cursor: Any, table: str) -> Iterator[tuple[list[str], str]]:
    """The unique indexes of the table: the columns of each, and of a partial one its condition."""
    yield ["id"], ""
    cursor.execute(
        'SELECT "list"."name", "sql" FROM pragma_index_list(%s) AS "list" '
        'LEFT JOIN "sqlite_master" AS "told" ON "told"."name" = "list"."name" WHERE "list"."unique"',
        [table],
    )
    for index, sql in cursor.fetchall():
        cursor.execute(f'PRAGMA index_info("{index}")')
        yield [name for _, _, name in cursor.fetchall()], (sql or "").partition(" WHERE ")[2]


def sqlite_replace_guard(table: str, unique: Iterable[tuple[list[str], str]]) -> str:
    """The trigger that refuses a row in another's place, which INSERT OR REPLACE deletes unasked."""
    refusals = ""
    for columns, condition in unique:
        same = [f'"{name}" = NEW."{name}"' for name in columns]
        if condition:  # of the row that is there, and of the new one
            same += [condition, re.sub(r'"\w+"', r"NEW.\g<0>", condition)]
        is_taken = f'EXISTS (SELECT 1 FROM "{table}" WHERE {" AND ".join(same)})'  # noqa: S608 - the table's own names
        told = ", ".join(f"{table}.{name}" for name in columns)
        words = f"UNIQUE constraint failed: {told}; rows of {table} are append-only: they cannot be replaced."
        refusals += f"SELECT RAISE(ABORT, '{words}') WHERE {is_taken}; "
    return f'CREATE TRIGGER "{table}_no_replace" BEFORE INSERT ON "{table}" BEGIN {refusals}END'


def sqlite_delete_guard(table: str, drafts: str = "") -> str:
    """The trigger that refuses to delete a row; where `drafts` is its kind, a draft that never counted may go."""
    counted = (
        "EXISTS (SELECT 1 FROM \"milestones_planentry\" WHERE kind = '{drafts}' AND key = OLD.id "
        "AND publication IN ('published', 'restricted'))"
    )
    condition = f"WHEN OLD.\"publication\" <> 'draft' OR {counted.format(drafts=drafts)} " if drafts else ""
    return (
        f'CREATE TRIGGER "{table}_no_delete" BEFORE DELETE ON "{table}" {condition}'
        f"BEGIN SELECT RAISE(ABORT, 'Rows of {table} are append-only: they cannot be deleted.'); END"
    )
