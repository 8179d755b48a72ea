"""A card for each pillar: its progress as a range, its statuses, its next date and what holds it up."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from milestones import notation
from milestones.contingency import Evaluation
from milestones.contingency.days import LAST_DAY
from milestones.contingency.evaluation import MilestoneVerdict
from milestones.contingency.rollups import Awaited, PillarVerdict, count_awaited
from milestones.contingency.scales import Status
from milestones.pages.hues import hues
from milestones.pictures.ranges import draw_range
from milestones.selectors.plan_page import PlanNames
from milestones.verdict_marks import STATUS_MARKS, Mark

MOST_ALIKE = 3
"""Of more things that are equal none is named: they would be a list, not an answer."""


@dataclass(frozen=True, slots=True)
class StatusCount:
    """How many milestones have one status."""

    mark: Mark
    count: int


@dataclass(frozen=True, slots=True)
class NextDate:
    """The next day on which a milestone of the pillar is to start or is due."""

    day: date
    words: str
    what: str
    milestone: str
    name: str


@dataclass(frozen=True, slots=True)
class Thing:
    """What is awaited; `milestone` is its slug, if it is one."""

    text: str
    milestone: str


@dataclass(frozen=True, slots=True)
class HeldBy:
    """What most of some milestones wait for: several things where they are equal, none where too many are."""

    things: tuple[Thing, ...]
    held: str


@dataclass(frozen=True, slots=True)
class PillarCard:
    """One pillar. `progress` is None where no milestone of the pillar is pursued."""

    slug: str
    name: str
    hue: int
    bar: SafeString
    progress: str | None
    denominator: str
    counts: tuple[StatusCount, ...]
    overdue: str
    next_date: NextDate | None
    held_by: HeldBy | None


def pillar_cards(evaluation: Evaluation, names: PlanNames, *, is_rtl: bool) -> tuple[PillarCard, ...]:
    """The cards in the plan's order."""
    return tuple(pillar_card(evaluation, names, pillar, is_rtl=is_rtl) for pillar in evaluation.pillars)


def status_counts(counts: Mapping[Status, int]) -> tuple[StatusCount, ...]:
    """The statuses that occur, in the order of their marks."""
    return tuple(StatusCount(mark, counts[status]) for status, mark in STATUS_MARKS.items() if counts[status])


def pillar_card(
    evaluation: Evaluation, names: PlanNames, pillar: PillarVerdict, *, is_rtl: bool
) -> PillarCard:
    """The card of one pillar."""
    hue = hues(names.pillars)[pillar.slug]
    members = [
        verdict for verdict in evaluation.milestones.values() if verdict.facts.milestone.pillar == pillar.slug
    ]
    standing = sum(verdict.status is not Status.WITHDRAWN for verdict in members)
    progress = None
    if pillar.low is not None and pillar.high is not None:
        progress = notation.percent_range(pillar.low, pillar.high)
    denominator = ngettext("over %(count)s milestone", "over %(count)s milestones", standing)
    overdue = ngettext("%(count)s overdue", "%(count)s overdue", pillar.overdue)
    name = names.pillars[pillar.slug]
    label = _("%(pillar)s: progress %(progress)s") % {
        "pillar": name,
        "progress": progress or _("not known"),
    }
    return PillarCard(
        slug=pillar.slug,
        name=name,
        hue=hue,
        bar=draw_range(pillar.low, pillar.high, hue=hue, label=label, is_rtl=is_rtl),
        progress=progress,
        denominator=denominator % {"count": standing},
        counts=status_counts(pillar.counts),
        overdue=overdue % {"count": pillar.overdue} if pillar.overdue else "",
        next_date=_next_date(members, names, evaluation.on),
        held_by=held_by(names, members),
    )


def _next_date(members: list[MilestoneVerdict], names: PlanNames, on: date) -> NextDate | None:
    found = min(_dates_to_come(members, on), default=None)
    if found is None:
        return None
    ordinal, rank, slug = found
    day = date.fromordinal(ordinal)
    return NextDate(
        day=day,
        words=notation.day(day),
        what=(_("due"), _("planned start"), _("authority lapses"))[rank],
        milestone=slug,
        name=names.milestones[slug],
    )


def _dates_to_come(members: list[MilestoneVerdict], on: date) -> Iterator[tuple[int, int, str]]:
    for verdict in members:
        if verdict.status is Status.WITHDRAWN or verdict.level[0] == 3:
            continue
        schedule, lapses = verdict.facts.schedule, verdict.facts.milestone.lapses
        starts = schedule.start.day if verdict.level[0] == 0 else None
        days = (schedule.due.day, starts, lapses.toordinal() if lapses else None)
        for rank, day in enumerate(days):
            if day is not None and on.toordinal() <= day <= LAST_DAY:
                yield day, rank, verdict.slug


def held_by(names: PlanNames, members: Iterable[MilestoneVerdict]) -> HeldBy | None:
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
    return HeldBy(tuple(_thing(each, names) for each in alike), held)


def _thing(awaited: Awaited, names: PlanNames) -> Thing:
    match awaited.kind:
        case "milestone":
            return Thing(names.milestones[awaited.slug], awaited.slug)
        case "indicator":
            return Thing(names.indicators[awaited.slug].name, "")
        case "pillar":
            return Thing(names.pillars[awaited.slug], "")
    day = notation.day(date.fromisoformat(awaited.slug))
    return Thing(_("a date: %(day)s") % {"day": day}, "")
