"""How long one evaluation takes, and how it grows with the plan.

Layered plans of 1,000 to 100,000 milestones with three conditions each, 2 % of the milestones in circles, a pillar
condition in twenty, records for half of them. Prints the median of several runs a size, the growth exponent (the
slope of log time over log size) and the peak memory; beside them what networkx takes for the condensation of the same
graph and its longest path alone, which is less than a status needs. Usage: python -m bench.engine [LARGEST]
"""

import math
import random
import resource
import statistics
import sys
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial

import networkx

from bench.tables import median_seconds, print_table
from milestones.contingency import evaluate
from milestones.contingency.openers import find_openers
from milestones.contingency.plan import (
    Assessment,
    Condition,
    DateCondition,
    Group,
    Indicator,
    IndicatorCondition,
    Milestone,
    MilestoneCondition,
    Observation,
    PillarCondition,
    Plan,
)
from milestones.contingency.scales import Before, Grade, Level

PILLARS = ("governance", "reconstruction", "demilitarisation")
ON = date(2026, 6, 30)
START = date(2026, 1, 1)


def recorded(day: date) -> datetime:
    """Midnight UTC of the day."""
    return datetime.combine(day, datetime.min.time(), tzinfo=UTC)


def make_plan(size: int) -> Plan:
    """A layered plan of `size` milestones and three times as many conditions; the same for the same size."""
    rng = random.Random(size)
    indicators = tuple(_indicator(rng, number) for number in range(max(1, size // 20)))
    milestones = tuple(_milestone(rng, number, size, len(indicators)) for number in range(size))
    return Plan("bench", PILLARS, milestones, indicators)


def _indicator(rng: random.Random, number: int) -> Indicator:
    observations = tuple(
        Observation(day, Decimal(rng.randrange(100)), Grade.CORROBORATED, recorded(day), rng.choice(("un", "state")))
        for day in (START + timedelta(days=20 * step) for step in range(8))
    )
    return Indicator(f"i{number}", rng.choice(PILLARS), Decimal(0), Decimal(100), date(2027, 1, 1), stale_after=90,
                     observations=observations)  # fmt: skip


def _milestone(rng: random.Random, number: int, size: int, indicators: int) -> Milestone:
    start = START + timedelta(days=rng.randrange(300))
    assessments: tuple[Assessment, ...] = ()
    if rng.random() < 0.5:
        day = START + timedelta(days=rng.randrange(170))
        level, grade = Level(rng.randrange(1, 4)), rng.choice((Grade.REPORTED, Grade.CORROBORATED))
        assessments = (Assessment(day, level, grade, recorded(day)),)
    conditions = [_condition(rng, number, size, indicators) for _ in range(3)] if number else []
    groups = ()
    if conditions:
        first = Group(rng.choice(list(Before)), tuple(conditions[:2]), rng.choice((1, 2)))
        groups = (first, Group(Before.COMPLETION, tuple(conditions[2:]), 1))
    return Milestone(f"m{number}", rng.choice(PILLARS), start, start + timedelta(days=90), assessments=assessments,
                     groups=groups)  # fmt: skip


def _condition(rng: random.Random, number: int, size: int, indicators: int) -> Condition:
    kind = rng.random()
    if kind < 0.05:
        return PillarCondition(rng.choice(PILLARS), Decimal(rng.randrange(0, 60)))
    if kind < 0.2:
        days = rng.choice((0, 30))
        return IndicatorCondition(f"i{rng.randrange(indicators)}", at_least=Decimal(rng.randrange(100)), for_days=days)
    if kind < 0.25:
        return DateCondition(START + timedelta(days=rng.randrange(400)))
    awaited = rng.randrange(number)
    if rng.random() < 0.02:
        awaited = (number + rng.randrange(1, 50)) % size
    return MilestoneCondition(f"m{awaited}", Level(rng.randrange(1, 4)), rng.choice((0, 0, 0, 14)))


def graph_of(plan: Plan) -> networkx.DiGraph:
    """Which milestone waits for which."""
    graph = networkx.DiGraph()
    graph.add_nodes_from(milestone.slug for milestone in plan.milestones)
    graph.add_edges_from(
        (condition.milestone, milestone.slug)
        for milestone in plan.milestones
        for group in milestone.groups
        for condition in group.conditions
        if isinstance(condition, MilestoneCondition)
    )
    return graph


def with_circle(plan: Plan, length: int) -> Plan:
    """The plan with so many of its first milestones, on which most others rest, waiting for one another."""
    circle = tuple(
        replace(
            milestone,
            assessments=(),
            groups=(Group(Before.START, (MilestoneCondition(f"m{(number + 1) % length}", Level.COMPLETE),), 1),),
        )
        for number, milestone in enumerate(plan.milestones[:length])
    )
    return replace(plan, milestones=circle + plan.milestones[length:])


def whole(plan: Plan) -> None:
    """Evaluate the plan, and ask for all that an evaluation works out only then."""
    evaluation = evaluate(plan, on=ON)
    outlook = next(iter(evaluation.milestones.values())).outlook
    totals = (evaluation.pillars, evaluation.matrix, evaluation.awaited, outlook.releases, outlook.downstream)
    assert all(totals)
    assert outlook.established is not evaluation.earliest


def measure_circle(size: int, length: int, runs: int) -> float:
    """How many times as long an evaluation takes with a circle, and what opens it found; medians, interleaved."""
    plan = make_plan(size)
    circle = with_circle(plan, length)
    seconds: dict[str, list[float]] = {"without": [], "with": []}
    for _ in range(runs):
        for name, asked in (("without", plan), ("with", circle)):
            began = time.perf_counter()
            evaluation = evaluate(asked, on=ON)
            openers = [find_openers(evaluation, deadlock) for deadlock in evaluation.deadlocks]
            seconds[name].append(time.perf_counter() - began)
    assert all(openers), "a plain circle is opened by each of its gates"
    return statistics.median(seconds["with"]) / statistics.median(seconds["without"])


def main() -> None:
    """Measure every size, then the growth between the smallest and the largest, and what circles cost."""
    largest = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    sizes = [size for size in (1_000, 3_000, 10_000, 30_000, 100_000, 300_000) if size <= largest]
    medians, alone, beside, peaks = {}, {}, {}, {}
    for size in sizes:
        plan, runs = make_plan(size), 7 if size <= 3_000 else 3
        medians[size] = median_seconds(runs, partial(whole, plan))
        alone[size] = median_seconds(runs, partial(evaluate, plan, on=ON))
        peaks[size] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    for size in sizes:  # after the peaks of memory are taken, of which these would be part
        graph = graph_of(make_plan(size))
        beside[size] = median_seconds(3, lambda graph=graph: networkx.dag_longest_path(networkx.condensation(graph)))
    rows = [
        [f"{size:,}", f"{1000 * medians[size]:,.1f}", f"{peaks[size]:,.0f}", f"{1000 * beside[size]:,.1f}",
         f"{medians[size] / beside[size]:.2f}", f"{alone[size] / medians[size]:.2f}"]
        for size in sizes
    ]  # fmt: skip
    print_table("One evaluation", ["milestones", "ms", "MiB at most", "networkx ms", "ratio", "statuses alone"], rows)
    first, last = sizes[0], sizes[-1]
    if first != last:
        exponent = math.log(medians[last] / medians[first]) / math.log(last / first)
        print_table("Growth", ["from", "to", "exponent"], [[f"{first:,}", f"{last:,}", f"{exponent:.2f}"]])
    circles = [[length, f"{measure_circle(min(largest, 10_000), length, runs=3):.2f}"] for length in (3, 300)]
    print_table("With a circle, and what opens it", ["circle of", "times as long as without"], circles)


if __name__ == "__main__":
    main()
