"""A range on a scale from 0 to 100: filled to its low end, hatched from low to high, open beyond."""

from fractions import Fraction

from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi

from milestones.pictures.svg import element, hatch


def draw_range(low: Fraction | None, high: Fraction | None, *, hue: int, label: str) -> SafeString:
    """The bar of a percentage range; without a range an empty dashed outline. `label` says it in words."""
    shapes = [element("title", label)]
    if low is None or high is None:
        frame = "range-frame is-empty"
    else:
        frame = "range-frame"
        shapes += [
            _part(Fraction(0), low, class_="range-low"),
            _part(low, high, class_="range-open", fill=hatch(hue)),
        ]
    outline = element("rect", x="0", y="0", width="100%", height="100%", class_=frame)
    return element("svg", *shapes, outline, class_=f"range pillar-{hue}", role="img")


def _part(start: Fraction, end: Fraction, *, class_: str, fill: str | None = None) -> SafeString:
    left, width = 100 - end if get_language_bidi() else start, end - start
    return element(
        "rect", x=_percent(left), y="0", width=_percent(width), height="100%", class_=class_, fill=fill
    )


def _percent(value: Fraction) -> str:
    return f"{float(value):.4g}%"
