"""What the API's tests start from: no limit on how often they ask, and a plan that has one of everything."""

import pytest
from django.core.cache import cache
from rest_framework.throttling import SimpleRateThrottle

from tests.api.cast import Cast, make_cast


@pytest.fixture(autouse=True)
def _unthrottled(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", {"anon": None, "user": None, "write": None})


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()
