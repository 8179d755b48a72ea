"""In which readings milestones wait in a circle, whichever of them the page shows."""

from collections.abc import Mapping
from dataclasses import dataclass

from milestones.contingency import Evaluation
from milestones.pages.links import reading_query
from milestones.pages.scene import Scene


@dataclass(frozen=True, slots=True)
class Ring:
    """So many milestones wait in a circle under a reading; `address` leads to it, or down the page to the circle."""

    reading: str
    count: int
    address: str


def rings(scene: Scene, by_reading: Mapping[str, Evaluation]) -> tuple[Ring, ...]:
    """The readings under which milestones wait in a circle, in the plan's order; of a plan without any, itself."""
    shown = scene.evaluation
    circles = []
    for reading, evaluation in (by_reading or {"": shown}).items():
        members = {slug for deadlock in evaluation.deadlocks for slug in deadlock.milestones}
        if members:
            is_shown = evaluation.reading == shown.reading
            address = "#deadlocks" if is_shown else reading_query(scene.viewpoint, reading) + "#deadlocks"
            circles.append(Ring(scene.names.readings.get(reading, ""), len(members), address))
    return tuple(circles)
