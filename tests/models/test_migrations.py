"""The migrations make the database that the models describe, and no more slowly than they must."""

import pytest
from django.core.management import call_command
from django.db import connection, models
from django.db.migrations import CreateModel
from django.db.migrations.state import ModelState, ProjectState

from milestones.models import Plan
from milestones.operations import CreateModels


def missing_migrations() -> bool:
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=0)
    except SystemExit:
        return True
    return False


@pytest.mark.django_db
def test_the_migrations_are_complete() -> None:
    assert not missing_migrations()


@pytest.mark.django_db
def test_a_field_without_a_migration_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Plan._meta.get_field("slug"), "max_length", 7)
    assert missing_migrations()


def a_ring(size: int) -> CreateModels:
    """Models of which each names the next, and the last the first."""
    names = [f"Ring{number}" for number in range(size)]
    return CreateModels(
        [
            CreateModel(
                name=name,
                fields=[
                    ("id", models.BigAutoField(primary_key=True)),
                    ("next", models.ForeignKey(f"toys.{follower}", models.PROTECT, related_name="+")),
                ],
            )
            for name, follower in zip(names, names[1:] + names[:1], strict=True)
        ]
    )


def tables() -> set[str]:
    return {name for name in connection.introspection.table_names() if name.startswith("toys_")}


@pytest.mark.django_db(transaction=True)
def test_models_are_created_together_and_removed_again() -> None:
    operation, before, after = a_ring(3), ProjectState(), ProjectState()
    operation.state_forwards("toys", after)
    with connection.schema_editor() as editor:
        operation.database_forwards("toys", editor, before, after)
    assert tables() == {"toys_ring0", "toys_ring1", "toys_ring2"}
    with connection.cursor() as cursor:
        keys = connection.introspection.get_relations(cursor, "toys_ring2")
    assert [value[:2] for value in keys.values()] == [("id", "toys_ring0")]
    with connection.schema_editor() as editor:
        operation.database_backwards("toys", editor, after, before)
    assert tables() == set()


def test_each_class_is_built_once(monkeypatch: pytest.MonkeyPatch) -> None:
    built, render = [], ModelState.render

    def note(state: ModelState, apps: object) -> type[models.Model]:
        built.append(state.name)
        return render(state, apps)

    monkeypatch.setattr(ModelState, "render", note)
    project = ProjectState()
    assert project.apps.get_models() == []  # the classes of a state are built from now on
    a_ring(5).state_forwards("toys", project)
    assert len(project.apps.get_models()) == 5
    assert sorted(built) == ["Ring0", "Ring1", "Ring2", "Ring3", "Ring4"]
