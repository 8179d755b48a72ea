"""The core's kinds in the API: the structure of plans, and their records."""

from django.db.models import Model
from rest_framework import serializers

from milestones.api.kinds import Resource, Special
from milestones.api.kinds.shapes import KindSerializer
from milestones.api.serializers.base import as_it_is, listed, slugs
from milestones.kinds.core import KIND_OF
from milestones.models import (
    Actor,
    Area,
    Assessment,
    Clause,
    Condition,
    Gate,
    GateReading,
    Indicator,
    Observation,
    Phase,
    Pillar,
    Position,
    Reading,
    Source,
)


class GateLines(KindSerializer):
    """What hangs on a gate."""

    lines = {
        "readings": listed(GateReading, "gate", "reading__slug"),
        "conditions": listed(Condition, "gate", "pk"),
    }

    readings = slugs("The readings under which it stands; none named means every one.")
    conditions = as_it_is(
        serializers.ListField(child=serializers.IntegerField()), help_text="Its conditions, by number."
    )


AT_ADDRESS = Special(renamed={"url": "address"})
SPECIAL: dict[type[Model], Special] = {
    Actor: AT_ADDRESS,
    Source: AT_ADDRESS,
    Gate: Special(base=GateLines),
    Condition: Special(also={"waiting": "gate__milestone"}),
}
STRUCTURE = (Pillar, Phase, Area, Reading, Actor, Source, Clause, Indicator, Gate, Condition)
RECORDS = (Observation, Assessment, Position)

RESOURCES = {
    model: Resource(KIND_OF[model], tag, SPECIAL.get(model, Special()), is_of_core=True)
    for tag, models in (("structure", STRUCTURE), ("records", RECORDS))
    for model in models
}
"""Those whose lists and rows are what their models say; of an indicator the list alone."""
