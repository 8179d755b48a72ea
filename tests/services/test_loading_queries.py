"""A load asks the database a number of times that does not follow the number of rows."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from milestones.services.loading import load_document
from tests.services.small_files import COMMITTEE, HANDOVER, accord, document

pytestmark = pytest.mark.django_db


def of_size(size: int, **changes: Any) -> dict[str, Any]:
    """The small file with so many copies of its fullest milestone, each changed so."""
    raw = accord()
    committee = raw["milestones"][COMMITTEE]["assessments"]
    raw["milestones"] += [
        dict(raw["milestones"][HANDOVER], slug=f"copy-{number}", assessments=committee, **changes)
        for number in range(size)
    ]
    return raw


def queries_of(raw: dict[str, Any]) -> int:
    given = document(raw)
    with CaptureQueriesContext(connection) as queries:
        load_document(given)
    return len(queries)


@pytest.mark.parametrize("step", ["new", "unchanged", "changed", "retracted"])
def test_queries_do_not_follow_the_number_of_rows(step: str) -> None:
    """Of 40 milestones more with 600 rows, at most the batches come on top into which SQLite's limit cuts them."""
    counts = []
    for size in (10, 50):
        raw = of_size(size)
        raw["plan"]["slug"] = f"accord-{size}"
        if step == "new":
            counts.append(queries_of(raw))
            continue
        load_document(document(raw))
        if step == "changed":
            raw = of_size(size, name="Renamed", publication="restricted")
        if step == "retracted":
            for milestone in raw["milestones"]:
                for assessment in milestone.get("assessments", []):
                    assessment["retracted"] = "2026-07-01T00:00:00Z"
        raw["plan"]["slug"] = f"accord-{size}"
        counts.append(queries_of(raw))
    small, large = counts
    batches = 0 if connection.vendor == "postgresql" or step in ("unchanged", "retracted") else 10
    assert small <= 40
    assert large - small <= batches
