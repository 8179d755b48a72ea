"""The strip: a square for each milestone, by pillar, in the order of how it stands."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from milestones.contingency import Evaluation
from milestones.contingency.evaluation import MilestoneVerdict
from milestones.contingency.scales import Level, Status
from milestones.pages.hues import hues
from milestones.selectors.plan_page import PlanNames

KINDS: dict[str, str | Promise] = {
    "done": pgettext_lazy("square", "done"),
    "announced": pgettext_lazy("square", "announced"),
    "said": pgettext_lazy("square", "said to be done"),
    "early": pgettext_lazy("square", "went ahead early, or a condition has failed since"),
    "waits": pgettext_lazy("square", "waits"),
    "stuck": pgettext_lazy("square", "cannot come as things stand"),
    "unclear": pgettext_lazy("square", "can't tell"),
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

    milestone: str
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class StripRow:
    """A pillar's squares; `done` counts them, such as 10 of 26."""

    slug: str
    name: str
    hue: int
    squares: tuple[Square, ...]
    done: str


@dataclass(frozen=True, slots=True)
class StripKey:
    """A kind of square that occurs: what it means, and how many there are."""

    kind: str
    words: str
    count: int


@dataclass(frozen=True, slots=True)
class Strip:
    """The picture, row by row, and its key."""

    rows: tuple[StripRow, ...]
    key: tuple[StripKey, ...]


def strip_of(evaluation: Evaluation, names: PlanNames, *, pillar: str | None = None) -> Strip:
    """The strip of the plan, or of one pillar."""
    chosen = [slug for slug in names.pillars if pillar in (None, slug)]
    rows = tuple(_rows(evaluation, names, chosen))
    counts = Counter(square.kind for row in rows for square in row.squares)
    key = (StripKey(kind, str(words), counts[kind]) for kind, words in KINDS.items() if counts[kind])
    return Strip(rows, tuple(key))


def kind_of(verdict: MilestoneVerdict, names: PlanNames) -> str:
    """The first kind that applies: what has gone wrong with a milestone comes before how far it has come."""
    if verdict.status is Status.FULFILLED:
        return "announced" if verdict.slug in names.announcements else "done"
    said = "said" if verdict.level[1] == Level.COMPLETE else "open"
    return _OF_STATUS.get(verdict.status, said)


def _rows(evaluation: Evaluation, names: PlanNames, pillars: Iterable[str]) -> Iterator[StripRow]:
    hue = hues(names.pillars)
    ranks = {kind: rank for rank, kind in enumerate(KINDS)}
    for pillar in pillars:
        verdicts = [each for each in evaluation.milestones.values() if each.facts.milestone.pillar == pillar]
        squares = [_square(verdict, names) for verdict in verdicts]
        squares.sort(key=lambda square: ranks[square.kind])
        done = sum(square.kind in ("done", "announced") for square in squares)
        standing = sum(square.kind != "ended" for square in squares)
        words = _("%(done)s of %(total)s") % {"done": done, "total": standing}
        yield StripRow(pillar, names.pillars[pillar], hue[pillar], tuple(squares), words)


def _square(verdict: MilestoneVerdict, names: PlanNames) -> Square:
    kind = kind_of(verdict, names)
    words = _("%(milestone)s: %(state)s") % {
        "milestone": names.milestones[verdict.slug],
        "state": KINDS[kind],
    }
    return Square(verdict.slug, kind, words)
