"""The indicators as small charts: each series, what is established and what is claimed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from milestones import notation
from milestones.contingency import Evaluation
from milestones.contingency.evidence import is_known
from milestones.contingency.plan import Indicator, IndicatorCondition, Observation
from milestones.contingency.scales import Grade
from milestones.models import Observation as Stored
from milestones.notation import ngettext
from milestones.pages.blocks import Column, Table, table
from milestones.pages.cells import isolated, link, listed, noted, struck
from milestones.pages.scene import Scene
from milestones.pictures.series import Point, draw_series
from milestones.selectors.plan_page import NamedIndicator
from milestones.wording.conditions import with_unit
from milestones.words import GRADE_WORDS

MOST_CHARTS = 9

Counts = dict[str, list[Observation]]
"""The counts of each series, by date."""


@dataclass(frozen=True, slots=True)
class IndicatorCard:
    """One indicator. `reading` is what counts in conditions, empty where the records give none; `gap` says for how long
    nothing has been counted, empty where the last count is of the day or the one before. `series` are the last count of
    each series in words, and the rule it counts by, such as the period that an assessment covers; `retracted` those
    that no longer do."""

    name: str
    address: str
    unit: str
    hue: int
    reading: str
    target: str
    series: tuple[tuple[SafeString, str], ...]
    retracted: tuple[SafeString, ...]
    last_day: str
    chart: SafeString | None = None
    first_day: str = ""
    gap: str = ""

    @property
    def unit_after(self) -> SafeString:
        """The unit as it follows a number: a percent sign stands close to it."""
        return SafeString("%") if self.unit == "%" else format_html(" {}", isolated(self.unit))


def indicator_part(scene: Scene, pillar: str | None = None) -> Mapping[str, Any]:
    """The plan's indicators, or one pillar's, in the plan's order: the key ones as charts, and the others.

    Key are those that a gate waits for, then those with most counts.
    """
    evaluation, awaited = scene.evaluation, awaiting(scene.evaluation)
    indicators = [
        indicator
        for indicator in evaluation.facts.plan.indicators
        if indicator.slug in scene.names.indicators and pillar in (None, indicator.pillar)
    ]
    counts = {indicator.slug: len(_counting(evaluation, indicator)) for indicator in indicators}
    ranked = sorted(
        (indicator.slug for indicator in indicators if counts[indicator.slug]),
        key=lambda slug: (slug not in awaited, -counts[slug]),
    )
    cards = [(indicator.slug in ranked[:MOST_CHARTS], _card(scene, indicator)) for indicator in indicators]
    others = as_table(_("More indicators"), (card for is_key, card in cards if not is_key))
    return {"key": [card for is_key, card in cards if is_key], "others": others}


def as_table(label: str, cards: Iterable[IndicatorCard]) -> Table:
    """A row an indicator, with the last count of each series."""

    def counts(card: IndicatorCard) -> SafeString:
        return listed((words for words, _rule in card.series), otherwise=_("no data"))

    columns = (
        Column(_("Indicator"), lambda card: link(card.name, card.address)),
        Column(
            _("Confirmed"), lambda card: with_unit(card.reading, card.unit) if card.reading else _("nothing confirmed")
        ),
        Column(_("Counts"), counts),
        Column(_("Target"), lambda card: with_unit(card.target, card.unit) if card.target else ""),
    )
    return table(label, columns, cards)


def _series_words(count: Observation, named: NamedIndicator) -> SafeString:
    """The last count of a series."""
    value = format_html("<b>{}</b>", with_unit(notation.figure(count.value, named.decimals), named.unit))
    name = named.series.get(count.series, "")
    told = format_html("{}{}{}", isolated(name), _(": "), value) if name else value
    return noted(told, f"{notation.short_day(count.date)}{_(', ')}{GRADE_WORDS[count.grade]}")


def indicator_cards(scene: Scene, slugs: Iterable[str]) -> tuple[IndicatorCard, ...]:
    """The cards of these indicators, in this order, of those that count for the reader."""
    indicators, named = scene.evaluation.facts.indicators, scene.names.indicators
    return tuple(_card(scene, indicators[slug]) for slug in slugs if slug in indicators and slug in named)


def awaiting(evaluation: Evaluation) -> Mapping[str, set[str]]:
    """The milestones that gates of the reading have wait for each indicator, by its slug; empty for any other."""
    waiting: dict[str, set[str]] = defaultdict(set)
    for slug, verdict in evaluation.milestones.items():
        for group in verdict.groups:
            for judged in group.conditions:
                if group.is_gate and isinstance(judged.condition, IndicatorCondition):
                    waiting[judged.condition.indicator].add(slug)
    return waiting


def _counting(evaluation: Evaluation, indicator: Indicator) -> list[Observation]:
    """The counts that are known on the day and not disputed, by date."""
    known = (
        observation
        for observation in indicator.observations
        if observation.date <= evaluation.on
        and observation.grade is not Grade.DISPUTED
        and is_known(observation, evaluation.known_at)
    )
    return sorted(known, key=lambda count: (count.date, count.recorded))


def _card(scene: Scene, indicator: Indicator) -> IndicatorCard:
    evaluation, named = scene.evaluation, scene.names.indicators[indicator.slug]
    counts = _counting(evaluation, indicator)
    by_series: Counts = {}
    for count in counts:
        by_series.setdefault(count.series, []).append(count)
    low, high = evaluation.facts.values(indicator.slug).at(evaluation.on.toordinal())
    card = IndicatorCard(
        name=named.name,
        address=scene.address("indicator-page", indicator.slug),
        unit=named.unit,
        hue=scene.hue(indicator.pillar),
        reading=_range(low, high, named) if low is not None and high is not None else "",
        target=notation.figure(indicator.target, named.decimals),
        series=tuple((_series_words(rows[-1], named), named.rules.get(slug, "")) for slug, rows in by_series.items()),
        retracted=tuple(_retracted(scene, indicator, named)),
        last_day=notation.axis_day(evaluation.on),
    )
    if not counts:
        return card
    return replace(
        card,
        chart=_chart(scene, indicator, by_series),
        first_day=notation.axis_day(counts[0].date),
        gap=_gap((evaluation.on - counts[-1].date).days),
    )


def _retracted(scene: Scene, indicator: Indicator, named: NamedIndicator) -> Iterator[SafeString]:
    """The counts that were retracted by the viewpoint's instant, each with its day and the reason, newest first."""
    viewpoint = scene.viewpoint
    rows = viewpoint.rows(Stored).by_key
    told = (rows[count.ref] for count in indicator.observations if count.ref in rows)
    for note in viewpoint.notes(row for row in told if row.retracted_at):
        if note.is_retracted:
            value = with_unit(notation.figure(note.row.value, named.decimals), named.unit)
            why = _(": ").join(filter(None, (notation.short_day(note.row.date), note.row.why_retracted)))
            yield noted(struck(value), isolated(why))


def _gap(days: int) -> str:
    return ngettext("no count for %(count)s day", "no count for %(count)s days", days) if days > 1 else ""


def _range(low: Decimal, high: Decimal, named: NamedIndicator) -> str:
    return notation.range_of(notation.figure(low, named.decimals), notation.figure(high, named.decimals))


def _chart(scene: Scene, indicator: Indicator, by_series: Counts) -> SafeString:
    named = scene.names.indicators[indicator.slug]
    required = indicator.verification or scene.evaluation.facts.plan.verification
    last = [rows[-1].value for rows in by_series.values()]
    told = {"spread": _range(min(last), max(last), named), "unit": named.unit}
    return draw_series(
        [[Point(row.date, row.value, row.grade >= required) for row in rows] for rows in by_series.values()],
        until=scene.evaluation.on,
        target=indicator.target,
        words=lambda value: notation.figure(value, named.decimals),
        title=named.name,
        description=_("Last counts: %(spread)s %(unit)s. The list below has every series.") % told,
        slug=f"chart-{indicator.slug}",
    )
