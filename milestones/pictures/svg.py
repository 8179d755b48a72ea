"""SVG elements as safe text; what a picture is made of, and names in its narrow places."""

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
        id=f"{slug}-drawn",
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


LINES = 2


def broken(name: str, most: int, at_most: int = LINES) -> list[str]:
    """The name in lines of `most` letters, at most so many, broken between words; what does not fit is shortened."""
    lines: list[str] = []
    for word in name.split():
        if lines and (len(lines[-1]) + 1 + len(word) <= most or len(lines) == at_most):
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return [_cut(line, most) for line in lines]


def inside(middle: float, half: float, begins: float, ends: float) -> float:
    """The middle of something so wide to each side, moved as far as it must be to stand between two places."""
    return min(max(middle, begins + half), ends - half)


def free_row(taken: list[float], begin: float, end: float) -> int:
    """The first row in which there is room from one place to another, which is taken then; a new one where none is.

    `taken` holds up to where each row is taken, and is kept from call to call.
    """
    row = next((row for row, until in enumerate(taken) if until <= begin), len(taken))
    taken[row : row + 1] = [end]
    return row


def _cut(name: str, most: int) -> str:
    return name if len(name) <= most else f"{name[: most - 1]}…"
