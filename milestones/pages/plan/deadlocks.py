"""Deadlocks in words: who waits for whom in a circle, under which readings, and each gate whose waiver opens it."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, replace
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from milestones.contingency import Evaluation
from milestones.contingency.deadlocks import Deadlock
from milestones.contingency.openers import Opener, find_openers
from milestones.contingency.scales import Before, Level
from milestones.pages.blocks import Column, Table, table
from milestones.pages.cells import cited, noted
from milestones.pages.links import page_address, query_with, short_reading, what_if_address
from milestones.pages.scene import Scene
from milestones.pages.voices import Saying, saying_of
from milestones.selectors.graph import knot_gates, waits_by
from milestones.selectors.milestone_records import GateNote, ReadingNote
from milestones.wording.conditions import requirement

Written = Mapping[Any, GateNote]
"""Where gates stand written, by key."""


@dataclass(frozen=True, slots=True)
class CircleStep:
    """One milestone of a circle and the arrow to the next: `step` of it waits, such as "to begin"; `saying` is who says
    so, None where no one gate does or the reader may not see it; `set_aside` leads to what would follow without that
    gate, if the deadlock would open, else ""."""

    name: SafeString
    step: str
    saying: Saying | None
    set_aside: str


@dataclass(frozen=True, slots=True)
class DeadlockStory:
    """One deadlock: its milestones; one shortest circle of them, and as a table; and each gate that would open it if
    it were waived: whose, before which step, for what."""

    milestones: tuple[SafeString, ...]
    circle: tuple[CircleStep, ...]
    twin: Table
    openers: tuple[tuple[SafeString, str, tuple[str, ...]], ...]


def deadlock_stories(scene: Scene, written: Written, *, through: str | None = None) -> tuple[DeadlockStory, ...]:
    """Every deadlock, or those in which the milestone `through` stands, in the engine's order."""
    return tuple(
        _story(scene, written, deadlock)
        for deadlock in scene.evaluation.deadlocks
        if through is None or through in deadlock.milestones
    )


def before_which(step: Before) -> str:
    """Before which step a gate stands, in the fewest words."""
    return {
        Before.START: _("before its start"),
        Before.INTERMEDIATE: _("before it is well under way"),
        Before.COMPLETION: _("before its completion"),
    }[step]


def _story(scene: Scene, written: Written, deadlock: Deadlock) -> DeadlockStory:
    in_plan_order = [slug for slug in scene.evaluation.milestones if slug in deadlock.milestones]
    openers = find_openers(scene.evaluation, deadlock)
    opening = {(opener.milestone, opener.gate) for opener in openers}
    circle = tuple(circle_of(scene, written, deadlock, opening))
    return DeadlockStory(
        milestones=tuple(map(scene.milestone, in_plan_order)),
        circle=circle,
        twin=_twin(circle),
        openers=tuple(_opener(scene, opener) for opener in openers),
    )


def _twin(circle: tuple[CircleStep, ...]) -> Table:
    columns = (
        Column(_("Milestone"), lambda pair: noted(pair[0].name, pair[0].step)),
        Column(pgettext("column", "waits for"), lambda pair: pair[1].name),
        Column(_("Who says so"), lambda pair: pair[0].saying and pair[0].saying.words),
        Column(_("Source"), lambda pair: pair[0].saying and cited(pair[0].saying.source, pair[0].saying.clause)),
        Column(_("Set aside, this would open it"), lambda pair: _("yes") if pair[0].set_aside else ""),
    )
    return table(_("The circle"), columns, zip(circle, (*circle[1:], *circle[:1]), strict=True))


def circle_of(
    scene: Scene, written: Written, deadlock: Deadlock, opening: Set[tuple[str, int]] = frozenset()
) -> Iterator[CircleStep]:
    """The cycle without the steps in which a milestone waits only for a level of its own."""
    steps = {
        Level.MINIMUM: (_("to begin"), Before.START),
        Level.INTERMEDIATE: (_("to be well under way"), Before.INTERMEDIATE),
        Level.COMPLETE: (_("to be complete"), Before.COMPLETION),
    }
    readings = [ReadingNote(slug, name, "") for slug, name in scene.names.readings.items()]
    following = list(zip(deadlock.cycle, [*deadlock.cycle[1:], *deadlock.cycle[:1]], strict=True))
    for (slug, level), (awaited, _level) in [
        follower for follower in following if follower[0][0] != follower[1][0]
    ] or following[:1]:
        words, before = steps[level]
        verdicts = enumerate(scene.evaluation.milestones[slug].groups)
        gates = [(number, verdict) for number, verdict in verdicts if waits_by(verdict, awaited)]
        gates.sort(key=lambda place: place[1].group.before is not before)
        note = written.get(gates[0][1].group.ref) if gates else None
        refs = (verdict.group.ref for number, verdict in gates if (slug, number) in opening)
        set_aside = next((what_if_address(scene.viewpoint, f"waived:{ref}") for ref in refs), "")
        yield CircleStep(scene.milestone(slug), words, saying_of(note, readings) if note else None, set_aside)


def _opener(scene: Scene, opener: Opener) -> tuple[SafeString, str, tuple[str, ...]]:
    group = scene.evaluation.milestones[opener.milestone].groups[opener.gate].group
    waits_for = tuple(requirement(condition, scene.names) for condition in group.conditions)
    return scene.milestone(opener.milestone), before_which(group.before), waits_for


@dataclass(frozen=True, slots=True)
class Circle:
    """So many milestones wait in a circle under a reading; `address` leads to it, or down the page to the circle.

    `steps` are those of one shortest circle of them; empty where there are several circles, of which none comes first.
    """

    reading: str
    count: int
    address: str
    steps: tuple[CircleStep, ...]


@dataclass(frozen=True, slots=True)
class Circles:
    """The readings under which milestones wait in a circle, in the plan's order, and the names of those without."""

    told: tuple[Circle, ...]
    without: tuple[str, ...]


def circles(scene: Scene) -> Circles:
    """Of every reading; of a plan without any, its own circles."""
    readings = scene.names.readings
    by_reading = {slug: replace(scene.viewpoint, reading=slug).evaluation() for slug in readings}
    told, without = [], []
    for reading, evaluation in (by_reading or {"": scene.evaluation}).items():
        name = short_reading(scene.names.readings.get(reading, ""))
        if evaluation.deadlocks:
            told.append(_circle(scene, reading, name, evaluation))
        else:
            without.append(name)
    return Circles(tuple(told), tuple(without) if told else ())


def _circle(scene: Scene, reading: str, name: str, evaluation: Evaluation) -> Circle:
    """Its links lead to the milestones under that reading."""
    members = {slug for deadlock in evaluation.deadlocks for slug in deadlock.milestones}
    query = "" if evaluation.reading == scene.evaluation.reading else query_with(scene.viewpoint, reading=reading)
    there = replace(scene.viewpoint, query=query) if query else scene.viewpoint
    knot, *others = evaluation.deadlocks
    steps = () if others else circle_of(Scene(there, evaluation, scene.names), knot_gates(evaluation, there), knot)
    return Circle(name, len(members), f"{page_address(there, 'plan-page')}#deadlocks", tuple(steps))
