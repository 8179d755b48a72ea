"""Projects as the lines of the panel and pages: dates, state and units, and pictures of both."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from milestones import notation
from pillars.reconstruction.counting import Records
from pillars.reconstruction.course_picture import Axis, Row, Span, draw_course
from pillars.reconstruction.models import Project
from pillars.reconstruction.pictures import Bar, draw_bars
from pillars.reconstruction.progress import Course, Stretch, Tally, course_of, stretches_of, tallies_of
from pillars.reconstruction.record_lines import FactLine, fact_line, is_only_reported
from pillars.reconstruction.selectors import RecordNote, WorkFacts


@dataclass(frozen=True, slots=True)
class UnitLine:
    """Units of one kind; empty where not stated."""

    unit: str
    planned: str
    delivered: str


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """A project as it stands."""

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
    label: str
    units: tuple[UnitLine, ...]


@dataclass(frozen=True, slots=True)
class ProjectPart:
    """A project's own page: how it stands, its two pictures (None where nothing is stated), its records."""

    line: ProjectLine
    course: SafeString | None
    units: SafeString | None
    records: tuple[FactLine, ...]


def project_lines(facts: WorkFacts, on: dt.date, known_at: dt.datetime | None) -> tuple[ProjectLine, ...]:
    """Every project, in the plan's order."""
    return tuple(_project_line(project, facts.records, on, known_at) for project in facts.projects)


def project_part(
    project: Project, facts: WorkFacts, on: dt.date, known_at: dt.datetime | None
) -> ProjectPart:
    """One project with its pictures and every step and count."""
    records = facts.records
    steps = records.steps_of(project.slug)
    tallies = tallies_of(records.counts_of(project.slug), on, known_at)
    mine = [note for note in (*facts.steps, *facts.counts) if note.row.project_id == project.pk]
    mine.sort(key=lambda note: (note.row.date, note.row.recorded_at))
    return ProjectPart(
        _project_line(project, records, on, known_at),
        _draw_course(project, course_of(steps, on, known_at), stretches_of(steps, on, known_at), on),
        _draw_units(project, tuple(tallies.values())) if tallies else None,
        tuple(_work_line(note, facts) for note in mine),
    )


def _project_line(
    project: Project, records: Records, on: dt.date, known_at: dt.datetime | None
) -> ProjectLine:
    course = course_of(records.steps_of(project.slug), on, known_at)
    tallies = tallies_of(records.counts_of(project.slug), on, known_at)
    end = course.end if course else None
    first = course.first_end if course else None
    return ProjectLine(
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
        label="" if project.publication == "published" else str(project.get_publication_display()),
        units=tuple(
            UnitLine(
                str(tally.unit.label),
                notation.plain_number(tally.planned) if tally.planned is not None else "",
                notation.plain_number(tally.delivered) if tally.delivered is not None else "",
            )
            for tally in tallies.values()
        ),
    )


def _draw_course(
    project: Project, course: Course | None, stretches: tuple[Stretch, ...], on: dt.date
) -> SafeString | None:
    """When it was to be built and when it was; None without a span of time."""
    if course is None:
        return None
    rows = [
        Row(label, (Span(begins, ends, kind),))
        for label, begins, ends, kind in (
            (_("planned at first"), course.first_start, course.first_end, "first"),
            (_("planned"), course.start, course.end, "planned"),
        )
        if begins and ends and (kind == "planned" or (begins, ends) != (course.start, course.end))
    ]
    if stretches:
        spans = tuple(
            Span(each.begins, each.ends or on, "suspended" if each.is_suspended else "worked")
            for each in stretches
        )
        rows.append(Row(_("carried out"), spans))
    if not rows:
        return None
    days = [day for row in rows for span in row.spans for day in (span.begins, span.ends)]
    first, last = min(days), max(days)
    return draw_course(
        rows,
        Axis(first, last, on, notation.short_day(first), notation.short_day(last)),
        title=_("%(project)s: planned and carried out") % {"project": project},
        description=_(
            "A bar from day to day for each line: planned as an outline, carried out filled, and hatched while it was "
            "suspended. A dashed line stands at the day of this page. The records below say the same."
        ),
        slug="course",
        is_rtl=translation.get_language_bidi(),
    )


def _draw_units(project: Project, tallies: tuple[Tally, ...]) -> SafeString:
    return draw_bars(
        [
            Bar(
                str(tally.unit.label),
                tally.delivered,
                f"{_number(tally.delivered)} / {_number(tally.planned)}",
                tally.planned,
                is_only_reported(tally.grade),
            )
            for tally in tallies
        ],
        title=_("%(project)s: delivered of planned") % {"project": project},
        description=_(
            "A bar for each unit, each on its own scale: delivered, inside the outline of what is planned; paler where "
            "it is only reported. The records below say the same."
        ),
        slug="units",
        is_rtl=translation.get_language_bidi(),
        one_scale=False,
    )


def _number(quantity: Decimal | None) -> str:
    return "—" if quantity is None else notation.plain_number(quantity)


def _work_line(note: RecordNote, facts: WorkFacts) -> FactLine:
    row = note.row
    if hasattr(row, "quantity"):
        said = f"{row.get_kind_display()}: {notation.plain_number(row.quantity)} {row.get_unit_display()}"
        said = _("%(said)s in all by that day") % {"said": said} if row.is_total else said
    else:
        said = str(row.get_kind_display())
        days = [notation.short_day(day) for day in (row.planned_start, row.planned_end) if day]
        said = f"{said}: {notation.range_of(days[0], days[-1])}" if days else said
    return fact_line(note, said, facts.sources)
