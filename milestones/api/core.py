"""The core's kinds in the API: the structure of plans, and their records."""

from collections import defaultdict
from typing import Any

from django.db.models import Model
from rest_framework import serializers

from milestones.api.kinds import Resource, Special
from milestones.api.kinds.shapes import KindSerializer
from milestones.api.serializers.base import as_it_is, slugs
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


def condition_keys(gates: list[int], user: Any) -> dict[int, list[int]]:
    """The keys of the gates' conditions, in order."""
    return _listed(Condition.objects.filter(gate__in=gates).visible_to(user), "pk")


def reading_slugs(gates: list[int], user: Any) -> dict[int, list[str]]:
    """The readings to which the gates are limited, in order."""
    return _listed(GateReading.objects.filter(gate__in=gates).visible_to(user), "reading__slug")


def _listed(rows: Any, column: str) -> dict[int, list[Any]]:
    listed: dict[int, list[Any]] = defaultdict(list)
    for gate, value in rows.order_by("gate_id", "rank", "pk").values_list("gate_id", column):
        listed[gate].append(value)
    return listed


class GateLines(KindSerializer):
    """What hangs on a gate."""

    lines = {"readings": reading_slugs, "conditions": condition_keys}

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
