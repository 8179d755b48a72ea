"""Two questions a load balancer asks: is the process alive, and can it serve?"""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Max, Min
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError as BrokerError

from milestones.models import JobRun, RecomputeMark
from milestones.services.attempts import failing_plans
from tracker.celery import app as celery_app

BROKER_TIMEOUT_SECONDS = 2
BEAT_MINUTES = 65
"""Beat that starts each hour's task is late after so many."""


@never_cache
@require_safe
def alive(request: HttpRequest) -> JsonResponse:
    """Answer at all; nothing else is asked, so that a slow database restarts no process."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Answer 200 where every part that a page needs answers, else 503; `checks` has a line for each part.

    The lines name no host and no error text, for the address is public.
    """
    checks = {"database": _database(), "migrations": _migrations(), "broker": _broker()}
    failing = any(line not in ("ok", "not configured") for line in checks.values())
    # What is told of these is for operators: plans are shown as they were, no reason to take the site away.
    told = {"plans": _plans, "marks": _marks, "beat": _beat}
    checks |= {name: "not asked" if failing else ask() for name, ask in told.items()}
    return JsonResponse({"status": "failing" if failing else "ok", "checks": checks}, status=503 if failing else 200)


def answered_first(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The middleware that answers the two before any asks for the host: who watches a machine asks its bare address."""
    answers: dict[str, Callable[[HttpRequest], HttpResponse]] = {"/healthz": alive, "/readyz": ready}
    return lambda request: answers.get(request.path, get_response)(request)


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError:
        return "does not answer"
    return "ok"


def _migrations() -> str:
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "cannot be read"
    except InconsistentMigrationHistory:
        return "applied out of order"
    return f"{len(waiting)} not applied" if waiting else "ok"


def _plans() -> str:
    failing = failing_plans()
    return f"{len(failing)} not recomputed" if failing else "ok"


def _marks() -> str:
    since = RecomputeMark.objects.aggregate(since=Min("raised_at"))["since"]
    return "ok" if since is None else f"the oldest has waited for {_minutes_since(since)} min"


def _beat() -> str:
    """Whether beat ticks: it starts a day's task each hour."""
    if not settings.REDIS_URL:
        return "not configured"
    last = JobRun.objects.filter(task="start_day").aggregate(at=Max("started_at"))["at"]
    if last is None:
        return "has not ticked yet"
    minutes = _minutes_since(last)
    return "ok" if minutes <= BEAT_MINUTES else f"last ticked {minutes} min ago"


def _minutes_since(instant: datetime) -> int:
    return int((timezone.now() - instant).total_seconds() // 60)


def _broker() -> str:
    if not settings.REDIS_URL:
        return "not configured"
    try:
        with celery_app.connection_for_write(connect_timeout=BROKER_TIMEOUT_SECONDS) as broker:
            broker.ensure_connection(max_retries=1, interval_start=0, timeout=BROKER_TIMEOUT_SECONDS)
    except (BrokerError, OSError):
        return "does not answer"
    return "ok"
