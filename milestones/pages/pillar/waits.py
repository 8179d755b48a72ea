"""Who waits for whom, seen from one pillar: its row and its column of the matrix, with the milestones concerned."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from milestones.contingency import Evaluation
from milestones.contingency.evaluation import MilestoneVerdict
from milestones.contingency.rollups import MatrixCell
from milestones.contingency.scales import Status, Truth
from milestones.contingency.verdicts import ConditionVerdict, GroupVerdict
from milestones.pages.plan.deadlocks import before_which
from milestones.pages.plan.strip import Counts
from milestones.pages.scene import Scene
from milestones.words import STATUS_MARKS, TRUTH_MARKS, Mark

Thing = TypeVar("Thing")
MOST_TOLD = 12
"""So many conditions of a kind are told, and so many milestones of each; in a plan of thousands the rest is counted."""


@dataclass(frozen=True, slots=True)
class Waiter:
    """A milestone that waits by one condition of one of its gates."""

    verdict: MilestoneVerdict
    gate: GroupVerdict
    condition: ConditionVerdict
    scene: Scene

    @property
    def name(self) -> SafeString:
        """The milestone's name, which leads to its page."""
        return self.scene.milestone(self.verdict.slug)

    @property
    def holds(self) -> bool:
        """Whether the matrix counts its milestone as held by it."""
        return self.verdict.status.is_open and self.condition.truth is not Truth.MET

    @property
    def mark(self) -> Mark:
        """The milestone's status."""
        return STATUS_MARKS[self.verdict.status]

    @property
    def before(self) -> str:
        """Before which step it waits."""
        return before_which(self.gate.group.before)

    @property
    def choice(self) -> str:
        """How many conditions of its gate are enough, empty where all are needed."""
        required, count = self.gate.group.require, len(self.gate.group.conditions)
        text = ngettext(
            "%(required)s of these %(count)s conditions is enough",
            "%(required)s of these %(count)s conditions are enough",
            required,
        )
        return text % {"required": required, "count": count} if required < count else ""


@dataclass(frozen=True, slots=True)
class FirstOf(Generic[Thing]):
    """Things of which a page tells the first and counts the others."""

    every: Sequence[Thing]

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.every)

    @property
    def told(self) -> Sequence[Thing]:
        """The first of them."""
        return self.every[:MOST_TOLD]

    @property
    def left(self) -> int:
        """How many more there are."""
        return self.count - len(self.told)


@dataclass(frozen=True, slots=True)
class Awaited:
    """What is waited for, once for all who do."""

    waiters: FirstOf[Waiter]

    @property
    def _condition(self) -> ConditionVerdict:
        return self.waiters.every[0].condition

    @property
    def words(self) -> SafeString:
        """What must hold."""
        return self.waiters.every[0].scene.requirement(self._condition.condition)

    @property
    def truth(self) -> Truth:
        """Whether it is so."""
        return self._condition.truth

    @property
    def mark(self) -> Mark:
        """Its truth, as people meet it."""
        return TRUTH_MARKS[self.truth]

    @property
    def held(self) -> int:
        """How many wait for it and are held up."""
        return sum(waiter.holds for waiter in self.waiters.every)


@dataclass(frozen=True, slots=True)
class WaitPair:
    """One cell of the matrix; `slug`, `name` and `hue` are the other pillar's, or its own within one pillar.

    `unmet` are the conditions not met that hold a milestone up; `unclear` those of which
    it cannot be told whether they do; `others` all the rest.
    """

    slug: str
    name: SafeString
    hue: int
    counts: Counts
    held: int
    unmet: FirstOf[Awaited]
    unclear: FirstOf[Awaited]
    others: FirstOf[Awaited]


@dataclass(frozen=True, slots=True)
class Waits:
    """What the pillar waits for, what waits for it, and what within it waits for itself; in the plan's order."""

    outgoing: tuple[WaitPair, ...]
    incoming: tuple[WaitPair, ...]
    within: WaitPair | None


def waits_of(scene: Scene, pillar: str) -> Waits:
    """The pillar's part of the matrix."""
    cells = scene.evaluation.matrix
    outgoing = [cell for cell in cells if cell.pillar == pillar != cell.on_pillar]
    incoming = [cell for cell in cells if cell.on_pillar == pillar != cell.pillar]
    within = [cell for cell in cells if cell.pillar == pillar == cell.on_pillar]
    return Waits(
        tuple(_pair(scene, cell, cell.on_pillar) for cell in outgoing),
        tuple(_pair(scene, cell, cell.pillar) for cell in incoming),
        _pair(scene, within[0], pillar) if within else None,
    )


def _pair(scene: Scene, cell: MatrixCell, other: str) -> WaitPair:
    alike: dict[str, list[Waiter]] = {}
    for waiter in _waiters(scene, cell):
        alike.setdefault(repr(waiter.condition.condition.as_dict()), []).append(waiter)
    ranked = sorted((Awaited(FirstOf(waiters)) for waiters in alike.values()), key=lambda awaited: -awaited.held)
    counts = {Truth.UNMET: cell.unmet, Truth.UNKNOWN: cell.unknown, Truth.MET: cell.met}
    return WaitPair(
        slug=other,
        name=scene.pillar(other),
        hue=scene.hue(other),
        counts=tuple((TRUTH_MARKS[truth], count) for truth, count in counts.items() if count),
        held=cell.held,
        unmet=FirstOf(tuple(awaited for awaited in ranked if awaited.held and awaited.truth is Truth.UNMET)),
        unclear=FirstOf(tuple(awaited for awaited in ranked if awaited.held and awaited.truth is Truth.UNKNOWN)),
        others=FirstOf(tuple(awaited for awaited in ranked if not awaited.held)),
    )


def _waiters(scene: Scene, cell: MatrixCell) -> Iterator[Waiter]:
    """By the conditions that the matrix counts in the cell: of gates that are not waived."""
    evaluation: Evaluation = scene.evaluation
    for milestone in scene.members(cell.pillar):
        for gate in milestone.groups if milestone.status is not Status.WITHDRAWN else ():
            if gate.is_gate and not gate.is_waived:
                for condition in gate.conditions:
                    if condition.condition.pillar_in(evaluation.facts) == cell.on_pillar:
                        yield Waiter(milestone, gate, condition, scene)
