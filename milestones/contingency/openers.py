"""Single gates whose waiver would open a deadlock (section 4).

A gate can date a level only where all else that the level waits for has a date; what then comes with it is followed
from the settled dates, through the levels that have none, without working any date out. Only an authority that
lapses needs the dates anew: it decides by day whether a level comes.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from milestones.contingency.conditions import PillarCondition
from milestones.contingency.days import NEVER
from milestones.contingency.deadlocks import Deadlock, level_before, strong_components
from milestones.contingency.evaluation import Evaluation
from milestones.contingency.facts import Facts, MilestoneFacts
from milestones.contingency.scales import Truth
from milestones.contingency.settling import DateSolver
from milestones.contingency.verdicts import GroupVerdict

GateNumber = tuple[int, int]
"""A gate, as (index of its milestone, number in the milestone's groups): in the plan's order."""


@dataclass(frozen=True, slots=True)
class Opener:
    """A gate (counted from 0 in its milestone's groups under the reading) and the levels its waiver would date."""

    milestone: str
    gate: int
    opens: tuple[tuple[str, int], ...]


def find_openers(evaluation: Evaluation, deadlock: Deadlock) -> tuple[Opener, ...]:
    """Every single gate whose waiver would give an earliest date to a level of the deadlock, in the plan's order.

    Linear in what the deadlock rests on for each set of levels that bring one another, as in a circle they do. Where an
    authority may lapse before a level comes, the plan's dates are worked out anew for each gate that this depends on.
    """
    stuck = _StuckLevels(evaluation, deadlock)
    by_days = set(_gates_behind(evaluation.facts, stuck.too_late()))
    levels = [(evaluation.facts.node(slug, level), (slug, int(level))) for slug, level in deadlock.levels]

    def of_deadlock(dated: set[int]) -> tuple[tuple[str, int], ...]:
        return tuple(level for node, level in levels if node in dated)

    opens: dict[GateNumber, tuple[tuple[str, int], ...]] = {}
    for gates, come in stuck.coming():
        if stuck.may_lapse(come):
            by_days.update(gates)
        opens |= dict.fromkeys(gates, of_deadlock(come))
    opens |= {gate: of_deadlock(_dated_without(evaluation, gate)) for gate in by_days}
    milestones = evaluation.facts.milestones
    return tuple(
        Opener(milestones[gate[0]].milestone.slug, gate[1], opens[gate]) for gate in sorted(opens) if opens[gate]
    )


def _dated_without(evaluation: Evaluation, gate: GateNumber) -> set[int]:
    """The levels that have a date once the gate is waived, all dates worked out anew."""
    waived = evaluation.facts.milestones[gate[0]].verdicts[gate[1]].group
    dates = DateSolver(evaluation.facts, is_earliest=True, waived=waived).solve()
    return {node for node, day in enumerate(dates.when) if day < NEVER}


class _StuckLevels:
    """The levels without a date that a deadlock rests on, each with how much of what it waits for has no date."""

    def __init__(self, evaluation: Evaluation, deadlock: Deadlock) -> None:
        self._facts, self._when = evaluation.facts, evaluation.earliest.when
        self._lacks: dict[int, int] = {}
        self._gate_lacks: dict[GateNumber, int] = {}
        self._followers: dict[int, list[int]] = defaultdict(list)
        self._waiting: dict[int, list[GateNumber]] = defaultdict(list)
        self._pillar_gates: dict[str, list[tuple[int, GateNumber]]] = defaultdict(list)
        self._gained = {pillar: sums[-1] for pillar, (_, sums) in evaluation.earliest.gained.items()}
        ahead = [self._facts.node(slug, level) for slug, level in deadlock.levels]
        while ahead:
            node = ahead.pop()
            if node not in self._lacks and self._can_come(node):
                self._lacks[node] = 0
                ahead.extend(self._awaited_by(node))

    def coming(self) -> Iterator[tuple[list[GateNumber], set[int]]]:
        """The gates that alone keep their level from its date, and the levels that come without one of them.

        Those whose levels bring one another are given together, for the same levels come without each.
        """
        alone = {self._node_of(gate): gate for gate in self._gate_lacks if self._lacks[self._node_of(gate)] == 1}
        for component in strong_components({node: [*self._brought_by(node)] for node in self._lacks}):
            gates = [alone[node] for node in component & alone.keys()]
            if gates:
                yield gates, self._coming_without(gates[0])

    def _brought_by(self, node: int) -> Iterator[int]:
        """The levels that lack nothing but this one."""
        waiting = (self._node_of(gate) for gate in self._waiting[node] if self._gate_lacks[gate] == 1)
        return (other for other in (*self._followers[node], *waiting) if self._lacks[other] == 1)

    def too_late(self) -> list[int]:
        """The indices of the milestones with a level that lacks nothing: it would come after its authority lapsed."""
        return [node // 3 for node, lacks in self._lacks.items() if not lacks]

    def may_lapse(self, nodes: Iterable[int]) -> bool:
        """Whether the authority for one of the levels ends on some day."""
        return any(self._facts.milestones[node // 3].milestone.lapses is not None for node in nodes)

    def _coming_without(self, gate: GateNumber) -> set[int]:
        """The levels that come once the gate is waived, if no authority lapses before."""
        lacks, gate_lacks, gained = self._lacks.copy(), self._gate_lacks.copy(), self._gained.copy()
        come: set[int] = set()
        ahead: list[int] = []

        def lift(node: int) -> None:
            lacks[node] -= 1
            if not lacks[node]:
                ahead.append(node)

        def satisfy(other: GateNumber) -> None:
            gate_lacks[other] -= 1
            if not gate_lacks[other] and other != gate:
                lift(self._node_of(other))

        lift(self._node_of(gate))
        while ahead:
            node = ahead.pop()
            come.add(node)
            for follower in self._followers[node]:
                lift(follower)
            for other in self._waiting[node]:
                satisfy(other)
            milestone = self._facts.milestones[node // 3]
            pillar, before = milestone.milestone.pillar, gained[milestone.milestone.pillar]
            gained[pillar] = before + milestone.weight
            for needed, other in self._pillar_gates[pillar]:
                if before < needed <= gained[pillar]:
                    satisfy(other)
        return come

    def _can_come(self, node: int) -> bool:
        """Whether the level is without a date, and neither withdrawn nor past its authority."""
        milestone = self._facts.milestones[node // 3]
        lapses = milestone.milestone.lapses
        is_over = lapses is not None and lapses.toordinal() < self._facts.on
        return self._when[node] == NEVER and not milestone.is_withdrawn and not is_over

    def _node_of(self, gate: GateNumber) -> int:
        return 3 * gate[0] + self._facts.milestones[gate[0]].verdicts[gate[1]].level - 1

    def _awaited_by(self, node: int) -> Iterator[int]:
        """Note what the level waits for that has no date, and give the levels among it."""
        milestone, level = self._facts.milestones[node // 3], node % 3 + 1
        before = level_before(self._facts, node)
        if before is not None and self._when[before] == NEVER:
            self._lacks[node] += 1
            self._followers[before].append(node)
            yield before
        for number, verdict in enumerate(milestone.verdicts):
            if verdict.is_gate and verdict.level == level and verdict.earliest == NEVER:
                self._lacks[node] += 1
                yield from self._awaited_by_gate((milestone.index, number), verdict)

    def _awaited_by_gate(self, gate: GateNumber, verdict: GroupVerdict) -> Iterator[int]:
        open_ones = [judged.condition for judged in verdict.conditions if judged.earliest == NEVER]
        self._gate_lacks[gate] = verdict.group.require - (len(verdict.conditions) - len(open_ones))
        for condition in open_ones:
            awaited = condition.awaited(self._facts)
            if awaited is not None and awaited >= 0:
                self._waiting[awaited].append(gate)
                yield awaited
            elif isinstance(condition, PillarCondition) and self._facts.standing(condition.pillar).weight:
                self._pillar_gates[condition.pillar].append((condition.needed(self._facts), gate))
                for member in self._facts.members[condition.pillar]:
                    yield from range(3 * member.index, 3 * member.index + 3)


def _gates_behind(facts: Facts, milestones: Iterable[int]) -> Iterator[GateNumber]:
    """The unmet gates of the milestones and of all that they depend on, directly or through others."""
    waiting = list(milestones)
    behind = set(waiting)
    while waiting:
        for index in _depends_on(facts, facts.milestones[waiting.pop()]):
            if index not in behind:
                behind.add(index)
                waiting.append(index)
    for index in behind:
        for number, verdict in enumerate(facts.milestones[index].verdicts):
            if verdict.is_gate and verdict.truth is Truth.UNMET:
                yield index, number


def _depends_on(facts: Facts, milestone: MilestoneFacts) -> Iterator[int]:
    for planned in (milestone.schedule.start, milestone.schedule.due):
        if planned.is_open and planned.follows is not None:
            yield facts.by_slug[planned.follows.after].index
    for verdict in milestone.gates:
        for judged in verdict.conditions if verdict.truth is Truth.UNMET else ():
            awaited = judged.condition.awaited(facts)
            if awaited is not None and awaited >= 0:
                yield awaited // 3
            elif awaited is not None:
                yield from (member.index for member in facts.members[judged.condition.named])
