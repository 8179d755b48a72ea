"""What the pillar page shows: the plan's evaluation, the pillar's text, and the phases of its milestones."""

from collections.abc import Mapping
from dataclasses import dataclass

from milestones.contingency import Evaluation
from milestones.models import Milestone, Phase, Pillar
from milestones.selectors.plan_page import PlanNames, plan_names
from milestones.selectors.records import Viewpoint


@dataclass(frozen=True, slots=True)
class PillarPageFacts:
    """All that the pillar page rests on.

    `phases` are the plan's, in its order; `phase_of` names the phase of each milestone of the pillar that has one.
    """

    viewpoint: Viewpoint
    pillar: Pillar
    evaluation: Evaluation
    names: PlanNames
    phases: tuple[Phase, ...]
    phase_of: Mapping[str, str]


def pillar_facts(viewpoint: Viewpoint, slug: str) -> PillarPageFacts:
    """The pillar as the reader may see it; raises Pillar.DoesNotExist and UnknownReading."""
    pillar = viewpoint.rows(Pillar).get(slug=slug)
    own = viewpoint.rows(Milestone).by("pillar_id")[pillar.pk]
    return PillarPageFacts(
        viewpoint=viewpoint,
        pillar=pillar,
        evaluation=viewpoint.evaluation(),
        names=plan_names(viewpoint.state),
        phases=tuple(viewpoint.rows(Phase)),
        phase_of={row.slug: row.phase.slug for row in own if row.phase},
    )
