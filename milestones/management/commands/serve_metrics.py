"""What operators watch, for Prometheus, at an address of its own that the public does not reach."""

import os
from argparse import ArgumentParser
from collections.abc import Iterator
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection
from django.db.models import Count, Min
from django.utils import timezone
from prometheus_client import REGISTRY, CollectorRegistry, Metric, start_http_server
from prometheus_client.metrics_core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from milestones.models import Import, JobRun, RecomputeMark
from milestones.services.attempts import CHECK, failing_plans


class Stored(Collector):
    """What the database tells at each asking."""

    def collect(self) -> Iterator[Metric]:
        try:
            figures = self._figures()
        except DatabaseError:  # what the processes counted is given out all the same
            figures = {"tracker_database_up": ("Whether the database answers.", 0)}
        finally:
            connection.close()  # each asking has a thread of its own
        for name, (about, value) in figures.items():
            yield GaugeMetricFamily(name, about, value)

    def _figures(self) -> dict[str, tuple[str, float]]:
        waiting = RecomputeMark.objects.aggregate(count=Count("pk"), since=Min("raised_at"))
        waited = (timezone.now() - waiting["since"]).total_seconds() if waiting["since"] else 0.0
        repaired = JobRun.objects.filter(task=CHECK, outcome=JobRun.Outcome.DONE).count()
        return {
            "tracker_database_up": ("Whether the database answers.", 1),
            "tracker_marks_waiting": ("Edits that wait for their recompute.", waiting["count"]),
            "tracker_oldest_mark_seconds": ("How long the oldest of them waits.", waited),
            "tracker_failing_plans": ("Plans that are tried no more until somebody edits them.", len(failing_plans())),
            "tracker_differences_found": ("Checks of the last 30 days that repaired a plan.", repaired),
            "tracker_import_rows": (
                "Rows that imports brought in, those that were retracted among them.",
                sum(map(len, Import.objects.values_list("keys", flat=True))),
            ),
        }


class Command(BaseCommand):
    """`manage.py serve_metrics`."""

    help = "Serve metrics for Prometheus until stopped, apart from the site; PROMETHEUS_MULTIPROC_DIR as for the site."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--address", default="127.0.0.1", help="where to listen (default 127.0.0.1)")
        parser.add_argument("--port", type=int, default=9100, help="on which port (default 9100)")

    def handle(self, *args: object, address: str, port: int, **options: Any) -> None:
        registry = REGISTRY
        if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call] # it comes without types
        registry.register(Stored())
        start_http_server(port, address, registry)
        self.stdout.write(f"Metrics at http://{address}:{port}/metrics")
        Event().wait()
