"""A plan with one of everything, each also in a restricted and a draft version whose texts say so."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from milestones.contingency.scales import Level
from milestones.models import Plan, Publication, RecomputeMark, Responsibility, ShownIndicator
from milestones.services.marks import raise_mark
from milestones.services.recompute import recompute
from tests import factories as make

SECRETS = ("restricted", "draft")
"""Words in every text and slug that the public must not read."""


@dataclass(frozen=True)
class Cast:
    """The plan `accord`, and the keys of its published rows."""

    plan: Plan
    handover: Any
    gate: Any
    condition: Any
    observation: Any
    assessment: Any
    position: Any


def make_cast(*, hidden: Iterable[Publication] = (Publication.RESTRICTED, Publication.DRAFT)) -> Cast:
    """The cast, recomputed; without `hidden` all of it is published."""
    plan = make.make_plan("accord", as_of=make.DAY)
    text, board = make.make_reading(plan, "text"), make.make_reading(plan, "board", rank=1)
    actor, area, phase = (make.make_actor(plan, "amm"), make.make_area(plan, "north"), make.make_phase(plan, "one"))
    source = make.make_source(plan, "memorandum")
    handover = make.make_milestone(
        plan,
        "handover",
        pillar="demilitarisation",
        description="Arms are handed over.",
        due_on=dt.date(2026, 5, 1),
        area=area,
        phase=phase,
        source=source,
        certifier=actor,
    )
    pullback = make.make_milestone(plan, "pullback", rank=1, due_on=dt.date(2026, 4, 1))
    Responsibility.objects.create(milestone=handover, actor=actor)
    trucks = make.make_indicator(plan, "trucks", pillar="reconstruction", area=area, target=600)
    ShownIndicator.objects.create(milestone=handover, indicator=trucks)
    make.make_series(trucks, "un", actor=actor)
    observation = make.make_observation(trucks, 450, series="un", source=source)
    assessment = make.make_assessment(pullback, Level.MINIMUM, source=source, note="Begun.")
    make.make_schedule_revision(handover, due_on=dt.date(2026, 6, 1), source=source)
    gate = make.make_gate(handover, readings=(text,), source=source, clause="3")
    condition = make.make_condition(gate, milestone=pullback)
    make.make_condition(gate, indicator=trucks, at_least=600, rank=1)
    make.make_condition(
        make.make_gate(handover, rank=1, before="completion"), pillar=plan.pillars.get(slug="governance"), progress=50
    )
    waived = make.make_gate(pullback, readings=(board,))
    make.make_condition(waived)
    make.make_waiver(waived, source=source)
    informing = make.make_gate(handover, rank=2, force="informs")
    make.make_condition(informing)
    make.make_waiver_ending(make.make_waiver(informing))
    make.make_withdrawal_ending(make.make_withdrawal(pullback, source=source))
    position = make.make_position(actor, "conditional", milestone=handover, source=source)
    for publication in hidden:
        _make_hidden(plan, publication, seen=(handover, pullback, trucks, actor))
    settle(plan)
    return Cast(plan, handover, gate, condition, observation, assessment, position)


def _make_hidden(plan: Plan, publication: Publication, *, seen: tuple[Any, ...]) -> None:
    """One hidden row of each kind, tied to those that are seen in every way that could give it away."""
    handover, pullback, trucks, actor = seen
    word = publication.value
    secret: dict[str, Any] = {"publication": publication}
    told = f"A {word} thing."
    make.make_milestone(make.make_plan(f"{word}-plan", **secret), f"{word}-elsewhere")
    source = make.make_source(plan, f"{word}-source", **secret)
    milestone = make.make_milestone(plan, f"{word}-milestone", rank=5, name=told, **secret)
    indicator = make.make_indicator(plan, f"{word}-indicator", name=told, **secret)
    make.make_observation(indicator, 7)
    make.make_series(indicator, f"{word}-series")
    ShownIndicator.objects.create(milestone=handover, indicator=indicator, rank=3)
    make.make_condition(make.make_gate(handover, note=told, rank=7), milestone=milestone)
    make.make_condition(make.make_gate(pullback, note=told, rank=8), indicator=indicator, at_least=1)
    make.make_condition(make.make_gate(milestone, note=told), date=make.DAY)
    make.make_assessment(pullback, Level.INTERMEDIATE, note=told, date=make.DAY + dt.timedelta(1), **secret)
    make.make_assessment(pullback, Level.INTERMEDIATE, note=told, source=source)
    make.make_observation(trucks, 601, note=told, series=word, **secret)
    make.make_schedule_revision(handover, due_on=dt.date(2027, 1, 1), note=told, **secret)
    make.make_schedule_revision(pullback, due_days=3, due_after=milestone, due_reaches=Level.COMPLETE, note=told)
    make.make_position(actor, note=told, **secret)
    make.make_position(actor, note=told, milestone=milestone)
    make.make_withdrawal(handover, note=told, **secret)
    make.make_waiver(handover.gates.first(), note=told, **secret)
    make.make_milestone(plan, f"sourced-{publication.value[0]}", rank=9, source=source)


def settle(plan: Plan) -> None:
    """Recompute the plan now, as its task would."""
    raise_mark(plan, cause={"kind": "manual"})
    recompute(plan.pk, now=timezone.now())
    assert not RecomputeMark.objects.filter(plan=plan).exists()


LISTS = (
    "plans", "milestones", "indicators", "pillars", "phases", "areas", "readings", "actors", "sources", "gates",
    "conditions", "series", "observations", "assessments", "schedule-revisions", "withdrawals", "withdrawal-endings",
    "waivers", "waiver-endings", "positions", "plans/accord/changes", "changes",
    "plans/accord/revisions",
)  # fmt: skip
DRAFTS = "/api/v1/plans/accord/drafts/"
"""The list that is empty to the public."""
OF_PLAN = (
    "plans/accord",
    "plans/accord/evaluation",
    "plans/accord/graph",
    "plans/accord/series",
    "plans/accord/unsettled",
    "plans/accord/compare",
    "plans/accord/revisions/1",
)
AT_A_MOMENT = (
    "milestones/accord/handover", "milestones/accord/handover/explanation", "indicators/accord/trucks",
    "plans/accord/evaluation",
)  # fmt: skip
PARTS = (
    "pillars/accord/governance", "phases/accord/one", "areas/accord/north", "readings/accord/text",
    "actors/accord/amm", "sources/accord/memorandum",
)  # fmt: skip


def every_path(cast: Cast) -> list[str]:
    """Every address of the API that answers JSON, of published things."""
    change = cast.plan.status_changes.filter(milestone=cast.handover).first()
    rows = [
        f"gates/{cast.gate.pk}", f"conditions/{cast.condition.pk}", f"observations/{cast.observation.pk}",
        f"assessments/{cast.assessment.pk}", f"positions/{cast.position.pk}", f"plans/accord/changes/{change.pk}",
    ]  # fmt: skip
    return [f"/api/v1/{each}/" for each in (*LISTS, *OF_PLAN, *AT_A_MOMENT[:3], *PARTS, *rows, "status")]
