"""What is to be found out: what would settle the most milestones that cannot be told."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request

from milestones.api.parameters import POINT
from milestones.api.serializers.evaluation import AWAITED, PlanMomentSerializer
from milestones.api.views.base import ReadView
from milestones.contingency.clearing import what_settles


class SettlesSerializer(serializers.Serializer):
    """One thing, and the milestones that could be told if it were known, whatever it turned out to be."""

    kind = serializers.ChoiceField(choices=AWAITED)
    slug = serializers.CharField(help_text="Its slug; the day of a date.")
    milestones = serializers.ListField(child=serializers.CharField(), help_text="By slug.")


class UnsettledSerializer(PlanMomentSerializer):
    """What would settle the most."""

    settles = SettlesSerializer(many=True, help_text="What settles most comes first.")


class UnsettledView(ReadView):
    """What, once it were known, would settle the most milestones whose gates cannot be told from the records."""

    operation, tag, summary = "unsettled", "plans", "What would settle most"
    parameters = POINT
    serializer_class = UnsettledSerializer

    def answer(self, request: Request, **kwargs: Any) -> dict[str, Any]:
        settles = [
            {"kind": unknown.kind, "slug": unknown.slug, "milestones": list(unknown.milestones)}
            for unknown in what_settles(self.evaluation)
        ]
        return self.headed(settles=settles)
