"""What every test starts from."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from milestones.selectors.evaluations import forget_evaluations


@pytest.fixture(autouse=True)
def _fresh_evaluations() -> None:
    """Keys and revisions repeat from test to test, so that an answer kept from one would be wrong in the next."""
    forget_evaluations()


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """A request leaves its language behind in the thread."""
    with translation.override("en"):
        yield
