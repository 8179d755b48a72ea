"""In which readings milestones wait in a circle, whichever of them the page shows, and one such ring."""

from dataclasses import dataclass, replace

from milestones.contingency import Evaluation
from milestones.pages.links import query_with, short_reading
from milestones.pages.plan.deadlocks import RingStep, ring_of
from milestones.pages.scene import Scene
from milestones.selectors.graph import knot_gates


@dataclass(frozen=True, slots=True)
class Circle:
    """So many milestones wait in a circle under a reading; `address` leads to it, or down the page to the circle.

    `ring` is one shortest ring of them; empty where there are several circles, of which none comes first.
    """

    reading: str
    count: int
    address: str
    ring: tuple[RingStep, ...]


@dataclass(frozen=True, slots=True)
class Rings:
    """The readings under which milestones wait in a circle, in the plan's order, and the names of those without."""

    circles: tuple[Circle, ...]
    without: tuple[str, ...]


def rings(scene: Scene) -> Rings:
    """Of every reading; of a plan without any, its own circles."""
    readings = scene.names.readings
    by_reading = {slug: replace(scene.viewpoint, reading=slug).evaluation() for slug in readings}
    circles, without = [], []
    for reading, evaluation in (by_reading or {"": scene.evaluation}).items():
        name = short_reading(scene.names.readings.get(reading, ""))
        if evaluation.deadlocks:
            circles.append(_circle(scene, reading, name, evaluation))
        else:
            without.append(name)
    return Rings(tuple(circles), tuple(without) if circles else ())


def _circle(scene: Scene, reading: str, name: str, evaluation: Evaluation) -> Circle:
    """Its links lead to the milestones under that reading."""
    members = {slug for deadlock in evaluation.deadlocks for slug in deadlock.milestones}
    query = "" if evaluation.reading == scene.evaluation.reading else query_with(scene.viewpoint, reading=reading)
    there = replace(scene.viewpoint, query=query) if query else scene.viewpoint
    written = knot_gates(evaluation, there)
    one = evaluation.deadlocks if len(evaluation.deadlocks) == 1 else ()
    ring = (step for knot in one for step in ring_of(Scene(there, evaluation, scene.names), written, knot))
    return Circle(name, len(members), f"{query}#deadlocks", tuple(ring))
