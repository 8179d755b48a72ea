"""A figure as docs/performance.md holds it: a table in Markdown."""

from collections.abc import Iterable, Sequence


def print_table(title: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table below its title: the first column at the left, numbers at the right."""
    rules = ["---", *["---:"] * (len(heads) - 1)]
    print(f"\n{title}\n")
    for row in (heads, rules, *rows):
        print(f"| {' | '.join(map(str, row))} |", flush=True)
