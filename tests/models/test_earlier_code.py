"""Code of the last release reads and writes a database that the newest migrations brought up to date.

`released.json` says which migrations that release ended with; a release brings it up to date (CONTRIBUTING.md).
"""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import AddConstraint, AddField, AlterField, DeleteModel, RemoveField, RenameField
from django.db.migrations.state import ProjectState
from django.db.models import NOT_PROVIDED

RELEASED: dict[str, str] = json.loads((Path(__file__).parent / "released.json").read_text())["migrations"]


@cache
def states() -> tuple[ProjectState, ProjectState]:
    """What the last release's migrations end with, and the newest."""
    loader = MigrationLoader(None)
    leaves = [node for node in loader.graph.leaf_nodes() if node[0] in RELEASED]
    return loader.project_state(list(RELEASED.items())), loader.project_state(leaves)


def columns(state: ProjectState) -> dict[tuple[str, str], Any]:
    """The columns of our tables by table and name."""
    tables = (model._meta for model in state.apps.get_models(include_auto_created=True))
    return {
        (table.db_table, str(field.column)): field
        for table in tables
        if table.app_label in RELEASED
        for field in table.local_concrete_fields
    }


def type_of(column: Any) -> str:
    """Its type in the database, however long."""
    return str(column.db_type(connection)).partition("(")[0]


def faults(before: ProjectState, after: ProjectState) -> Iterator[str]:
    """What code that knows the tables of before could no longer do beside those of after, a line each."""
    older, newer = columns(before), columns(after)
    tables = {table for table, _name in older}
    for (table, name), column in sorted(newer.items()):
        if (table, name) not in older:
            if table in tables and not column.null and column.db_default is NOT_PROVIDED:
                yield f"{table}.{name} is new, and code that does not know it writes no value"
        elif not column.null and older[table, name].null:
            yield f"{table}.{name} takes no NULL any more"
        elif type_of(column) != type_of(older[table, name]):
            yield f"{table}.{name} is of another type"
    yield from (f"{table}.{name} is gone" for table, name in sorted(older.keys() - newer.keys()))
    rules = [
        {(key, rule.name) for key, model in state.models.items() for rule in model.options.get("constraints", ())}
        for state in (before, after)
    ]
    of_old = {(key, name) for key, name in rules[1] - rules[0] if key in before.models and key[0] in RELEASED}
    yield from (f"{'.'.join(key)} is held to {name}, of which older code knows nothing" for key, name in sorted(of_old))


def test_the_newest_migrations_leave_the_last_release_running() -> None:
    assert list(faults(*states())) == []


TEXT = models.CharField(max_length=9)


@pytest.mark.parametrize(
    ("operation", "fault"),
    [
        (RemoveField("source", "url"), "milestones_source.url is gone"),
        (RenameField("source", "url", "address"), "milestones_source.url is gone"),
        (DeleteModel("JobRun"), "milestones_jobrun.task is gone"),
        (AddField("source", "short", TEXT), "milestones_source.short is new"),
        (AlterField("plan", "name_ar", TEXT), "milestones_plan.name_ar takes no NULL"),
        (AlterField("source", "url", models.IntegerField()), "milestones_source.url is of another type"),
        (
            AddConstraint("source", models.CheckConstraint(condition=~models.Q(url=""), name="told")),
            "milestones.source is held to told",
        ),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_migration_that_would_break_it_is_seen(operation: Any, fault: str) -> None:
    before, _newest = states()
    after = before.clone()
    operation.state_forwards("milestones", after)
    assert any(said.startswith(fault) for said in faults(before, after))


@pytest.mark.parametrize(
    "field", [models.CharField(max_length=9, null=True), models.CharField(max_length=9, db_default="")]
)
def test_a_column_that_older_code_may_leave_out_breaks_nothing(field: Any) -> None:
    before, _newest = states()
    after = before.clone()
    AddField("source", "short", field).state_forwards("milestones", after)
    assert list(faults(before, after)) == []
