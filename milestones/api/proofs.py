"""The proof of a milestone's status with its rows: gates, records and sources in place of their keys."""

from collections.abc import Iterable, Mapping
from typing import Any

from milestones.api.columns import told_columns
from milestones.api.core import GateLines
from milestones.api.serializers.base import RowSerializer
from milestones.api.serializers.explanation import (
    ProofAssessmentSerializer,
    ProofObservationSerializer,
    SourceSerializer,
    SuspensionSerializer,
)
from milestones.contingency import Evaluation
from milestones.contingency.conditions import LevelProof, ValueProof
from milestones.contingency.evidence import KINDS, Evidence, SeriesEvidence, is_recorded
from milestones.contingency.explanation import ConditionProof, Explanation, GateProof
from milestones.contingency.plan import Ending, Suspension
from milestones.models import Assessment, Gate, Observation, Waiver, Withdrawal
from milestones.state import PlanState

SHAPES: Mapping[Any, type[RowSerializer]] = {
    Assessment: ProofAssessmentSerializer,
    Observation: ProofObservationSerializer,
    Waiver: SuspensionSerializer,
    Withdrawal: SuspensionSerializer,
}

Row = dict[str, Any]


IN_GATE = ("clause", "note")
UNSEEN_GATE: Row = {"readings": [], "source": None, **dict.fromkeys(IN_GATE, "")}


def explanation_of(explained: Explanation, evaluation: Evaluation, state: PlanState) -> Row:
    """The explanation's body; what is not in the state is left out."""
    body = explained.as_dict()
    for step in body["hold_up"]:
        for binding in (step, *step["beside"]):
            binding["gate_id"] = binding.pop("ref")
    withdrawals = explained.verdict.facts.milestone.withdrawals
    return body | {
        "gates": [
            _gate(gate, state) | {"waivers": _suspensions(Waiver, gate.verdict.group.waivers, evaluation, state)}
            for gate in explained.gates
        ],
        "evidence": _evidence(explained.evidence, Assessment, state),
        "withdrawals": _suspensions(Withdrawal, withdrawals, evaluation, state),
    }


def count_of(evaluation: Evaluation, indicator: str, state: PlanState) -> Row:
    """The indicator's value and evidence; neither for one that does not count, as a draft does not."""
    facts = evaluation.facts
    if indicator not in facts.indicators:
        return {"value": None, "evidence": []}
    low, high = facts.values(indicator).at(facts.on)
    value = None if low is None else {"low": str(low), "high": str(high)}
    series = [_series(evidence, state) for evidence in facts.value_evidence(indicator)]
    return {"value": value, "evidence": series}


def _record(model: Any, key: Any, state: PlanState) -> Iterable[Row]:
    """The row with its source, None where there is none that is seen; nothing where the row itself is not seen."""
    row = state.rows(model).by_key.get(key)
    if row is not None:
        source = None if row.source is None else SourceSerializer.told(row.source, state)
        yield (SHAPES[model].told(row, state) if model in SHAPES else told_columns(row, IN_GATE)) | {"source": source}


def _evidence(evidence: Evidence[Any], model: Any, state: PlanState) -> Row:
    return {
        kind: [row for record in getattr(evidence, kind) for row in _record(model, record.ref, state)] for kind in KINDS
    }


def _series(series: SeriesEvidence, state: PlanState) -> Row:
    return series.as_dict() | {"evidence": _evidence(series.records, Observation, state)}


def _gate(gate: GateProof, state: PlanState) -> Row:
    """A gate with where it stands written, and the records that its conditions rest on."""
    told = {"conditions": [_condition(proof, state) for proof in gate.conditions], "id": gate.ref}
    for row in _record(Gate, gate.ref, state):
        told |= row | {"readings": GateLines.lines["readings"](gate.ref, state)}
    return UNSEEN_GATE | gate.verdict.as_dict() | told


def _condition(proof: ConditionProof, state: PlanState) -> Row:
    body = proof.as_dict() | {"id": proof.condition.ref}
    match proof.standing:
        case LevelProof(evidence=evidence):
            body["evidence"] = _evidence(evidence, Assessment, state)
        case ValueProof(series=series):
            body["series"] = [_series(evidence, state) for evidence in series]
    return body


def _suspensions(model: Any, suspensions: Iterable[Suspension], evaluation: Evaluation, state: PlanState) -> list[Row]:
    """Those that were known, and had begun, at the moment of the evaluation, each with the day of its ending."""

    def counts(record: Suspension | Ending) -> bool:
        return is_recorded(record.recorded, evaluation.known_at) and record.date <= evaluation.on

    return [
        row | {"ended_on": record.ended.date if record.ended and counts(record.ended) else None}
        for record in suspensions
        if counts(record)
        for row in _record(model, record.ref, state)
    ]
