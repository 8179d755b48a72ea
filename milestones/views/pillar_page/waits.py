"""Who waits for whom, seen from one pillar: its row and its column of the matrix, with the milestones concerned."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from milestones.contingency import Evaluation
from milestones.contingency.evaluation import MilestoneVerdict
from milestones.contingency.explanation import describe
from milestones.contingency.plan import MilestoneCondition
from milestones.contingency.rollups import MatrixCell, pillar_of
from milestones.contingency.scales import Status, Truth
from milestones.contingency.verdicts import ConditionVerdict, GroupVerdict
from milestones.marks import STATUS_MARKS, TRUTH_MARKS, Mark
from milestones.selectors.plan_page import PlanNames
from milestones.views.plan_page.cards import hue_of
from milestones.wording import before_step, requirement


@dataclass(frozen=True, slots=True)
class AwaitedCondition:
    """One condition; `milestone` is the slug of what it names, if that is a milestone.

    `choice` says how many of its group are enough, and is empty where all are required.
    """

    mark: Mark
    words: str
    milestone: str
    choice: str


@dataclass(frozen=True, slots=True)
class WaitingMilestone:
    """A milestone with the conditions that it has in the pillar waited for, in the plan's order."""

    slug: str
    name: str
    mark: Mark
    conditions: tuple[AwaitedCondition, ...]


@dataclass(frozen=True, slots=True)
class TruthCount:
    """How many conditions have one truth."""

    mark: Mark
    count: int


@dataclass(frozen=True, slots=True)
class WaitPair:
    """One cell of the matrix; `slug`, `name` and `hue` are the other pillar's, or this one's if `is_itself`.

    `held` are the milestones that are held up, with those conditions that are not met; `others` the rest, with all.
    """

    slug: str
    name: str
    hue: int
    is_itself: bool
    counts: tuple[TruthCount, ...]
    held_words: str
    held: tuple[WaitingMilestone, ...]
    others: tuple[WaitingMilestone, ...]


def waits_for(evaluation: Evaluation, names: PlanNames, pillar: str) -> tuple[WaitPair, ...]:
    """What the pillar's milestones wait for: other pillars in the plan's order, then the pillar itself."""
    cells = [cell for cell in evaluation.matrix if cell.pillar == pillar]
    cells.sort(key=lambda cell: cell.on_pillar == pillar)
    return tuple(_pair(evaluation, names, cell, cell.on_pillar) for cell in cells)


def waited_for_by(evaluation: Evaluation, names: PlanNames, pillar: str) -> tuple[WaitPair, ...]:
    """What waits for the pillar's milestones, counts and progress in other pillars, in the plan's order."""
    cells = [cell for cell in evaluation.matrix if cell.on_pillar == pillar != cell.pillar]
    return tuple(_pair(evaluation, names, cell, cell.pillar) for cell in cells)


def _pair(evaluation: Evaluation, names: PlanNames, cell: MatrixCell, other: str) -> WaitPair:
    waiting = [
        (verdict, conditions)
        for verdict in evaluation.milestones.values()
        if verdict.facts.milestone.pillar == cell.pillar and verdict.status is not Status.WITHDRAWN
        if (conditions := list(_conditions(evaluation, verdict, cell.on_pillar)))
    ]
    held_words = ngettext("%(count)s milestone held up", "%(count)s milestones held up", cell.held)
    counts = {Truth.UNMET: cell.unmet, Truth.UNKNOWN: cell.unknown, Truth.MET: cell.met}
    return WaitPair(
        slug=other,
        name=names.pillars[other],
        hue=hue_of(list(names.pillars).index(other)),
        is_itself=cell.pillar == cell.on_pillar,
        counts=tuple(TruthCount(TRUTH_MARKS[truth], count) for truth, count in counts.items() if count),
        held_words=held_words % {"count": cell.held},
        held=tuple(
            _waiting(verdict, names, [each for each in conditions if each[1].truth is not Truth.MET])
            for verdict, conditions in waiting
            if _is_held(verdict, conditions)
        ),
        others=tuple(
            _waiting(verdict, names, conditions)
            for verdict, conditions in waiting
            if not _is_held(verdict, conditions)
        ),
    )


_InGroup = tuple[GroupVerdict, ConditionVerdict]


def _conditions(evaluation: Evaluation, verdict: MilestoneVerdict, on_pillar: str) -> Iterator[_InGroup]:
    """The conditions that the matrix counts: of gates that are not waived, placed on the pillar."""
    for group in verdict.groups:
        if group.is_gate and not group.is_waived:
            for each in group.conditions:
                if pillar_of(evaluation.facts, each) == on_pillar:
                    yield group, each


def _is_held(verdict: MilestoneVerdict, conditions: list[_InGroup]) -> bool:
    return verdict.status.is_open and any(each.truth is not Truth.MET for _group, each in conditions)


def _waiting(verdict: MilestoneVerdict, names: PlanNames, conditions: list[_InGroup]) -> WaitingMilestone:
    return WaitingMilestone(
        slug=verdict.slug,
        name=names.milestones[verdict.slug],
        mark=STATUS_MARKS[verdict.status],
        conditions=tuple(_condition(group, each, names) for group, each in conditions),
    )


def _condition(group: GroupVerdict, verdict: ConditionVerdict, names: PlanNames) -> AwaitedCondition:
    condition, stated = verdict.condition, {"before": group.group.before, "force": group.group.force}
    return AwaitedCondition(
        mark=TRUTH_MARKS[verdict.truth],
        words=_("%(before)s: %(condition)s")
        % {"before": before_step(stated), "condition": requirement(describe(condition), names)},
        milestone=condition.milestone if isinstance(condition, MilestoneCondition) else "",
        choice=_choice(group),
    )


def _choice(group: GroupVerdict) -> str:
    required, count = group.group.require, len(group.conditions)
    if required == count:
        return ""
    text = ngettext(
        "%(required)s of the %(count)s conditions of its gate is enough",
        "%(required)s of the %(count)s conditions of its gate are enough",
        required,
    )
    return text % {"required": required, "count": count}
