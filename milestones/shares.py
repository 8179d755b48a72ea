"""What a public address may have made for it: a bounded share of the processes' time, whatever it asks for.

What is kept costs nothing and does not count. Beyond its share an address waits for the next minute, while all others
are answered; a limit on the number of questions alone would let dear ones through with the cheap.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from http import HTTPStatus
from ipaddress import ip_address, ip_network
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

WINDOW_SECONDS = 60
LEAST_SECONDS = 0.005
"""What is made sooner is not counted: that would cost as much."""


ALWAYS_OPEN = ("/api/", "/admin/")
"""What this refuses nobody: the API does that, and the log-in has a lock-out."""


class ShareThrottle(BaseThrottle):
    """The API's, which answers a 429 as a problem."""

    seconds = 0

    def allow_request(self, request: Any, view: Any) -> bool:
        self.seconds = 0 if request.user.is_authenticated else seconds_to_wait(request)
        return not self.seconds

    def wait(self) -> float:
        return self.seconds


class Shares:
    """The middleware that counts what was made for the public, and for pages also refuses more."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            return self.get_response(request)
        wait = 0 if request.path.startswith(ALWAYS_OPEN) else seconds_to_wait(request)
        if wait:
            page = render(request, "429.html", {"wait": wait}, status=HTTPStatus.TOO_MANY_REQUESTS)
            page["Retry-After"], page["Cache-Control"] = str(wait), "no-store"
            return page
        began = thread_time()
        response = self.get_response(request)
        if not request.user.is_authenticated:
            _count(request, thread_time() - began)
            if isinstance(response, StreamingHttpResponse):
                response.streaming_content = _counted(request, cast("Iterable[bytes]", response.streaming_content))
        return response


def _counted(request: HttpRequest, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces of an answer that is made as it is sent, which count as they are made."""
    began, took = thread_time(), 0.0
    for piece in pieces:
        took += thread_time() - began
        took -= _count(request, took)
        yield piece
        began = thread_time()


def _count(request: HttpRequest, took: float) -> float:
    """Count it against the address's share; the seconds that were, of few none."""
    if took < LEAST_SECONDS:
        return 0.0
    key, _left = _window(request)
    cache.set(key, cache.get(key, 0.0) + took, WINDOW_SECONDS)
    return took


def seconds_to_wait(request: Any) -> int:
    """After how many seconds something is made for the address again; 0: now."""
    key, left = _window(request)
    return left if cache.get(key, 0.0) >= settings.SHARE_SECONDS else 0


def _window(request: Any) -> tuple[str, int]:
    """Where the address's minute is counted, and how many seconds of it are left."""
    minute, passed = divmod(time(), WINDOW_SECONDS)
    return f"made:{_whose(request)}:{minute:.0f}", ceil(WINDOW_SECONDS - passed)


def _whose(request: Any) -> str:
    """The reader's address; of the sixth version its network, which one reader has whole."""
    told = client_address(request) or ""
    with suppress(ValueError):
        address = ip_address(told)
        return str(ip_network((address, 64), strict=False)) if address.version == 6 else told
    return told
