"""An indicator with its series and what they count."""

from typing import Any

from rest_framework import serializers

from milestones.api.core import RESOURCES
from milestones.api.proofs import count_of
from milestones.api.serializers.base import as_it_is, lines_of
from milestones.api.serializers.evaluation import MomentSerializer
from milestones.api.serializers.explanation import SeriesEvidenceSerializer, ValueRangeSerializer
from milestones.api.views.lists import MomentView
from milestones.api.views.writing import Changing
from milestones.models import Indicator, Series
from milestones.state import PlanState


class SeriesSerializer(serializers.Serializer):
    """One publisher's count."""

    slug = serializers.CharField()
    name = serializers.CharField()
    actor = serializers.CharField(allow_null=True, source="actor__slug", help_text="Who counts, by slug.")
    definition = serializers.CharField(help_text="The rule it counts by.")


SHAPE: Any = RESOURCES[Indicator].shape


class IndicatorDetailSerializer(MomentSerializer, SHAPE):
    """An indicator with its value on the day, and the observations behind it."""

    lines = {"series": lines_of(Series, "indicator", "slug", "name", "actor__slug", "definition")}

    series = SeriesSerializer(many=True, read_only=True)
    value = as_it_is(ValueRangeSerializer, allow_null=True, help_text="The value as a range; null without a count.")
    evidence = SeriesEvidenceSerializer(
        many=True, read_only=True, help_text="The observations by series, by what they count for."
    )


class IndicatorView(Changing, MomentView):
    """An indicator with its value on a day, and the observations behind it."""

    operation, tag, summary = "indicator", "structure", "One indicator with its value"
    model = Indicator
    serializer_class = IndicatorDetailSerializer
    written_shape = SHAPE

    def following(self, row: Any, state: PlanState) -> dict[str, Any]:
        return count_of(self.evaluation, row.slug, state)
