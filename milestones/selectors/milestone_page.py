"""What the milestone page shows: the proof of a status under one reading and under the others, and what it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from milestones.contingency import Evaluation
from milestones.contingency.conditions import IndicatorCondition, MilestoneCondition
from milestones.contingency.explanation import Explanation, explain
from milestones.models import Milestone, Plan, PlanStatus, Reading, ShownIndicator
from milestones.selectors import milestone_records as records
from milestones.selectors.evaluations import evaluations_by_reading, is_stale
from milestones.selectors.milestone_records import ChangeNote, GateNote, ReadingNote, SuspensionNote
from milestones.selectors.plan_page import PlanNames, plan_names
from milestones.selectors.plans import Reader
from milestones.selectors.records import RecordNote, SourceNote, Viewpoint


@dataclass(frozen=True, slots=True)
class MilestoneProof:
    """One evaluation's proof: explanations of this reading and of each, gates by key.

    `awaited` are the milestones that its groups name, with who certifies them, by slug.
    """

    evaluation: Evaluation
    explained: Explanation
    by_reading: tuple[tuple[ReadingNote, Explanation], ...]
    gates: Mapping[Any, GateNote]
    awaited: Mapping[str, Milestone]


@dataclass(frozen=True, slots=True)
class MilestonePageFacts:
    """All that the milestone page rests on. `proof` is None where the milestone does not count: it is a draft.

    `assessments` are the milestone's own, newest first; `assessment_of` and `observation_of` all that the proof may
    quote, by key; `owed_by` the actors who owe the milestone, those it waits for and those on its hold-up path.
    """

    plan: Plan
    milestone: Milestone
    source: SourceNote | None
    names: PlanNames
    readings: tuple[ReadingNote, ...]
    proof: MilestoneProof | None
    assessments: tuple[RecordNote, ...]
    assessment_of: Mapping[Any, RecordNote]
    observation_of: Mapping[Any, RecordNote]
    owed_by: Mapping[str, tuple[str, ...]]
    shown_indicators: tuple[str, ...]
    revisions: tuple[RecordNote, ...]
    withdrawals: tuple[SuspensionNote, ...]
    positions: tuple[RecordNote, ...]
    changes: tuple[ChangeNote, ...]
    computed_at: datetime | None
    is_stale: bool


def find_milestone(plan: Plan, slug: str, user: Reader = None) -> Milestone:
    """The milestone with its coordinates; raises Milestone.DoesNotExist for one that the reader may not see."""
    rows = Milestone.objects.filter(plan=plan).visible_to(user)
    milestone: Milestone = rows.select_related("pillar", "phase", "area", "certifier").get(slug=slug)
    return milestone


def milestone_facts(
    plan: Plan,
    slug: str,
    *,
    on: date,
    user: Reader = None,
    known_at: datetime | None = None,
    reading: str | None = None,
) -> MilestonePageFacts:
    """The milestone as the reader may see it; raises Milestone.DoesNotExist and UnknownReading."""
    milestone = find_milestone(plan, slug, user)
    viewpoint = Viewpoint(plan, user, on, known_at)
    rows = Reading.objects.filter(plan=plan).select_related("actor").order_by("rank", "id")
    readings = tuple(map(records.reading_note, rows))
    proof = _proof(slug, readings, reading, viewpoint)
    awaited = proof.explained.awaited(MilestoneCondition) if proof else ()
    indicators = proof.explained.awaited(IndicatorCondition) if proof else ()
    on_path = {step.milestone for step in proof.explained.hold_up} if proof else set()
    by_milestone = records.assessments((slug, *awaited), viewpoint)
    return MilestonePageFacts(
        plan=plan,
        milestone=milestone,
        source=viewpoint.source(milestone.source_id),
        names=plan_names(plan, user=user),
        readings=readings,
        proof=proof,
        assessments=tuple(by_milestone[slug]),
        assessment_of={note.row.pk: note for notes in by_milestone.values() for note in notes},
        observation_of=records.observations(indicators, viewpoint),
        owed_by=records.owed_by({slug, *awaited, *on_path}, plan),
        shown_indicators=_shown_indicators(milestone, user),
        revisions=records.revisions(milestone.pk, viewpoint),
        withdrawals=records.withdrawals(milestone.pk, viewpoint),
        positions=records.positions(milestone.pk, viewpoint),
        changes=records.changes(milestone.pk, viewpoint),
        computed_at=PlanStatus.objects.filter(plan=plan).values_list("computed_at", flat=True).first(),
        is_stale=is_stale(plan),
    )


def _proof(
    slug: str, readings: tuple[ReadingNote, ...], reading: str | None, viewpoint: Viewpoint
) -> MilestoneProof | None:
    plan, user = viewpoint.plan, viewpoint.user
    declared = [each.slug for each in readings]
    chosen = reading if reading is not None else next(iter(declared), None)
    asked = dict.fromkeys([chosen, *declared])
    evaluations = evaluations_by_reading(plan, asked, on=viewpoint.on, user=user, known_at=viewpoint.known_at)
    evaluation = evaluations[chosen]
    if slug not in evaluation.milestones:
        return None
    explained = explain(evaluation, slug)
    awaited = Milestone.objects.filter(plan=plan, slug__in=explained.awaited(MilestoneCondition))
    return MilestoneProof(
        evaluation=evaluation,
        explained=explained,
        by_reading=tuple((each, explain(evaluations[each.slug], slug)) for each in readings),
        gates=records.gates(explained.refs, viewpoint),
        awaited={row.slug: row for row in awaited.visible_to(user).select_related("certifier")},
    )


def _shown_indicators(milestone: Milestone, user: Reader) -> tuple[str, ...]:
    rows = ShownIndicator.objects.filter(milestone=milestone).visible_to(user).order_by("rank", "id")
    return tuple(rows.values_list("indicator__slug", flat=True))
