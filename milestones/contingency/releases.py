"""How many others a milestone would release if it were complete today, and how many depend on it (section 5).

A released milestone's unmet gates must each be met by conditions that the completion flips: those that name the
completed milestone, and those on its pillar's progress. A milestone flips a pillar condition when what it would
add to the pillar is enough, so all milestones that add at least as much are counted at once: linear, but for sorting.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence

from milestones.contingency.conditions import MilestoneCondition, PillarCondition
from milestones.contingency.deadlocks import strong_components
from milestones.contingency.facts import Facts, MilestoneFacts
from milestones.contingency.scales import Truth
from milestones.contingency.timelines import truth_over
from milestones.contingency.verdicts import GroupVerdict

Lacking = Sequence[GroupVerdict]
"""The gates of one milestone that are not met."""


def count_releases(facts: Facts) -> list[int]:
    """For each milestone, by index: the number of others that its completion would release."""
    counts = [0] * len(facts.milestones)
    gains_that_do: dict[str, list[int]] = defaultdict(list)
    for milestone in facts.milestones:
        lacking = [gate for gate in milestone.gates if gate.truth is not Truth.MET] if milestone.status.is_open else []
        if not lacking:
            continue
        named = {
            judged.condition.milestone
            for verdict in lacking
            for judged in verdict.conditions
            if isinstance(judged.condition, MilestoneCondition)
        }
        candidates = [facts.by_slug[slug] for slug in named if slug != milestone.milestone.slug]
        for pillar, needed in _pillars_alone(facts, lacking).items():
            gains_that_do[pillar].append(needed)
            for apart in (milestone, *candidates):  # of these the first releases nobody, and the others are asked below
                if apart.milestone.pillar == pillar and _gain(apart) >= needed:
                    counts[apart.index] -= 1
        for candidate in candidates:
            if _can_be_completed(candidate) and _frees(facts, candidate, lacking):
                counts[candidate.index] += 1
    for pillar, needed_gains in gains_that_do.items():
        needed_gains.sort()
        for member in facts.members[pillar]:
            counts[member.index] += bisect_right(needed_gains, _gain(member))
    return [count if _can_be_completed(member) else 0 for member, count in zip(facts.milestones, counts, strict=True)]


def _can_be_completed(milestone: MilestoneFacts) -> bool:
    return not milestone.is_withdrawn and milestone.low < 3


def _gain(milestone: MilestoneFacts) -> int:
    return milestone.weight * (3 - milestone.low)


def _frees(facts: Facts, candidate: MilestoneFacts, lacking: Lacking) -> bool:
    """Whether completing the candidate meets every gate that is lacking."""
    for verdict in lacking:
        met = 0
        for judged in verdict.conditions:
            condition = judged.condition
            if judged.truth is Truth.MET:
                met += 1
            elif isinstance(condition, MilestoneCondition):
                met += condition.milestone == candidate.milestone.slug and _met_once_complete(facts, condition)
            elif isinstance(condition, PillarCondition) and condition.pillar == candidate.milestone.pillar:
                met += _gain(candidate) >= _needed(facts, condition)
        if met < verdict.group.require:
            return False
    return True


def _met_once_complete(facts: Facts, condition: MilestoneCondition) -> bool:
    """Whether the condition is met when its milestone is complete today and was until yesterday what it was."""
    if not condition.for_days:
        return True
    levels = facts.by_slug[condition.milestone].levels
    first, yesterday = facts.on - condition.for_days, facts.on - 1
    return truth_over(levels, condition.judge, first, yesterday) is Truth.MET


def _needed(facts: Facts, condition: PillarCondition) -> int:
    """What the pillar still lacks, in weight x level, for the condition to be met."""
    return condition.needed(facts) - facts.standing(condition.pillar).low


def _pillars_alone(facts: Facts, lacking: Lacking) -> dict[str, int]:
    """For each pillar whose progress alone can meet every lacking gate: the gain that it takes."""
    takes: dict[str, int] | None = None
    for verdict in lacking:
        lacks = verdict.group.require - sum(judged.truth is Truth.MET for judged in verdict.conditions)
        needs: dict[str, list[int]] = defaultdict(list)
        for judged in verdict.conditions:
            if isinstance(judged.condition, PillarCondition) and judged.truth is not Truth.MET:
                needs[judged.condition.pillar].append(_needed(facts, judged.condition))
        enough = {pillar: sorted(gains)[lacks - 1] for pillar, gains in needs.items() if len(gains) >= lacks}
        if takes is None:
            takes = enough
        else:
            takes = {pillar: max(takes[pillar], enough[pillar]) for pillar in takes.keys() & enough.keys()}
    return takes or {}


BLOCK = 16_384
"""Milestones counted in one walk: a bit set of 2 KiB for each component of the graph."""


def count_downstream(facts: Facts) -> list[int]:
    """For each milestone, by index: the number of others that depend on it, exactly.

    Sets of dependents are whole numbers used as bit sets, one block of milestones at a time, so that memory stays
    bounded; components of the graph are walked after what they lead to, each arrow once a block.
    """
    dependents = _dependents(facts)
    count = len(facts.milestones)
    component_of: dict[int, int] = {}
    components: list[tuple[list[int], set[int]]] = []
    for component in strong_components(dependents):
        number = len(components)
        component_of.update(dict.fromkeys(component, number))
        led_to = {component_of[target] for node in component for target in dependents[node]} - {number}
        members = [node for node in component if node >= 0]
        components.append((members, led_to))
    totals = [0] * count
    for first in range(0, count, BLOCK):
        _count_block(components, first, totals)
    return totals


def _count_block(components: list[tuple[list[int], set[int]]], first: int, totals: list[int]) -> None:
    """Add, for every milestone, how many of the others from `first` on, one block, depend on it."""
    block = range(first, first + BLOCK)
    reaches: list[int] = []
    for members, led_to in components:
        reached = 0
        for component in led_to:
            reached |= reaches[component]
        for node in members:
            if node in block:
                reached |= 1 << (node - first)
        reaches.append(reached)
        size = reached.bit_count()
        for node in members:
            totals[node] += size - (node in block)  # itself is among them


def _dependents(facts: Facts) -> dict[int, list[int]]:
    """Milestone -> those whose unwaived gates name it; a pillar is a node below zero between the two."""
    dependents: dict[int, list[int]] = {node: [] for node in facts.pillar_nodes.values()}
    for milestone in facts.milestones:
        pillar = facts.pillar_nodes[milestone.milestone.pillar]
        dependents[milestone.index] = [] if milestone.is_withdrawn else [pillar]
    for milestone in facts.milestones:
        for judged in () if milestone.is_withdrawn else milestone.asked:
            awaited = judged.condition.awaited(facts)
            if awaited is not None:
                dependents[awaited if awaited < 0 else awaited // 3].append(milestone.index)
    return dependents
