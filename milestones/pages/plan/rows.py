"""The milestones, a row each: status, level range, dates planned and forecast; and those that release most."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from milestones import notation
from milestones.contingency import Evaluation
from milestones.contingency.evaluation import MilestoneVerdict
from milestones.contingency.levels import NO_RECORDS
from milestones.contingency.plan import LIFTED, PlannedDate
from milestones.contingency.scales import Level, Status
from milestones.contingency.schedule import Planned
from milestones.pages.plan.cards import PillarCard
from milestones.selectors.plan_page import PlanNames
from milestones.verdict_marks import STATUS_MARKS, Mark
from milestones.wording.schedule import planned_words

MOST_RELEASING = 6


@dataclass(frozen=True, slots=True)
class LevelBar:
    """A level range of 0 to 3 in three parts, each `full`, `open` or `none`; `words` say it."""

    parts: tuple[str, ...]
    words: str
    has_records: bool


@dataclass(frozen=True, slots=True)
class Due:
    """The due date in force, and the original one where it was another."""

    words: str
    original: str


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """One milestone in a list."""

    slug: str
    name: str
    mark: Mark
    level: LevelBar
    due: Due | None
    is_overdue: bool
    forecast: str
    forecast_note: str


@dataclass(frozen=True, slots=True)
class PillarSection:
    """A pillar's milestones, in the plan's order."""

    card: PillarCard
    rows: tuple[MilestoneRow, ...]


@dataclass(frozen=True, slots=True)
class ReleasingRow:
    """A milestone whose completion would clear others; `releases` and `downstream` count milestones."""

    slug: str
    name: str
    hue: int
    pillar: str
    mark: Mark
    releases: int
    downstream: int


def pillar_sections(
    evaluation: Evaluation, names: PlanNames, cards: tuple[PillarCard, ...]
) -> tuple[PillarSection, ...]:
    """Every milestone, by pillar."""
    return tuple(
        PillarSection(
            card,
            milestone_rows(
                (each for each in evaluation.milestones.values() if each.facts.milestone.pillar == card.slug),
                names,
                evaluation.on,
            ),
        )
        for card in cards
    )


def milestone_rows(
    verdicts: Iterable[MilestoneVerdict], names: PlanNames, on: date
) -> tuple[MilestoneRow, ...]:
    """A row for each of the milestones, in their order."""
    return tuple(_row(verdict, names, on) for verdict in verdicts)


def releasing_rows(
    evaluation: Evaluation, names: PlanNames, cards: tuple[PillarCard, ...]
) -> tuple[ReleasingRow, ...]:
    """The milestones that would release most, then those with most downstream; none that would release nothing."""
    card_of: Mapping[str, PillarCard] = {card.slug: card for card in cards}
    releasing = [verdict for verdict in evaluation.milestones.values() if verdict.releases]
    releasing.sort(key=lambda verdict: (-verdict.releases, -verdict.downstream))
    return tuple(
        ReleasingRow(
            slug=verdict.slug,
            name=names.milestones[verdict.slug],
            hue=card_of[verdict.facts.milestone.pillar].hue,
            pillar=card_of[verdict.facts.milestone.pillar].name,
            mark=STATUS_MARKS[verdict.status],
            releases=verdict.releases,
            downstream=verdict.downstream,
        )
        for verdict in releasing[:MOST_RELEASING]
    )


def level_bar(verdict: MilestoneVerdict) -> LevelBar:
    """The verdict's level range as a bar; a milestone without any record that counts says so."""
    low, high = verdict.level
    parts = tuple("full" if low >= part else "open" if high >= part else "none" for part in (1, 2, 3))
    has_records = verdict.facts.levels is not NO_RECORDS
    words = notation.level_range(low, high) if has_records else _("no record")
    return LevelBar(parts, words, has_records)


def planned_in_words(planned: PlannedDate, names: PlanNames) -> str:
    """A planned date: a day, or so many days after a milestone's level."""
    return notation.short_day(planned) if isinstance(planned, date) else planned_words(planned, names)


def _row(verdict: MilestoneVerdict, names: PlanNames, on: date) -> MilestoneRow:
    forecast, note = _forecast(verdict, on)
    return MilestoneRow(
        slug=verdict.slug,
        name=names.milestones[verdict.slug],
        mark=STATUS_MARKS[verdict.status],
        level=level_bar(verdict),
        due=_due(verdict, names),
        is_overdue=verdict.is_overdue,
        forecast=forecast,
        forecast_note=note,
    )


def _due(verdict: MilestoneVerdict, names: PlanNames) -> Due | None:
    in_force, original = verdict.facts.schedule.due, verdict.facts.milestone.due
    if in_force.is_missing and not in_force.is_lifted:
        return None
    words = " ".join(_in_force(in_force, names))
    was_another = original is not None and original not in (in_force.follows, in_force.calendar_day)
    return Due(words, planned_in_words(original, names) if was_another and original else "")


def _in_force(planned: Planned, names: PlanNames) -> Iterator[str]:
    day = planned.calendar_day
    if day is not None:
        yield notation.short_day(day)
    elif planned.follows is not None:
        yield planned_in_words(planned.follows, names)
    elif planned.is_lifted:
        yield planned_words(LIFTED, names)


def _forecast(verdict: MilestoneVerdict, on: date) -> tuple[str, str]:
    """When it is complete, at the earliest, and what to know of that date.

    That it can be complete on the very day of the page, if all that is missing came at once, tells a reader nothing.
    """
    if verdict.status is Status.WITHDRAWN:
        return "", ""
    forecast = verdict.forecast
    if verdict.level[0] == Level.COMPLETE:
        reached = forecast.complete_earliest
        return (notation.short_day(reached) if reached else ""), _("reached")
    if verdict.level[1] == Level.COMPLETE:
        claimed = forecast.complete_earliest
        return (notation.short_day(claimed) if claimed else ""), _("claimed")
    if forecast.complete_earliest is None:
        return _("no date"), ""
    if forecast.complete_earliest == on:
        return "", _("not yet")
    note = _("at the earliest")
    if forecast.delay_days:
        late = ngettext(
            "at the earliest, %(days)s day late", "at the earliest, %(days)s days late", forecast.delay_days
        )
        note = late % {"days": forecast.delay_days}
    return notation.short_day(forecast.complete_earliest), note
