"""What the milestone page shows: the proof of a status under one reading and under the others, and what it rests on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from milestones.contingency import Evaluation
from milestones.contingency.explanation import explain
from milestones.contingency.scales import Grade
from milestones.models import (
    Milestone,
    Plan,
    PlanStatus,
    Reading,
    ShownIndicator,
)
from milestones.selectors import milestone_records as records
from milestones.selectors.evaluations import evaluations_by_reading, is_stale
from milestones.selectors.milestone_records import (
    ChangeNote,
    GateNote,
    PositionNote,
    ReadingNote,
    RevisionNote,
    SuspensionNote,
)
from milestones.selectors.plan_page import PlanNames, plan_names
from milestones.selectors.plans import Reader
from milestones.selectors.records import RecordNote, SourceNote, Viewpoint, label_of


@dataclass(frozen=True, slots=True)
class Certifier:
    """Who judges that a milestone is complete; `name` is empty where none is known or designated."""

    name: str
    is_none_designated: bool


@dataclass(frozen=True, slots=True)
class MilestoneText:
    """What the plan says of the milestone.

    `required` is the grade that establishes its level; `label` is empty for what everybody sees.
    """

    slug: str
    name: str
    description: str
    pillar: str
    pillar_name: str
    phase: str
    area: str
    source: SourceNote | None
    clause: str
    certifier: Certifier
    required: Grade
    label: str


@dataclass(frozen=True, slots=True)
class UnderReading:
    """The milestone's explanation under one reading."""

    reading: ReadingNote
    explained: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class MilestoneProof:
    """One evaluation's proof: explanations of this reading and of each, gates by key, who certifies what is awaited."""

    evaluation: Evaluation
    explained: Mapping[str, Any]
    by_reading: tuple[UnderReading, ...]
    gates: Mapping[int, GateNote]
    certifiers: Mapping[str, Certifier]


@dataclass(frozen=True, slots=True)
class MilestonePageFacts:
    """All that the milestone page rests on. `proof` is None where the milestone does not count: it is a draft.

    `assessments` are the milestone's own, newest first; `assessment_of` and `observation_of` all that the proof may
    quote, by key; `owed_by` the actors who owe the milestone, those it waits for and those on its hold-up path.
    """

    plan: Plan
    text: MilestoneText
    names: PlanNames
    readings: tuple[ReadingNote, ...]
    proof: MilestoneProof | None
    assessments: tuple[RecordNote, ...]
    assessment_of: Mapping[int, RecordNote]
    observation_of: Mapping[int, RecordNote]
    owed_by: Mapping[str, tuple[str, ...]]
    shown_indicators: tuple[str, ...]
    revisions: tuple[RevisionNote, ...]
    withdrawals: tuple[SuspensionNote, ...]
    positions: tuple[PositionNote, ...]
    changes: tuple[ChangeNote, ...]
    computed_at: datetime | None
    is_stale: bool


def find_milestone(plan: Plan, slug: str, user: Reader = None) -> Milestone:
    """The milestone with its coordinates; raises Milestone.DoesNotExist for one that the reader may not see."""
    rows = Milestone.objects.filter(plan=plan).visible_to(user)
    found: Milestone = rows.select_related("pillar", "phase", "area", "certifier").get(slug=slug)
    return found


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
    readings = tuple(
        records.reading_note(row)
        for row in Reading.objects.filter(plan=plan).select_related("actor").order_by("rank", "id")
    )
    proof = _proof(slug, readings, reading, viewpoint)
    own = (slug,) if proof is None else (slug, *dict.fromkeys(_awaited(proof.explained, "milestone")))
    indicators = () if proof is None else tuple(dict.fromkeys(_awaited(proof.explained, "indicator")))
    by_milestone = records.assessments(own, viewpoint)
    return MilestonePageFacts(
        plan=plan,
        text=_text(milestone, viewpoint),
        names=plan_names(plan, user=user),
        readings=readings,
        proof=proof,
        assessments=tuple(by_milestone[slug]),
        assessment_of=records.of_keys(each for found in by_milestone.values() for each in found),
        observation_of=records.observations(indicators, viewpoint),
        owed_by=records.owed_by({*own, *_on_path(proof)}, plan),
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
    declared = [each.slug for each in readings]
    chosen = reading if reading is not None else next(iter(declared), None)
    asked = dict.fromkeys([chosen, *declared])
    found = evaluations_by_reading(
        viewpoint.plan, asked, on=viewpoint.on, user=viewpoint.user, known_at=viewpoint.known_at
    )
    evaluation = found[chosen]
    if slug not in evaluation.milestones:
        return None
    explained = explain(evaluation, slug).as_dict()
    by_reading = tuple(UnderReading(each, explain(found[each.slug], slug).as_dict()) for each in readings)
    keys = {gate["ref"] for gate in explained["gates"]}
    keys |= {
        binding["ref"]
        for step in explained["hold_up"]
        for binding in (step, *step["beside"])
        if binding["ref"] is not None
    }
    return MilestoneProof(
        evaluation=evaluation,
        explained=explained,
        by_reading=by_reading,
        gates=records.gates(keys, viewpoint),
        certifiers=_certifiers(list(_awaited(explained, "milestone")), viewpoint),
    )


def _on_path(proof: MilestoneProof | None) -> set[str]:
    return set() if proof is None else {step["milestone"] for step in proof.explained["hold_up"]}


def _awaited(explained: Mapping[str, Any], kind: str) -> Iterator[str]:
    """The milestones or indicators that the gates name."""
    for gate in explained["gates"]:
        for condition in gate["conditions"]:
            if kind in condition:
                yield condition[kind]


def _certifiers(slugs: list[str], viewpoint: Viewpoint) -> dict[str, Certifier]:
    rows = viewpoint.rows(Milestone, slug__in=slugs).select_related("certifier")
    return {row.slug: _certifier(row) for row in rows}


def _certifier(milestone: Milestone) -> Certifier:
    name = milestone.certifier.name if milestone.certifier else ""
    return Certifier(name, milestone.certifier_none_designated)


def _text(milestone: Milestone, viewpoint: Viewpoint) -> MilestoneText:
    required = milestone.verification if milestone.verification is not None else viewpoint.plan.verification
    return MilestoneText(
        slug=milestone.slug,
        name=milestone.name,
        description=milestone.description or "",
        pillar=milestone.pillar.slug,
        pillar_name=milestone.pillar.name,
        phase=milestone.phase.name if milestone.phase else "",
        area=milestone.area.name if milestone.area else "",
        source=viewpoint.source(milestone.source_id),
        clause=milestone.clause,
        certifier=_certifier(milestone),
        required=Grade(required),
        label=label_of(milestone),
    )


def _shown_indicators(milestone: Milestone, user: Reader) -> tuple[str, ...]:
    rows = ShownIndicator.objects.filter(milestone=milestone).visible_to(user).order_by("rank", "id")
    return tuple(rows.values_list("indicator__slug", flat=True))
