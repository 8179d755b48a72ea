"""Who waits for whom, seen from one pillar: its row and its column of the matrix, with the milestones concerned."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import ngettext

from milestones.contingency import Evaluation
from milestones.contingency.evaluation import MilestoneVerdict
from milestones.contingency.plan import MilestoneCondition
from milestones.contingency.rollups import MatrixCell
from milestones.contingency.scales import Status, Truth
from milestones.contingency.verdicts import ConditionVerdict, GroupVerdict
from milestones.pages.hues import hues
from milestones.pages.plan.deadlocks import before_which
from milestones.selectors.plan_page import PlanNames
from milestones.verdict_marks import STATUS_MARKS, TRUTH_MARKS, Mark
from milestones.wording.conditions import requirement


@dataclass(frozen=True, slots=True)
class Waiter:
    """A milestone that waits; `choice` says how many conditions of its gate are enough, empty where all are needed."""

    slug: str
    name: str
    mark: Mark
    before: str
    choice: str


@dataclass(frozen=True, slots=True)
class Awaited:
    """What is waited for, once for all who do; `milestone` is its slug, if it is a milestone's level."""

    mark: Mark
    words: str
    milestone: str
    waiters: tuple[Waiter, ...]


@dataclass(frozen=True, slots=True)
class TruthCount:
    """How many conditions have one truth."""

    mark: Mark
    count: int


@dataclass(frozen=True, slots=True)
class WaitPair:
    """One cell of the matrix; `slug`, `name` and `hue` are the other pillar's, or its own within one pillar.

    `holding` are the conditions that hold a milestone up, those that hold most first; `others` all the rest.
    """

    slug: str
    name: str
    hue: int
    counts: tuple[TruthCount, ...]
    held: str
    holding: tuple[Awaited, ...]
    others: tuple[Awaited, ...]


@dataclass(frozen=True, slots=True)
class Waits:
    """What the pillar waits for, what waits for it, and what within it waits for itself; in the plan's order."""

    outgoing: tuple[WaitPair, ...]
    incoming: tuple[WaitPair, ...]
    within: WaitPair | None


def waits_of(evaluation: Evaluation, names: PlanNames, pillar: str) -> Waits:
    """The pillar's part of the matrix."""
    outgoing, incoming, within = [], [], None
    for cell in evaluation.matrix:
        if cell.pillar == cell.on_pillar == pillar:
            within = _pair(evaluation, names, cell, pillar)
        elif cell.pillar == pillar:
            outgoing.append(_pair(evaluation, names, cell, cell.on_pillar))
        elif cell.on_pillar == pillar:
            incoming.append(_pair(evaluation, names, cell, cell.pillar))
    return Waits(tuple(outgoing), tuple(incoming), within)


@dataclass(frozen=True, slots=True)
class _Placed:
    """One condition in its gate."""

    milestone: MilestoneVerdict
    gate: GroupVerdict
    condition: ConditionVerdict

    @property
    def holds(self) -> bool:
        """Whether the matrix counts its milestone as held by it."""
        return self.milestone.status.is_open and self.condition.truth is not Truth.MET


def _pair(evaluation: Evaluation, names: PlanNames, cell: MatrixCell, other: str) -> WaitPair:
    by_words: dict[str, list[_Placed]] = {}
    for placed in _placed(evaluation, cell):
        words = requirement(placed.condition.condition, names)
        by_words.setdefault(words, []).append(placed)
    ranked = sorted(by_words.items(), key=lambda item: -sum(placed.holds for placed in item[1]))
    awaited = [(_awaited(words, found, names), found) for words, found in ranked]
    counts = {Truth.UNMET: cell.unmet, Truth.UNKNOWN: cell.unknown, Truth.MET: cell.met}
    held = ngettext("%(count)s milestone held up", "%(count)s milestones held up", cell.held)
    return WaitPair(
        slug=other,
        name=names.pillars[other],
        hue=hues(names.pillars)[other],
        counts=tuple(TruthCount(TRUTH_MARKS[truth], count) for truth, count in counts.items() if count),
        held=held % {"count": cell.held},
        holding=tuple(each for each, found in awaited if any(placed.holds for placed in found)),
        others=tuple(each for each, found in awaited if not any(placed.holds for placed in found)),
    )


def _placed(evaluation: Evaluation, cell: MatrixCell) -> Iterator[_Placed]:
    """The conditions that the matrix counts in the cell: of gates that are not waived."""
    for milestone in evaluation.milestones.values():
        if milestone.facts.milestone.pillar != cell.pillar or milestone.status is Status.WITHDRAWN:
            continue
        for gate in milestone.groups:
            if gate.is_gate and not gate.is_waived:
                for condition in gate.conditions:
                    if condition.condition.pillar_in(evaluation.facts) == cell.on_pillar:
                        yield _Placed(milestone, gate, condition)


def _awaited(words: str, found: list[_Placed], names: PlanNames) -> Awaited:
    verdict = found[0].condition
    condition = verdict.condition
    return Awaited(
        mark=TRUTH_MARKS[verdict.truth],
        words=words,
        milestone=condition.milestone if isinstance(condition, MilestoneCondition) else "",
        waiters=tuple(_waiter(placed, names) for placed in found),
    )


def _waiter(placed: _Placed, names: PlanNames) -> Waiter:
    group = placed.gate.group
    return Waiter(
        slug=placed.milestone.slug,
        name=names.milestones[placed.milestone.slug],
        mark=STATUS_MARKS[placed.milestone.status],
        before=before_which(group.before),
        choice=_choice(group.require, len(group.conditions)),
    )


def _choice(required: int, count: int) -> str:
    if required == count:
        return ""
    text = ngettext(
        "%(required)s of the %(count)s conditions of its gate is enough",
        "%(required)s of the %(count)s conditions of its gate are enough",
        required,
    )
    return text % {"required": required, "count": count}
