"""Section 3 of the method: begin with every level never, and apply the rules until nothing changes."""

from __future__ import annotations

from typing import Any

from .oracle_records import LEVELS, NEVER, Day, Follows, day_of, number_of
from .oracle_world import MET, UNMET, Group, Milestone, World, satisfies


class Dates:
    """The dates of all levels under one assumption: `earliest`, or else `established`."""

    def __init__(self, world: World, *, established: bool) -> None:
        self.world, self.on, self.established = world, world.on, established
        self.levels: dict[tuple[str, int], Day] = {
            (slug, level): NEVER for slug in world.milestones for level in (1, 2, 3)
        }
        self.facts = {key: self.settled(*key) for key in self.levels}
        self.shortcuts: dict[int, Day | None] = {}
        self.durations = {slug: world.duration(m) for slug, m in world.milestones.items()}
        while True:
            following = {key: self.level_by_rule(*key) for key in self.levels}
            if following == self.levels:
                return
            self.levels = following

    def holds(self, truth: str) -> bool:
        return truth == MET if self.established else truth != UNMET

    def settled(self, slug: str, level: int) -> Day | None:
        """The date which the records alone give to a level; None where the rules must."""
        low, high = self.world.level(slug, self.on)
        if low >= level:
            return self.world.reached_on(slug, level)
        if high >= level and not self.established:
            return self.world.claimed_since(slug, level)
        return NEVER if self.world.is_withdrawn(slug, self.on) else None

    def level_by_rule(self, slug: str, level: int) -> Day:
        fact = self.facts[slug, level]
        if fact is not None:
            return fact
        milestone = self.world.milestones[slug]
        gates = [self.gate(g) for g in milestone.gates if g.level == level]
        if self.established:
            own = self.own_date_established(milestone, level)
        else:
            own = self.own_date_earliest(milestone, level)
        latest = max([self.on, *gates, own])
        return NEVER if milestone.lapses is not None and latest > milestone.lapses else latest

    def own_date_earliest(self, m: Milestone, level: int) -> Day:
        if level == 1:
            return self.on if m.planned_start is None else self.scheduled(m.planned_start)
        return self.after_level_before(m, level)

    def own_date_established(self, m: Milestone, level: int) -> Day:
        if level == 1:
            start = m.due if m.planned_start is None else m.planned_start
            return NEVER if self.is_missing_or_past(start) else self.scheduled(start)
        if self.is_missing_or_past(m.due):
            return NEVER
        day, due = self.after_level_before(m, level), self.scheduled(m.due)
        if level == 2:
            return due if day < self.on else day
        return max(day, due)

    def after_level_before(self, m: Milestone, level: int) -> Day:
        half = self.durations[m.slug] // 2
        days = half if level == 2 else self.durations[m.slug] - half
        return self.levels[m.slug, level - 1] + days

    def is_missing_or_past(self, scheduled: int | Follows | None) -> bool:
        if self.world.is_open(scheduled):
            return False
        day = self.world.date_of(scheduled)
        return day is None or day < self.on

    def scheduled(self, scheduled: int | Follows) -> Day:
        """The date of a planned start or due; an open one takes that of the level it follows."""
        if isinstance(scheduled, Follows) and self.world.is_open(scheduled):
            followed = self.levels[scheduled.milestone, scheduled.level]
            return max(self.on, followed + scheduled.days)
        day = self.world.date_of(scheduled)
        assert day is not None
        return day

    def gate(self, group: Group) -> Day:
        if self.holds(self.world.group_truth(group, self.on)):
            return self.on
        return sorted(self.condition(c) for c in group.conditions)[group.k - 1]

    def condition(self, condition: dict[str, Any]) -> Day:
        fact = self.condition_by_facts(condition)
        if fact is not None:
            return fact
        if "milestone" in condition:
            reached = self.levels[condition["milestone"], LEVELS[condition["reaches"]]]
            return max(self.on, reached + (condition.get("for_days") or 0))
        return max(self.on, self.pillar_condition(condition))

    def condition_by_facts(self, condition: dict[str, Any]) -> Day | None:
        """The date of a condition as far as it depends on no level's date; kept, as it does not change."""
        key = id(condition)
        if key not in self.shortcuts:
            self.shortcuts[key] = self.work_out_by_facts(condition)
        return self.shortcuts[key]

    def work_out_by_facts(self, condition: dict[str, Any]) -> Day | None:
        world, days = self.world, condition.get("for_days") or 0
        if self.holds(world.truth(condition, self.on)):
            return self.on
        if days and self.holds(world.truth_of_day(condition, self.on)):
            return world.held_since(condition, self.holds) + days
        if "indicator" in condition:
            return max(self.on, self.indicator_condition(condition, days))
        if "date" in condition:
            return max(self.on, day_of(condition["date"]))
        return None

    def indicator_condition(self, condition: dict[str, Any], days: int) -> Day:
        indicator = self.world.indicators[condition["indicator"]]
        day, target = indicator.target_day, indicator.target
        if day is not None and day >= self.on and target is not None and satisfies(condition, target):
            return day + days
        return NEVER if self.established else self.on + days

    def pillar_condition(self, condition: dict[str, Any]) -> Day:
        """The first date by which enough levels of its milestones not withdrawn have come."""
        members = self.world.members(condition["pillar"], self.on)
        if not members:
            return NEVER
        wanted = number_of(condition["progress"]) * 3 * sum(m.weight for m in members) / 100
        for day in sorted({self.levels[m.slug, level] for m in members for level in (1, 2, 3)}):
            come = sum(m.weight for m in members for level in (1, 2, 3) if self.levels[m.slug, level] <= day)
            if day != NEVER and come >= wanted:
                return day
        return NEVER
