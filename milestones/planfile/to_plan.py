"""A document as the engine's plan, whether its entries were read from a file or from rows."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from milestones.contingency import plan as engine
from milestones.contingency.scales import Before, Force, Level
from milestones.planfile.composed import Require
from milestones.planfile.entry import Document, Entry
from milestones.planfile.quantities import NO_DAY
from milestones.planfile.table import Table

RECORD = ("date", "recorded")
READ_BY_ENGINE: Mapping[str, tuple[str, ...]] = {
    "milestones.plan": ("slug", "verification"),
    "milestones.reading": ("slug",),
    "milestones.pillar": ("slug",),
    "milestones.indicator": ("slug", "pillar", "baseline", "target", "target_date", "verification", "official",
                             "stale_after"),
    "milestones.observation": (*RECORD, "value", "verification", "series", "retracted"),
    "milestones.milestone": ("slug", "pillar", "planned_start", "due", "lapses", "weight", "verification"),
    "milestones.schedulerevision": (*RECORD, "planned_start", "due"),
    "milestones.withdrawal": RECORD,
    "milestones.withdrawalending": RECORD,
    "milestones.assessment": (*RECORD, "level", "verification", "retracted"),
    "milestones.gate": ("before", "require", "force"),
    "milestones.gatereading": ("reading",),
    "milestones.condition": ("milestone", "reaches", "indicator", "at_least", "at_most", "pillar", "progress", "date",
                             "for_days"),
    "milestones.waiver": RECORD,
    "milestones.waiverending": RECORD,
}  # fmt: skip
"""By kind: the keys of which the engine's plan is made; no other kind's rows matter to it."""

Ref = tuple[Hashable, ...]


def to_plan(document: Document) -> engine.Plan:
    """The engine's plan; each `ref` is the key of a row, or a path: ("milestones", "handover", "gates", 0)."""
    return engine.Plan(
        slug=document.plan.slug,
        pillars=tuple(pillar.slug for pillar in document.pillars),
        milestones=tuple(map(_milestone, document.milestones)),
        indicators=tuple(map(_indicator, document.indicators)),
        readings=tuple(reading.slug for reading in document.readings),
        verification=document.plan.verification,
    )


def read_by_engine(table: Table) -> Table:
    """The table without what the engine does not read."""
    keys = READ_BY_ENGINE.get(table.kind, ())
    return replace(
        table,
        fields=tuple(field for field in table.fields if field.key in keys),
        nested=tuple(read_by_engine(inner) for inner in table.nested if inner.kind in READ_BY_ENGINE),
    )


def required(require: Require, conditions: int) -> int:
    """How many of so many conditions must hold."""
    return {"all": conditions, "any": 1}[require] if isinstance(require, str) else require


def _listed(holder: Entry, key: str, ref: Ref, make: Callable[[Entry, Any], Any]) -> tuple[Any, ...]:
    """What is made of each entry of a list, with its handle."""
    entries = holder[key]
    if not entries:
        return ()
    return tuple([make(entry, entry.ref or (*ref, key, index)) for index, entry in enumerate(entries)])


def _indicator(indicator: Entry) -> engine.Indicator:
    ref = ("indicators", indicator["slug"])
    return engine.Indicator(
        slug=indicator["slug"],
        pillar=indicator["pillar"],
        baseline=indicator["baseline"],
        target=indicator["target"],
        target_date=indicator["target_date"],
        verification=indicator["verification"],
        official=indicator["official"],
        stale_after=indicator["stale_after"],
        observations=_listed(indicator, "observations", ref, _observation),
        ref=indicator.ref or ref,
    )


def _observation(entry: Entry, ref: Hashable) -> engine.Observation:
    return engine.Observation(
        date=entry["date"],
        value=entry["value"],
        grade=entry["verification"],
        recorded=entry["recorded"],
        series=entry["series"] or "",
        retracted=entry["retracted"] and entry["retracted"].at,
        ref=ref,
    )


def _milestone(milestone: Entry) -> engine.Milestone:
    ref = ("milestones", milestone["slug"])
    return engine.Milestone(
        slug=milestone["slug"],
        pillar=milestone["pillar"],
        planned_start=milestone["planned_start"],
        due=milestone["due"],
        lapses=milestone["lapses"],
        weight=milestone["weight"],
        verification=milestone["verification"],
        withdrawals=_listed(milestone, "withdrawn", ref, _suspension),
        schedule=_listed(milestone, "schedule", ref, _revision),
        assessments=_listed(milestone, "assessments", ref, _assessment),
        groups=_listed(milestone, "gates", ref, _group),
        ref=milestone.ref or ref,
    )


def _assessment(entry: Entry, ref: Hashable) -> engine.Assessment:
    return engine.Assessment(
        date=entry["date"],
        level=entry["level"],
        grade=entry["verification"],
        recorded=entry["recorded"],
        retracted=entry["retracted"] and entry["retracted"].at,
        ref=ref,
    )


def _revision(entry: Entry, ref: Hashable) -> engine.Revision:
    return engine.Revision(
        date=entry["date"],
        recorded=entry["recorded"],
        planned_start=entry["planned_start"],
        due=entry["due"],
        ref=ref,
    )


def _suspension(entry: Entry, ref: Hashable) -> engine.Suspension:
    ended = entry["ended"]
    return engine.Suspension(
        date=entry["date"],
        recorded=entry["recorded"],
        ended=None if ended is None else engine.Ending(date=ended["date"], recorded=ended["recorded"]),
        ref=ref,
    )


def _group(gate: Entry, ref: Any) -> engine.Group:
    path = ref if isinstance(ref, tuple) else ()
    conditions = _listed(gate, "conditions", path, condition_of)
    return engine.Group(
        before=Before(gate["before"]),
        conditions=conditions,
        require=required(gate["require"], len(conditions)),
        force=Force(gate["force"]),
        readings=frozenset(gate["readings"]) or None,
        waivers=_listed(gate, "waived", path, _suspension),
        ref=ref,
    )


def condition_of(entry: Mapping[str, Any], ref: Hashable = None) -> engine.Condition:
    """The engine's condition; one that always holds stands in for what is of no kind."""
    days = entry["for_days"]
    if entry["milestone"] is not None:
        reaches = Level.MINIMUM if entry["reaches"] is None else Level(entry["reaches"])
        return engine.MilestoneCondition(entry["milestone"], reaches, days, ref=ref)
    if entry["indicator"] is not None:
        return engine.IndicatorCondition(
            entry["indicator"], entry["at_least"], entry["at_most"], days, ref=ref
        )
    if entry["pillar"] is not None:
        return engine.PillarCondition(entry["pillar"], entry["progress"] or Decimal(0), ref=ref)
    return engine.DateCondition(entry["date"] or NO_DAY, ref=ref)
