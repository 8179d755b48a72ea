"""Rows that several tests of the models start from."""

from typing import Any

from milestones.models import Milestone
from tests.factories import make_milestone, make_plan


def a_milestone(**fields: Any) -> Milestone:
    return make_milestone(make_plan(), **fields)


def relative(prefix: str, milestone: Milestone, **fields: Any) -> dict[str, Any]:
    given = {"days": 14, "after": milestone, "reaches": 3} | fields
    return {f"{prefix}_{name}": value for name, value in given.items()}
