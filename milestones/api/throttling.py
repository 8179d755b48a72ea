"""How often one may ask."""

from typing import Any

from rest_framework.throttling import UserRateThrottle


class AccountRateThrottle(UserRateThrottle):
    """Counts those who are signed in; the public is counted already, by address, and need not be twice."""

    def get_cache_key(self, request: Any, view: Any) -> str | None:
        return super().get_cache_key(request, view) if request.user.is_authenticated else None
