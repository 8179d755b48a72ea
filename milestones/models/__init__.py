"""The database: a plan's structure, its records, and what follows from them."""

from milestones.models.accounts import Membership, RepeatableAnswer, Role, TokenGrant
from milestones.models.actors import Actor
from milestones.models.append_only import AppendOnly, AppendOnlyError
from milestones.models.assessments import Assessment, ScheduleRevision
from milestones.models.conditions import Condition
from milestones.models.constraints import constrained, rule
from milestones.models.gates import Gate, GateReading
from milestones.models.guards import install_guards
from milestones.models.imports import Import
from milestones.models.indicators import Indicator, Observation, Series
from milestones.models.ledger import Checkpoint, LedgerLeaf
from milestones.models.milestones import Milestone, Responsibility, ShownIndicator
from milestones.models.naming import called
from milestones.models.parts import PlanPart
from milestones.models.plans import Area, Phase, Pillar, Plan, Reading
from milestones.models.positions import Position
from milestones.models.publication import Audience, Publication, Published, audience_of
from milestones.models.recompute import JobRun, RecomputeMark
from milestones.models.records import Ending, GradedRecord, Record, RetractableRecord
from milestones.models.revisions import PlanEntry, Revision, SeenBy
from milestones.models.sources import Clause, Source
from milestones.models.status import ChangeKind, MilestoneStatus, PlanStatus, StatusChange
from milestones.models.suspensions import Waiver, WaiverEnding, Withdrawal, WithdrawalEnding
