"""The status of a milestone: the first rule of section 4 that applies."""

from collections.abc import Sequence

from milestones.contingency.dates import Dates
from milestones.contingency.days import NEVER
from milestones.contingency.facts import Facts, MilestoneFacts
from milestones.contingency.scales import Before, Status, Truth
from milestones.contingency.schedule import Schedule
from milestones.contingency.verdicts import GroupVerdict


def status_of(
    facts: Facts, milestone: MilestoneFacts, verdicts: Sequence[GroupVerdict], dates: Dates, *, is_deadlocked: bool
) -> Status:
    """The milestone's status; `dates` are those of the first assumption, `verdicts` carry theirs."""
    lapses = milestone.milestone.lapses
    if milestone.is_withdrawn:
        return Status.WITHDRAWN
    if lapses is not None and lapses.toordinal() < facts.on and milestone.low < 3:
        return Status.LAPSED
    gates = [verdict for verdict in verdicts if verdict.is_gate]
    failed = unmet_behind(milestone, gates)
    if failed:
        went_ahead = any(verdict.truth_when_reached is not Truth.MET for verdict in failed)
        return Status.PREMATURE if went_ahead else Status.UNDERMINED
    all_met = all(verdict.truth is Truth.MET for verdict in gates)
    if milestone.low == 3 and all_met:
        return Status.FULFILLED
    if dates.level(milestone, 3) == NEVER:
        return Status.DEADLOCKED if is_deadlocked else Status.BLOCKED
    if not gates:
        return Status.UNCONDITIONAL
    if all_met:
        return Status.CLEARED
    unmet = [verdict for verdict in gates if verdict.truth is Truth.UNMET]
    if not unmet:
        return Status.UNSETTLED
    is_delayed = any(opens_late(verdict, milestone.schedule) for verdict in unmet)
    return Status.DELAYED if is_delayed else Status.WAITING


def unmet_behind(milestone: MilestoneFacts, gates: Sequence[GroupVerdict]) -> list[GroupVerdict]:
    """The unmet gates before a level that the milestone has already reached."""
    return [verdict for verdict in gates if verdict.truth is Truth.UNMET and verdict.level <= milestone.low]


def opens_late(verdict: GroupVerdict, schedule: Schedule) -> bool:
    """Whether an unmet gate opens after the planned date of the step it stands before."""
    planned = planned_day(verdict.group.before, schedule)
    return planned is not None and verdict.earliest > planned


def planned_day(before: Before, schedule: Schedule) -> int | None:
    """The planned date that a gate is compared with; None where it is missing or open."""
    if before is Before.START:
        return schedule.start.day
    return schedule.due.day if before is Before.COMPLETION else schedule.midway
