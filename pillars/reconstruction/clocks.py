"""The two clocks of a loaded record, and which records count for a day as known at an instant; pure."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from milestones.contingency.scales import Grade


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What every loaded record has; `key` tells records of one moment apart, `source` is its source's key."""

    key: int
    date: dt.date
    recorded: dt.datetime
    retracted: dt.datetime | None = None
    grade: Grade = Grade.REPORTED
    source: int | None = None

    def counts(self, on: dt.date, known_at: dt.datetime | None) -> bool:
        """Whether it speaks for the day and was known, not taken back and not disputed at the instant."""
        if self.date > on or self.grade is Grade.DISPUTED:
            return False
        if known_at is None:
            return self.retracted is None
        return self.recorded <= known_at and (self.retracted is None or self.retracted > known_at)


Record = TypeVar("Record", bound=Loaded)


def counting(records: Iterable[Record], on: dt.date, known_at: dt.datetime | None) -> list[Record]:
    """The records that count, oldest first; of one day, the one learned last comes last."""
    found = [each for each in records if each.counts(on, known_at)]
    return sorted(found, key=lambda each: (each.date, each.recorded, each.key))
