"""The headers that say of an answer what it is: where it leads, when it last changed, and that it will go."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.http.response import HttpResponseBase
from django.utils.http import http_date

LICENCES = "https://spdx.org/licenses/{}.html"
"""Where the text of a licence stands, by its SPDX identifier."""


@dataclass(frozen=True, slots=True)
class Deprecation:
    """Since when an operation is deprecated, after which day it is gone, and where one reads what to use instead.

    Told by `Deprecation` (RFC 9745), `Sunset` (RFC 8594), a link, and in the schema.
    """

    since: date
    gone_after: date
    instead: str

    def stamp(self, response: HttpResponseBase) -> None:
        """Say so."""
        response.headers["Deprecation"] = f"@{int(_midnight(self.since).timestamp())}"
        response.headers["Sunset"] = http_date(_midnight(self.gone_after).timestamp())
        add_links(response, {"deprecation": self.instead})


def add_links(response: HttpResponseBase, links: Mapping[str, str]) -> None:
    """Say where it leads, by the relations of RFC 8288."""
    told = [f'<{address}>; rel="{relation}"' for relation, address in links.items()]
    before = [response.headers["Link"]] if "Link" in response.headers else []
    response.headers["Link"] = ", ".join(before + told)


def stamp_time(response: HttpResponseBase, revised: datetime | None) -> None:
    """Say when the newest revision was made on which the answer rests."""
    if revised is not None:
        response.headers["Last-Modified"] = http_date(revised.timestamp())


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
