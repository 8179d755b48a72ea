"""A card for each pillar: its progress as a range, its statuses, its next date and what holds it up."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi, ngettext
from django.utils.translation import gettext as _

from milestones import notation
from milestones.contingency.evaluation import MilestoneVerdict
from milestones.contingency.rollups import Awaited, PillarVerdict, count_awaited
from milestones.contingency.scales import Status
from milestones.pages.cells import isolated
from milestones.pages.dates import WORDS, dates_of
from milestones.pages.scene import Scene
from milestones.pictures.ranges import draw_range
from milestones.verdict_marks import STATUS_MARKS, Mark

MOST_ALIKE = 3
"""Of more things that are equal none is named: they would be a list, not an answer."""
PLANNED = ("due", "start", "lapses")
"""The kinds of dates that are to come, of one day the first of these before the others."""

Counts = tuple[tuple[Mark, int], ...]
"""Marks with how many have them, in the marks' order."""


@dataclass(frozen=True, slots=True)
class NextDate:
    """The next day on which a milestone is to start or to be complete, or its authority ends."""

    day: date
    what: str
    name: str


@dataclass(frozen=True, slots=True)
class HeldBy:
    """What most of some milestones wait for: several things where they are equal, none where too many are."""

    things: tuple[SafeString, ...]
    held: str


@dataclass(frozen=True, slots=True)
class PillarCard:
    """One pillar, of which so many milestones are `standing`; `progress` is None where none is."""

    pillar: PillarVerdict
    name: SafeString
    hue: int
    standing: int
    progress: str | None
    bar: SafeString
    counts: Counts
    next_date: NextDate | None
    held_by: HeldBy | None


def pillar_card(scene: Scene, pillar: PillarVerdict) -> PillarCard:
    """The card of one pillar."""
    members, hue = scene.members(pillar.slug), scene.hue(pillar.slug)
    progress = None
    if pillar.low is not None and pillar.high is not None:
        progress = notation.percent_range(pillar.low, pillar.high)
    words = {"pillar": scene.names.pillars[pillar.slug], "progress": progress or _("not known")}
    label = _("%(pillar)s: progress %(progress)s") % words
    return PillarCard(
        pillar=pillar,
        name=scene.pillar(pillar.slug),
        hue=hue,
        standing=sum(verdict.status is not Status.WITHDRAWN for verdict in members),
        progress=progress,
        bar=draw_range(pillar.low, pillar.high, hue=hue, label=label, is_rtl=get_language_bidi()),
        counts=status_counts(pillar.counts),
        next_date=next_date(scene, members),
        held_by=held_by(scene, members),
    )


def status_counts(counts: Mapping[Status, int]) -> Counts:
    """The statuses that occur."""
    return tuple((mark, counts[status]) for status, mark in STATUS_MARKS.items() if counts[status])


def counts_of(members: Iterable[MilestoneVerdict]) -> Counts:
    """The statuses of some milestones."""
    return status_counts(Counter(verdict.status for verdict in members))


def next_date(scene: Scene, members: Iterable[MilestoneVerdict]) -> NextDate | None:
    """The next date of what is still to come of the members; None where the plan gives none."""
    on = scene.evaluation.on
    to_come = [
        (each.day, PLANNED.index(each.kind), each.milestone)
        for verdict in members
        if verdict.status is not Status.WITHDRAWN and verdict.level[0] < 3
        for each in dates_of(verdict, on)
        if each.kind in PLANNED and each.day >= on and (each.kind != "start" or verdict.level[0] == 0)
    ]
    if not to_come:
        return None
    day, rank, slug = min(to_come)
    return NextDate(day, str(WORDS[PLANNED[rank]]), scene.names.milestones[slug])


def held_by(scene: Scene, members: Iterable[MilestoneVerdict]) -> HeldBy | None:
    """What most of the members that are held up wait for; None where none is."""
    waiting = [verdict.groups for verdict in members if verdict.status.is_open]
    awaited = count_awaited(waiting)
    if not awaited:
        return None
    first = awaited[0]
    alike = [each for each in awaited if (each.unmet, each.unknown) == (first.unmet, first.unknown)]
    if len(alike) > MOST_ALIKE:
        text = ngettext("%(count)s thing is awaited alike", "%(count)s things are awaited alike", len(alike))
        return HeldBy((), text % {"count": len(alike)})
    text = (
        _("not met for %(count)s of the %(total)s held up here")
        if first.unmet
        else _("cannot be told for %(count)s of the %(total)s held up here")
    )
    held = text % {"count": first.unmet or first.unknown, "total": len(waiting)}
    return HeldBy(tuple(_thing(each, scene) for each in alike), held)


def _thing(awaited: Awaited, scene: Scene) -> SafeString:
    match awaited.kind:
        case "milestone":
            return scene.milestone(awaited.slug)
        case "indicator":
            return isolated(scene.names.indicators[awaited.slug].name)
        case "pillar":
            return isolated(scene.names.pillars[awaited.slug])
    return isolated(_("a date: %(day)s") % {"day": notation.day(date.fromisoformat(awaited.slug))})
