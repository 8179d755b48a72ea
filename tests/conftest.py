"""What every test starts from."""

import pytest

from milestones.selectors.evaluations import forget_evaluations


@pytest.fixture(autouse=True)
def _fresh_evaluations() -> None:
    """Keys and revisions repeat from test to test, so that an answer kept from one would be wrong in the next."""
    forget_evaluations()
