"""Projects: their dates, state and units, and pictures of both."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from milestones import notation
from milestones.pages.bars import BarLine, Bars
from milestones.pages.blocks import Block, Column, Figure, Section, Table, table
from milestones.pages.cells import NOTHING, isolated, labelled, shown
from milestones.pages.hues import hue_of
from milestones.pages.page import Page, part_link
from milestones.pages.record_lists import record_table
from milestones.selectors.records import Viewpoint, label_of
from pillars.reconstruction.models import Project, ProjectStep, UnitCount
from pillars.reconstruction.pages.findings import BAR_KEY, bar_of, held_by_gates
from pillars.reconstruction.pages.money import money_page
from pillars.reconstruction.pictures import Row, draw_course
from pillars.reconstruction.progress import Course, Stretch, Tally, course_of, stretches_of, tallies_of
from pillars.reconstruction.selectors import PILLAR, Facts
from pillars.reconstruction.wording import work_words


@dataclass(frozen=True, slots=True)
class ProjectNote:
    """A project as it stands on a day: its course (None: nothing is stated), and its units."""

    project: Project
    course: Course | None
    stretches: Sequence[Stretch]
    tallies: Sequence[Tally]
    is_late: bool

    def planned(self) -> SafeString:
        """From when to when it is planned, and until when it was at first; nothing where no day is."""
        start, end = (self.course.start, self.course.end) if self.course else (None, None)
        first = self.course.first_end if self.course else None
        days = " / ".join(shown(notation.short_day(day)) for day in (start, end)) if start or end else ""
        moved = _("at first %(day)s") % {"day": notation.short_day(first)} if first and first != end else ""
        return labelled(SafeString(days), moved, "note")

    def state(self) -> SafeString:
        """Its last step, and whether a planned day has passed without its own."""
        words = isolated(self.course.last.label if self.course and self.course.last else "")
        return format_html("{} <strong>{}</strong>", words, _("late")) if self.is_late else words

    def units(self) -> SafeString:
        """What was delivered of what is planned, unit by unit."""
        told = (f"{_number(tally.delivered)} / {_number(tally.planned)} {tally.unit.label}" for tally in self.tallies)
        return isolated(_("; ").join(told))


def project_note(project: Project, facts: Facts) -> ProjectNote:
    """One project on the day."""
    on, known_at = facts.viewpoint.on, facts.viewpoint.known_at
    steps = facts.records.steps_of(project.slug)
    course = course_of(steps, on, known_at)
    tallies = tallies_of(facts.records.counts_of(project.slug), on, known_at)
    is_late = course is not None and course.is_late(on)
    return ProjectNote(project, course, stretches_of(steps, on, known_at), tuple(tallies.values()), is_late)


def project_table(facts: Facts) -> Table:
    """Every project, in the plan's order."""
    columns = (
        Column(_("Project"), lambda note: part_link(note.project, f"{PILLAR}-project", facts.viewpoint)),
        Column(_("Sector"), lambda note: note.project.sector),
        Column(_("Area"), lambda note: note.project.area),
        Column(_("Implementer"), lambda note: note.project.implementer),
        Column(_("Planned"), ProjectNote.planned),
        Column(_("State"), ProjectNote.state),
        Column(_("Delivered of planned"), ProjectNote.units),
    )
    notes = [project_note(project, facts) for project in facts.viewpoint.rows(Project)]
    return table(_("Projects"), columns, notes, none=_("No project is on record."))


def project_page(viewpoint: Viewpoint, slug: str) -> Page:
    """A project: its dates, its units and its money; raises ObjectDoesNotExist."""
    facts = Facts(viewpoint)
    project = viewpoint.rows(Project).get(slug=slug)
    note = project_note(project, facts)
    mine = [*facts.notes(ProjectStep, project=project), *facts.notes(UnitCount, project=project)]
    mine.sort(key=lambda record: (record.row.date, record.row.recorded_at))
    heading = _("Steps and units")
    records = record_table(heading, (Column(_("Said"), work_words),), mine, none=_("Nothing is on record."))
    about = {
        _("Sector"): project.sector,
        _("Area"): project.area,
        _("Implementer"): project.implementer,
        **held_by_gates(project, facts),
        _("Planned"): note.planned(),
        _("State"): labelled(note.state(), label_of(project)),
        _("Delivered of planned"): note.units(),
    }
    return money_page(
        facts,
        "project",
        project,
        about,
        description=project.description or "",
        above=tuple(_pictures(note, viewpoint)),
        records=(Section(heading, (records,), "steps"),),
    )


def _pictures(note: ProjectNote, viewpoint: Viewpoint) -> Iterator[Block]:
    course = _draw_course(note, viewpoint)
    if course:
        yield Figure(course)
    if note.tallies:
        yield Section(_("Delivered of planned"), (_units(note),), "units")


def _draw_course(note: ProjectNote, viewpoint: Viewpoint) -> SafeString | None:
    """When it was to be built and when it was; None without a span of time."""
    course = note.course
    if course is None:
        return None
    rows: list[Row] = [
        (label, [(begins, ends, kind)])
        for label, begins, ends, kind in (
            (_("planned at first"), course.first_start, course.first_end, "first"),
            (_("planned"), course.start, course.end, "planned"),
        )
        if begins and ends and (kind == "planned" or (begins, ends) != (course.start, course.end))
    ]
    if note.stretches:
        spans = [
            (stretch.begins, stretch.ends or viewpoint.on, "suspended" if stretch.is_suspended else "worked")
            for stretch in note.stretches
        ]
        rows.append((_("carried out"), spans))
    if not rows:
        return None
    return draw_course(
        rows,
        on=viewpoint.on,
        title=_("%(project)s: planned and carried out") % {"project": note.project},
        description=_(
            "A bar from day to day for each line: planned as an outline, carried out filled, and a thin line while "
            "it was suspended. A dashed line stands at the day of this page. The records below say the same."
        ),
        slug="course",
        hue=hue_of(PILLAR),
    )


def _units(note: ProjectNote) -> Bars:
    lines = [
        BarLine(
            str(tally.unit.label),
            f"{_number(tally.delivered)} / {_number(tally.planned)}",
            bar_of(tally.delivered or Decimal(0), tally.grade, whole=tally.planned),
        )
        for tally in note.tallies
    ]
    caption = _("Each unit is on its own scale: delivered, inside the outline of what is planned.")
    title = _("%(project)s: delivered of planned") % {"project": note.project}
    return Bars(title, lines, hue=hue_of(PILLAR), caption=f"{caption} {BAR_KEY}", one_scale=False, slug="units")


def _number(quantity: Decimal | None) -> str:
    return notation.plain_number(quantity) or NOTHING
