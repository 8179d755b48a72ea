"""A breaker: a server that does not answer is left alone for a while, so that not every request waits for it."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from prometheus_client import Counter

log = structlog.get_logger(__name__)

REST_SECONDS = 5.0
"""How long a server that did not answer is not asked again."""


AWAY = Counter("tracker_server_away", "How often a server was asked in vain.", ["server"])


class Away(Exception):
    """The server does not answer, which is its cause; without a cause: it did not a moment ago."""


class Breaker:
    """Asks one server, from any thread; `failures` counts how often it was asked in vain."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.failures = 0
        self._rests_until: float | None = None
        self._lock = threading.Lock()

    @contextmanager
    def asking(self, *errors: type[Exception]) -> Iterator[None]:
        """Ask the server within; raises Away where it rests, or where what is asked raises one of the errors."""
        with self._lock:
            now = time.monotonic()
            if self._rests_until is not None and now < self._rests_until:
                raise Away(self.name)
            if self._rests_until is not None:
                self._rests_until = now + REST_SECONDS  # one asks again; the others go on without
        try:
            yield
        except errors as error:
            self.failures += 1
            AWAY.labels(self.name).inc()
            self._rests_until = time.monotonic() + REST_SECONDS
            raise Away(self.name) from error
        if self._rests_until is not None:
            self.forget()
            log.info("server_back", server=self.name)

    def forget(self) -> None:
        """Ask again at once."""
        self._rests_until = None


redis_breaker = Breaker("redis")
"""For broker and cache, which are one server or fail together."""
