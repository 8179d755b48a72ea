"""Changes of status, with what made them."""

from rest_framework import serializers

from milestones.api.serializers.base import OF_PLAN, AddressField, RowSerializer, as_it_is, day, number_of, text
from milestones.contingency.reasons import Why
from milestones.contingency.scales import Status
from milestones.models import ChangeKind

CAUSES = ("added", "changed", "removed", "loaded", "day", "method")
"""The words of `milestones.services.causing`."""


class ReasonSerializer(serializers.Serializer):
    """One fact behind a status; a key that does not apply is left out. Days are null for never."""

    why = serializers.ChoiceField(choices=[why.value for why in Why], help_text="What kind of fact it is.")
    gate = serializers.IntegerField(required=False, help_text="The gate, counted from 0 among `gates`.")
    condition = serializers.IntegerField(required=False, help_text="The condition, counted from 0.")
    level = serializers.IntegerField(required=False)
    day = serializers.DateField(required=False, allow_null=True)
    planned = serializers.DateField(required=False, allow_null=True)
    milestones = serializers.ListField(child=serializers.CharField(), required=False)


class CauseSerializer(serializers.Serializer):
    """What made a status change; a key that does not apply is left out."""

    kind = serializers.ChoiceField(
        choices=CAUSES, help_text="added, changed, removed, loaded, day (a new one began) or method (a new one)."
    )
    model = serializers.CharField(required=False, help_text="What kind of row it was.")
    milestone = serializers.CharField(required=False)
    indicator = serializers.CharField(required=False)
    on = serializers.DateField(required=False, help_text="The day that began.")
    url = serializers.CharField(required=False, help_text="The row that was added or changed.")


class ChangeSerializer(RowSerializer):
    """One milestone found in another status than before."""

    columns = (
        "plan__slug", "milestone__pillar__slug", "milestone__slug", "old", "new", "on", "computed_at", "reasons",
        "cause", "kind", "method",
    )  # fmt: skip

    url = AddressField("api:change", plan="plan__slug", pk="pk")
    id = number_of("Its number.", source="pk")
    plan = text(OF_PLAN, source="plan__slug")
    pillar = text("The milestone's pillar, by slug.", source="milestone__pillar__slug")
    milestone = text("Whose status changed, by slug.", source="milestone__slug")
    old = serializers.ChoiceField(
        choices=["", *(status.value for status in Status)],
        read_only=True,
        help_text="Its status before; empty when it had none yet.",
    )
    new = serializers.ChoiceField(
        choices=[status.value for status in Status], read_only=True, help_text="Its status since."
    )
    on = day("The day for which the recompute was made.")
    computed_at = serializers.DateTimeField(read_only=True, help_text="When it was computed.")
    reasons = as_it_is(ReasonSerializer(many=True), help_text="Why it has the new status.")
    kind = serializers.ChoiceField(
        choices=ChangeKind.values,
        read_only=True,
        help_text="What made it change: facts, the plan's text, publication, a new day, a new method, or a first load.",
    )
    method = number_of("The version of the method with which it was computed.")
    causes = as_it_is(CauseSerializer(many=True), help_text="What made it change, of what it rests on.")
    cause_count = number_of("How many causes there were in all.")
    revision = number_of("The plan's revision that brought it.")
