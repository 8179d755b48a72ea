"""A plan as a graph, described for the schema."""

from rest_framework import serializers

from milestones.api.serializers.base import OF_PLAN, as_it_is
from milestones.api.serializers.evaluation import (
    AWAITED,
    STATUSES,
    ConditionVerdictSerializer,
    GateVerdictSerializer,
    MomentSerializer,
    RangeSerializer,
)


class NodeSerializer(serializers.Serializer):
    """A milestone, or what a condition names."""

    id = serializers.CharField(help_text="Its kind and slug, such as milestone:handover.")
    kind = serializers.ChoiceField(choices=AWAITED)
    slug = serializers.CharField(help_text="Its slug; the day of a date.")
    pillar = serializers.CharField(allow_null=True, help_text="The pillar of a milestone or an indicator.")
    status = serializers.ChoiceField(choices=STATUSES, allow_null=True, help_text="Of a milestone.")
    level = RangeSerializer(allow_null=True, help_text="Of a milestone.")


class GraphGateSerializer(GateVerdictSerializer):
    """One group of conditions: its rule, where it stands written, and its truth."""

    conditions = None  # type: ignore[assignment] # they are the edges
    id = serializers.IntegerField(help_text="The gate's number.")
    milestone = serializers.CharField(help_text="The milestone that it stands before, by slug.")
    readings = serializers.ListField(
        child=serializers.CharField(), help_text="The readings that it is limited to; none: it stands in all."
    )
    source = serializers.CharField(allow_null=True)  # type: ignore[assignment] # a key of its own
    clause = serializers.CharField()


class EdgeSerializer(ConditionVerdictSerializer):
    """One condition, from what is awaited to the milestone that waits."""

    id = serializers.IntegerField(help_text="The condition's number.")
    gate = serializers.IntegerField(help_text="The gate that it belongs to, by number.")
    to = serializers.CharField(help_text="The node of the milestone that waits.")
    condition = as_it_is({"type": "object"}, help_text="What must hold, in the words of the plan file.")

    def get_fields(self) -> dict[str, serializers.Field]:
        awaited = serializers.CharField(help_text="The node that is awaited.")
        return super().get_fields() | {"from": awaited}


class GraphSerializer(MomentSerializer):
    """A plan as a graph on one day, as known at one instant, under one reading."""

    url = serializers.CharField()
    plan = serializers.CharField(help_text=OF_PLAN)
    nodes = NodeSerializer(many=True)
    gates = GraphGateSerializer(many=True)
    edges = EdgeSerializer(many=True)
