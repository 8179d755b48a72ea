"""The first start of a site."""

from pathlib import Path

import pytest
from django.core.management import call_command

from milestones.management.commands import load_shipped_plans
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that were handed to load_plan, which does not run."""
    names: list[str] = []
    monkeypatch.setattr(load_shipped_plans, "call_command", lambda command, path, **_: names.append(Path(path).name))
    return names


def test_an_empty_database_gets_every_shipped_plan(loaded: list[str]) -> None:
    call_command("load_shipped_plans", verbosity=0)
    assert {"aceh-2005.yaml", "gaza-phase-two.yaml"} <= set(loaded)
    assert loaded == sorted(loaded)


def test_a_database_with_a_plan_is_left_alone(loaded: list[str]) -> None:
    factories.make_plan()
    call_command("load_shipped_plans", verbosity=0)
    assert loaded == []
