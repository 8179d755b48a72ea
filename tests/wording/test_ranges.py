"""Since when a milestone stands at its level, told apart from since when more is said."""

from __future__ import annotations

from typing import Any

import pytest

from milestones.wording.ranges import since_sentences

from .cast import document, explained, level

MINIMUM = level("2026-02-01", "minimum")
CLAIMED = level("2026-03-01", "complete", "reported")


@pytest.mark.parametrize(
    ("records", "base", "told"),
    [
        ([], [], []),
        ([MINIMUM], [1], ["Since 1 February 2026."]),
        ([CLAIMED], [], ["Said to be at “complete” since 1 March 2026."]),
        (
            [MINIMUM, CLAIMED],
            [1],
            ["At “started” since 1 February 2026.", "Said to be at “complete” since 1 March 2026."],
        ),
        ([level("2026-03-01", "complete")], [3], []),
        (
            [level("2026-02-01", "intermediate"), level("2026-03-01", "minimum", "reported")],
            [2],
            ["At “started” since 1 February 2026."],
        ),
    ],
    ids=["no record", "established", "claimed", "both", "complete", "claimed to have gone back"],
)
def test_since_when_is_told_of_each_end_that_has_a_day(
    records: list[dict[str, Any]], base: list[int], told: list[str]
) -> None:
    plan = document({"slug": "vote", "assessments": records})
    assert since_sentences(explained(plan, "vote"), base=base) == told
