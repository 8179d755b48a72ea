"""What operators watch of the site, counted as it happens; `manage.py serve_metrics` gives it out, apart from the site.

With PROMETHEUS_MULTIPROC_DIR, a folder that all processes share, each writes its counts there.
"""

from collections.abc import Callable
from http import HTTPStatus
from time import perf_counter

from django.http import HttpRequest, HttpResponse
from prometheus_client import Gauge, Histogram

from milestones.state.keeping import bodies, keeper

REQUESTS = Histogram("tracker_request_seconds", "Answers, by the name of the page.", ["page", "method", "status"])
RUNS = Histogram(
    "tracker_run_seconds",
    "Runs of background tasks, by how they ended.",
    ["task", "outcome"],
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3600),
)
KEPT = Gauge(
    "tracker_kept_bytes", "What the processes keep of answers and of states.", ["what"], multiprocess_mode="livesum"
)


class Counted:
    """The middleware that counts answers; one that no page made was kept, where it is an answer at all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = perf_counter()
        response = self.get_response(request)
        match, status = request.resolver_match, response.status_code
        is_kept = status in (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED)
        page = (match.view_name or "admin") if match else "kept" if is_kept else "nowhere"
        method = request.method if request.method in ("GET", "HEAD", "POST", "PATCH", "DELETE", "OPTIONS") else "other"
        REQUESTS.labels(page, method, status).observe(perf_counter() - began)
        for kept in (bodies, keeper):
            KEPT.labels(kept.what).set(kept.held)
        return response
