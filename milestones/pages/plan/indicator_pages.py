"""The plan's indicators: what each counts and by which rules, its series side by side, and every count."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _

from milestones import notation
from milestones.contingency.scales import Grade
from milestones.models import Indicator, Observation, Series, ShownIndicator
from milestones.notation import ngettext
from milestones.pages.blocks import Block, Column, Figure, Group, Section, Text
from milestones.pages.cells import grade_mark, listed, said_of
from milestones.pages.links import data_address, records_address
from milestones.pages.milestone_table import milestone_table
from milestones.pages.page import Page, PageLink
from milestones.pages.plan.indicators import IndicatorCard, as_table, awaiting, indicator_cards
from milestones.pages.record_lists import kind_in, kind_words, kinds_of, record_table
from milestones.pages.scene import Scene
from milestones.selectors.records import label_of
from milestones.wording.conditions import with_unit

MOST_COUNTS = 200
"""So many counts of a series are told one by one; the data have them all."""


def indicators_page(scene: Scene) -> Page:
    """The page of all the indicators, by pillar."""
    rows = scene.viewpoint.rows(Indicator)
    sections = [
        Section(name, (as_table(name, indicator_cards(scene, (row.slug for row in own))),), slug)
        for slug, name in scene.names.pillars.items()
        if (own := [row for row in rows if row.pillar.slug == slug])
    ]
    text = ngettext("%(count)s indicator.", "%(count)s indicators.", len(rows))
    return Page(
        heading=_("Indicators"),
        state=text if rows else "",
        blocks=sections or (Text(_("This plan names no indicators.")),),
        data=data_address(scene.viewpoint, "indicators"),
    )


def indicator_page(scene: Scene, slug: str) -> Page:
    """The page of one indicator; raises Indicator.DoesNotExist for one that is not there."""
    viewpoint = scene.viewpoint
    row = viewpoint.rows(Indicator).get(slug=slug)
    cards = indicator_cards(scene, (slug,))  # none of a draft, which counts for nothing
    return Page(
        heading=row.name,
        label=label_of(row),
        state=_state(cards[0]) if cards else "",
        description=row.definition or "",
        about=_about(scene, row),
        blocks=(*_pictures(cards), *_counts(scene, row), *_waiting(scene, row)),
        above=(PageLink(_("Indicators"), scene.address("indicators-page")),),
        data=records_address(viewpoint, "observations", indicator=slug),
    )


def _state(card: IndicatorCard) -> str:
    """What is confirmed on the day, of what is promised."""
    if not card.reading:
        return _("Nothing is confirmed.")
    told = with_unit(card.reading, card.unit)
    if not card.target:
        return _("Confirmed: %(value)s.") % {"value": told}
    return _("Confirmed: %(value)s; target: %(target)s.") % {"value": told, "target": card.target}


def _about(scene: Scene, row: Indicator) -> Mapping[str, object]:
    def value(number: Any, day: Any = None) -> str:
        told = with_unit(notation.figure(number, row.decimals), row.unit) if number is not None else ""
        return f"{told}{_(', ')}{notation.short_day(day)}" if told and day else told

    required = scene.evaluation.facts.plan.verification if row.verification is None else row.verification
    stale = row.stale_after
    days = ngettext("after %(count)s day", "after %(count)s days", stale or 0)
    return said_of(
        {
            _("Pillar"): scene.pillar(row.pillar.slug),
            _("Area"): row.area.name if row.area else "",
            _("Baseline"): value(row.baseline),
            _("Target"): value(row.target, row.target_date),
            _("Which way it is meant to go"): row.get_direction_display(),
            _("Grade that confirms"): grade_mark(Grade(required)),
            _("Agreed series"): scene.names.indicators[row.slug].series.get(row.official or "", ""),
            _("A count no longer speaks for the day"): days if stale is not None else "",
            _("Computed from records"): row.measure or "",
        }
    )


def _pictures(cards: tuple[IndicatorCard, ...]) -> Iterator[Block]:
    """The chart with its days, and the last count of each series by its number in the chart."""
    for card in cards:
        if card.chart:
            days = _(", ").join(filter(None, (notation.range_of(card.first_day, card.last_day), card.gap)))
            numbered = (
                format_html('<b class="series-number">{}</b> {}', number, words) if len(card.series) > 1 else words
                for number, (words, _rule) in enumerate(card.series, start=1)
            )
            yield Group((Figure(card.chart, listed((days, *numbered))),), f"pillar-{card.hue}")


def _counts(scene: Scene, row: Indicator) -> Iterator[Block]:
    """A section a series, with its rule; counts of a series that is not declared come first."""
    viewpoint, kinds = scene.viewpoint, _kinds(scene, row.slug)
    notes = viewpoint.notes(viewpoint.rows(Observation).by("indicator_id")[row.pk])
    data = records_address(viewpoint, "observations", indicator=row.slug)
    columns = (
        Column(_("Value"), lambda count: with_unit(notation.figure(count.value, row.decimals), row.unit)),
        Column(_("What it counts for"), lambda count: kind_words(kinds.get(count.pk, "draft"))),
    )
    kinds |= {note.row.pk: "retracted" for note in notes if note.is_retracted}
    series = viewpoint.rows(Series).by("indicator_id")[row.pk]
    told = [(one.slug, one.name or one.slug, one.actor.name if one.actor else "", one.definition) for one in series]
    for slug, heading, *rule in (("", _("Counts"), "", ""), *told):
        own = [note for note in notes if (note.row.series or "") == slug]
        if own or slug or not told:
            words = _(": ").join(filter(None, rule))
            none = _("It is computed from records, which their own pages list.") if row.measure else _("no data")
            table = record_table(heading, columns, own, none=none, most=MOST_COUNTS, more=data)
            yield Section(heading, (Text(words, "note"), table) if words else (table,))


def _kinds(scene: Scene, slug: str) -> dict[Any, str]:
    """What each count counts for on the day, by key; nothing of an indicator that counts for nobody."""
    facts = scene.evaluation.facts
    evidence = facts.value_evidence(slug) if slug in facts.indicators else ()
    return {key: kind_in(series, kind) for series in evidence for key, kind in kinds_of(series.records).items()}


def _waiting(scene: Scene, row: Indicator) -> Iterator[Block]:
    """The milestones that wait for it, and those on whose pages it is shown."""
    verdicts, waiting = scene.evaluation.milestones, awaiting(scene.evaluation)[row.slug]
    shown = {use.milestone.slug for use in scene.viewpoint.rows(ShownIndicator).by("indicator_id")[row.pk]}
    for heading, slugs in (
        (_("Milestones that wait for it"), waiting),
        (_("Milestones that show it"), shown - waiting),
    ):
        told = [verdict for slug, verdict in verdicts.items() if slug in slugs]
        if told:
            yield Section(heading, (milestone_table(told, scene),))
