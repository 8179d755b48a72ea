"""Who waits for whom: a block for each pillar, and arrows as wide as the milestones that wait."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import copysign, cos, hypot, pi, sin

from django.utils.safestring import SafeString

from milestones import notation
from milestones.pictures.svg import Canvas, broken, element, picture

WIDTH = 340.0
BLOCK, TALL = 124.0, 50.0
LETTER = 6.9
"""About how wide a letter is drawn on a phone, where letters are largest."""
LINE = 14.0
LOOP = 30.0
EDGE = 2.0
APART, ASIDE = 6.5, 12.0
"""How far from the middle the arrows between a pair of blocks run, and the dashed beside each; so four have room."""
THIN, THICK = 1.5, 5.0
"""The widths of an arrow of one milestone and of the most that wait anywhere in the picture; others lie between."""
HEAD = 6.0
Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Node:
    """A pillar's name and its hue."""

    name: str
    hue: int


@dataclass(frozen=True, slots=True)
class Arrow:
    """From a pillar that waits to one that is waited for, by their places in the list.

    So many milestones wait: `unmet` for something that is not met, `unknown` for what cannot be told. `words` say so.
    """

    waits: int
    awaited: int
    unmet: int
    unknown: int
    address: str
    words: str


def draw_waits(nodes: Sequence[Node], arrows: Sequence[Arrow], *, title: str, description: str) -> SafeString:
    """The picture; each arrow leads to its list. The table beside it is what the keyboard goes through."""
    canvas = Canvas(WIDTH)
    centres, height = _layout(len(nodes))
    most = max((max(arrow.unmet, arrow.unknown) for arrow in arrows), default=0)
    shapes = [_linked(arrow, _drawn(canvas, arrow, centres, height, most), nodes[arrow.waits].hue) for arrow in arrows]
    # Beside the links, whose words say the same: a link's name must hold all that is read in it.
    numbers = [shape for arrow in arrows for shape in _numbers(canvas, arrow, centres, height)]
    shapes += [_block(canvas, node, centre) for node, centre in zip(nodes, centres, strict=True)]
    return picture(
        *shapes,
        *numbers,
        width=WIDTH,
        height=height,
        title=title,
        description=description,
        slug="waits-picture",
        class_="waits",
        role="group",
    )


def _layout(count: int) -> tuple[list[Place], float]:
    """The middles of the blocks, and how high the picture is: two side by side, more in columns around a ring."""
    across = (WIDTH - BLOCK) / 2 - EDGE
    down = 0.0 if count < 3 else 70.0 + 16.0 * count
    first, spread = (-3 * pi / 4, 2**0.5) if count == 4 else (pi if count < 3 else -pi / 2, 1.0)
    angles = [first + 2 * pi * number / max(count, 1) for number in range(count)]
    raw = [(across * round(spread * cos(angle)), down * spread * sin(angle)) for angle in angles]
    top = min((y for _x, y in raw), default=0.0)
    margin = TALL / 2 + LOOP
    bottom = max((y for _x, y in raw), default=0.0)
    return [(WIDTH / 2 + x, y - top + margin) for x, y in raw], bottom - top + 2 * margin


def _block(canvas: Canvas, node: Node, centre: Place) -> SafeString:
    x, y = centre
    lines = broken(node.name, int((BLOCK - 6) / LETTER))
    first = y + 4.5 - LINE * (len(lines) - 1) / 2
    texts = [element("text", line, x=canvas.x(x), y=first + LINE * number) for number, line in enumerate(lines)]
    left = canvas.box(x - BLOCK / 2, BLOCK)
    box = element("rect", x=left, y=y - TALL / 2, width=BLOCK, height=TALL, rx=2, class_="waits-block")
    return element("g", box, *texts, class_=f"pillar-{node.hue}")


def _linked(arrow: Arrow, shapes: Iterator[SafeString], hue: int) -> SafeString:
    return element(
        "a",
        element("title", arrow.words),
        *shapes,
        href=arrow.address,
        tabindex=-1,
        aria_label=arrow.words,
        class_=f"waits-arrow pillar-{hue}",
    )


def _drawn(canvas: Canvas, arrow: Arrow, centres: Sequence[Place], height: float, most: int) -> Iterator[SafeString]:
    """A whole line for what is not met and a dashed one beside it for what cannot be told."""
    for count, is_dashed, middle in _loops(arrow, centres):
        yield from _loop(canvas, middle, height, _width(count, most), is_dashed=is_dashed)
    for count, is_dashed, ends in _lines(arrow, centres):
        yield from _line(canvas, ends, _width(count, most), is_dashed=is_dashed)


def _numbers(canvas: Canvas, arrow: Arrow, centres: Sequence[Place], height: float) -> Iterator[SafeString]:
    for count, _is_dashed, (x, y) in _loops(arrow, centres):
        top = y + _outwards(y, height) * (TALL / 2 + 16) + 4
        yield element("text", notation.number(count), x=canvas.x(x + 20), y=top, class_="waits-number is-loop")
    for count, is_dashed, ((x1, y1), (x2, y2)) in _lines(arrow, centres):
        part = 0.6 if is_dashed else 0.36
        x, y = x1 + (x2 - x1) * part, y1 + (y2 - y1) * part
        yield element("text", notation.number(count), x=canvas.x(x), y=y + 4.5, class_="waits-number")


def _lines(arrow: Arrow, centres: Sequence[Place]) -> Iterator[tuple[int, bool, tuple[Place, Place]]]:
    """The lines between two blocks: for how many milestones, whether dashed, from where to where."""
    away = APART
    for count, is_dashed in ((arrow.unmet, False), (arrow.unknown, True)):
        if count and arrow.waits != arrow.awaited:
            yield count, is_dashed, _ends(centres[arrow.waits], centres[arrow.awaited], away)
            away += ASIDE


def _loops(arrow: Arrow, centres: Sequence[Place]) -> Iterator[tuple[int, bool, Place]]:
    """The loops within a block: for how many milestones, whether dashed, and above or below which place."""
    x, y = centres[arrow.waits]
    place = x - BLOCK / 2 + 20
    for count, is_dashed in ((arrow.unmet, False), (arrow.unknown, True)):
        if count and arrow.waits == arrow.awaited:
            yield count, is_dashed, (place, y)
            place += BLOCK / 2 - 6


def _ends(one: Place, other: Place, away: float) -> tuple[Place, Place]:
    """From border to border of two blocks, so far to one side of the line between them.

    A slanting line joins the quarters that face each other, so that it meets none of those straight up and across.
    """
    dx, dy = other[0] - one[0], other[1] - one[1]
    shift = copysign(BLOCK / 4, dx) if abs(dx) > 1 and abs(dy) > 1 else 0.0
    dx -= 2 * shift
    length = hypot(dx, dy)
    ux, uy = dx / length, dy / length
    middles = ((one[0] + shift, one[1]), (other[0] - shift, other[1]))
    (x1, y1), (x2, y2) = ((x - uy * away, y + ux * away) for x, y in middles)
    reach, until = _reach(one, (x1, y1), (ux, uy)), _reach(other, (x2, y2), (-ux, -uy))
    return (x1 + ux * reach, y1 + uy * reach), (x2 - ux * until, y2 - uy * until)


def _reach(block: Place, start: Place, towards: Place) -> float:
    """How far it is from a place within a block, in a direction, to just outside its border."""
    sides = (BLOCK / 2 + 5, TALL / 2 + 5)
    return min(
        (copysign(half, step) - (place - middle)) / step
        for middle, place, step, half in zip(block, start, towards, sides, strict=True)
        if step
    )


def _line(canvas: Canvas, ends: tuple[Place, Place], width: float, *, is_dashed: bool) -> Iterator[SafeString]:
    (x1, y1), (x2, y2) = ends
    length = hypot(x2 - x1, y2 - y1) or 1
    ux, uy = (x2 - x1) / length, (y2 - y1) / length
    neck = HEAD + width
    yield element(
        "line",
        x1=canvas.x(x1),
        y1=y1,
        x2=canvas.x(x2 - ux * neck),
        y2=y2 - uy * neck,
        stroke_width=width,
        class_="waits-line is-dashed" if is_dashed else "waits-line",
    )
    half = neck / 2
    corners = (
        (x2, y2),
        (x2 - ux * neck - uy * half, y2 - uy * neck + ux * half),
        (x2 - ux * neck + uy * half, y2 - uy * neck - ux * half),
    )
    points = " ".join(f"{canvas.x(x):.1f},{y:.1f}" for x, y in corners)
    yield element("polygon", points=points, class_="waits-head")


def _loop(canvas: Canvas, middle: Place, height: float, width: float, *, is_dashed: bool) -> Iterator[SafeString]:
    """What waits within a pillar: a small loop on the block's outer edge."""
    x, y = middle
    out = _outwards(y, height)
    edge = y + out * TALL / 2
    left, right = x - 12, x + 12
    top = edge + out * (LOOP - 6)
    corners = ((left, edge), (left - 10, top), (right + 10, top), (right, edge + out * HEAD))
    path = "M{} {}C{} {} {} {} {} {}".format(*(f"{part:.1f}" for a, b in corners for part in (canvas.x(a), b)))
    yield element("path", d=path, stroke_width=width, class_="waits-line is-dashed" if is_dashed else "waits-line")
    tip = ((right, edge), (right - 5, edge + out * (HEAD + 2)), (right + 5, edge + out * (HEAD + 2)))
    points = " ".join(f"{canvas.x(a):.1f},{b:.1f}" for a, b in tip)
    yield element("polygon", points=points, class_="waits-head")


def _outwards(y: float, height: float) -> int:
    """On which side of a block the middle of the picture is not: up or down."""
    return -1 if y <= height / 2 else 1


def _width(count: int, most: int) -> float:
    """Between the two widths, in proportion to how many wait."""
    return THIN + (THICK - THIN) * (count - 1) / max(1, most - 1)
