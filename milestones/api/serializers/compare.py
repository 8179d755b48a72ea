"""What differs of a plan between two points, described for the schema."""

from rest_framework import serializers

from milestones.api.serializers.base import OF_PLAN
from milestones.api.serializers.changes import ReasonSerializer
from milestones.api.serializers.evaluation import STATUSES, MomentSerializer, ProgressSerializer, RangeSerializer
from milestones.api.serializers.facts import DifferingRowsSerializer


class SideSerializer(MomentSerializer):
    """One side: its day, instant, reading and revision."""

    url = serializers.CharField(help_text="Its whole evaluation, pinned: the same whenever it is asked for.")


class StoodSerializer(serializers.Serializer):
    """How a milestone stands on one side."""

    status = serializers.ChoiceField(choices=STATUSES)
    level = RangeSerializer()
    reasons = ReasonSerializer(many=True)


class FlippedSerializer(serializers.Serializer):
    """A milestone that does not stand alike on both sides."""

    milestone = serializers.CharField(help_text="By slug.")
    before = StoodSerializer(allow_null=True, help_text="On the first side; null where it was not there.")
    after = StoodSerializer(allow_null=True, help_text="On the second; null where it is not there.")


class PillarStoodSerializer(serializers.Serializer):
    """How a pillar stands on one side."""

    status = serializers.ChoiceField(choices=STATUSES, allow_null=True)
    progress = ProgressSerializer()


class FlippedPillarSerializer(serializers.Serializer):
    """A pillar that does not stand alike on both sides."""

    pillar = serializers.CharField(help_text="By slug.")
    before = PillarStoodSerializer(allow_null=True, help_text="On the first side.")
    after = PillarStoodSerializer(allow_null=True, help_text="On the second.")


class ComparisonSerializer(DifferingRowsSerializer):
    """A plan at two points: the facts that differ, and the statuses and levels that follow from them."""

    url = serializers.CharField()
    plan = serializers.CharField(help_text=OF_PLAN)
    withheld = serializers.IntegerField(
        help_text="How many rows that were seen on the first side are restricted now, and told nothing of."
    )
    milestones = FlippedSerializer(many=True, help_text="Those of another status or level, in the plan's order.")
    pillars = FlippedPillarSerializer(many=True)

    def get_fields(self) -> dict[str, serializers.Field]:
        sides = {
            "from": SideSerializer(help_text="The first side."),
            "to": SideSerializer(help_text="The second side."),
        }
        return sides | super().get_fields()
