"""What the others wait for, what would unlock them, and what would have to be known to tell where they stand."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import TypeVar

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from milestones import notation
from milestones.contingency.clearing import what_settles
from milestones.contingency.evaluation import MilestoneVerdict
from milestones.contingency.rollups import count_awaited
from milestones.contingency.scales import Truth
from milestones.notation import ngettext
from milestones.pages.blocks import Column, Table, Text, table
from milestones.pages.cells import listed, marked, noted
from milestones.pages.links import moment_address
from milestones.pages.page import Page
from milestones.pages.scene import Scene
from milestones.selectors.plan_page import PlanNames
from milestones.words import STATUS_MARKS, TRUTH_MARKS, Mark

Counted = TypeVar("Counted")
MOST_FOLDED = 25
"""So many things a reader unfolds; in plans of thousands the rest would make the page too heavy for a bad line."""


@dataclass(frozen=True, slots=True)
class AwaitedPart:
    """What is not met, or cannot be told: things with their counts; `more` are those that a reader unfolds.

    `left` are so many that even then are only counted.
    """

    mark: Mark
    shown: tuple[tuple[SafeString, int], ...]
    more: tuple[tuple[SafeString, int], ...]
    left: int = 0

    @property
    def folded(self) -> int:
        """How many things are not shown at once."""
        return len(self.more) + self.left


def awaited_parts(scene: Scene, members: Iterable[MilestoneVerdict], *, most: int) -> tuple[AwaitedPart, ...]:
    """What the members that are open wait for: what is not met, and what is not unmet but cannot be told.

    Of each, at most so many things are shown at once; things that are equal stand in the plan's order.
    """
    awaited = count_awaited(verdict.facts for verdict in members)
    places = _places(scene.names)  # in which a day has none: days come last, by the calendar
    in_order = sorted(awaited, key=lambda one: (places.get((one.kind, one.slug), len(places)), one.slug))
    parts = []
    for truth in (Truth.UNMET, Truth.UNKNOWN):
        count = attrgetter(truth.value)
        counted = sorted((thing for thing in in_order if count(thing)), key=count, reverse=True)
        shown = cut(counted, count, most=most)
        told = tuple(
            (scene.thing(awaited.kind, awaited.slug), count(awaited)) for awaited in counted[: shown + MOST_FOLDED]
        )
        if told:
            left = len(counted) - len(told)
            parts.append(AwaitedPart(TRUTH_MARKS[truth], told[:shown], told[shown:], left))
    return tuple(parts)


def cut(counted: Sequence[Counted], count: Callable[[Counted], int], *, most: int) -> int:
    """How many of the first, given by falling counts, are at most so many and all of their count; 0 where none are."""
    shown = 0
    for _count, alike in groupby(counted, key=count):
        together = shown + len(list(alike))
        if together > most:
            break
        shown = together
    return shown


def _places(names: PlanNames) -> dict[tuple[str, str], int]:
    """Where each thing stands in the plan, by kind and slug, milestones first."""
    named = {"milestone": names.milestones, "indicator": names.indicators, "pillar": names.pillars}
    things = ((kind, slug) for kind, of_kind in named.items() for slug in of_kind)
    return {thing: place for place, thing in enumerate(things)}


MOST_RELEASING = 6


def releasing_table(scene: Scene) -> Table:
    """How many others each would clear, and how many depend on it."""

    def told(verdict: MilestoneVerdict) -> SafeString:
        pillar = scene.names.pillars[verdict.facts.milestone.pillar]
        standing = format_html("{} · {}", marked(STATUS_MARKS[verdict.status]), pillar)
        return noted(scene.milestone(verdict.slug), standing)

    columns = (
        Column(_("Milestone"), told),
        Column(_("would unlock"), lambda verdict: verdict.releases, is_number=True),
        Column(_("depend on it in the end"), lambda verdict: verdict.downstream, is_number=True),
    )
    return table(
        _("What would unlock others"),
        columns,
        _releasing(scene),
        none=_("The completion of no single milestone would unlock another."),
        kind="releasing",
        row_kind=lambda verdict: f"pillar-{scene.hue(verdict.facts.milestone.pillar)}",
    )


def _releasing(scene: Scene) -> list[MilestoneVerdict]:
    """The milestones that would release most, then those with most downstream; none that would release nothing.

    So many, or more where the last of them are equal.
    """
    counts = attrgetter("releases", "downstream")
    releasing = [verdict for verdict in scene.evaluation.milestones.values() if verdict.releases]
    releasing.sort(key=counts, reverse=True)
    least = counts(releasing[MOST_RELEASING - 1]) if len(releasing) >= MOST_RELEASING else (0, 0)
    return [verdict for verdict in releasing if counts(verdict) >= least]


def unsettled_page(scene: Scene) -> Page:
    """The page of what would settle milestones, what settles most first."""
    settles = what_settles(scene.evaluation)
    columns = (
        Column(_("What would have to be known"), lambda unknown: scene.thing(unknown.kind, unknown.slug)),
        Column(
            _("Milestones that it would settle"),
            lambda unknown: notation.number(len(unknown.milestones)),
            is_number=True,
        ),
        Column(_("Which"), lambda unknown: listed(map(scene.milestone, unknown.milestones))),
    )
    count = sum(len(unknown.milestones) for unknown in settles)
    state = ngettext(
        "%(count)s milestone could be told if one thing more were known.",
        "%(count)s milestones could be told if one thing more were known of each.",
        count,
    )
    note = _(
        "Whatever it turned out to be: of each of these milestones nothing else is missing to tell whether what must "
        "come first is met."
    )
    heading, none = (_("What would settle most"), _("Nothing alone would settle a milestone that can’t be told."))
    return Page(
        heading=heading,
        state=state if count else "",
        blocks=(Text(note, "note"), table(heading, columns, settles, none=none)) if settles else (Text(none),),
        data=moment_address(scene.viewpoint, "unsettled"),
        is_table=False,
    )
