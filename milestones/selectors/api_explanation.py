"""The proof of a milestone's status with its rows: gates, records and sources in place of their keys."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from milestones.contingency import Evaluation
from milestones.contingency.evidence import KINDS
from milestones.contingency.explanation import explain
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


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows that the reader may see among those that a proof names, by key, each with its source."""

    assessments: Mapping[int, Row]
    observations: Mapping[int, Row]
    waivers: Mapping[int, Row]
    withdrawals: Mapping[int, Row]
    gates: Mapping[int, Row]
    readings: Mapping[int, Sequence[str]]


def explanation_of(evaluation: Evaluation, slug: str, user: Reader) -> Row:
    """The milestone's explanation; what the reader may not see is left out. A query for each kind of row."""
    explained, verdict = explain(evaluation, slug).as_dict(), evaluation.milestones[slug]
    waivers = [_known(group.group.waivers, evaluation) for group in verdict.groups]
    withdrawals = _known(verdict.facts.milestone.withdrawals, evaluation)
    rows = _find_rows(explained, waivers, withdrawals, user)
    for gate, own_waivers in zip(explained["gates"], waivers, strict=True):
        key = gate.pop("ref")
        row = rows.gates.get(key, {})
        gate |= {
            "id": key,
            "readings": rows.readings.get(key, []),
            "source": row.get("source"),
            "clause": row.get("clause", ""),
            "note": row.get("note", ""),
            "waivers": _suspensions(own_waivers, rows.waivers),
            "conditions": [_condition(each, rows) for each in gate["conditions"]],
        }
    for step in explained["hold_up"]:
        for binding in (step, *step["beside"]):
            binding["gate_id"] = binding.pop("ref")
    explained["evidence"] = _evidence(explained["evidence"], rows.assessments)
    explained["withdrawals"] = _suspensions(withdrawals, rows.withdrawals)
    return explained


def series_evidence(stated: Iterable[Row], user: Reader) -> list[Row]:
    """Series of an explanation or of an indicator, with their records in place of the keys."""
    series = list(stated)
    found = _records(Observation, _refs(each["evidence"] for each in series), user)
    _put_sources(found.values(), user)
    return [each | {"evidence": _evidence(each["evidence"], found)} for each in series]


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
    explained: Row, waivers: Sequence[Sequence[Suspension]], withdrawals: Sequence[Suspension], user: Reader
) -> _Rows:
    conditions = [each for gate in explained["gates"] for each in gate["conditions"]]
    awaited = [each["evidence"] for each in conditions if "evidence" in each]
    counted = [series["evidence"] for each in conditions for series in each.get("series", ())]
    gates = [gate["ref"] for gate in explained["gates"]]
    readings: dict[int, list[str]] = {}
    limited = GateReading.objects.filter(gate__in=gates).visible_to(user).order_by("rank", "pk")
    for gate, reading in limited.values_list("gate_id", "reading__slug"):
        readings.setdefault(gate, []).append(reading)
    rows = _Rows(
        assessments=_records(Assessment, _refs([explained["evidence"], *awaited]), user),
        observations=_records(Observation, _refs(counted), user),
        waivers=_records(Waiver, {each.ref for own in waivers for each in own}, user),
        withdrawals=_records(Withdrawal, {each.ref for each in withdrawals}, user),
        gates=_records(Gate, gates, user),
        readings=readings,
    )
    kinds = (rows.assessments, rows.observations, rows.waivers, rows.withdrawals, rows.gates)
    _put_sources([row for kind in kinds for row in kind.values()], user)
    return rows


def _refs(evidence: Iterable[Mapping[str, Iterable[Any]]]) -> set[Any]:
    return {key for each in evidence for kind in KINDS for key in each[kind]}


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


def _evidence(stated: Mapping[str, Iterable[Any]], rows: Mapping[int, Row]) -> Row:
    """The records of each kind in place of their keys."""
    return {kind: [rows[key] for key in stated[kind] if key in rows] for kind in KINDS}


def _condition(stated: Row, rows: _Rows) -> Row:
    """A condition with the records that it rests on."""
    told = {("id" if name == "ref" else name): value for name, value in stated.items()}
    if "evidence" in told:
        told["evidence"] = _evidence(told["evidence"], rows.assessments)
    if "series" in told:
        told["series"] = [
            each | {"evidence": _evidence(each["evidence"], rows.observations)} for each in told["series"]
        ]
    return told


def _suspensions(suspensions: Iterable[Suspension], rows: Mapping[Any, Row]) -> list[Row]:
    """Waivers or withdrawals, each with the day of its ending."""
    return [
        rows[each.ref] | {"ended_on": None if each.ended is None else each.ended.date}
        for each in suspensions
        if each.ref in rows
    ]
