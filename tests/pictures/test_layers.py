"""Where the nodes of a graph stand."""

import random

from milestones.pictures.layers import Box, lay_out


def laid(arrows: dict[int, list[int]], lanes: list[int] | None = None, count: int = 1) -> tuple[list[Box], list[int]]:
    return lay_out(lanes or [0] * len(arrows), count, arrows)


def layers(layout: tuple[list[Box], list[int]]) -> dict[int, int]:
    return {member: box.layer for box in layout[0] for member in box.members}


def test_what_waits_stands_after_all_that_it_waits_for() -> None:
    assert layers(laid({0: [1, 2], 1: [2], 2: []})) == {0: 0, 1: 1, 2: 2}


def test_what_waits_for_nothing_stands_just_before_what_waits_for_it() -> None:
    assert layers(laid({0: [1], 1: [2], 2: [], 3: [2]}))[3] == 1


def test_what_waits_for_one_another_is_one_box_in_the_lane_of_most() -> None:
    layout = laid({0: [1], 1: [2], 2: [0, 3], 3: []}, lanes=[1, 0, 0, 1], count=2)
    (ring,) = [box for box in layout[0] if len(box.members) > 1]
    assert (ring.members, ring.lane, ring.layer) == ((0, 1, 2), 0, 0)
    assert layout[1] == [3, 1]
    assert layers(layout)[3] == 1


def test_neighbours_stand_beside_one_another() -> None:
    layout = laid({0: [3], 1: [2], 2: [], 3: []})
    rows = {box.members[0]: box.row for box in layout[0]}
    assert (rows[0] < rows[1]) == (rows[3] < rows[2])


def test_nothing_is_drawn_over_another_and_arrows_lead_one_way() -> None:
    chance = random.Random(12)
    for _graph in range(30):
        count = chance.randint(1, 40)
        arrows = {node: sorted(set(chance.choices(range(count), k=2)) - {node}) for node in range(count)}
        layout = laid(arrows, [chance.randrange(3) for _node in range(count)], count=3)
        taken = [(box.lane, box.layer, box.row + number) for box in layout[0] for number in range(len(box.members))]
        assert len(set(taken)) == len(taken) == count
        assert all(0 <= row <= layout[1][lane] - 1 for lane, _layer, row in taken)
        box_of = {member: box for box in layout[0] for member in box.members}
        for node, others in arrows.items():
            for other in others:
                assert box_of[node] is box_of[other] or box_of[node].layer < box_of[other].layer


def test_a_graph_without_anything_has_no_layer() -> None:
    assert laid({}) == ([], [0])
