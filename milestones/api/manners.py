"""What every answer below /api/ says beside its body: where it leads, when it changed, that it will go, who may read.

A few lines rather than django-cors-headers, whose rules are by address: here they are by method. Any site may read,
without cookies; none may write through a reader's browser, since no answer to a write allows it. `*` goes without
`Access-Control-Allow-Credentials`, so that a session is never used.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import http_date

from milestones.api.throttling import tell_limit
from milestones.planfile.composed import midnight

ROOT = "/api/"
READS = ("GET", "HEAD", "OPTIONS")
TOLD = (
    "ETag", "Last-Modified", "Link", "RateLimit", "RateLimit-Policy", "Retry-After", "Deprecation", "Sunset",
    "Content-Disposition",
)  # fmt: skip
"""The headers that a script of another site may read."""
ASKED = ("Accept", "Accept-Language", "Authorization", "If-None-Match", "If-Modified-Since")
"""Those that it may send."""
PREFLIGHT_SECONDS = 24 * 3600


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
        response.headers["Deprecation"] = f"@{int(midnight(self.since).timestamp())}"
        response.headers["Sunset"] = http_date(midnight(self.gone_after).timestamp())
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


class Manners:
    """The middleware that says so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(ROOT):
            return self.get_response(request)
        wished = request.META.get("HTTP_ACCESS_CONTROL_REQUEST_METHOD") if request.method == "OPTIONS" else None
        response = self.get_response(request) if wished is None else _preflight(wished)
        if request.method in READS and wished is None:
            response.headers["Access-Control-Allow-Origin"] = "*"
            response.headers["Access-Control-Expose-Headers"] = ", ".join(TOLD)
        tell_limit(request, response)
        return response


def _preflight(wished: str) -> HttpResponse:
    """The answer to a browser that asks whether a script of another site may ask so: it may read."""
    response = HttpResponse(status=204)
    response.headers["Vary"] = "Access-Control-Request-Method"
    if wished in READS:
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Allow-Methods"] = ", ".join(READS)
        response.headers["Access-Control-Allow-Headers"] = ", ".join(ASKED)
        response.headers["Access-Control-Max-Age"] = str(PREFLIGHT_SECONDS)
    return response
