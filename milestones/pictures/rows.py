"""Rows of a page as a drawing: those of a table or a list with their signs, in columns; below, what the signs mean."""

import re
from collections.abc import Iterator
from itertools import zip_longest
from textwrap import wrap
from typing import Any, NamedTuple

from lxml.builder import E

from milestones.lettering import kept_apart
from milestones.pictures.svg import Canvas

ROWS = ".//tr | .//dl/div[not(ancestor::details)] | .//p[@class='bars-scale'] | self::ol/li"
KEY = ".//li[svg] | .//*[@class='inline-key'] | .//figcaption[not(ul)]"
PAGES_KEY = "ancestor::main//*[@class='inline-key']"
"""What is laid out in columns, a cell for each part; what stands below it, a line each; else the key of the page."""
READ = ".//text()[not(ancestor::svg or ancestor::*[@class='visually-hidden'])]"
LINE, EDGE, LETTER = 16, 6, 6.6
SIGN, SIDE_BY_SIDE, LONG = 18, 24, 320
"""A sign with the room around it, how many of them stand in a line, and how wide a drawing of a row is."""
IN_LINE, IN_HEADING = 44, 14
"""So many letters stand in a line of a cell, and of a column's heading."""
MIRRORED = re.compile(r"\bbar\b|strip-early|is-directional")


class Cell(NamedTuple):
    """What stands in one place of a row: signs, each so wide, and lines of text so far beside and below these."""

    signs: list[Any]
    wide: int
    lines: list[str]
    beside: int
    below: float

    @property
    def width(self) -> float:
        """How wide it is, with the room around it."""
        text = self.beside + LETTER * max(map(len, self.lines), default=0)
        return max(text, self.wide * min(len(self.signs), SIDE_BY_SIDE)) + 2 * EDGE

    @property
    def height(self) -> float:
        """How high it is, with the room around it."""
        return max(self.below + LINE * len(self.lines), LINE) + EDGE


def draw_rows(shown: Any) -> Any:
    """The drawing of an element of a page, whose signs it takes out of there."""
    rows = [(row, _cells(row)) for row in shown.xpath(ROWS)]
    columns: list[float] = []
    for _row, cells in rows:
        columns = [max(pair) for pair in zip_longest(columns, (cell.width for cell in cells), fillvalue=0.0)]
    rows += [(shown, []), *((line, [_cell(line)]) for line in shown.xpath(KEY) or shown.xpath(PAGES_KEY))]
    canvas, top, drawn = Canvas(max(LONG, sum(columns))), 0.0, []
    for row, cells in rows:
        starts = (sum(columns[:number]) + EDGE for number in range(len(cells)))
        parts = [
            part
            for cell, start in zip(cells, starts, strict=True)
            for part in _placed(canvas, cell, start, top + EDGE / 2)
        ]
        drawn.append(E.g({"class": hue_class(row)}, *parts))
        top += max((cell.height for cell in cells), default=LINE)
    about = {"class": "rows", "viewBox": f"0 0 {canvas.width:g} {top:g}", "id": shown.get("id")}
    title = shown.get("aria-label") or " ".join("".join(shown.xpath("preceding-sibling::h2[1]//text()")).split())
    return E.svg(about, E.title(title), E.desc(), *drawn)


def hue_class(part: Any) -> str:
    """The class of the hue in which a part of a page stands."""
    return "".join(re.findall(r"\bpillar-\d", " ".join(part.xpath("ancestor-or-self::*/@class")))[-1:])


def _cells(row: Any) -> list[Cell]:
    """Those of a row; a scale stands in the column of the bars, its end where they end."""
    before = [Cell([], 0, [], 0, 0)] * 2 if row.get("class") == "bars-scale" else []
    return [*before, *map(_cell, row)]


def _cell(part: Any) -> Cell:
    most = IN_HEADING if part.xpath("boolean(ancestor::thead)") else IN_LINE
    texts = ("".join(block.xpath(READ)).split() for block in part.xpath("div | p") or [part])
    lines, signs = (
        [line for words in texts for line in wrap(" ".join(words), most)],
        part.xpath(".//svg[not(parent::p)]"),
    )
    if signs and "glyph" not in signs[0].get("class", ""):
        return Cell(signs, LONG, lines, 0, float(signs[0].get("height", LINE)))
    if len(signs) == 1:
        return Cell(signs, SIGN, lines, SIGN, 0)
    return Cell(signs, SIGN, lines, 0, SIGN * -(-len(signs) // SIDE_BY_SIDE))


def _placed(canvas: Canvas, cell: Cell, start: float, top: float) -> Iterator[Any]:
    for number, sign in enumerate(cell.signs):
        y, width = top + number // SIDE_BY_SIDE * SIGN, cell.wide - (4 if cell.wide == SIGN else 0)
        x = canvas.box(start + number % SIDE_BY_SIDE * SIGN, width)
        yield _sign(
            sign, {"x": x, "y": y, "width": width, "height": float(sign.get("height", SIGN - 4))}, canvas.is_rtl
        )
    for number, line in enumerate(cell.lines, start=1):
        y = top + cell.below + number * LINE - 4
        yield E.text(kept_apart(line), x=f"{canvas.x(start + cell.beside):g}", y=f"{y:g}")


def _sign(sign: Any, place: dict[str, float], is_rtl: bool) -> Any:
    """A sign at its place, in what gives it its colour and leads to its page."""
    around = sign.getparent()
    kind, words, address = (around.get(name, "") for name in ("class", "title", "href"))
    sign.tail = None
    sign.attrib.update({name: f"{value:g}" for name, value in place.items()} | {"overflow": "visible"})
    holder = E.a(href=address) if address else E.g()
    holder.set("class", kind)
    holder[:] = [E.title(words), sign] if words else [sign]
    if is_rtl and MIRRORED.search(f"{kind} {sign.get('class')}"):
        holder.set("transform", f"translate({2 * place['x'] + place['width']:g} 0) scale(-1 1)")
    return holder
