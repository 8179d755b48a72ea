"""The proof of a milestone's status with its rows: gates, records and sources in place of their keys."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Model

from milestones.contingency import Evaluation
from milestones.contingency.conditions import LevelProof, ValueProof
from milestones.contingency.evidence import KINDS, Evidence, SeriesEvidence
from milestones.contingency.explanation import ConditionProof, Explanation, GateProof
from milestones.contingency.plan import Ending, Suspension
from milestones.contingency.records import is_recorded
from milestones.kinds.core import KIND_OF
from milestones.models import Assessment, Gate, GateReading, Observation, Source, Waiver, Withdrawal
from milestones.selectors.plans import Reader

RECORD = ("pk", "date", "recorded_at", "note", "publication", "source_id")
COLUMNS: Mapping[Any, tuple[str, ...]] = {
    Assessment: (*RECORD, "verification", "level", "milestone__slug"),
    Observation: (*RECORD, "verification", "value", "series", "indicator__slug"),
    Waiver: RECORD,
    Withdrawal: RECORD,
    Gate: ("pk", "note", "clause", "source_id"),
}
SOURCE = ("pk", "plan__slug", *(each.name for each in KIND_OF[Source].fields))

Row = dict[str, Any]


UNSEEN_GATE: Row = {"readings": [], "source": None, "clause": "", "note": ""}
Rows = Mapping[type[Model], Mapping[Any, Row]]
"""By model and key, the rows that the reader may see among those that a proof names, each with its source."""


def explanation_of(explained: Explanation, evaluation: Evaluation, user: Reader) -> Row:
    """The explanation's body; what the reader may not see is left out. A query for each kind of row."""
    waivers = [_known(gate.verdict.group.waivers, evaluation) for gate in explained.gates]
    withdrawals = _known(explained.verdict.facts.milestone.withdrawals, evaluation)
    rows = _find_rows(explained, [each.ref for own in waivers for each in own], withdrawals, user)
    body = explained.as_dict()
    for step in body["hold_up"]:
        for binding in (step, *step["beside"]):
            binding["gate_id"] = binding.pop("ref")
    return body | {
        "gates": [
            _gate(gate, rows) | {"waivers": _suspensions(own, rows[Waiver])}
            for gate, own in zip(explained.gates, waivers, strict=True)
        ],
        "evidence": _evidence(explained.evidence, rows[Assessment]),
        "withdrawals": _suspensions(withdrawals, rows[Withdrawal]),
    }


def series_evidence(series: Sequence[SeriesEvidence], user: Reader) -> list[Row]:
    """The series of an indicator, with their records in place of the keys."""
    rows = _records(Observation, _refs(each.records for each in series), user)
    _put_sources(rows.values(), user)
    return [_series(each, rows) for each in series]


def _known(suspensions: Iterable[Suspension], evaluation: Evaluation) -> list[Suspension]:
    """Those that were known, and had begun, at the moment of the evaluation; so with their endings."""

    def counts(record: Suspension | Ending) -> bool:
        return is_recorded(record.recorded, evaluation.known_at) and record.date <= evaluation.on

    return [
        each if each.ended is None or counts(each.ended) else replace(each, ended=None)
        for each in suspensions
        if counts(each)
    ]


def _find_rows(
    explained: Explanation, waivers: Iterable[Any], withdrawals: Iterable[Suspension], user: Reader
) -> Rows:
    standings = [each.standing for gate in explained.gates for each in gate.conditions]
    awaited = [each.evidence for each in standings if isinstance(each, LevelProof)]
    counted = [series.records for each in standings if isinstance(each, ValueProof) for series in each.series]
    keys: dict[type[Model], Iterable[Any]] = {
        Assessment: _refs([explained.evidence, *awaited]),
        Observation: _refs(counted),
        Waiver: waivers,
        Withdrawal: [each.ref for each in withdrawals],
        Gate: [gate.ref for gate in explained.gates],
    }
    rows = {model: _records(model, of_model, user) for model, of_model in keys.items()}
    _put_sources([row for of_model in rows.values() for row in of_model.values()], user)
    for gate in rows[Gate].values():
        gate["readings"] = []
    limited = GateReading.objects.filter(gate__in=rows[Gate]).visible_to(user).order_by("rank", "pk")
    for key, reading in limited.values_list("gate_id", "reading__slug"):
        rows[Gate][key]["readings"].append(reading)
    return rows


def _refs(evidence: Iterable[Evidence[Any]]) -> set[Any]:
    return {record.ref for each in evidence for kind in KINDS for record in getattr(each, kind)}


def _records(model: Any, keys: Iterable[Any], user: Reader) -> dict[int, Row]:
    rows = model.objects.filter(pk__in=list(keys)).visible_to(user).order_by()
    return {row["pk"]: row for row in rows.values(*COLUMNS[model])}


def _put_sources(rows: Iterable[Row], user: Reader) -> None:
    """Give each row its source, None where there is none that the reader may see."""
    rows = list(rows)
    keys = {row["source_id"] for row in rows if row["source_id"] is not None}
    visible = Source.objects.filter(pk__in=keys).visible_to(user).order_by()
    sources = {source["pk"]: source for source in visible.values(*SOURCE)}
    for row in rows:
        row["source"] = sources.get(row.pop("source_id"))


def _evidence(evidence: Evidence[Any], rows: Mapping[Any, Row]) -> Row:
    """The records of each kind that the reader may see."""
    return {kind: [rows[each.ref] for each in getattr(evidence, kind) if each.ref in rows] for kind in KINDS}


def _series(series: SeriesEvidence, rows: Mapping[Any, Row]) -> Row:
    return series.as_dict() | {"evidence": _evidence(series.records, rows)}


def _gate(gate: GateProof, rows: Rows) -> Row:
    """A gate with where it stands written, and the records that its conditions rest on."""
    return gate.verdict.as_dict() | {
        **rows[Gate].get(gate.ref, UNSEEN_GATE),
        "id": gate.ref,
        "conditions": [_condition(each, rows) for each in gate.conditions],
    }


def _condition(proof: ConditionProof, rows: Rows) -> Row:
    body = proof.as_dict() | {"id": proof.condition.ref}
    match proof.standing:
        case LevelProof(evidence=evidence):
            body["evidence"] = _evidence(evidence, rows[Assessment])
        case ValueProof(series=series):
            body["series"] = [_series(each, rows[Observation]) for each in series]
    return body


def _suspensions(suspensions: Iterable[Suspension], rows: Mapping[Any, Row]) -> list[Row]:
    """Waivers or withdrawals, each with the day of its ending."""
    return [
        rows[each.ref] | {"ended_on": None if each.ended is None else each.ended.date}
        for each in suspensions
        if each.ref in rows
    ]
