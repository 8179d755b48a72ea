"""A card for each pillar: its progress as a range, its statuses, what it waits for, what is late and next."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from milestones import notation
from milestones.contingency.evaluation import MilestoneVerdict
from milestones.contingency.rollups import PillarVerdict
from milestones.contingency.scales import Status
from milestones.pages.plan.first_look import FirstLook, first_look
from milestones.pages.scene import Scene
from milestones.pictures.ranges import draw_range
from milestones.words import STATUS_MARKS, Mark

MOST_AWAITED = 3

Counts = tuple[tuple[Mark, int], ...]
"""Marks with how many have them, in the marks' order."""


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
    look: FirstLook


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
        bar=draw_range(pillar.low, pillar.high, hue=hue, label=label),
        counts=status_counts(pillar.counts),
        look=first_look(scene, members, most=MOST_AWAITED),
    )


def status_counts(counts: Mapping[Status, int]) -> Counts:
    """The statuses that occur."""
    return tuple((mark, counts[status]) for status, mark in STATUS_MARKS.items() if counts[status])


def counts_of(members: Iterable[MilestoneVerdict]) -> Counts:
    """The statuses of some milestones."""
    return status_counts(Counter(verdict.status for verdict in members))
