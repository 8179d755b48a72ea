"""How fast readers are answered: the tracker, a bare application and a stock one, asked in turn; ratios of medians.

Each is a WSGI application in this process, asked without cookie or Authorization, each time from another address, so
that the throttle counts and never refuses. What is kept in Redis is let go of with what is kept in the process. In
brackets stands what this process worked, without waiting for the servers or for its turn.

Usage: python -m tools.servers -m bench.reads [MILESTONES]
"""

import gc
import io
import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any

from django.core.cache import cache

from bench.bare import STORED, Bare
from bench.deployed import prepare
from bench.plans import make_plan
from bench.stock import stock_application
from bench.tables import print_table
from milestones.state.keeping import bodies, keeper
from tracker.wsgi import application

ROUNDS = 25
COLD_ROUNDS = 2
SLUG, GAZA = "layered", "plans/gaza-phase-two.yaml"
LIST, PAGE = f"/api/v1/milestones/?plan={SLUG}", "/plans/gaza-phase-two/"
STOCK = "/stock/milestones/"
BARE, STORED_BARE = "bare", "stored bytes"

_clients = count(1)


@dataclass(frozen=True)
class Answer:
    """What an application answered, in how many milliseconds, and how many of them this process worked."""

    took: float
    worked: float
    status: str
    headers: dict[str, str]
    body: bytes


Way = Callable[[], Answer]


def ask(asked: Any, address: str, **headers: str) -> Answer:
    """Ask an application for an address."""
    path, _, query = address.partition("?")
    client = next(_clients)
    environ = {
        "REQUEST_METHOD": "GET", "SCRIPT_NAME": "", "PATH_INFO": path, "QUERY_STRING": query,
        "SERVER_NAME": "bench.example", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "bench.example", "HTTP_ACCEPT": "*/*", "HTTP_ACCEPT_LANGUAGE": "en",
        "REMOTE_ADDR": f"10.{client >> 16 & 255}.{client >> 8 & 255}.{client & 255}",
        "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr, "wsgi.version": (1, 0),
        **headers,
    }  # fmt: skip
    told: dict[str, Any] = {}
    began, idle = time.perf_counter(), time.process_time()
    answer = asked(environ, lambda status, headers: told.update(status=status, headers=dict(headers)))
    body = b"".join(answer)
    if hasattr(answer, "close"):
        answer.close()
    took, worked = 1000 * (time.perf_counter() - began), 1000 * (time.process_time() - idle)
    return Answer(took, worked, told["status"], told["headers"], body)


def forget(*kinds: str) -> None:
    """Let go of the bodies, in Redis too, and of what else is kept of these kinds."""
    cache.clear()
    bodies.clear()
    for question in [asked for asked in keeper._answers if asked[0] in kinds]:
        keeper._answers.pop(question)


def ways_of(bare: Bare, address: str) -> dict[str, Way]:
    """How an address is asked, each by its name."""
    tag = ask(application, address).headers["ETag"]

    def without(*kinds: str) -> Answer:
        forget(*kinds)
        return ask(application, address)

    ways: dict[str, Way] = {
        STORED_BARE: lambda: ask(bare, STORED + address),
        "body kept": lambda: ask(application, address),
        "304": lambda: ask(application, address, HTTP_IF_NONE_MATCH=tag),
        "state at hand": without,
    }
    if address in bare.tables:
        ways |= {BARE: lambda: ask(bare, address), "state at hand, no row": lambda: without("row")}
    return ways


def measure(title: str, ways: dict[str, Way]) -> None:
    """Ask in turn and print the ratios, of which more is better: bare's median to each way's."""
    gc.collect()
    gc.freeze()  # what the plans take is not looked through while one way or another is measured
    order = random.Random(1)
    rounds = [{way: ways[way]() for way in order.sample(list(ways), len(ways))} for _ in range(ROUNDS)]
    took = {way: statistics.median(answers[way].took for answers in rounds) for way in ways}
    worked = {way: statistics.median(answers[way].worked for answers in rounds) for way in ways}
    bases = [name for name in (BARE, STORED_BARE) if name in ways]
    rows = [
        [way, f"{took[way]:.2f} ({worked[way]:.2f})"]
        + [f"{took[base] / took[way]:.3f} ({worked[base] / worked[way]:.3f})" for base in bases]
        for way in ways
    ]
    print_table(title, ["asked", "ms (worked)", *(f"of {base}" for base in bases)], rows)


def cold(address: str) -> float:
    """The milliseconds of the first answer in a process that has nothing."""
    took = []
    for _ in range(COLD_ROUNDS):
        keeper.clear()
        cache.clear()
        took.append(ask(application, address).took)
    return min(took)


def main(size: int) -> None:
    """Make the plans, ask, and print."""
    prepare("collectstatic --no-input", f"load_plan {GAZA}")
    make_plan(SLUG, size)
    one = f"/api/v1/milestones/{SLUG}/m-{size // 2}/"
    addresses = {"List of 50": LIST, "Detail": one, "Explanation": f"{one}explanation/", "Gaza page": PAGE}
    bare, stock = Bare(os.environ["DATABASE_URL"]), stock_application()
    stocks = {"List of 50": f"{STOCK}?plan={SLUG}&limit=50", "Detail": f"{STOCK}m-{size // 2}/?plan={SLUG}"}
    sizes = []
    for title, address in addresses.items():
        took, body = cold(address), ask(application, address).body
        bare.store(address, body.decode())
        for way in (address, STORED + address)[address == PAGE :]:
            assert ask(bare, way).body == body, way
        sizes.append([title, f"{len(body):,}", f"{took:.0f}"])
    print_table(f"Answers over {size:,} milestones, and the Gaza page", ["answer", "bytes", "cold ms"], sizes)
    for title, address in addresses.items():
        ways = ways_of(bare, address)
        if title in stocks:
            answer = ask(stock, stocks[title])
            assert answer.status.startswith("200"), answer
            ways[f"stock ({len(answer.body):,} bytes)"] = lambda title=title: ask(stock, stocks[title])
        measure(title, ways)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
