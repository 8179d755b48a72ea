"""The strip: a square for each milestone, by pillar, in the order of how it stands."""

from collections import Counter
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from milestones.contingency.evaluation import MilestoneVerdict
from milestones.contingency.scales import Level, Status
from milestones.pages.scene import Scene
from milestones.selectors.plan_page import PlanNames

KINDS: dict[str, str | Promise] = {
    "done": pgettext_lazy("square", "done"),
    "announced": pgettext_lazy("square", "announced"),
    "said": pgettext_lazy("square", "said to be done"),
    "early": pgettext_lazy("square", "went ahead early, or a condition has failed since"),
    "waits": pgettext_lazy("square", "waits"),
    "stuck": pgettext_lazy("square", "cannot come as things stand"),
    "unclear": pgettext_lazy("square", "can’t tell"),
    "open": pgettext_lazy("square", "not done, nothing unmet before it"),
    "ended": pgettext_lazy("square", "given up"),
}
"""The kinds of squares and their words, in the order in which they stand."""

_OF_STATUS = {
    Status.WITHDRAWN: "ended",
    Status.PREMATURE: "early",
    Status.UNDERMINED: "early",
    Status.LAPSED: "stuck",
    Status.BLOCKED: "stuck",
    Status.DEADLOCKED: "stuck",
    Status.WAITING: "waits",
    Status.DELAYED: "waits",
    Status.UNSETTLED: "unclear",
}


@dataclass(frozen=True, slots=True)
class Square:
    """One milestone; `kind` is one of KINDS, `words` its name with the kind in words."""

    address: str
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class StripRow:
    """A pillar's squares; `done` counts them, such as 10 of 26."""

    name: SafeString
    hue: int
    squares: tuple[Square, ...]
    done: str


@dataclass(frozen=True, slots=True)
class Strip:
    """The picture, row by row, and its key: each kind that occurs, what it means, and how many there are."""

    rows: tuple[StripRow, ...]
    key: tuple[tuple[str, str | Promise, int], ...]


def strip_of(scene: Scene, pillar: str | None = None) -> Strip:
    """The strip of the plan, or of one pillar."""
    rows = tuple(_row(scene, slug) for slug in scene.names.pillars if pillar in (None, slug))
    counts = Counter(square.kind for row in rows for square in row.squares)
    return Strip(rows, tuple((kind, words, counts[kind]) for kind, words in KINDS.items() if counts[kind]))


def kind_of(verdict: MilestoneVerdict, names: PlanNames) -> str:
    """The first kind that applies: what has gone wrong with a milestone comes before how far it has come."""
    if verdict.status is Status.FULFILLED:
        return "announced" if verdict.slug in names.announcements else "done"
    otherwise = "said" if verdict.level[1] == Level.COMPLETE else "open"
    return _OF_STATUS.get(verdict.status, otherwise)


def _row(scene: Scene, pillar: str) -> StripRow:
    ranks = {kind: rank for rank, kind in enumerate(KINDS)}
    squares = [_square(scene, verdict) for verdict in scene.members(pillar)]
    squares.sort(key=lambda square: ranks[square.kind])
    done = sum(square.kind in ("done", "announced") for square in squares)
    standing = sum(square.kind != "ended" for square in squares)
    words = _("%(done)s of %(total)s") % {"done": done, "total": standing}
    return StripRow(scene.pillar(pillar), scene.hue(pillar), tuple(squares), words)


def _square(scene: Scene, verdict: MilestoneVerdict) -> Square:
    kind = kind_of(verdict, scene.names)
    told = {"milestone": scene.names.milestones[verdict.slug], "state": KINDS[kind]}
    return Square(scene.address("milestone-page", verdict.slug), kind, _("%(milestone)s: %(state)s") % told)
