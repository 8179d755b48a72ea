"""The document: its format as tables, and the reading of one whole; what its structure means is checked elsewhere."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from milestones.limits import plain
from milestones.planfile.cursor import Cursor
from milestones.planfile.entry import Document, Entry
from milestones.planfile.faults import Path, Refused, Report, shortened
from milestones.planfile.table import Table, inner_entries
from milestones.planfile.values import as_decimal, as_printable, described
from milestones.planfile.vocabulary import FORMAT

MISSION = ("governance", "reconstruction", "demilitarisation")
"""The sections that the format names; a section may also be called as a pillar, or as an app that is there."""


def section_data(raw: object, path: Path, report: Report) -> object:
    """The data with whole numbers as int and other numbers as strings, exact; None for what is refused."""
    try:
        if isinstance(raw, str):
            return as_printable(raw)
        if isinstance(raw, Decimal):
            number = as_decimal(raw)
            return int(number) if number == int(number) else format(plain(number), "f")
        for key in raw if isinstance(raw, dict) else ():
            as_printable(key)
    except Refused as refused:
        report.refuse(path, refused)
        return None
    if isinstance(raw, dict):
        return {key: section_data(value, (*path, key), report) for key, value in raw.items()}
    if isinstance(raw, list):
        return [section_data(value, (*path, index), report) for index, value in enumerate(raw)]
    return raw


TEMPLATED = ("milestones", "indicators")
FOR_EACH = "areas"


def repeated(templates: Iterable[Cursor], areas: tuple[Entry, ...], key: str) -> Iterator[Cursor]:
    """A cursor for each area over each of the templates' milestones or indicators."""
    for template in templates:
        for area in areas:
            for inner_path, inner in template.items(key):
                cursor = template.below(inner, inner_path)
                cursor.area = area
                yield cursor


def check_templates(templates: Iterable[Cursor], areas: tuple[Entry, ...], report: Report) -> None:
    """Refuse what is wrong with templates as such, and warn where one gives nothing."""
    for template in templates:
        template.check_keys(("for_each", *TEMPLATED))
        if template.raw.get("for_each") != FOR_EACH:
            template.error("for_each", "for_each", f"a template is repeated for each of the {FOR_EACH}")
        if not areas:
            message = "there are no areas, so this template gives nothing"
            report.warn(template.path, "template_without_areas", message)


BESIDES = ("format", "templates")
"""The document's keys that are no entries."""


@dataclass(frozen=True, eq=False)
class Format:
    """The tables of a plan file: the core's, below `root`, and those of the pillar apps that are there."""

    root: Table
    sections: tuple[Table, ...] = ()

    @cached_property
    def known_keys(self) -> frozenset[str]:
        """Every key that a document may have, whatever its pillars."""
        return frozenset([*self.root.known_keys, *BESIDES, *MISSION, *(section.key for section in self.sections)])

    @cached_property
    def lists(self) -> tuple[tuple[Path, Table], ...]:
        """Every list of named entries that stands in no other entry, with the keys that lead to it."""
        own: list[tuple[Path, Table]] = [((table.key,), table) for table in self.root.nested]
        own += [((section.key, table.key), table) for section in self.sections for table in section.nested]
        return tuple((path, table) for path, table in own if table.has_slug)

    def named(self, document: Document) -> Iterator[tuple[str, tuple[Entry, ...]]]:
        """By kind: the document's entries that others may name."""
        for path, table in self.lists:
            holder: Any = document if len(path) == 1 else document.sections.get(str(path[0]))
            yield table.kind, table.entries_of(holder) if isinstance(holder, Entry) else ()


Origins = dict[str, list[Path]]
"""Where in the file each milestone and indicator was written."""


def read_document(cursor: Cursor, form: Format, *, now: datetime | None) -> tuple[Document, Origins]:
    """The whole document; faults go to the cursor's report."""
    given = cursor.raw.get("format")
    if given is None:
        message = f"this is missing; the document must say format: {FORMAT}"
        cursor.error("format", "missing", message, key="format")
    elif given != FORMAT:
        cursor.error("format", "unknown_format", f"only {FORMAT} can be read; this is {described(given)}")
    if cursor.raw.get("readings") == []:
        cursor.error("readings", "empty_readings", "no reading is named; leave readings out if there is but one")
    origins: Origins = {}
    values: dict[str, Any] = {}
    tables = {table.key: table for table in form.root.nested}
    areas = values["areas"] = tables["areas"].read_in(cursor)
    templates = [cursor.below(raw, path) for path, raw in cursor.items("templates")]
    check_templates(templates, areas, cursor.report)
    for key, table in tables.items():
        if key in TEMPLATED:
            cursors = [cursor.below(item, path) for path, item in cursor.items(key)]
            cursors.extend(repeated(templates, areas, key))
            origins[key] = [entry.path for entry in cursors]
            values[key] = table.read_list(cursors)
        elif key != "areas":
            values[key] = table.read_in(cursor)
    values["plan"] = values["plan"] or tables["plan"].entry(slug="", name=None)
    values["sections"] = _sections(cursor, form, values["pillars"])
    document = Entry(form.root, {key: values[key] for key in (*tables, "sections")})
    cursor.report.look_up({kind: {entry.slug for entry in entries} for kind, entries in form.named(document)})
    for section in form.sections:
        _check_section(section, document.sections.get(section.key), cursor.report)
    if now is not None and not cursor.report.is_full:
        _warn_of_days_to_come(document, origins, now, cursor.report)
    return document, origins


def _sections(cursor: Cursor, form: Format, pillars: Iterable[Entry]) -> dict[str, Any]:
    """The pillar apps' sections, read where an app reads them; every key that names none is refused."""
    known = {section.key: section for section in form.sections}
    names = {*MISSION, *known, *(pillar.slug for pillar in pillars)} - {"", *form.root.known_keys, *BESIDES}
    held: dict[str, Any] = {}
    for key, raw in cursor.raw.items():
        if key in form.root.known_keys or key in BESIDES:
            continue
        if key not in names:
            hint = cursor.report.hint(key, {*form.known_keys, *names})
            words = f'; no pillar of this plan and no app here is called "{shortened(key)}"'
            message = hint or (words if isinstance(raw, dict | list) else "")
            cursor.error(key, "unknown_key", f"unknown key{message}", key=shortened(key))
        elif raw is None:
            continue
        elif key in known:
            held[key] = known[key].read_in(cursor)
        else:
            held[key] = section_data(raw, (key,), cursor.report)
            message = f'no app here is called "{key}" and reads this section; it is kept in the file alone'
            cursor.report.warn((key,), "section_unread", message, section=key)
    return held


def _check_section(section: Table, entry: Entry | None, report: Report) -> None:
    """Hold a section that could be read to its own rules."""
    if entry is None or section.check is None or report.is_replaced((section.key,)):
        return
    for fault in section.check(entry):
        report.error((section.key, *fault.place), fault.code, fault.message)


def _warn_of_days_to_come(document: Document, origins: Origins, now: datetime, report: Report) -> None:
    """Warn of each record that speaks for a day which has not come yet where the plan is."""
    try:
        today = now.astimezone(ZoneInfo(document.plan.timezone or "UTC")).date()
    except (ZoneInfoNotFoundError, ValueError):
        today = now.date()
    for path, entry in inner_entries(document, origins=origins):
        if entry.table.is_of_records and entry.date > today:
            message = f"this record speaks for {entry.date}, which is after today ({today})"
            report.warn((*path, "date"), "day_to_come", message, date=str(entry.date), today=str(today))
