"""The schedule in force: the newest revision of each date, relative dates resolved where they can be (section 1)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from milestones.contingency.days import as_date, iso
from milestones.contingency.evidence import known_revisions
from milestones.contingency.plan import Lifted, Milestone, PlannedDate, RelativeDate, RevisedDate

DayReached = Callable[[str, int], int | None]
"""(milestone, level) -> the day on which it was reached, None while its low is below the level."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One date of the schedule: `day` where there is one; `follows` where it is relative; open if only that.

    `original` is the date or rule before all revisions; `is_lifted`: a revision said that there is none any more.
    """

    original: PlannedDate | None = None
    day: int | None = None
    follows: RelativeDate | None = None
    is_lifted: bool = False

    @property
    def is_missing(self) -> bool:
        return self.day is None and self.follows is None

    @property
    def calendar_day(self) -> date | None:
        """The day in the calendar."""
        return None if self.day is None else as_date(self.day)

    @property
    def is_open(self) -> bool:
        return self.day is None and self.follows is not None

    def as_dict(self) -> dict[str, Any]:
        """The original date or rule, and the day in force (null where it is missing, lifted or still open)."""
        return {
            "original": stated(self.original),
            "day": None if self.day is None else iso(self.day),
            "follows": stated(self.follows),
            "lifted": self.is_lifted,
        }


MISSING = Planned()


@dataclass(frozen=True, slots=True)
class Schedule:
    """A milestone's dates in force, and its duration in days (section 1, "Schedule")."""

    start: Planned
    due: Planned
    duration: int

    @property
    def midway(self) -> int | None:
        """The planned day of the intermediate level, where both dates are there."""
        return None if self.start.day is None or self.due.day is None else self.start.day + self.days_to(2)

    def days_to(self, level: int) -> int:
        """The days in which level 2 or 3 is planned to follow the one before."""
        half = self.duration // 2
        return half if level == 2 else self.duration - half

    def as_dict(self) -> dict[str, Any]:
        """The schedule as it is published; the duration in days."""
        return {"planned_start": self.start.as_dict(), "due": self.due.as_dict(), "duration": self.duration}


UNSCHEDULED = Schedule(MISSING, MISSING, 0)


def schedule_in_force(milestone: Milestone, *, on: int, known_at: datetime | None, day_reached: DayReached) -> Schedule:
    """The schedule that holds on the day `on`."""
    start: RevisedDate | None = milestone.planned_start
    due: RevisedDate | None = milestone.due
    for revision in known_revisions(milestone.schedule, on, known_at) if milestone.schedule else ():
        start = revision.planned_start if revision.planned_start is not None else start
        due = revision.due if revision.due is not None else due
    if start is None and due is None:
        return UNSCHEDULED
    planned_start = _resolve(milestone.planned_start, start, day_reached)
    planned_due = _resolve(milestone.due, due, day_reached)
    return Schedule(planned_start, planned_due, _duration(planned_start, planned_due))


def _resolve(original: PlannedDate | None, planned: RevisedDate | None, day_reached: DayReached) -> Planned:
    if planned is None:
        return MISSING
    if isinstance(planned, Lifted):
        return Planned(original, is_lifted=True)
    if isinstance(planned, date):
        return Planned(original, day=planned.toordinal())
    reached = day_reached(planned.after, planned.reaches)
    day = None if reached is None else reached + planned.days
    return Planned(original, day=day, follows=planned)


def stated(planned: RevisedDate | None) -> str | dict[str, Any] | None:
    """A planned date as it is published: an ISO day, a rule, the word that lifts it, or None."""
    if isinstance(planned, RelativeDate):
        return {"days": planned.days, "after": planned.after, "reaches": planned.reaches.slug}
    return None if planned is None else str(planned)


def _duration(start: Planned, due: Planned) -> int:
    if start.day is not None and due.day is not None:
        return max(0, due.day - start.day)
    if start.follows is None or due.follows is None:
        return 0
    if (start.follows.after, start.follows.reaches) != (due.follows.after, due.follows.reaches):
        return 0
    return max(0, due.follows.days - start.follows.days)
