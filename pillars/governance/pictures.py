"""The seats of a body as a grid: a square for each, told apart by shape as well as colour."""

from collections.abc import Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from milestones.pictures.labels import broken
from milestones.pictures.svg import Canvas, element, picture
from pillars.governance.selectors import SeatNote

COLUMNS = 5
WIDTH = 360.0
GAP = 6.0
CELL = (WIDTH - GAP * (COLUMNS - 1)) / COLUMNS
HEIGHT = 52.0
EDGE = 1.0
"""Room for the line around a box at the picture's edge."""
MARK = 13.0
LETTER = 4.7
"""The width of a letter of a seat's name on average, by which names are broken, and shortened where they must be."""
LINE = 10.5


def draw_seats(seats: Sequence[SeatNote], *, body: str, is_rtl: bool, slug: str) -> SafeString:
    """The picture of a body's seats, in the body's order from the side where a line of text starts."""
    canvas = Canvas(WIDTH + 2 * EDGE, is_rtl)
    shapes = []
    for position, note in enumerate(seats):
        row, column = divmod(position, COLUMNS)
        shapes.append(_seat(canvas, note, EDGE + column * (CELL + GAP), EDGE + row * (HEIGHT + GAP)))
    rows = max(1, -(-len(seats) // COLUMNS))
    return picture(
        *shapes,
        width=WIDTH + 2 * EDGE,
        height=rows * (HEIGHT + GAP) - GAP + 2 * EDGE,
        title=_("Seats of %(body)s") % {"body": body},
        description=_(
            "A box for each seat: filled where it is held by one who passed the vetting, half filled where it is held, "
            "empty where it is vacant, hatched where it is not known. The table below says the same."
        ),
        slug=slug,
        class_="seats",
    )


def _seat(canvas: Canvas, note: SeatNote, start: float, top: float) -> SafeString:
    lines = broken(note.seat.name, int((CELL - 2 * GAP) / LETTER))
    last = top + HEIGHT - GAP - 2
    return element(
        "g",
        element("title", note.seat.name),
        element("rect", x=canvas.box(start, CELL), y=top, width=CELL, height=HEIGHT, rx=2, class_="seat"),
        element(
            "use",
            href=f"#seat-{note.state.value}",
            x=canvas.box(start + GAP, MARK),
            y=top + GAP,
            width=MARK,
            height=MARK,
        ),
        *(
            element("text", line, x=canvas.x(start + GAP), y=last - LINE * (len(lines) - 1 - number))
            for number, line in enumerate(lines)
        ),
        class_=f"seat-cell is-seat-{note.state.value}",
    )
