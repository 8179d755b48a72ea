"""Pillars, the matrix of pillars, and what is awaited: what the milestones add up to (section 5)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from milestones.contingency.conditions import KINDS, RANKS
from milestones.contingency.conditions.pillar import percent_range
from milestones.contingency.facts import Facts, MilestoneFacts
from milestones.contingency.scales import SEVERITY, Status, Truth


@dataclass(frozen=True, slots=True)
class PillarVerdict:
    """One pillar: progress in percent (None without a milestone that is not withdrawn) and how its milestones stand.

    `status` is the most severe present; `counts` has every status.
    """

    slug: str
    low: Fraction | None
    high: Fraction | None
    status: Status | None
    overdue: int
    counts: dict[Status, int]

    def as_dict(self) -> dict[str, Any]:
        """The pillar as it is published."""
        return {
            "progress": percent_range(self.low, self.high),
            "status": self.status and self.status.value,
            "overdue": self.overdue,
            "counts": {status.value: count for status, count in self.counts.items()},
        }


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """What the milestones of `pillar` wait for in `on_pillar`: conditions by truth; `held` counts milestones."""

    pillar: str
    on_pillar: str
    met: int
    unmet: int
    unknown: int
    held: int


@dataclass(frozen=True, slots=True)
class Awaited:
    """One thing that conditions of unwaived gates name; `slug` is the ISO day where `kind` is date.

    `unmet`: how many open milestones have it unmet in a gate that is not met; `unknown`: how many others cannot
    tell it there.
    """

    kind: str
    slug: str
    unmet: int
    unknown: int


def roll_up_pillars(facts: Facts) -> tuple[PillarVerdict, ...]:
    """The verdict on every pillar, in the plan's order."""
    rolled = []
    for pillar, members in facts.members.items():
        counts = Counter(member.status for member in members)
        standing = facts.standing(pillar)
        rolled.append(
            PillarVerdict(
                slug=pillar,
                low=standing.percent(standing.low),
                high=standing.percent(standing.high),
                status=next((status for status in SEVERITY if counts[status]), None),
                overdue=sum(member.is_overdue(facts.on) for member in members),
                counts={status: counts[status] for status in Status},
            )
        )
    return tuple(rolled)


def build_matrix(facts: Facts) -> tuple[MatrixCell, ...]:
    """The cells that hold a condition, in the order of the plan's pillars."""
    cells: dict[tuple[str, str], Counter[str]] = {}
    for milestone in facts.milestones:
        if milestone.is_withdrawn:
            continue
        holding: set[tuple[str, str]] = set()
        for judged in milestone.asked:
            on_pillar = judged.condition.pillar_in(facts)
            if on_pillar is None:
                continue
            place = milestone.milestone.pillar, on_pillar
            cells.setdefault(place, Counter())[judged.truth.value] += 1
            if judged.truth is not Truth.MET:
                holding.add(place)
        if milestone.status.is_open:
            for place in holding:
                cells[place]["held"] += 1
    return tuple(
        MatrixCell(pillar, on_pillar, cell["met"], cell["unmet"], cell["unknown"], cell["held"])
        for pillar in facts.plan.pillars
        for on_pillar in facts.plan.pillars
        if (cell := cells.get((pillar, on_pillar)))
    )


def count_awaited(milestones: Iterable[MilestoneFacts]) -> tuple[Awaited, ...]:
    """What the gates of those with an open status wait for, that for which most of them do first."""
    unmet: Counter[tuple[int, str]] = Counter()
    unknown: Counter[tuple[int, str]] = Counter()
    for milestone in milestones:
        named: dict[Truth, set[tuple[int, str]]] = {truth: set() for truth in Truth}
        for verdict in milestone.gates if milestone.status.is_open else ():
            if verdict.truth is not Truth.MET:
                for judged in verdict.conditions:
                    named[judged.truth].add((RANKS[judged.condition.kind], judged.condition.named))
        unmet.update(named[Truth.UNMET])
        unknown.update(named[Truth.UNKNOWN] - named[Truth.UNMET])
    ordered = sorted({*unmet, *unknown}, key=lambda name: (-unmet[name], -unknown[name], *name))
    return tuple(Awaited(KINDS[rank].kind, slug, unmet[rank, slug], unknown[rank, slug]) for rank, slug in ordered)
