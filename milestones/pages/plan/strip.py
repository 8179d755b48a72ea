"""How milestones stand, by pillar: a square for each in a strip, of too many a bar of counts; and a pillar's card."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from milestones import notation
from milestones.contingency.evaluation import MilestoneVerdict
from milestones.contingency.rollups import PillarVerdict
from milestones.contingency.scales import Level, Status
from milestones.pages.links import page_with
from milestones.pages.plan.first_look import first_look
from milestones.pages.scene import Scene
from milestones.pictures.bars import Bar, draw_bar, draw_shares
from milestones.selectors.plan_page import PlanNames
from milestones.words import STATUS_MARKS, Mark

MOST_SQUARES = 300
"""Of more milestones than these only counts are drawn, and the list alone has their rows."""
KINDS: dict[str, str | Promise] = {
    "done": pgettext_lazy("square", "done (a deed)"),
    "announced": pgettext_lazy("square", "done (an announcement)"),
    "said": pgettext_lazy("square", "said to be done"),
    "early": pgettext_lazy("square", "went ahead early, or a condition has failed since"),
    "waits": pgettext_lazy("square", "waits"),
    "stuck": pgettext_lazy("square", "cannot come as things stand"),
    "unclear": pgettext_lazy("square", "can’t tell"),
    "open": pgettext_lazy("square", "not done, nothing unmet before it"),
    "ended": pgettext_lazy("square", "given up"),
}
"""The kinds of squares and their words, in the order in which they stand."""

STATUSES_OF: dict[str, tuple[Status, ...]] = {
    "done": (Status.FULFILLED,),
    "announced": (Status.FULFILLED,),
    "said": (Status.CLEARED, Status.UNCONDITIONAL),
    "early": (Status.PREMATURE, Status.UNDERMINED),
    "waits": (Status.WAITING, Status.DELAYED),
    "stuck": (Status.LAPSED, Status.BLOCKED, Status.DEADLOCKED),
    "unclear": (Status.UNSETTLED,),
    "open": (Status.CLEARED, Status.UNCONDITIONAL),
    "ended": (Status.WITHDRAWN,),
}
"""The statuses of which a kind of squares is."""


def glyph_of(kind: str) -> SafeString:
    """The square of a kind by itself, for those who see it."""
    return format_html('<svg class="glyph strip-{0}" aria-hidden="true"><use href="#strip-{0}" /></svg>', kind)


@dataclass(frozen=True, slots=True)
class StripRow:
    """A pillar's squares, each a link to its milestone, or the bar that stands for them; `done`, such as 10 of 26."""

    name: SafeString
    hue: int
    squares: SafeString
    bar: SafeString
    done: str


@dataclass(frozen=True, slots=True)
class Strip:
    """The picture, row by row, and its key: each kind that occurs, what it means, and how many there are.

    `address` is that of the list of the same milestones, which the keyboard goes through: a pillar's own page holds it.
    """

    address: str
    rows: tuple[StripRow, ...]
    key: tuple[tuple[str, str | Promise, str], ...]


def strip_of(scene: Scene, pillar: str | None = None, *, kind: Callable[[str], str] | None = None) -> Strip:
    """The strip of the plan, or of one pillar; `kind` gives that of a milestone where it is not that of the scene."""
    rows = {slug: _kinds(scene, slug, kind) for slug in scene.names.pillars if pillar in (None, slug)}
    counts: Counter[str] = Counter(kind for kinds in rows.values() for kind in kinds.values())
    longest = max(map(len, rows.values()), default=0) if counts.total() > MOST_SQUARES else 0
    return Strip(
        "#milestones" if pillar else page_with(scene.viewpoint, "milestones-page"),
        tuple(_row(scene, slug, kinds, longest) for slug, kinds in rows.items()),
        tuple((kind, words, notation.number(counts[kind])) for kind, words in KINDS.items() if counts[kind]),
    )


def kind_of(verdict: MilestoneVerdict, names: PlanNames) -> str:
    """The first kind that applies: what has gone wrong with a milestone comes before how far it has come."""
    return kind_at(verdict.slug, verdict.status, verdict.level[1], names)


def kind_at(slug: str, status: Status, high: int, names: PlanNames) -> str:
    """The kind of a milestone in a status, whose level is `high` at the most."""
    if status is Status.FULFILLED:
        return "announced" if slug in names.announcements else "done"
    if status in STATUSES_OF["open"]:
        return "said" if high == Level.COMPLETE else "open"
    return next(kind for kind, statuses in STATUSES_OF.items() if status in statuses)


def _kinds(scene: Scene, pillar: str, kind: Callable[[str], str] | None) -> dict[str, str]:
    """The kinds of the pillar's milestones by their slugs, in the order of the kinds."""
    ranks = {kind: rank for rank, kind in enumerate(KINDS)}
    kinds = {
        verdict.slug: kind(verdict.slug) if kind else kind_of(verdict, scene.names) for verdict in scene.members(pillar)
    }
    return dict(sorted(kinds.items(), key=lambda told: ranks[told[1]]))


def _row(scene: Scene, pillar: str, kinds: Mapping[str, str], longest: int) -> StripRow:
    """The pillar's row: squares, or a bar as long as its share of the row that has the most, `longest` milestones."""
    counts = Counter(kinds.values())
    standing = len(kinds) - counts["ended"]
    words = _("%(done)s of %(total)s") % {
        "done": notation.number(counts["done"] + counts["announced"]),
        "total": notation.number(standing),
    }
    return StripRow(
        name=scene.pillar(pillar),
        hue=scene.hue(pillar),
        squares=format_html_join("", SQUARE, () if longest else (_square(scene, *told) for told in kinds.items())),
        bar=draw_shares(counts.items(), of=longest, hue=scene.hue(pillar)) if longest else SafeString(),
        done=words,
    )


SQUARE = (
    '<a class="strip-{0}" href="{1}" tabindex="-1" title="{2}"><svg class="glyph"><use href="#strip-{0}" /></svg></a>'
)


def _square(scene: Scene, slug: str, kind: str) -> tuple[str, str, str]:
    """A milestone's kind, the address of its page, and its name with the kind in words."""
    told = {"milestone": scene.names.milestones[slug], "state": KINDS[kind]}
    return kind, scene.address("milestone-page", slug), _("%(milestone)s: %(state)s") % told


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
    look: Mapping[str, Any]


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
        counts=counts_of(members),
        look=first_look(scene, members, most=MOST_AWAITED),
    )


def counts_of(members: Iterable[MilestoneVerdict]) -> Counts:
    """The statuses of some milestones, those that occur."""
    counts = Counter(verdict.status for verdict in members)
    return tuple((mark, counts[status]) for status, mark in STATUS_MARKS.items() if counts[status])
