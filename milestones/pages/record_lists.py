"""Records on pages: as a table, a column for each thing they say, or as a list of what each counts for."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, ClassVar

from django.db.models import DateField, DecimalField, IntegerField
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from milestones import notation
from milestones.contingency.evidence import KINDS, Evidence, SeriesEvidence
from milestones.contingency.scales import Level
from milestones.notation import ngettext
from milestones.pages.blocks import Block, Column, Group, Text, cells_of, table
from milestones.pages.cells import Words, dated, link
from milestones.pages.cells import labelled as with_label
from milestones.selectors.plan_page import NamedIndicator
from milestones.selectors.records import RecordNote
from milestones.wording.columns import in_words
from milestones.wording.conditions import with_unit
from milestones.words import LEVEL_WORDS

OfRecord = Callable[[RecordNote], str]


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One record of a list: what it says, of what, and what it counts for."""

    note: RecordNote
    words: str
    kind: str
    of: str = ""

    @property
    def kind_words(self) -> str:
        """What it counts for."""
        return kind_words(self.kind)


@dataclass(frozen=True, slots=True)
class RecordList:
    """Records as a list."""

    lines: Sequence[RecordLine]
    none: Words
    template: ClassVar[str] = "pages/record_list.html"


@dataclass(frozen=True, slots=True)
class Citation:
    """A record's own note and its source."""

    note: RecordNote
    template: ClassVar[str] = "pages/citation.html"


def record_table(
    label: Words,
    columns: Iterable[Column],
    notes: Iterable[RecordNote],
    *,
    none: Words = "",
    most: int | None = None,
    more: str = "",
    address: OfRecord = lambda note: "",
    labelled: OfRecord = lambda note: _("retracted") if note.is_retracted else note.label,
) -> Group:
    """The first `most` records by day, with grade, source and note; `more` leads to the others.

    Columns are given their rows. What every one of several records says alike is said once, above, and has no column,
    and neither has what none of them says.
    """
    records = list(notes)
    shown = records[:most]
    texts_of = [(column, {str(column.text(note.row)) for note in shown}) for column in columns]
    alike = [column for column, texts in texts_of if len(shown) > 1 and len(texts) == 1 and not column.is_number]
    kept = [column for column, texts in texts_of if texts != {""} and column not in alike]
    cells = cells_of(alike, shown[0].row) if alike else ()
    shared = format_html_join(" · ", "{}: {}", ((cell.column.heading, cell.html) for cell in cells if cell.text))

    def day(note: RecordNote) -> SafeString:
        return with_label(link(dated(note.row.date), address(note)), labelled(note))

    def about(note: RecordNote) -> SafeString:
        return SafeString(render_to_string("pages/record_about.html", {"note": note}))

    own = (replace(column, text=partial(lambda told, note: told.text(note.row), column)) for column in kept)
    is_graded = any(note.grade is not None for note in shown)
    heading = _("Grade, source and note") if is_graded else _("Source and note")
    told = (Column(_("Day"), day), *own, Column(heading, about))
    rows = table(label, told, shown, none=none, row_kind=lambda note: "is-retracted" if note.is_retracted else "")
    blocks: list[Block] = [rows]
    if shared:
        words = format_html("{} {}", _("Alike in all of these:"), shared)
        blocks.insert(0, Text(words, "note"))
    if left_out := len(records) - len(shown):
        text = ngettext("%(count)s more record", "%(count)s more records", left_out)
        blocks.append(Text(link(text, more), "note"))
    return Group(blocks, "records")


def kind_words(kind: str) -> str:
    """What a record counts for."""
    return {
        "base": _("counts: confirmed"),
        "holds": _("holds on this day"),
        "later": _("said, not confirmed: widens the range"),
        "superseded": _("superseded by a newer record"),
        "disputed": _("disputed: set aside until decided"),
        "retracted": _("retracted: no longer counts"),
        "claim": _("said, not confirmed"),
        "stale": _("too old to speak for this day"),
        "unread": _("not read: another count is agreed on"),
        "draft": _("draft: counts for nobody yet"),
    }[kind]


def field_column(field: Any, heading: Words = "") -> Column:
    """What a model's field says in words, headed as it is called where there is no other heading."""
    text = notation.short_day if isinstance(field, DateField) else partial(in_words, field)
    is_number = isinstance(field, DecimalField | IntegerField) and not field.choices
    return Column(heading or capfirst(field.verbose_name), lambda row: text(getattr(row, field.name)), is_number)


def kinds_of(evidence: Evidence[Any]) -> dict[Any, str]:
    """What each record of an explanation's evidence counts for, by key."""
    return {record.ref: kind for kind in KINDS for record in getattr(evidence, kind)}


def kind_in(series: SeriesEvidence, kind: str) -> str:
    """What a count of a series counts for: one of a series that is not read, nothing, and why."""
    if series.is_read or kind not in ("base", "later"):
        return kind
    return "stale" if series.is_stale else "claim" if series.is_claim else "unread"


def level_line(note: RecordNote, kind: str) -> RecordLine:
    """An assessment in words."""
    return RecordLine(note, str(LEVEL_WORDS[Level(note.row.level)]), kind)


def value_line(note: RecordNote, kind: str, named: NamedIndicator) -> RecordLine:
    """An observation in words."""
    value = notation.figure(note.row.value, named.decimals)
    return RecordLine(note, with_unit(value, named.unit), kind, named.series.get(note.row.series, ""))
