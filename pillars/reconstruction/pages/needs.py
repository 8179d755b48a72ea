"""Needs: assessments side by side, what forbids comparing them, the newest by sector, and two figures compared."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import pairwise
from typing import ClassVar

from django.core.exceptions import ObjectDoesNotExist
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from milestones import notation
from milestones.pages.bars import BarLine, Bars
from milestones.pages.blocks import Block, Column, Group, Section, Text, table
from milestones.pages.cells import isolated
from milestones.pages.hues import hue_of
from milestones.pages.links import records_address
from milestones.pages.page import Page
from milestones.pages.record_lists import record_table
from milestones.selectors.records import RecordNote, Viewpoint
from pillars.reconstruction import wording
from pillars.reconstruction.comparing import compare
from pillars.reconstruction.models import Estimate, Sector
from pillars.reconstruction.models.choices import Horizon, Measured
from pillars.reconstruction.pages.findings import BAR_KEY, bar_of
from pillars.reconstruction.selectors import PILLAR, Facts


@dataclass(frozen=True, slots=True)
class Compared:
    """Two figures held against each other; nothing is said until both are chosen."""

    choices: Sequence[tuple[int, str]]
    one: int
    other: int
    sentence: str = ""
    is_comparable: bool = False
    template: ClassVar[str] = "reconstruction/compared.html"


def needs_blocks(facts: Facts) -> Sequence[Block]:
    """What can be shown side by side, and why it cannot be compared."""
    columns = (
        Column(_("Assessment"), lambda whole: whole[0].assessment),
        Column(_("Destruction covered"), lambda whole: wording.period(whole[0].assessment), none=_("not stated")),
        Column(_("Territory"), lambda whole: whole[0].territory, none=_("not stated")),
        *(
            Column(heading, partial(_sums, measured=measured, horizon=horizon), none=_("not reported"))
            for heading, measured, horizon in (
                (_("Needs"), Measured.NEEDS, Horizon.WHOLE),
                (_("Of these in the first months"), Measured.NEEDS, Horizon.FIRST),
                (_("Damage"), Measured.DAMAGE, None),
                (_("Losses"), Measured.LOSSES, None),
            )
        ),
    )
    none = _("No assessment of needs is on record.")
    warnings = tuple(Text(words, "notice") for words in _warnings(facts))
    return (
        table(_("Needs by assessment"), columns, _wholes(facts), none=none),
        *([Group(warnings, "comparison-warnings")] if warnings else []),
        *_sectors(facts),
    )


def needs_page(viewpoint: Viewpoint, one: str = "", other: str = "") -> Page:
    """The needs with every figure; `one` and `other` name two of them to hold against each other."""
    facts = Facts(viewpoint)
    notes = (
        Text(SafeString(f"{isolated(row)}: {isolated(row.note)}"), "note") for row in facts.assessments if row.note
    )
    columns = (
        Column(_("Said"), wording.estimate_words),
        Column(_("Of"), lambda row: " · ".join(_coverage(row))),
        Column(_("By"), lambda row: row.assessment),
    )
    heading = _("Every figure")
    records = record_table(heading, columns, facts.estimates, none=_("Nothing is on record."))
    return Page(
        heading=_("Needs"),
        blocks=(
            *needs_blocks(facts),
            *notes,
            Section(_("Compare two figures"), (_compared(facts, one, other),), "compare"),
            Section(heading, (records,), "records"),
        ),
        data=records_address(viewpoint, f"{PILLAR}-estimates"),
    )


def _wholes(facts: Facts) -> Iterable[Sequence[Estimate]]:
    """The figures of each assessment for the whole of each territory."""
    wholes: dict[object, list[Estimate]] = {}
    for row in sorted(_of_all_sectors(facts), key=lambda row: facts.assessments.index(row.assessment)):
        wholes.setdefault((row.assessment, row.territory), []).append(row)
    return wholes.values()


def _sums(whole: Sequence[Estimate], *, measured: Measured, horizon: Horizon | None) -> str:
    """The sums of one measure, of any horizon for None; those of the first months with how many these are."""
    return _("; ").join(
        notation.money(row.amount, row.currency) + (f" ({wording.horizon(row)})" if horizon is Horizon.FIRST else "")
        for row in whole
        if row.measured == measured and horizon in (None, row.horizon)
    )


def _of_all_sectors(facts: Facts) -> Sequence[Estimate]:
    return [note.row for note in facts.counting if note.row.sector is None]


def _sectors(facts: Facts) -> Sequence[Block]:
    """The sectors of the newest assessment that has any, as bars."""
    whole = Measured.NEEDS, Horizon.WHOLE
    told = [note for note in facts.counting if note.row.sector and (note.row.measured, note.row.horizon) == whole]
    dated = [row for row in facts.assessments if any(note.row.assessment_id == row.pk for note in told)]
    if not dated:
        return ()
    newest = dated[-1]
    lines = _lines(facts, [note for note in told if note.row.assessment_id == newest.pk])
    title = _("Needs by sector: %(assessment)s") % {"assessment": newest}
    caption = _("Needs by sector in “%(assessment)s”. Figures for a part of the time are not added to these.")
    caption = f"{caption % {'assessment': newest}} {BAR_KEY}"
    return (Bars(title, lines, hue=hue_of(PILLAR), ends=lines[0].words, caption=caption, slug="needs"),)


def _lines(facts: Facts, told: Iterable[RecordNote]) -> list[BarLine]:
    """Every sector of the plan, the largest needs first; a part of the time is no figure of the whole."""
    note_of = {note.row.sector: note for note in told}
    lines = []
    for sector in facts.viewpoint.rows(Sector):
        note = note_of.get(sector)
        if note is None:
            lines.append(BarLine(str(sector), _("no figure")))
            continue
        words = notation.money(note.row.amount, note.row.currency)
        lines.append(BarLine(str(sector), words, bar_of(note.row.amount, note.row.verification)))
    return sorted(lines, key=lambda line: -(line.bar.most if line.bar else Decimal(-1)))


def _warnings(facts: Facts) -> Iterator[str]:
    """A sentence for each pair of neighbours that must not be compared: totals, and needs of the first months."""
    for chosen in (Horizon.WHOLE, Horizon.FIRST):
        needs = (Measured.NEEDS, chosen)
        alike = [row for row in _of_all_sectors(facts) if (row.measured, row.horizon) == needs]
        for one, other in pairwise(alike):
            comparison = compare(one, other)
            if one.assessment != other.assessment and comparison.reasons:
                yield wording.compared(comparison)


def _compared(facts: Facts, one: str, other: str) -> Compared:
    """The figures that count to choose from, and what holds of the two that are named by their keys.

    Raises ObjectDoesNotExist for a key of none.
    """
    if not {one, other} <= {"", *(str(row.pk) for row in facts.viewpoint.rows(Estimate))}:
        raise ObjectDoesNotExist
    notes = {str(note.row.pk): note for note in facts.counting}
    choices = [(note.row.pk, _choice(note.row)) for note in notes.values()]
    if one not in notes or other not in notes:
        first, second = (choices[place][0] if choices else 0 for place in (0, -1))
        sentence = _("Not both of these figures are on record for this day.") if one or other else ""
        return Compared(choices, first, second, sentence)
    if one == other:
        return Compared(choices, int(one), int(other), _("This is one figure. Choose two."))
    comparison = compare(notes[one].row, notes[other].row)
    return Compared(choices, int(one), int(other), wording.compared(comparison), not comparison.reasons)


def _coverage(row: Estimate) -> tuple[str, str]:
    """Of which sector and territory a figure is."""
    return str(row.sector or _("all sectors")), str(row.territory or _("territory not stated"))


def _choice(row: Estimate) -> str:
    """A figure by what it says first, which is what a phone shows of it."""
    return " · ".join((wording.estimate_words(row), *_coverage(row), str(row.assessment)))
