"""A picture of a page as a file that stands by itself: its signs and looks in it, and below it words that tell of it.

It is what the page has under the picture's name: a drawing, or else rows of words and signs, which are drawn anew. Its
looks are the layers `pictures` and `tones` of the style sheets, in light.
"""

import re
from functools import cache
from pathlib import Path
from textwrap import TextWrapper
from urllib.parse import urljoin

from django.contrib.staticfiles import finders
from django.utils.translation import get_language_bidi
from lxml import etree
from lxml.builder import E

from milestones.pictures.rows import EDGE, LINE, draw_rows, hue_class
from milestones.registry import registry

SHEETS = ("milestones/style.css", "milestones/graph.css", "milestones/timeline.css")
LAYER = re.compile(r"^@layer (pictures|tones) \{((?:[^{}]*\{[^{}]*\})*)\s*\}", re.MULTILINE)
TOKEN = re.compile(r"^  --([\w-]+): (?:light-dark\(([^,()]+),[^()]+\)|([^;]+));", re.MULTILINE)
NAMED = re.compile(r"var\(--([\w-]+)(?:, var\(--([\w-]+)\))?\)")
POINTED = re.compile(r'(?:href="#|url\(#)([\w-]+)')
WRITTEN = ("viewBox", "patternUnits", "patternTransform")
"""Attributes of which a reader of HTML keeps no capital letters."""


class Lines(TextWrapper):
    """Wraps between words, and an address behind one of its parts before it would within one."""

    wordsep_re = re.compile(r"(\s+)|(?<=[/?&])(?![/?&\s])")


class NoPicture(LookupError):
    """A page has no such picture."""


def standing_alone(page: bytes, name: str, address: str, *, licence: str) -> bytes:
    """The picture of that name in a page as SVG, its links from the page's `address`; raises NoPicture."""
    tree = etree.fromstring(page, etree.HTMLParser(encoding="utf-8"))
    for written in WRITTEN:
        for part in tree.xpath(f"//*[@{written.lower()}]"):
            part.set(written, part.attrib.pop(written.lower()))
    places = {place.get("id"): place for place in tree.xpath("//*[@id]")}
    shown = places.get(f"{name}-drawn")
    if shown is None:
        raise NoPicture(name)
    hue, root = hue_class(shown), shown if shown.tag == "svg" else draw_rows(shown)
    width, height = (float(part) for part in root.get("viewBox").split()[2:])
    for link in root.iter("a"):
        link.attrib.pop("tabindex", None)  # the table that the page has beside it is not here
        link.attrib.update({"href": urljoin(address, link.get("href")), "target": "_top"})
    pointed = sorted(set(POINTED.findall(etree.tostring(root, encoding="unicode"))))
    signs = E.defs(*(places[sign] for sign in pointed if sign in places))
    size = max(9, min(12, width / 60))
    most = int((width - 2 * EDGE) / (0.6 * size))
    citation, _space, cited = " ".join("".join(places["citation"].itertext()).split()).rpartition(" ")
    told = (root.findtext("title", ""), citation, f"{cited}#{shown.get('id')}", licence)
    lines = [line for text in told for line in Lines(most).wrap(text)]
    whole, looks, is_rtl = height + len(lines) * LINE + 2 * EDGE, _looks(), get_language_bidi()
    ground = E.rect(width="100%", height="100%", fill=looks["color-ground"])
    root[:] = [*root[:2], E.style(looks[""]), signs, ground, *root[2:]]
    for number, line in enumerate(lines, start=1):
        flow = "direction:ltr;text-anchor:end" if is_rtl and line.isascii() else "text-anchor:start"
        place = {"x": f"{width - EDGE if is_rtl else EDGE:g}", "y": f"{height + EDGE + number * LINE:g}"}
        root.append(E.text(line, place, style=f"font-size:{size:g}px;{flow}"))
    sized = {"width": f"{width:g}", "height": f"{whole:g}", "viewBox": f"0 0 {width:g} {whole:g}"}
    told_in = {"direction": "rtl" if is_rtl else "ltr", "font-family": "Rubik, sans-serif", "font-size": "12"}
    classes = " ".join(dict.fromkeys([*root.get("class").split(), *hue.split()]))
    root.attrib.update(sized | told_in | {"class": classes, "color": looks["color-ink"]})
    drawn: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, with_tail=False)
    return drawn.replace(b"<svg ", b'<svg xmlns="http://www.w3.org/2000/svg" ', 1)


@cache
def _looks() -> dict[str, str]:
    """The tokens by their names, in light; and, by none, how pictures look.

    Few programs know variables: the hue or the tone in which a thing stands is its `color`.
    """
    names = (*SHEETS, *(app.styles for app in registry.apps() if app.styles))
    text = "".join(Path(str(finders.find(name))).read_text(encoding="utf-8") for name in names)
    tokens = {name: light or plain for name, light, plain in TOKEN.findall(text)}
    layers = sorted(LAYER.findall(text), key=lambda layer: layer[0])  # a tone stands above what a thing has without
    told = re.sub(r"--(?:hue|tone):", "color:", "".join(rules for _layer, rules in layers))
    return tokens | {"": NAMED.sub(lambda named: tokens.get(named[1]) or tokens.get(named[2], "currentColor"), told)}
