"""SVG elements as safe text; what a picture is made of."""

from dataclasses import dataclass, field
from functools import cache

from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi

Attribute = str | int | float | None


def element(name: str, *children: str, **attributes: Attribute) -> SafeString:
    """One element; attributes that are None are left out, `_` in their names is a hyphen, texts are escaped.

    A name that ends in `_` is taken without it, since `class` is a word of Python.
    """
    written = "".join(f' {_attribute(key)}="{_plain(value)}"' for key, value in attributes.items() if value is not None)
    inside = "".join(conditional_escape(child) for child in children)
    return mark_safe(f"<{name}{written}>{inside}</{name}>")  # noqa: S308 - every part is escaped above


def picture(
    *shapes: str,
    width: float,
    height: float,
    title: str,
    description: str,
    slug: str,
    class_: str,
    role: str = "img",
    fixed_width: float | None = None,
) -> SafeString:
    """A whole picture with its title and description.

    `slug` is unique on the page; `role` is `group` of a picture with links; `fixed_width` is in CSS pixels, where the
    picture is not to fill its place.
    """
    return element(
        "svg",
        element("title", title, id=f"{slug}-title"),
        element("desc", description, id=f"{slug}-desc"),
        *shapes,
        class_=f"{class_} picture",
        width=fixed_width,
        viewBox=f"0 0 {_plain(width)} {_plain(height)}",
        role=role,
        aria_labelledby=f"{slug}-title {slug}-desc",
    )


def hatch(hue: int) -> str:
    """The fill of what is only said, not established: the one meaning of a hatch."""
    return f"url(#hatch-{hue})"


@dataclass(frozen=True, slots=True)
class Canvas:
    """Horizontal places of a picture that is mirrored where the language is written from right to left."""

    width: float
    is_rtl: bool = field(default_factory=get_language_bidi)

    def x(self, start: float) -> float:
        """The place of a point that lies so far from the start side."""
        return self.width - start if self.is_rtl else start

    def box(self, start: float, width: float) -> float:
        """The left edge of a box that begins so far from the start side."""
        return self.width - start - width if self.is_rtl else start


@cache
def _attribute(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def _plain(value: Attribute) -> str:
    """A number without needless decimals; a text, escaped."""
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return str(value) if isinstance(value, int) else escape(value)
