"""The cache in Redis, of which a site can do without: while Redis is away it has nothing and takes nothing."""

from collections.abc import Callable
from functools import cached_property, wraps
from types import MappingProxyType
from typing import Any

import structlog
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis import Redis
from redis.exceptions import RedisError

from milestones.breaker import Away, redis_breaker

log = structlog.get_logger(__name__)


def _or(otherwise: Any, method: Callable[..., Any]) -> Callable[..., Any]:
    """The method, which answers otherwise while Redis is away, full or hung."""

    @wraps(method)
    def ask(*args: Any, **kwargs: Any) -> Any:
        try:
            with redis_breaker.asking(RedisError, OSError):
                return method(*args, **kwargs)
        except Away as away:
            if away.__cause__ is not None:
                log.warning("cache_away", failures=redis_breaker.failures, error=type(away.__cause__).__name__)
            return otherwise

    return ask


class OneClient(RedisCacheClient):
    """Django's, which makes a client for each command; one does for all threads, of a cache that has one server."""

    @cached_property
    def _only(self) -> Redis:
        return super().get_client(write=True)

    def get_client(self, key: Any = None, *, write: bool = False) -> Redis:
        return self._only


class DispensableRedisCache(RedisCache):
    """Django's, asked through the breaker."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = OneClient

    add = _or(False, RedisCache.add)
    set = _or(None, RedisCache.set)
    touch = _or(False, RedisCache.touch)
    delete = _or(False, RedisCache.delete)
    has_key = _or(False, RedisCache.has_key)
    delete_many = _or(None, RedisCache.delete_many)
    clear = _or(False, RedisCache.clear)
    get_many = _or(MappingProxyType({}), RedisCache.get_many)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return _or(default, super().get)(key, default, version)

    def set_many(self, data: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> Any:
        return _or(list(data), super().set_many)(data, timeout, version)

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        counted: int | None = _or(None, super().incr)(key, delta, version)
        if counted is None:
            raise ValueError(f"Key '{key}' not found")
        return counted
