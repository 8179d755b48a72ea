"""Statuses and levels over time, as runs of days, exactly, from the days alone on which something can change.

Between two days on which records move, all levels and truths stand, and a day that passes only puts dates off: an
earliest date never comes nearer, and no more than a day later a day. So within such a stretch a milestone's status can
only go on along `waiting`, `delayed`, `blocked`, `deadlocked` (or from a status without unmet gates to the last two):
none does while every date has days to spare, and where the first and the last day agree, so do all between; where they
do not, the stretch is halved. From one stretch to the next only what moved is judged anew.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from itertools import pairwise

from milestones.contingency.days import NEVER
from milestones.contingency.engine import collector_paused, judge
from milestones.contingency.evidence import is_known, is_recorded, standing_periods
from milestones.contingency.facts import Facts, MilestoneFacts
from milestones.contingency.levels import LEVELS_TO_REACH
from milestones.contingency.plan import Group, Milestone, Plan, RelativeDate, RevisedDate
from milestones.contingency.reasons import planned_day
from milestones.contingency.scales import Status, Truth
from milestones.contingency.verdicts import Dates


class Moves:
    """When the records of a plan move, as known at `known_at`; days as ordinals, more of them than do change."""

    def __init__(self, plan: Plan, known_at: datetime | None) -> None:
        self._known_at = known_at
        self._indicators = {indicator.slug: indicator for indicator in plan.indicators}
        self._values: dict[str, frozenset[int]] = {}
        self._pillars: dict[str, set[int]] = defaultdict(set)
        self.levels = {
            milestone.slug: frozenset(
                record.date.toordinal() for record in milestone.assessments if is_known(record, known_at)
            )
            for milestone in plan.milestones
        }
        for milestone in plan.milestones:
            self._pillars[milestone.pillar].update(self._own(milestone))

    def progress(self, pillar: str) -> Iterable[int]:
        """The days on which a level of the pillar's milestones moves, or one is withdrawn or taken up again."""
        return self._pillars[pillar]

    def values(self, indicator: str) -> frozenset[int]:
        """The days of an indicator's observations, and those on which they are stale."""
        if indicator not in self._values:
            counted = self._indicators[indicator]
            days = {seen.date.toordinal() for seen in counted.observations if is_known(seen, self._known_at)}
            stale = () if counted.stale_after is None else {day + counted.stale_after + 1 for day in days}
            self._values[indicator] = frozenset(days.union(stale))
        return self._values[indicator]

    def held_for(self, days: frozenset[int], for_days: int) -> Iterable[int]:
        """The days on which what moves on `days` can begin or cease to have held for so long."""
        if not for_days:
            return days
        # A run that began on a day has lasted n days after n more; one that ended is out of the window a day later.
        return days | {day + for_days for day in days} | {day + for_days + 1 for day in days}

    def of(self, milestone: Milestone, groups: Iterable[Group]) -> Iterator[int]:
        """The days on which the milestone moves, or what these groups of its ask."""
        yield from self._own(milestone)
        planned: list[RevisedDate | None] = [milestone.planned_start, milestone.due]
        for revision in milestone.schedule:
            if is_recorded(revision.recorded, self._known_at):
                yield revision.date.toordinal()
                planned += (revision.planned_start, revision.due)
        for rule in planned:
            if isinstance(rule, RelativeDate):
                yield from self.levels[rule.after]
        if milestone.lapses is not None:
            yield milestone.lapses.toordinal() + 1
        for group in groups:
            for period in standing_periods(group.waivers, self._known_at):
                yield from period
            for condition in group.conditions:
                yield from condition.turning_days(self)

    def _own(self, milestone: Milestone) -> Iterator[int]:
        yield from self.levels[milestone.slug]
        for period in standing_periods(milestone.withdrawals, self._known_at):
            yield from period


Standing = tuple[tuple[Status, int, int], ...]
"""(status, level low, level high) of every milestone on a day, in the plan's order."""


@dataclass(frozen=True, slots=True)
class Run:
    """The days `first` to `last`, both counted, on which a milestone keeps its status and its range of levels."""

    milestone: str
    first: date
    last: date
    status: Status
    low: int
    high: int


class Course:
    """A plan from day to day, `first` to `last`, as known at `known_at` under one reading.

    Raises UnknownReading, ValueError for a `known_at` without a time zone or a last day before the first.
    """

    def __init__(
        self, plan: Plan, *, first: date, last: date, known_at: datetime | None = None, reading: str | None = None
    ) -> None:
        if last < first:
            raise ValueError(f"The last day, {last.isoformat()}, is before the first, {first.isoformat()}.")
        self._plan = plan
        self._first, self._last = first.toordinal(), last.toordinal()
        self._known_at = known_at
        self.milestones = len(plan.milestones)
        self._facts = Facts(plan, on=first, known_at=known_at, reading=reading)
        self._to_spare = 0

    @cached_property
    def _moved(self) -> Mapping[int, Sequence[MilestoneFacts]]:
        """The first day, with all, and those after it on which records or the plan's own dates move, with which."""
        moves = Moves(self._plan, self._known_at)
        moved: dict[int, list[MilestoneFacts]] = {self._first: self._facts.milestones}
        for member in self._facts.milestones:
            for day in {*moves.of(member.milestone, member.groups)}:
                if self._first < day <= self._last:
                    moved.setdefault(day, []).append(member)
        return moved

    @cached_property
    def days(self) -> tuple[int, ...]:
        """The first day, and those after it on which records or the plan's own dates move; as ordinals."""
        return tuple(sorted(self._moved))

    def runs(self) -> list[Run]:
        """Every milestone's runs, in the plan's order and by day; together they cover the days, without a gap."""
        began = [self._first] * len(self._plan.milestones)
        runs: list[list[Run]] = [[] for _ in self._plan.milestones]
        with collector_paused():
            before: Standing | None = None
            for day, standing in self._changes():
                if before is not None:
                    for index, (was, stands) in enumerate(zip(before, standing, strict=True)):
                        if was != stands:
                            runs[index].append(self._run(index, began[index], day - 1, was))
                            began[index] = day
                before = standing
        for index, was in enumerate(before or ()):
            runs[index].append(self._run(index, began[index], self._last, was))
        return [run for of_milestone in runs for run in of_milestone]

    def _run(self, index: int, first: int, last: int, stands: tuple[Status, int, int]) -> Run:
        slug = self._plan.milestones[index].slug
        return Run(slug, date.fromordinal(first), date.fromordinal(last), *stands)

    def _changes(self) -> Iterator[tuple[int, Standing]]:
        """The first day, and each day on which a standing is not that of the day before, with it."""
        known: Standing | None = None
        for begins, ends in pairwise((*self.days, self._last + 1)):
            first = self._standing(begins)
            if first != known:
                yield begins, first
            known = first
            if begins + self._to_spare < ends - 1:
                last = self._standing(ends - 1)
                yield from self._between(begins, first, ends - 1, last)
                known = last

    def _between(self, first: int, stood: Standing, last: int, stands: Standing) -> Iterator[tuple[int, Standing]]:
        """The days after `first`, up to `last`, on which the standing changes, in a stretch without a move."""
        if stood == stands:
            return
        if last - first == 1:
            yield last, stands
            return
        middle = (first + last) // 2
        halfway = self._standing(middle)
        yield from self._between(first, stood, middle, halfway)
        yield from self._between(middle, halfway, last, stands)

    def _standing(self, day: int) -> Standing:
        """How all stands on a day of the stretch that was come to, or on the first of the next one."""
        moved = self._moved.get(day, ())
        self._facts.go_to(day, moved)
        dates, _deadlocks, _standing_in = judge(self._facts, moved)
        self._to_spare = min(
            (days for member in self._facts.milestones for days in _to_spare(member, dates)), default=0
        )
        return tuple((member.status, member.low, member.high) for member in self._facts.milestones)


def _to_spare(member: MilestoneFacts, dates: Dates) -> Iterator[int]:
    """By how many days what changes the status of a milestone may come later without doing so."""
    if (lapses := member.milestone.lapses) is not None:
        for level in LEVELS_TO_REACH[member.high :]:
            if (day := dates.level(member, level)) < NEVER:
                yield lapses.toordinal() - day
    for verdict in member.gates:
        planned = planned_day(verdict.group.before, member.schedule) if verdict.truth is Truth.UNMET else None
        if planned is not None and verdict.earliest <= planned:
            yield planned - verdict.earliest
