"""What the milestone page shows: the proof of a status under one reading and under the others, and what it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from milestones.contingency import Evaluation
from milestones.contingency.conditions import IndicatorCondition, MilestoneCondition
from milestones.contingency.explanation import Explanation, explain
from milestones.models import (
    Assessment,
    Indicator,
    Milestone,
    Observation,
    Position,
    Reading,
    ScheduleRevision,
    ShownIndicator,
    Withdrawal,
    WithdrawalEnding,
)
from milestones.selectors import milestone_records as records
from milestones.selectors.graph import knot_gates
from milestones.selectors.milestone_records import ChangeNote, GateNote, ReadingNote, SuspensionNote
from milestones.selectors.plan_page import PlanNames, plan_names
from milestones.selectors.records import RecordNote, SourceNote, Viewpoint


@dataclass(frozen=True, slots=True)
class MilestoneProof:
    """One evaluation's proof: explanations of this reading and of each, gates by key, its own and those of deadlocks.

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

    viewpoint: Viewpoint
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


def milestone_facts(viewpoint: Viewpoint, slug: str) -> MilestonePageFacts:
    """The milestone as the reader may see it; raises Milestone.DoesNotExist and UnknownReading."""
    milestone = viewpoint.rows(Milestone).get(slug=slug)
    readings = tuple(map(records.reading_note, viewpoint.state.counting.rows(Reading)))
    proof = _proof(slug, readings, viewpoint)
    awaited = proof.explained.awaited(MilestoneCondition) if proof else ()
    indicators = proof.explained.awaited(IndicatorCondition) if proof else ()
    on_path = {step.milestone for step in proof.explained.hold_up} if proof else set()
    by_milestone = records.notes_about(Milestone, (slug, *awaited), Assessment, "milestone_id", viewpoint)
    by_indicator = records.notes_about(Indicator, indicators, Observation, "indicator_id", viewpoint)
    of_milestone = partial(viewpoint.rows, milestone_id=milestone.pk)
    return MilestonePageFacts(
        viewpoint=viewpoint,
        milestone=milestone,
        source=viewpoint.source(milestone.source_id),
        names=plan_names(viewpoint.state),
        readings=readings,
        proof=proof,
        assessments=by_milestone[slug],
        assessment_of={note.row.pk: note for notes in by_milestone.values() for note in notes},
        observation_of={note.row.pk: note for notes in by_indicator.values() for note in notes},
        owed_by=records.owed_by({slug, *awaited, *on_path}, viewpoint),
        shown_indicators=tuple(row.indicator.slug for row in of_milestone(ShownIndicator)),
        revisions=viewpoint.notes(of_milestone(ScheduleRevision), order=("date", "rank", "pk")),
        withdrawals=records.suspensions(of_milestone(Withdrawal), WithdrawalEnding, "withdrawal_id", viewpoint),
        positions=viewpoint.notes(of_milestone(Position)),
        changes=records.changes(milestone.pk, viewpoint),
    )


def _proof(slug: str, readings: tuple[ReadingNote, ...], viewpoint: Viewpoint) -> MilestoneProof | None:
    declared = [reading.slug for reading in readings]
    chosen = viewpoint.reading if viewpoint.reading is not None else next(iter(declared), None)
    evaluations = {name: replace(viewpoint, reading=name).evaluation() for name in dict.fromkeys([chosen, *declared])}
    evaluation = evaluations[chosen]
    if slug not in evaluation.milestones:
        return None
    explained = explain(evaluation, slug)
    awaited = viewpoint.rows(Milestone).by("slug")
    return MilestoneProof(
        evaluation=evaluation,
        explained=explained,
        by_reading=tuple((reading, explain(evaluations[reading.slug], slug)) for reading in readings),
        gates={**knot_gates(evaluation, viewpoint), **records.gates(explained.refs, viewpoint)},
        awaited={name: row for name in explained.awaited(MilestoneCondition) for row in awaited[name]},
    )
