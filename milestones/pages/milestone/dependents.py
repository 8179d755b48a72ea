"""What depends on the milestone: the gates that name it or its pillar, and the dates that follow it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from milestones.contingency.evaluation import MilestoneVerdict
from milestones.contingency.plan import MilestoneCondition, PillarCondition
from milestones.contingency.verdicts import ConditionVerdict
from milestones.pages.scene import Scene
from milestones.wording.conditions import requirement
from milestones.wording.gates import before_step
from milestones.words import STATUS_MARKS, TRUTH_MARKS, Mark


@dataclass(frozen=True, slots=True)
class DependentRow:
    """One condition that another milestone places here, or (with no truth) a planned date that follows."""

    name: SafeString
    mark: Mark
    words: str
    truth: Mark | None = None
    is_gate: bool = True


def dependent_rows(scene: Scene, slug: str) -> tuple[DependentRow, ...]:
    """The direct dependents under the reading, in the plan's order."""
    verdicts = scene.evaluation.milestones
    return tuple(row for other in verdicts.values() for row in _rows(scene, verdicts[slug], other))


def _rows(scene: Scene, verdict: MilestoneVerdict, other: MilestoneVerdict) -> Iterator[DependentRow]:
    name, mark = scene.milestone(other.slug), STATUS_MARKS[other.status]
    for group in other.groups if other.slug != verdict.slug else ():
        for judged in group.conditions:
            if _names(verdict, judged):
                words = _("%(before)s: %(condition)s") % {
                    "before": before_step(group.group),
                    "condition": requirement(judged.condition, scene.names),
                }
                yield DependentRow(name, mark, words, TRUTH_MARKS[judged.truth], group.is_gate)
    schedule = other.facts.schedule
    for planned, words in (
        (schedule.start, _("its planned start follows this milestone")),
        (schedule.due, _("its due date follows this milestone")),
    ):
        if planned.follows is not None and planned.follows.after == verdict.slug:
            yield DependentRow(name, mark, words)


def _names(verdict: MilestoneVerdict, condition: ConditionVerdict) -> bool:
    match condition.condition:
        case MilestoneCondition(milestone=slug):
            return slug == verdict.slug
        case PillarCondition(pillar=pillar):
            return pillar == verdict.facts.milestone.pillar
    return False
