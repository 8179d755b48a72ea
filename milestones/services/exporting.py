"""Exporting: a plan in the database as the document of its plan file."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from milestones.models import Plan
from milestones.planfile.document import Document, Gate, Indicator, Milestone, Suspension
from milestones.planfile.normal_form import normalised
from milestones.registry import registry
from milestones.sections import export_section
from milestones.selectors.plans import Reader
from milestones.services import entry_tables as tables
from milestones.services.entry_tables import Table
from milestones.services.plan_rows import ALL, Everyone, PlanRows, Stored, read_plan_rows


def export_document(plan: Plan, *, user: Reader | Everyone = ALL) -> Document:
    """The plan's document in normal form, with what the user may see: ALL sees everything, None the public part.

    Raises Plan.DoesNotExist where the user may not see the plan.
    """
    rows = read_plan_rows(plan.pk, user=user)
    if not rows.of(tables.PLAN):
        raise Plan.DoesNotExist(f"The plan {plan.slug} is not to be seen.")
    sections = {
        app.slug: section
        for app in registry.apps()
        if app.section is not None and (section := export_section(app.section, plan, user=user))
    }
    return normalised(replace(assembled(rows), sections=sections))


def assembled(rows: PlanRows) -> Document:
    """The rows of a plan as one document, records in the order in which they were entered."""
    return Document(
        plan=rows.of(tables.PLAN)[0].entry,
        pillars=_entries(rows.of(tables.PILLARS)),
        readings=_entries(rows.of(tables.READINGS)),
        actors=_entries(rows.of(tables.ACTORS)),
        sources=_entries(rows.of(tables.SOURCES)),
        phases=_entries(rows.of(tables.PHASES)),
        areas=_entries(rows.of(tables.AREAS)),
        indicators=tuple(_indicators(rows)),
        milestones=tuple(_milestones(rows)),
        positions=_entries(rows.of(tables.POSITIONS)),
    )


def _entries(rows: Iterable[Stored]) -> tuple[Any, ...]:
    return tuple(row.entry for row in rows)


def _indicators(rows: PlanRows) -> Iterable[Indicator]:
    series, observations = rows.by_owner(tables.SERIES), rows.by_owner(tables.OBSERVATIONS)
    for row in rows.of(tables.INDICATORS):
        yield replace(
            row.entry,
            series=_entries(series.get(row.pk, ())),
            observations=_entries(observations.get(row.pk, ())),
        )


def _milestones(rows: PlanRows) -> Iterable[Milestone]:
    responsible, shown = rows.by_owner(tables.RESPONSIBLE), rows.by_owner(tables.SHOWN_INDICATORS)
    schedule, assessments = rows.by_owner(tables.SCHEDULE), rows.by_owner(tables.ASSESSMENTS)
    withdrawn = suspensions(rows, tables.WITHDRAWALS, tables.WITHDRAWAL_ENDINGS)
    gates = stored_gates(rows)
    for row in rows.of(tables.MILESTONES):
        yield replace(
            row.entry,
            responsible=tuple(link.slug for link in _entries(responsible.get(row.pk, ()))),
            indicators=tuple(link.slug for link in _entries(shown.get(row.pk, ()))),
            schedule=_entries(schedule.get(row.pk, ())),
            withdrawn=_entries(withdrawn.get(row.pk, ())),
            assessments=_entries(assessments.get(row.pk, ())),
            gates=_entries(gates.get(row.pk, ())),
        )


def stored_gates(rows: PlanRows) -> dict[int, list[Stored]]:
    """The gates by the key of their milestone, each entry with its readings, conditions and waivers."""
    readings, conditions = rows.by_owner(tables.GATE_READINGS), rows.by_owner(tables.CONDITIONS)
    waived = suspensions(rows, tables.WAIVERS, tables.WAIVER_ENDINGS)
    gates: dict[int, list[Stored]] = {}
    for row in rows.of(tables.GATES):
        gate: Gate = replace(
            row.entry,
            readings=tuple(link.slug for link in _entries(readings.get(row.pk, ()))) or None,
            conditions=_entries(conditions.get(row.pk, ())),
            waived=_entries(waived.get(row.pk, ())),
        )
        gates.setdefault(row.owner, []).append(replace(row, entry=gate))
    return gates


def suspensions(rows: PlanRows, table: Table, endings: Table) -> dict[int, list[Stored]]:
    """The waivers or withdrawals by the key of what they suspend, each entry with its ending."""
    ended = {row.owner: row.entry for row in rows.of(endings)}
    found: dict[int, list[Stored]] = {}
    for row in rows.of(table):
        entry: Suspension = replace(row.entry, ended=ended.get(row.pk))
        found.setdefault(row.owner, []).append(replace(row, entry=entry))
    return found
