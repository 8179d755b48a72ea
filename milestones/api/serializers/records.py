"""Records: observations, assessments and positions, and the changes of status that followed."""

from rest_framework import serializers

from milestones.api.serializers.base import (
    OF_PLAN,
    PUBLICATION,
    AddressField,
    ExactField,
    GradeField,
    LevelField,
    RowSerializer,
    as_it_is,
    day,
    number_of,
    reference,
    text,
)
from milestones.contingency.scales import Status
from milestones.models import Publication
from milestones.models.choices import Stance

RECORD = ("date", "recorded_at", "retracted_at", "source__slug", "note", "publication")


class RecordSerializer(RowSerializer):
    """A dated, sourced statement of fact."""

    id = number_of("Its number.", source="pk")
    date = serializers.DateField(read_only=True, help_text="The day for which it speaks.")
    recorded_at = serializers.DateTimeField(read_only=True, help_text="When the tracker learned it.")
    retracted_at = serializers.DateTimeField(
        read_only=True, allow_null=True, help_text="From when it no longer counts because it was mistaken."
    )
    source = reference("The document it rests on, by slug.", "source__slug")
    note = text("What a reader should know of it.")
    publication = serializers.ChoiceField(choices=Publication.values, read_only=True, help_text=PUBLICATION)


class ObservationSerializer(RecordSerializer):
    """One value of an indicator on a date."""

    columns = (*RECORD, "indicator__plan__slug", "indicator__slug", "value", "verification", "series")

    url = AddressField("api:observation", pk="pk")
    plan = text(OF_PLAN, source="indicator__plan__slug")
    indicator = text("What was counted, by slug.", source="indicator__slug")
    value = ExactField(read_only=True, help_text="The count, in the indicator's unit.")
    verification = GradeField(read_only=True, help_text="How well it is verified.")
    series = text("The series it belongs to, by slug; empty where there is but one count.")


class AssessmentSerializer(RecordSerializer):
    """One judgement of a milestone's level, for one day."""

    columns = (*RECORD, "milestone__plan__slug", "milestone__slug", "level", "verification")

    url = AddressField("api:assessment", pk="pk")
    plan = text(OF_PLAN, source="milestone__plan__slug")
    milestone = text("What was assessed, by slug.", source="milestone__slug")
    level = LevelField(read_only=True, help_text="How far it had come.")
    verification = GradeField(read_only=True, help_text="How well it is verified.")


class PositionSerializer(RecordSerializer):
    """What an actor said about a pillar, a milestone or, with neither, the plan."""

    columns = (*RECORD, "actor__plan__slug", "actor__slug", "stance", "pillar__slug", "milestone__slug")

    url = AddressField("api:position", pk="pk")
    plan = text(OF_PLAN, source="actor__plan__slug")
    actor = text("Whose position it is, by slug.", source="actor__slug")
    stance = serializers.ChoiceField(choices=Stance.values, read_only=True)
    pillar = reference("The pillar it is about, by slug.", "pillar__slug")
    milestone = reference("The milestone it is about, by slug.", "milestone__slug")


class ReasonSerializer(serializers.Serializer):
    """One fact behind a status; a key that does not apply is left out. Days are null for never."""

    why = serializers.CharField(help_text="What kind of fact it is.")
    gate = serializers.IntegerField(required=False, help_text="The gate, counted from 0 among `gates`.")
    condition = serializers.IntegerField(required=False, help_text="The condition, counted from 0.")
    level = serializers.IntegerField(required=False)
    day = serializers.DateField(required=False, allow_null=True)
    planned = serializers.DateField(required=False, allow_null=True)
    milestones = serializers.ListField(child=serializers.CharField(), required=False)


class CauseSerializer(serializers.Serializer):
    """What made a recompute happen; a key that does not apply is left out."""

    kind = serializers.CharField(
        help_text="added, changed, removed, loaded, day (a new one began) or manual."
    )
    model = serializers.CharField(required=False, help_text="What kind of row it was.")
    milestone = serializers.CharField(required=False)
    indicator = serializers.CharField(required=False)
    on = serializers.DateField(required=False, help_text="The day that began.")


class ChangeSerializer(RowSerializer):
    """One milestone found in another status than before."""

    columns = (
        "plan__slug", "milestone_id", "milestone__slug", "old", "new", "on", "computed_at", "reasons", "cause",
        "revision",
    )  # fmt: skip

    url = AddressField("api:change", plan="plan__slug", pk="pk")
    id = number_of("Its number.", source="pk")
    plan = text(OF_PLAN, source="plan__slug")
    milestone = text("Whose status changed, by slug.", source="milestone__slug")
    old = serializers.ChoiceField(
        choices=["", *(each.value for each in Status)],
        read_only=True,
        help_text="Its status before; empty when it had none yet.",
    )
    new = serializers.ChoiceField(choices=[each.value for each in Status], read_only=True)
    on = day("The day for which the recompute was made.")
    computed_at = serializers.DateTimeField(read_only=True, help_text="When it was computed.")
    reasons = as_it_is(ReasonSerializer(many=True), help_text="Why it has the new status.")
    causes = as_it_is(CauseSerializer(many=True), help_text="What made the recompute happen.")
    cause_count = number_of("How many causes there were in all.")
    revision = number_of("The plan's revision that brought it.")
