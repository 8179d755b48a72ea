"""The engine's one public call."""

import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime

from milestones.contingency.deadlocks import Deadlock, find_deadlocks
from milestones.contingency.evaluation import Evaluation, MilestoneVerdict, Outlook
from milestones.contingency.facts import Facts, MilestoneFacts
from milestones.contingency.plan import Plan
from milestones.contingency.reasons import status_of
from milestones.contingency.settling import DateSolver
from milestones.contingency.verdicts import Dates, judge_group


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


def judge(
    facts: Facts, moved: Iterable[MilestoneFacts]
) -> tuple[Dates, tuple[Deadlock, ...], Mapping[str, Sequence[tuple[str, ...]]]]:
    """Judge the groups of what moved and the status of every milestone; the dates and deadlocks that these rest on.

    The dates are the earliest. By milestone, too, the milestones of each deadlock in which it stands.
    """
    for member in moved:
        member.verdicts = tuple([judge_group(facts, member, group) for group in member.groups])
        member.gates = tuple([verdict for verdict in member.verdicts if verdict.is_gate])
    earliest = DateSolver(facts, is_earliest=True).solve()
    _date_verdicts(facts, earliest)
    deadlocks = find_deadlocks(facts, earliest)
    standing_in: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for deadlock in deadlocks:
        for slug in deadlock.milestones:
            standing_in[slug].append(deadlock.milestones)
    for member in facts.milestones:
        is_deadlocked = member.milestone.slug in standing_in
        member.status = status_of(member, earliest, is_deadlocked=is_deadlocked)
    return earliest, deadlocks, standing_in


def _evaluate(facts: Facts) -> Evaluation:
    earliest, deadlocks, standing_in = judge(facts, facts.milestones)
    outlook = Outlook(facts)
    milestones = {
        member.milestone.slug: MilestoneVerdict(
            member, standing_in.get(member.milestone.slug, ()), earliest=earliest, outlook=outlook
        )
        for member in facts.milestones
    }
    return Evaluation(
        plan=facts.plan.slug,
        on=date.fromordinal(facts.on),
        known_at=facts.known_at,
        reading=facts.reading,
        milestones=milestones,
        deadlocks=deadlocks,
        facts=facts,
        earliest=earliest,
    )


def _date_verdicts(facts: Facts, dates: Dates) -> None:
    """Write the earliest date into every verdict on a group and on a condition."""
    for member in facts.milestones:
        for verdict in member.verdicts:
            for judged in verdict.conditions:
                judged.earliest = dates.condition(judged.condition, judged.truth)
            verdict.earliest = facts.on
            if not dates.holds(verdict.truth):
                ordered = sorted([judged.earliest for judged in verdict.conditions])
                verdict.earliest = ordered[verdict.group.require - 1]
