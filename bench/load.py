"""Many readers and some analysts at once, over gunicorn, PostgreSQL, Redis, a worker and beat.

Readers have addresses of their own, told by a trusted proxy, and ask pages and the API, half of the time with the tag
that they hold; analysts enter assessments by the API. Counts errors, and answers of an older revision than one that
was answered before they were asked; prints how long answers took, and what the web's processes hold of memory.

Usage: python -m tools.servers -m bench.load [SECONDS [READERS [ANALYSTS]]], or `memory [REQUESTS]` for one reader.
"""

import http.client
import json
import os
import random
import re
import statistics
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management import call_command

from bench.deployed import CELERY, beside, prepare, wait_until
from bench.tables import print_table
from milestones.models import Milestone, Plan
from milestones.services.tokens import issue_token, read_scope
from tools.throwaway import free_port

ENVIRONMENT = {"TRUSTED_PROXIES": "1", "LOG_LEVEL": "ERROR", "API_RATE_WRITE": "100000/min"}
PLAN = "gaza-phase-two"
TOLD = re.compile(rb'"revision":(\d+)|@misc\{' + PLAN.encode() + rb"-(\d+)")
PAGES = ["", "milestones/", "graph/", "changes/", "actors/", "text/", "indicators/", "pillars/reconstruction/"]
THREADS_OF_READERS = 20
TIMES = ("median ms", "p95 ms", "p99 ms", "most ms")


@dataclass
class Seen:
    """What came of the questions; shared by all threads."""

    took: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    older: int = 0
    newest: int = 0
    edits: list[float] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


class Client:
    """One connection, over which some readers ask."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.tags: dict[tuple[str, str], str] = {}

    def ask(self, seen: Seen, path: str, reader: str) -> None:
        headers = {"Host": "bench.example", "X-Forwarded-For": reader, "X-Forwarded-Proto": "https"}
        if (tag := self.tags.get((reader, path))) and random.random() < 0.5:
            headers["If-None-Match"] = tag
        with seen.lock:
            at_least = seen.newest
        began = time.perf_counter()
        self.connection.request("GET", path, headers=headers)
        answer = self.connection.getresponse()
        body = answer.read()
        took = time.perf_counter() - began
        if tag := answer.headers.get("ETag"):
            self.tags[reader, path] = tag
        told = [int(one or other) for one, other in TOLD.findall(body)]
        with seen.lock:
            seen.took.append(took)
            seen.statuses[answer.status] += 1
            if told and "on=" not in path:
                seen.older += max(told) < at_least
                seen.newest = max(seen.newest, *told)


@contextmanager
def site(port: int) -> Iterator[list[int]]:
    """The web server, a worker and beat; the web's processes."""
    web = ("gunicorn", "tracker.wsgi", "--bind", f"127.0.0.1:{port}")
    worker = (*CELERY, "worker", "--concurrency", "1", "--loglevel", "ERROR")
    beat = (*CELERY, "beat", "--loglevel", "ERROR", "--schedule", f"{os.environ['STATIC_ROOT']}/beat")
    with beside(web, worker, beat, **ENVIRONMENT) as pids:
        wait_until(lambda: is_alive(port), pause=0.2)
        time.sleep(2)
        yield children(pids[0])


def is_alive(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    try:
        connection.request("GET", "/healthz", headers={"Host": "bench.example"})
        return connection.getresponse().status == 200
    except OSError:
        return False


def children(pid: int) -> list[int]:
    return [int(key) for key in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def resident_mib(pids: list[int]) -> list[float]:
    pages = (int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in pids)
    return [round(count * os.sysconf("SC_PAGE_SIZE") / 2**20, 1) for count in pages]


def addresses() -> list[str]:
    slugs = Milestone.objects.filter(plan__slug=PLAN).values_list("slug", flat=True)
    pages = [f"/plans/{PLAN}/{page}" for page in PAGES] + [f"/plans/{PLAN}/milestones/{slug}/" for slug in slugs]
    api = [f"/api/v1/milestones/{PLAN}/{slug}/" for slug in slugs] + ["/api/v1/status/"]
    api += [f"/api/v1/milestones/?plan={PLAN}&limit=20&offset={offset}" for offset in range(0, 80, 20)]
    days = [f"/plans/{PLAN}/?on=2026-{month:02d}-{day:02d}&lang=ar" for month in range(1, 12) for day in (1, 11, 21)]
    return pages + api + days


def read_on(port: int, seen: Seen, readers: list[str], paths: list[str], until: float) -> None:
    client = Client(port)
    while time.monotonic() < until:
        client.ask(seen, random.choice(paths), random.choice(readers))


def edit_on(port: int, seen: Seen, token: str, number: int, until: float) -> None:
    slugs = list(Milestone.objects.filter(plan__slug=PLAN).values_list("slug", flat=True))
    source = Plan.objects.get(slug=PLAN).sources.values_list("slug", flat=True)[number]
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    while time.monotonic() < until:
        row = {"milestone": random.choice(slugs), "level": random.choice(["not_initiated", "minimum"])}
        row |= {"date": "2026-11-20", "verification": "reported", "source": source, "publication": "published"}
        headers = {"Host": "bench.example", "Authorization": f"Token {token}", "Content-Type": "application/json"}
        headers |= {"X-Forwarded-For": f"198.51.100.{number}", "X-Forwarded-Proto": "https"}
        began = time.perf_counter()
        connection.request("POST", f"/api/v1/assessments/?plan={PLAN}", json.dumps(row), headers)
        answer = connection.getresponse()
        body = answer.read()
        with seen.lock:
            seen.edits.append(time.perf_counter() - began)
            seen.statuses[answer.status] += 1
        if answer.status != 201:
            print(answer.status, body[:400], flush=True)
        time.sleep(1)


def milliseconds(took: list[float]) -> list[str]:
    """The median, the 95th and 99th of a hundred, and the most, in milliseconds."""
    hundredths = statistics.quantiles(took, n=100, method="inclusive")
    return [f"{1000 * seconds:.0f}" for seconds in (hundredths[49], hundredths[94], hundredths[98], max(took))]


def load(seconds: float, readers: int, analysts: int) -> None:
    port, seen, paths = free_port(), Seen(), addresses()
    account = get_user_model().objects.create_superuser("load")
    tokens = [
        issue_token(account, name=f"load {n}", scope=read_scope(["write"]), days=1)[1] for n in range(min(analysts, 10))
    ]
    names = [f"192.0.{2 + n // 250}.{n % 250 + 1}" for n in range(readers)]
    with site(port) as pids:
        before, until = resident_mib(pids), time.monotonic() + seconds
        with ThreadPoolExecutor(THREADS_OF_READERS + len(tokens)) as people:
            reading = [
                people.submit(read_on, port, seen, names[n::THREADS_OF_READERS], paths, until)
                for n in range(THREADS_OF_READERS)
            ]
            editing = [people.submit(edit_on, port, seen, token, n, until) for n, token in enumerate(tokens)]
        for person in (*reading, *editing):
            person.result()  # a broken connection is an error too
        after = resident_mib(pids)
    rows = [[name, len(took), *milliseconds(took)] for name, took in (("answers", seen.took), ("edits", seen.edits))]
    print_table(f"{readers} readers and {len(tokens)} analysts for {seconds:.0f} s", ["", "count", *TIMES], rows)
    faults = [dict(seen.statuses), seen.older, f"{before} → {after}"]
    print_table("Of these", ["statuses", "older than told before", "MiB of the web's processes"], [faults])
    call_command("recompute", "--check")
    if seen.older or seen.statuses.keys() - {200, 201, 304}:
        sys.exit("Not every answer was right.")


def memory(requests: int) -> None:
    port, seen, paths = free_port(), Seen(), addresses()
    rows = []
    with site(port) as pids:
        clients = [Client(port) for _ in range(4)]
        for asked in range(requests + 1):
            if asked % (requests // 10) == 0:
                rows.append([f"{asked:,}", *resident_mib(pids)])
            clients[asked % 4].ask(seen, random.choice(paths), f"192.0.2.{asked % 250 + 1}")
    print_table(f"Memory of the web's processes; statuses {dict(seen.statuses)}", ["requests", "MiB", "MiB"], rows)


if __name__ == "__main__":
    prepare("collectstatic --no-input", "load_shipped_plans")
    if sys.argv[1:2] == ["memory"]:
        memory(int(sys.argv[2]) if sys.argv[2:] else 100_000)
    else:
        seconds, readers, analysts = map(int, [*sys.argv[1:], *("120", "200", "10")[len(sys.argv) - 1 :]])
        load(seconds, readers, analysts)
