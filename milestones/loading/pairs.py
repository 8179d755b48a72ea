"""Which entry of a file is which row: paired by the closest likeness first, each row once."""

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from milestones.loading.stored import Stored
from milestones.planfile import Entry
from milestones.planfile.faults import Path
from milestones.planfile.text import Text


@dataclass(frozen=True, slots=True)
class Wanted:
    """One entry of the file: the key of the row in whose entry it stands, its place, path and what to call it."""

    owner: int
    rank: int
    entry: Entry
    path: Path
    name: str


Likeness = Callable[[Wanted | Stored], Hashable | None]
"""What must be equal for an entry and a row to be one; None is like nothing."""


def alike_but_for(*keys: str) -> Likeness:
    """The likeness of entries that are equal, whatever they say under these keys and by whatever marks they quote."""
    left_out = frozenset(keys)

    def likeness(item: Wanted | Stored) -> Hashable:
        values = (value for key, value in item.entry.items() if key not in left_out)
        return tuple(Text(value.unmarked()) if isinstance(value, Text) else value for value in values)

    return likeness


@dataclass(frozen=True, slots=True)
class Pairs:
    """The row of each entry, None where it has none, and the rows that no entry has."""

    rows: tuple[Stored | None, ...]
    left: tuple[Stored, ...]


def pair(wanted: Sequence[Wanted], stored: Sequence[Stored], *likenesses: Likeness) -> Pairs:
    """Pair by the first likeness whatever it pairs, in order, then by the next; all within one owner's list."""
    paired: list[Stored | None] = [None] * len(wanted)
    left = list(stored)
    for likeness in likenesses:
        waiting: dict[Hashable, deque[Stored]] = defaultdict(deque)
        for row in left:
            waiting[row.owner, likeness(row)].append(row)
        for index, item in enumerate(wanted):
            alike = likeness(item)
            rows = waiting.get((item.owner, alike))
            if paired[index] is None and alike is not None and rows:
                paired[index] = rows.popleft()
        taken = {row.pk for row in paired if row is not None}
        left = [row for row in left if row.pk not in taken]
    return Pairs(tuple(paired), tuple(left))
