"""Needs by sector as bars, and money as a flow from pledged to spent; mirrored where text runs right to left."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from milestones.pictures.svg import Canvas, element, picture

WIDTH = 360.0
ROW = 22.0
BAR = 10.0
LABEL = 130.0
VALUE = 104.0
COLUMN = 72.0
BLOCK = 34.0
TALLEST = 90.0
TOP = 26.0
FOOT = 20.0
LETTER = 5.4


@dataclass(frozen=True, slots=True)
class Bar:
    """One sector's needs; None where no figure was read."""

    label: str
    amount: Decimal | None
    words: str


@dataclass(frozen=True, slots=True)
class Column:
    """One stage of the money: its parts by donor and channel, largest first; None where nothing is reported."""

    label: str
    parts: tuple[Decimal, ...] | None
    words: str

    @property
    def total(self) -> Decimal:
        """The sum of its parts."""
        return sum(self.parts or (), Decimal(0))


def draw_needs(bars: Sequence[Bar], *, title: str, slug: str, is_rtl: bool) -> SafeString:
    """A bar for each sector on one scale; an outline where no figure was read, which is no zero."""
    canvas = Canvas(WIDTH, is_rtl)
    most = max((bar.amount for bar in bars if bar.amount), default=Decimal(1))
    room = WIDTH - LABEL - VALUE
    shapes = []
    for number, bar in enumerate(bars):
        top = number * ROW
        width = room if bar.amount is None else float(bar.amount / most) * room
        kind = "needs-bar is-unread" if bar.amount is None else "needs-bar"
        shapes += [
            element("text", _shortened(bar.label, LABEL), x=canvas.x(0), y=top + 13, class_="needs-label"),
            element("rect", x=canvas.box(LABEL, width), y=top + 4, width=width, height=BAR, class_=kind),
            element("text", bar.words, x=canvas.x(LABEL + width + 6), y=top + 13, class_="needs-value"),
        ]
    return picture(
        *shapes,
        width=WIDTH,
        height=max(1, len(bars)) * ROW,
        title=title,
        description=_(
            "A bar for each sector on one scale; a dashed outline where no figure was read. The table says the same."
        ),
        slug=slug,
        class_="needs",
    )


def draw_trail(columns: Sequence[Column], *, title: str, slug: str, is_rtl: bool) -> SafeString:
    """A column for each stage, its parts stacked; dashed above it what the largest stage has more."""
    width = COLUMN * len(columns)
    canvas = Canvas(width, is_rtl)
    most = max((column.total for column in columns), default=Decimal(0)) or Decimal(1)
    base = TOP + TALLEST
    shapes: list[SafeString] = []
    before: tuple[float, float] | None = None
    for number, column in enumerate(columns):
        start = number * COLUMN + (COLUMN - BLOCK) / 2
        middle = canvas.x(number * COLUMN + COLUMN / 2)
        shapes.append(element("text", column.label, x=middle, y=12, class_="trail-stage"))
        if column.parts is None:
            shapes.append(_box(canvas, start, TOP, TALLEST, "trail-none"))
        else:
            height = float(column.total / most) * TALLEST
            if before is not None:
                shapes.append(_flow(canvas, before, (start, height), base))
            if height < TALLEST:
                shapes.append(_box(canvas, start, TOP, TALLEST - height, "trail-missing"))
            shapes += _stack(canvas, column.parts, start, base, most)
            before = (start + BLOCK, height)
        shapes.append(element("text", column.words, x=middle, y=base + 14, class_="trail-sum"))
    shapes.append(element("line", x1=0, x2=width, y1=base, y2=base, class_="chart-zero"))
    return picture(
        *shapes,
        width=width,
        height=base + FOOT,
        title=title,
        description=_(
            "A column for each stage of the money, in parts by donor and channel. Hatched: what is missing of the "
            "largest stage. A dashed outline alone: nothing is reported. The table says the same."
        ),
        slug=slug,
        class_="trail",
    )


def _stack(
    canvas: Canvas, parts: Sequence[Decimal], start: float, base: float, most: Decimal
) -> list[SafeString]:
    shapes: list[SafeString] = []
    for part in parts:
        height = float(part / most) * TALLEST
        base -= height
        shapes.append(_box(canvas, start, base, height, "trail-part"))
    return shapes


def _box(canvas: Canvas, start: float, top: float, height: float, class_: str) -> SafeString:
    fill = "url(#hatch-2)" if class_ == "trail-missing" else None
    return element(
        "rect", x=canvas.box(start, BLOCK), y=top, width=BLOCK, height=height, class_=class_, fill=fill
    )


def _flow(canvas: Canvas, one: tuple[float, float], other: tuple[float, float], base: float) -> SafeString:
    """The band from one stage's column to the next that is reported."""
    corners = ((one[0], base), (one[0], base - one[1]), (other[0], base - other[1]), (other[0], base))
    points = " ".join(f"{canvas.x(start):.1f},{top:.1f}" for start, top in corners)
    return element("polygon", points=points, class_="trail-flow")


def _shortened(name: str, width: float) -> str:
    most = int(width / LETTER)
    return name if len(name) <= most else f"{name[: most - 1]}…"
