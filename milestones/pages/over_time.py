"""Records over time as a figure."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from milestones.pages.blocks import Figure
from milestones.pictures.over_time import Dot, draw_over_time


def over_time(
    dots: Sequence[Dot],
    *,
    title: str,
    slug: str,
    hue: int,
    rows: Sequence[str] = (),
    until: date | None = None,
    due: date | None = None,
    heading: str = "",
) -> Figure:
    """The picture in the page's direction, with what its dots mean, under `heading`; as for `draw_over_time`."""
    caption = _(
        "A filled dot is a record that counts, a hollow one counts for nothing: disputed, or a draft."
    )
    if any(dot.is_looked_at for dot in dots):
        caption = f"{caption} {_('The ring is this record.')}"
    drawn = draw_over_time(dots, rows=rows, until=until, due=due, title=title, slug=slug, hue=hue)
    return Figure(drawn, caption, heading)
