"""The publication boundary over a plan's columns: what `visible_to` asks of the database, asked of a state."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Model

from milestones.loading.stored import Columns, tables_by_model
from milestones.models import Condition, Gate, Indicator, Milestone, Pillar, Publication
from milestones.models.publication import EVERYTHING, Bounded

SEEN_BY = "seen_by"
"""The key of a mark's cause that says who sees its row, or saw it before; without one, all do."""


Seen = frozenset[Publication]
Keys = frozenset[int]


def own_number(seen: Iterable[Publication]) -> str:
    """The column of a revision with how many revisions those count who see these publications."""
    if Publication.DRAFT in seen:
        return "number"
    return "cleared_number" if Publication.RESTRICTED in seen else "public_number"


class Boundary:
    """Which rows of a plan an audience sees on a day of the plan; each model's are found once."""

    def __init__(self, columns: Columns, seen: Seen, today: date) -> None:
        self._columns = columns
        self.seen, self.today = seen, today
        self._keys: dict[type[Bounded], Keys] = {}

    def columns(self, model: type[Model]) -> tuple[dict[str, Any], ...]:
        """Those of all rows of a model, hidden ones too."""
        return self._columns[tables_by_model()[model]]

    def holds(self, model: Any) -> bool:
        """Whether a plan has rows of the model, as it has none of accounts."""
        return model in tables_by_model()

    def keys(self, model: type[Any]) -> Keys:
        """The keys of the rows that are seen: they have one of the publications, as has all that they hang on."""
        if model not in self._keys:
            self._keys[model] = frozenset(row["id"] for row in self._rows(model)) - self._half_hidden(model)
        return self._keys[model]

    def _rows(self, model: type[Bounded]) -> list[dict[str, Any]]:
        rows = [row for row in self.columns(model) if model.is_within(row, self.seen, today=self.today)]
        for name in model.hangs_on:
            key: Any = model._meta.get_field(name)
            if self.holds(key.related_model):
                above, column = self.keys(key.related_model), key.attname
                rows = [row for row in rows if row[column] in above or row[column] is None]
        return rows

    def _half_hidden(self, model: type[Bounded]) -> Keys:
        """Gates with a condition that is hidden: half of one would tell another promise.

        A condition on a pillar is hidden with the last of the pillar's milestones.
        """
        if model is not Gate or self.seen >= EVERYTHING:
            return frozenset()
        shown = {
            model: {row["id"] for row in self.columns(model) if row["publication"] in self.seen}
            for model in (Milestone, Indicator)
        }
        pillars = {row["pillar_id"] for row in self.columns(Milestone) if row["publication"] in self.seen}
        allowed = {
            "milestone_id": shown[Milestone],
            "indicator_id": shown[Indicator],
            "pillar_id": pillars & {row["id"] for row in self.columns(Pillar)},
        }
        return frozenset(
            row["gate_id"]
            for row in self.columns(Condition)
            if any(row[name] is not None and row[name] not in keys for name, keys in allowed.items())
        )
