"""All that the toy brings: a section, a measure, a panel and a resource."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from milestones.api.kinds import routes
from milestones.contingency.scales import Grade
from milestones.kinds import Kind
from milestones.kinds.sections import section_of
from milestones.measures import Measure, Measured, Moment
from milestones.models import Audience
from milestones.registry import PillarApp, registry
from milestones.selectors.records import RecordNote, Viewpoint
from tests.pillars.toy.models import Gathering


@dataclass(frozen=True)
class Gatherings:
    rows: tuple[Gathering, ...]

    def moments(self) -> Iterable[Moment]:
        return (Moment(row.date, row.recorded_at, row.retracted_at) for row in self.rows)


def load(plan_id: int) -> Gatherings:
    return Gatherings(tuple(Gathering.objects.filter(plan=plan_id).counting_for(Audience.PUBLIC)))


def people(
    counted: Gatherings, on: dt.date, known_at: dt.datetime | None, argument: str, area: str
) -> Measured | None:
    held = [
        row
        for row in counted.rows
        if row.date <= on and (known_at is None or row.recorded_at <= known_at) and row.retracted_at is None
    ]
    total = Decimal(sum(row.people for row in held))
    return Measured(total, min(Grade(row.verification) for row in held)) if held else None


@dataclass(frozen=True)
class Held:
    gatherings: tuple[RecordNote, ...]
    template: ClassVar[str] = "toy/panel.html"


def panel(viewpoint: Viewpoint) -> tuple[Held, ...]:
    return (Held(viewpoint.notes(viewpoint.rows(Gathering))),)


KINDS = (Kind(Gathering, "gatherings"),)

registry.add(
    PillarApp(
        slug="society",
        kinds=KINDS,
        measures={"people": Measure("People", "people", "Those who came.", load=load, value=people)},
        section=section_of("society", KINDS),
        panel=panel,
        api=routes("society", KINDS),
    )
)
