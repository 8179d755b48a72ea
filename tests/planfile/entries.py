"""The core's entries by hand, each made by its table: keys that are not given have their defaults."""

from typing import Any

from milestones.kinds.format import ROOT, table_of
from milestones.planfile import Entry

PlanHeader = table_of("plan").entry
Reading = table_of("readings").entry
Actor = table_of("actors").entry
Source = table_of("sources").entry
Clause = table_of("clauses").entry
Pillar = table_of("pillars").entry
Phase = table_of("phases").entry
Area = table_of("areas").entry
Indicator = table_of("indicators").entry
Series = table_of("indicators.series").entry
Observation = table_of("indicators.observations").entry
Milestone = table_of("milestones").entry
ScheduleRevision = table_of("milestones.schedule").entry
Withdrawal = table_of("milestones.withdrawn").entry
WithdrawalEnding = table_of("milestones.withdrawn.ended").entry
Assessment = table_of("milestones.assessments").entry
Gate = table_of("milestones.gates").entry
Condition = table_of("milestones.gates.conditions").entry
Waiver = table_of("milestones.gates.waived").entry
WaiverEnding = table_of("milestones.gates.waived.ended").entry
Position = table_of("positions").entry


def Document(**given: Any) -> Entry:
    """A whole document, without sections unless they are given."""
    return Entry(ROOT, {**ROOT.entry(), "sections": {}, **given})
