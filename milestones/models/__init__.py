"""The database: a plan's structure, its records, and what follows from them."""

from milestones.models.accounts import Invitation, Membership, RepeatableAnswer, Role, Submission, TokenGrant
from milestones.models.append_only import AppendOnly, AppendOnlyError
from milestones.models.assessments import (
    Assessment,
    Position,
    ScheduleRevision,
    Waiver,
    WaiverEnding,
    Withdrawal,
    WithdrawalEnding,
)
from milestones.models.gates import Condition, Gate, GateReading
from milestones.models.guards import install_guards
from milestones.models.imports import Import
from milestones.models.indicators import Indicator, Observation, Series
from milestones.models.ledger import Checkpoint, LedgerLeaf
from milestones.models.milestones import Milestone, Responsibility, ShownIndicator
from milestones.models.parts import PlanPart, called, in_database, rule
from milestones.models.plans import Actor, Area, Clause, Phase, Pillar, Plan, Reading, Source
from milestones.models.publication import Audience, Publication, Published
from milestones.models.recompute import JobRun, RecomputeMark
from milestones.models.records import Ending, GradedRecord, Record, RetractableRecord
from milestones.models.revisions import PlanEntry, Revision, SeenBy
from milestones.models.status import ChangeKind, MilestoneStatus, PlanStatus, StatusChange
