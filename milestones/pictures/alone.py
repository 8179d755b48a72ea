"""A picture of a page as a file that stands by itself: its signs and colours in it, and below it words that tell of it.

It is the one drawing that the page has, taken out of the page; its colours are those of the style sheets in light.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from textwrap import wrap
from urllib.parse import urljoin
from xml.etree import ElementTree as Xml

from django.contrib.staticfiles import finders
from django.utils.html import strip_tags
from django.utils.translation import get_language_bidi

from milestones.pictures.svg import Canvas
from milestones.registry import registry

SHEETS = ("milestones/style.css", "milestones/graph.css", "milestones/timeline.css")
LOOK = re.compile(
    r"(?:color|fill|stroke[\w-]*|opacity|font-\w+|text-anchor|text-decoration|paint-order|transform): [^;]+;"
)
"""What style sheets may say of a drawing; the rest places it on a page."""
BESIDE = re.compile(r"/\*.*?\*/|@(?:media|supports)[^{]+\{(?:[^{}]*\{[^{}]*\})*\s*\}", re.DOTALL)
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
TOKEN = re.compile(r"--([\w-]+): (?:light-dark\(([^,()]+),[^()]+\)|([^;]+));")
NAMED = re.compile(r"var\(--([\w-]+)(?:, var\(--([\w-]+)\))?\)")
POINTED = re.compile(r'(?:href="#|url\(#)([\w-]+)')
ROW = re.compile(
    r'<th scope="(?:row|col)"[^>]*>((?:(?!<th).)*?)(?:</th><td[^>]*>)?'
    r'<svg class="([^"]*)" height="([\d.]+)" aria-hidden="true">(.*?)</svg>',
    re.DOTALL,
)
LINE, EDGE, NAMES, WIDE = 16, 6, 300, 780


class NoPicture(LookupError):
    """A page has no such picture."""


def standing_alone(page: str, name: str, address: str, *, citation: str, licence: str) -> bytes:
    """The picture of that name in a page as SVG, its links from the page's `address`; raises NoPicture."""
    own = re.search(rf'<svg class="[^"]*" id="{re.escape(name)}-drawn".*?</svg>', page, re.DOTALL)
    drawn = own[0] if own else _rows_drawn(page, name)
    root = Xml.fromstring(drawn)  # noqa: S314 - our own drawing
    width, height = (float(part) for part in root.attrib["viewBox"].split()[2:])
    for link in root.iter("a"):
        link.attrib.pop("tabindex", None)  # the table that the page has beside it is not here
        link.attrib |= {"href": urljoin(address, link.attrib["href"]), "target": "_top"}
    kept = Xml.Element("defs")
    kept.extend(_signs(page, drawn))
    classes = {name for part in (*root.iter(), *kept.iter()) for name in part.get("class", "").split()}
    style = Xml.Element("style")
    style.text = "".join(_rules(frozenset(classes)))
    size = max(9, min(12, width / 60))
    most = int((width - 2 * EDGE) / (0.6 * size))
    told = (root.findtext("title", ""), f"{citation}#{root.attrib['id']}", licence)
    lines = [line for text in told for line in wrap(text, most, break_on_hyphens=False)]
    whole = height + len(lines) * LINE + 2 * EDGE
    ground = Xml.Element("rect", {"width": "100%", "height": "100%", "fill": _tokens()["color-ground"]})
    root[:] = [*root[:2], style, kept, ground, *root[2:]]
    is_rtl = get_language_bidi()
    for number, line in enumerate(lines, start=1):
        at = {"x": f"{width - EDGE if is_rtl else EDGE:g}", "y": f"{height + EDGE + number * LINE:g}"}
        flow = "direction:ltr;text-anchor:end" if is_rtl and line.isascii() else "text-anchor:start"
        Xml.SubElement(root, "text", {**at, "style": f"font-size:{size:g}px;{flow}"}).text = line
    sized = {"width": f"{width:g}", "height": f"{whole:g}", "viewBox": f"0 0 {width:g} {whole:g}"}
    root.attrib.update(sized | {"xmlns": "http://www.w3.org/2000/svg", "font-family": "Rubik, sans-serif"})
    root.attrib["direction"] = "rtl" if is_rtl else "ltr"
    written: bytes = Xml.tostring(root, "utf-8", xml_declaration=True)
    return written


def _rows_drawn(page: str, name: str) -> str:
    """The drawings in the rows of a section's table as one, each beside its row's name; raises NoPicture."""
    section = page.partition(f'<section id="{name}"')[2].partition("</section>")[0]
    heading = re.search(r"<h2[^>]*>(.*?)</h2>", section, re.DOTALL)
    canvas, shapes, top = Canvas(WIDE), [], 0.0
    for words, class_, height, drawn in ROW.findall(section):
        left, own = canvas.box(NAMES, WIDE - NAMES), max(float(height), LINE)
        shapes.append(f'<text x="{canvas.x(EDGE):g}" y="{top + 12:g}">{strip_tags(words)}</text>')
        place = f'x="{left:g}" y="{top:g}" width="{WIDE - NAMES:g}" height="{height}"'
        shapes.append(f'<svg class="{class_}" {place}>{drawn}</svg>')
        top += own
    if not shapes or heading is None:
        raise NoPicture(name)
    title = f"<title>{strip_tags(heading[1])}</title><desc/>"
    hue = re.search(r'<table class="[^"]*(pillar-\d)', section)
    begins = f'<svg class="picture {hue[1] if hue else ""}" id="{name}" viewBox="0 0 {WIDE} {top:g}">'
    return f"{begins}{title}{''.join(shapes)}</svg>"


def _signs(page: str, drawn: str) -> Iterator[Xml.Element]:
    """The signs and hatches of the page that the drawing points to."""
    for name in sorted(set(POINTED.findall(drawn))):
        sign = re.search(rf'<(symbol|pattern|g) id="{name}".*?</\1>', page, re.DOTALL)
        if sign:
            yield Xml.fromstring(sign[0])  # noqa: S314 - a sign of our own


def _rules(classes: frozenset[str]) -> Iterator[str]:
    """What the style sheets say of these classes, without variables, which few programs know."""
    tokens = _tokens()

    def told(look: str, color: str = "") -> str:
        return NAMED.sub(lambda named: tokens.get(named[1]) or color or tokens.get(named[2], "currentColor"), look)

    for selector, look in _sheet():
        if not classes.issuperset(re.findall(r"\.([\w-]+)", selector)):
            continue
        yield f"{selector}{{{told(look)}}}"
        free = {named for named, _otherwise in NAMED.findall(look)} - {*tokens}
        for name, variable, color in _contexts():
            if name in classes and variable in free:
                above, _space, own = selector.rpartition(" ")
                within = f".{name} {selector},.{name}{selector},{above} .{name} {own},{above} {own}.{name}"
                yield f"{within}{{{told(look, color)}}}"


@cache
def _sheet() -> list[tuple[str, str]]:
    """Each selector of the style sheets with how it has a drawing look."""
    sheets = (*SHEETS, *(app.styles for app in registry.apps() if app.styles))
    text = "".join(BESIDE.sub("", Path(str(finders.find(name))).read_text(encoding="utf-8")) for name in sheets)
    told = ((rule, " ".join(LOOK.findall(body))) for rule, body in RULE.findall(text))
    return [(one.strip(), look) for rule, look in told if look for one in rule.split(",") if "." in one]


@cache
def _tokens() -> dict[str, str]:
    """The colours by their names, in light."""
    text = Path(str(finders.find(SHEETS[0]))).read_text(encoding="utf-8")
    return {name: light or plain for name, light, plain in TOKEN.findall(text.partition("color-scheme")[0])}


@cache
def _contexts() -> list[tuple[str, str, str]]:
    """Each class that gives what is within it a hue or a tone, which of these, and the colour."""
    text = Path(str(finders.find(SHEETS[0]))).read_text(encoding="utf-8")
    given = re.findall(r"\.([\w-]+) \{ --(hue|tone): var\(--([\w-]+)\)", text)
    return [(name, variable, _tokens()[token]) for name, variable, token in given]
