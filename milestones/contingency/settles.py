"""What, once it were known, would settle the most milestones that cannot be told today."""

from collections import defaultdict
from dataclasses import dataclass

from milestones.contingency.conditions import KINDS
from milestones.contingency.evaluation import Evaluation, MilestoneVerdict
from milestones.contingency.scales import Truth

_RANKS = {kind.kind: rank for rank, kind in enumerate(KINDS)}


@dataclass(frozen=True, slots=True)
class Settles:
    """A thing that conditions name, and the milestones all of whose gates could be told if it were known."""

    kind: str
    slug: str
    milestones: tuple[str, ...]


def what_settles(evaluation: Evaluation) -> tuple[Settles, ...]:
    """What would settle open milestones by itself, whatever it turned out to be; what settles most comes first.

    A milestone counts when some of its gates cannot be told, and what cannot be told in these is this alone. Ties by
    milestone, indicator, pillar, then slug.
    """
    settled: dict[tuple[int, str], list[str]] = defaultdict(list)
    for slug, verdict in evaluation.milestones.items():
        untold = _untold(verdict) if verdict.status.is_open else set()
        if len(untold) == 1:
            settled[untold.pop()].append(slug)
    ordered = sorted(settled, key=lambda named: (-len(settled[named]), *named))
    return tuple(Settles(KINDS[rank].kind, slug, tuple(settled[rank, slug])) for rank, slug in ordered)


def _untold(verdict: MilestoneVerdict) -> set[tuple[int, str]]:
    """What cannot be told in the milestone's gates that cannot be told, by the rank of its kind and its name."""
    return {
        (_RANKS[judged.condition.kind], judged.condition.named)
        for group in verdict.groups
        if group.is_gate and group.truth is Truth.UNKNOWN
        for judged in group.conditions
        if judged.truth is Truth.UNKNOWN
    }
