"""A plan as the records known at an instant show it: what the rules of sections 2 to 5 are asked of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from math import lcm
from typing import TYPE_CHECKING, Any

from milestones.contingency.evidence import Asked, Evidence, SeriesEvidence, series_evidence, sort_out, stands
from milestones.contingency.levels import NO_RECORDS, NOTHING_HELD, Bound, level_since, level_timeline, value_timeline
from milestones.contingency.plan import Assessment, Group, Milestone, Plan
from milestones.contingency.progress import Standing, progress_timeline
from milestones.contingency.scales import Grade, Status
from milestones.contingency.schedule import UNSCHEDULED, Schedule, schedule_in_force
from milestones.contingency.timelines import Timeline

if TYPE_CHECKING:
    from milestones.contingency.verdicts import ConditionVerdict, GroupVerdict


class UnknownReading(ValueError):
    """The plan declares no such reading."""


@dataclass(slots=True)
class MilestoneFacts:
    """One milestone on the day `on`: its range, since when each level holds, its schedule and its groups.

    `since[L]` is the day level L was reached (`low >= L`) or since when it is claimed (`high >= L`), else None.
    `groups` are those of the reading, in the plan's order; `weight` is a whole number, comparable in the plan.
    `verdicts` on the groups, those of them on `gates`, and the `status` that follows are there once the plan is judged.
    """

    milestone: Milestone
    index: int
    weight: int
    groups: tuple[Group, ...]
    levels: Timeline[int] = NO_RECORDS
    low: int = 0
    high: int = 0
    since: tuple[int | None, ...] = NOTHING_HELD
    is_withdrawn: bool = False
    schedule: Schedule = UNSCHEDULED
    verdicts: tuple[GroupVerdict, ...] = ()
    gates: tuple[GroupVerdict, ...] = ()
    status: Status = Status.UNSETTLED

    def reached_on(self, level: int) -> int | None:
        """The day on which the level was reached; None while low is below it."""
        return self.since[level] if self.low >= level else None

    def schedule_as_dict(self) -> dict[str, Any]:
        """Its dates as they are published: `api.md`."""
        lapses = self.milestone.lapses
        return self.schedule.as_dict() | {"lapses": None if lapses is None else lapses.isoformat()}

    @property
    def asked(self) -> list[ConditionVerdict]:
        """The verdicts on the conditions of its gates that are not waived."""
        return [judged for verdict in self.gates if not verdict.is_waived for judged in verdict.conditions]

    def is_overdue(self, on: int) -> bool:
        """Whether it was due before the day, and is neither complete nor withdrawn."""
        due = self.schedule.due.day
        return due is not None and due < on and self.low < 3 and not self.is_withdrawn


class Facts:
    """A plan on the day `on` (an ordinal), as known at `known_at`, under one reading."""

    def __init__(self, plan: Plan, *, on: date, known_at: datetime | None, reading: str | None) -> None:
        if known_at is not None and known_at.tzinfo is None:
            raise ValueError(f"known_at {known_at.isoformat()} has no time zone.")
        self.plan = plan
        self.on = on.toordinal()
        self.known_at = known_at
        self.reading = _chosen_reading(plan, reading)
        scale = lcm(*{milestone.weight.as_integer_ratio()[1] for milestone in plan.milestones})
        self.milestones = [self._milestone(milestone, i, scale) for i, milestone in enumerate(plan.milestones)]
        self.by_slug = {facts.milestone.slug: facts for facts in self.milestones}
        self.indicators = {indicator.slug: indicator for indicator in plan.indicators}
        self._values: dict[str, Timeline[Bound]] = {}
        self._progress: dict[str, Timeline[Standing]] = {}
        self.pillar_nodes = {pillar: -1 - position for position, pillar in enumerate(plan.pillars)}
        self.members: dict[str, list[MilestoneFacts]] = {pillar: [] for pillar in plan.pillars}
        for facts in self.milestones:
            self.members[facts.milestone.pillar].append(facts)
        self.go_to(self.on, self.milestones)

    def go_to(self, day: int, moved: Iterable[MilestoneFacts]) -> None:
        """Stand on another day, since which these alone moved (`runs.Moves`), and are to be judged anew."""
        self.on = day
        self._values.clear()
        self._progress.clear()
        for facts in moved:
            milestone = facts.milestone
            facts.levels = level_timeline(milestone.assessments, self._asked(milestone.verification))
            facts.low, facts.high = facts.levels.lows[-1], facts.levels.highs[-1]
            facts.since = level_since(facts.levels)
            facts.is_withdrawn = stands(milestone.withdrawals, day, self.known_at)
        for facts in moved:
            facts.schedule = schedule_in_force(
                facts.milestone,
                on=day,
                known_at=self.known_at,
                day_reached=lambda slug, level: self.by_slug[slug].reached_on(level),
            )

    def values(self, indicator: str) -> Timeline[Bound]:
        """The indicator's reading over time; worked out when first asked for."""
        if indicator not in self._values:
            counted = self.indicators[indicator]
            self._values[indicator] = value_timeline(counted, self._asked(counted.verification))
        return self._values[indicator]

    def progress(self, pillar: str) -> Timeline[Standing]:
        """The pillar's progress over time; worked out when first asked for."""
        if pillar not in self._progress:
            self._progress[pillar] = progress_timeline(
                [(facts.levels, facts.weight, facts.milestone.withdrawals) for facts in self.members[pillar]],
                on=self.on,
                known_at=self.known_at,
            )
        return self._progress[pillar]

    def standing(self, pillar: str) -> Standing:
        """The pillar's standing on the day `on`."""
        return self.progress(pillar).at(self.on)[0]

    def node(self, milestone: str, level: int) -> int:
        """The number of a milestone's level in graphs of the plan, from 0; that of a pillar is below 0."""
        return 3 * self.by_slug[milestone].index + level - 1

    def level_evidence(self, milestone: str) -> Evidence[Assessment]:
        """The assessments behind a milestone's range."""
        assessed = self.by_slug[milestone].milestone
        return sort_out(assessed.assessments, self._asked(assessed.verification))

    def value_evidence(self, indicator: str) -> tuple[SeriesEvidence, ...]:
        """The observations behind an indicator's reading, a series at a time, by slug."""
        counted = self.indicators[indicator]
        has_reading = self.values(indicator).at(self.on)[0] is not None
        return series_evidence(counted, self._asked(counted.verification), has_reading=has_reading)

    def is_waived(self, group: Group, day: int) -> bool:
        """Whether a waiver of the group stands on the day."""
        return stands(group.waivers, day, self.known_at)

    def _milestone(self, milestone: Milestone, index: int, scale: int) -> MilestoneFacts:
        return MilestoneFacts(
            milestone=milestone,
            index=index,
            weight=_whole(milestone.weight, scale),
            groups=tuple(
                group
                for group in milestone.groups
                if group.readings is None or self.reading is None or self.reading in group.readings
            ),
        )

    def _asked(self, verification: Grade | None) -> Asked:
        """Which grade a record needs, on which day, as known when."""
        return Asked(self.plan.verification if verification is None else verification, self.on, self.known_at)


def _chosen_reading(plan: Plan, reading: str | None) -> str | None:
    if reading is None:
        return plan.readings[0] if plan.readings else None
    if reading not in plan.readings:
        declared = ", ".join(plan.readings) or "none"
        raise UnknownReading(f'The plan "{plan.slug}" has no reading "{reading}"; it declares: {declared}.')
    return reading


def _whole(weight: Decimal, scale: int) -> int:
    """The weight times the common denominator of all weights."""
    numerator, denominator = weight.as_integer_ratio()
    return numerator * (scale // denominator)
