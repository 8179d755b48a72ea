"""A document as the engine's plan, whether its entries were read from a file or from rows."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import fields, replace
from decimal import Decimal
from functools import cache, partial
from typing import Any, TypeVar

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
Made = TypeVar("Made")


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


@cache
def _shared(made: Any, kind: str) -> tuple[str, ...]:
    """The names of the engine's fields that are keys of the kind too."""
    return tuple(field.name for field in fields(made) if field.name in READ_BY_ENGINE[kind])


def _made(made: Callable[..., Made], entry: Entry, **besides: Any) -> Made:
    """What the engine calls the entry: what has one name on both sides is taken over, `besides` is what has not."""
    return made(**{name: entry[name] for name in _shared(made, entry.table.kind)} | besides)


def _record(made: Callable[..., Made], entry: Entry, ref: Hashable, **besides: Any) -> Made:
    """A graded record."""
    retracted = entry["retracted"] and entry["retracted"].at
    return _made(made, entry, grade=entry["verification"], retracted=retracted, ref=ref, **besides)


def _indicator(indicator: Entry) -> engine.Indicator:
    ref = ("indicators", indicator["slug"])
    observations = _listed(
        indicator,
        "observations",
        ref,
        lambda entry, own: _record(engine.Observation, entry, own, series=entry["series"] or ""),
    )
    return _made(engine.Indicator, indicator, observations=observations, ref=indicator.ref or ref)


def _milestone(milestone: Entry) -> engine.Milestone:
    ref = ("milestones", milestone["slug"])
    return _made(
        engine.Milestone,
        milestone,
        withdrawals=_listed(milestone, "withdrawn", ref, _suspension),
        schedule=_listed(milestone, "schedule", ref, lambda entry, own: _made(engine.Revision, entry, ref=own)),
        assessments=_listed(milestone, "assessments", ref, partial(_record, engine.Assessment)),
        groups=_listed(milestone, "gates", ref, _group),
        ref=milestone.ref or ref,
    )


def _suspension(entry: Entry, ref: Hashable) -> engine.Suspension:
    ended = entry["ended"] and _made(engine.Ending, entry["ended"])
    return _made(engine.Suspension, entry, ended=ended, ref=ref)


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
        return engine.IndicatorCondition(entry["indicator"], entry["at_least"], entry["at_most"], days, ref=ref)
    if entry["pillar"] is not None:
        return engine.PillarCondition(entry["pillar"], entry["progress"] or Decimal(0), ref=ref)
    return engine.DateCondition(entry["date"] or NO_DAY, ref=ref)
