"""Accepted against target by stage, in each count."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from milestones import notation
from milestones.pages.bars import BarLine, bars
from milestones.pages.blocks import Column, Section, Table, Text, table
from milestones.pages.hues import hue_of
from milestones.pages.record_lists import number_column
from milestones.pictures.bars import Bar
from milestones.selectors.records import Viewpoint
from pillars.demilitarisation.selectors import PILLAR, Stage, StageFacts, stage_facts


def stage_section(viewpoint: Viewpoint) -> Iterator[Section]:
    """The picture and its table; nothing where there is neither a count nor a target of a stage."""
    facts = stage_facts(viewpoint)
    if facts.stages:
        heading = _("Accepted against target, by stage")
        blocks = (
            bars(heading, tuple(_lines(facts.stages)), hue=hue_of(PILLAR), caption=_caption(facts.deciding)),
            _table(heading, facts),
            Text(_("A dash: the records do not say."), "note"),
        )
        yield Section(heading, blocks, "demilitarisation-stages")


def _lines(stages: Sequence[Stage]) -> Iterator[BarLine]:
    """Two bars a stage: the stage alone, and everything through it in each count."""
    for stage in stages:
        alone, target = stage.accepted, stage.target
        words = _of(notation.plain_number(alone), target) if alone is not None else _("no count of the stage alone")
        marks = _marks((target, "target"))
        bar = Bar(alone or Decimal(0), alone or Decimal(0), target, marks) if alone is not None or target else None
        yield BarLine(stage.name, words, bar)
        counts, target = stage.through.values(), stage.through_target
        if counts:
            low, high = min(counts), max(counts)
            told = notation.range_of(notation.plain_number(low), notation.plain_number(high))
            marks = _marks((target, "target"), (stage.deciding, "deciding"))
            yield BarLine(_("all up to its end"), _of(told, target), Bar(low, high, target, marks))


def _of(told: str, target: Decimal | None) -> str:
    if target is None:
        return told
    return _("%(accepted)s of %(target)s") % {"accepted": told, "target": notation.plain_number(target)}


def _marks(*marks: tuple[Decimal | None, str]) -> list[tuple[Decimal, str]]:
    return [(place, kind) for place, kind in marks if place is not None]


def _caption(deciding: str) -> str:
    words = _(
        "Filled: accepted in every count. Hatched: said by some counts and not confirmed by all. "
        "Dashed marks and outlines: the targets."
    )
    if not deciding:
        return words
    mark = _("The thick mark is the count that decides: %(series)s.")
    return f"{words} {mark % {'series': deciding}}"


def _table(heading: str, facts: StageFacts) -> Table:
    alone, through = _("The stage alone"), _("Everything through the stage, by count")
    columns = (
        Column(_("Stage"), lambda stage: stage.name),
        number_column("target", _("Target"), group=alone),
        number_column("handed_in", _("Handed in"), group=alone),
        number_column("accepted", pgettext("weapons", "Accepted"), group=alone),
        number_column("rejected", pgettext("weapons", "Rejected"), group=alone),
        number_column("through_target", _("Target"), group=through),
        *(_through(slug, name, through) for slug, name in facts.series.items()),
        Column(pgettext("weapons", "Disputed"), lambda stage: stage.disputed, group=through),
    )
    return table(heading, columns, facts.stages)


def _through(series: str, name: str, group: str) -> Column:
    return Column(name, lambda stage: notation.plain_number(stage.through.get(series)), is_number=True, group=group)
