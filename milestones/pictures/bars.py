"""An amount as a bar as wide as its place: its words stand beside it as text, so that a phone does not shrink them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString

from milestones.pictures.svg import element, hatch

LEAST = 2
"""An amount that is not nothing is drawn so many pixels wide at the least."""


@dataclass(frozen=True, slots=True)
class Bar:
    """An amount and what it is of: `solid` is established, up to `claim` is also said, `whole` is an outline.

    `marks` are lines across the bar, each with its kind.
    """

    solid: Decimal = Decimal(0)
    claim: Decimal = Decimal(0)
    whole: Decimal | None = None
    marks: Sequence[tuple[Decimal, str]] = ()

    @property
    def most(self) -> Decimal:
        """The largest amount that it draws."""
        return max(self.solid, self.claim, self.whole or Decimal(0), *(place for place, _kind in self.marks))


def draw_bar(bar: Bar, *, scale: Decimal, hue: int) -> SafeString:
    """The bar on a scale from 0; the style sheet mirrors it where the language is written from right to left."""
    shapes = []
    if bar.whole is not None:
        shapes.append(_part(Decimal(0), bar.whole, scale, class_="bar-whole"))
    if bar.claim > bar.solid:
        shapes.append(_part(bar.solid, bar.claim, scale, class_="bar-said", fill=hatch(hue)))
    if bar.solid:
        shapes.append(_part(Decimal(0), bar.solid, scale, class_="bar-solid"))
    if max(bar.solid, bar.claim):
        least = {"class_": "bar-solid"} if bar.solid else {"class_": "bar-said", "fill": hatch(hue)}
        shapes.append(element("rect", x="0", y="0", width=LEAST, height="100%", **least))
    for place, kind in bar.marks:
        x = _percent(place, scale)
        shapes.append(element("line", x1=x, x2=x, y1="0", y2="100%", class_=f"bar-mark is-{kind}"))
    return element("svg", *shapes, class_=f"bar pillar-{hue}", aria_hidden="true")


HEIGHTS = {"level-2": 66, "level-1": 33}
"""How high the share of a kind stands, in percent, where that is not all of it."""


def draw_shares(counts: Iterable[tuple[str, int]], *, of: int, hue: int = 1) -> SafeString:
    """Counts of kinds beside one another as one bar, on a scale that ends with `of`; what is `said` is hatched."""
    shapes, begins = [], 0
    for kind, count in counts:
        high = HEIGHTS.get(kind, 100)
        looks = {"class_": f"strip-{kind}", "fill": hatch(hue) if kind == "said" else None}
        place = {"y": f"{100 - high}%", "height": f"{high}%"}
        shapes.append(_part(Decimal(begins), Decimal(begins + count), Decimal(of), **looks, **place))
        begins += count
    return element("svg", *shapes, class_="bar shares", aria_hidden="true")


def _part(begins: Decimal, ends: Decimal, scale: Decimal, **looks: str | None) -> SafeString:
    place = {"x": _percent(begins, scale), "y": "0", "width": _percent(ends - begins, scale), "height": "100%"}
    return element("rect", **(place | looks))


def _percent(amount: Decimal, scale: Decimal) -> str:
    return f"{float(100 * amount / scale):.4g}%" if scale else "0%"
