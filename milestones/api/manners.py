"""What every answer below /api/ says beside its body: the limit, and that any site may read it.

A few lines rather than django-cors-headers, whose rules are by address: here they are by method. Any site may read,
without cookies; none may write through a reader's browser, since no answer to a write allows it. `*` goes without
`Access-Control-Allow-Credentials`, so that a session is never used.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from milestones.api.throttling import tell_limit

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


class Manners:
    """The middleware that says so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(ROOT):
            return self.get_response(request)
        wished = request.META.get("HTTP_ACCESS_CONTROL_REQUEST_METHOD")
        if request.method == "OPTIONS" and wished is not None:
            return _preflight(wished)
        response = self.get_response(request)
        if request.method in READS:
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
