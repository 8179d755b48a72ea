"""The database: a plan's structure, its records, and what follows from them."""

from milestones.models.actors import Actor, Position
from milestones.models.append_only import AppendOnly, AppendOnlyError
from milestones.models.gates import Condition, Gate, GateReading, Waiver, WaiverEnding
from milestones.models.guards import install_guards
from milestones.models.indicators import Indicator, Observation, Series
from milestones.models.milestones import (
    Assessment,
    Milestone,
    Responsibility,
    ScheduleRevision,
    ShownIndicator,
    Withdrawal,
    WithdrawalEnding,
)
from milestones.models.plans import Area, Phase, Pillar, Plan, Reading
from milestones.models.publication import Audience, Publication, audience_of
from milestones.models.records import Ending, Record, RetractableRecord
from milestones.models.sources import Source
from milestones.models.status import JobRun, MilestoneStatus, PlanStatus, RecomputeMark, StatusChange

__all__ = [
    "Actor",
    "AppendOnly",
    "AppendOnlyError",
    "Area",
    "Assessment",
    "Audience",
    "Condition",
    "Ending",
    "Gate",
    "GateReading",
    "Indicator",
    "JobRun",
    "Milestone",
    "MilestoneStatus",
    "Observation",
    "Phase",
    "Pillar",
    "Plan",
    "PlanStatus",
    "Position",
    "Publication",
    "Reading",
    "RecomputeMark",
    "Record",
    "Responsibility",
    "RetractableRecord",
    "ScheduleRevision",
    "Series",
    "ShownIndicator",
    "Source",
    "StatusChange",
    "Waiver",
    "WaiverEnding",
    "Withdrawal",
    "WithdrawalEnding",
    "audience_of",
    "install_guards",
]
