"""The measures as they were worked out before: every record asked anew for every day. The slow oracle of the sweeps."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from milestones.contingency.scales import Grade


def counts(record: Any, on: dt.date, known_at: dt.datetime | None) -> bool:
    """Whether it speaks for the day and was known, not taken back and not disputed at the instant."""
    if record.date > on or record.grade is Grade.DISPUTED:
        return False
    if known_at is None:
        return record.retracted is None
    known = record.recorded <= known_at and (record.held_until is None or record.held_until <= known_at)
    return known and (record.retracted is None or record.retracted > known_at)


def counting(records: Iterable[Any], on: dt.date, known_at: dt.datetime | None) -> list[Any]:
    """The records that count, oldest first; of one day, the one learned last comes last."""
    found = [each for each in records if counts(each, on, known_at)]
    return sorted(found, key=lambda each: (each.date, each.recorded, each.key))
