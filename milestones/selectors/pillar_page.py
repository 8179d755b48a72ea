"""What the pillar page shows: the plan's evaluation, the pillar's text, and the phases of its milestones."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from milestones.contingency import Evaluation
from milestones.models import Milestone, Phase, Pillar, Plan, PlanStatus
from milestones.selectors.evaluations import evaluation_for, is_stale
from milestones.selectors.plan_page import PlanNames, plan_names
from milestones.selectors.plans import Reader


@dataclass(frozen=True, slots=True)
class PillarPageFacts:
    """All that the pillar page rests on.

    `phases` are the plan's, in its order; `phase_of` names the phase of each milestone of the pillar that has one.
    """

    plan: Plan
    pillar: Pillar
    evaluation: Evaluation
    names: PlanNames
    phases: tuple[Phase, ...]
    phase_of: Mapping[str, str]
    computed_at: datetime | None
    is_stale: bool


def pillar_facts(
    plan: Plan,
    slug: str,
    *,
    on: date,
    user: Reader = None,
    known_at: datetime | None = None,
    reading: str | None = None,
) -> PillarPageFacts:
    """The pillar as the reader may see it; raises Pillar.DoesNotExist and UnknownReading."""
    pillar = Pillar.objects.get(plan=plan, slug=slug)
    return PillarPageFacts(
        plan=plan,
        pillar=pillar,
        evaluation=evaluation_for(plan, on=on, user=user, known_at=known_at, reading=reading),
        names=plan_names(plan, user=user),
        phases=tuple(Phase.objects.filter(plan=plan).order_by("rank", "id")),
        phase_of=_phase_of(pillar, user),
        computed_at=PlanStatus.objects.filter(plan=plan).values_list("computed_at", flat=True).first(),
        is_stale=is_stale(plan),
    )


def _phase_of(pillar: Pillar, user: Reader) -> dict[str, str]:
    rows = Milestone.objects.filter(pillar=pillar, phase__isnull=False).visible_to(user)
    return dict(rows.values_list("slug", "phase__slug"))
