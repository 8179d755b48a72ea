"""The published evaluation document, described for the schema; the engine writes it."""

from rest_framework import serializers

from milestones.api.serializers.base import LEVEL_WORDS, OF_PLAN, as_it_is
from milestones.contingency.conditions import KINDS
from milestones.contingency.reasons import Why
from milestones.contingency.scales import Before, Force, Status, Truth

STATUSES = [status.value for status in Status]
TRUTHS = [truth.value for truth in Truth]
AWAITED = [kind.kind for kind in KINDS]


OVERDUE = "Whether it is past due, not complete and not withdrawn."


class MomentSerializer(serializers.Serializer):
    """For which day, instant and reading an answer speaks, and how fresh the stored evaluation is."""

    on = serializers.DateField(read_only=True, help_text="The day.")
    known_at = serializers.DateTimeField(allow_null=True, help_text="The instant; null for all that is known.")
    reading = serializers.CharField(allow_null=True, help_text="The reading; null where the plan has none.")
    revision = serializers.IntegerField(help_text="The plan's revision.")
    computed_at = serializers.DateTimeField(
        allow_null=True, help_text="When the plan's stored evaluation was last made; null before the first."
    )
    stale = serializers.BooleanField(
        help_text="Whether an edit or a new day still waits for its recompute. This answer counts it already."
    )


class PlanMomentSerializer(MomentSerializer):
    """What is told of one plan at a moment, as `headed` of the views begins it."""

    url = serializers.CharField()
    plan = serializers.CharField(help_text=OF_PLAN)


class ReasonSerializer(serializers.Serializer):
    """One fact behind a status; a key that does not apply is left out. Days are null for never."""

    why = serializers.ChoiceField(choices=[why.value for why in Why], help_text="What kind of fact it is.")
    gate = serializers.IntegerField(required=False, help_text="The gate, counted from 0 among `gates`.")
    condition = serializers.IntegerField(required=False, help_text="The condition, counted from 0.")
    level = serializers.IntegerField(required=False)
    day = serializers.DateField(required=False, allow_null=True)
    planned = serializers.DateField(required=False, allow_null=True)
    milestones = serializers.ListField(child=serializers.CharField(), required=False)


class RangeSerializer(serializers.Serializer):
    """A level as a range: 0 not initiated, 1 minimum, 2 intermediate, 3 complete."""

    low = serializers.IntegerField(min_value=0, max_value=3, help_text="What is established.")
    high = serializers.IntegerField(min_value=0, max_value=3, help_text="The highest that is also said.")


class ImplementationSerializer(serializers.Serializer):
    """How far it is carried out, on the scale of the Peace Accords Matrix."""

    low = serializers.ChoiceField(choices=LEVEL_WORDS, help_text="What is established.")
    high = serializers.ChoiceField(choices=LEVEL_WORDS, help_text="The highest that is also said.")
    score = serializers.IntegerField(
        min_value=0, max_value=3, allow_null=True, help_text="The code, 0 to 3; null while low and high differ."
    )


class ForecastDateSerializer(serializers.Serializer):
    """A date under both assumptions; null for never."""

    earliest = serializers.DateField(
        allow_null=True, help_text="If what is claimed or unknown holds and what has no date happens today."
    )
    established = serializers.DateField(allow_null=True, help_text="If nothing counts but what is established.")


class ForecastSerializer(serializers.Serializer):
    """When a milestone starts and is complete."""

    start = ForecastDateSerializer()
    complete = ForecastDateSerializer()
    delay_days = serializers.IntegerField(allow_null=True, help_text="Days past due; null without a due date.")


class ConditionVerdictSerializer(serializers.Serializer):
    """One condition's truth."""

    truth = serializers.ChoiceField(choices=TRUTHS)
    earliest = serializers.DateField(allow_null=True)


class GateVerdictSerializer(serializers.Serializer):
    """One group's truth."""

    before = serializers.ChoiceField(choices=[before.value for before in Before])
    force = serializers.ChoiceField(choices=[force.value for force in Force])
    require = serializers.IntegerField(help_text="How many of its conditions must be met.")
    waived = serializers.BooleanField()
    truth = serializers.ChoiceField(choices=TRUTHS)
    truth_when_reached = serializers.ChoiceField(choices=TRUTHS, allow_null=True)
    earliest = serializers.DateField(allow_null=True)
    conditions: serializers.Serializer = ConditionVerdictSerializer(many=True)


class VerdictSerializer(serializers.Serializer):
    """All that is decided about one milestone."""

    level = RangeSerializer()
    status = serializers.ChoiceField(choices=STATUSES)
    overdue = serializers.BooleanField(help_text=OVERDUE)
    gates = GateVerdictSerializer(many=True)
    forecast = ForecastSerializer()
    releases = serializers.IntegerField(
        help_text="How many others would have all that must come first, if it were complete."
    )
    downstream = serializers.IntegerField(help_text="How many others depend on it.")
    reasons = ReasonSerializer(many=True)


class VerdictRowSerializer(VerdictSerializer):
    """The same as a row of a table."""

    def get_fields(self) -> dict[str, serializers.Field]:
        return {"milestone": serializers.CharField(help_text="By slug.")} | super().get_fields()


class ProgressSerializer(serializers.Serializer):
    """A percentage as a range; null for a pillar without milestones."""

    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)


class PillarVerdictSerializer(serializers.Serializer):
    """One pillar's roll-up."""

    progress = ProgressSerializer()
    status = serializers.ChoiceField(choices=STATUSES, allow_null=True)
    overdue = serializers.IntegerField()
    counts = serializers.DictField(child=serializers.IntegerField())


class CellSerializer(serializers.Serializer):
    """How many conditions of one pillar's milestones wait for another pillar."""

    pillar = serializers.CharField()
    on_pillar = serializers.CharField()
    met, unmet, unknown, held = (serializers.IntegerField() for _ in range(4))


class AwaitedSerializer(serializers.Serializer):
    """How many open milestones wait for one thing, in gates that are not met and not waived."""

    kind = serializers.ChoiceField(choices=AWAITED)
    slug = serializers.CharField(help_text="Its slug; the day of a date.")
    unmet = serializers.IntegerField(help_text="How many have an unmet condition on it.")
    unknown = serializers.IntegerField(help_text="How many others have one that cannot be told.")


class PublishedThenSerializer(serializers.Serializer):
    """A status that was published at the instant by another version of the method than today's."""

    status = serializers.ChoiceField(choices=STATUSES)
    method = serializers.IntegerField(help_text="The version of the method.")
    at = serializers.DateTimeField(help_text="Since when it stood.")


class EvaluationSerializer(PlanMomentSerializer):
    """Every verdict on a plan, on one day, as known at one instant, under one reading."""

    milestones = serializers.DictField(child=VerdictSerializer(), help_text="By slug.")
    pillars = serializers.DictField(child=PillarVerdictSerializer(), help_text="By slug.")
    matrix = CellSerializer(many=True)
    awaited = AwaitedSerializer(many=True, help_text="What most open milestones wait for comes first.")
    deadlocks = as_it_is(
        serializers.ListField(child=serializers.ListField(child=serializers.CharField())),
        help_text="The milestones of each.",
    )
    published_then = serializers.DictField(
        child=PublishedThenSerializer(),
        help_text="By slug, what was published at `known_at` where another method than today's answered otherwise.",
    )
