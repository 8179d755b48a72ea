"""A card for each pillar: its progress as a range, its statuses, what it waits for, what is late and next."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString

from milestones import notation
from milestones.contingency.evaluation import MilestoneVerdict
from milestones.contingency.rollups import PillarVerdict
from milestones.contingency.scales import Status
from milestones.pages.plan.first_look import FirstLook, first_look
from milestones.pages.scene import Scene
from milestones.pictures.bars import Bar, draw_bar
from milestones.words import STATUS_MARKS, Mark

MOST_AWAITED = 3

Counts = tuple[tuple[Mark, int], ...]
"""Marks with how many have them, in the marks' order."""


@dataclass(frozen=True, slots=True)
class PillarCard:
    """One pillar, of which so many milestones are `standing`; where none is, `progress` is None and `bar` empty."""

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
    progress, bar = None, SafeString()
    if pillar.low is not None and pillar.high is not None:
        progress = notation.percent_range(pillar.low, pillar.high)
        low, high = (Decimal(part.numerator) / part.denominator for part in (pillar.low, pillar.high))
        bar = draw_bar(Bar(low, high, Decimal(100)), scale=Decimal(100), hue=hue)
    return PillarCard(
        pillar=pillar,
        name=scene.pillar(pillar.slug),
        hue=hue,
        standing=sum(verdict.status is not Status.WITHDRAWN for verdict in members),
        progress=progress,
        bar=bar,
        counts=status_counts(pillar.counts),
        look=first_look(scene, members, most=MOST_AWAITED),
    )


def status_counts(counts: Mapping[Status, int]) -> Counts:
    """The statuses that occur."""
    return tuple((mark, counts[status]) for status, mark in STATUS_MARKS.items() if counts[status])


def counts_of(members: Iterable[MilestoneVerdict]) -> Counts:
    """The statuses of some milestones."""
    return status_counts(Counter(verdict.status for verdict in members))
