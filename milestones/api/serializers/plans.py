"""Plans, with the parts that name their coordinates."""

from typing import Any

from rest_framework import serializers

from milestones.api.core import RESOURCES
from milestones.api.kinds import Resource, Special
from milestones.api.kinds.shapes import KindSerializer
from milestones.api.serializers.base import AddressField, lines_of, number_of
from milestones.kinds.core import KIND_OF
from milestones.models import Actor, Area, Phase, Pillar, Plan, Reading

PARTS: dict[str, Any] = {"pillars": Pillar, "phases": Phase, "areas": Area, "readings": Reading, "actors": Actor}


class PlanLines(KindSerializer):
    """What hangs on a plan beside its columns."""

    columns = ("revision",)
    lines = {name: lines_of(model, "plan", "pk", *RESOURCES[model].shape.columns) for name, model in PARTS.items()}

    today = serializers.DateField(read_only=True, help_text="The day it is there.")
    revision = number_of("Raised by every recompute.")
    computed_at = serializers.DateTimeField(
        read_only=True, allow_null=True, help_text="When its stored evaluation was last made."
    )
    stale = serializers.BooleanField(
        read_only=True, help_text="Whether an edit or a new day still waits for its recompute."
    )
    evaluation = AddressField("api:evaluation", "Where its evaluation is.", plan="slug")
    changes = AddressField("api:changes", "Where its changes of status are.", plan="slug")
    pillars = RESOURCES[Pillar].shape(many=True, read_only=True, help_text="Its pillars, in order.")
    phases = RESOURCES[Phase].shape(many=True, read_only=True, help_text="Its phases, in order.")
    areas = RESOURCES[Area].shape(many=True, read_only=True, help_text="Its areas, in order.")
    readings = RESOURCES[Reading].shape(many=True, read_only=True, help_text="Its readings, in order.")
    actors = RESOURCES[Actor].shape(many=True, read_only=True, help_text="Its actors, in order.")


PLANS = Resource(KIND_OF[Plan], "plans", Special(base=PlanLines), is_of_core=True)
