"""What every test starts from."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from milestones.breaker import redis_breaker
from milestones.state.keeping import keeper


@pytest.fixture(autouse=True)
def _fresh_evaluations() -> None:
    """Keys and revisions repeat from test to test, so that an answer kept from one would be wrong in the next."""
    keeper.clear()


@pytest.fixture(autouse=True)
def _closed_breaker() -> None:
    """A broker that one test found away is asked again in the next."""
    redis_breaker.forget()


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """A request leaves its language behind in the thread."""
    with translation.override("en"):
        yield
