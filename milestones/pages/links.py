"""Addresses of a plan's pages and data, for the same reader's choices."""

from urllib.parse import parse_qsl, urlencode

from django.urls import reverse

from milestones.selectors.records import Viewpoint


def page_address(viewpoint: Viewpoint, name: str, *parts: object) -> str:
    """The address of a page of the plan, for the same moment; `parts` follow the plan's slug in it."""
    return reverse(name, args=[viewpoint.plan.slug, *parts]) + viewpoint.query


def reading_query(viewpoint: Viewpoint, reading: str) -> str:
    """The query of the same page under a reading."""
    return f"?{urlencode({**dict(parse_qsl(viewpoint.query.removeprefix('?'))), 'reading': reading})}"


def short_reading(name: str) -> str:
    """A reading's name without what stands in brackets behind it."""
    return name.partition(" (")[0]


def data_address(viewpoint: Viewpoint, resource: str, **filters: str) -> str:
    """The address of the API's list of a resource of the plan."""
    return f"{reverse(f'api:{resource}')}?{urlencode({'plan': viewpoint.plan.slug, **filters})}"
