"""What assumptions would change, described for the schema."""

from rest_framework import serializers

from milestones.api.serializers.base import OF_PLAN
from milestones.api.serializers.changes import ReasonSerializer
from milestones.api.serializers.evaluation import (
    STATUSES,
    ForecastSerializer,
    MomentSerializer,
    ProgressSerializer,
    RangeSerializer,
)


class StandingSerializer(serializers.Serializer):
    """How a milestone stands."""

    status = serializers.ChoiceField(choices=STATUSES)
    level = RangeSerializer()
    forecast = ForecastSerializer()
    reasons = ReasonSerializer(many=True)


class MovedSerializer(serializers.Serializer):
    """A milestone that would stand otherwise."""

    milestone = serializers.CharField(help_text="By slug.")
    before = StandingSerializer(help_text="As it stands.")
    after = StandingSerializer(help_text="As it would stand.")


class PillarStandingSerializer(serializers.Serializer):
    """How a pillar stands."""

    status = serializers.ChoiceField(choices=STATUSES, allow_null=True)
    progress = ProgressSerializer()


class MovedPillarSerializer(serializers.Serializer):
    """A pillar that would stand otherwise."""

    pillar = serializers.CharField(help_text="By slug.")
    before = PillarStandingSerializer(help_text="As it stands.")
    after = PillarStandingSerializer(help_text="As it would stand.")


class WhatIfSerializer(MomentSerializer):
    """What would be otherwise under the assumptions, and nothing else."""

    url = serializers.CharField()
    plan = serializers.CharField(help_text=OF_PLAN)
    milestones = MovedSerializer(
        many=True, help_text="Those whose status, level or dates would be others, in the plan's order."
    )
    pillars = MovedPillarSerializer(many=True)
