"""How many other milestones depend on each, directly or through others (section 5).

The counts are exact. Sets of dependents are whole numbers used as bit sets, one block of milestones at a time, so
that memory stays bounded; components of the graph are walked after what they lead to, each arrow once a block.
"""

from collections.abc import Sequence

from milestones.contingency.components import strong_components
from milestones.contingency.facts import Facts
from milestones.contingency.verdicts import GroupVerdict

BLOCK = 16_384
"""Milestones counted in one walk: a bit set of 2 KiB for each component of the graph."""


def count_downstream(facts: Facts, verdicts: Sequence[tuple[GroupVerdict, ...]]) -> list[int]:
    """For each milestone, by index: the number of others that depend on it."""
    dependents = _dependents(facts, verdicts)
    count = len(facts.milestones)
    component_of: dict[int, int] = {}
    components: list[tuple[list[int], set[int], bool]] = []
    for component in strong_components(dependents):
        number = len(components)
        component_of.update(dict.fromkeys(component, number))
        led_to = {component_of[target] for node in component for target in dependents[node]} - {number}
        members = [node for node in component if node >= 0]
        components.append((members, led_to, len(component) > 1))
    totals = [0] * count
    for first in range(0, count, BLOCK):
        _count_block(components, first, totals)
    return totals


def _count_block(components: list[tuple[list[int], set[int], bool]], first: int, totals: list[int]) -> None:
    """Add, for every milestone, how many of the milestones from `first` on, one block, depend on it."""
    reaches: list[int] = []
    for members, led_to, is_loop in components:
        others = 0
        for component in led_to:
            others |= reaches[component]
        own = 0
        for node in members:
            if first <= node < first + BLOCK:
                own |= 1 << (node - first)
        reaches.append(others | own)
        within = others | own if is_loop else others
        size = within.bit_count()
        for node in members:
            totals[node] += size - (within >> (node - first) & 1 if first <= node < first + BLOCK else 0)


def _dependents(facts: Facts, verdicts: Sequence[tuple[GroupVerdict, ...]]) -> dict[int, list[int]]:
    """Milestone -> those whose unwaived gates name it; a pillar is a node below zero between the two."""
    dependents: dict[int, list[int]] = {node: [] for node in facts.pillar_nodes.values()}
    for milestone in facts.milestones:
        pillar = facts.pillar_nodes[milestone.milestone.pillar]
        dependents[milestone.index] = [] if milestone.is_withdrawn else [pillar]
    for milestone in facts.milestones:
        if milestone.is_withdrawn:
            continue
        for verdict in verdicts[milestone.index]:
            if not verdict.is_gate or verdict.is_waived:
                continue
            for judged in verdict.conditions:
                awaited = judged.condition.awaited(facts)
                if awaited is not None:
                    dependents[awaited if awaited < 0 else awaited // 3].append(milestone.index)
    return dependents
