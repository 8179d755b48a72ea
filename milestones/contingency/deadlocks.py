"""Milestones that wait for one another so that none can move (section 4, "Deadlock")."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from milestones.contingency.days import NEVER
from milestones.contingency.facts import Facts
from milestones.contingency.scales import Level
from milestones.contingency.verdicts import Dates


@dataclass(frozen=True, slots=True)
class Deadlock:
    """Milestones (sorted) that hold one another up, with one shortest cycle of their levels, first level first.

    Where the cycle goes through a pillar's progress, the level after it is one that the progress waits for.
    """

    milestones: tuple[str, ...]
    levels: tuple[tuple[str, Level], ...]
    cycle: tuple[tuple[str, Level], ...]


def find_deadlocks(facts: Facts, dates: Dates) -> tuple[Deadlock, ...]:
    """Every deadlock under the dates of the first assumption, sorted by its milestones, each set once."""
    arrows = _draw(facts, dates)
    deadlocks: dict[tuple[str, ...], Deadlock] = {}
    for component in strong_components(arrows):
        levels = [node for node in component if node >= 0]
        if not levels or (len(levels) == 1 and component.isdisjoint(arrows[levels[0]])):
            continue  # no loop: one level without an arrow to itself, straight or through its pillar
        slugs = tuple(sorted({facts.milestones[node // 3].milestone.slug for node in levels}))
        if slugs not in deadlocks:
            cycle = _shortest_cycle(min(levels), component, arrows)
            deadlocks[slugs] = Deadlock(slugs, _named(facts, sorted(levels)), _named(facts, cycle))
    return tuple(deadlocks[slugs] for slugs in sorted(deadlocks))


def _named(facts: Facts, nodes: Iterable[int]) -> tuple[tuple[str, Level], ...]:
    return tuple((facts.milestones[node // 3].milestone.slug, Level(node % 3 + 1)) for node in nodes)


def _draw(facts: Facts, dates: Dates) -> dict[int, list[int]]:
    """The arrows between levels that never come; a pillar is a node of its own, below zero, to keep it linear."""
    arrows: dict[int, list[int]] = {node: [] for node in facts.pillar_nodes.values()}
    for node, day in enumerate(dates.when):
        milestone = facts.milestones[node // 3]
        if day == NEVER and not milestone.is_withdrawn:
            arrows[node] = []
            arrows[facts.pillar_nodes[milestone.milestone.pillar]].append(node)
    for node in arrows:
        if node >= 0:
            arrows[node] += (awaited for awaited in _waits_for(facts, node) if awaited in arrows)
    return arrows


def level_before(facts: Facts, node: int) -> int | None:
    """The level that one follows without any gate, as nodes: the one before, or that of an open planned start."""
    start = facts.milestones[node // 3].schedule.start
    if node % 3:
        return node - 1
    if start.is_open and start.follows is not None:
        return facts.node(start.follows.after, start.follows.reaches)
    return None


def _waits_for(facts: Facts, node: int) -> Iterator[int]:
    """What a level without an earliest date waits for, as nodes: levels, and pillars; of gates that never open."""
    before = level_before(facts, node)
    if before is not None:
        yield before
    for verdict in facts.milestones[node // 3].gates:
        if verdict.level == node % 3 + 1 and verdict.earliest == NEVER:
            for judged in verdict.conditions:
                awaited = judged.condition.awaited(facts) if judged.earliest == NEVER else None
                if awaited is not None:
                    yield awaited


def _shortest_cycle(start: int, component: set[int], arrows: Mapping[int, Sequence[int]]) -> list[int]:
    """The levels of a shortest cycle through `start`, without the pillars between them."""
    came_from: dict[int, int] = {}
    queue = deque([start])
    while queue:
        node = queue.popleft()
        for target in arrows[node]:
            if target == start:
                path = [node]
                while path[-1] != start:
                    path.append(came_from[path[-1]])
                return [step for step in reversed(path) if step >= 0]
            if target in component and target not in came_from:
                came_from[target] = node
                queue.append(target)
    return [start]


def strong_components(arrows: Mapping[int, Sequence[int]]) -> Iterator[set[int]]:
    """The strongly connected components of a graph whose arrows lead only to its own nodes.

    A component comes after every component that it leads to.
    """
    order: dict[int, int] = {}  # of a component that was given: past all others, so that it lowers nothing
    lowest: dict[int, int] = {}
    stack: list[int] = []
    for root in arrows:
        work = [] if root in order else [(root, iter(arrows[root]))]
        while work:
            node, targets = work[-1]
            if node not in order:
                order[node] = lowest[node] = len(order)
                stack.append(node)
            for target in targets:
                if target not in order:
                    work.append((target, iter(arrows[target])))
                    break
                lowest[node] = min(lowest[node], order[target])
            else:
                work.pop()
                if work:
                    lowest[work[-1][0]] = min(lowest[work[-1][0]], lowest[node])
                if lowest[node] == order[node]:
                    component: set[int] = set()
                    while node not in component:
                        component.add(stack.pop())
                    order |= dict.fromkeys(component, len(arrows))
                    yield component
