"""What migrations here do that Django has no operation for."""

from collections.abc import Sequence
from typing import Any

from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation, OperationCategory
from django.db.migrations.state import ProjectState


class CreateModels(Operation):
    """Create the tables of many models, in the order given.

    Between two operations Django builds anew every model class that is related to what changed. Here nearly
    all are related, so that creating them one by one takes most of a minute on a small machine, and every new
    site and every test database would pay it. Created together, they are built once.
    """

    category = OperationCategory.ADDITION
    serialization_expand_args = ["models"]

    def __init__(self, models: Sequence[CreateModel]) -> None:
        self.models = models

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        state.__dict__.pop("apps", None)  # a cached property: without it, adding a model builds no class
        for model in self.models:
            model.state_forwards(app_label, state)

    def database_forwards(self, *place: Any, **states: Any) -> None:
        for model in self.models:
            model.database_forwards(*place, **states)

    def database_backwards(self, *place: Any, **states: Any) -> None:
        for model in reversed(self.models):
            model.database_backwards(*place, **states)

    def references_model(self, name: str, app_label: str) -> bool:
        return any(model.references_model(name, app_label) for model in self.models)

    def describe(self) -> str:
        return f"Create models {', '.join(model.name for model in self.models)}"

    @property
    def migration_name_fragment(self) -> str:
        return "_".join(model.name_lower for model in self.models)
