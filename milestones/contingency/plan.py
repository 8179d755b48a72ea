"""What the engine reads: one plan, its structure and every record, as plain immutable data.

A plan comes from a plan file (`milestones.planfile`) or from the database (`milestones.selectors`); the engine
cannot tell which. `ref` on a record or group is the caller's own handle (a row's key, a path in a file): the
engine carries it into its reasons and never looks inside.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from milestones.contingency.conditions import Condition as Condition
from milestones.contingency.conditions import DateCondition as DateCondition
from milestones.contingency.conditions import IndicatorCondition as IndicatorCondition
from milestones.contingency.conditions import MilestoneCondition as MilestoneCondition
from milestones.contingency.conditions import PillarCondition as PillarCondition
from milestones.contingency.scales import Before, Force, Grade, Level


@dataclass(frozen=True, slots=True)
class Assessment:
    """One judgement of a milestone's level, for one day, by one source."""

    date: date
    level: Level
    grade: Grade
    recorded: datetime
    retracted: datetime | None = None
    ref: Hashable = None


@dataclass(frozen=True, slots=True)
class Observation:
    """One value of an indicator, for one day, in one series (`""` where none is named)."""

    date: date
    value: Decimal
    grade: Grade
    recorded: datetime
    series: str = ""
    retracted: datetime | None = None
    ref: Hashable = None


@dataclass(frozen=True, slots=True)
class Ending:
    """The record that a waiver or a withdrawal ended."""

    date: date
    recorded: datetime


@dataclass(frozen=True, slots=True)
class Suspension:
    """A waiver of a group, or a withdrawal of a milestone: it stands from `date` until its ending counts."""

    date: date
    recorded: datetime
    ended: Ending | None = None
    ref: Hashable = None


@dataclass(frozen=True, slots=True)
class RelativeDate:
    """`days` (at least 0) after the day on which milestone `after` reached level `reaches`."""

    days: int
    after: str
    reaches: Level


PlannedDate = date | RelativeDate


class Lifted(StrEnum):
    """The word of a schedule revision that lifts a date: from then on there is none."""

    LIFTED = "none"


LIFTED = Lifted.LIFTED
RevisedDate = PlannedDate | Lifted


@dataclass(frozen=True, slots=True)
class Revision:
    """A schedule revision; None gives nothing, LIFTED no date any more. Of several on one date the last holds."""

    date: date
    recorded: datetime
    planned_start: RevisedDate | None = None
    due: RevisedDate | None = None
    ref: Hashable = None


@dataclass(frozen=True, slots=True)
class Group:
    """What must hold before a milestone takes a step: `require` (1 to n) of its n conditions.

    `readings` is None where the group stands under every reading. `waivers` usually holds none or one.
    """

    before: Before
    conditions: tuple[Condition, ...]
    require: int
    force: Force = Force.GATES
    readings: frozenset[str] | None = None
    waivers: tuple[Suspension, ...] = ()
    ref: Hashable = None


@dataclass(frozen=True, slots=True)
class Milestone:
    """One promised step, its schedule, its records and the groups that stand before it.

    `weight` is positive; `verification` None means the plan's. `planned_start` and `due` are the original dates.
    """

    slug: str
    pillar: str
    planned_start: PlannedDate | None = None
    due: PlannedDate | None = None
    lapses: date | None = None
    weight: Decimal = Decimal(1)
    verification: Grade | None = None
    withdrawals: tuple[Suspension, ...] = ()
    schedule: tuple[Revision, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    groups: tuple[Group, ...] = ()
    ref: Hashable = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """A measured quantity. `official` names the one series read; `stale_after` is in days; None means never."""

    slug: str
    pillar: str
    baseline: Decimal | None = None
    target: Decimal | None = None
    target_date: date | None = None
    verification: Grade | None = None
    official: str | None = None
    stale_after: int | None = None
    observations: tuple[Observation, ...] = ()
    ref: Hashable = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole plan. `pillars` and `readings` are slugs in the plan's order; the first reading is the default."""

    slug: str
    pillars: tuple[str, ...]
    milestones: tuple[Milestone, ...]
    indicators: tuple[Indicator, ...] = ()
    readings: tuple[str, ...] = ()
    verification: Grade = Grade.CORROBORATED
