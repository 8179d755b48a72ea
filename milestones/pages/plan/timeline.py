"""The plan's dates, planned and come, as a picture with a lane a pillar, and as a table."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from milestones import notation
from milestones.contingency import Evaluation
from milestones.contingency.days import EVER, as_date
from milestones.contingency.evaluation import MilestoneVerdict
from milestones.contingency.scales import Level, Status
from milestones.pages.plan.cards import PillarCard
from milestones.pictures.timeline import Lane, Sign, draw_timeline
from milestones.selectors.plan_page import PlanNames

KINDS: dict[str, str | Promise] = {
    "reached": gettext_lazy("completed"),
    "claimed": gettext_lazy("said to be complete"),
    "due": gettext_lazy("due"),
    "overdue": gettext_lazy("overdue"),
    "start": gettext_lazy("planned start"),
    "original": gettext_lazy("planned first, revised since"),
    "forecast": gettext_lazy("complete at the earliest"),
    "lapses": gettext_lazy("authority lapses"),
}
"""The kinds of dates and their words, in the order of the key."""


@dataclass(frozen=True, slots=True)
class PlanDate:
    """One date of one milestone."""

    day: date
    kind: str
    milestone: str


@dataclass(frozen=True, slots=True)
class DateRow:
    """A date in the table."""

    day: str
    pillar: str
    milestone: str
    name: str
    what: str


@dataclass(frozen=True, slots=True)
class DateKind:
    """A sign of the picture and what it means."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class TimelinePart:
    """The picture, its key, and its rows by day; `beyond` names a day of the page that lies outside the picture."""

    picture: SafeString
    key: tuple[DateKind, ...]
    rows: tuple[DateRow, ...]
    beyond: str


def timeline_part(
    evaluation: Evaluation, names: PlanNames, cards: tuple[PillarCard, ...], *, is_rtl: bool
) -> TimelinePart | None:
    """The dates; None for a plan without any."""
    by_pillar: dict[str, list[PlanDate]] = {card.slug: [] for card in cards}
    for verdict in evaluation.milestones.values():
        if verdict.status is not Status.WITHDRAWN:
            by_pillar[verdict.facts.milestone.pillar] += _dates(verdict, evaluation.on)
    found = [each for dates in by_pillar.values() for each in dates]
    if not found:
        return None
    is_near = _is_near(evaluation.on, [each.day for each in found])
    present = {each.kind for each in found}
    return TimelinePart(
        picture=draw_timeline(
            [Lane(card.name, card.hue, _signs(by_pillar[card.slug], names)) for card in cards],
            today=evaluation.on if is_near else None,
            today_words=notation.short_day(evaluation.on),
            month_words=notation.month,
            title=_("The dates of the plan, by pillar"),
            description=_description(found, evaluation.on),
            is_rtl=is_rtl,
        ),
        key=tuple(DateKind(kind, str(words)) for kind, words in KINDS.items() if kind in present),
        rows=tuple(_rows(by_pillar, names)),
        beyond="" if is_near else notation.day(evaluation.on),
    )


def _dates(verdict: MilestoneVerdict, on: date) -> Iterator[PlanDate]:
    """Every date of a milestone: planned, revised, come, forecast and the end of its authority."""
    milestone, schedule, (low, high) = verdict.facts.milestone, verdict.facts.schedule, verdict.level
    slug = verdict.slug
    for original, in_force, kind in (
        (milestone.planned_start, schedule.start.day, "start"),
        (milestone.due, schedule.due.day, "overdue" if verdict.is_overdue else "due"),
    ):
        day = None if in_force is None else as_date(in_force)
        if day is not None:
            yield PlanDate(day, kind, slug)
        if isinstance(original, date) and original.toordinal() != in_force:
            yield PlanDate(original, "original", slug)
    since = verdict.facts.since[Level.COMPLETE]
    if since is not None and since != EVER and (day := as_date(since)):
        yield PlanDate(day, "reached" if low == Level.COMPLETE else "claimed", slug)
    forecast = verdict.forecast.complete_earliest
    if forecast is not None and forecast > on and high < Level.COMPLETE:
        yield PlanDate(forecast, "forecast", slug)
    if milestone.lapses is not None and low < Level.COMPLETE:
        yield PlanDate(milestone.lapses, "lapses", slug)


def _is_near(on: date, days: list[date]) -> bool:
    """Whether the day of the page is drawn: one far from every date would leave the dates no room."""
    room = max(60, (max(days) - min(days)).days // 2)
    return (min(days) - on).days <= room and (on - max(days)).days <= room


def _signs(dates: Iterable[PlanDate], names: PlanNames) -> list[Sign]:
    """The dates of one kind on one day share a sign."""
    together: dict[tuple[date, str], list[str]] = defaultdict(list)
    for each in dates:
        together[each.day, each.kind].append(names.milestones[each.milestone])
    return [
        Sign(
            day=day,
            kind=kind,
            count=len(found),
            words=_("%(day)s, %(what)s: %(milestones)s")
            % {"day": notation.day(day), "what": KINDS[kind], "milestones": _("; ").join(found)},
        )
        for (day, kind), found in together.items()
    ]


def _rows(by_pillar: dict[str, list[PlanDate]], names: PlanNames) -> Iterator[DateRow]:
    dated = [(each, pillar) for pillar, dates in by_pillar.items() for each in dates]
    for each, pillar in sorted(dated, key=lambda pair: pair[0].day):
        yield DateRow(
            day=notation.short_day(each.day),
            pillar=names.pillars[pillar],
            milestone=each.milestone,
            name=names.milestones[each.milestone],
            what=str(KINDS[each.kind]),
        )


def _description(found: list[PlanDate], on: date) -> str:
    return _("From %(first)s to %(last)s: %(past)s dates up to %(day)s, %(to_come)s after it.") % {
        "first": notation.day(min(each.day for each in found)),
        "last": notation.day(max(each.day for each in found)),
        "past": sum(each.day <= on for each in found),
        "day": notation.day(on),
        "to_come": sum(each.day > on for each in found),
    }
