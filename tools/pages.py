"""The pages of a running site: found by following its links, a few of each kind; and how readers look at them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from itertools import product
from typing import Literal
from urllib.error import HTTPError
from urllib.parse import urldefrag, urljoin, urlsplit
from urllib.request import urlopen

Scheme = Literal["light", "dark"]
LANGUAGES, WIDTHS = ("en", "ar", "he"), (390, 1280)
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
ALIKE = 3
"""Of pages below one address, such as milestones, so many are taken."""
OF_ITS_OWN = re.compile(r"|/plans/[^/]+")
"""The site's own address and a plan's: the pages right below are each of a kind of its own, and all are taken."""
GAZA = "/plans/gaza-phase-two/"
KNOT = "on=2026-09-30&reading=both-demands"
BESIDE = (
    f"{GAZA}?{KNOT}",
    f"{GAZA}pillars/demilitarisation/?{KNOT}",
    f"{GAZA}milestones/first-stage-certified/?{KNOT}",
    f"{GAZA}milestones/aid-floor/?on=2026-09-30",
    f"{GAZA}milestones/cease-fire/",
    "/plans/?on=x",
)
"""Pages that no link leads to: with a knot, with counts over time, unknown, unreadable."""
LINK = re.compile(r'<a\b[^>]*\bhref="([^"]+)"')
NOT_PAGES = ("/api/", "/admin/", "/static/", "/i18n/")


@dataclass(frozen=True)
class Look:
    """How a page is looked at; `width` is in CSS pixels."""

    language: str
    scheme: Scheme
    width: int

    @property
    def name(self) -> str:
        """The look in one word."""
        return f"{self.language}-{self.scheme}-{self.width}"

    def address(self, path: str) -> str:
        """The path in the look's language."""
        return f"{path}{'&' if '?' in path else '?'}lang={self.language}"


LOOKS = tuple(Look(*look) for look in product(LANGUAGES, SCHEMES, WIDTHS))


def pages_of(site: str) -> list[str]:
    """The paths of the site's pages in the order found, then those that no link leads to."""
    waiting, seen, taken = ["/", "/plans/"], {"/", "/plans/"}, Counter[str]()
    paths = []
    while waiting:
        path = waiting.pop(0)
        paths.append(path)
        for linked in _linked(site, path):
            above = linked.rstrip("/").rpartition("/")[0]
            if linked not in seen and (taken[above] < ALIKE or OF_ITS_OWN.fullmatch(above)):
                seen.add(linked)
                taken[above] += 1
                waiting.append(linked)
    return [*paths, *BESIDE]


def _linked(site: str, path: str) -> Iterator[str]:
    """The paths of the site's own pages that the page at the path leads to."""
    try:
        with urlopen(site + path) as answer:  # noqa: S310 - a site on this machine
            text = answer.read().decode() if answer.headers.get_content_type() == "text/html" else ""
    except HTTPError:
        return
    for address in LINK.findall(text):
        parts = urlsplit(urljoin(site + path, urldefrag(unescape(address)).url))
        is_own = f"{parts.scheme}://{parts.netloc}" == site
        if is_own and parts.path.endswith("/") and not parts.path.startswith(NOT_PAGES):
            yield parts.path
