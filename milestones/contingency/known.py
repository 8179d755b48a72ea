"""Which records are known, and when a waiver or a withdrawal stands (section 1)."""

from collections.abc import Sequence
from datetime import datetime

from milestones.contingency.days import NEVER
from milestones.contingency.plan import Assessment, Observation, Revision, Suspension


def is_recorded(recorded: datetime, known_at: datetime | None) -> bool:
    """Whether the tracker had learned it by `known_at` (None: all that is recorded is known)."""
    return known_at is None or recorded <= known_at


def is_known(record: Assessment | Observation, known_at: datetime | None) -> bool:
    """Whether the record had been learned and not been retracted by `known_at`."""
    if record.retracted is not None and is_recorded(record.retracted, known_at):
        return False
    return is_recorded(record.recorded, known_at)


def standing_periods(suspensions: Sequence[Suspension], known_at: datetime | None) -> list[tuple[int, int]]:
    """The periods [first day, day after the last) in which a waiver or withdrawal stands, as known."""
    periods = []
    for suspension in suspensions:
        if not is_recorded(suspension.recorded, known_at):
            continue
        ending = suspension.ended
        ends = NEVER
        if ending is not None and is_recorded(ending.recorded, known_at):
            ends = ending.date.toordinal()
        if suspension.date.toordinal() < ends:
            periods.append((suspension.date.toordinal(), ends))
    return periods


def stands(suspensions: Sequence[Suspension], day: int, known_at: datetime | None) -> bool:
    """Whether any of the waivers or withdrawals stands on the day."""
    if not suspensions:
        return False
    return any(first <= day < end for first, end in standing_periods(suspensions, known_at))


def known_revisions(revisions: Sequence[Revision], on: int, known_at: datetime | None) -> list[Revision]:
    """The schedule revisions that count on the day, oldest first, in list order within one date."""
    counting = [r for r in revisions if r.date.toordinal() <= on and is_recorded(r.recorded, known_at)]
    return sorted(counting, key=lambda revision: revision.date)
