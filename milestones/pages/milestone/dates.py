"""Planned dates, original and revised, and what the proof forecasts."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from milestones import notation
from milestones.contingency.schedule import stated
from milestones.selectors.milestone_page import MilestonePageFacts, MilestoneProof
from milestones.selectors.milestone_records import RevisionNote
from milestones.selectors.records import SourceNote
from milestones.wording import forecast_sentences, planned_words
from milestones.wording.names import Names, Stated


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
    schedule = proof.explained["schedule"]
    lapses = schedule["lapses"]
    return DatesPart(
        rows=tuple(
            row
            for row in (
                _row(facts, _("Start"), schedule["planned_start"], "planned_start"),
                _row(facts, _("Due"), schedule["due"], "due"),
            )
            if row is not None
        ),
        lapses=notation.day(date.fromisoformat(lapses)) if lapses else "",
        forecast=tuple(forecast_sentences(proof.explained, on=proof.evaluation.on.isoformat())),
    )


def _row(facts: MilestonePageFacts, label: str, planned: Stated, field: str) -> DateRow | None:
    revision = next((each for each in reversed(facts.revisions) if getattr(each, field) is not None), None)
    if planned["original"] is None and revision is None:
        return None
    in_force = planned["original"] if revision is None else stated(getattr(revision, field))
    day = notation.day(date.fromisoformat(planned["day"])) if planned["day"] else ""
    return DateRow(
        label=label,
        original=planned_words(planned["original"], facts.names),
        revised="" if revision is None else planned_words(in_force, facts.names),
        day=day if isinstance(in_force, dict) else "",
        is_open=isinstance(in_force, dict) and not day,
        note="" if revision is None else revision.note,
        source=None if revision is None else revision.source,
    )


def revision_words(revision: RevisionNote, names: Names) -> str:
    """What a revision changed."""
    parts = []
    if revision.planned_start is not None:
        parts.append(_("start: %(when)s") % {"when": planned_words(stated(revision.planned_start), names)})
    if revision.due is not None:
        parts.append(_("due: %(when)s") % {"when": planned_words(stated(revision.due), names)})
    return _("; ").join(parts)
