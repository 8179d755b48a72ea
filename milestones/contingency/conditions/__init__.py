"""The kinds of condition, a file each: what each means, when it can come, what it waits for, and how it stands."""

from milestones.contingency.conditions.condition import Condition, Proof
from milestones.contingency.conditions.date import DateCondition
from milestones.contingency.conditions.indicator import IndicatorCondition, ValueProof
from milestones.contingency.conditions.milestone import LevelProof, MilestoneCondition
from milestones.contingency.conditions.pillar import PillarCondition, ProgressProof

KINDS: tuple[type[Condition], ...] = (MilestoneCondition, IndicatorCondition, PillarCondition, DateCondition)
"""In the order in which equals are told."""
RANKS = {condition.kind: rank for rank, condition in enumerate(KINDS)}
