"""The milestone's status under each reading of the text, side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from milestones.selectors.milestone_page import MilestonePageFacts, MilestoneProof
from milestones.verdict_marks import STATUS_MARKS, Mark
from milestones.wording.reasons import reason_sentences


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """The status under one reading; `is_shown` for that of the page. `query` asks for the page under it.

    `reasons` is empty where they are those of the reading that the page shows.
    """

    query: str
    name: str
    mark: Mark
    reasons: tuple[str, ...]
    is_shown: bool


def reading_rows(
    facts: MilestonePageFacts, proof: MilestoneProof, chosen: Sequence[tuple[str, str]]
) -> tuple[ReadingRow, ...]:
    """A row for each reading, in the plan's order; none where the plan declares fewer than two.

    `chosen` are the parameters of the page's own address.
    """
    if len(proof.by_reading) < 2:
        return ()
    shown = tuple(reason_sentences(proof.explained, facts.names))
    return tuple(
        ReadingRow(
            query=f"?{urlencode({**dict(chosen), 'reading': reading.slug})}",
            name=reading.name,
            mark=STATUS_MARKS[explained.verdict.status],
            reasons=_unless_same(
                reason_sentences(explained, facts.names),
                shown,
                is_shown=reading.slug == proof.evaluation.reading,
            ),
            is_shown=reading.slug == proof.evaluation.reading,
        )
        for reading, explained in proof.by_reading
    )


def _unless_same(reasons: list[str], shown: tuple[str, ...], *, is_shown: bool) -> tuple[str, ...]:
    return () if tuple(reasons) == shown and not is_shown else tuple(reasons)
