"""The indicators as small charts: each series, what is established and what is claimed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from milestones import notation
from milestones.contingency import Evaluation
from milestones.contingency.plan import Indicator, IndicatorCondition, Observation
from milestones.contingency.records import is_known
from milestones.contingency.scales import Grade
from milestones.models import Observation as Stored
from milestones.pages.hues import hues
from milestones.pages.scene import Scene
from milestones.pictures.series import Line, Point, draw_series
from milestones.selectors.plan_page import NamedIndicator
from milestones.words import GRADE_WORDS

MOST_CHARTS = 9


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """The last count of one series."""

    name: str
    value: str
    day: str
    grade: str
    qualifies: bool


@dataclass(frozen=True, slots=True)
class RetractedCount:
    """A count that no longer counts, and why: "" where no reason was given."""

    value: str
    day: str
    reason: str


@dataclass(frozen=True, slots=True)
class IndicatorCard:
    """One indicator. `reading` is what counts in conditions, empty where the records give none; `gap` says for how long
    nothing has been counted, empty where the last count is of the day or the one before."""

    slug: str
    name: str
    unit: str
    hue: int
    pillar: str
    reading: str
    target: str
    chart: SafeString | None
    first_day: str
    last_day: str
    gap: str
    series: tuple[SeriesRow, ...]
    retracted: tuple[RetractedCount, ...]


@dataclass(frozen=True, slots=True)
class IndicatorPart:
    """The indicators that matter most as charts, and the others."""

    key: tuple[IndicatorCard, ...]
    others: tuple[IndicatorCard, ...]

    @property
    def is_there(self) -> bool:
        """Whether there is any."""
        return bool(self.key or self.others)


def indicator_part(scene: Scene, *, is_rtl: bool, pillar: str | None = None) -> IndicatorPart:
    """The plan's indicators, or one pillar's, in the plan's order.

    Key are those that a gate waits for, then those with most counts.
    """
    evaluation, names = scene.evaluation, scene.names
    awaited = _awaited(evaluation)
    indicators = [
        each
        for each in evaluation.facts.plan.indicators
        if each.slug in names.indicators and pillar in (None, each.pillar)
    ]
    counts = {each.slug: _counting(evaluation, each) for each in indicators}
    ranked = sorted(
        (each for each in indicators if counts[each.slug]),
        key=lambda each: (each.slug not in awaited, -len(counts[each.slug])),
    )
    key = {each.slug for each in ranked[:MOST_CHARTS]}
    shown = [_card(scene, each, counts[each.slug], is_rtl=is_rtl) for each in indicators]
    return IndicatorPart(
        key=tuple(card for card in shown if card.slug in key),
        others=tuple(card for card in shown if card.slug not in key),
    )


def indicator_cards(scene: Scene, slugs: Iterable[str], *, is_rtl: bool) -> tuple[IndicatorCard, ...]:
    """The cards of these indicators, in this order, of those that count for the reader."""
    indicators = scene.evaluation.facts.indicators
    return tuple(
        _card(scene, indicators[slug], _counting(scene.evaluation, indicators[slug]), is_rtl=is_rtl)
        for slug in slugs
        if slug in indicators and slug in scene.names.indicators
    )


def _awaited(evaluation: Evaluation) -> set[str]:
    """The indicators that gates of the reading wait for."""
    return {
        each.condition.indicator
        for verdict in evaluation.milestones.values()
        for group in verdict.groups
        if group.is_gate
        for each in group.conditions
        if isinstance(each.condition, IndicatorCondition)
    }


def _counting(evaluation: Evaluation, indicator: Indicator) -> list[Observation]:
    """The counts that are known on the day and not disputed, by date."""
    known = (
        each
        for each in indicator.observations
        if each.date <= evaluation.on
        and each.grade is not Grade.DISPUTED
        and is_known(each, evaluation.known_at)
    )
    return sorted(known, key=lambda each: (each.date, each.recorded))


def _card(scene: Scene, indicator: Indicator, counts: list[Observation], *, is_rtl: bool) -> IndicatorCard:
    evaluation, names = scene.evaluation, scene.names
    named = names.indicators[indicator.slug]
    required = indicator.verification or evaluation.facts.plan.verification
    by_series = _by_series(counts)
    return IndicatorCard(
        slug=indicator.slug,
        name=named.name,
        unit=named.unit,
        hue=hues(names.pillars)[indicator.pillar],
        pillar=names.pillars[indicator.pillar],
        reading=_reading(evaluation, indicator.slug, named),
        target=_number(indicator.target, named) if indicator.target is not None else "",
        chart=_chart(by_series, named, required, evaluation.on, indicator, is_rtl=is_rtl) if counts else None,
        first_day=notation.short_day(counts[0].date) if counts else "",
        last_day=notation.short_day(evaluation.on),
        gap=_gap((evaluation.on - counts[-1].date).days) if counts else "",
        series=tuple(_series_row(slug, rows[-1], named, required) for slug, rows in by_series.items()),
        retracted=tuple(_retracted(scene, indicator, named)),
    )


def _retracted(scene: Scene, indicator: Indicator, named: NamedIndicator) -> Iterator[RetractedCount]:
    """The counts that were retracted by the viewpoint's instant, newest first."""
    viewpoint = scene.viewpoint
    rows = viewpoint.rows(Stored).by_key
    for note in viewpoint.notes(rows[each.ref] for each in indicator.observations if each.ref in rows):
        if note.is_retracted:
            row = note.row
            yield RetractedCount(_number(row.value, named), notation.short_day(row.date), row.why_retracted)


def _gap(days: int) -> str:
    if days <= 1:
        return ""
    return ngettext("no count for %(count)s day", "no count for %(count)s days", days) % {"count": days}


def _by_series(counts: Iterable[Observation]) -> dict[str, list[Observation]]:
    found: dict[str, list[Observation]] = {}
    for each in counts:
        found.setdefault(each.series, []).append(each)
    return found


def _reading(evaluation: Evaluation, slug: str, named: NamedIndicator) -> str:
    low, high = evaluation.facts.values(slug).at(evaluation.on.toordinal())
    if low is None or high is None:
        return ""
    return notation.range_of(_number(low, named), _number(high, named))


def _number(value: Decimal, named: NamedIndicator) -> str:
    return notation.number(value, named.decimals)


def _series_row(slug: str, last: Observation, named: NamedIndicator, required: Grade) -> SeriesRow:
    return SeriesRow(
        name=named.series.get(slug, ""),
        value=_number(last.value, named),
        day=notation.short_day(last.date),
        grade=str(GRADE_WORDS[last.grade]),
        qualifies=last.grade >= required,
    )


def _chart(
    by_series: Mapping[str, list[Observation]],
    named: NamedIndicator,
    required: Grade,
    on: date,
    indicator: Indicator,
    *,
    is_rtl: bool,
) -> SafeString:
    lines = [
        Line(tuple(Point(each.date, each.value, each.grade >= required) for each in rows))
        for rows in by_series.values()
    ]
    last = [rows[-1].value for rows in by_series.values()]
    spread = notation.range_of(_number(min(last), named), _number(max(last), named))
    return draw_series(
        lines,
        until=on,
        target=indicator.target,
        words=lambda value: _number(value, named),
        title=named.name,
        description=_("Last counts: %(spread)s %(unit)s. The list below has every series.")
        % {"spread": spread, "unit": named.unit},
        slug=f"chart-{indicator.slug}",
        is_rtl=is_rtl,
    )
