"""The core's kinds in the API: the structure of plans, and their records."""

from django.db.models import Model
from rest_framework import serializers

from milestones import models
from milestones.api.kinds import Resource, Special
from milestones.api.kinds.shapes import KindSerializer
from milestones.api.serializers.base import as_it_is, listed, slugs
from milestones.api.serializers.milestones import RevisedDates
from milestones.kinds.core import KIND_OF


class GateLines(KindSerializer):
    """What hangs on a gate."""

    lines = {
        "readings": listed(models.GateReading, "gate", "reading__slug"),
        "conditions": listed(models.Condition, "gate", "pk"),
    }

    readings = slugs("The readings under which it stands; none named means every one.")
    conditions = as_it_is(
        serializers.ListField(child=serializers.IntegerField()), help_text="Its conditions, by number."
    )


AT_ADDRESS = Special(renamed={"url": "address"})
SPECIAL: dict[type[Model], Special] = {
    models.Actor: AT_ADDRESS,
    models.Source: AT_ADDRESS,
    models.Gate: Special(base=GateLines),
    models.Condition: Special(also={"waiting": "gate__milestone"}),
    models.Series: Special(name="DeclaredSeries", operation="declared_series"),
    models.ScheduleRevision: Special(path="schedule-revisions", omitted=RevisedDates.parts, base=RevisedDates),
    models.Withdrawal: Special(path="withdrawals"),
    models.WithdrawalEnding: Special(path="withdrawal-endings"),
    models.Waiver: Special(path="waivers", also={"milestone": "gate__milestone"}),
    models.WaiverEnding: Special(path="waiver-endings"),
}
STRUCTURE = (
    models.Pillar, models.Phase, models.Area, models.Reading, models.Actor, models.Source, models.Clause,
    models.Indicator, models.Gate, models.Condition,
)  # fmt: skip
RECORDS = (
    models.Series, models.Observation, models.Assessment, models.ScheduleRevision, models.Withdrawal,
    models.WithdrawalEnding, models.Waiver, models.WaiverEnding, models.Position,
)  # fmt: skip

RESOURCES = {
    model: Resource(KIND_OF[model], tag, SPECIAL.get(model, Special()), is_of_core=True)
    for tag, models in (("structure", STRUCTURE), ("records", RECORDS))
    for model in models
}
"""Those whose lists and rows are what their models say; of an indicator the list alone."""
