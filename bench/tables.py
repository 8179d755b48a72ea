"""A figure as docs/performance.md holds it: a median of several runs, and a table in Markdown."""

import statistics
import time
from collections.abc import Callable, Iterable, Sequence


def median_seconds(runs: int, work: Callable[[], object]) -> float:
    """The median of so many runs."""
    seconds = []
    for _ in range(runs):
        began = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - began)
    return statistics.median(seconds)


def print_table(title: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table below its title: the first column at the left, numbers at the right."""
    rules = ["---", *["---:"] * (len(heads) - 1)]
    print(f"\n{title}\n")
    for row in (heads, rules, *rows):
        print(f"| {' | '.join(map(str, row))} |", flush=True)
