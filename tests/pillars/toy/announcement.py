"""All that the toy brings: a section, a measure, a panel and a resource."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from milestones.api.kinds import routes
from milestones.contingency.scales import Grade
from milestones.kinds.tables import section_of
from milestones.measures import Measure, Measuring
from milestones.models import Audience
from milestones.registry import PillarApp, registry
from milestones.selectors.records import RecordNote, Viewpoint
from milestones.sweeps import Measured, PlainRecord, RunningSum
from tests.pillars.toy.kinds import KINDS
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


def load(plan_id: int) -> Gatherings:
    return Gatherings(tuple(Gathering.objects.filter(plan=plan_id).counting_for(Audience.PUBLIC)))


class Came(Measuring):
    """Those who came to any gathering."""

    def __init__(self, counted: Gatherings, argument: str, area: str) -> None:
        self.sum = RunningSum()

    def take(self, record: People) -> None:
        self.sum.put(len(self.sum), Measured(Decimal(record.people), record.grade))

    def measured(self) -> Measured | None:
        return self.sum.measured()


@dataclass(frozen=True)
class Held:
    gatherings: tuple[RecordNote, ...]
    template: ClassVar[str] = "toy/panel.html"


def panel(viewpoint: Viewpoint) -> tuple[Held, ...]:
    return (Held(viewpoint.notes(viewpoint.rows(Gathering))),)


registry.add(
    PillarApp(
        slug="society",
        kinds=KINDS,
        measures={"people": Measure(load, Came)},
        section=section_of("society", KINDS),
        panel=panel,
        api=routes("society", KINDS),
    )
)
