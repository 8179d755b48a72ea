"""Accepted against target by stage, in each count."""

from collections.abc import Iterator

from django.utils.translation import get_language_bidi, pgettext
from django.utils.translation import gettext as _

from milestones import notation
from milestones.pages.blocks import Column, Figure, Section, Table, Text, table
from milestones.pages.hues import hue_of
from milestones.pages.records import number_column
from milestones.selectors.records import Viewpoint
from pillars.demilitarisation.pictures import draw_stages
from pillars.demilitarisation.selectors import PILLAR, StageFacts, stage_facts


def stage_section(viewpoint: Viewpoint) -> Iterator[Section]:
    """The picture and its table; nothing where there is neither a count nor a target of a stage."""
    facts = stage_facts(viewpoint)
    if facts.stages:
        heading = _("Accepted against target, by stage")
        drawn = draw_stages(
            facts.stages, hue=hue_of(PILLAR), is_rtl=get_language_bidi(), slug="accepted-by-stage"
        )
        blocks = (
            Figure(drawn, _caption(facts.deciding)),
            _table(heading, facts),
            Text(_("A dash: the records do not say."), "note"),
        )
        yield Section(heading, blocks, "demilitarisation-stages")


def _caption(deciding: str) -> str:
    words = _(
        "The upper bar is the stage alone, the lower one everything through it. Filled: accepted in every count. "
        "Hatched: accepted in some counts and not in others. Dashed marks: the targets."
    )
    if not deciding:
        return words
    mark = _("The thick mark on a lower bar is the count that decides: %(series)s.")
    return f"{words} {mark % {'series': deciding}}"


def _table(heading: str, facts: StageFacts) -> Table:
    return table(
        heading,
        (
            Column("", lambda stage: stage.name),
            number_column("target", _("Target")),
            number_column("handed_in", _("Handed in")),
            number_column("accepted", pgettext("weapons", "Accepted")),
            number_column("rejected", pgettext("weapons", "Rejected")),
            number_column("through_target", _("Target")),
            *(_through(slug, name) for slug, name in facts.series.items()),
            Column(pgettext("weapons", "Disputed"), lambda stage: stage.disputed),
        ),
        facts.stages,
        groups=(
            ("", 1),
            (_("The stage alone"), 4),
            (_("Everything through the stage, by count"), len(facts.series) + 2),
        ),
    )


def _through(series: str, name: str) -> Column:
    return Column(name, lambda stage: notation.plain_number(stage.through.get(series)), is_number=True)
