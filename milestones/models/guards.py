"""Append-only in the database itself: triggers that refuse what the ORM refuses, from whatever client it comes.

They are made anew after every migration, from the models as they then are: SQLite drops a table's triggers
whenever a migration rebuilds the table, and a pillar app's own records are guarded by being `AppendOnly`.
A SQLite database in memory gets no guard against DELETE: it keeps nothing, and Django's tests empty it so.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.dispatch import receiver

from milestones.models.append_only import SET_ONCE, AppendOnly
from milestones.models.plans import Plan
from milestones.models.records import Record


class Refusal(NamedTuple):
    """What a table refuses: the trigger's name, on which event, where a condition holds, in which words.

    The condition is SQL that all databases read, with the table, the kind of its rows, and `{differs}`, to which
    NULL is a value.
    """

    name: str
    event: str
    condition: str
    words: str


STATEMENTS = {
    "postgresql": [
        """
CREATE OR REPLACE FUNCTION "milestones_{name}_{table}"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {condition} THEN
        RAISE EXCEPTION '{words}' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$
""",
        'CREATE OR REPLACE TRIGGER {name} BEFORE {event} ON "{table}" '
        'FOR EACH ROW EXECUTE FUNCTION "milestones_{name}_{table}"()',
        'DROP TRIGGER IF EXISTS append_only ON "{table}"',  # which earlier versions made
    ],
    "sqlite": [
        'DROP TRIGGER IF EXISTS "{table}_{name}"',
        'CREATE TRIGGER "{table}_{name}" BEFORE {event} ON "{table}" WHEN {condition} '
        "BEGIN SELECT RAISE(ABORT, '{words}'); END",
    ],
}
APPEND_ONLY = "Rows of {{table}} are append-only: they cannot be {}."
IS_REDACTED = (
    "EXISTS (SELECT 1 FROM milestones_planentry AS entry WHERE entry.redacted_at IS NOT NULL "
    "AND entry.kind = '{kind}' AND entry.key = OLD.id)"
)
HAS_COUNTED = (
    "OLD.publication <> 'draft' OR EXISTS (SELECT 1 FROM milestones_planentry AS entry "
    "WHERE entry.kind = '{kind}' AND entry.key = OLD.id AND entry.publication IN ('published', 'restricted'))"
)
DIFFERS = {"postgresql": "IS DISTINCT FROM", "sqlite": "IS NOT"}
RISES = Refusal("revision_rises", "UPDATE", 'NEW."revision" < OLD."revision"', "A plan''s revision cannot go back.")
INVITATIONS = "milestones_invitation"
BY_INVITATION = (
    f" OR EXISTS (SELECT 1 FROM {INVITATIONS} AS link WHERE link.account_id IN (earlier.entered_by_id, "  # noqa: S608 - constants
    "NEW.entered_by_id) AND link.by_id IN (earlier.entered_by_id, NEW.entered_by_id))"
)
OWN_GRADE = Refusal(
    "no_own_grade",
    "INSERT",
    "NEW.replaces_id IS NOT NULL AND EXISTS (WITH RECURSIVE chain(id) AS (SELECT NEW.replaces_id UNION "  # noqa: S608 - constants
    'SELECT later.replaces_id FROM "{table}" AS later JOIN chain ON later.id = chain.id) '
    'SELECT 1 FROM "{table}" AS earlier JOIN chain ON earlier.id = chain.id '
    f"WHERE earlier.verification < NEW.verification AND (earlier.entered_by_id = NEW.entered_by_id{BY_INVITATION}))",
    "Nobody raises the grade of what they entered themselves, or by an account that they invited.",
)
REDACTED_LATER = Refusal(
    "redacted_later",
    "INSERT",
    "NEW.redacted_at IS NOT NULL OR NEW.redaction_reason <> ''",
    "An entry is redacted once it stands, not as it is made.",
)
REASON_IS_TOLD = Refusal(
    "reason_is_told",
    "UPDATE",
    "(NEW.redacted_at IS NULL) <> (trim(NEW.redaction_reason) = '')",
    "A redaction has its day and its reason.",
)
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
                    # An earlier state of the database, to which it was migrated back, has no invitations.
                    cursor.execute(statement if INVITATIONS in tables else statement.replace(BY_INVITATION, ""))


def guard_statements(connection: Any, model: type[AppendOnly | Plan]) -> list[str]:
    """The statements that guard one table, whatever guards it has."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}" LIMIT 0')  # noqa: S608 - the table's own name
        columns = [column[0] for column in cursor.description]
        unique = list(_sqlite_unique(cursor, table)) if connection.vendor == "sqlite" else []
    if not issubclass(model, AppendOnly):
        return statements_of(connection, model, RISES)
    refused = [_change(model, columns), *(rule for column in REFUSED if column in columns for rule in REFUSED[column])]
    if connection.vendor != "sqlite" or not connection.is_in_memory_db():
        refused.append(deletion_of(model))
    statements = [statement for refusal in refused for statement in statements_of(connection, model, refusal)]
    return statements + (sqlite_replace_guard(table, unique) if unique else [])


def statements_of(connection: Any, model: type[AppendOnly | Plan], refusal: Refusal) -> list[str]:
    """The statements by which the model's table refuses it."""
    if connection.vendor not in STATEMENTS:
        raise NotImplementedError(f"Append-only tables are not guarded on {connection.vendor}.")
    told = {"table": model._meta.db_table, "kind": model._meta.label_lower, "differs": DIFFERS[connection.vendor]}
    words = {name: text.format(**told) for name, text in refusal._asdict().items()}
    return [statement.format(**told, **words) for statement in STATEMENTS[connection.vendor]]


def _change(model: type[AppendOnly], columns: Iterable[str]) -> Refusal:
    """That any column changes but the mutable ones, and of those such as are set once when they are set.

    What a row contains may become empty, once an entry of the row is said to be redacted.
    """
    mutable = {str(field.column) for field in model._meta.concrete_fields if field.name in model.mutable}
    is_redacted = "OLD.redacted_at IS NOT NULL" if "redacted_at" in columns else IS_REDACTED
    changes = []
    for column in columns:
        change = f'OLD."{column}" {{differs}} NEW."{column}"'
        if column in model.contents():
            change += f' AND NOT (coalesce(length(NEW."{column}"), 1) = 0 AND {is_redacted})'
        if column in mutable:
            change += f" AND coalesce(CAST(OLD.\"{column}\" AS text), '') <> ''"
        if column not in mutable or column in SET_ONCE:
            changes.append(f"({change})")
    return Refusal("no_change", "UPDATE", " OR ".join(changes), APPEND_ONLY.format("changed"))


def deletion_of(model: type[AppendOnly]) -> Refusal:
    """That a row is deleted; a record that is a draft and never counted may go."""
    condition = HAS_COUNTED if issubclass(model, Record) else "1 = 1"
    return Refusal("no_delete", "DELETE", condition, APPEND_ONLY.format("deleted"))


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


def sqlite_replace_guard(table: str, unique: Iterable[tuple[list[str], str]]) -> list[str]:
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
    guard = f'CREATE TRIGGER "{table}_no_replace" BEFORE INSERT ON "{table}" BEGIN {refusals}END'
    return [f'DROP TRIGGER IF EXISTS "{table}_no_replace"', guard]
