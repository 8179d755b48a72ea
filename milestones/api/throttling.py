"""How often one may ask, and what the answers say of it (draft-ietf-httpapi-ratelimit-headers).

A 304 and what is kept do not count: the limit is on what must be made.
"""

from math import ceil
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from rest_framework.exceptions import Throttled
from rest_framework.throttling import AnonRateThrottle, SimpleRateThrottle, UserRateThrottle


class _ToldRateThrottle(SimpleRateThrottle):
    """One that says on the request how much is left; a limit that is off says nothing."""

    num_requests: int
    duration: int

    def allow_request(self, request: Any, view: Any) -> bool:
        is_allowed: bool = super().allow_request(request, view)
        if getattr(self, "key", None) is not None:
            request._request.limited_by = self
        return is_allowed

    @property
    def policy(self) -> str:
        """So many answers in so many seconds."""
        return f'"{self.scope}";q={self.num_requests};w={self.duration}'

    @property
    def standing(self) -> str:
        """How many are left, and in how many seconds there is one more."""
        left = max(0, self.num_requests - len(self.history))
        waits = ceil(self.history[-1] + self.duration - self.now) if self.history else 0
        return f'"{self.scope}";r={left};t={waits}'


class AddressRateThrottle(_ToldRateThrottle, AnonRateThrottle):
    """Counts the public, by address."""


class AccountRateThrottle(_ToldRateThrottle, UserRateThrottle):
    """Counts those who are signed in; the public is counted already, by address, and need not be twice."""

    def get_cache_key(self, request: Any, view: Any) -> str | None:
        return super().get_cache_key(request, view) if request.user.is_authenticated else None


class WriteRateThrottle(AccountRateThrottle):
    """Counts what an account writes, a list by its rows."""

    scope = "write"

    def count_rows(self, more: int) -> None:
        """Count rows beyond the first, at most the whole limit; raises Throttled where there is no room for them."""
        if getattr(self, "key", None) is None:
            return
        more = min(more, self.num_requests - 1)
        too_many = len(self.history) + more - self.num_requests
        if too_many > 0:
            raise Throttled(self.history[-too_many] + self.duration - self.now)
        self.history[:0] = [self.now] * more
        self.cache.set(self.key, self.history, self.duration)


def tell_limit(request: HttpRequest, response: HttpResponseBase) -> None:
    """Say the limit and how much of it is left; of what was not counted the limit alone: to count would cost more."""
    user, limit = (getattr(request, name, None) for name in ("user", "limited_by"))
    if limit is not None:
        response.headers["RateLimit"] = limit.standing
    else:
        limit = (AccountRateThrottle if user and user.is_authenticated else AddressRateThrottle)()
    if limit.rate is not None:
        response.headers["RateLimit-Policy"] = limit.policy
