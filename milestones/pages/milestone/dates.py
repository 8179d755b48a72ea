"""Planned dates, original and revised, and what the proof forecasts."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from milestones import notation
from milestones.contingency.plan import RelativeDate
from milestones.contingency.schedule import Planned
from milestones.selectors.milestone_page import MilestonePageFacts, MilestoneProof
from milestones.selectors.plan_page import PlanNames
from milestones.selectors.records import RecordNote
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
    revision: RecordNote | None


@dataclass(frozen=True, slots=True)
class DatesPart:
    """The planned dates, the last day of its authority, and the forecast in sentences."""

    rows: tuple[DateRow, ...]
    lapses: date | None
    forecast: tuple[str, ...]


def dates_part(facts: MilestonePageFacts, proof: MilestoneProof) -> DatesPart:
    """The dates on the day of the page."""
    schedule = proof.explained.verdict.facts.schedule
    planned = ((_("Start"), schedule.start, "planned_start"), (_("Due"), schedule.due, "due"))
    return DatesPart(
        rows=tuple(row for dated in planned if (row := _row(facts, *dated))),
        lapses=facts.milestone.lapses,
        forecast=tuple(forecast_sentences(proof.explained, on=proof.evaluation.on)),
    )


def _row(facts: MilestonePageFacts, label: str, planned: Planned, field: str) -> DateRow | None:
    revisions = [note for note in facts.revisions if getattr(note.row, field) is not None]
    revision = revisions[-1] if revisions else None
    if planned.original is None and revision is None:
        return None
    in_force = planned.original if revision is None else getattr(revision.row, field)
    is_relative = isinstance(in_force, RelativeDate)
    day = notation.day(planned.calendar_day)
    return DateRow(
        label=label,
        original=planned_words(planned.original, facts.names),
        revised="" if revision is None else planned_words(in_force, facts.names),
        day=day if is_relative else "",
        is_open=is_relative and not day,
        revision=revision,
    )


def revision_words(note: RecordNote, names: PlanNames) -> str:
    """What a revision changed."""
    planned = ((_("start: %(when)s"), note.row.planned_start), (_("due: %(when)s"), note.row.due))
    told = [text % {"when": planned_words(when, names)} for text, when in planned if when is not None]
    return _("; ").join(told)
