"""Accepted against target by stage; what only some of the counts accept is hatched."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from milestones import notation
from milestones.pictures.svg import Canvas, element, picture
from pillars.demilitarisation.selectors import Stage

WIDTH = 420.0
LABEL, ALONE, THROUGH, GAP = 18.0, 6.0, 11.0, 3.0
ROW = LABEL + ALONE + GAP + THROUGH + 12.0


def draw_stages(stages: Sequence[Stage], *, hue: int, is_rtl: bool, slug: str) -> SafeString:
    """The picture of at least one stage, on one scale from 0."""
    figures = [
        figure
        for stage in stages
        for figure in (stage.accepted, stage.target, stage.through_target, *stage.through.values())
        if figure is not None
    ]
    canvas = Canvas(WIDTH, is_rtl)
    unit = WIDTH / float(max([Decimal(1), *figures]))
    shapes = [
        shape
        for number, stage in enumerate(stages)
        for shape in _stage(canvas, stage, number * ROW, unit, f"url(#hatch-{hue})")
    ]
    return picture(
        *shapes,
        width=WIDTH,
        height=len(stages) * ROW,
        title=_("Accepted against target, by stage"),
        description=_(
            "Two bars for each stage: the upper one is the stage alone, the lower one everything through it. Filled "
            "is what every count accepts, hatched what only some of them do. The dashed marks are the targets. The "
            "figures are in the table below."
        ),
        slug=slug,
        class_=f"stages pillar-{hue}",
    )


def _stage(canvas: Canvas, stage: Stage, top: float, unit: float, hatch: str) -> list[SafeString]:
    alone, through = top + LABEL, top + LABEL + ALONE + GAP
    lowest, highest = min(stage.through.values(), default=None), max(stage.through.values(), default=None)
    return [
        element("text", stage.name, x=canvas.x(0), y=top + 12, class_="stages-name"),
        element("text", _label(stage), x=canvas.x(WIDTH), y=top + 12, class_="stages-figure"),
        *_bar(canvas, alone, ALONE, unit, stage.accepted, stage.accepted, stage.target, hatch),
        *_bar(canvas, through, THROUGH, unit, lowest, highest, stage.through_target, hatch),
        *_mark(canvas, through, THROUGH, unit, stage.deciding, "stages-deciding"),
    ]


def _label(stage: Stage) -> str:
    if stage.accepted is None:
        return _("no count of the stage alone")
    accepted = notation.plain_number(stage.accepted)
    if stage.target is None:
        return accepted
    return _("%(accepted)s of %(target)s") % {
        "accepted": accepted,
        "target": notation.plain_number(stage.target),
    }


def _bar(
    canvas: Canvas,
    top: float,
    height: float,
    unit: float,
    low: Decimal | None,
    high: Decimal | None,
    target: Decimal | None,
    hatch: str,
) -> list[SafeString]:
    shapes = []
    if target is not None:
        shapes.append(_box(canvas, top, height, 0, float(target) * unit, class_="stages-frame"))
    if low is not None and high is not None:
        shapes.append(_box(canvas, top, height, 0, float(low) * unit, class_="stages-accepted"))
        if high > low:
            start, width = float(low) * unit, float(high - low) * unit
            shapes.append(_box(canvas, top, height, start, width, class_="stages-disputed", fill=hatch))
    return [*shapes, *_mark(canvas, top, height, unit, target, "stages-target")]


def _box(
    canvas: Canvas, top: float, height: float, start: float, width: float, **attributes: str
) -> SafeString:
    return element("rect", x=canvas.box(start, width), y=top, width=width, height=height, **attributes)


def _mark(
    canvas: Canvas, top: float, height: float, unit: float, figure: Decimal | None, class_: str
) -> list[SafeString]:
    if figure is None:
        return []
    x = canvas.x(float(figure) * unit)
    return [element("line", x1=x, x2=x, y1=top - 2, y2=top + height + 2, class_=class_)]
