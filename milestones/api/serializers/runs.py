"""Statuses over time, described for the schema."""

from rest_framework import serializers

from milestones.api.serializers.base import OF_PLAN
from milestones.api.serializers.evaluation import STATUSES, RangeSerializer


class RunSerializer(serializers.Serializer):
    """The days, both counted, on which a milestone keeps its status and its level under a reading."""

    milestone = serializers.CharField(help_text="By slug.")
    reading = serializers.CharField(allow_null=True, help_text="The reading; null where the plan has none.")
    status = serializers.ChoiceField(choices=STATUSES)
    level = RangeSerializer()

    def get_fields(self) -> dict[str, serializers.Field]:
        return super().get_fields() | days("The first day.", "The last day.")


class RunsSerializer(serializers.Serializer):
    """A plan's statuses from day to day."""

    url = serializers.CharField()
    plan = serializers.CharField(help_text=OF_PLAN)
    known_at = serializers.DateTimeField(allow_null=True, help_text="The instant; null for all that is known.")
    readings = serializers.ListField(child=serializers.CharField(), help_text="Those asked about, by slug.")
    every = serializers.ChoiceField(choices=["change", "month"])
    revision = serializers.IntegerField(help_text="The plan's revision.")
    runs = RunSerializer(many=True, help_text="By reading, then in the plan's order of milestones, then by day.")

    def get_fields(self) -> dict[str, serializers.Field]:
        return super().get_fields() | days("The first day told of.", "The last day told of.")


def days(first: str, last: str) -> dict[str, serializers.Field]:
    """The keys `from` and `to`, of which Python keeps the first for itself."""
    return {"from": serializers.DateField(help_text=first), "to": serializers.DateField(help_text=last)}
