"""Who waits for whom, seen from one pillar: its row and its column of the matrix, with the milestones concerned."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import ngettext

from milestones.contingency.evaluation import MilestoneVerdict
from milestones.contingency.rollups import MatrixCell
from milestones.contingency.scales import Status, Truth
from milestones.contingency.verdicts import ConditionVerdict, GroupVerdict
from milestones.pages.plan.deadlocks import before_which
from milestones.pages.scene import Scene
from milestones.words import STATUS_MARKS, TRUTH_MARKS

Waiting = tuple[MilestoneVerdict, GroupVerdict, ConditionVerdict]
"""A milestone that waits, by one condition of one of its gates."""
MOST_TOLD = 12
"""So many conditions of a kind are told, and so many milestones of each; in a plan of thousands the rest is counted."""


def waits_of(scene: Scene, pillar: str) -> Mapping[str, Any]:
    """What the pillar waits for, what waits for it, and what within it waits for itself; in the plan's order."""
    cells = scene.evaluation.matrix
    within = [cell for cell in cells if cell.pillar == pillar == cell.on_pillar]
    return {
        "outgoing": [_pair(scene, cell, cell.on_pillar) for cell in cells if cell.pillar == pillar != cell.on_pillar],
        "incoming": [_pair(scene, cell, cell.pillar) for cell in cells if cell.on_pillar == pillar != cell.pillar],
        "within": _pair(scene, within[0], pillar) if within else None,
    }


def _pair(scene: Scene, cell: MatrixCell, other: str) -> Mapping[str, Any]:
    """One cell of the matrix; `slug`, `name` and `hue` are the other pillar's, or its own within one pillar.

    `unmet` are the conditions not met that hold a milestone up; `unclear` those of which
    it cannot be told whether they do; `others` all the rest.
    """
    alike: dict[str, list[Waiting]] = defaultdict(list)
    for waiting in _waiting(scene, cell):
        alike[repr(waiting[2].condition.as_dict())].append(waiting)
    ranked = sorted(alike.values(), key=_held, reverse=True)
    holding: dict[Truth | None, list[Any]] = defaultdict(list)
    for waiters in ranked:
        holding[waiters[0][2].truth if _held(waiters) else None].append(waiters)
    counts = {Truth.UNMET: cell.unmet, Truth.UNKNOWN: cell.unknown, Truth.MET: cell.met}
    return {
        "slug": other,
        "name": scene.pillar(other),
        "hue": scene.hue(other),
        "counts": [(TRUTH_MARKS[truth], count) for truth, count in counts.items() if count],
        "held": cell.held,
        **{
            name: _first(holding[truth]) | {"told": [_awaited(scene, one) for one in holding[truth][:MOST_TOLD]]}
            for name, truth in (("unmet", Truth.UNMET), ("unclear", Truth.UNKNOWN), ("others", None))
        },
    }


def _first(every: Sequence[Any]) -> dict[str, Any]:
    """Of things the first, how many there are, and how many more that is."""
    return {"told": every[:MOST_TOLD], "count": len(every), "left": max(0, len(every) - MOST_TOLD)}


def _held(waiting: Sequence[Waiting]) -> int:
    """How many of the milestones the matrix counts as held up by the condition."""
    return sum(verdict.status.is_open and judged.truth is not Truth.MET for verdict, _gate, judged in waiting)


def _awaited(scene: Scene, waiting: Sequence[Waiting]) -> Mapping[str, Any]:
    """What is waited for, once for all who do, each with its status, before which step it waits and by what choice."""
    condition, waiters = waiting[0][2], _first(waiting)
    told = (
        (scene.milestone(verdict.slug), STATUS_MARKS[verdict.status], before_which(gate.group.before), _choice(gate))
        for verdict, gate, _judged in waiters["told"]
    )
    return {
        "mark": TRUTH_MARKS[condition.truth],
        "words": scene.requirement(condition.condition),
        "waiters": waiters | {"told": list(told)},
    }


def _choice(gate: GroupVerdict) -> str:
    """How many conditions of a gate are enough, empty where all are needed."""
    required, count = gate.group.require, len(gate.group.conditions)
    text = ngettext(
        "%(required)s of these %(count)s conditions is enough",
        "%(required)s of these %(count)s conditions are enough",
        required,
    )
    return text % {"required": required, "count": count} if required < count else ""


def _waiting(scene: Scene, cell: MatrixCell) -> Iterator[Waiting]:
    """By the conditions that the matrix counts in the cell: of gates that are not waived."""
    for milestone in scene.members(cell.pillar):
        for gate in milestone.groups if milestone.status is not Status.WITHDRAWN else ():
            if gate.is_gate and not gate.is_waived:
                for condition in gate.conditions:
                    if condition.condition.pillar_in(scene.evaluation.facts) == cell.on_pillar:
                        yield milestone, gate, condition
