"""Sections 4 and 5 of the method: statuses, deadlocks, roll-ups."""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from .oracle_dates import Dates
from .oracle_records import LEVELS, NEVER, Day, Follows
from .oracle_world import MET, UNKNOWN, UNMET, Group, Milestone, World

SEVERITY = (
    *("lapsed", "premature", "undermined", "deadlocked", "blocked", "delayed"),
    *("waiting", "unsettled", "cleared", "unconditional", "fulfilled"),
)
OPEN = {"premature", "undermined", "deadlocked", "blocked", "delayed", "waiting", "unsettled"}
Level = tuple[str, int]


class Findings:
    """The statuses of a world's milestones, and what follows from them."""

    def __init__(self, world: World) -> None:
        self.world, self.on = world, world.on
        self.earliest = Dates(world, established=False)
        self.established = Dates(world, established=True)
        self.cycles = self.deadlocked_levels()
        self.standing = {slug for cycle in self.cycles for slug, _ in cycle}
        self.status = {slug: self.status_of(m) for slug, m in world.milestones.items()}

    # Status

    def status_of(self, m: Milestone) -> str:
        low, _ = self.world.level(m.slug, self.on)
        truths = [self.world.group_truth(gate, self.on) for gate in m.gates]
        failing = [g for g, truth in zip(m.gates, truths, strict=True) if truth == UNMET and g.level <= low]
        never = self.earliest.levels[m.slug, 3] == NEVER
        met = all(truth == MET for truth in truths)
        table = [
            ("withdrawn", self.world.is_withdrawn(m.slug, self.on)),
            ("lapsed", m.lapses is not None and m.lapses < self.on and low < 3),
            ("premature", any(self.truth_when_reached(m, gate) != MET for gate in failing)),
            ("undermined", bool(failing)),
            ("fulfilled", low == 3 and met),
            ("deadlocked", never and m.slug in self.standing),
            ("blocked", never),
            ("unconditional", not m.gates),
            ("cleared", met),
            ("unsettled", UNMET not in truths),
            ("delayed", any(t == UNMET and self.is_late(m, g) for g, t in zip(m.gates, truths, strict=True))),
            ("waiting", True),
        ]
        return next(status for status, applies in table if applies)

    def truth_when_reached(self, m: Milestone, group: Group) -> str | None:
        if self.world.level(m.slug, self.on)[0] < group.level:
            return None
        return self.world.group_truth(group, int(self.world.reached_on(m.slug, group.level)))

    def is_late(self, m: Milestone, gate: Group) -> bool:
        start, due = self.world.date_of(m.planned_start), self.world.date_of(m.due)
        planned: Day | None = {1: start, 3: due}.get(gate.level)
        if gate.level == 2 and start is not None and due is not None:
            planned = start + self.world.duration(m) // 2
        return planned is not None and self.earliest.gate(gate) > planned

    # What binds

    def binding(self, slug: str, level: int) -> set[tuple[int, int]]:
        """The conditions that set a level's date through its gates, by the places of gate and condition.

        Empty where the records or the milestone's withdrawal decide, or where something else comes last.
        """
        m = self.world.milestones[slug]
        if self.earliest.facts[slug, level] is not None:
            return set()
        unmet = [
            (place, gate)
            for place, gate in enumerate(m.groups)
            if gate in m.gates and gate.level == level and self.world.group_truth(gate, self.on) == UNMET
        ]
        dates = [self.earliest.gate(gate) for _, gate in unmet]
        latest = max([self.on, self.earliest.own_date_earliest(m, level), *dates])
        return {
            (place, position)
            for place, gate in unmet
            if self.earliest.gate(gate) == latest
            for position, condition in enumerate(gate.conditions)
            if self.world.truth(condition, self.on) != MET and self.earliest.condition(condition) == latest
        }

    # Deadlocks

    def deadlocked_levels(self) -> list[frozenset[Level]]:
        nodes = self.levels_that_are_never()
        arrows = {level: set(self.arrows(*level)) & nodes for level in nodes}
        reach = {level: reachable(arrows, level) for level in arrows}
        on_cycle = [level for level in arrows if level in reach[level]]
        return list({frozenset(n for n in reach[level] if level in reach[n]): None for level in on_cycle})

    def levels_that_are_never(self) -> set[Level]:
        return {
            (slug, level)
            for (slug, level), day in self.earliest.levels.items()
            if day == NEVER and not self.world.is_withdrawn(slug, self.on)
        }

    def arrows(self, slug: str, level: int) -> Iterable[Level]:
        m = self.world.milestones[slug]
        if level > 1:
            yield slug, level - 1
        elif isinstance(m.planned_start, Follows) and self.world.is_open(m.planned_start):
            yield m.planned_start.milestone, m.planned_start.level
        for gate in m.gates:
            unmet = self.world.group_truth(gate, self.on) == UNMET
            if gate.level == level and unmet and self.earliest.gate(gate) == NEVER:
                for condition in gate.conditions:
                    if self.earliest.condition(condition) == NEVER:
                        yield from self.named_levels(condition)

    def named_levels(self, condition: dict[str, Any]) -> Iterable[Level]:
        if "milestone" in condition:
            yield condition["milestone"], LEVELS[condition["reaches"]]
        if "pillar" in condition:
            for m in self.world.members(condition["pillar"], self.on):
                yield from ((m.slug, level) for level in (1, 2, 3))

    def deadlocks(self) -> list[list[str]]:
        return sorted(map(list, {tuple(sorted({slug for slug, _ in cycle})) for cycle in self.cycles}))

    # Roll-ups

    def active(self) -> list[Milestone]:
        return [m for m in self.world.milestones.values() if not self.world.is_withdrawn(m.slug, self.on)]

    def is_overdue(self, m: Milestone) -> bool:
        due = self.world.date_of(m.due)
        open_still = self.world.level(m.slug, self.on)[0] < 3 and not self.world.is_withdrawn(m.slug, self.on)
        return due is not None and due < self.on and open_still

    def delay_days(self, m: Milestone) -> int | None:
        due, complete = self.world.date_of(m.due), self.earliest.levels[m.slug, 3]
        if due is None or complete == NEVER or self.world.is_withdrawn(m.slug, self.on):
            return None
        return int(max(0, complete - due))

    def releases(self, m: Milestone) -> int:
        if self.world.is_withdrawn(m.slug, self.on) or self.world.level(m.slug, self.on)[0] == 3:
            return 0
        assumed = self.world.with_complete(m.slug)
        others = [other for other in self.world.milestones.values() if other.slug != m.slug]
        held_up = [o for o in others if self.status[o.slug] in OPEN and not self.goes_ahead(self.world, o)]
        return sum(self.goes_ahead(assumed, other) for other in held_up)

    def goes_ahead(self, world: World, m: Milestone) -> bool:
        return all(world.group_truth(gate, self.on) == MET for gate in m.gates)

    def downstream(self, slug: str) -> int:
        dependents: dict[str, set[str]] = {name: set() for name in self.world.milestones}
        for m in self.active():
            for condition in self.placed_by(m):
                for name in {name for name, _ in self.named_levels(condition)}:
                    dependents[name].add(m.slug)
        return len(reachable(dependents, slug) - {slug})

    def placed_by(self, m: Milestone) -> list[dict[str, Any]]:
        return [c for gate in m.gates if not self.world.is_waived(gate) for c in gate.conditions]

    def pillar(self, slug: str) -> dict[str, Any]:
        own = [m for m in self.world.milestones.values() if m.pillar == slug]
        statuses = [self.status[m.slug] for m in own]
        progress = self.world.progress(slug, self.on)
        low, high = (None, None) if progress is None else map(percent, progress)
        return {
            "progress": {"low": low, "high": high},
            "status": next((status for status in SEVERITY if status in statuses), None),
            "overdue": sum(self.is_overdue(m) for m in own),
            "counts": {status: statuses.count(status) for status in (*SEVERITY, "withdrawn")},
        }

    def matrix(self) -> list[dict[str, Any]]:
        cells = ((placing, on) for placing in self.world.pillars for on in self.world.pillars)
        return [row for cell in cells if (row := self.cell(*cell)) is not None]

    def cell(self, placing: str, on_pillar: str) -> dict[str, Any] | None:
        placed = {m.slug: self.placed_by(m) for m in self.active() if m.pillar == placing}
        truths = {
            slug: [self.world.truth(c, self.on) for c in conditions if self.pillar_named(c) == on_pillar]
            for slug, conditions in placed.items()
        }
        everything = [truth for own in truths.values() for truth in own]
        if not everything:
            return None
        held = sum(self.status[slug] in OPEN and any(t != MET for t in own) for slug, own in truths.items())
        counts = {truth: everything.count(truth) for truth in (MET, UNMET, UNKNOWN)}
        return {"pillar": placing, "on_pillar": on_pillar, **counts, "held": held}

    def awaited(self) -> list[dict[str, Any]]:
        """What open milestones wait for: the page's words applied to one thing at a time."""
        things = {thing_named(c) for m in self.active() for c in self.placed_by(m)}
        rows = []
        for kind, slug in things:
            unmet = [m.slug for m in self.held_up() if self.waits_for(m, (kind, slug), UNMET)]
            unknown = [
                m.slug for m in self.held_up() if m.slug not in unmet and self.waits_for(m, (kind, slug), UNKNOWN)
            ]
            if unmet or unknown:
                rows.append({"kind": kind, "slug": slug, "unmet": len(unmet), "unknown": len(unknown)})
        kinds = ["milestone", "indicator", "pillar", "date"]
        return sorted(rows, key=lambda r: (-r["unmet"], -r["unknown"], kinds.index(r["kind"]), r["slug"]))

    def held_up(self) -> list[Milestone]:
        return [m for m in self.world.milestones.values() if self.status[m.slug] in OPEN]

    def waits_for(self, m: Milestone, thing: tuple[str, str], truth: str) -> bool:
        """Whether a gate that is not met, nor waived, has a condition of that truth on the thing."""
        gates = [g for g in m.gates if self.world.group_truth(g, self.on) != MET]
        return any(
            thing_named(c) == thing and self.world.truth(c, self.on) == truth for gate in gates for c in gate.conditions
        )

    def pillar_named(self, condition: dict[str, Any]) -> str | None:
        if "milestone" in condition:
            return self.world.milestones[condition["milestone"]].pillar
        if "indicator" in condition:
            return self.world.indicators[condition["indicator"]].pillar
        return condition.get("pillar")


def thing_named(condition: dict[str, Any]) -> tuple[str, str]:
    kind = next(kind for kind in ("milestone", "indicator", "pillar", "date") if kind in condition)
    return kind, condition[kind]


def reachable(arrows: dict[Any, set[Any]], start: Any) -> set[Any]:
    """Everything that one or more arrows lead to."""
    found: set[Any] = set()
    ahead = list(arrows[start])
    while ahead:
        node = ahead.pop()
        if node not in found:
            found.add(node)
            ahead += arrows[node]
    return found


def percent(value: Fraction) -> float:
    """Rounded half up to four places."""
    return math.floor(value * 10_000 + Fraction(1, 2)) / 10_000
