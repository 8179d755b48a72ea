"""What governance's panel and pages are told: plain notes of what the selectors read."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from milestones.contingency.scales import Grade
from milestones.selectors.milestone_records import SourceNote
from pillars.governance.models import Benchmark, Body, Function, Seat


class SeatState(StrEnum):
    """What is known of a seat on a day."""

    VETTED = "vetted"
    FILLED = "filled"
    VACANT = "vacant"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class SaidNote:
    """One record: of what (`of`, its key), the word it says, and how it stands; `label` is empty if public.

    `said` is None for a vacancy. `stands` is False where it is disputed, retracted or a draft.
    """

    of: int
    key: int
    said: Any
    day: dt.date
    recorded_at: dt.datetime
    grade: Grade
    is_retracted: bool
    is_draft: bool
    label: str
    note: str
    source: SourceNote | None
    place: str = ""
    row: Any = None

    @property
    def stands(self) -> bool:
        """Whether it counts."""
        return not (self.is_retracted or self.is_draft or self.grade is Grade.DISPUTED)


@dataclass(frozen=True, slots=True)
class SeatNote:
    """A seat, what holds of it, and all that was said of it, newest first; `since` is the holder's first day."""

    seat: Seat
    state: SeatState
    current: SaidNote | None
    since: dt.date | None
    records: tuple[SaidNote, ...]


@dataclass(frozen=True, slots=True)
class BodyNote:
    """A body with its seats in order."""

    body: Body
    label: str
    source: SourceNote | None
    seats: tuple[SeatNote, ...]

    def count(self, *states: SeatState) -> int:
        """How many seats are in one of the states."""
        return sum(1 for seat in self.seats if seat.state in states)


@dataclass(frozen=True, slots=True)
class FunctionNote:
    """A function with what holds of it, by place, and all that was said of it, newest first."""

    function: Function
    label: str
    source: SourceNote | None
    receiver: str
    stages: tuple[SaidNote, ...]
    deliveries: tuple[SaidNote, ...]
    handover_records: tuple[SaidNote, ...]
    delivery_records: tuple[SaidNote, ...]


@dataclass(frozen=True, slots=True)
class BenchmarkNote:
    """A benchmark with what holds of it, and all that was found of it, newest first; `milestone` is a slug or empty."""

    benchmark: Benchmark
    label: str
    source: SourceNote | None
    judge: str
    milestone: str
    milestone_name: str
    current: SaidNote | None
    records: tuple[SaidNote, ...]


@dataclass(frozen=True, slots=True)
class GovernanceFacts:
    """All of a plan's governance."""

    bodies: tuple[BodyNote, ...]
    functions: tuple[FunctionNote, ...]
    benchmarks: tuple[BenchmarkNote, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not (self.bodies or self.functions or self.benchmarks)
