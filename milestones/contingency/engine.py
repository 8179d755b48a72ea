"""The engine's one public call."""

import gc
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from milestones.contingency.deadlocks import Deadlock, find_deadlocks
from milestones.contingency.evaluation import Evaluation, MilestoneVerdict
from milestones.contingency.facts import Facts
from milestones.contingency.plan import Plan
from milestones.contingency.reasons import status_of
from milestones.contingency.releases import count_downstream, count_releases
from milestones.contingency.rollups import build_matrix, count_awaited, roll_up_pillars
from milestones.contingency.scales import Assumption, Status
from milestones.contingency.settling import DateSolver
from milestones.contingency.verdicts import Dates, GroupVerdict, judge_group


def evaluate(plan: Plan, *, on: date, known_at: datetime | None = None, reading: str | None = None) -> Evaluation:
    """Every verdict on the plan for the day `on`, from what was recorded by `known_at`, under `reading`.

    Without `known_at` all that is recorded is known; without `reading` the plan's first one holds. Raises
    UnknownReading for a reading that the plan does not declare, ValueError for a `known_at` without a time zone.
    Pure: reads no clock, database or settings, and changes nothing.
    """
    with collector_paused():
        return _evaluate(Facts(plan, on=on, known_at=known_at, reading=reading))


@contextmanager
def collector_paused() -> Iterator[None]:
    """Spare the pass the garbage collector, a third of its time on large plans: it makes no cycles to collect."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@dataclass(frozen=True, slots=True)
class Judged:
    """What the statuses of a plan are drawn from, and these, by the milestones' index."""

    verdicts: list[tuple[GroupVerdict, ...]]
    earliest: Dates
    deadlocks: tuple[Deadlock, ...]
    standing_in: Mapping[str, Sequence[tuple[str, ...]]]
    statuses: list[Status]


def judge(facts: Facts) -> Judged:
    """The status of every milestone, without what else an evaluation tells."""
    verdicts = [
        tuple(judge_group(facts, milestone, group) for group in milestone.groups) for milestone in facts.milestones
    ]
    earliest = DateSolver(facts, verdicts, Assumption.EARLIEST).solve()
    _date_verdicts(verdicts, earliest)
    deadlocks = find_deadlocks(facts, verdicts, earliest)
    standing_in = _standing_in(deadlocks)
    statuses = [
        status_of(facts, member, groups, earliest, is_deadlocked=member.milestone.slug in standing_in)
        for member, groups in zip(facts.milestones, verdicts, strict=True)
    ]
    return Judged(verdicts, earliest, deadlocks, standing_in, statuses)


def _evaluate(facts: Facts) -> Evaluation:
    judged = judge(facts)
    verdicts, earliest, statuses = judged.verdicts, judged.earliest, judged.statuses
    established = DateSolver(facts, verdicts, Assumption.ESTABLISHED).solve()
    overdue = [_is_overdue(facts, member.index) for member in facts.milestones]
    releases = count_releases(facts, verdicts, statuses)
    downstream = count_downstream(facts, verdicts)
    milestones = {
        member.milestone.slug: MilestoneVerdict(
            facts=member,
            status=statuses[member.index],
            is_overdue=overdue[member.index],
            groups=verdicts[member.index],
            releases=releases[member.index],
            downstream=downstream[member.index],
            deadlocks=judged.standing_in.get(member.milestone.slug, ()),
            earliest=earliest,
            established=established,
        )
        for member in facts.milestones
    }
    return Evaluation(
        plan=facts.plan.slug,
        on=date.fromordinal(facts.on),
        known_at=facts.known_at,
        reading=facts.reading,
        milestones=milestones,
        pillars=roll_up_pillars(facts, statuses, overdue),
        matrix=build_matrix(facts, verdicts, statuses),
        awaited=count_awaited(groups for groups, status in zip(verdicts, statuses, strict=True) if status.is_open),
        deadlocks=judged.deadlocks,
        facts=facts,
        earliest=earliest,
        established=established,
    )


def _standing_in(deadlocks: Sequence[Deadlock]) -> dict[str, list[tuple[str, ...]]]:
    """By milestone, the milestones of each deadlock in which it stands."""
    standing_in: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for deadlock in deadlocks:
        for slug in deadlock.milestones:
            standing_in[slug].append(deadlock.milestones)
    return standing_in


def _date_verdicts(verdicts: list[tuple[GroupVerdict, ...]], dates: Dates) -> None:
    """Write the earliest date into every verdict on a group and on a condition."""
    on = dates.facts.on
    for of_milestone in verdicts:
        for verdict in of_milestone:
            for judged in verdict.conditions:
                truth = judged.truth
                judged.earliest = on if dates.holds(truth) else dates.condition(judged.condition, truth)
            verdict.earliest = on
            if not dates.holds(verdict.truth):
                ordered = sorted([judged.earliest for judged in verdict.conditions])
                verdict.earliest = ordered[verdict.group.require - 1]


def _is_overdue(facts: Facts, index: int) -> bool:
    milestone = facts.milestones[index]
    due = milestone.schedule.due.day
    return due is not None and due < facts.on and milestone.low < 3 and not milestone.is_withdrawn
