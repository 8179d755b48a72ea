"""The proof of a milestone's status: what each verdict rests on, with sources and grades."""

from typing import Any

from rest_framework import serializers

from milestones.api.core import RESOURCES
from milestones.api.serializers.base import (
    LEVEL_WORDS,
    OF_PLAN,
    PUBLICATION,
    AddressField,
    ExactField,
    GradeField,
    LeanSerializer,
    LevelField,
    RowSerializer,
    as_it_is,
    number_of,
    text,
)
from milestones.api.serializers.evaluation import (
    STATUSES,
    TRUTHS,
    ForecastSerializer,
    GateVerdictSerializer,
    MomentSerializer,
    ProgressSerializer,
    RangeSerializer,
    ReasonSerializer,
)
from milestones.api.serializers.milestones import ScheduleSerializer
from milestones.contingency.holdup import Binds
from milestones.models import Publication, Source

SourceSerializer: Any = RESOURCES[Source].shape
COUNTS_FOR = (
    "The newest that qualify: they count.",
    "Later ones that do not qualify: they are claimed.",
    "Older ones.",
    "Set aside until settled.",
)
WHYS = ("met", "unmet", "no-data", "stale", "claimed", "contested", "gap")
"""The words of `ExplainedCondition.why`."""


class ProofRecordSerializer(RowSerializer):
    """A record in a proof, with its source."""

    id = number_of("Its number.", source="pk")
    date = serializers.DateField(read_only=True, help_text="The day for which it speaks.")
    recorded_at = serializers.DateTimeField(read_only=True, help_text="When the tracker learned it.")
    source = SourceSerializer(read_only=True, allow_null=True)
    note = text("What a reader should know of it.")
    publication = serializers.ChoiceField(choices=Publication.values, read_only=True, help_text=PUBLICATION)


class ProofAssessmentSerializer(ProofRecordSerializer):
    """An assessment in a proof."""

    url = AddressField("api:assessment", pk="pk")
    milestone = text("What was assessed, by slug.", source="milestone__slug")
    level = LevelField(read_only=True)
    verification = GradeField(read_only=True)


class ProofObservationSerializer(ProofRecordSerializer):
    """An observation in a proof."""

    url = AddressField("api:observation", pk="pk")
    indicator = text("What was counted, by slug.", source="indicator__slug")
    value = ExactField(read_only=True)
    verification = GradeField(read_only=True)
    series = text("The series it belongs to; empty where there is but one.")


class SuspensionSerializer(ProofRecordSerializer):
    """A waiver or a withdrawal: it stands from its date until its ending."""

    ended_on = serializers.DateField(read_only=True, allow_null=True)


class LevelEvidenceSerializer(serializers.Serializer):
    """The assessments behind a level, by what they count for."""

    base, later, superseded, disputed = (ProofAssessmentSerializer(many=True, help_text=word) for word in COUNTS_FOR)


class ValueEvidenceSerializer(serializers.Serializer):
    """The observations behind a value, by what they count for."""

    base, later, superseded, disputed = (ProofObservationSerializer(many=True, help_text=word) for word in COUNTS_FOR)


class SeriesEvidenceSerializer(serializers.Serializer):
    """One series behind a value."""

    series = serializers.CharField(help_text="Its slug; empty where there is but one count.")
    is_read = serializers.BooleanField(help_text="Whether its values are in the reading.")
    is_stale = serializers.BooleanField(help_text="Whether it is too old to speak for the day.")
    is_claim = serializers.BooleanField(help_text="Whether no record of it qualifies.")
    evidence = ValueEvidenceSerializer()


class ValueRangeSerializer(serializers.Serializer):
    """A value as a range of exact numbers."""

    low = serializers.CharField()
    high = serializers.CharField()


class ProofConditionSerializer(LeanSerializer):
    """One condition with what stands against it; keys that do not belong to its kind are left out."""

    url = AddressField("api:condition", pk="id")
    id = serializers.IntegerField(help_text="Its number.")
    truth = serializers.ChoiceField(choices=TRUTHS)
    earliest = serializers.DateField(allow_null=True, help_text="Null for never.")
    why = serializers.ChoiceField(
        choices=WHYS,
        help_text="met or unmet; or why it cannot be told: no-data, stale, claimed, contested or gap (in for_days).",
    )
    since = serializers.DateField(allow_null=True, help_text="Since when it has been so; null if it always was.")
    milestone = serializers.CharField(required=False, help_text="What is waited for, by slug.")
    reaches = serializers.ChoiceField(choices=LEVEL_WORDS, required=False, help_text="The level it must have.")
    level = RangeSerializer(required=False, help_text="The level it has.")
    evidence = LevelEvidenceSerializer(required=False)
    indicator = serializers.CharField(required=False, help_text="What is waited for, by slug.")
    at_least = serializers.CharField(required=False, help_text="The lowest value that will do.")
    at_most = serializers.CharField(required=False, help_text="The highest value that will do.")
    value = as_it_is(ValueRangeSerializer, required=False, allow_null=True, help_text="The value it has.")
    series = SeriesEvidenceSerializer(many=True, required=False)
    pillar = serializers.CharField(required=False, help_text="What is waited for, by slug.")
    progress = serializers.CharField(required=False, help_text="The percentage it must have.")
    percent = as_it_is(ProgressSerializer, required=False, allow_null=True, help_text="What it has.")
    date = serializers.DateField(required=False, help_text="The day from which it is met.")
    for_days = serializers.IntegerField(required=False, help_text="For how many days it must have held.")


class ProofGateSerializer(GateVerdictSerializer):
    """One group of the reading, with the proof of its conditions."""

    url = AddressField("api:gate", pk="id")
    id = serializers.IntegerField(help_text="Its number.")
    readings = serializers.ListField(child=serializers.CharField(), help_text="None named means every one.")
    source = SourceSerializer(allow_null=True)
    clause = serializers.CharField()
    note = serializers.CharField()
    waivers = SuspensionSerializer(many=True)
    conditions = ProofConditionSerializer(many=True)


class BesideSerializer(serializers.Serializer):
    """A condition that binds a step as much as the one that the path follows."""

    gate = serializers.IntegerField(help_text="Counted from 0 among that milestone's gates.")
    condition = serializers.IntegerField(help_text="Counted from 0 in that gate.")
    gate_id = serializers.IntegerField(help_text="That gate's number.")
    waits_for = as_it_is(
        {"type": "object", "additionalProperties": True}, help_text="The condition in the plan file's words."
    )


class HoldUpSerializer(serializers.Serializer):
    """One step of what sets the earliest completion."""

    milestone = serializers.CharField()
    level = serializers.IntegerField()
    day = serializers.DateField(allow_null=True, help_text="Null for never.")
    binds = serializers.ChoiceField(choices=[word.value for word in Binds], help_text="What binds it at this step.")
    gate = serializers.IntegerField(allow_null=True, help_text="Counted from 0 among that milestone's gates.")
    condition = serializers.IntegerField(allow_null=True, help_text="Counted from 0 in that gate.")
    gate_id = serializers.IntegerField(allow_null=True, help_text="That gate's number.")
    waits_for = as_it_is(
        {"type": ["object", "null"], "additionalProperties": True},
        help_text="The condition in the plan file's words, or the planned start with its rule.",
    )
    lapses_too_soon = serializers.BooleanField()
    beside = BesideSerializer(many=True, help_text="What binds this step as much.")


class WouldClearSerializer(serializers.Serializer):
    """What one gate still needs: so many `more` of the conditions `of`, both counted from 0."""

    gate = serializers.IntegerField()
    more = serializers.IntegerField()
    of = serializers.ListField(child=serializers.IntegerField())


class FactSerializer(serializers.Serializer):
    """One condition that would have to be met."""

    condition = as_it_is({"type": "object"}, help_text="In the words of the plan file.")
    text = serializers.CharField(help_text="In the reader's language.")


class ClearingSerializer(serializers.Serializer):
    """The fewest facts with which every gate that is not met would be."""

    sets = serializers.ListField(
        child=FactSerializer(many=True), help_text="Every such set; none where all gates are met."
    )
    is_whole = serializers.BooleanField(help_text="False where there were too many ways to try them all.")


class SentencesSerializer(serializers.Serializer):
    """The proof in words, in the reader's language."""

    reasons, would_clear, hold_up, forecast = (serializers.ListField(child=serializers.CharField()) for _ in range(4))


class LevelSinceSerializer(serializers.Serializer):
    """Since which day a level has been there."""

    day = serializers.DateField(allow_null=True)
    claimed = serializers.BooleanField(help_text="Whether it is only said.")


class ExplanationSerializer(MomentSerializer):
    """The proof of a milestone's status."""

    url = AddressField("api:explanation", plan="plan__slug", slug="slug")
    plan = text(OF_PLAN, source="plan__slug")
    milestone = text("The milestone, by slug.", source="slug")
    name = text("The step, in a few words.")
    level = RangeSerializer(read_only=True)
    status = serializers.ChoiceField(choices=STATUSES, read_only=True)
    overdue = serializers.BooleanField(read_only=True)
    reasons = as_it_is(ReasonSerializer(many=True))
    forecast = as_it_is(ForecastSerializer)
    schedule = as_it_is(ScheduleSerializer)
    releases = number_of("How many others would have all that must come first, if it were complete.")
    downstream = number_of("How many others depend on it.")
    level_since = as_it_is(
        serializers.DictField(child=LevelSinceSerializer()), help_text="By level; those that are there."
    )
    evidence = LevelEvidenceSerializer(read_only=True)
    withdrawals = SuspensionSerializer(many=True, read_only=True)
    gates = ProofGateSerializer(many=True, read_only=True)
    hold_up = as_it_is(HoldUpSerializer(many=True))
    would_clear = as_it_is(WouldClearSerializer(many=True))
    clearing = as_it_is(ClearingSerializer)
    sentences = as_it_is(SentencesSerializer)
