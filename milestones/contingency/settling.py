"""When each level can come, under one of the two assumptions of section 3.

Levels are settled in order of date, as in Knuth's generalisation of Dijkstra's algorithm (Information Processing
Letters 6(1), 1977): a level waits for its unmet gates, for the level before it and for the plan's dates; when the
last of them is dated, so is the level. What never gets a date that rests on the facts stays NEVER, so milestones
that merely hold each other up need no search for cycles. Time: linear in conditions, but for the heap.
"""

from collections import defaultdict
from heapq import heapify, heappop, heappush

from milestones.contingency.conditions import PillarCondition
from milestones.contingency.days import NEVER
from milestones.contingency.facts import Facts, MilestoneFacts
from milestones.contingency.levels import LEVELS_TO_REACH
from milestones.contingency.plan import Group
from milestones.contingency.scales import Truth
from milestones.contingency.schedule import Planned
from milestones.contingency.verdicts import ConditionVerdict, Dates, GroupVerdict

_LEVEL, _GATE = 0, 1


class DateSolver:
    """Works out `Dates` of a plan whose groups are judged; `waived` is one taken as met beside those that are waived.

    `is_earliest` is the assumption: what is claimed or unknown holds, or (False) nothing but what is established.
    """

    def __init__(self, facts: Facts, *, is_earliest: bool, waived: Group | None = None) -> None:
        self.dates = Dates(facts, is_earliest=is_earliest)
        self._facts = facts
        self._on = facts.on
        self._is_earliest = is_earliest
        count = 3 * len(facts.milestones)
        self._floor = [facts.on] * count
        self._waits_for = [0] * count
        self._can_come = [True] * count
        self._followers: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self._gates_on: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self._gate_node: list[int] = []
        self._gate_lacks: list[int] = []
        self._pillar_gates: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self._events: list[tuple[int, int, int]] = []
        self._waived = waived

    def solve(self) -> Dates:
        """Settle every level that can come, in order of date."""
        for milestone in self._facts.milestones:
            self._settle_known(milestone)
        for milestone in self._facts.milestones:
            if not self._is_dated(milestone):
                self._set_up(milestone)
        heapify(self._events)
        self._open_pillars()
        for node, waits_for in enumerate(self._waits_for):
            if not waits_for and self._can_come[node]:
                self._come(node)
        while self._events:
            day, kind, number = heappop(self._events)
            if kind == _GATE:
                self._satisfy(number, day)
            else:
                self._settle(number, day)
        return self.dates

    def _settle_known(self, milestone: MilestoneFacts) -> None:
        """Date what waits for nothing: the levels held, and those that can come today; of a withdrawn one none will."""
        held, comes_today = self._held(milestone), self._comes_today(milestone)
        if not (held or comes_today or milestone.is_withdrawn):
            return
        for level in LEVELS_TO_REACH:
            node = 3 * milestone.index + level - 1
            since = milestone.since[level] if held >= level else None
            if since is not None or comes_today:
                self.dates.when[node] = self._on if since is None else since
                self._can_come[node] = False
            elif milestone.is_withdrawn:
                self._can_come[node] = False

    def _is_dated(self, milestone: MilestoneFacts) -> bool:
        """Whether each of its levels has a date."""
        return self.dates.level(milestone, 3) < NEVER

    def _held(self, milestone: MilestoneFacts) -> int:
        """The level reached, for the earliest date that claimed."""
        return milestone.high if self._is_earliest else milestone.low

    def _comes_today(self, milestone: MilestoneFacts) -> bool:
        """Whether each level still to come can come today: most of a plan can, and needs no queue."""
        lapses, schedule = milestone.milestone.lapses, milestone.schedule
        if not self._is_earliest or milestone.is_withdrawn or not schedule.start.is_missing or schedule.duration:
            return False
        if lapses is not None and lapses.toordinal() < self._on:
            return False
        return all(verdict.truth is not Truth.UNMET for verdict in milestone.gates)

    def _set_up(self, milestone: MilestoneFacts) -> None:
        """Tell what each level still to come waits for."""
        first = 3 * milestone.index
        for level in LEVELS_TO_REACH:
            if self._can_come[first + level - 1]:
                self._wait_for_plan(milestone, level, first + level - 1)
        for verdict in milestone.verdicts:
            node = first + verdict.level - 1
            if not verdict.is_gate or not self._can_come[node]:
                continue
            if not self.dates.holds(verdict.truth) and verdict.group is not self._waived:
                self._wait_for_gate(verdict, node)

    def _wait_for_plan(self, milestone: MilestoneFacts, level: int, node: int) -> None:
        schedule = milestone.schedule
        if level == 1:
            planned = schedule.start
            if not self._is_earliest and planned.is_missing:
                planned = schedule.due
            self._wait_for_date(node, planned)
            return
        step = schedule.days_to(level)
        if not self._is_earliest and not self._has_future(schedule.due):
            self._can_come[node] = False
            return
        before = self.dates.when[node - 1]
        is_late = level == 2 and before + step < self._on
        if before == NEVER:
            self._can_come[node] = self._can_come[node - 1]
        if self._is_earliest or not is_late:
            self._follow(node, node - 1, step)
        if not self._is_earliest and (is_late or level == 3):
            self._wait_for_date(node, schedule.due)

    def _has_future(self, planned: Planned) -> bool:
        """Whether a planned date is given for a day still to come, or is open."""
        return planned.is_open or (planned.day is not None and planned.day >= self._on)

    def _wait_for_date(self, node: int, planned: Planned) -> None:
        """Not before a planned date; an established date needs one that is neither missing nor past."""
        if planned.day is not None:
            self._floor[node] = max(self._floor[node], planned.day)
        elif planned.follows is not None:
            self._follow(node, self._facts.node(planned.follows.after, planned.follows.reaches), planned.follows.days)
        if not self._is_earliest and not self._has_future(planned):
            self._can_come[node] = False

    def _follow(self, node: int, source: int, days: int) -> None:
        """Not before so many days after a level, which has a date or is to come."""
        if self.dates.when[source] < NEVER:
            self._floor[node] = max(self._floor[node], self.dates.when[source] + days)
            return
        self._waits_for[node] += 1
        self._followers[source].append((node, days))

    def _wait_for_gate(self, verdict: GroupVerdict, node: int) -> None:
        gate = len(self._gate_node)
        self._gate_node.append(node)
        self._gate_lacks.append(verdict.group.require)
        self._waits_for[node] += 1
        for judged in verdict.conditions:
            self._subscribe(gate, judged)

    def _subscribe(self, gate: int, verdict: ConditionVerdict) -> None:
        condition = verdict.condition
        fixed = self._on if self.dates.holds(verdict.truth) else self.dates.fixed_day(condition)
        if fixed is not None:
            if fixed < NEVER:
                self._events.append((fixed, _GATE, gate))
            return
        awaited = condition.awaited(self._facts)
        if awaited is not None and awaited >= 0:
            if (day := self.dates.when[awaited]) < NEVER:
                self._events.append((day + condition.for_days, _GATE, gate))
            else:
                self._gates_on[awaited].append((gate, condition.for_days))
        elif isinstance(condition, PillarCondition) and self._facts.standing(condition.pillar).weight:
            self._pillar_gates[condition.pillar].append((condition.needed(self._facts), gate))

    def _open_pillars(self) -> None:
        """Sum up what each pillar has already gained; its gates wait in order of what they need."""
        for pillar, members in self._facts.members.items():
            gained = 0
            for milestone in members:
                if not milestone.is_withdrawn:
                    gained += milestone.weight * (3 if self._is_dated(milestone) else self._held(milestone))
            self.dates.gained[pillar] = ([self._on], [gained])
            self._pillar_gates[pillar].sort(reverse=True)
            self._open_pillar_gates(pillar, self._on)

    def _open_pillar_gates(self, pillar: str, day: int) -> None:
        waiting = self._pillar_gates[pillar]
        gained = self.dates.gained[pillar][1][-1]
        while waiting and waiting[-1][0] <= gained:
            heappush(self._events, (day, _GATE, waiting.pop()[1]))

    def _come(self, node: int) -> None:
        """The node waits for nothing any more: it comes on its floor, unless its authority lapses before."""
        if not self._can_come[node]:
            return
        lapses = self._facts.milestones[node // 3].milestone.lapses
        day = self._floor[node]
        if lapses is None or day <= lapses.toordinal():
            heappush(self._events, (day, _LEVEL, node))

    def _release(self, node: int, day: int) -> None:
        self._floor[node] = max(self._floor[node], day)
        self._waits_for[node] -= 1
        if not self._waits_for[node]:
            self._come(node)

    def _satisfy(self, gate: int, day: int) -> None:
        self._gate_lacks[gate] -= 1
        if self._gate_lacks[gate] == 0:
            self._release(self._gate_node[gate], day)

    def _settle(self, node: int, day: int) -> None:
        self.dates.when[node] = day
        for follower, days in self._followers.pop(node, ()):
            self._release(follower, day + days)
        for gate, for_days in self._gates_on.pop(node, ()):
            if for_days:
                heappush(self._events, (day + for_days, _GATE, gate))
            else:
                self._satisfy(gate, day)
        milestone = self._facts.milestones[node // 3]
        if not milestone.is_withdrawn:
            self._gain(milestone.milestone.pillar, milestone.weight, day)

    def _gain(self, pillar: str, weight: int, day: int) -> None:
        days, sums = self.dates.gained[pillar]
        days.append(day)
        sums.append(sums[-1] + weight)
        self._open_pillar_gates(pillar, day)
