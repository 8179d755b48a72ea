"""Addresses of a plan's pages and data, for the same reader's choices."""

import re
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode

from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from milestones.pages.cells import link
from milestones.planfile.quantities import plain_instant
from milestones.selectors.plan_page import PlanNames
from milestones.selectors.records import Viewpoint

ASSUME = "assume"
QUOTED = re.compile("(?<=[“«״])([^“”«»״]+)(?=[”»״])")
"""A name in the quotation marks of any language of the pages."""


def page_address(viewpoint: Viewpoint, name: str, *parts: object) -> str:
    """The address of a page of the plan, for the same moment; `parts` follow the plan's slug in it."""
    return _path(name, viewpoint.plan.slug, *parts) + viewpoint.query


def page_with(viewpoint: Viewpoint, name: str, *parts: object, **chosen: object) -> str:
    """The same with further choices, or others in their place."""
    return _path(name, viewpoint.plan.slug, *parts) + query_with(viewpoint, **chosen)


def with_links(sentence: str, viewpoint: Viewpoint, names: PlanNames) -> SafeString:
    """A sentence in which each milestone and indicator that it names in quotation marks leads to its page."""
    pages = {name: ("milestone-page", slug) for slug, name in names.milestones.items()}
    pages |= {indicator.name: ("indicator-page", slug) for slug, indicator in names.indicators.items()}
    told: list[str] = []
    for place, part in enumerate(QUOTED.split(sentence)):
        name = part.strip("\u2066\u2067\u2068\u2069") if place % 2 else ""
        told.append(link(name, page_address(viewpoint, *pages[name])) if name in pages else part)
    return format_html_join("", "{}", ((part,) for part in told))


@lru_cache(4096)
def _path(name: str, *parts: object) -> str:
    return reverse(name, args=parts)


def query_with(viewpoint: Viewpoint, **chosen: object) -> str:
    """The reader's own choices with others beside them, or in their place."""
    query = urlencode({**dict(parse_qsl(viewpoint.query.removeprefix("?"))), **chosen})
    return f"?{query}" if query else ""


def what_if_address(viewpoint: Viewpoint, *assumed: str) -> str:
    """The address of the page of what would follow from assumptions, as an address writes them."""
    chosen = {ASSUME: " ".join(assumed)} if assumed else {}
    return page_with(viewpoint, "what-if-page", **chosen)


def short_reading(name: str) -> str:
    """A reading's name without what stands in brackets behind it."""
    return name.partition(" (")[0]


def moment_address(viewpoint: Viewpoint, resource: str, **others: object) -> str:
    """The address of what the API tells of the plan at the page's own day, reading and instant.

    `others` are asked beside these, or in their place; what is None is not asked.
    """
    return f"{reverse(f'api:{resource}', args=[viewpoint.plan.slug])}?{urlencode(asked_at(viewpoint, **others))}"


def asked_at(viewpoint: Viewpoint, **others: object) -> dict[str, str]:
    """What the API is asked of the page's day, reading and instant, and of `others`."""
    known_at = viewpoint.known_at and plain_instant(viewpoint.known_at)
    asked = {"on": viewpoint.on, "reading": viewpoint.reading, "known_at": known_at} | others
    return {name: str(value) for name, value in asked.items() if value is not None}


def milestones_address(viewpoint: Viewpoint, **filters: str) -> str:
    """The address of the API's list of the plan's milestones, as they stand at the page's own moment."""
    return data_address(viewpoint, "milestones", **filters, **asked_at(viewpoint))


def records_address(viewpoint: Viewpoint, resource: str, **filters: str) -> str:
    """The address of the API's list of records of the plan, up to the page's day, learned by its instant."""
    names = {"on": "date__lte", "known_at": "recorded_at__lte"}
    until = {names[name]: value for name, value in asked_at(viewpoint, reading=None).items()}
    return data_address(viewpoint, resource, **filters, **until)


def data_address(viewpoint: Viewpoint, resource: str, **filters: str) -> str:
    """The address of the API's list of a resource of the plan."""
    return f"{reverse(f'api:{resource}')}?{urlencode({'plan': viewpoint.plan.slug, **filters})}"
