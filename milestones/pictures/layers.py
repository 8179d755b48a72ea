"""Where the nodes of a graph stand: in lanes, and in layers so that arrows lead one way."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from statistics import fmean
from typing import NamedTuple

from milestones.contingency.deadlocks import strong_components

SWEEPS = 4
Cells = Mapping[tuple[int, int], list[int]]
"""The boxes of each lane and layer, from top to bottom."""


class Box(NamedTuple):
    """Nodes that lead to one another, or a single one; `row` is the first of as many rows of its lane."""

    members: tuple[int, ...]
    lane: int
    layer: int
    row: float


def lay_out(lanes: Sequence[int], count: int, arrows: Mapping[int, Sequence[int]]) -> tuple[list[Box], list[int]]:
    """Where the nodes 0, 1, … stand, each in one of `count` lanes by its place in `lanes`; and the rows of each lane.

    Every node has an entry in `arrows`, with those that it leads to. What leads to one another is one box, in the lane
    of most of its members; a box stands in the layer of the longest path to it (Sugiyama, Tagawa and Toda, IEEE
    Transactions on Systems, Man, and Cybernetics 11(2), 1981), but what nothing leads to just before what it leads to.
    Within lane and layer boxes are put in order by the mean of where their neighbours stand.
    """
    components = [tuple(sorted(component)) for component in strong_components(arrows)]
    heights = [len(component) for component in components]
    box_of = {node: box for box, component in enumerate(components) for node in component}
    leads = [
        {box_of[other] for node in members for other in arrows[node]} - {box} for box, members in enumerate(components)
    ]
    layers = _layers(leads)
    in_lanes = [Counter(lanes[node] for node in members).most_common(1)[0][0] for members in components]
    cells: dict[tuple[int, int], list[int]] = defaultdict(list)
    for box in sorted(range(len(components)), key=components.__getitem__):
        cells[in_lanes[box], layers[box]].append(box)
    rows = [0] * count
    for (lane, _layer), cell in cells.items():
        rows[lane] = max(rows[lane], sum(heights[box] for box in cell))
    _put_in_order(cells, leads, heights, rows)
    places = _places(cells, heights, rows)
    return [
        Box(members, in_lanes[box], layers[box], places[box] - sum(rows[: in_lanes[box]]))
        for box, members in enumerate(components)
    ], rows


def _layers(leads: Sequence[set[int]]) -> list[int]:
    """The layer of each box; a box comes after all that it leads to, as components do."""
    layers = [0] * len(leads)
    for box in reversed(range(len(leads))):
        for other in leads[box]:
            layers[other] = max(layers[other], layers[box] + 1)
    led_to: set[int] = set().union(*leads)
    return [
        min(layers[other] for other in leads[box]) - 1 if leads[box] and box not in led_to else layer
        for box, layer in enumerate(layers)
    ]


def _put_in_order(cells: Cells, leads: Sequence[set[int]], heights: Sequence[int], rows: Sequence[int]) -> None:
    """Each cell by its neighbours before it, then by those after it, and again."""
    led_by = [[one for one, others in enumerate(leads) if box in others] for box in range(len(leads))]
    for sweep in range(SWEEPS):
        neighbours = leads if sweep % 2 else led_by
        for cell in sorted(cells, key=lambda cell: cell[1], reverse=bool(sweep % 2)):
            places = _places(cells, heights, rows)
            means = {box: fmean(places[other] for other in neighbours[box] or (box,)) for box in cells[cell]}
            cells[cell].sort(key=means.__getitem__)


def _places(cells: Cells, heights: Sequence[int], rows: Sequence[int]) -> dict[int, float]:
    """The first row of each box, counted through all lanes; a cell stands in the middle of its lane."""
    places = {}
    for (lane, _layer), cell in cells.items():
        place = sum(rows[:lane]) + (rows[lane] - sum(heights[box] for box in cell)) / 2
        for box in cell:
            places[box] = place
            place += heights[box]
    return places
