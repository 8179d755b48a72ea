"""Reconstruction's facts as the lines of its panel and pages, in the reader's language."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from milestones import notation
from milestones.models.choices import GRADES
from milestones.selectors.milestone_records import SourceOf
from milestones.views.milestone_page.records import SourceLine, source_line
from pillars.reconstruction import wording
from pillars.reconstruction.comparing import Figure, compare
from pillars.reconstruction.models import Appeal
from pillars.reconstruction.models.choices import TRAIL, Horizon, Measured, Stage
from pillars.reconstruction.pictures import Bar, Column, draw_needs, draw_trail
from pillars.reconstruction.selectors import MoneyFacts, NeedsFacts, RecordNote, figure_of
from pillars.reconstruction.trail import Line, Sum

GRADE_WORDS = dict(GRADES)
MISSING = "—"


@dataclass(frozen=True, slots=True)
class FactLine:
    """One record as a page tells it; `label` marks one that does not count, or not for all."""

    day: str
    said: str
    of: str
    by: str
    grade: str
    label: str
    note: str
    source: SourceLine | None


@dataclass(frozen=True, slots=True)
class FigureLine:
    """What an assessment says of the whole; empty where it is not stated."""

    name: str
    published: str
    period: str
    territory: str
    needs: str
    near_term: str


@dataclass(frozen=True, slots=True)
class NeedsPart:
    """Needs: a line for each assessment's territory, the warnings, and the sectors of the newest that has any."""

    lines: tuple[FigureLine, ...]
    warnings: tuple[str, ...]
    picture: SafeString | None
    sectors_of: str
    sectors: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class StageLine:
    """One stage of an appeal's money."""

    label: str
    words: str
    share: str
    share_of_due: str


@dataclass(frozen=True, slots=True)
class DonorLine:
    """What one donor and channel come to, stage by stage; `inside`: it is in another line, and not added."""

    donor: str
    channel: str
    cells: tuple[str, ...]
    inside: bool


@dataclass(frozen=True, slots=True)
class AppealPart:
    """An appeal's money."""

    slug: str
    name: str
    summary: str
    is_base_rate: bool
    picture: SafeString
    stages: tuple[StageLine, ...]
    lines: tuple[DonorLine, ...]
    rates: tuple[str, ...]
    unsaid: str


def fact_line(note: RecordNote, said: str, sources: SourceOf, *, of: str = "", by: str = "") -> FactLine:
    """A record in words."""
    row = note.row
    label = _("retracted") if note.is_retracted else ""
    if not label and row.publication != "published":
        label = str(row.get_publication_display())
    return FactLine(
        day=notation.short_day(row.date),
        said=said,
        of=of,
        by=by,
        grade=str(GRADE_WORDS[row.verification]),
        label=label,
        note=row.note or "",
        source=source_line(sources(row.source_id)),
    )


def needs_part(facts: NeedsFacts) -> NeedsPart:
    """The needs: what can be shown side by side, and why it cannot be compared."""
    figures = facts.figures()
    names = {assessment.slug: str(assessment) for assessment in facts.assessments}
    figures = tuple(figure for figure in figures if figure.assessment in names)
    with_sectors = [
        assessment.slug
        for assessment in facts.assessments
        if any(
            figure.sector and _is_whole(figure) for figure in figures if figure.assessment == assessment.slug
        )
    ]
    newest = with_sectors[-1] if with_sectors else ""
    bars = _bars([each for each in figures if each.assessment == newest], facts.sectors) if newest else ()
    image = (
        draw_needs(
            bars,
            title=_("Needs by sector: %(assessment)s") % {"assessment": names[newest]},
            slug="needs-by-sector",
            is_rtl=translation.get_language_bidi(),
        )
        if newest
        else None
    )
    return NeedsPart(
        tuple(_figure_lines(facts, figures)), _warnings(figures, names), image, names.get(newest, ""), bars
    )


def _is_whole(figure: Figure) -> bool:
    return figure.measured is Measured.NEEDS and figure.horizon is Horizon.WHOLE


def _bars(figures: Sequence[Figure], sectors: Mapping[str, str]) -> tuple[Bar, ...]:
    """Every sector of the plan; a part of the time is no figure of the whole, and is left out."""
    amounts = {figure.sector: figure for figure in figures if figure.sector and _is_whole(figure)}
    found = []
    for slug, name in sectors.items():
        figure = amounts.get(slug)
        words = wording.money(figure.amount, figure.currency) if figure else _("no figure")
        found.append(Bar(name, figure.amount if figure else None, words))
    return tuple(sorted(found, key=lambda bar: -(bar.amount or Decimal(-1))))


def _figure_lines(facts: NeedsFacts, figures: Sequence[Figure]) -> Iterable[FigureLine]:
    territories = {
        note.row.territory.slug: str(note.row.territory) for note in facts.estimates if note.row.territory
    }
    for assessment in facts.assessments:
        mine = [each for each in figures if each.assessment == assessment.slug and each.sector is None]
        needs = [each for each in mine if each.measured is Measured.NEEDS]
        for territory in dict.fromkeys(each.territory for each in needs):
            here = [each for each in needs if each.territory == territory]
            yield FigureLine(
                name=str(assessment),
                published=notation.short_day(assessment.published_on),
                period=wording.period(assessment.covers_from, assessment.covers_until),
                territory=territories.get(territory or "", _("not stated")),
                needs=_("; ").join(
                    wording.money(each.amount, each.currency) for each in here if _is_whole(each)
                ),
                near_term=_("; ").join(
                    f"{wording.money(each.amount, each.currency)} ({wording.horizon(each)})"
                    for each in here
                    if each.horizon is Horizon.FIRST
                ),
            )


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


def appeal_parts(facts: MoneyFacts, on: dt.date, known_at: dt.datetime | None) -> tuple[AppealPart, ...]:
    """Every appeal of which something is told, the plan's own first."""
    lines = facts.records.money.lines(on, known_at)
    told = [
        (appeal, mine)
        for appeal in facts.appeals
        if (mine := [line for line in lines if line.place.appeal == appeal.slug])
    ]
    told.sort(key=lambda pair: pair[0].is_base_rate)
    return tuple(_appeal_part(facts, appeal, mine, on, known_at) for appeal, mine in told)


def _appeal_part(
    facts: MoneyFacts, appeal: Appeal, lines: Sequence[Line], on: dt.date, known_at: dt.datetime | None
) -> AppealPart:
    money = facts.records.money
    stages = [
        stage
        for stage in (Stage.PLEDGE, Stage.DUE, *TRAIL[1:])
        if stage is not Stage.DUE or any(line.stage is Stage.DUE for line in lines)
    ]
    addable = {stage: money.addable([line for line in lines if line.stage is stage]) for stage in stages}
    sums = {stage: money.summed(addable[stage], appeal.currency, on, known_at) for stage in stages}
    columns = []
    for stage in TRAIL:
        parts = [money.summed([line], appeal.currency, on, known_at) for line in addable[stage]]
        known = tuple(sorted((part.amount for part in parts if part is not None), reverse=True))
        total = sums[stage]
        words = MISSING if total is None else notation.plain_number(total.amount / wording.MILLION)
        columns.append(Column(str(stage.label), None if total is None else known, words))
    stage_lines = tuple(
        StageLine(
            str(stage.label),
            wording.money(total.amount, total.currency) if total else "",
            _percent(total, sums[Stage.PLEDGE]) if stage is not Stage.PLEDGE else "",
            _percent(total, sums.get(Stage.DUE)) if stage not in (Stage.PLEDGE, Stage.DUE) else "",
        )
        for stage, total in sums.items()
    )
    unsaid = [str(stage.label) for stage in stages if addable[stage] and sums[stage] is None]
    rates = {rate.key: rate for total in sums.values() if total for rate in total.rates}
    return AppealPart(
        slug=appeal.slug,
        name=str(appeal),
        summary=appeal.summary or "",
        is_base_rate=appeal.is_base_rate,
        picture=draw_trail(
            columns,
            title=_("%(appeal)s: money from pledged to spent, in million %(currency)s")
            % {"appeal": appeal, "currency": appeal.currency},
            slug=f"trail-of-{appeal.slug}",
            is_rtl=translation.get_language_bidi(),
        ),
        stages=stage_lines,
        lines=_donor_lines(facts, lines, stages, addable),
        rates=tuple(
            _("1 %(currency)s = %(rate)s %(into)s on %(day)s, by %(source)s")
            % {
                "currency": rate.currency,
                "rate": rate.rate,
                "into": rate.into,
                "day": notation.short_day(rate.date),
                "source": rate.source or _("no source"),
            }
            for rate in rates.values()
        ),
        unsaid=_("; ").join(unsaid),
    )


def _percent(part: Sum | None, whole: Sum | None) -> str:
    """One sum of another, to one decimal; empty where either is not told."""
    if part is None or whole is None or not whole.amount:
        return ""
    return _("%(range)s%%") % {"range": notation.number(100 * part.amount / whole.amount, 1)}


def _donor_lines(
    facts: MoneyFacts,
    lines: Sequence[Line],
    stages: Sequence[Stage],
    addable: Mapping[Stage, Sequence[Line]],
) -> tuple[DonorLine, ...]:
    """A line for each donor and channel, by the most trusted word of each stage."""
    counted = {(line.stage, line.place) for found in addable.values() for line in found}
    rows: dict[tuple[str | None, str | None], dict[Stage, list[Line]]] = {}
    for line in lines:
        row = rows.setdefault((line.place.donor, line.place.channel), {})
        row.setdefault(line.stage, []).append(line)
    return tuple(
        DonorLine(
            facts.donors.get(donor or "", _("all donors")),
            facts.channels.get(channel or "", MISSING),
            tuple(_cell(row.get(stage, ())) for stage in stages),
            not any((line.stage, line.place) in counted for found in row.values() for line in found),
        )
        for (donor, channel), row in rows.items()
    )


def _cell(lines: Sequence[Line]) -> str:
    """What is told, side by side where several tell it."""
    told = []
    for line in lines:
        by_currency: dict[str, Decimal] = {}
        for part in line.parts:
            by_currency[part.currency] = by_currency.get(part.currency, Decimal(0)) + part.amount
        told += [wording.money(amount, currency) for currency, amount in by_currency.items()]
    return " / ".join(told) or MISSING


def estimate_line(note: RecordNote, facts: NeedsFacts) -> FactLine:
    """One figure of an assessment, as a record."""
    row = note.row
    figure = figure_of(row)
    said = f"{wording.money(row.amount, row.currency)} · {row.get_measured_display()} · {wording.horizon(figure)}"
    of = " · ".join([str(row.sector or _("all sectors")), str(row.territory or _("territory not stated"))])
    return fact_line(note, said, facts.sources, of=of, by=str(row.assessment))


def transaction_line(note: RecordNote, facts: MoneyFacts) -> FactLine:
    """One transaction, as a record."""
    row = note.row
    said = f"{row.get_stage_display()}: {wording.money(row.amount, row.currency)}"
    if row.is_total:
        said = _("%(said)s in all by that day") % {"said": said}
    of = " · ".join(str(each) for each in (row.appeal, row.donor, row.channel, row.project) if each)
    return fact_line(note, said, facts.sources, of=of, by=str(row.get_side_display()))
