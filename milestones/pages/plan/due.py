"""What is late, and what the next day brings: every milestone of it, none by its place in a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from milestones import notation
from milestones.contingency.evaluation import MilestoneVerdict
from milestones.contingency.scales import Level, Status
from milestones.pages.scene import Scene


@dataclass(frozen=True, slots=True)
class DuePart:
    """Milestones of one day, or of days behind it: what is to say of them in words, and their names."""

    words: str
    names: tuple[SafeString, ...]


@dataclass(frozen=True, slots=True)
class NextDay:
    """The next day that the plan names, and what it brings."""

    day: date
    parts: tuple[DuePart, ...]


def past_due(scene: Scene, members: Sequence[MilestoneVerdict], kind: str) -> DuePart | None:
    """The members that are past due, of one kind: `overdue`, or `passed` after the records end; None where none is."""
    days = {dated.milestone: dated.day for verdict in members for dated in scene.dates(verdict) if dated.kind == kind}
    if not days:
        return None
    text = ngettext("%(count)s milestone, due %(days)s", "%(count)s milestones, due %(days)s", len(days))
    between = notation.range_of(*(notation.short_day(end(days.values())) for end in (min, max)))
    return DuePart(text % {"count": len(days), "days": between}, tuple(map(scene.milestone, days)))


def next_day(scene: Scene, members: Sequence[MilestoneVerdict]) -> NextDay | None:
    """The next day on which something is due, is to start or ends for the members; None where the plan gives none."""
    on = scene.evaluation.on
    to_come = [
        dated
        for verdict in members
        if verdict.status is not Status.WITHDRAWN and verdict.level[0] < Level.COMPLETE
        for dated in scene.dates(verdict)
        if dated.day >= on and (dated.kind in ("due", "lapses") or (dated.kind == "start" and not verdict.level[0]))
    ]
    if not to_come:
        return None
    day = min(dated.day for dated in to_come)
    parts = []
    for kind in ("due", "start", "lapses"):
        slugs = [dated.milestone for dated in to_come if dated.day == day and dated.kind == kind]
        if slugs:
            words = _kind_words(kind, len(slugs)) % {"count": len(slugs)}
            parts.append(DuePart(words, tuple(map(scene.milestone, slugs))))
    return NextDay(day, tuple(parts))


def _kind_words(kind: str, count: int) -> str:
    return {
        "due": ngettext("%(count)s milestone is due", "%(count)s milestones are due", count),
        "start": ngettext("%(count)s milestone is to start", "%(count)s milestones are to start", count),
        "lapses": ngettext(
            "the mandate ends for %(count)s milestone", "the mandate ends for %(count)s milestones", count
        ),
    }[kind]
