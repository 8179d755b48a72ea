"""What differs of a plan between two instants, as one audience sees both."""

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from milestones.contingency import Evaluation
from milestones.kinds import Kind
from milestones.kinds.format import every_kind
from milestones.models import Indicator, Milestone, Pillar
from milestones.models.publication import plan_path
from milestones.registry import registry
from milestones.selectors.plan_page import reading_names
from milestones.selectors.records import Viewpoint
from milestones.state import PlanState
from milestones.state.differing import Differing, differing_rows


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row belongs: to a milestone, an indicator or a pillar, and to which pillar; "" for the plan's own."""

    part: Any
    pillar: str


@dataclass(frozen=True)
class Changes:
    """A plan as `earlier` told it and as `viewpoint` does, on the same day and under the same reading."""

    earlier: Viewpoint
    viewpoint: Viewpoint

    @property
    def since(self) -> datetime | None:
        """The instant from which it differs."""
        return self.earlier.known_at

    @property
    def until(self) -> datetime | None:
        """The instant up to which it does; None for now."""
        return self.viewpoint.known_at

    @property
    def withheld(self) -> int:
        """How many rows that were seen at the earlier instant are restricted now, and told nothing of."""
        return self.earlier.state.withheld

    @cached_property
    def rows(self) -> Sequence[Differing]:
        """The rows that differ, in the order of the plan file."""
        return tuple(differing_rows(every_kind(), self.earlier.state, self.viewpoint.state))

    @cached_property
    def then(self) -> Evaluation:
        """What followed at the earlier instant."""
        return self.earlier.evaluation()

    @cached_property
    def now(self) -> Evaluation:
        """What follows at the later one."""
        return self.viewpoint.evaluation()

    @cached_property
    def milestones(self) -> Mapping[str, Milestone]:
        """The milestones that are seen at either, by slug."""
        return self._by_slug(Milestone)

    @cached_property
    def statuses(self) -> Sequence[str]:
        """The milestones whose statuses are not the same, by slug, in the plan's order; those of one alone too."""
        slugs = dict.fromkeys((*self.now.milestones, *self.then.milestones))
        return [slug for slug in slugs if self.then.status_of(slug) is not self.now.status_of(slug)]

    @property
    def pillars(self) -> Mapping[str, str]:
        """The names of the pillars at either, by slug, in the plan's order."""
        return {slug: row.name for slug, row in self._by_slug(Pillar).items()}

    def _by_slug(self, model: type[Any]) -> dict[str, Any]:
        rows = {row.slug: row for row in self.viewpoint.rows(model)}
        return {**rows, **{row.slug: row for row in self.earlier.rows(model) if row.slug not in rows}}

    @cached_property
    def facts(self) -> Sequence[Differing]:
        """The rows that differ, and the records alike in both states that count at one of the two points alone."""
        return tuple(self._facts())

    def _facts(self) -> Iterator[Differing]:
        if (self.earlier.on, self.since) == (self.viewpoint.on, self.until):
            yield from self.rows
            return
        differing = defaultdict(list)
        for row in self.rows:
            differing[row.kind].append(row)
        for kind in every_kind():
            yield from differing[kind]
            if kind.is_of_records:
                yield from self._counting_once(kind, {row.row.pk for row in differing[kind]})

    def _counting_once(self, kind: Kind, told: Container[int]) -> Iterator[Differing]:
        then, now = self.earlier.rows(kind.model).by_key, self.viewpoint.rows(kind.model).by_key
        for columns in self.viewpoint.state.stored_columns(kind.model):
            key = columns["id"]
            if key in told or key not in then:
                continue
            row = now[key]
            before, after = _counts(self.earlier, then[key]), _counts(self.viewpoint, row)
            if before != after:
                yield Differing(kind, then[key] if before else None, row if after else None)


def _counts(viewpoint: Viewpoint, record: Any) -> bool:
    """Whether a record had come and been learned, and was not known to be retracted."""
    return viewpoint.holds(record) and not viewpoint.has_learned(getattr(record, "retracted_at", None))


def changes_since(earlier: PlanState, viewpoint: Viewpoint, since: datetime) -> Changes:
    """What differs from an earlier state; under its own first reading where it did not know the viewpoint's."""
    reading = viewpoint.reading if viewpoint.reading in reading_names(earlier) else None
    return Changes(replace(viewpoint, state=earlier, known_at=since, reading=reading), viewpoint)


def place_of(row: Any) -> Place:
    """Where a row belongs: by the rows in whose entries it stands, else by what it is about."""
    holder = row
    model: Any = type(row)
    for step in plan_path(model).split("__")[:-1]:
        if isinstance(holder, Milestone | Indicator):
            break
        holder = getattr(holder, step)
    about = (getattr(holder, name, None) for name in ("milestone", "indicator", "pillar"))
    part = next((part for part in (holder, *about) if isinstance(part, PARTS)), None)
    app = registry.app(row._meta.app_label)
    if part is None:
        return Place(None, app.label if app else "")
    return Place(part, part.slug if isinstance(part, Pillar) else part.pillar.slug)


PARTS = (Milestone, Indicator, Pillar)
