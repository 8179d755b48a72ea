"""Reading the whole document, its references and its slugs; what its structure means is checked elsewhere."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from milestones.contingency.findings import TEMPLATES
from milestones.planfile.cursor import UNNAMED, Cursor
from milestones.planfile.document import FORMAT, Area, Document, PlanHeader
from milestones.planfile.faults import Path, Report, dotted
from milestones.planfile.read_entries import (
    read_actor,
    read_area,
    read_header,
    read_phase,
    read_pillar,
    read_position,
    read_reading,
    read_source,
)
from milestones.planfile.read_indicators import read_indicator
from milestones.planfile.read_milestones import read_milestone
from milestones.planfile.templates import check_templates, repeated
from milestones.planfile.values import described


class Named(Protocol):
    """An entry with a slug."""

    @property
    def slug(self) -> str:
        """The entry's name within its list."""


T = TypeVar("T")
Entry = TypeVar("Entry", bound=Named)


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document, and where in the file each milestone and indicator was written."""

    document: Document
    origins: dict[str, list[Path]]


def read_document(cursor: Cursor) -> ReadDocument:
    """Everything but the pillar apps' sections; faults go to the cursor's report."""
    check_format(cursor)
    for key in ("plan", "pillars"):
        if not cursor.has(key):
            cursor.missing(key)
    if cursor.raw.get("readings") == []:
        cursor.error(
            "readings", "empty_readings", "no reading is named; leave readings out if there is but one"
        )
    areas = cursor.each("areas", read_area)
    check_templates(cursor, areas)
    origins: dict[str, list[Path]] = {}
    document = Document(
        plan=cursor.inside("plan", read_header) or PlanHeader("", UNNAMED),
        pillars=cursor.each("pillars", read_pillar),
        readings=cursor.each("readings", read_reading),
        actors=cursor.each("actors", read_actor),
        sources=cursor.each("sources", read_source),
        phases=cursor.each("phases", read_phase),
        areas=areas,
        indicators=with_templates(cursor, areas, "indicators", read_indicator, origins),
        milestones=with_templates(cursor, areas, "milestones", read_milestone, origins),
        positions=cursor.each("positions", read_position),
    )
    check_slugs(document, origins, cursor.report)
    look_up(document, cursor.report)
    return ReadDocument(document, origins)


def check_format(cursor: Cursor) -> None:
    """Refuse every format but this one."""
    found = cursor.raw.get("format")
    if found is None:
        cursor.error(
            "format", "missing", f"this is missing; the document must say format: {FORMAT}", key="format"
        )
    elif found != FORMAT:
        cursor.error("format", "unknown_format", f"only {FORMAT} can be read; this is {described(found)}")


def with_templates(
    cursor: Cursor,
    areas: tuple[Area, ...],
    key: str,
    read: Callable[[Cursor], T],
    origins: dict[str, list[Path]],
) -> tuple[T, ...]:
    """The entries of a list, and then those that templates give, area by area; `origins` gets their paths."""
    cursors = [cursor.below(item, path) for path, item in cursor.items(key)]
    cursors.extend(repeated(cursor, areas, key))
    origins[key] = [entry.path for entry in cursors]
    return tuple(map(read, cursors))


def check_slugs(document: Document, origins: dict[str, list[Path]], report: Report) -> None:
    """Refuse a slug that stands twice in its list."""
    for key in ("readings", "actors", "sources", "pillars", "phases", "areas"):
        entries: Sequence[Named] = getattr(document, key)
        _unique(entries, [(key, index) for index in range(len(entries))], report)
    _unique(document.milestones, origins["milestones"], report)
    _unique(document.indicators, origins["indicators"], report)
    for indicator, origin in zip(document.indicators, origins["indicators"], strict=True):
        paths: list[Path] = [(*origin, "series", index) for index in range(len(indicator.series))]
        _unique(indicator.series, paths, report)


def _unique(entries: Sequence[Named], paths: Sequence[Path], report: Report) -> None:
    first: dict[str, Path] = {}
    for entry, path in zip(entries, paths, strict=True):
        before = first.setdefault(entry.slug, path)
        if entry.slug and before is not path:
            message = f'"{entry.slug}" is already the slug of {dotted(before)}'
            report.error((*path, "slug"), "duplicate_slug", message, slug=entry.slug)


def look_up(document: Document, report: Report) -> None:
    """Refuse a slug that names an entry which is not there."""
    lists: dict[str, Sequence[Named]] = {
        "actor": document.actors,
        "source": document.sources,
        "phase": document.phases,
        "area": document.areas,
        "pillar": document.pillars,
        "milestone": document.milestones,
        "indicator": document.indicators,
    }
    names = {kind: {entry.slug for entry in entries} for kind, entries in lists.items()}
    for reference in report.references:
        if reference.slug not in names[reference.kind]:
            hint = report.hint(reference.slug, names[reference.kind])
            template = TEMPLATES.get(
                f"unknown_{reference.kind}", f'there is no {reference.kind} "{{slug}}"{{hint}}'
            )
            message = template.format(slug=reference.slug, hint=hint)
            report.error(reference.path, f"unknown_{reference.kind}", message, slug=reference.slug, hint=hint)
