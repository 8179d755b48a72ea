"""What made a milestone's status change: of what a revision took up, that which the milestone rests on."""

import json
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from milestones.contingency import Evaluation
from milestones.contingency import plan as engine
from milestones.contingency.conditions.indicator import IndicatorCondition
from milestones.contingency.conditions.milestone import MilestoneCondition
from milestones.contingency.conditions.pillar import PillarCondition
from milestones.contingency.scales import Force
from milestones.loading.stored import tables_by_kind
from milestones.models import ChangeKind, Indicator, Plan, SeenBy
from milestones.services.differences import RowName, Version
from milestones.services.revisions import TakenUp
from milestones.state import PlanState
from milestones.state.measuring import counted_rows

PLAN, MILESTONE, INDICATOR, GATE, WAIVER, WITHDRAWAL = (
    f"milestones.{name}" for name in ("plan", "milestone", "indicator", "gate", "waiver", "withdrawal")
)
MOST_CAUSES = 20
"""A status change names so many causes at the most, and how many there were."""
MOST_MILESTONES = 100
"""Of more milestones than these that moved before it, a change is traced to the nearest: its cost stays bounded."""

Cause = dict[str, Any]


class Made(NamedTuple):
    """What made a change: which kind of change it was, and what caused it, as data that the public may see."""

    kind: str
    causes: list[Cause]

    @property
    def told(self) -> dict[str, object]:
        """The first of the causes, and how many there were."""
        return {"causes": self.causes[:MOST_CAUSES], "count": len(self.causes)}


@dataclass(frozen=True)
class Making:
    """One recompute: what was taken up, the public's state, what that evaluates to, and the milestones that moved.

    Of those that `moved` anything is different; `before` is the day of the evaluation before, None if there was none.
    """

    plan: Plan
    taken: TakenUp
    state: PlanState
    evaluation: Evaluation
    moved: frozenset[str]
    before: date | None

    def of(self, slug: str) -> Made:
        """What made the status of a milestone change; no causes where none of them may be told."""
        if self.taken.before is None:
            return Made(ChangeKind.LOADED, [{"kind": "loaded", "plan": self.plan.slug}])
        parts = self._rests_on(slug)
        rows = sorted(row for part in parts for row in self._rows_of.get(part, ()) if self._is_seen(row))
        if rows:
            return Made(self._kind(rows), list(self._causes(rows)))
        if self.taken.before.method != self.taken.revision.method:
            return Made(ChangeKind.METHOD, [{"kind": "method"}])
        if self.before != self.evaluation.on:
            return Made(ChangeKind.DAY, [{"kind": "day", "on": self.evaluation.on.isoformat()}])
        return Made(ChangeKind.TEXT, [])

    def _rests_on(self, slug: str) -> set[RowName]:
        """The parts on which a milestone's status rests; further through those of which anything is different.

        Nearest first, so that what a long chain rests on at its other end is left out rather than what is at hand.
        """
        parts = {RowName(PLAN, self.plan.pk)}
        waiting, met = deque([slug]), {slug}
        while waiting:
            milestone = self._milestones[waiting.popleft()]
            parts.add(_name(MILESTONE, milestone))
            for group in milestone.groups:
                for condition in group.conditions if group.force is Force.GATES else ():
                    if isinstance(condition, IndicatorCondition):
                        parts |= self._counted_by(self._indicators[condition.indicator])
            for other in self._awaited(milestone):
                parts.add(_name(MILESTONE, self._milestones[other]))
                if other in self.moved and other not in met and len(met) < MOST_MILESTONES:
                    met.add(other)
                    waiting.append(other)
        return parts

    def _awaited(self, milestone: engine.Milestone) -> Iterator[str]:
        """The milestones that it waits for or is dated by."""
        planned: list[object] = [milestone.planned_start, milestone.due]
        planned += [day for revision in milestone.schedule for day in (revision.planned_start, revision.due)]
        yield from (dated.after for dated in planned if isinstance(dated, engine.RelativeDate))
        for group in milestone.groups:
            for condition in group.conditions if group.force is Force.GATES else ():
                if isinstance(condition, MilestoneCondition):
                    yield condition.milestone
                elif isinstance(condition, PillarCondition):
                    yield from self._of_pillar[condition.pillar]

    def _kind(self, rows: Iterable[RowName]) -> str:
        """Facts where a record says something else, else text where structure does, else publication."""
        of_records = [tables_by_kind()[row.kind].is_of_records for row in rows if self._says_else(row)]
        if not of_records:
            return ChangeKind.PUBLICATION
        return ChangeKind.FACTS if any(of_records) else ChangeKind.TEXT

    def _versions(self, row: RowName) -> list[Version]:
        pair = (self.taken.difference.before.get(row), self.taken.difference.after.get(row))
        return [version for version in pair if version is not None]

    def _is_seen(self, row: RowName) -> bool:
        """Whether the public sees the row, or saw it before."""
        return any(version.publication == SeenBy.ALL for version in self._versions(row))

    def _says_else(self, row: RowName) -> bool:
        """Whether a row says something else than before, but for who may see it."""
        told = [json.loads(version.body) | {"publication": ""} for version in self._versions(row)]
        return len(told) == 1 or told[0] != told[1]

    def _causes(self, rows: Iterable[RowName]) -> Iterator[Cause]:
        for row in rows:
            before, after = self.taken.difference.before.get(row), self.taken.difference.after.get(row)
            if after is not None and after.publication == SeenBy.ALL:
                kind = "added" if before is None else "changed"
                yield {"kind": kind, "model": row.kind, "pk": row.key} | self._about(row)
            elif after is None and before is not None and before.publication == SeenBy.ALL:
                yield {"kind": "removed", "model": row.kind}

    def _about(self, row: RowName) -> Cause:
        slug = self._slugs.get(self._nodes[row])
        return {} if slug is None else {self._nodes[row].kind.rpartition(".")[2]: slug}

    @cached_property
    def _of_pillar(self) -> Mapping[str, list[str]]:
        slugs: defaultdict[str, list[str]] = defaultdict(list)
        for slug, milestone in self._milestones.items():
            slugs[milestone.pillar].append(slug)
        return slugs

    @cached_property
    def _rows_of(self) -> Mapping[RowName, list[RowName]]:
        """Of each part the rows in it that are different."""
        rows: defaultdict[RowName, list[RowName]] = defaultdict(list)
        for row, part in self._nodes.items():
            rows[part].append(row)
        return rows

    @cached_property
    def _nodes(self) -> dict[RowName, RowName]:
        """Of each row that is different, the milestone, indicator, plan or (key 0) pillar app that it is part of.

        A record of a pillar app is its own.
        """
        difference = self.taken.difference
        nodes = {row: self._node(row, difference.after.get(row) or difference.before[row]) for row in difference.rows}
        return {row: node for row, node in nodes.items() if node is not None}

    def _node(self, row: RowName, version: Version) -> RowName | None:
        if row.kind in (MILESTONE, INDICATOR, PLAN):
            return row
        app = row.kind.partition(".")[0]
        if app != PLAN.partition(".")[0]:
            # Of a record that the public sees a measure says whether it counts it.
            is_alone = tables_by_kind()[row.kind].is_of_records and version.publication == SeenBy.ALL
            return row if is_alone else RowName(app, 0)
        if row.kind not in self._owners:
            return None
        owner = RowName(self._owners[row.kind], version.owner)
        if owner in self._inside:
            return self._inside[owner]
        difference = self.taken.difference
        above = difference.after.get(owner) or difference.before.get(owner)
        if owner.kind in (MILESTONE, INDICATOR):
            return owner
        return None if above is None else self._node(owner, above)

    @cached_property
    def _owners(self) -> dict[str, str]:
        """By the kind of what stands in another's entry the kind of that."""
        return {inner.kind: table.kind for table in tables_by_kind().values() for inner in table.nested}

    @cached_property
    def _inside(self) -> dict[RowName, RowName]:
        """The milestone in which each gate, waiver and withdrawal stands that counts."""
        return {
            name: _name(MILESTONE, milestone) for milestone in self._milestones.values() for name in _parts(milestone)
        }

    @cached_property
    def _milestones(self) -> Mapping[str, engine.Milestone]:
        return {slug: verdict.facts.milestone for slug, verdict in self.evaluation.milestones.items()}

    @cached_property
    def _indicators(self) -> Mapping[str, engine.Indicator]:
        return {indicator.slug: indicator for indicator in self.evaluation.facts.plan.indicators}

    def _counted_by(self, indicator: engine.Indicator) -> set[RowName]:
        """The indicator and, where a measure counts it, the records that it counts and the rest of its pillar app."""
        key: Any = indicator.ref
        own = {_name(INDICATOR, indicator)}
        if key not in self._counted:
            return own
        app = self.state.rows(Indicator).by_key[key].measure.partition(".")[0]
        return own | {RowName(app, 0)} | {RowName(*row) for row in self._counted[key]}

    @cached_property
    def _counted(self) -> Mapping[int, frozenset[tuple[str, int]]]:
        return counted_rows(self.state)

    @cached_property
    def _slugs(self) -> dict[RowName, str]:
        slugs = {_name(MILESTONE, milestone): milestone.slug for milestone in self._milestones.values()}
        return slugs | {_name(INDICATOR, part): part.slug for part in self._indicators.values()}


def _name(kind: str, part: Any) -> RowName:
    return RowName(kind, part.ref)


def _parts(milestone: engine.Milestone) -> Iterator[RowName]:
    for group in milestone.groups:
        yield _name(GATE, group)
        yield from (_name(WAIVER, waiver) for waiver in group.waivers)
    yield from (_name(WITHDRAWAL, withdrawal) for withdrawal in milestone.withdrawals)
