"""What a reader sees first of some milestones: what is done, what the others wait for, what is late and next."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from milestones import notation
from milestones.contingency.evaluation import MilestoneVerdict
from milestones.contingency.scales import Level, Status
from milestones.notation import ngettext
from milestones.pages.cells import first_of, isolated
from milestones.pages.plan.awaited import awaited_parts
from milestones.pages.scene import Scene

MOST_NAMED = 20
"""So many of the milestones that are late, or that one day brings, are named; the rest is counted."""


def headline(members: Sequence[MilestoneVerdict], announcements: Collection[str]) -> str:
    """The sentences; empty where none of the milestones is pursued. `announcements` are those that are one."""
    standing = [member for member in members if member.status is not Status.WITHDRAWN]
    if not standing:
        return ""
    declared = [member for member in standing if member.slug in announcements]
    others = [member for member in standing if member.slug not in announcements]
    done = _counts(standing)
    sentence = ngettext(
        "%(count)s of %(total)s milestones is done", "%(count)s of %(total)s milestones are done", done["count"], **done
    )
    if declared and others:
        few, own = _counts(declared), _counts(others)
        sentence = _("%(done)s: %(announcements)s, and %(others)s") % {
            "done": sentence,
            "announcements": ngettext(
                "%(count)s of %(total)s announcement", "%(count)s of the %(total)s announcements", len(declared), **few
            ),
            "others": ngettext("%(count)s of %(total)s other", "%(count)s of the %(total)s others", len(others), **own),
        }
    sentences = [_("%(sentence)s.") % {"sentence": sentence}]
    recordless = sum(not member.has_records for member in standing)
    if recordless:
        sentences.append(ngettext("For %(count)s there is no record.", "For %(count)s there is no record.", recordless))
    return " ".join(sentences)


def _counts(members: Sequence[MilestoneVerdict]) -> dict[str, int]:
    return {"count": sum(member.status is Status.FULFILLED for member in members), "total": len(members)}


@dataclass(frozen=True, slots=True)
class DuePart:
    """Milestones of one day, or of days behind it: what is to say of them in words, and their names."""

    words: str
    names: tuple[SafeString, ...]


def past_due(scene: Scene, members: Sequence[MilestoneVerdict], kind: str) -> DuePart | None:
    """The members that are past due, of one kind: `overdue`, or `passed` after the records end; None where none is."""
    days = {dated.milestone: dated.day for verdict in members for dated in scene.dates(verdict) if dated.kind == kind}
    if not days:
        return None
    between = notation.range_of(*(notation.short_day(end(days.values())) for end in (min, max)))
    words = ngettext("%(count)s milestone, due %(days)s", "%(count)s milestones, due %(days)s", len(days), days=between)
    return DuePart(words, _names(scene, [*days]))


def next_day(scene: Scene, members: Sequence[MilestoneVerdict]) -> Mapping[str, Any]:
    """The next `day` on which something is due, is to start or ends, and its `parts`; nothing for none."""
    on = scene.evaluation.on
    to_come = [
        dated
        for verdict in members
        if verdict.status is not Status.WITHDRAWN and verdict.level[0] < Level.COMPLETE
        for dated in scene.dates(verdict)
        if dated.day >= on and (dated.kind in ("due", "lapses") or (dated.kind == "start" and not verdict.level[0]))
    ]
    if not to_come:
        return {}
    day = min(dated.day for dated in to_come)
    parts = []
    for kind in ("due", "start", "lapses"):
        slugs = [dated.milestone for dated in to_come if dated.day == day and dated.kind == kind]
        if slugs:
            parts.append(DuePart(_kind_words(kind, len(slugs)), _names(scene, slugs)))
    return {"day": day, "parts": parts}


def _names(scene: Scene, slugs: Sequence[str]) -> tuple[SafeString, ...]:
    return tuple(map(isolated, first_of([scene.milestone(slug) for slug in slugs], MOST_NAMED)))


def _kind_words(kind: str, count: int) -> str:
    return {
        "due": ngettext("%(count)s milestone is due", "%(count)s milestones are due", count),
        "start": ngettext("%(count)s milestone is to start", "%(count)s milestones are to start", count),
        "lapses": ngettext(
            "the mandate ends for %(count)s milestone", "the mandate ends for %(count)s milestones", count
        ),
    }[kind]


def first_look(scene: Scene, members: Sequence[MilestoneVerdict], *, most: int = 5) -> Mapping[str, Any]:
    """The first look at the milestones; of what is awaited at most so many things at once.

    `passed` fell due after the records end, so that nobody can tell whether it is late.
    """
    return {
        "headline": headline(members, scene.names.announcements),
        "awaited": awaited_parts(scene, members, most=most),
        "late": past_due(scene, members, "overdue"),
        "passed": past_due(scene, members, "passed"),
        "next_day": next_day(scene, members),
    }
