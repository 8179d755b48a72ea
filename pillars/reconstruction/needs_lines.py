"""Needs as the lines of the panel and pages: assessments side by side, what forbids comparing them, sectors."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from milestones import notation
from pillars.reconstruction import wording
from pillars.reconstruction.comparing import Figure, compare
from pillars.reconstruction.models.choices import Horizon, Measured
from pillars.reconstruction.pictures import Bar, draw_bars
from pillars.reconstruction.record_lines import FactLine, fact_line, is_only_reported
from pillars.reconstruction.selectors import NeedsFacts, RecordNote, figure_of


@dataclass(frozen=True, slots=True)
class FigureLine:
    """What an assessment says of the whole; empty where it is not stated."""

    name: str
    published: str
    period: str
    territory: str
    needs: str
    near_term: str
    damage: str
    losses: str


@dataclass(frozen=True, slots=True)
class NeedsPart:
    """Needs: a line for each assessment's territory, the warnings, and the sectors of the newest that has any."""

    lines: tuple[FigureLine, ...]
    warnings: tuple[str, ...]
    picture: SafeString | None
    sectors_of: str
    sectors: tuple[Bar, ...]


def needs_part(facts: NeedsFacts) -> NeedsPart:
    """The needs: what can be shown side by side, and why it cannot be compared."""
    figures = facts.figures()
    names = {assessment.slug: str(assessment) for assessment in facts.assessments}
    with_sectors = [
        assessment.slug
        for assessment in facts.assessments
        if any(
            figure.sector and _is_whole(figure) for figure in figures if figure.assessment == assessment.slug
        )
    ]
    newest = with_sectors[-1] if with_sectors else ""
    bars = _bars(facts, newest) if newest else ()
    image = _draw(bars, names[newest]) if newest else None
    return NeedsPart(
        tuple(_figure_lines(facts, figures)), _warnings(figures, names), image, names.get(newest, ""), bars
    )


def _draw(bars: Sequence[Bar], assessment: str) -> SafeString:
    return draw_bars(
        bars,
        title=_("Needs by sector: %(assessment)s") % {"assessment": assessment},
        description=_(
            "A bar for each sector on one scale, paler where it is only reported; a dashed outline where no figure "
            "was read. The table says the same."
        ),
        slug="needs-by-sector",
        is_rtl=translation.get_language_bidi(),
    )


def _is_whole(figure: Figure) -> bool:
    return figure.measured is Measured.NEEDS and figure.horizon is Horizon.WHOLE


def _bars(facts: NeedsFacts, assessment: str) -> tuple[Bar, ...]:
    """Every sector of the plan; a part of the time is no figure of the whole, and is left out."""
    told = {
        note.row.sector.slug: note
        for note in facts.counting()
        if note.row.sector and note.row.assessment.slug == assessment and _is_whole(figure_of(note.row))
    }
    found = []
    for slug, name in facts.sectors.items():
        note = told.get(slug)
        if note is None:
            found.append(Bar(name, None, _("no figure")))
            continue
        words = wording.money(note.row.amount, note.row.currency)
        found.append(Bar(name, note.row.amount, words, is_only_reported=is_only_reported(note.grade)))
    return tuple(sorted(found, key=lambda bar: -(bar.amount or Decimal(-1))))


def _figure_lines(facts: NeedsFacts, figures: Sequence[Figure]) -> Iterable[FigureLine]:
    territories = {
        note.row.territory.slug: str(note.row.territory) for note in facts.estimates if note.row.territory
    }
    for assessment in facts.assessments:
        mine = [each for each in figures if each.assessment == assessment.slug and each.sector is None]
        for territory in dict.fromkeys(each.territory for each in mine):
            here = [each for each in mine if each.territory == territory]
            yield FigureLine(
                name=str(assessment),
                published=notation.short_day(assessment.published_on),
                period=wording.period(assessment.covers_from, assessment.covers_until),
                territory=territories.get(territory or "", _("not stated")),
                needs=_sums(each for each in here if _is_whole(each)),
                near_term=_("; ").join(
                    f"{wording.money(each.amount, each.currency)} ({wording.horizon(each)})"
                    for each in here
                    if each.horizon is Horizon.FIRST and each.measured is Measured.NEEDS
                ),
                damage=_sums(each for each in here if each.measured is Measured.DAMAGE),
                losses=_sums(each for each in here if each.measured is Measured.LOSSES),
            )


def _sums(figures: Iterable[Figure]) -> str:
    return _("; ").join(wording.money(each.amount, each.currency) for each in figures)


def _warnings(figures: Sequence[Figure], names: Mapping[str, str]) -> tuple[str, ...]:
    """A sentence for each pair of neighbours that must not be compared: totals, and needs of the first months."""
    found = []
    for chosen in (Horizon.WHOLE, Horizon.FIRST):
        alike = [
            figure
            for figure in figures
            if figure.sector is None and figure.measured is Measured.NEEDS and figure.horizon is chosen
        ]
        for one, other in pairwise(alike):
            comparison = compare(one, other)
            if one.assessment != other.assessment and not comparison.is_comparable:
                found.append(wording.warning(comparison, names))
    return tuple(found)


def estimate_line(note: RecordNote, facts: NeedsFacts) -> FactLine:
    """One figure of an assessment, as a record."""
    row = note.row
    figure = figure_of(row)
    said = f"{wording.money(row.amount, row.currency)} · {row.get_measured_display()} · {wording.horizon(figure)}"
    of = " · ".join([str(row.sector or _("all sectors")), str(row.territory or _("territory not stated"))])
    return fact_line(note, said, facts.sources, of=of, by=str(row.assessment))


@dataclass(frozen=True, slots=True)
class Choice:
    """A figure that may be chosen for a comparison."""

    key: int
    words: str


@dataclass(frozen=True, slots=True)
class ComparedPart:
    """Two figures held against each other; both keys are 0 and nothing is said until both are chosen."""

    choices: tuple[Choice, ...]
    one: int = 0
    other: int = 0
    said: str = ""
    is_comparable: bool = False


def compared_part(facts: NeedsFacts, one: str, other: str) -> ComparedPart:
    """The figures that count to choose from, and what holds of the two that are named by their keys."""
    names = {assessment.slug: str(assessment) for assessment in facts.assessments}
    notes = {str(note.row.pk): note for note in facts.counting()}
    choices = tuple(Choice(note.row.pk, _choice(note)) for note in notes.values())
    if one not in notes or other not in notes:
        return ComparedPart(choices)
    comparison = compare(figure_of(notes[one].row), figure_of(notes[other].row))
    said = wording.compared(comparison, names)
    return ComparedPart(choices, int(one), int(other), said, comparison.is_comparable)


def _choice(note: RecordNote) -> str:
    row = note.row
    parts = [
        str(row.assessment),
        str(row.get_measured_display()),
        str(row.sector or _("all sectors")),
        str(row.territory or _("territory not stated")),
        wording.horizon(figure_of(row)),
        wording.money(row.amount, row.currency),
    ]
    return " · ".join(parts)
