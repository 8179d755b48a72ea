"""How long one sweep of each pillar app's measures takes, and how it grows with the records.

Counted are the records of a shipped plan, so many times over, each copy a day after the one before: of the plan that
names the measure, with the argument that it gives, else of the one with most records. Prints the median milliseconds of
several runs, without a database, and the growth exponent (the slope of log time over log size).
Usage: python -m bench.measures [TIMES ...]
"""

import math
import sys
from collections import deque
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import bench.deployed  # noqa: F401 - it sets Django up
from bench.tables import median_seconds, print_table
from milestones.kinds.format import parse
from milestones.loading.stored import model_of
from milestones.measures import Counted, Measure
from milestones.models import AppendOnly, Indicator
from milestones.registry import registry
from milestones.services.loading import unstored
from milestones.state import PlanState

PLANS = [Path("plans/gaza-phase-two.yaml"), Path("plans/aceh-2005.yaml")]
TIMES = (10, 100)


def grown(state: PlanState, times: int) -> PlanState:
    """The state with its records so many times over."""
    columns = {
        table: tuple(
            row | {"id": row["id"] + copy * 10**9, "date": row["date"] + timedelta(days=copy)}
            for copy in range(times)
            for row in rows
        )
        if issubclass(model_of(table), AppendOnly) and rows and "date" in rows[0]
        else rows
        for table, rows in state.columns.items()
    }
    return replace(state, columns=columns)


def seconds(measure: Measure, counted: Counted, argument: str) -> float:
    """The median seconds of one sweep."""
    return median_seconds(5, lambda: deque(measure.sweep(counted, None, argument), maxlen=0))


def counted_in(states: list[PlanState], measure: Measure) -> tuple[bool, int, list[Counted], str]:
    """Whether a plan names the measure, of how many records, these at each size, and the argument that it gives."""
    named = [use for row in states[0].rows(Indicator) if row.measure and (use := registry.measure(row.measure))]
    arguments = [use.argument for use in named if use.measure is measure]
    loaded = [measure.load(state) for state in states]
    return bool(arguments), sum(1 for _record in loaded[-1].records()), loaded, next(iter(arguments), "")


def main(sizes: tuple[int, ...]) -> None:
    """Measure every measure that an app announces, and has records, at every size, then its growth."""
    plans = [unstored(parse(path.read_text()).document)[0] for path in PLANS]
    states = [[grown(state, times).counting for times in sizes] for state in plans]
    rows = []
    for app in registry.apps():
        for name, measure in app.measures.items():
            options = [counted_in(grown_plan, measure) for grown_plan in states]
            _is_named, count, loaded, argument = max(options, key=lambda option: option[:2])
            taken = [seconds(measure, counted, argument) for counted in loaded]
            exponent = math.log(taken[-1] / taken[0]) / math.log(sizes[-1] / sizes[0])
            times = [f"{1000 * median:,.1f}" for median in taken]
            rows.append([f"{app.label}.{name}", f"{count:,}", *times, f"{exponent:.2f}" if count else ""])
    heads = [f"{times} times ms" for times in sizes]
    print_table("One sweep of each measure", ["measure", "records", *heads, "exponent"], rows)


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or TIMES)
