"""How many came."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from milestones.contingency.scales import Grade
from milestones.measures import Measure, Measuring
from milestones.state import PlanState
from milestones.sweeps import Measured, PlainRecord, RunningSum
from tests.pillars.toy.models import Gathering


@dataclass(frozen=True, kw_only=True)
class People(PlainRecord):
    people: int


@dataclass(frozen=True)
class Gatherings:
    rows: tuple[Gathering, ...]

    def records(self) -> Iterable[People]:
        return (
            People(
                date=row.date,
                recorded=row.recorded_at,
                retracted=row.retracted_at,
                grade=Grade(row.verification),
                people=row.people,
            )
            for row in self.rows
        )


def load(state: PlanState) -> Gatherings:
    return Gatherings(tuple(state.counting.rows(Gathering)))


class Came(Measuring):
    """Those who came to any gathering."""

    def __init__(self, counted: Gatherings, argument: str, area: str) -> None:
        self.sum = RunningSum()

    def take(self, record: People) -> None:
        self.sum.put(len(self.sum), Measured(Decimal(record.people), record.grade))

    def measured(self) -> Measured | None:
        return self.sum.measured()


MEASURES = {"people": Measure(load, Came)}
