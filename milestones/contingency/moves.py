"""The days on which what a plan's records say can change: when its levels, values, suspensions and dates move."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from milestones.contingency.known import is_known, is_recorded, standing_periods
from milestones.contingency.plan import Group, Indicator, Milestone, Plan


class Moves:
    """When the records of a plan move, as known at `known_at`; days as ordinals, more of them than do change."""

    def __init__(self, plan: Plan, known_at: datetime | None) -> None:
        self._known_at = known_at
        self._indicators = {indicator.slug: indicator for indicator in plan.indicators}
        self._values: dict[str, frozenset[int]] = {}
        self.levels = {
            milestone.slug: frozenset(
                record.date.toordinal() for record in milestone.assessments if is_known(record, known_at)
            )
            for milestone in plan.milestones
        }

    def values(self, indicator: str) -> frozenset[int]:
        """The days of an indicator's observations, and those on which they are stale."""
        if indicator not in self._values:
            self._values[indicator] = frozenset(self._value_days(self._indicators[indicator]))
        return self._values[indicator]

    def held_for(self, days: frozenset[int], for_days: int) -> Iterable[int]:
        """The days on which what moves on `days` can begin or cease to have held for so long."""
        if not for_days:
            return days
        # A run that began on a day has lasted n days after n more; one that ended is out of the window a day later.
        return days | {day + for_days for day in days} | {day + for_days + 1 for day in days}

    def of(self, milestone: Milestone, groups: Iterable[Group]) -> Iterator[int]:
        """The days on which the milestone moves, or what these groups of its ask."""
        yield from self.levels[milestone.slug]
        for period in standing_periods(milestone.withdrawals, self._known_at):
            yield from period
        for revision in milestone.schedule:
            if is_recorded(revision.recorded, self._known_at):
                yield revision.date.toordinal()
        if milestone.lapses is not None:
            yield milestone.lapses.toordinal() + 1
        for group in groups:
            for period in standing_periods(group.waivers, self._known_at):
                yield from period
            for condition in group.conditions:
                yield from condition.turning_days(self)

    def _value_days(self, indicator: Indicator) -> Iterator[int]:
        for observation in indicator.observations:
            if is_known(observation, self._known_at):
                day = observation.date.toordinal()
                yield day
                if indicator.stale_after is not None:
                    yield day + indicator.stale_after + 1
