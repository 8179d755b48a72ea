"""What the core and the pillar apps announce: which rows belong to which plan, so that a change of one marks it.

A pillar app calls `watch` in its AppConfig.ready(); the core never imports a pillar app.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db.models import Model

PlanOf = Callable[[Model], int | None]
"""The key of the plan that a row belongs to; None while it belongs to none."""


@dataclass(slots=True)
class Registry:
    """The models whose rows a plan's evaluation, or its pages, rest on."""

    _watched: dict[type[Model], PlanOf] = field(default_factory=dict)

    def watch(self, model: type[Model], plan_of: PlanOf) -> None:
        """Mark the plan for recompute whenever a row of the model is saved or deleted."""
        if model in self._watched:
            raise ValueError(f"{model._meta.label} is watched already.")
        self._watched[model] = plan_of

    def watched(self) -> Iterable[type[Model]]:
        """The watched models, in the order of their announcement."""
        return tuple(self._watched)

    def is_watched(self, model: type[Model]) -> bool:
        """Whether a change of the model's rows marks a plan."""
        return model in self._watched

    def plan_of(self, row: Model) -> int | None:
        """The key of the plan that a watched row belongs to."""
        return self._watched[type(row)](row)


registry = Registry()
"""The one registry of the process."""


def by_path(path: str) -> PlanOf:
    """A PlanOf that follows keys, such as "gate.milestone.plan_id"."""
    names = path.split(".")

    def plan_of(row: Model) -> int | None:
        found: object = row
        for name in names:
            found = getattr(found, name, None)
        return found if isinstance(found, int) else None

    return plan_of
