"""What a public address may have made for it: a bounded share of the processes' time, whatever it asks for.

What is kept costs nothing and does not count. Beyond its share an address waits for the next minute, while all others
are answered; a limit on the number of questions alone would let dear ones through with the cheap.

A question is counted before it is worked at, at a second, for which what it took is put in the end: so the share
holds for all that an address asks at one time, in whichever process. Who is refused for these alone waits a moment.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from ipaddress import ip_network
from math import ceil
from time import thread_time, time
from typing import Any, cast

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from rest_framework.throttling import BaseThrottle

from milestones.clients import client_address

WINDOW_SECONDS, MICROSECONDS = 60, 1_000_000
LENT_SECONDS = 1
"""What a question counts for while it is worked at, beside what it is counted for already."""
BEGUN = 10**12
"""What a question that is worked at adds to the microseconds: no minute has so many, so one number holds both."""
ALWAYS_OPEN = ("/api/", "/admin/")
"""What this refuses nobody: the API does that, and the log-in has a lock-out."""


class ShareThrottle(BaseThrottle):
    """The API's, which answers a 429 as a problem."""

    def allow_request(self, request: Any, view: Any) -> bool:
        self.seconds = 0 if request.user.is_authenticated else getattr(request, "seconds_to_wait", 0)
        return not self.seconds

    def wait(self) -> float:
        return self.seconds


class Shares:
    """The middleware that counts what is made for the public, and for pages also refuses more."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            return self.get_response(request)
        share, began = Share(request), thread_time()
        wait = request.seconds_to_wait = share.seconds_to_wait  # type: ignore[attr-defined] # asked by the API's throttle
        if wait and not request.path.startswith(ALWAYS_OPEN):
            response: HttpResponseBase = render(request, "429.html", {"wait": wait}, status=429)
            response["Retry-After"], response["Cache-Control"] = str(wait), "no-store"
        else:
            response = self.get_response(request)
        took = 0.0 if request.user.is_authenticated else thread_time() - began
        if isinstance(response, StreamingHttpResponse):
            response.streaming_content = _counted(share, took, cast("Iterable[bytes]", response.streaming_content))
        else:
            share.count(took, is_over=True)
        return response


def _counted(share: "Share", took: float, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces of an answer that is made as it is sent, which count as they are made."""
    began = thread_time()
    try:
        for piece in pieces:
            took += thread_time() - began
            if took >= LENT_SECONDS:
                share.count(took)
                took = 0.0
            yield piece
            began = thread_time()
    finally:
        share.count(took, is_over=True)


class Share:
    """The minute of the address that asks a question, in which the question is counted from now on.

    `seconds_to_wait` are those after which something is made for the address again; 0: now.
    """

    def __init__(self, request: HttpRequest) -> None:
        self._whose = _whose(request)
        self._window, left = self._now()
        counted = _count(self._window, BEGUN)
        self._lent = BEGUN if counted else 0  # nothing where there is no cache
        begun, took = divmod(counted - self._lent, BEGUN)
        spent, lent = took / MICROSECONDS, begun * LENT_SECONDS
        wait = left if spent >= settings.SHARE_SECONDS else min(left, LENT_SECONDS)
        self.seconds_to_wait = wait if spent + lent >= settings.SHARE_SECONDS else 0

    def count(self, took: float, *, is_over: bool = False) -> None:
        """Count what the question took since it was counted last; once it is over, in place of what it was lent."""
        window, _left = self._now()
        _count(window, round(took * MICROSECONDS) - (self._lent if is_over and window == self._window else 0))

    def _now(self) -> tuple[str, int]:
        """Where the address's minute is counted, and how many seconds of it are left."""
        minute, passed = divmod(time(), WINDOW_SECONDS)
        return f"share:{self._whose}:{minute:.0f}", ceil(WINDOW_SECONDS - passed)


def _count(window: str, more: int) -> int:
    """Count more in one step, whoever else counts there; what is counted then, 0 where there is no cache."""
    for _ in range(2):
        with suppress(ValueError):  # nobody counted there yet
            return cache.incr(window, more)
        cache.add(window, 0, 2 * WINDOW_SECONDS)
    return 0


def _whose(request: HttpRequest) -> str:
    """The reader's address; of the sixth version its network, which one reader has whole."""
    told = client_address(request) or ""
    with suppress(ValueError):
        return str(ip_network((told, 64 if ":" in told else 32), strict=False))
    return told
