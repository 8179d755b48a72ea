"""How `gunicorn tracker.wsgi` serves the site, which finds this file in its folder.

Its command line may ask for more, such as `--workers` and `--bind`.
"""

import os
from typing import Any

from django.urls import get_resolver
from prometheus_client.multiprocess import mark_process_dead

from tracker.celery import spare_what_stays

worker_class = "gthread"
workers = 2
threads = 4
keepalive = 75  # longer than the proxy's, which would else send an edit into a connection that was just closed
control_socket_disable = True  # it is told by signals, and may write nowhere


def post_worker_init(_worker: Any) -> None:
    """Load the pages, which the first request else would, and spare the collector all of it."""
    _ = get_resolver().url_patterns
    spare_what_stays()


def child_exit(_server: Any, worker: Any) -> None:
    """Take what a process kept out of the metrics: it keeps nothing any more."""
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        mark_process_dead(worker.pid)
