"""What waits for what: a lane for each pillar, and arrows from what is awaited to what waits."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from django.utils.safestring import SafeString

from milestones.pictures.layers import Box, lay_out
from milestones.pictures.svg import Canvas, broken, element, picture

WIDE, TALL, GAP, ROW = 126.0, 34.0, 18.0, 42.0
"""A node, what is between two layers, and a row; in CSS pixels, since the picture is never drawn smaller."""
EDGE, HEAD, LETTERS, GLYPH = 5.0, 30.0, 15, 14.0


class Node(NamedTuple):
    """Something in a lane, by its place; `words` say its name and how it stands, `css` are the classes of its colour.

    `glyph` is the symbol of its status, "" for what has none.
    """

    name: str
    lane: int
    address: str
    words: str
    css: str
    glyph: str


Arrows = Mapping[tuple[int, str], Sequence[int]]
"""By what is awaited and the classes of the conditions' colour: what waits, all by their places."""


def draw_graph(
    lanes: Sequence[tuple[str, int]], nodes: Sequence[Node], arrows: Arrows, *, title: str, description: str
) -> SafeString:
    """The picture; lanes have a name and a hue, and each node leads somewhere. The keyboard has its table.

    What waits for one another stands in a frame, without arrows between.
    """
    leads: dict[int, list[int]] = {place: [] for place in range(len(nodes))}
    for (awaited, _css), waiting in arrows.items():
        leads[awaited] += waiting
    boxes, rows = lay_out([node.lane for node in nodes], len(lanes), leads)
    width = 2 * EDGE + (max(box.layer for box in boxes) + 1) * (WIDE + GAP) - GAP
    canvas, tops = Canvas(width), [EDGE]
    for count in rows:
        tops.append(tops[-1] + HEAD + count * ROW)
    corners = {
        member: (EDGE + box.layer * (WIDE + GAP), tops[box.lane] + HEAD + (box.row + number) * ROW)
        for box in boxes
        for number, member in enumerate(box.members)
    }
    shapes = [
        *_arrows(canvas, arrows, boxes, corners),
        *(_lane(canvas, *lane, top) for lane, top in zip(lanes, tops, strict=False)),
        *(_circle(canvas, box, *corners[box.members[0]]) for box in boxes if len(box.members) > 1),
        *(_node(canvas, node, *corners[place]) for place, node in enumerate(nodes)),
    ]
    told = {"title": title, "description": description, "slug": "graph-picture", "class_": "graph", "role": "group"}
    return picture(*shapes, width=width, height=tops[-1], fixed_width=width, **told)


def _lane(canvas: Canvas, name: str, hue: int, top: float) -> SafeString:
    line = element("path", d=f"M0 {top:.0f}H{canvas.width:.0f}", class_="graph-lane")
    return element("g", line, element("text", name, x=canvas.x(EDGE), y=top + 19), class_=f"pillar-{hue}")


def _circle(canvas: Canvas, box: Box, x: float, y: float) -> SafeString:
    height = (len(box.members) - 1) * ROW + TALL + 8
    return element("rect", x=canvas.box(x - 4, WIDE + 8), y=y - 4, width=WIDE + 8, height=height, class_="graph-circle")


def _arrows(
    canvas: Canvas, arrows: Arrows, boxes: Iterable[Box], corners: Mapping[int, tuple[float, float]]
) -> Iterator[SafeString]:
    """One line for all of one kind that leave a node, so that they leave it together.

    It says from which node to which it leads, by their places: those in the node's own frame last, without a line.
    """
    box_of = {member: box for box in boxes for member in box.members}
    side = 5 if canvas.is_rtl else -5
    for (awaited, css), waiting in arrows.items():
        path, (x1, y1) = "", corners[awaited]
        places = sorted(waiting, key=lambda other: box_of[other] is box_of[awaited])
        for x2, y2 in (corners[other] for other in places if box_of[other] is not box_of[awaited]):
            a, b, c, d = (f"{canvas.x(x):.0f}" for x in (x1 + WIDE, x1 + WIDE + GAP, x2 - GAP, x2 - 1))
            begin, end = f"{y1 + TALL / 2:.0f}", f"{y2 + TALL / 2:.0f}"
            path += f"M{a} {begin}C{b} {begin} {c} {end} {d} {end}m{side} -3l{-side} 3l{side} 3"
        to = " ".join(map(str, places))
        yield element("path", d=path or None, class_=f"graph-arrow {css}", data_from=awaited, data_to=to)


def _node(canvas: Canvas, node: Node, x: float, y: float) -> SafeString:
    lines = broken(node.name, LETTERS if node.glyph else LETTERS + 2)
    first = y + TALL / 2 + 4 - 6.5 * (len(lines) - 1)
    shapes = [element("title", node.words), element("rect", x=canvas.box(x, WIDE), y=y, width=WIDE, height=TALL)]
    if node.glyph:
        corner = {"x": canvas.box(x + 5, GLYPH), "y": y + (TALL - GLYPH) / 2}
        shapes.append(element("use", href=f"#{node.glyph}", width=GLYPH, height=GLYPH, **corner))
    begin = canvas.x(x + (GLYPH + 9 if node.glyph else 6))
    shapes += [element("text", line, x=begin, y=first + 13 * number) for number, line in enumerate(lines)]
    return element("a", *shapes, href=node.address, tabindex=-1, class_=f"graph-node {node.css}")
