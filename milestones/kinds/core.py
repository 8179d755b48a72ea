"""The core's kinds, each after those that its rows name; parts come after their wholes."""

from milestones import models
from milestones.kinds.kind import Kind

KINDS = (
    Kind(models.Plan, "plan"),
    Kind(models.Reading, "readings"),
    Kind(models.Actor, "actors"),
    Kind(models.Source, "sources"),
    Kind(models.Pillar, "pillars"),
    Kind(models.Phase, "phases"),
    Kind(models.Area, "areas"),
    Kind(models.Indicator, "indicators"),
    Kind(models.Series, "series", owner="indicator"),
    Kind(models.Observation, "observations", owner="indicator"),
    Kind(models.Milestone, "milestones"),
    Kind(models.ScheduleRevision, "schedule", owner="milestone"),
    Kind(models.Withdrawal, "withdrawn", owner="milestone"),
    Kind(models.WithdrawalEnding, "ended", owner="withdrawal"),
    Kind(models.Assessment, "assessments", owner="milestone"),
    Kind(models.Gate, "gates", owner="milestone"),
    Kind(models.Condition, "conditions", owner="gate"),
    Kind(models.Waiver, "waived", owner="gate"),
    Kind(models.WaiverEnding, "ended", owner="waiver"),
    Kind(models.Position, "positions"),
)

KIND_OF = {kind.model: kind for kind in KINDS}
"""The core's kinds by their models."""
