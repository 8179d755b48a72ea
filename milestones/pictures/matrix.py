"""Who waits for whom: pillar by pillar, a square for each condition and the number of milestones held."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, repeat

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from milestones.contingency.rollups import MatrixCell
from milestones.contingency.scales import Truth
from milestones.pictures.labels import shortened
from milestones.pictures.svg import Canvas, element, picture

WIDTH = 360.0
COLUMN = 120.0
"""The least width of a column; fewer than three share the least width of the picture."""
GAP = 6.0
SQUARE = 9.0
STEP = 11.0
PADDING = 7.0
HEADING = 18.0
ROW_LABEL = 20.0
FOOT = 19.0
MOST_SQUARES = 72
"""A cell of more conditions is drawn as one bar in their proportions."""
LETTER = 5.6
"""The width of a letter on average, by which long names are shortened."""


@dataclass(frozen=True, slots=True)
class DrawnPillar:
    """A pillar's name and its hue, counted from 1."""

    name: str
    hue: int


@dataclass(frozen=True, slots=True)
class _Box:
    """The place of a cell; `start` is counted from the side where a line of text starts."""

    start: float
    top: float
    width: float
    height: float


Cells = Sequence[Sequence[MatrixCell | None]]
"""A row for each waiting pillar, a cell for each pillar waited for; None where there is no condition."""


def draw_matrix(
    pillars: Sequence[DrawnPillar], cells: Cells, *, is_rtl: bool, slug: str = "matrix"
) -> SafeString:
    """The picture of the matrix."""
    column_width = max(COLUMN, WIDTH / max(len(pillars), 1))
    width = column_width * max(len(pillars), 1)
    canvas = Canvas(width, is_rtl)
    shapes = [
        _text(
            canvas,
            column * column_width + PADDING,
            12,
            shortened(pillar.name, column_width - PADDING, LETTER),
            "matrix-column",
        )
        for column, pillar in enumerate(pillars)
    ]
    top = HEADING
    for pillar, row in zip(pillars, cells, strict=True):
        shapes.append(_row_label(canvas, pillar, top))
        top += ROW_LABEL
        height = _row_height(row, column_width - GAP)
        for column, cell in enumerate(row):
            box = _Box(column * column_width + GAP / 2, top, column_width - GAP, height)
            shapes.append(_cell(canvas, box, cell))
        top += height + GAP
    return picture(
        *shapes,
        width=width,
        height=top,
        title=_("Who waits for whom"),
        description=_(
            "A row for each pillar that waits and a column for each pillar it waits for. Each square is a condition: "
            "filled when met, crossed when not met, half filled when it cannot be told. The table below has "
            "the figures."
        ),
        slug=slug,
        class_="matrix",
    )


def _row_label(canvas: Canvas, pillar: DrawnPillar, top: float) -> SafeString:
    label = _("%(pillar)s waits for") % {"pillar": shortened(pillar.name, canvas.width * 0.7, LETTER)}
    return element(
        "g",
        element(
            "rect",
            x=canvas.box(GAP / 2, 4),
            y=top + 6,
            width=4,
            height=10,
            class_=f"matrix-hue pillar-{pillar.hue}",
        ),
        _text(canvas, PADDING + GAP, top + 15, label, "matrix-row"),
    )


def _cell(canvas: Canvas, box: _Box, cell: MatrixCell | None) -> SafeString:
    frame = element(
        "rect",
        x=canvas.box(box.start, box.width),
        y=box.top,
        width=box.width,
        height=box.height,
        rx=2,
        class_="matrix-cell" if cell else "matrix-cell is-empty",
    )
    foot = box.top + box.height - PADDING
    if cell is None:
        return element("g", frame, _text(canvas, box.start + PADDING, foot, _("no condition"), "matrix-none"))
    drawn = _squares(canvas, box, cell) if cell.total <= MOST_SQUARES else _bar(canvas, box, cell)
    held = ngettext("%(count)s held", "%(count)s held", cell.held) % {"count": cell.held}
    return element("g", frame, *drawn, _text(canvas, box.start + PADDING, foot, held, "matrix-held"))


def _truths(cell: MatrixCell) -> list[Truth]:
    """The conditions in the order they are drawn: what is open comes first."""
    return list(
        chain(
            repeat(Truth.UNMET, cell.unmet), repeat(Truth.UNKNOWN, cell.unknown), repeat(Truth.MET, cell.met)
        )
    )


def _per_row(width: float) -> int:
    """How many squares stand beside one another in a cell of the width."""
    return int((width - 2 * PADDING + STEP - SQUARE) // STEP)


def _squares(canvas: Canvas, box: _Box, cell: MatrixCell) -> list[SafeString]:
    shapes = []
    for position, truth in enumerate(_truths(cell)):
        row, column = divmod(position, _per_row(box.width))
        x = canvas.box(box.start + PADDING + column * STEP, SQUARE)
        y = box.top + PADDING + row * STEP
        shapes.append(element("use", href=f"#square-{truth.value}", x=x, y=y, width=SQUARE, height=SQUARE))
    return shapes


def _bar(canvas: Canvas, box: _Box, cell: MatrixCell) -> list[SafeString]:
    width = box.width - 2 * PADDING
    shapes, place = [], box.start + PADDING
    for truth, count in ((Truth.UNMET, cell.unmet), (Truth.UNKNOWN, cell.unknown), (Truth.MET, cell.met)):
        part = width * count / cell.total
        shapes.append(
            element(
                "rect",
                x=canvas.box(place, part),
                y=box.top + PADDING,
                width=part,
                height=SQUARE,
                class_=f"matrix-bar is-{truth.value}",
            )
        )
        place += part
    return shapes


def _row_height(row: Sequence[MatrixCell | None], width: float) -> float:
    totals = [cell.total for cell in row if cell and cell.total <= MOST_SQUARES]
    lines = max(1, -(-max(totals, default=1) // _per_row(width)))
    return 2 * PADDING + lines * STEP - (STEP - SQUARE) + FOOT - PADDING


def _text(canvas: Canvas, start: float, y: float, text: str, class_: str) -> SafeString:
    return element("text", text, x=canvas.x(start), y=y, class_=class_)
