"""What demilitarisation shows, as its reader may see it, for a day and an instant."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from milestones.measures import Measuring
from milestones.models import Phase, Publication
from milestones.selectors.plans import calendar_day
from milestones.selectors.records import RecordNote, Viewpoint
from milestones.sweeps import counting
from pillars.demilitarisation import models
from pillars.demilitarisation.counting import load_collections
from pillars.demilitarisation.measures import Accepted, Agreed
from pillars.demilitarisation.wording import disputed_words

PILLAR = "demilitarisation"


def record_notes(model: type[Any], viewpoint: Viewpoint) -> tuple[RecordNote, ...]:
    """The records of a kind, newest first, retracted ones too; for the public an embargo ends when its day begins."""
    rows: Iterable[Any] = viewpoint.rows(model)
    if viewpoint.known_at is not None and Publication.RESTRICTED not in viewpoint.state.seen:
        then = calendar_day(viewpoint.plan.timezone, viewpoint.known_at)
        rows = (row for row in rows if row.embargoed_until is None or row.embargoed_until <= then)
    return viewpoint.notes(rows)


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: its own counts and target, and what was accepted through it by series; None where not known.

    `deciding` is what the count that decides says through it.
    """

    name: str
    target: Decimal | None
    accepted: Decimal | None
    handed_in: int | None
    rejected: int | None
    disputed: str
    through_target: Decimal | None
    through: Mapping[str, Decimal]
    deciding: Decimal | None


@dataclass(frozen=True, slots=True)
class StageFacts:
    """The stages in order, the names of the series that counted, and of the one that decides ("" for none)."""

    stages: tuple[Stage, ...]
    series: Mapping[str, str]
    deciding: str


def stage_facts(viewpoint: Viewpoint) -> StageFacts:
    """The counts by stage, as they count for the reader; no stage without a count, a target or a report."""
    counted = load_collections(viewpoint.state)
    records = counting(counted.records(), viewpoint.on, viewpoint.known_at)
    notes = [note for note in record_notes(models.Tally, viewpoint) if not note.is_retracted]
    reports = [note.row for note in notes if note.row.step == models.Step.COLLECTED]
    used = {report.series.slug for report in reports}
    named = viewpoint.rows(models.CountingSeries)
    series = {row.slug: row.name for row in named if row.slug in used}
    known = {record.phase for record in records}
    known |= {report.phase.slug for report in reports if report.phase}
    names = {phase.slug: phase.name for phase in viewpoint.rows(Phase)}

    def value(state: Measuring) -> Decimal | None:
        for record in filter(state.concerns, records):
            state.take(record)
        measured = state.measured()
        return measured.value if measured else None

    def stage(phase: str) -> Stage:
        own = [report for report in reports if report.phase and report.phase.slug == phase]
        alone = [row for row in own if row.scope == models.Scope.STAGE and row.series.slug == counted.deciding]
        counts = {slug: value(Accepted(counted, f"through.{phase}.{slug}", "")) for slug in series}
        through = {slug: count for slug, count in counts.items() if count is not None}
        return Stage(
            name=names[phase],
            target=value(Agreed(counted, phase, "")),
            accepted=value(Accepted(counted, phase, "")),
            handed_in=_newest(row.handed_in for row in alone),
            rejected=_newest(row.rejected for row in alone),
            disputed=next(filter(None, map(disputed_words, own)), ""),
            through_target=value(Agreed(counted, f"through.{phase}", "")),
            through=through,
            deciding=through.get(counted.deciding),
        )

    stages = tuple(stage(phase) for phase in counted.phases if phase in known)
    return StageFacts(stages, series, series.get(counted.deciding, ""))


def _newest(figures: Iterable[int | None]) -> int | None:
    return next((figure for figure in figures if figure is not None), None)
