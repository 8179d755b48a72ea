"""Projects and findings as the lines of the panel and pages, in the reader's language."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from milestones import notation
from pillars.reconstruction import wording
from pillars.reconstruction.counting import Records
from pillars.reconstruction.measures import standing_findings
from pillars.reconstruction.models.choices import About
from pillars.reconstruction.money_lines import FactLine, fact_line
from pillars.reconstruction.progress import course_of, tallies_of
from pillars.reconstruction.reconciliation import Difference, Finding
from pillars.reconstruction.selectors import RecordNote, WorkFacts


@dataclass(frozen=True, slots=True)
class UnitLine:
    """Units of one kind; empty where not stated."""

    unit: str
    planned: str
    delivered: str


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """A project as it stands, with its records."""

    slug: str
    name: str
    description: str
    sector: str
    area: str
    implementer: str
    start: str
    end: str
    first_end: str
    state: str
    is_late: bool
    units: tuple[UnitLine, ...]
    records: tuple[FactLine, ...]


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding with its owner and state, its two accounts, and what each side said."""

    name: str
    about: str
    owner: str
    state: str
    is_open: bool
    accounts: str
    said: tuple[FactLine, ...]


def project_lines(
    facts: WorkFacts, records: Records, on: dt.date, known_at: dt.datetime | None
) -> tuple[ProjectLine, ...]:
    """Every project, in the plan's order."""
    found = []
    for project in facts.projects:
        course = course_of(records.steps_of(project.slug), on, known_at)
        tallies = tallies_of(records.counts_of(project.slug), on, known_at)
        mine = [note for note in (*facts.steps, *facts.counts) if note.row.project_id == project.pk]
        mine.sort(key=lambda note: (note.row.date, note.row.recorded_at))
        end = course.end if course else None
        first = course.first_end if course else None
        found.append(
            ProjectLine(
                slug=project.slug,
                name=str(project),
                description=project.description or "",
                sector=str(project.sector or ""),
                area=str(project.area or ""),
                implementer=str(project.implementer or ""),
                start=notation.short_day(course.start) if course and course.start else "",
                end=notation.short_day(end) if end else "",
                first_end=notation.short_day(first) if first and first != end else "",
                state=str(course.last.label) if course and course.last else "",
                is_late=bool(course and course.is_late(on)),
                units=tuple(
                    UnitLine(
                        str(tally.unit.label),
                        notation.plain_number(tally.planned) if tally.planned is not None else "",
                        notation.plain_number(tally.delivered) if tally.delivered is not None else "",
                    )
                    for tally in tallies.values()
                ),
                records=tuple(_work_line(note, facts) for note in mine),
            )
        )
    return tuple(found)


def _work_line(note: RecordNote, facts: WorkFacts) -> FactLine:
    row = note.row
    if hasattr(row, "quantity"):
        said = f"{row.get_kind_display()}: {notation.plain_number(row.quantity)} {row.get_unit_display()}"
        said = _("%(said)s in all by that day") % {"said": said} if row.is_total else said
    else:
        said = str(row.get_kind_display())
        days = [notation.short_day(day) for day in (row.planned_start, row.planned_end) if day]
        said = f"{said}: {_(' to ').join(days)}" if days else said
    return fact_line(note, said, facts.sources)


def finding_lines(
    facts: WorkFacts, records: Records, on: dt.date, known_at: dt.datetime | None
) -> tuple[FindingLine, ...]:
    """Every finding that stands on the day, open ones first."""
    standing, _grade = standing_findings(records, on, known_at)
    ordered = sorted(standing, key=lambda finding: not finding.is_open)
    return tuple(_finding_line(finding, facts) for finding in ordered)


def _finding_line(finding: Finding, facts: WorkFacts) -> FindingLine:
    row = next((each for each in facts.findings if each.slug == finding.slug), None)
    said = [note for note in facts.entries if row is not None and note.row.finding_id == row.pk]
    return FindingLine(
        name=str(row) if row else _named(finding),
        about=str(finding.about.label),
        owner=str(row.owner) if row and row.owner else "",
        state=str(finding.state.label),
        is_open=finding.is_open,
        accounts=_accounts(finding.difference) if finding.difference else "",
        said=tuple(_entry_line(note, facts) for note in said),
    )


def _named(finding: Finding) -> str:
    place = finding.place
    parts = [place.appeal, place.donor, place.channel, place.project]
    return " · ".join(part for part in parts if part)


def _entry_line(note: RecordNote, facts: WorkFacts) -> FactLine:
    row = note.row
    state = str(row.get_state_display()) if row.state else ""
    return fact_line(note, state, facts.sources, by=str(row.actor or row.claimant or ""))


def _accounts(difference: Difference) -> str:
    if difference.about is About.RECEIVED:
        return _("Paid, by the donor's word: %(first)s. Received, by the channel's: %(second)s.") % {
            "first": wording.money(difference.first, difference.unit),
            "second": wording.money(difference.second, difference.unit),
        }
    return _("Disbursed: %(first)s%% of what was committed. Delivered: %(second)s%% of what was planned.") % {
        "first": notation.number(difference.first, 1),
        "second": notation.number(difference.second, 1),
    }
