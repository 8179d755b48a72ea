"""The core's kinds, each after those that its rows name; parts come after their wholes."""

from milestones import models
from milestones.kinds import core_rules as rules
from milestones.kinds.kind import Kind

KINDS = (
    Kind(models.Plan, "plan"),
    Kind(models.Reading, "readings"),
    Kind(models.Actor, "actors", rules=(rules.reserved_slug,)),
    Kind(models.Source, "sources"),
    Kind(models.Pillar, "pillars"),
    Kind(models.Phase, "phases", rules=(rules.end_before_start,)),
    Kind(models.Area, "areas"),
    Kind(models.Indicator, "indicators"),
    Kind(models.Series, "series", owner="indicator"),
    Kind(models.Observation, "observations", owner="indicator", rules=(rules.unknown_series,)),
    Kind(models.Milestone, "milestones"),
    Kind(models.ScheduleRevision, "schedule", owner="milestone"),
    Kind(models.Withdrawal, "withdrawn", owner="milestone", rules=(rules.withdrawn_already,)),
    Kind(models.WithdrawalEnding, "ended", owner="withdrawal", rules=(rules.ended_before_it_began,)),
    Kind(models.Assessment, "assessments", owner="milestone"),
    Kind(models.Gate, "gates", owner="milestone"),
    Kind(models.Condition, "conditions", owner="gate"),
    Kind(models.Waiver, "waived", owner="gate", rules=(rules.waived_already,)),
    Kind(models.WaiverEnding, "ended", owner="waiver", rules=(rules.ended_before_it_began,)),
    Kind(models.Position, "positions"),
)

KIND_OF = {kind.model: kind for kind in KINDS}
"""The core's kinds by their models."""
