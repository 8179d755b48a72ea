"""What depends on the milestone: the gates that name it or its pillar, and the dates that follow it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from milestones.contingency.evaluation import MilestoneVerdict
from milestones.contingency.plan import MilestoneCondition, PillarCondition
from milestones.contingency.verdicts import ConditionVerdict
from milestones.selectors.milestone_page import MilestonePageFacts, MilestoneProof
from milestones.verdict_marks import STATUS_MARKS, TRUTH_MARKS, Mark
from milestones.wording.conditions import requirement
from milestones.wording.gates import before_step


@dataclass(frozen=True, slots=True)
class DependentRow:
    """One condition that another milestone places here, or (with no truth) a planned date that follows."""

    slug: str
    name: str
    mark: Mark
    words: str
    truth: Mark | None
    is_gate: bool


@dataclass(frozen=True, slots=True)
class DependentsPart:
    """The direct dependents in the plan's order, and in sentences what would follow from completion."""

    rows: tuple[DependentRow, ...]
    releases: str
    downstream: str


def dependents_part(facts: MilestonePageFacts, proof: MilestoneProof) -> DependentsPart:
    """What depends on the milestone under the reading."""
    verdict = proof.evaluation.milestones[facts.milestone.slug]
    releases = ngettext(
        "If it were complete and verified today, %(count)s other milestone would have every gate met.",
        "If it were complete and verified today, %(count)s other milestones would have every gate met.",
        verdict.releases,
    )
    downstream = ngettext(
        "%(count)s other milestone depends on it, directly or through others.",
        "%(count)s other milestones depend on it, directly or through others.",
        verdict.downstream,
    )
    return DependentsPart(
        rows=tuple(
            row for other in proof.evaluation.milestones.values() for row in _rows(facts, verdict, other)
        ),
        releases=releases % {"count": verdict.releases},
        downstream=downstream % {"count": verdict.downstream},
    )


def _rows(
    facts: MilestonePageFacts, verdict: MilestoneVerdict, other: MilestoneVerdict
) -> Iterator[DependentRow]:
    name = facts.names.milestones.get(other.slug, "")
    mark = STATUS_MARKS[other.status]
    for group in other.groups:
        for each in group.conditions:
            if _names(verdict, each) and other.slug != verdict.slug:
                words = _("%(before)s: %(condition)s") % {
                    "before": before_step(group.group),
                    "condition": requirement(each.condition, facts.names),
                }
                yield DependentRow(other.slug, name, mark, words, TRUTH_MARKS[each.truth], group.is_gate)
    schedule = other.facts.schedule
    for planned, words in (
        (schedule.start, _("its planned start follows this milestone")),
        (schedule.due, _("its due date follows this milestone")),
    ):
        if planned.follows is not None and planned.follows.after == verdict.slug:
            yield DependentRow(other.slug, name, mark, words, None, is_gate=True)


def _names(verdict: MilestoneVerdict, condition: ConditionVerdict) -> bool:
    match condition.condition:
        case MilestoneCondition(milestone=slug):
            return slug == verdict.slug
        case PillarCondition(pillar=pillar):
            return pillar == verdict.facts.milestone.pillar
    return False
