"""Single gates whose waiver would open a deadlock (section 4)."""

from collections.abc import Iterator
from dataclasses import dataclass

from milestones.contingency.days import NEVER
from milestones.contingency.deadlocks import Deadlock
from milestones.contingency.evaluation import Evaluation
from milestones.contingency.scales import Assumption, Truth
from milestones.contingency.settling import DateSolver


@dataclass(frozen=True, slots=True)
class Opener:
    """A gate (counted from 0 in its milestone's groups under the reading) and the levels its waiver would date."""

    milestone: str
    gate: int
    opens: tuple[tuple[str, int], ...]


def find_openers(evaluation: Evaluation, deadlock: Deadlock) -> tuple[Opener, ...]:
    """Every single gate whose waiver would give an earliest date to a level of the deadlock, in the plan's order.

    Each gate that the deadlock depends on is tried in turn, so the time grows with their number times the plan's
    size: meant for a page or a stored answer, not for the inner loop.
    """
    verdicts = [verdict.groups for verdict in evaluation.milestones.values()]
    openers = []
    for slug, number in _gates_behind(evaluation, deadlock):
        group = evaluation.milestones[slug].groups[number].group
        dates = DateSolver(evaluation.facts, verdicts, Assumption.EARLIEST, waived=group).solve()
        opens = tuple(
            (milestone, int(level))
            for milestone, level in deadlock.levels
            if dates.level_of(milestone, level) < NEVER
        )
        if opens:
            openers.append(Opener(slug, number, opens))
    return tuple(openers)


def _gates_behind(evaluation: Evaluation, deadlock: Deadlock) -> Iterator[tuple[str, int]]:
    """The unmet gates of every milestone that the deadlock depends on, directly or through others."""
    found = set(deadlock.milestones)
    waiting = list(deadlock.milestones)
    while waiting:
        for slug in _depends_on(evaluation, waiting.pop()):
            if slug not in found:
                found.add(slug)
                waiting.append(slug)
    for slug, verdict in evaluation.milestones.items():
        if slug in found:
            for number, group in enumerate(verdict.groups):
                if group.is_gate and group.truth is Truth.UNMET:
                    yield slug, number


def _depends_on(evaluation: Evaluation, slug: str) -> Iterator[str]:
    verdict = evaluation.milestones[slug]
    schedule = verdict.facts.schedule
    for planned in (schedule.start, schedule.due):
        if planned.is_open and planned.follows is not None:
            yield planned.follows.after
    for group in verdict.groups:
        if not group.is_gate or group.truth is not Truth.UNMET:
            continue
        for each in group.conditions:
            awaited = each.condition.awaited(evaluation.facts)
            if awaited is None:
                continue
            if awaited >= 0:
                yield evaluation.facts.milestones[awaited // 3].milestone.slug
            else:
                for member in evaluation.facts.members[each.condition.named]:
                    yield member.milestone.slug
