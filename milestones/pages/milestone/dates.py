"""Planned dates, original and revised, and what the proof forecasts."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from milestones import notation
from milestones.contingency.plan import RelativeDate
from milestones.contingency.schedule import Planned
from milestones.selectors.milestone_page import MilestonePageFacts, MilestoneProof
from milestones.selectors.plan_page import PlanNames
from milestones.selectors.records import RecordNote, SourceNote
from milestones.wording.schedule import forecast_sentences, planned_words


@dataclass(frozen=True, slots=True)
class DateRow:
    """One planned date. `original` and `revised` are as written; `day` is the day that they come to, `is_open`
    says that there is none yet."""

    label: str
    original: str
    revised: str
    day: str
    is_open: bool
    note: str
    source: SourceNote | None


@dataclass(frozen=True, slots=True)
class DatesPart:
    """The planned dates, the last day of its authority (or empty), and the forecast in sentences."""

    rows: tuple[DateRow, ...]
    lapses: str
    forecast: tuple[str, ...]


def dates_part(facts: MilestonePageFacts, proof: MilestoneProof) -> DatesPart:
    """The dates on the day of the page."""
    schedule = proof.explained.verdict.facts.schedule
    return DatesPart(
        rows=tuple(
            row
            for row in (
                _row(facts, _("Start"), schedule.start, "planned_start"),
                _row(facts, _("Due"), schedule.due, "due"),
            )
            if row is not None
        ),
        lapses=notation.day(facts.milestone.lapses),
        forecast=tuple(forecast_sentences(proof.explained, on=proof.evaluation.on)),
    )


def _row(facts: MilestonePageFacts, label: str, planned: Planned, field: str) -> DateRow | None:
    revision = next(
        (each for each in reversed(facts.revisions) if getattr(each.row, field) is not None), None
    )
    if planned.original is None and revision is None:
        return None
    in_force = planned.original if revision is None else getattr(revision.row, field)
    day = notation.day(planned.calendar_day)
    return DateRow(
        label=label,
        original=planned_words(planned.original, facts.names),
        revised="" if revision is None else planned_words(in_force, facts.names),
        day=day if isinstance(in_force, RelativeDate) else "",
        is_open=isinstance(in_force, RelativeDate) and not day,
        note="" if revision is None else revision.row.note or "",
        source=None if revision is None else revision.source,
    )


def revision_words(note: RecordNote, names: PlanNames) -> str:
    """What a revision changed."""
    revision = note.row
    parts = []
    if revision.planned_start is not None:
        parts.append(_("start: %(when)s") % {"when": planned_words(revision.planned_start, names)})
    if revision.due is not None:
        parts.append(_("due: %(when)s") % {"when": planned_words(revision.due, names)})
    return _("; ").join(parts)
